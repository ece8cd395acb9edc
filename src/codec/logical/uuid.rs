//! `Uuid` of the crate `uuid`, as text and as bytes.

use uuid::Uuid;

use super::fixed::{FixedName, UUID, UuidFixed, fixed_node};
use super::text::{UUID_TEXT, UuidText};
use crate::codec::primitives::write_bytes;
use crate::codec::{
    AvroDecode, AvroEncode, DecodeError, DecodeErrorKind, Decoder, EncodeError, PlanCursor,
};
use crate::schema::{AvroSchema, Depth, Kind, Node};

impl AvroSchema<UuidText> for Uuid {
    const KIND: Kind = Kind::String;
    const NODE: Node = UUID_TEXT;
    const ZERO: Option<&'static str> = Some("\"00000000-0000-0000-0000-000000000000\"");
    type Nested<D: Depth> = ();
}

impl AvroEncode<UuidText> for Uuid {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        let mut text = [0; uuid::fmt::Hyphenated::LENGTH];
        write_bytes(self.hyphenated().encode_lower(&mut text).as_bytes(), output);
        Ok(())
    }
}

impl<'de> AvroDecode<'de, UuidText> for Uuid {
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
        let text = <&str as AvroDecode<'de>>::decode_resolved(decoder, plan)?;
        parse(text.as_bytes(), before)
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

impl<Name: FixedName> AvroSchema<UuidFixed<Name>> for Uuid {
    const KIND: Kind = Kind::Fixed(16);
    const NODE: Node = fixed_node::<Name>(16, UUID);
    type Nested<D: Depth> = ();
}

impl<Name> AvroEncode<UuidFixed<Name>> for Uuid {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        output.extend_from_slice(self.as_bytes());
        Ok(())
    }
}

impl<'de, Name> AvroDecode<'de, UuidFixed<Name>> for Uuid {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        decoder.read_array().map(Self::from_bytes)
    }

    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        <[u8; 16] as AvroDecode<'de>>::decode_resolved(decoder, plan).map(Self::from_bytes)
    }
}

natural! {
    Uuid as UuidText;
}

annotated!(Uuid);

#[cfg(test)]
mod tests {
    use super::super::tests::{decode, decode_from, encode, schema};
    use super::*;
    use crate::schema::Natural;

    const UUID: Uuid = Uuid::from_u128(0x0011_2233_4455_6677_8899_aabb_ccdd_eeff);

    #[test]
    fn a_uuid_is_text_by_itself() {
        let datum = encode::<Natural>(&UUID).unwrap();
        assert_eq!(datum, b"\x4800112233-4455-6677-8899-aabbccddeeff");
        assert_eq!(decode::<UuidText, Uuid>(&datum), Ok(UUID));
        assert_eq!(schema::<Natural, Uuid>(), schema::<UuidText, String>());
        assert_eq!(
            decode_from::<UuidText, Uuid>(r#""bytes""#, &datum),
            Ok(UUID)
        );
        let error = decode::<Natural, Uuid>(&[4, b'?', b'?']).unwrap_err();
        assert!(error.starts_with("text is no UUID"), "{error}");
    }

    #[test]
    fn a_uuid_as_fixed_has_its_most_significant_byte_first() {
        let datum = encode::<UuidFixed>(&UUID).unwrap();
        assert_eq!(
            datum,
            [
                0, 17, 34, 51, 68, 85, 102, 119, 136, 153, 170, 187, 204, 221, 238, 255
            ]
        );
        assert_eq!(decode::<UuidFixed, Uuid>(&datum), Ok(UUID));
        assert_eq!(schema::<UuidFixed, Uuid>(), schema::<UuidFixed, [u8; 16]>());
    }

    #[test]
    fn text_and_fixed_are_different_types() {
        let text = schema::<UuidText, Uuid>();
        let error = decode_from::<UuidFixed, Uuid>(&text, &[]).unwrap_err();
        assert!(
            error.contains("FIXED not compatible with writer type: STRING"),
            "{error}"
        );
    }
}
