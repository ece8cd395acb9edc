//! `Decimal` of the crate `rust_decimal`.

use rust_decimal::Decimal;

use super::super::number::in_range;
use super::{
    DecimalValue, POWERS_OF_TEN, Unscaled, bound, read_short, too_many_digits, too_many_places,
};
use crate::codec::{AvroDecode, AvroEncode, DecodeError, Decoder, EncodeError, PlanCursor};
use crate::schema::{AvroSchema, Depth, Kind, Node};

impl DecimalValue for Decimal {
    #[inline]
    fn to_unscaled<const PRECISION: usize, const SCALE: usize>(
        &self,
    ) -> Result<Unscaled, EncodeError> {
        let scale = self.scale() as usize;
        let number = if scale == SCALE {
            self.mantissa()
        } else if scale < SCALE {
            POWERS_OF_TEN
                .get(SCALE - scale)
                .and_then(|power| self.mantissa().checked_mul(*power))
                .or_else(|| self.is_zero().then_some(0))
                .ok_or_else(|| too_many_digits::<PRECISION, SCALE>(self))?
        } else {
            POWERS_OF_TEN
                .get(scale - SCALE)
                .and_then(|power| divide(self.mantissa(), *power))
                .ok_or_else(|| too_many_places::<SCALE>(self))?
        };
        if number.unsigned_abs() < const { bound(PRECISION) } {
            Ok(Unscaled::Short(number))
        } else {
            Err(too_many_digits::<PRECISION, SCALE>(self))
        }
    }

    #[inline]
    fn from_unscaled<const SCALE: usize>(bytes: &[u8]) -> Option<Self> {
        let number = read_short(bytes)?;
        match u32::try_from(SCALE) {
            Ok(scale @ ..=Self::MAX_SCALE) if number.unsigned_abs() < 1 << 96 => {
                // Checked beforehand, as going by way of a `Result` takes as long as all else.
                Some(Self::from_i128_with_scale(number, scale))
            }
            _ => fit(number, i64::try_from(SCALE).ok()?),
        }
    }
}

/// The quotient, if it is an integer.
fn divide(number: i128, power: i128) -> Option<i128> {
    // Most numbers are small, and dividing those takes a fraction of the time.
    if let (Ok(number), Ok(power)) = (i64::try_from(number), i64::try_from(power)) {
        return (number % power == 0).then(|| (number / power).into());
    }
    (number % power == 0).then(|| number / power)
}

/// The value with the scale that is nearest among those that the type has, if one holds it exactly.
#[cold]
pub(in crate::codec::logical) fn fit(mut number: i128, mut scale: i64) -> Option<Decimal> {
    if number == 0 {
        return Some(Decimal::ZERO);
    }
    while scale < 0 {
        number = number.checked_mul(10)?;
        scale += 1;
    }
    loop {
        let scale_fits = u32::try_from(scale).ok()?;
        if let Ok(value) = Decimal::try_from_i128_with_scale(number, scale_fits) {
            return Some(value);
        }
        if scale == 0 || number % 10 != 0 {
            return None;
        }
        number /= 10;
        scale -= 1;
    }
}

decimals!(Decimal);
annotated!(Decimal);

#[cfg(test)]
mod tests {
    use super::super::super::tests::{decode, decode_from, encode, schema};
    use super::super::{Decimal as As, FixedDecimal};
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn the_schema_has_precision_and_scale() {
        assert_eq!(
            schema::<As<12, 2>, Option<Decimal>>(),
            r#"["null",{"type":"bytes","logicalType":"decimal","precision":12,"scale":2}]"#
        );
        assert_eq!(
            schema::<FixedDecimal<12, 0, 6>, Decimal>(),
            concat!(
                r#"{"type":"fixed","name":"Decimal12_0","size":6,"#,
                r#""logicalType":"decimal","precision":12,"scale":0}"#
            )
        );
    }

    /// The bytes are those of `new BigDecimal(text).setScale(2).unscaledValue().toByteArray()`.
    #[test]
    fn the_bytes_are_those_of_java() {
        let vectors: [(&str, &[u8]); 12] = [
            ("0", &[0]),
            ("0.01", &[1]),
            ("-0.01", &[0xff]),
            ("1.27", &[0x7f]),
            ("1.28", &[0x00, 0x80]),
            ("-1.28", &[0x80]),
            ("-1.29", &[0xff, 0x7f]),
            ("2.55", &[0x00, 0xff]),
            ("2.56", &[0x01, 0x00]),
            ("12345.67", &[0x12, 0xd6, 0x87]),
            (
                "92233720368547758.07",
                &[0x7f, 255, 255, 255, 255, 255, 255, 255],
            ),
            ("92233720368547758.08", &[0x00, 0x80, 0, 0, 0, 0, 0, 0, 0]),
        ];
        for (text, bytes) in vectors {
            let value = decimal(text);
            let mut datum = encode::<As<28, 2>>(&value).unwrap();
            assert_eq!(datum.remove(0) as usize, 2 * bytes.len(), "{text}");
            assert_eq!(datum, bytes, "{text}");
            let fixed = encode::<FixedDecimal<28, 2, 13>>(&value).unwrap();
            assert_eq!(fixed.len(), 13);
            assert_eq!(
                decode::<FixedDecimal<28, 2, 13>, Decimal>(&fixed),
                Ok(value)
            );
            let fixed = encode::<FixedDecimal<28, 2, 20>>(&value).unwrap();
            assert_eq!(fixed.len(), 20);
            assert!(fixed.ends_with(bytes));
            assert_eq!(
                decode::<FixedDecimal<28, 2, 20>, Decimal>(&fixed),
                Ok(value)
            );
        }
    }

    #[test]
    fn the_scale_of_the_value_does_not_matter_as_long_as_nothing_is_lost() {
        for text in ["12.3", "12.30", "12.3000000000000000000000000"] {
            let datum = encode::<As<10, 2>>(&decimal(text)).unwrap();
            assert_eq!(datum, [4, 0x04, 0xce], "{text}");
            let value = decode::<As<10, 2>, Decimal>(&datum).unwrap();
            assert_eq!(value.to_string(), "12.30");
        }
        assert_eq!(encode::<As<10, 2>>(&decimal("-0.000")), Ok(vec![2, 0]));
    }

    #[test]
    fn nothing_is_rounded() {
        let error = "12.345 has more than 2 decimal places";
        assert_eq!(
            encode::<As<10, 2>>(&decimal("12.345")),
            Err(error.to_owned())
        );
        assert!(encode::<As<28, 0>>(&decimal("0.0000000000000000000000000001")).is_err());
        assert!(encode::<As<60, 0>>(&decimal("79228162514264337593543950.335")).is_err());
    }

    #[test]
    fn a_value_of_too_many_digits_is_refused() {
        assert_eq!(
            encode::<As<4, 2>>(&decimal("-99.99")),
            Ok(vec![4, 0xd8, 0xf1])
        );
        let error = "100.0 has more digits than decimal(4, 2) holds";
        assert_eq!(encode::<As<4, 2>>(&decimal("100.0")), Err(error.to_owned()));
        assert!(encode::<As<4, 2>>(&decimal("-100")).is_err());
        assert!(encode::<FixedDecimal<4, 2, 2>>(&decimal("100")).is_err());
        assert!(encode::<As<50, 40>>(&Decimal::MAX).is_err());
        assert_eq!(encode::<As<90, 60>>(&Decimal::ZERO), Ok(vec![2, 0]));
    }

    #[test]
    fn the_largest_values_come_back() {
        for value in [Decimal::MAX, Decimal::MIN] {
            let datum = encode::<As<29, 0>>(&value).unwrap();
            assert_eq!(decode::<As<29, 0>, Decimal>(&datum), Ok(value));
            let datum = encode::<FixedDecimal<38, 2, 16>>(&value).unwrap();
            assert_eq!(
                decode::<FixedDecimal<38, 2, 16>, Decimal>(&datum),
                Ok(value)
            );
        }
    }

    #[test]
    fn a_value_of_more_than_96_bits_is_out_of_range() {
        let datum = encode::<As<38, 0>>(&(1_i128 << 96)).unwrap();
        let error = decode::<As<38, 0>, Decimal>(&datum).unwrap_err();
        assert!(error.starts_with("a number does not fit"), "{error}");
        let datum = encode::<As<38, 0>>(&-(1_i128 << 96)).unwrap();
        assert!(decode::<As<38, 0>, Decimal>(&datum).is_err());
        let mut datum = vec![34, 1];
        datum.resize(18, 0);
        assert!(decode::<As<60, 0>, Decimal>(&datum).is_err());
    }

    #[test]
    fn decimal_places_beyond_28_are_dropped_where_they_are_zeros() {
        let datum = encode::<As<38, 30>>(&(15 * 10_i128.pow(29))).unwrap();
        assert_eq!(decode::<As<38, 30>, Decimal>(&datum), Ok(decimal("1.5")));
        let datum = encode::<As<38, 30>>(&1_i64).unwrap();
        assert!(decode::<As<38, 30>, Decimal>(&datum).is_err());
        assert_eq!(decode::<As<38, 30>, Decimal>(&[2, 0]), Ok(Decimal::ZERO));
    }

    #[test]
    fn any_number_of_leading_sign_bytes_is_read() {
        for length in 1..=40 {
            let mut datum = vec![2 * length];
            datum.resize(usize::from(length), 0);
            datum.push(123);
            assert_eq!(decode::<As<10, 2>, Decimal>(&datum), Ok(decimal("1.23")));
            let mut datum = vec![2 * length];
            datum.resize(usize::from(length), 0xff);
            datum.push(0x85);
            assert_eq!(decode::<As<10, 2>, Decimal>(&datum), Ok(decimal("-1.23")));
        }
        assert_eq!(decode::<As<10, 2>, Decimal>(&[0]), Ok(Decimal::ZERO));
    }

    #[test]
    fn another_precision_is_read_and_another_scale_is_not() {
        let narrow = schema::<As<10, 2>, Decimal>();
        let datum = encode::<As<10, 2>>(&decimal("12.3")).unwrap();
        assert_eq!(
            decode_from::<As<12, 2>, Decimal>(&narrow, &datum),
            Ok(decimal("12.3"))
        );
        assert_eq!(
            decode_from::<As<3, 2>, Decimal>(&narrow, &datum),
            Ok(decimal("12.3"))
        );
        let error = decode_from::<As<12, 3>, Decimal>(&narrow, &datum).unwrap_err();
        assert!(error.contains("LOGICAL_TYPE_MISMATCH"), "{error}");
        assert!(decode_from::<FixedDecimal<10, 2, 5>, Decimal>(&narrow, &datum).is_err());
        assert_eq!(
            decode_from::<As<10, 2>, Decimal>(r#""string""#, &datum),
            Ok(decimal("12.3"))
        );
    }

    #[test]
    fn values_of_every_length_come_back() {
        for bits in 0..96 {
            let power = 1_i128 << bits;
            for mantissa in [power - 1, power, power + 1, -power, 1 - power, -1 - power] {
                for scale in [0, 4, 28] {
                    let value = Decimal::from_i128_with_scale(mantissa, scale);
                    let datum = encode::<As<90, 28>>(&value);
                    match mantissa.checked_mul(10_i128.pow(28 - scale)) {
                        Some(unscaled) => {
                            assert_eq!(datum, encode::<As<90, 28>>(&unscaled));
                            let decoded = decode::<As<90, 28>, Decimal>(&datum.unwrap());
                            assert_eq!(decoded, Ok(value));
                        }
                        None => assert!(datum.is_err(), "{value}"),
                    }
                }
            }
        }
    }
}
