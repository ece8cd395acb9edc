//! What the tests of all logical types use, and what holds for all of them.

use std::marker::PhantomData;

use super::*;
use crate::codec::{
    AvroDecode, AvroEncode, DecodeError, Decoder, EncodeError, Limits, Plan, PlanCursor,
};
use crate::schema::{AvroSchema, Depth, Digest, Kind, Natural, Node, Schema};

/// A `T` written as `As`, for what takes types as they are by themselves.
#[derive(Debug)]
pub(super) struct Is<T, As>(pub(super) T, PhantomData<As>);

impl<T: AvroSchema<As>, As> AvroSchema for Is<T, As> {
    const KIND: Kind = T::KIND;
    const NODE: Node = T::NODE;
    const DIGEST: Digest = T::DIGEST;
    type Nested<D: Depth> = T::Nested<D>;
}

impl<'de, T: AvroDecode<'de, As>, As> AvroDecode<'de> for Is<T, As> {
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        T::decode(decoder).map(|value| Self(value, PhantomData))
    }

    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        T::decode_resolved(decoder, plan).map(|value| Self(value, PhantomData))
    }
}

pub(super) fn encode<As>(value: &(impl AvroEncode<As> + ?Sized)) -> Result<Vec<u8>, String> {
    let mut output = Vec::new();
    let done: Result<(), EncodeError> = value.encode(&mut output);
    done.map(|()| output).map_err(|error| error.to_string())
}

pub(super) fn decode<'de, As, T: AvroDecode<'de, As>>(datum: &'de [u8]) -> Result<T, String> {
    let mut decoder = Decoder::new(datum, &Limits::default());
    let value = T::decode(&mut decoder).map_err(|error| error.to_string())?;
    decoder.finish().map_err(|error| error.to_string())?;
    Ok(value)
}

pub(super) fn decode_from<'de, As, T>(writer: &str, datum: &'de [u8]) -> Result<T, String>
where
    T: AvroDecode<'de, As> + AvroSchema<As>,
{
    let writer = Schema::parse(writer).map_err(|error| error.to_string())?;
    let plan = Plan::of::<Is<T, As>>(&writer).map_err(|error| error.to_string())?;
    let value = plan.decode_exact::<Is<T, As>>(datum, &Limits::default());
    value
        .map(|value| value.0)
        .map_err(|error| error.to_string())
}

pub(super) fn schema<As, T: AvroSchema<As>>() -> String {
    Schema::of::<Is<T, As>>().to_string()
}

/// That a number stands for a value, both ways.
#[track_caller]
pub(super) fn assert_number<As, T>(value: &T, number: i64)
where
    T: AvroEncode<As> + for<'de> AvroDecode<'de, As> + PartialEq + std::fmt::Debug,
{
    let datum = crate::codec::encode(&number).unwrap();
    assert_eq!(encode::<As>(value).as_ref(), Ok(&datum));
    assert_eq!(decode::<As, T>(&datum).as_ref(), Ok(value));
}

/// That a number is no such value.
#[track_caller]
pub(super) fn assert_out_of_range<As, T>(number: i64)
where
    T: for<'de> AvroDecode<'de, As> + std::fmt::Debug,
{
    let datum = crate::codec::encode(&number).unwrap();
    let error = decode::<As, T>(&datum).unwrap_err();
    assert!(
        error.starts_with("a number does not fit the type it is read as"),
        "{error}"
    );
}

#[test]
fn each_marker_has_its_schema() {
    assert_eq!(
        schema::<Date, i32>(),
        r#"{"type":"int","logicalType":"date"}"#
    );
    assert_eq!(
        schema::<TimeMillis, i32>(),
        r#"{"type":"int","logicalType":"time-millis"}"#
    );
    let longs = [
        (schema::<TimeMicros, i64>(), "time-micros"),
        (schema::<TimestampMillis, i64>(), "timestamp-millis"),
        (schema::<TimestampMicros, i64>(), "timestamp-micros"),
        (schema::<TimestampNanos, i64>(), "timestamp-nanos"),
        (
            schema::<LocalTimestampMillis, i64>(),
            "local-timestamp-millis",
        ),
        (
            schema::<LocalTimestampMicros, i64>(),
            "local-timestamp-micros",
        ),
        (
            schema::<LocalTimestampNanos, i64>(),
            "local-timestamp-nanos",
        ),
    ];
    for (schema, logical_type) in longs {
        assert_eq!(
            schema,
            format!(r#"{{"type":"long","logicalType":"{logical_type}"}}"#)
        );
    }
    assert_eq!(
        schema::<UuidText, String>(),
        r#"{"type":"string","logicalType":"uuid"}"#
    );
    assert_eq!(
        schema::<UuidFixed, [u8; 16]>(),
        r#"{"type":"fixed","name":"Uuid","size":16,"logicalType":"uuid"}"#
    );
    assert_eq!(
        schema::<Duration, AvroDuration>(),
        r#"{"type":"fixed","name":"Duration","size":12,"logicalType":"duration"}"#
    );
}

#[test]
fn plain_integers_are_taken_as_they_are() {
    assert_number::<Date, i32>(&i32::MIN, i32::MIN.into());
    assert_number::<TimeMillis, i32>(&-1, -1);
    assert_number::<TimestampNanos, i64>(&i64::MAX, i64::MAX);
    assert_eq!(decode_from::<TimestampMillis, i64>(r#""int""#, &[4]), Ok(2));
}

#[test]
fn containers_hand_the_marker_on() {
    type Nested = Option<Vec<std::collections::BTreeMap<String, Box<i64>>>>;
    let map = [("a".to_owned(), Box::new(1))];
    let value: Nested = Some(vec![map.into()]);
    let datum = encode::<LocalTimestampMicros>(&value).unwrap();
    assert_eq!(datum, [2, 2, 2, 2, b'a', 2, 0, 0]);
    assert_eq!(decode::<LocalTimestampMicros, Nested>(&datum), Ok(value));
    assert_eq!(
        schema::<LocalTimestampMicros, Nested>(),
        concat!(
            r#"["null",{"type":"array","items":{"type":"map","values":"#,
            r#"{"type":"long","logicalType":"local-timestamp-micros"}}}]"#,
        )
    );
}

#[test]
fn markers_have_digests_of_their_own() {
    let millis = <i64 as AvroSchema<TimestampMillis>>::DIGEST;
    assert_ne!(millis, <i64 as AvroSchema<TimestampMicros>>::DIGEST);
    assert_ne!(millis, <i64 as AvroSchema<Natural>>::DIGEST);
    assert_ne!(
        <Vec<i64> as AvroSchema<TimestampMillis>>::DIGEST,
        <Vec<i64> as AvroSchema<TimestampMicros>>::DIGEST
    );
}

struct Currency;

impl FixedName for Currency {
    const NAME: &'static str = "Currency";
    const NAMESPACE: Option<&'static str> = Some("com.example");
    const DOC: Option<&'static str> = Some("ISO 4217.");
    const ALIASES: &'static [&'static str] = &["Money"];
}

#[test]
fn a_fixed_has_the_name_that_it_is_given() {
    assert_eq!(
        schema::<FixedBytes<Currency>, [u8; 3]>(),
        concat!(
            r#"{"type":"fixed","name":"Currency","namespace":"com.example","doc":"ISO 4217.","#,
            r#""size":3,"aliases":["Money"]}"#,
        )
    );
    assert_eq!(
        encode::<FixedBytes<Currency>>(&[*b"EUR"; 2].as_slice()),
        Ok(b"\x04EUREUR\0".to_vec())
    );
    assert_eq!(decode::<FixedBytes<Currency>, [u8; 3]>(b"EUR"), Ok(*b"EUR"));
    assert!(decode::<FixedBytes<Currency>, [u8; 3]>(b"EU").is_err());
}

#[test]
fn a_duration_is_three_numbers_with_their_lowest_bytes_first() {
    let duration = AvroDuration {
        months: 1,
        days: 0x0203,
        millis: u32::MAX,
    };
    let datum = [1, 0, 0, 0, 3, 2, 0, 0, 255, 255, 255, 255];
    assert_eq!(encode::<Duration>(&duration), Ok(datum.to_vec()));
    assert_eq!(decode::<Natural, AvroDuration>(&datum), Ok(duration));
    let json = serde_json::to_string(&duration).unwrap();
    assert_eq!(
        serde_json::from_str::<AvroDuration>(&json).unwrap(),
        duration
    );
    assert_eq!(decode::<Duration, [u8; 12]>(&datum), Ok(datum));
}

#[test]
fn text_must_be_a_uuid_when_it_is_written() {
    let text = "00112233-4455-6677-8899-AAbbccddeeff";
    let datum = encode::<UuidText>(text).unwrap();
    assert_eq!(datum.get(1..), Some(text.as_bytes()));
    assert_eq!(decode::<UuidText, &str>(&datum), Ok(text));
    assert_eq!(decode::<UuidText, Box<str>>(&datum), Ok(text.into()));
    assert_eq!(decode::<UuidText, String>(&[2, b'x']), Ok("x".to_owned()));
    for wrong in [
        "",
        "00112233445566778899aabbccddeeff",
        &text.replace('f', "g"),
    ] {
        let error = encode::<UuidText>(&wrong.to_owned()).unwrap_err();
        assert!(
            error.starts_with(&format!("{wrong:?} is no UUID")),
            "{error}"
        );
    }
}

struct Url;

impl Annotation for Url {
    const LOGICAL_TYPE: Option<&'static str> = Some("url");
    const PROPERTIES: crate::schema::Properties = &[("max-length", "80")];
}

#[test]
fn an_annotation_adds_to_what_the_type_is_otherwise() {
    assert_eq!(
        schema::<Annotated<Url>, Vec<String>>(),
        concat!(
            r#"{"type":"array","items":{"type":"string","logicalType":"url","#,
            r#""max-length":80}}"#
        )
    );
    assert_eq!(
        schema::<Annotated<Url>, Vec<u8>>(),
        r#"{"type":"bytes","logicalType":"url","max-length":80}"#
    );
    assert_eq!(
        schema::<Annotated<Url, FixedBytes<Currency>>, [u8; 3]>(),
        concat!(
            r#"{"type":"fixed","name":"Currency","namespace":"com.example","doc":"ISO 4217.","#,
            r#""size":3,"logicalType":"url","max-length":80,"aliases":["Money"]}"#,
        )
    );
    let words = vec!["a".to_owned(), "bc".to_owned()];
    let datum = encode::<Annotated<Url>>(&words).unwrap();
    assert_eq!(datum, crate::codec::encode(&words).unwrap());
    assert_eq!(
        decode::<Annotated<Url>, Vec<&str>>(&datum),
        Ok(vec!["a", "bc"])
    );
    assert_eq!(
        decode::<Annotated<Url>, Vec<f64>>(&[2, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        Ok(vec![0.0])
    );
    assert_eq!(
        decode_from::<Annotated<Url>, f64>(r#""int""#, &[4]),
        Ok(2.0)
    );
}

#[test]
fn other_units_are_refused_rather_than_misread() {
    let millis = r#"{"type":"long","logicalType":"timestamp-millis"}"#;
    let error = decode_from::<TimestampMicros, i64>(millis, &[2]).unwrap_err();
    assert!(
        error.contains("expected: timestamp-millis, found: timestamp-micros"),
        "{error}"
    );
    assert!(decode_from::<LocalTimestampMillis, i64>(millis, &[2]).is_err());
    assert_eq!(decode_from::<TimestampMillis, i64>(millis, &[2]), Ok(1));
    assert_eq!(
        decode_from::<TimestampMillis, i64>(r#""long""#, &[2]),
        Ok(1)
    );
    assert_eq!(decode_from::<Natural, i64>(millis, &[2]), Ok(1));
}
