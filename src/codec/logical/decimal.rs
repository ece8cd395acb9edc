//! The logical type `decimal`: what its schemas are, and its bytes.
//!
//! A decimal is an integer, the *unscaled value*, that is divided by a power of ten which the schema
//! holds, the *scale*. It is written in two's complement, the most significant byte first, as
//! `BigInteger.toByteArray` of Java has it: in as few bytes as there have to be, at least one.

use std::marker::PhantomData;

pub use self::names::DecimalName;
use super::fixed::{FixedName, fixed_node};
use crate::codec::primitives::write_count;
use crate::codec::{EncodeError, number_text::NumberText};
use crate::schema::{Node, Properties};

/// `decimal`: `bytes` with at most `PRECISION` digits, of which `SCALE` are decimal places.
///
/// ```
/// use avrolane::AvroEncode;
/// use avrolane::codec::logical::Decimal;
///
/// let cents = 1_234_i64;
/// let mut output = Vec::new();
/// <i64 as AvroEncode<Decimal<10, 2>>>::encode(&cents, &mut output)?;
/// assert_eq!(output, [4, 0x04, 0xd2]);
/// # Ok::<(), avrolane::codec::EncodeError>(())
/// ```
///
/// A precision of 0, and a scale that is larger than the precision, are refused by the compiler:
///
/// ```compile_fail
/// use avrolane::AvroSchema;
/// use avrolane::codec::logical::Decimal;
///
/// let node = <i64 as AvroSchema<Decimal<2, 3>>>::NODE;
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Decimal<const PRECISION: usize, const SCALE: usize> {}

/// `decimal`: a `fixed` of `SIZE` bytes with at most `PRECISION` digits, of which `SCALE` are
/// decimal places.
///
/// A precision that is too large for the size is refused by the compiler: `n` bytes hold
/// ⌊log₁₀(2⁸ⁿ⁻¹ - 1)⌋ digits, which is 2, 4, 6, 9, 11, 14, 16 and 18 for 1 to 8 bytes, and 38 for 16.
///
/// ```compile_fail
/// use avrolane::AvroSchema;
/// use avrolane::codec::logical::FixedDecimal;
///
/// let node = <i64 as AvroSchema<FixedDecimal<10, 2, 4>>>::NODE;
/// ```
#[derive(Debug, Clone, Copy)]
pub struct FixedDecimal<
    const PRECISION: usize,
    const SCALE: usize,
    const SIZE: usize,
    Name = DecimalName<PRECISION, SCALE>,
>(PhantomData<Name>);

impl<const PRECISION: usize, const SCALE: usize> Decimal<PRECISION, SCALE> {
    pub(super) const NODE: Node = {
        check(PRECISION, SCALE, None);
        Node::Annotated {
            base: &Node::Bytes,
            logical_type: Some("decimal"),
            properties: &[
                ("precision", NumberText::<PRECISION>::DIGITS),
                ("scale", NumberText::<SCALE>::DIGITS),
            ],
        }
    };
}

impl<const PRECISION: usize, const SCALE: usize, const SIZE: usize, Name>
    FixedDecimal<PRECISION, SCALE, SIZE, Name>
{
    pub(super) const CHECKED: () = check(PRECISION, SCALE, Some(SIZE));
    const PROPERTIES: Properties = &[
        ("logicalType", "\"decimal\""),
        ("precision", NumberText::<PRECISION>::DIGITS),
        ("scale", NumberText::<SCALE>::DIGITS),
    ];
}

impl<const PRECISION: usize, const SCALE: usize, const SIZE: usize, Name: FixedName>
    FixedDecimal<PRECISION, SCALE, SIZE, Name>
{
    pub(super) const NODE: Node = {
        let () = Self::CHECKED;
        fixed_node::<Name>(SIZE, Self::PROPERTIES)
    };
}

/// `LogicalTypes.Decimal.validate` of Java.
const fn check(precision: usize, scale: usize, size: Option<usize>) {
    assert!(precision > 0, "a decimal has a precision of at least 1");
    assert!(
        scale <= precision,
        "the scale of a decimal is not larger than its precision"
    );
    if let Some(size) = size {
        assert!(
            precision <= max_precision(size),
            "the fixed has not enough bytes for a decimal of this precision"
        );
    }
}

/// How many digits any number of so many bytes may have.
const fn max_precision(size: usize) -> usize {
    /// The common logarithm of 2, times 10 to the 18th.
    const LOGARITHM: u128 = 301_029_995_663_981_195;
    let bits = (8 * size as u128).saturating_sub(1);
    (bits * LOGARITHM / 1_000_000_000_000_000_000) as usize
}

/// A type whose values are decimals.
pub(super) trait DecimalValue: Sized {
    /// The value times ten to the power of `SCALE`.
    ///
    /// It fails where that is no integer, or one of more than `PRECISION` digits.
    fn to_unscaled<const PRECISION: usize, const SCALE: usize>(
        &self,
    ) -> Result<Unscaled, EncodeError>;

    /// The value of which the bytes are that integer, if it is one of this type.
    fn from_unscaled<const SCALE: usize>(bytes: &[u8]) -> Option<Self>;
}

/// An unscaled value.
pub(super) enum Unscaled {
    Short(i128),
    /// In two's complement, in as few bytes as there have to be.
    Long(Vec<u8>),
}

impl Unscaled {
    /// Appends it as `bytes`.
    #[inline]
    pub(super) fn write(&self, output: &mut Vec<u8>) {
        match self {
            Self::Short(number) => write_short(*number, output),
            Self::Long(bytes) => {
                write_count(bytes.len(), output);
                output.extend_from_slice(bytes);
            }
        }
    }

    /// Appends it as a `fixed` that it fits.
    #[inline]
    pub(super) fn write_fixed<const SIZE: usize>(&self, output: &mut Vec<u8>) {
        match self {
            Self::Short(number) => {
                let bytes = number.to_be_bytes();
                let padding = SIZE.saturating_sub(bytes.len());
                output.extend(std::iter::repeat_n(sign_byte(&bytes), padding));
                output.extend_from_slice(
                    bytes.get(bytes.len().saturating_sub(SIZE)..).unwrap_or(&[]),
                );
            }
            Self::Long(bytes) => {
                let padding = SIZE.saturating_sub(bytes.len());
                output.extend(std::iter::repeat_n(sign_byte(bytes), padding));
                output.extend_from_slice(bytes);
            }
        }
    }
}

/// What lies in front of a number in two's complement, as often as one likes.
fn sign_byte(bytes: &[u8]) -> u8 {
    match bytes.first() {
        Some(0x80..) => 0xff,
        _ => 0,
    }
}

#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "a length of at most sixteen"
)]
fn write_short(number: i128, output: &mut Vec<u8>) {
    let unused = (number ^ (number >> 127)).leading_zeros();
    let length = (128 - unused) / 8 + 1;
    // A copy of a known length is two stores; what is too much is taken back.
    let start = output.len();
    output.push(2 * length as u8);
    output.extend_from_slice(&(number << (8 * (16 - length))).to_be_bytes());
    output.truncate(start + 1 + length as usize);
}

/// The number that bytes are in two's complement, if it has 128 bits. No bytes are 0.
///
/// Lengths of numbers are hard to foresee, so those of up to eight bytes are read without a loop:
/// in pieces that overlap where the length asks for it.
#[inline]
pub(super) fn read_short(bytes: &[u8]) -> Option<i128> {
    let length = bytes.len();
    let number = if let Some(first) = bytes.first_chunk()
        && let Some(last) = bytes.last_chunk()
    {
        if length > 8 {
            return read_long(bytes);
        }
        let first = u64::from(u32::from_be_bytes(*first));
        (first << (8 * (length - 4))) | u64::from(u32::from_be_bytes(*last))
    } else {
        let byte = |position: usize| {
            let byte = bytes.get(position).copied().unwrap_or_default();
            u64::from(byte) << (8 * (length - 1 - position))
        };
        match length {
            0 => return Some(0),
            _ => byte(0) | byte(length / 2) | byte(length - 1),
        }
    };
    let unused = 64 - 8 * length;
    Some(((number << unused).cast_signed() >> unused).into())
}

fn read_long(bytes: &[u8]) -> Option<i128> {
    let sign = sign_byte(bytes);
    let (padding, bytes) = bytes.split_at(bytes.len().saturating_sub(16));
    let mut number = i128::from(sign.cast_signed());
    for byte in bytes {
        number = (number << 8) | i128::from(*byte);
    }
    let is_extended = padding.iter().all(|byte| *byte == sign);
    (is_extended && (number < 0) == (sign != 0)).then_some(number)
}

/// What a decimal of this precision stays below in absolute value.
#[expect(
    clippy::indexing_slicing,
    reason = "the condition is that it is in bounds"
)]
const fn bound(precision: usize) -> u128 {
    if precision < POWERS_OF_TEN.len() {
        POWERS_OF_TEN[precision].cast_unsigned()
    } else {
        u128::MAX
    }
}

/// The powers of ten that an `i128` holds.
#[expect(
    clippy::indexing_slicing,
    reason = "the compiler stops at an index out of bounds"
)]
const POWERS_OF_TEN: [i128; 39] = {
    let mut powers = [1; 39];
    let mut position = 1;
    while position < powers.len() {
        powers[position] = powers[position - 1] * 10;
        position += 1;
    }
    powers
};

#[cfg(any(feature = "bigdecimal", feature = "rust_decimal"))]
#[cold]
fn too_many_places<const SCALE: usize>(value: &impl std::fmt::Display) -> EncodeError {
    EncodeError::new(format!("{value} has more than {SCALE} decimal places"))
}

#[cold]
fn too_many_digits<const PRECISION: usize, const SCALE: usize>(
    value: &impl std::fmt::Display,
) -> EncodeError {
    EncodeError::new(format!(
        "{value} has more digits than decimal({PRECISION}, {SCALE}) holds"
    ))
}

/// Writes a [`DecimalValue`] as bytes and as fixed.
macro_rules! decimals {
    ($($type:ty)*) => {$(
        impl<const PRECISION: usize, const SCALE: usize>
            AvroSchema<$crate::codec::logical::Decimal<PRECISION, SCALE>> for $type
        {
            const KIND: Kind = Kind::Bytes;
            const NODE: Node = $crate::codec::logical::Decimal::<PRECISION, SCALE>::NODE;
            const ZERO: Option<&'static str> = Some("\"\\u0000\"");
            type Nested<D: Depth> = ();
        }

        impl<const PRECISION: usize, const SCALE: usize>
            AvroEncode<$crate::codec::logical::Decimal<PRECISION, SCALE>> for $type
        {
            #[inline]
            fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                self.to_unscaled::<PRECISION, SCALE>()?.write(output);
                Ok(())
            }
        }

        impl<'de, const PRECISION: usize, const SCALE: usize>
            AvroDecode<'de, $crate::codec::logical::Decimal<PRECISION, SCALE>> for $type
        {
            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                let bytes = decoder.read_bytes()?;
                in_range(decoder, Self::from_unscaled::<SCALE>(bytes))
            }

            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                let bytes = <&[u8] as AvroDecode<'de>>::decode_resolved(decoder, plan)?;
                in_range(decoder, Self::from_unscaled::<SCALE>(bytes))
            }
        }

        impl<
            const PRECISION: usize,
            const SCALE: usize,
            const SIZE: usize,
            Name: $crate::codec::logical::FixedName,
        > AvroSchema<$crate::codec::logical::FixedDecimal<PRECISION, SCALE, SIZE, Name>> for $type
        {
            const KIND: Kind = Kind::Fixed(SIZE);
            const NODE: Node =
                $crate::codec::logical::FixedDecimal::<PRECISION, SCALE, SIZE, Name>::NODE;
            type Nested<D: Depth> = ();
        }

        impl<const PRECISION: usize, const SCALE: usize, const SIZE: usize, Name>
            AvroEncode<$crate::codec::logical::FixedDecimal<PRECISION, SCALE, SIZE, Name>> for $type
        {
            #[inline]
            fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                let () =
                    $crate::codec::logical::FixedDecimal::<PRECISION, SCALE, SIZE, Name>::CHECKED;
                self.to_unscaled::<PRECISION, SCALE>()?.write_fixed::<SIZE>(output);
                Ok(())
            }
        }

        impl<'de, const PRECISION: usize, const SCALE: usize, const SIZE: usize, Name>
            AvroDecode<'de, $crate::codec::logical::FixedDecimal<PRECISION, SCALE, SIZE, Name>>
            for $type
        {
            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                let bytes: [u8; SIZE] = decoder.read_array()?;
                in_range(decoder, Self::from_unscaled::<SCALE>(&bytes))
            }

            // A fixed is read as one of the same size, or not at all.
            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                let bytes = <[u8; SIZE] as AvroDecode<'de>>::decode_resolved(decoder, plan)?;
                in_range(decoder, Self::from_unscaled::<SCALE>(&bytes))
            }
        }
    )*};
}

mod bytes;
mod integers;
mod names;

#[cfg(feature = "bigdecimal")]
mod bigdecimal;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
#[cfg(feature = "rust_decimal")]
pub(super) use rust_decimal::fit;

#[cfg(test)]
mod tests;
