//! The logical type `big-decimal`, whose values have their scales with them.

/// `big-decimal`, of Avro 1.12: `bytes` that hold the unscaled value, as `bytes`, and behind it the
/// scale, as an `int`.
///
/// Every decimal comes back with the scale that it had; there is no precision. Readers of older
/// versions of Avro see `bytes`.
#[derive(Debug, Clone, Copy)]
pub enum BigDecimal {}

#[cfg(any(feature = "bigdecimal", feature = "rust_decimal"))]
mod value;

#[cfg(all(test, feature = "bigdecimal", feature = "rust_decimal"))]
mod tests {
    use super::super::tests::{decode, encode, schema};
    use super::BigDecimal as As;

    use bigdecimal::BigDecimal;
    use rust_decimal::Decimal;

    #[test]
    fn a_value_comes_back_with_its_scale() {
        assert_eq!(
            schema::<As, Decimal>(),
            r#"{"type":"bytes","logicalType":"big-decimal"}"#
        );
        for (text, datum) in [
            ("0", [6, 2, 0, 0].as_slice()),
            ("12.30", &[8, 4, 0x04, 0xce, 4]),
            ("-0.001", &[6, 2, 0xff, 6]),
        ] {
            let value: Decimal = text.parse().unwrap();
            assert_eq!(encode::<As>(&value).as_deref(), Ok(datum));
            assert_eq!(decode::<As, Decimal>(datum).unwrap().to_string(), text);
            let value: BigDecimal = text.parse().unwrap();
            assert_eq!(encode::<As>(&value).as_deref(), Ok(datum));
            assert_eq!(decode::<As, BigDecimal>(datum).unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_negative_scale_is_read() {
        let datum = encode::<As>(&BigDecimal::new(12.into(), -3)).unwrap();
        assert_eq!(datum, [6, 2, 12, 5]);
        assert_eq!(decode::<As, BigDecimal>(&datum), Ok(12_000.into()));
        assert_eq!(decode::<As, Decimal>(&datum), Ok(12_000.into()));
    }

    #[test]
    fn what_the_type_does_not_hold_is_out_of_range() {
        let small = encode::<As>(&BigDecimal::new(1.into(), 29)).unwrap();
        assert!(decode::<As, Decimal>(&small).is_err());
        let zeros = encode::<As>(&BigDecimal::new(10.into(), 29)).unwrap();
        assert_eq!(decode::<As, Decimal>(&zeros), Ok(Decimal::new(1, 28)));
        let large = encode::<As>(&BigDecimal::new(1.into(), -29)).unwrap();
        assert!(decode::<As, Decimal>(&large).is_err());
        let zero = encode::<As>(&BigDecimal::new(0.into(), i32::MIN.into())).unwrap();
        assert_eq!(decode::<As, Decimal>(&zero), Ok(Decimal::ZERO));
        let error = encode::<As>(&BigDecimal::new(1.into(), 1 << 31)).unwrap_err();
        assert!(error.contains("scale"), "{error}");
    }

    #[test]
    fn other_bytes_are_an_error() {
        for datum in [&[0][..], &[2, 9], &[4, 2, 1], &[8, 2, 1, 0, 0]] {
            let error = decode::<As, Decimal>(datum).unwrap_err();
            assert!(error.starts_with("bytes are no big-decimal: "), "{error}");
        }
    }
}
