//! `Uuid` of the crate `uuid`, written as text: a `string` with the logical type `uuid`.

use uuid::Uuid;

use super::logical_schema;
use crate::codec::primitives::write_bytes;
use crate::codec::{
    AvroDecode, AvroEncode, DecodeError, DecodeErrorKind, Decoder, EncodeError, PlanCursor,
};
use crate::schema::{AvroSchema, Depth, Kind, Node};

logical_schema!(Uuid, String, "uuid");

impl AvroEncode for Uuid {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        let mut text = [0; uuid::fmt::Hyphenated::LENGTH];
        write_bytes(self.hyphenated().encode_lower(&mut text).as_bytes(), output);
        Ok(())
    }
}

impl<'de> AvroDecode<'de> for Uuid {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        let before = decoder.offset();
        parse(decoder.read_bytes()?, before)
    }

    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        let before = decoder.offset();
        parse(<&str>::decode_resolved(decoder, plan)?.as_bytes(), before)
    }
}

#[inline]
fn parse(text: &[u8], offset: usize) -> Result<Uuid, DecodeError> {
    Uuid::try_parse_ascii(text).map_err(|error| {
        DecodeError::new(
            DecodeErrorKind::InvalidText(format!("text is no UUID: {error}")),
            offset,
        )
    })
}
