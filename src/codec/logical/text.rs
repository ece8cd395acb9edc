//! The logical type `uuid` of text.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use crate::codec::{AvroDecode, AvroEncode, DecodeError, Decoder, EncodeError, PlanCursor};
use crate::schema::{AvroSchema, Depth, Kind, Natural, Node};

/// `uuid`: a `string` of the form `00112233-4455-6677-8899-aabbccddeeff`.
///
/// Strings are held against that form when they are written, and taken as they are when read.
#[derive(Debug, Clone, Copy)]
pub enum UuidText {}

pub(super) const UUID_TEXT: Node = Node::Annotated {
    base: &Node::String,
    logical_type: Some("uuid"),
    properties: &[],
};

impl AvroSchema<UuidText> for str {
    const KIND: Kind = Kind::String;
    const NODE: Node = UUID_TEXT;
    type Nested<D: Depth> = ();
}

impl AvroEncode<UuidText> for str {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        if is_uuid(self.as_bytes()) {
            AvroEncode::<Natural>::encode(self, output)
        } else {
            Err(not_a_uuid(self))
        }
    }
}

impl AvroSchema<UuidText> for String {
    const KIND: Kind = Kind::String;
    const NODE: Node = UUID_TEXT;
    type Nested<D: Depth> = ();
}

impl AvroEncode<UuidText> for String {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        AvroEncode::<UuidText>::encode(self.as_str(), output)
    }
}

/// RFC 9562, section 4.
fn is_uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text
            .iter()
            .enumerate()
            .all(|(position, byte)| match position {
                8 | 13 | 18 | 23 => *byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
}

#[cold]
fn not_a_uuid(text: &str) -> EncodeError {
    let start: String = text.chars().take(40).collect();
    EncodeError::new(format!(
        "{start:?} is no UUID of the form 00112233-4455-6677-8899-aabbccddeeff"
    ))
}

macro_rules! read_as_is {
    ($([$($lifetime:tt)*] $type:ty;)*) => {$(
        impl<'de $($lifetime)*> AvroDecode<'de, UuidText> for $type {
            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                <Self as AvroDecode<'de>>::decode(decoder)
            }

            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                <Self as AvroDecode<'de>>::decode_resolved(decoder, plan)
            }

            #[inline]
            fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), DecodeError> {
                <Self as AvroDecode<'de>>::decode_into(self, decoder)
            }

            fn decode_resolved_into(
                &mut self,
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<(), DecodeError> {
                <Self as AvroDecode<'de>>::decode_resolved_into(self, decoder, plan)
            }
        }
    )*};
}

read_as_is! {
    [: 'a, 'a] &'a str;
    [: 'a, 'a] Cow<'a, str>;
    [] String;
    [] Box<str>;
    [] Rc<str>;
    [] Arc<str>;
}
