//! The decimals of other crates as values with scales.

use super::BigDecimal;
use crate::codec::logical::decimal::Unscaled;
use crate::codec::primitives::write_bytes;
use crate::codec::{
    AvroDecode, AvroEncode, DecodeError, DecodeErrorKind, Decoder, EncodeError, Limits, PlanCursor,
    varint,
};
use crate::schema::{AvroSchema, Depth, Kind, Node};

/// A decimal as an unscaled value and a scale.
trait WithScale: Sized {
    /// The scale is nothing where it does not fit.
    fn parts(&self) -> (Unscaled, Option<i32>);

    fn from_parts(bytes: &[u8], scale: i32) -> Option<Self>;
}

fn encode<T: WithScale>(value: &T, output: &mut Vec<u8>) -> Result<(), EncodeError> {
    let (unscaled, scale) = value.parts();
    let Some(scale) = scale else {
        let reason = "the scale is outside of the range of an int, which big-decimal has it as";
        return Err(EncodeError::new(reason));
    };
    let mut bytes = Vec::new();
    unscaled.write(&mut bytes);
    varint::write(&mut bytes, scale.into());
    write_bytes(&bytes, output);
    Ok(())
}

fn decode<T: WithScale>(bytes: &[u8], offset: usize) -> Result<T, DecodeError> {
    let mut decoder = Decoder::new(bytes, &Limits::default());
    let value = decoder.read_bytes().and_then(|unscaled| {
        let scale = decoder.read_int()?;
        Ok(T::from_parts(unscaled, scale))
    });
    let inside = match value {
        Ok(None) => return Err(DecodeError::new(DecodeErrorKind::OutOfRange, offset)),
        Ok(Some(value)) => decoder.finish().map(|()| value),
        Err(error) => Err(error),
    };
    inside.map_err(|error| {
        let reason = format!("bytes are no big-decimal: {}", error.kind());
        DecodeError::new(DecodeErrorKind::InvalidText(reason), offset)
    })
}

macro_rules! big_decimals {
    ($($type:ty)*) => {$(
        impl AvroSchema<BigDecimal> for $type {
            const KIND: Kind = Kind::Bytes;
            const NODE: Node = Node::Annotated {
                base: &Node::Bytes,
                logical_type: Some("big-decimal"),
                properties: &[],
            };
            const ZERO: Option<&'static str> = Some("\"\\u0002\\u0000\\u0000\"");
            type Nested<D: Depth> = ();
        }

        impl AvroEncode<BigDecimal> for $type {
            fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                encode(self, output)
            }
        }

        impl<'de> AvroDecode<'de, BigDecimal> for $type {
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                let offset = decoder.offset();
                decode(decoder.read_bytes()?, offset)
            }

            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                let offset = decoder.offset();
                decode(<&[u8] as AvroDecode<'de>>::decode_resolved(decoder, plan)?, offset)
            }
        }
    )*};
}

#[cfg(feature = "rust_decimal")]
impl WithScale for rust_decimal::Decimal {
    fn parts(&self) -> (Unscaled, Option<i32>) {
        let scale = i32::try_from(self.scale()).ok();
        (Unscaled::Short(self.mantissa()), scale)
    }

    fn from_parts(bytes: &[u8], scale: i32) -> Option<Self> {
        use crate::codec::logical::decimal::{fit, read_short};
        fit(read_short(bytes)?, scale.into())
    }
}

#[cfg(feature = "rust_decimal")]
big_decimals!(rust_decimal::Decimal);

#[cfg(feature = "bigdecimal")]
impl WithScale for bigdecimal::BigDecimal {
    fn parts(&self) -> (Unscaled, Option<i32>) {
        let (digits, scale) = self.as_bigint_and_scale();
        let unscaled = Unscaled::Long(digits.to_signed_bytes_be());
        (unscaled, i32::try_from(scale).ok())
    }

    fn from_parts(bytes: &[u8], scale: i32) -> Option<Self> {
        let digits = bigdecimal::num_bigint::BigInt::from_signed_bytes_be(bytes);
        Some(Self::new(digits, scale.into()))
    }
}

#[cfg(feature = "bigdecimal")]
big_decimals!(bigdecimal::BigDecimal);
