//! What derived types are written as, and read from.

use std::collections::BTreeMap;

use avrolane::codec::{self, DecodeErrorKind};
use avrolane::schema::{Digest, Schema};
use avrolane::{AvroDecode, AvroEncode, AvroEvent, AvroSchema};

/// One departure.
#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(namespace = "com.example.flights")]
struct FlightDeparted {
    /// The airline.
    carrier: String,
    flight: i32,
    tail_number: Option<String>,
    origin: Airport,
    distance_miles: i64,
    on_time: bool,
    legs: Vec<Leg>,
    codes: BTreeMap<String, u32>,
    payload: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, AvroEvent)]
enum Airport {
    Ewr,
    Jfk,
    #[avro(rename = "LGA")]
    LaGuardia,
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
struct Leg {
    minutes: f64,
    ratio: f32,
}

/// One departure.
#[derive(Debug, PartialEq, AvroEvent)]
#[avro(name = "FlightDeparted", namespace = "com.example.flights")]
struct FlightRef<'a> {
    /// The airline.
    carrier: &'a str,
    flight: i32,
    tail_number: Option<&'a str>,
    origin: Airport,
    distance_miles: i64,
    on_time: bool,
    legs: Vec<Leg>,
    codes: BTreeMap<&'a str, u32>,
    payload: &'a [u8],
}

fn flight() -> FlightDeparted {
    FlightDeparted {
        carrier: "UA".to_owned(),
        flight: 1545,
        tail_number: Some("N14228".to_owned()),
        origin: Airport::LaGuardia,
        distance_miles: 1400,
        on_time: true,
        legs: vec![
            Leg {
                minutes: 227.5,
                ratio: 0.5,
            },
            Leg {
                minutes: 0.0,
                ratio: -1.0,
            },
        ],
        codes: BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), u32::MAX)]),
        payload: vec![0, 255],
    }
}

#[test]
fn a_record_reads_back() {
    let bytes = codec::encode(&flight()).unwrap();
    assert_eq!(codec::decode::<FlightDeparted>(&bytes).unwrap(), flight());
}

#[test]
fn a_record_is_written_as_the_specification_says() {
    let bytes = codec::encode(&Leg {
        minutes: 1.0,
        ratio: 1.0,
    })
    .unwrap();
    assert_eq!(bytes, [0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0x80, 0x3f]);
    assert_eq!(codec::encode(&Airport::LaGuardia).unwrap(), [4]);
}

#[test]
fn a_borrowed_type_borrows_from_the_datum() {
    let bytes = codec::encode(&flight()).unwrap();
    let read: FlightRef<'_> = codec::decode(&bytes).unwrap();
    assert_eq!((read.carrier, read.tail_number), ("UA", Some("N14228")));
    assert!(bytes.as_ptr_range().contains(&read.carrier.as_ptr()));
    assert!(bytes.as_ptr_range().contains(&read.payload.as_ptr()));
    assert_eq!(codec::encode(&read).unwrap(), bytes);
}

#[test]
fn every_prefix_of_a_record_is_an_error_and_not_a_panic() {
    let bytes = codec::encode(&flight()).unwrap();
    for length in 0..bytes.len() {
        assert!(
            codec::decode::<FlightDeparted>(&bytes[..length]).is_err(),
            "{length}"
        );
    }
}

#[test]
fn an_error_names_the_field_and_the_byte() {
    let mut bytes = codec::encode(&flight()).unwrap();
    bytes.truncate(18);
    let error = codec::decode::<FlightDeparted>(&bytes).unwrap_err();
    assert_eq!(error.field_path(), "legs[].minutes");
    assert_eq!(error.kind(), &DecodeErrorKind::Truncated);
    assert_eq!(error.offset(), 18);
    assert!(size_of_val(&error) <= 24);
}

#[derive(Debug, PartialEq, AvroEvent)]
struct Node {
    value: i64,
    #[avro(default = None)]
    next: Option<Box<Self>>,
    children: Vec<Self>,
}

fn nested(levels: i64) -> Node {
    (0..levels).fold(
        Node {
            value: 0,
            next: None,
            children: vec![],
        },
        |inner, value| Node {
            value,
            next: Some(Box::new(inner)),
            children: vec![],
        },
    )
}

#[test]
fn a_recursive_type_reads_back() {
    let list = nested(100);
    let bytes = codec::encode(&list).unwrap();
    assert_eq!(codec::decode::<Node>(&bytes).unwrap(), list);
}

#[test]
fn a_million_nested_levels_are_an_error() {
    let bytes = [0, 2].repeat(1_000_000);
    let error = codec::decode::<Node>(&bytes).unwrap_err();
    assert_eq!(error.kind(), &DecodeErrorKind::TooDeep);
    assert!(error.to_string().len() < 1_000, "{error}");
}

#[test]
fn enormous_lengths_are_errors_and_allocate_nothing() {
    let length = codec::encode(&(1_i64 << 60)).unwrap();
    assert_eq!(
        codec::decode::<String>(&length).unwrap_err().kind(),
        &DecodeErrorKind::InvalidLength(1 << 60)
    );
    for kind in [
        codec::decode::<Vec<i64>>(&length).unwrap_err(),
        codec::decode::<Vec<String>>(&length).unwrap_err(),
        codec::decode::<BTreeMap<String, i64>>(&length).unwrap_err(),
        codec::decode::<Vec<Empty>>(&length).unwrap_err(),
    ] {
        assert_eq!(kind.kind(), &DecodeErrorKind::TooLarge);
    }
}

#[derive(Debug, PartialEq, AvroEvent)]
struct Empty {}

#[test]
fn only_bytes_themselves_are_written_as_bytes() {
    assert_eq!(Schema::of::<Vec<u8>>().to_string(), r#""bytes""#);
    assert_eq!(codec::encode(&vec![1_u8, 2]).unwrap(), [4, 1, 2]);
    let boxed = r#"{"type":"array","items":"int"}"#;
    assert_eq!(Schema::of::<Vec<Box<u8>>>().to_string(), boxed);
    assert_eq!(codec::encode(&vec![Box::new(1_u8)]).unwrap(), [2, 2, 0]);
}

#[derive(Debug, PartialEq, AvroEvent)]
struct Pair<T> {
    first: T,
    second: Option<T>,
}

#[test]
fn a_generic_type_reads_back() {
    let pair = Pair {
        first: 1_i64,
        second: Some(-1),
    };
    let bytes = codec::encode(&pair).unwrap();
    assert_eq!(codec::decode::<Pair<i64>>(&bytes).unwrap(), pair);
}

#[test]
fn digests_tell_schemas_apart_and_nothing_else() {
    fn digest<T: AvroSchema>() -> Digest {
        T::DIGEST
    }
    assert_eq!(digest::<FlightDeparted>(), digest::<FlightRef<'_>>());
    assert_eq!(digest::<Vec<String>>(), digest::<Box<[&str]>>());
    assert_ne!(digest::<Pair<i64>>(), digest::<Pair<i32>>());
    assert_ne!(digest::<Vec<i32>>(), digest::<Vec<i64>>());
    assert_ne!(digest::<Option<i32>>(), digest::<i32>());
}

#[test]
fn the_schema_is_what_a_java_developer_expects() {
    assert_eq!(
        Schema::of::<FlightDeparted>().to_string(),
        concat!(
            r#"{"type":"record","name":"FlightDeparted","namespace":"com.example.flights","#,
            r#""doc":"One departure.","fields":["#,
            r#"{"name":"carrier","type":"string","doc":"The airline."},"#,
            r#"{"name":"flight","type":"int"},"#,
            r#"{"name":"tail_number","type":["null","string"],"default":null},"#,
            r#"{"name":"origin","type":{"type":"enum","name":"Airport","symbols":["Ewr","Jfk","LGA"]}},"#,
            r#"{"name":"distance_miles","type":"long"},"#,
            r#"{"name":"on_time","type":"boolean"},"#,
            r#"{"name":"legs","type":{"type":"array","items":{"type":"record","name":"Leg","fields":["#,
            r#"{"name":"minutes","type":"double"},{"name":"ratio","type":"float"}]}}},"#,
            r#"{"name":"codes","type":{"type":"map","values":"long"}},"#,
            r#"{"name":"payload","type":"bytes"}]}"#,
        )
    );
}

#[test]
fn a_recursive_schema_names_itself() {
    assert_eq!(
        Schema::of::<Node>().to_string(),
        concat!(
            r#"{"type":"record","name":"Node","fields":[{"name":"value","type":"long"},"#,
            r#"{"name":"next","type":["null","Node"],"default":null},"#,
            r#"{"name":"children","type":{"type":"array","items":"Node"}}]}"#,
        )
    );
}

#[test]
fn the_three_derives_can_stand_alone() {
    #[derive(AvroSchema)]
    #[expect(dead_code, reason = "only its schema is used")]
    struct Described {
        number: i32,
    }
    #[derive(AvroEncode)]
    struct Written {
        number: i32,
    }
    #[derive(AvroDecode)]
    struct Read {
        number: i32,
    }
    assert!(Schema::of::<Described>().to_string().contains("number"));
    let bytes = codec::encode(&Written { number: 3 }).unwrap();
    assert_eq!(codec::decode::<Read>(&bytes).unwrap().number, 3);
}
