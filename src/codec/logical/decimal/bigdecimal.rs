//! `BigDecimal` of the crate `bigdecimal`.

use std::borrow::Cow;

use bigdecimal::BigDecimal;
use bigdecimal::num_bigint::BigInt;

use super::super::number::in_range;
use super::{DecimalValue, Unscaled, bound, read_short, too_many_digits, too_many_places};
use crate::codec::{AvroDecode, AvroEncode, DecodeError, Decoder, EncodeError, PlanCursor};
use crate::schema::{AvroSchema, Depth, Kind, Node};

impl DecimalValue for BigDecimal {
    fn to_unscaled<const PRECISION: usize, const SCALE: usize>(
        &self,
    ) -> Result<Unscaled, EncodeError> {
        let (digits, scale) = self.as_bigint_and_scale();
        if digits.bits() == 0 {
            return Ok(Unscaled::Short(0));
        }
        let number = match SCALE as i128 - i128::from(scale) {
            0 => digits,
            // Neither power is larger than the number that is to come of it, or that there is, so
            // that a short text such as 1e999999999 costs nothing.
            more @ 1.. => match u32::try_from(more) {
                Ok(more) if (more as usize) < PRECISION => {
                    Cow::Owned(&*digits * BigInt::from(10).pow(more))
                }
                _ => return Err(too_many_digits::<PRECISION, SCALE>(&Short(self))),
            },
            fewer => match u32::try_from(-fewer) {
                Ok(fewer) if u64::from(fewer) <= digits.bits() => {
                    let power = BigInt::from(10).pow(fewer);
                    let quotient = &*digits / &power;
                    if &quotient * &power != *digits {
                        return Err(too_many_places::<SCALE>(&Short(self)));
                    }
                    Cow::Owned(quotient)
                }
                _ => return Err(too_many_places::<SCALE>(&Short(self))),
            },
        };
        match i128::try_from(&*number) {
            Ok(number) if number.unsigned_abs() < const { bound(PRECISION) } => {
                Ok(Unscaled::Short(number))
            }
            Err(_) if PRECISION > 38 && has_at_most::<PRECISION>(&number) => {
                Ok(Unscaled::Long(number.to_signed_bytes_be()))
            }
            _ => Err(too_many_digits::<PRECISION, SCALE>(&Short(self))),
        }
    }

    fn from_unscaled<const SCALE: usize>(bytes: &[u8]) -> Option<Self> {
        let number = match read_short(bytes) {
            Some(number) => number.into(),
            None => BigInt::from_signed_bytes_be(bytes),
        };
        Some(Self::new(number, i64::try_from(SCALE).ok()?))
    }
}

fn has_at_most<const PRECISION: usize>(number: &BigInt) -> bool {
    u32::try_from(PRECISION)
        .is_ok_and(|precision| number.magnitude() < BigInt::from(10).pow(precision).magnitude())
}

/// A value in an error, which is not the place for a million digits.
struct Short<'a>(&'a BigDecimal);

impl std::fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (digits, scale) = self.0.as_bigint_and_scale();
        if digits.bits() <= 256 && (-100..=100).contains(&scale) {
            f.write_str(&self.0.to_plain_string())
        } else {
            write!(
                f,
                "a number of {} bits with {scale} decimal places",
                digits.bits()
            )
        }
    }
}

decimals!(BigDecimal);
annotated!(BigDecimal);

#[cfg(test)]
mod tests {
    use super::super::super::tests::{decode, encode, schema};
    use super::super::{Decimal, FixedDecimal};
    use super::*;

    fn decimal(text: &str) -> BigDecimal {
        text.parse().unwrap()
    }

    #[test]
    fn short_values_are_written_as_integers_are() {
        assert_eq!(
            schema::<Decimal<10, 2>, BigDecimal>(),
            schema::<Decimal<10, 2>, i64>()
        );
        for (text, unscaled) in [
            ("0", 0),
            ("12.3", 1_230),
            ("-12.3400", -1_234),
            ("1e3", 100_000),
        ] {
            let value = decimal(text);
            let datum = encode::<Decimal<10, 2>>(&value).unwrap();
            assert_eq!(Ok(&datum), encode::<Decimal<10, 2>>(&unscaled).as_ref());
            assert_eq!(
                decode::<Decimal<10, 2>, BigDecimal>(&datum),
                Ok(value.clone())
            );
            let fixed = encode::<FixedDecimal<10, 2, 5>>(&value).unwrap();
            assert_eq!(fixed.len(), 5);
            assert_eq!(
                decode::<FixedDecimal<10, 2, 5>, BigDecimal>(&fixed),
                Ok(value)
            );
        }
    }

    #[test]
    fn long_values_come_back() {
        for text in [
            "170141183460469231731687303715884105728",
            "-170141183460469231731687303715884105728",
            "-170141183460469231731687303715884105729",
            "9999999999999999999999999999999999999999999999999999999999.99",
            "-0.01",
        ] {
            let value = decimal(text);
            let datum = encode::<Decimal<60, 2>>(&value).unwrap();
            assert_eq!(
                decode::<Decimal<60, 2>, BigDecimal>(&datum),
                Ok(value.clone())
            );
            let fixed = encode::<FixedDecimal<60, 2, 40>>(&value).unwrap();
            assert_eq!(fixed.len(), 40);
            assert_eq!(
                decode::<FixedDecimal<60, 2, 40>, BigDecimal>(&fixed),
                Ok(value)
            );
        }
    }

    #[test]
    fn nothing_is_rounded_and_nothing_overflows() {
        let error = "12.345 has more than 2 decimal places";
        assert_eq!(
            encode::<Decimal<10, 2>>(&decimal("12.345")),
            Err(error.to_owned())
        );
        let error = "100000000.00 has more digits than decimal(10, 2) holds";
        assert_eq!(
            encode::<Decimal<10, 2>>(&decimal("100000000.00")),
            Err(error.to_owned())
        );
        let error = format!(
            "1{} has more digits than decimal(60, 2) holds",
            "0".repeat(58)
        );
        assert_eq!(encode::<Decimal<60, 2>>(&decimal("1e58")), Err(error));
    }

    #[test]
    fn an_enormous_exponent_costs_nothing() {
        for exponent in [i64::MIN, -999_999_999, 999_999_999, i64::MAX] {
            let value = BigDecimal::new(3.into(), exponent);
            assert!(encode::<Decimal<10, 2>>(&value).is_err());
            assert!(encode::<Decimal<90, 2>>(&value).is_err());
            let zero = BigDecimal::new(0.into(), exponent);
            assert_eq!(encode::<Decimal<10, 2>>(&zero), Ok(vec![2, 0]));
        }
    }
}
