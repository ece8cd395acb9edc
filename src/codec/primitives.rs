//! The codec of Rust's own scalar types, of text and of bytes.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::decoder::Decoder;
use super::error::{DecodeError, DecodeErrorKind, EncodeError};
use super::plan::{PlanCursor, mismatch};
use super::traits::{AvroDecode, AvroEncode};
use super::varint;
use crate::resolution::Promotion;
use crate::schema::{AvroSchema, Depth, Kind, Node};

/// Gives a type without nested types its schema.
macro_rules! schema {
    ($([$($generics:tt)*])? $type:ty, $kind:ident $(, IS_BYTE = $is_byte:literal)?) => {
        impl $(<$($generics)*>)? AvroSchema for $type {
            const KIND: Kind = Kind::$kind;
            const NODE: Node = Node::$kind;
            $(const IS_BYTE: bool = $is_byte;)?
            type Nested<D: Depth> = ();
        }
    };
}

schema!(bool, Boolean);
schema!(u8, Int, IS_BYTE = true);
schema!(f32, Float);
schema!(f64, Double);
schema!(str, String);
schema!(String, String);

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
        schema!($type, $kind);

        impl AvroEncode for $type {
            #[inline]
            fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                varint::write(output, i64::from(*self));
                Ok(())
            }
        }

        impl<'de> AvroDecode<'de> for $type {
            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                decode_integer(decoder, Decoder::$read)
            }

            // An int is written as a long of the same value.
            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                match plan.promotion() {
                    Some(Promotion::IntToLong) => Self::decode(decoder),
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
        <&[Self]>::decode_resolved(decoder, plan).map(<[Self]>::to_vec)
    }
}

impl AvroEncode for f32 {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        output.extend_from_slice(&self.to_le_bytes());
        Ok(())
    }
}

impl<'de> AvroDecode<'de> for f32 {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        decoder.read_float()
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

    fn encode_slice(items: &[Self], output: &mut Vec<u8>) -> Result<(), EncodeError> {
        if !items.is_empty() {
            write_count(items.len(), output);
            output.reserve(size_of_val(items));
            output.extend(items.iter().flat_map(|item| item.to_le_bytes()));
        }
        output.push(0);
        Ok(())
    }
}

impl<'de> AvroDecode<'de> for f64 {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        decoder.read_double()
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
        self.as_str().encode(output)
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
                <$borrowed>::decode(decoder).map($convert)
            }

            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                <$borrowed>::decode_resolved(decoder, plan).map($convert)
            }
        }
    )*};
}

decode_by_way_of! {
    String => &str, str::to_owned;
    Box<str> => &str, Box::from;
    Arc<str> => &str, Arc::from;
    Rc<str> => &str, Rc::from;
}

impl<'de: 'a, 'a> AvroDecode<'de> for Cow<'a, str> {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        <&str>::decode(decoder).map(Cow::Borrowed)
    }

    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        <&str>::decode_resolved(decoder, plan).map(Cow::Borrowed)
    }
}

impl<'de: 'a, 'a> AvroDecode<'de> for Cow<'a, [u8]> {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        <&[u8]>::decode(decoder).map(Cow::Borrowed)
    }

    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        <&[u8]>::decode_resolved(decoder, plan).map(Cow::Borrowed)
    }
}

#[cfg(feature = "bytes")]
schema!(bytes::Bytes, Bytes);

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
    varint::write(output, count as i64);
}
