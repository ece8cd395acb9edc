//! Integers as the unscaled values of decimals.

use super::super::number::in_range;
use super::{DecimalValue, Unscaled, bound, read_short, too_many_digits};
use crate::codec::{AvroDecode, AvroEncode, DecodeError, Decoder, EncodeError, PlanCursor};
use crate::schema::{AvroSchema, Depth, Kind, Node};

macro_rules! integers {
    ($($type:ty)*) => {
        $(
            impl DecimalValue for $type {
                #[inline]
                fn to_unscaled<const PRECISION: usize, const SCALE: usize>(
                    &self,
                ) -> Result<Unscaled, EncodeError> {
                    match i128::try_from(*self) {
                        Ok(number) if number.unsigned_abs() < const { bound(PRECISION) } => {
                            Ok(Unscaled::Short(number))
                        }
                        _ => Err(too_many_digits::<PRECISION, SCALE>(self)),
                    }
                }

                #[inline]
                fn from_unscaled<const SCALE: usize>(bytes: &[u8]) -> Option<Self> {
                    read_short(bytes).and_then(|number| Self::try_from(number).ok())
                }
            }
        )*
    };
}

integers!(i32 i64 i128 isize u32 u64 usize);

/// The larger half of its values does not fit an `i128`.
impl DecimalValue for u128 {
    #[inline]
    fn to_unscaled<const PRECISION: usize, const SCALE: usize>(
        &self,
    ) -> Result<Unscaled, EncodeError> {
        match i128::try_from(*self) {
            Ok(number) => number.to_unscaled::<PRECISION, SCALE>(),
            Err(_) if PRECISION > 38 => {
                let mut bytes = vec![0];
                bytes.extend(self.to_be_bytes());
                Ok(Unscaled::Long(bytes))
            }
            Err(_) => Err(too_many_digits::<PRECISION, SCALE>(self)),
        }
    }

    #[inline]
    fn from_unscaled<const SCALE: usize>(bytes: &[u8]) -> Option<Self> {
        match read_short(bytes) {
            Some(number) => Self::try_from(number).ok(),
            None => {
                let (padding, bytes) = bytes.split_last_chunk()?;
                let is_positive = padding.iter().all(|byte| *byte == 0);
                is_positive.then(|| Self::from_be_bytes(*bytes))
            }
        }
    }
}

decimals!(i32 i64 i128 isize u32 u64 usize u128);
