//! The codec of Rust's own scalar types, of text and of bytes.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::bulk;
use super::decoder::Decoder;
use super::error::{DecodeError, DecodeErrorKind, EncodeError};
use super::plan::{PlanCursor, mismatch};
use super::traits::{AvroDecode, AvroEncode};
use super::varint;
use crate::resolution::Promotion;
use crate::schema::{AvroSchema, Depth, Kind, Natural, Node};

/// Gives a type without nested types its schema; `$zero` is its `Default` as JSON text.
macro_rules! schema {
    ($type:ty, $kind:ident, $zero:expr $(, IS_BYTE = $is_byte:literal)?) => {
        impl AvroSchema for $type {
            const KIND: Kind = Kind::$kind;
            const NODE: Node = Node::$kind;
            const ZERO: Option<&'static str> = $zero;
            $(const IS_BYTE: bool = $is_byte;)?
            type Nested<D: Depth> = ();
        }
    };
}

schema!((), Null, Some("null"));
schema!(bool, Boolean, Some("false"));
schema!(u8, Int, Some("0"), IS_BYTE = true);
schema!(f32, Float, Some("0"));
schema!(f64, Double, Some("0"));
schema!(char, String, None);
schema!(str, String, Some("\"\""));
schema!(String, String, Some("\"\""));

impl AvroEncode for () {
    #[inline]
    fn encode(&self, _: &mut Vec<u8>) -> Result<(), EncodeError> {
        Ok(())
    }
}

impl<'de> AvroDecode<'de> for () {
    #[inline]
    fn decode(_: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        Ok(())
    }

    fn decode_resolved(_: &mut Decoder<'de>, _: PlanCursor<'_>) -> Result<Self, DecodeError> {
        Err(mismatch())
    }
}

impl AvroEncode for bool {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        output.push(u8::from(*self));
        Ok(())
    }
}

impl<'de> AvroDecode<'de> for bool {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        decoder.read_boolean()
    }

    fn decode_resolved(_: &mut Decoder<'de>, _: PlanCursor<'_>) -> Result<Self, DecodeError> {
        Err(mismatch())
    }
}

macro_rules! integers {
    ($($type:ty => $kind:ident, $read:ident;)*) => {$(
        schema!($type, $kind, Some("0"));

        impl AvroEncode for $type {
            #[inline]
            fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                varint::write(output, i64::from(*self));
                Ok(())
            }

            #[inline]
            fn encode_slice(items: &[Self], output: &mut Vec<u8>) -> Result<(), EncodeError> {
                bulk::write_integers(items, output);
                Ok(())
            }
        }

        impl<'de> AvroDecode<'de> for $type {
            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                decode_integer(decoder, Decoder::$read)
            }

            #[inline]
            fn decode_vec(decoder: &mut Decoder<'de>) -> Result<Vec<Self>, DecodeError> {
                let mut items = Vec::new();
                bulk::read_integers(decoder, &mut items, <Self as AvroDecode<'_>>::decode).map(|()| items)
            }

            #[inline]
            fn decode_vec_into(
                items: &mut Vec<Self>,
                decoder: &mut Decoder<'de>,
            ) -> Result<(), DecodeError> {
                items.clear();
                bulk::read_integers(decoder, items, <Self as AvroDecode<'_>>::decode)
            }

            // An int is written as a long of the same value.
            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                match plan.promotion() {
                    Some(Promotion::IntToLong) => <Self as AvroDecode<'_>>::decode(decoder),
                    _ => Err(mismatch()),
                }
            }
        }
    )*};
}

integers! {
    i8 => Int, read_int;
    i16 => Int, read_int;
    u16 => Int, read_int;
    i32 => Int, read_int;
    u32 => Long, read_long;
    i64 => Long, read_long;
}

#[inline]
fn decode_integer<'de, N, T: TryFrom<N>>(
    decoder: &mut Decoder<'de>,
    read: impl FnOnce(&mut Decoder<'de>) -> Result<N, DecodeError>,
) -> Result<T, DecodeError> {
    let number = read(decoder)?;
    T::try_from(number).map_err(|_| decoder.error(DecodeErrorKind::OutOfRange))
}

/// A byte is an `int`; a sequence of bytes is `bytes`.
impl AvroEncode for u8 {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        varint::write(output, i64::from(*self));
        Ok(())
    }

    #[inline]
    fn encode_slice(items: &[Self], output: &mut Vec<u8>) -> Result<(), EncodeError> {
        write_bytes(items, output);
        Ok(())
    }

    #[inline]
    fn encode_array(items: &[Self], output: &mut Vec<u8>) -> Result<(), EncodeError> {
        output.extend_from_slice(items);
        Ok(())
    }
}

impl<'de> AvroDecode<'de> for u8 {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        decode_integer(decoder, Decoder::read_int)
    }

    fn decode_resolved(_: &mut Decoder<'de>, _: PlanCursor<'_>) -> Result<Self, DecodeError> {
        Err(mismatch())
    }

    #[inline]
    fn decode_vec(decoder: &mut Decoder<'de>) -> Result<Vec<Self>, DecodeError> {
        decoder.read_bytes().map(<[Self]>::to_vec)
    }

    fn decode_vec_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Vec<Self>, DecodeError> {
        <&[Self] as AvroDecode<'_>>::decode_resolved(decoder, plan).map(<[Self]>::to_vec)
    }

    #[inline]
    fn decode_vec_into(
        items: &mut Vec<Self>,
        decoder: &mut Decoder<'de>,
    ) -> Result<(), DecodeError> {
        replace(items, decoder.read_bytes()?);
        Ok(())
    }

    fn decode_vec_resolved_into(
        items: &mut Vec<Self>,
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<(), DecodeError> {
        replace(
            items,
            <&[Self] as AvroDecode<'_>>::decode_resolved(decoder, plan)?,
        );
        Ok(())
    }

    #[inline]
    fn decode_array<const N: usize>(decoder: &mut Decoder<'de>) -> Result<[Self; N], DecodeError> {
        decoder.read_array()
    }

    // A fixed is read as one of the same size, or not at all.
    fn decode_array_resolved<const N: usize>(
        _: &mut Decoder<'de>,
        _: PlanCursor<'_>,
    ) -> Result<[Self; N], DecodeError> {
        Err(mismatch())
    }
}

#[inline]
fn replace(items: &mut Vec<u8>, bytes: &[u8]) {
    items.clear();
    items.extend_from_slice(bytes);
}

impl AvroEncode for f32 {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        output.extend_from_slice(&self.to_le_bytes());
        Ok(())
    }

    #[inline]
    fn encode_slice(items: &[Self], output: &mut Vec<u8>) -> Result<(), EncodeError> {
        bulk::write_fixed(items, Self::to_le_bytes, output);
        Ok(())
    }
}

impl<'de> AvroDecode<'de> for f32 {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        decoder.read_float()
    }

    #[inline]
    fn decode_vec(decoder: &mut Decoder<'de>) -> Result<Vec<Self>, DecodeError> {
        let mut items = Vec::new();
        bulk::read_fixed(
            decoder,
            &mut items,
            Self::from_le_bytes,
            <Self as AvroDecode<'_>>::decode,
        )
        .map(|()| items)
    }

    #[inline]
    fn decode_vec_into(
        items: &mut Vec<Self>,
        decoder: &mut Decoder<'de>,
    ) -> Result<(), DecodeError> {
        items.clear();
        bulk::read_fixed(
            decoder,
            items,
            Self::from_le_bytes,
            <Self as AvroDecode<'_>>::decode,
        )
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "the specification's promotion to float"
    )]
    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        match plan.promotion() {
            Some(Promotion::IntToFloat) => decoder.read_int().map(|number| number as Self),
            Some(Promotion::LongToFloat) => decoder.read_long().map(|number| number as Self),
            _ => Err(mismatch()),
        }
    }
}

impl AvroEncode for f64 {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        output.extend_from_slice(&self.to_le_bytes());
        Ok(())
    }

    #[inline]
    fn encode_slice(items: &[Self], output: &mut Vec<u8>) -> Result<(), EncodeError> {
        bulk::write_fixed(items, Self::to_le_bytes, output);
        Ok(())
    }
}

impl<'de> AvroDecode<'de> for f64 {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        decoder.read_double()
    }

    #[inline]
    fn decode_vec(decoder: &mut Decoder<'de>) -> Result<Vec<Self>, DecodeError> {
        let mut items = Vec::new();
        bulk::read_fixed(
            decoder,
            &mut items,
            Self::from_le_bytes,
            <Self as AvroDecode<'_>>::decode,
        )
        .map(|()| items)
    }

    #[inline]
    fn decode_vec_into(
        items: &mut Vec<Self>,
        decoder: &mut Decoder<'de>,
    ) -> Result<(), DecodeError> {
        items.clear();
        bulk::read_fixed(
            decoder,
            items,
            Self::from_le_bytes,
            <Self as AvroDecode<'_>>::decode,
        )
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "the specification's promotion to double"
    )]
    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        match plan.promotion() {
            Some(Promotion::IntToDouble) => decoder.read_int().map(Self::from),
            Some(Promotion::LongToDouble) => decoder.read_long().map(|number| number as Self),
            Some(Promotion::FloatToDouble) => decoder.read_float().map(Self::from),
            _ => Err(mismatch()),
        }
    }
}

impl AvroEncode for str {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        write_bytes(self.as_bytes(), output);
        Ok(())
    }
}

impl AvroEncode for String {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        AvroEncode::<Natural>::encode(self.as_str(), output)
    }
}

impl<'de: 'a, 'a> AvroDecode<'de> for &'a str {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        decoder.read_str()
    }

    // Text is written as bytes are.
    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        match plan.promotion() {
            Some(Promotion::BytesToString) => decoder.read_str(),
            _ => Err(mismatch()),
        }
    }
}

impl<'de: 'a, 'a> AvroDecode<'de> for &'a [u8] {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        decoder.read_bytes()
    }

    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        match plan.promotion() {
            Some(Promotion::StringToBytes) => decoder.read_bytes(),
            _ => Err(mismatch()),
        }
    }
}

/// Decodes an owned type by way of the borrowed one.
macro_rules! decode_by_way_of {
    ($($type:ty => $borrowed:ty, $convert:expr;)*) => {$(
        impl<'de> AvroDecode<'de> for $type {
            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                <$borrowed as AvroDecode<'_>>::decode(decoder).map($convert)
            }

            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                <$borrowed as AvroDecode<'_>>::decode_resolved(decoder, plan).map($convert)
            }
        }
    )*};
}

impl<'de> AvroDecode<'de> for String {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        decoder.read_str().map(str::to_owned)
    }

    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        <&str as AvroDecode<'_>>::decode_resolved(decoder, plan).map(str::to_owned)
    }

    #[inline]
    fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), DecodeError> {
        let text = decoder.read_str()?;
        self.clear();
        self.push_str(text);
        Ok(())
    }

    fn decode_resolved_into(
        &mut self,
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<(), DecodeError> {
        let text = <&str as AvroDecode<'_>>::decode_resolved(decoder, plan)?;
        self.clear();
        self.push_str(text);
        Ok(())
    }
}

/// A character is text of one character.
impl AvroEncode for char {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        write_bytes(self.encode_utf8(&mut [0; 4]).as_bytes(), output);
        Ok(())
    }
}

impl<'de> AvroDecode<'de> for char {
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        let offset = decoder.offset();
        only_character(decoder.read_str()?, offset)
    }

    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        let offset = decoder.offset();
        only_character(
            <&str as AvroDecode<'_>>::decode_resolved(decoder, plan)?,
            offset,
        )
    }
}

fn only_character(text: &str, offset: usize) -> Result<char, DecodeError> {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) => Ok(character),
        _ => Err(DecodeError::new(
            DecodeErrorKind::InvalidText("text is not a single character".to_owned()),
            offset,
        )),
    }
}

decode_by_way_of! {
    Box<str> => &str, Box::from;
    Arc<str> => &str, Arc::from;
    Rc<str> => &str, Rc::from;
}

impl<'de: 'a, 'a> AvroDecode<'de> for Cow<'a, str> {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        <&str as AvroDecode<'_>>::decode(decoder).map(Cow::Borrowed)
    }

    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        <&str as AvroDecode<'_>>::decode_resolved(decoder, plan).map(Cow::Borrowed)
    }
}

impl<'de: 'a, 'a> AvroDecode<'de> for Cow<'a, [u8]> {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        <&[u8] as AvroDecode<'_>>::decode(decoder).map(Cow::Borrowed)
    }

    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        <&[u8] as AvroDecode<'_>>::decode_resolved(decoder, plan).map(Cow::Borrowed)
    }
}

#[cfg(feature = "bytes")]
schema!(bytes::Bytes, Bytes, Some("\"\""));

#[cfg(feature = "bytes")]
impl AvroEncode for bytes::Bytes {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        write_bytes(self, output);
        Ok(())
    }
}

#[cfg(feature = "bytes")]
decode_by_way_of! {
    bytes::Bytes => &[u8], Self::copy_from_slice;
}

#[inline]
pub(super) fn write_bytes(bytes: &[u8], output: &mut Vec<u8>) {
    write_count(bytes.len(), output);
    output.extend_from_slice(bytes);
}

#[inline]
#[expect(
    clippy::cast_possible_wrap,
    reason = "no slice has more than isize::MAX items"
)]
pub(super) fn write_count(count: usize, output: &mut Vec<u8>) {
    varint::write_short(output, count as i64);
}

/// The position of a branch of a union.
#[inline]
pub(crate) fn write_branch(index: u32, output: &mut Vec<u8>) {
    varint::write_short(output, i64::from(index));
}
