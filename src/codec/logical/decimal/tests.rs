use super::super::tests::{decode, encode, schema};
use super::*;
use crate::codec::{AvroDecode, AvroEncode};
use crate::schema::{AvroSchema, Natural};

#[test]
fn a_fixed_holds_as_many_digits_as_java_says() {
    let digits = [
        0, 2, 4, 6, 9, 11, 14, 16, 18, 21, 23, 26, 28, 31, 33, 35, 38,
    ];
    for (size, digits) in digits.into_iter().enumerate() {
        assert_eq!(max_precision(size), digits, "{size}");
    }
    assert_eq!(max_precision(1_000), 2_407);
}

#[test]
fn integers_are_unscaled_values() {
    assert_eq!(
        encode::<Decimal<10, 2>>(&1_234_i64),
        Ok(vec![4, 0x04, 0xd2])
    );
    assert_eq!(encode::<Decimal<10, 0>>(&-1_i32), Ok(vec![2, 0xff]));
    assert_eq!(encode::<Decimal<20, 0>>(&u64::MAX), {
        let mut datum = vec![18, 0];
        datum.resize(10, 0xff);
        Ok(datum)
    });
    assert_eq!(
        encode::<FixedDecimal<9, 0, 4>>(&-2_i64),
        Ok(vec![0xff, 0xff, 0xff, 0xfe])
    );
    assert_eq!(
        decode::<FixedDecimal<9, 0, 4>, i32>(&[0xff, 0xff, 0xff, 0xfe]),
        Ok(-2)
    );
}

#[test]
fn the_largest_integers_come_back() {
    fn round_trip<T>(value: T)
    where
        T: AvroEncode<Decimal<39, 0>> + for<'de> AvroDecode<'de, Decimal<39, 0>>,
        T: AvroEncode<FixedDecimal<39, 0, 17>> + for<'de> AvroDecode<'de, FixedDecimal<39, 0, 17>>,
        T: PartialEq + std::fmt::Debug,
    {
        let datum = encode::<Decimal<39, 0>>(&value).unwrap();
        assert_eq!(decode::<Decimal<39, 0>, T>(&datum).as_ref(), Ok(&value));
        let datum = encode::<FixedDecimal<39, 0, 17>>(&value).unwrap();
        assert_eq!(datum.len(), 17);
        assert_eq!(decode::<FixedDecimal<39, 0, 17>, T>(&datum), Ok(value));
    }
    round_trip(i32::MIN);
    round_trip(i64::MIN);
    round_trip(u64::MAX);
    round_trip(i128::MIN);
    round_trip(i128::MAX);
    round_trip(u128::MAX);
    round_trip(1_u128 << 127);
}

#[test]
fn an_integer_of_too_many_digits_is_refused() {
    assert!(encode::<Decimal<3, 0>>(&999_i64).is_ok());
    let error = "-1000 has more digits than decimal(3, 2) holds";
    assert_eq!(encode::<Decimal<3, 2>>(&-1_000_i64), Err(error.to_owned()));
    assert!(encode::<Decimal<38, 0>>(&u128::MAX).is_err());
    assert!(encode::<Decimal<38, 0>>(&10_u128.pow(38)).is_err());
}

#[test]
fn an_integer_that_the_type_does_not_hold_is_out_of_range() {
    for (datum, what) in [
        (vec![2, 0xff], "negative"),
        (vec![18, 1, 0, 0, 0, 0, 0, 0, 0, 0], "large"),
    ] {
        let error = decode::<Decimal<39, 0>, u64>(&datum).unwrap_err();
        assert!(
            error.starts_with("a number does not fit"),
            "{what}: {error}"
        );
    }
    let mut datum = vec![34, 0xff];
    datum.resize(18, 0);
    assert!(decode::<Decimal<39, 0>, u128>(&datum).is_err());
    assert!(decode::<Decimal<39, 0>, i128>(&datum).is_err());
}

#[test]
fn bytes_are_taken_as_they_are() {
    let datum = encode::<Decimal<10, 2>>(&vec![0_u8, 0, 1]).unwrap();
    assert_eq!(datum, [6, 0, 0, 1]);
    assert_eq!(
        decode::<Decimal<10, 2>, &[u8]>(&datum),
        Ok([0, 0, 1].as_slice())
    );
    assert_eq!(
        decode::<Decimal<10, 2>, Box<[u8]>>(&datum),
        Ok([0, 0, 1].into())
    );
    assert_eq!(encode::<FixedDecimal<4, 2, 2>>(&[1_u8, 2]), Ok(vec![1, 2]));
    assert_eq!(
        schema::<Decimal<10, 2>, Vec<u8>>(),
        schema::<Decimal<10, 2>, i64>()
    );
    assert_eq!(
        schema::<FixedDecimal<4, 2, 2>, [u8; 2]>(),
        schema::<FixedDecimal<4, 2, 2>, i64>()
    );
}

#[test]
fn the_digest_covers_precision_scale_and_size() {
    let digest = <i64 as AvroSchema<Decimal<10, 2>>>::DIGEST;
    assert_ne!(digest, <i64 as AvroSchema<Decimal<11, 2>>>::DIGEST);
    assert_ne!(digest, <i64 as AvroSchema<Decimal<10, 3>>>::DIGEST);
    assert_ne!(digest, <i64 as AvroSchema<Natural>>::DIGEST);
    let digest = <i64 as AvroSchema<FixedDecimal<10, 2, 5>>>::DIGEST;
    assert_ne!(digest, <i64 as AvroSchema<FixedDecimal<10, 2, 6>>>::DIGEST);
}
