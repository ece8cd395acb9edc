//! Integers that may be too large for a `long`.

use super::decoder::Decoder;
use super::error::{DecodeError, DecodeErrorKind, EncodeError};
use super::plan::PlanCursor;
use super::traits::{AvroDecode, AvroEncode};
use super::varint;
use crate::schema::{AvroSchema, Depth, Kind, Node};

/// `u64`, `i128`, `u128`, `usize` or `isize` as a `long`, for fields with
/// `#[avro(with = avrolane::codec::CheckedLong)]`.
///
/// Avro has no integer that holds all of their values. A number beyond the range of `i64` is an
/// error when it is written, and one beyond the range of its type, such as -1 for `u64`, when it is
/// read. [`Decimal`](super::logical::Decimal) holds them all.
///
/// ```
/// use avrolane::AvroEncode;
/// use avrolane::codec::CheckedLong;
///
/// let mut output = Vec::new();
/// <u64 as AvroEncode<CheckedLong>>::encode(&3, &mut output)?;
/// assert_eq!(output, [6]);
/// assert!(<u64 as AvroEncode<CheckedLong>>::encode(&u64::MAX, &mut output).is_err());
/// # Ok::<(), avrolane::codec::EncodeError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub enum CheckedLong {}

macro_rules! checked {
    ($($type:ty)*) => {$(
        impl AvroSchema<CheckedLong> for $type {
            const KIND: Kind = Kind::Long;
            const NODE: Node = Node::Long;
            const ZERO: Option<&'static str> = Some("0");
            type Nested<D: Depth> = ();
        }

        impl AvroEncode<CheckedLong> for $type {
            #[inline]
            fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                let number = i64::try_from(*self).map_err(|_| too_large(self))?;
                varint::write(output, number);
                Ok(())
            }
        }

        impl<'de> AvroDecode<'de, CheckedLong> for $type {
            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                let number = decoder.read_long()?;
                Self::try_from(number).map_err(|_| decoder.error(DecodeErrorKind::OutOfRange))
            }

            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                let number = <i64 as AvroDecode<'de>>::decode_resolved(decoder, plan)?;
                Self::try_from(number).map_err(|_| decoder.error(DecodeErrorKind::OutOfRange))
            }
        }
    )*};
}

checked!(u64 i128 u128 usize isize);

#[cold]
fn too_large(number: &impl std::fmt::Display) -> EncodeError {
    EncodeError::new(format!("{number} is outside of the range of an Avro long"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{Limits, Plan};
    use crate::schema::Schema;

    fn round_trip<T>(value: T) -> Result<T, String>
    where
        T: AvroEncode<CheckedLong> + for<'de> AvroDecode<'de, CheckedLong>,
    {
        let mut output = Vec::new();
        AvroEncode::encode(&value, &mut output).map_err(|error| error.to_string())?;
        let mut decoder = Decoder::new(&output, &Limits::default());
        T::decode(&mut decoder).map_err(|error| error.to_string())
    }

    #[test]
    fn what_a_long_holds_comes_back() {
        assert_eq!(round_trip(i64::MAX as u64), Ok(i64::MAX as u64));
        assert_eq!(round_trip(0_usize), Ok(0));
        assert_eq!(round_trip(isize::MIN), Ok(isize::MIN));
        assert_eq!(round_trip(i128::from(i64::MIN)), Ok(i64::MIN.into()));
        assert_eq!(round_trip(5_u128), Ok(5));
    }

    #[test]
    fn what_a_long_does_not_hold_is_refused() {
        let error = "9223372036854775808 is outside of the range of an Avro long";
        assert_eq!(round_trip(1_u64 << 63), Err(error.to_owned()));
        assert_eq!(round_trip(1_u128 << 63), Err(error.to_owned()));
        let error = "-9223372036854775809 is outside of the range of an Avro long";
        assert_eq!(round_trip(i128::from(i64::MIN) - 1), Err(error.to_owned()));
    }

    #[test]
    fn a_negative_number_is_not_read_as_an_unsigned_one() {
        let mut decoder = Decoder::new(&[1], &Limits::default());
        let error = <u64 as AvroDecode<'_, CheckedLong>>::decode(&mut decoder).unwrap_err();
        assert_eq!(error.kind(), &DecodeErrorKind::OutOfRange);
    }

    /// A record's field would name the marker; this type stands for one.
    #[derive(Debug, PartialEq)]
    struct Count(u64);

    impl AvroSchema for Count {
        const KIND: Kind = <u64 as AvroSchema<CheckedLong>>::KIND;
        const NODE: Node = <u64 as AvroSchema<CheckedLong>>::NODE;
        type Nested<D: Depth> = ();
    }

    impl<'de> AvroDecode<'de> for Count {
        fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
            <u64 as AvroDecode<'_, CheckedLong>>::decode(decoder).map(Self)
        }

        fn decode_resolved(
            decoder: &mut Decoder<'de>,
            plan: PlanCursor<'_>,
        ) -> Result<Self, DecodeError> {
            <u64 as AvroDecode<'_, CheckedLong>>::decode_resolved(decoder, plan).map(Self)
        }
    }

    #[test]
    fn an_int_is_promoted() {
        let plan = Plan::of::<Count>(&Schema::parse(r#""int""#).unwrap()).unwrap();
        assert_eq!(plan.decode(&[4], &Limits::default()).ok(), Some(Count(2)));
    }
}
