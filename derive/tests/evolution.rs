//! What other versions of a type's schema wrote, and how it is read.

use std::iter;

use avrolane::AvroEvent;
use avrolane::codec::{self, DecodeErrorKind, Limits, Plan};
use avrolane::schema::Schema;

/// One departure.
#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(namespace = "com.example.flights")]
struct FlightDeparted {
    carrier: String,
    flight: i32,
    tail_number: Option<String>,
    origin: Airport,
    distance_miles: i64,
    on_time: bool,
    legs: Vec<Leg>,
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

#[derive(Debug, PartialEq, AvroEvent)]
struct Node {
    value: i64,
    next: Option<Box<Self>>,
    children: Vec<Self>,
}

fn flight() -> FlightDeparted {
    FlightDeparted {
        carrier: "UA".to_owned(),
        flight: 1545,
        tail_number: Some("N14228".to_owned()),
        origin: Airport::LaGuardia,
        distance_miles: 1400,
        on_time: true,
        legs: vec![Leg {
            minutes: 227.5,
            ratio: 0.5,
        }],
        payload: vec![0, 255],
    }
}

mod newer {
    use super::*;

    #[derive(Debug, PartialEq, AvroEvent)]
    #[avro(namespace = "com.example.flights")]
    pub(crate) struct FlightDeparted {
        pub(crate) distance_miles: f64,
        #[avro(default = "JFK")]
        pub(crate) destination: Airport,
        #[avro(alias = "carrier")]
        pub(crate) airline: String,
        pub(crate) gate: Option<String>,
        #[avro(default = 7)]
        pub(crate) terminal: i32,
        #[avro(default = "unknown")]
        pub(crate) kind: String,
        pub(crate) origin: Airport,
        pub(crate) tail_number: Option<String>,
        #[avro(default = [])]
        pub(crate) stops: Vec<String>,
    }

    #[derive(Debug, Clone, Copy, PartialEq, AvroEvent)]
    #[avro(rename_all = "UPPERCASE")]
    pub(crate) enum Airport {
        Lga,
        #[avro(default)]
        Other,
        Jfk,
    }

    #[derive(Debug, PartialEq, AvroEvent)]
    #[avro(name = "FlightDeparted", namespace = "com.example.flights")]
    pub(crate) struct FlightRef<'a> {
        #[avro(default = "unknown")]
        pub(crate) kind: &'a str,
        pub(crate) carrier: &'a str,
    }
}

#[test]
fn an_older_writer_is_read_by_a_plan() {
    let writer = Schema::of::<FlightDeparted>();
    let plan = Plan::new(&writer, &Schema::of::<newer::FlightDeparted>()).unwrap();
    let bytes = codec::encode(&flight()).unwrap();
    let read = plan
        .decode_exact::<newer::FlightDeparted>(&bytes, &Limits::default())
        .unwrap();
    let expected = newer::FlightDeparted {
        distance_miles: 1400.0,
        destination: newer::Airport::Jfk,
        airline: "UA".to_owned(),
        gate: None,
        terminal: 7,
        kind: "unknown".to_owned(),
        origin: newer::Airport::Lga,
        tail_number: Some("N14228".to_owned()),
        stops: vec![],
    };
    assert_eq!(read, expected);
}

#[test]
fn an_unknown_symbol_is_read_as_the_default() {
    let plan = Plan::new(
        &Schema::of::<FlightDeparted>(),
        &Schema::of::<newer::FlightDeparted>(),
    )
    .unwrap();
    let bytes = codec::encode(&FlightDeparted {
        origin: Airport::Ewr,
        ..flight()
    })
    .unwrap();
    let read = plan
        .decode::<newer::FlightDeparted>(&bytes, &Limits::default())
        .unwrap();
    assert_eq!(read.origin, newer::Airport::Other);
}

#[test]
fn a_symbol_that_the_reader_lacks_fails_the_record_that_carries_it() {
    #[derive(Debug, PartialEq, AvroEvent)]
    #[avro(name = "Airport")]
    enum Fewer {
        Ewr,
        Jfk,
    }
    let plan = Plan::new(&Schema::of::<Airport>(), &Schema::of::<Fewer>()).unwrap();
    assert_eq!(plan.partial().len(), 1);
    let read = |bytes| plan.decode::<Fewer>(bytes, &Limits::default());
    assert_eq!(read(&[2]).unwrap(), Fewer::Jfk);
    let error = read(&[4]).unwrap_err().to_string();
    assert!(error.contains("the writer's symbol LGA"), "{error}");
}

#[test]
fn a_borrowed_type_borrows_its_defaults_too() {
    let plan = Plan::new(
        &Schema::of::<FlightDeparted>(),
        &Schema::of::<newer::FlightRef<'_>>(),
    )
    .unwrap();
    let bytes = codec::encode(&flight()).unwrap();
    let read = plan
        .decode_exact::<newer::FlightRef<'_>>(&bytes, &Limits::default())
        .unwrap();
    assert_eq!(
        read,
        newer::FlightRef {
            kind: "unknown",
            carrier: "UA"
        }
    );
}

#[test]
fn every_prefix_is_an_error_for_a_plan_too() {
    let plan = Plan::new(
        &Schema::of::<FlightDeparted>(),
        &Schema::of::<newer::FlightDeparted>(),
    )
    .unwrap();
    let bytes = codec::encode(&flight()).unwrap();
    for length in 0..bytes.len() {
        let read = plan.decode::<newer::FlightDeparted>(&bytes[..length], &Limits::default());
        assert!(read.is_err(), "{length}");
    }
}

#[test]
fn a_plan_for_equal_schemas_has_nothing_to_do() {
    let schema = Schema::of::<Node>();
    assert!(Plan::new(&schema, &schema).unwrap().is_identical());
}

#[test]
fn a_reader_without_a_default_is_refused_with_every_reason() {
    #[derive(Debug, AvroEvent)]
    #[avro(name = "Leg")]
    struct Newer {
        minutes: String,
        gate: i32,
        pier: i32,
    }
    let error = Plan::new(&Schema::of::<Leg>(), &Schema::of::<Newer>()).unwrap_err();
    assert_eq!(error.incompatibilities().len(), 3, "{error}");
}

/// A reader that knows nothing of what the writer wrote but `id`.
#[derive(Debug, PartialEq, AvroEvent)]
#[avro(name = "Hostile")]
struct OnlyId {
    id: i32,
}

/// A plan that reads the id behind a list of notes of a text, a number and eight bytes each.
fn behind_notes() -> Plan {
    let writer = Schema::parse(
        r#"{"type": "record", "name": "Hostile", "fields": [
            {"name": "notes", "type": {"type": "array", "items":
                {"type": "record", "name": "Note", "fields": [
                    {"name": "text", "type": "string"},
                    {"name": "number", "type": "long"},
                    {"name": "fraction", "type": "double"}]}}},
            {"name": "id", "type": "int"}]}"#,
    );
    let writer = writer.expect("the schema is sound");
    Plan::new(&writer, &Schema::of::<OnlyId>()).expect("the schemas are compatible")
}

#[test]
fn what_the_reader_lacks_is_skipped_whatever_its_length() {
    let text = "x".repeat(100);
    let notes = [
        ("", 0_i64),
        ("short", -100),
        (&text, i64::MAX),
        ("y", 1 << 40),
    ];
    let mut datum = codec::encode(&4_i64).unwrap();
    for (text, number) in notes {
        datum.extend(codec::encode(text).unwrap());
        datum.extend(codec::encode(&number).unwrap());
        datum.extend(codec::encode(&0.5_f64).unwrap());
    }
    datum.extend([0, 84]);
    let plan = behind_notes();
    let id = plan.decode_exact::<OnlyId>(&datum, &Limits::default());
    assert_eq!(id.unwrap(), OnlyId { id: 42 });
    for length in 0..datum.len() {
        let error = plan.decode::<OnlyId>(&datum[..length], &Limits::default());
        assert_eq!(error.unwrap_err().kind(), &DecodeErrorKind::Truncated);
    }
}

#[test]
fn a_negative_length_is_refused_where_it_is_skipped_and_where_it_is_read() {
    let negative = DecodeErrorKind::InvalidLength(-1);
    let datum = [2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 84];
    let error = behind_notes().decode::<OnlyId>(&datum, &Limits::default());
    let error = error.unwrap_err();
    assert_eq!((error.kind(), error.offset()), (&negative, 1));
    let error = codec::decode::<String>(&[1, 0, 0]).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (&negative, 0));
}

#[test]
fn items_that_take_no_bytes_are_not_counted_one_by_one() {
    let writer = Schema::parse(
        r#"{"type":"record","name":"Hostile","fields":[
            {"name":"empty","type":{"type":"array","items":{"type":"fixed","name":"F","size":0}}},
            {"name":"id","type":"int"}]}"#,
    );
    let plan = Plan::new(&writer.unwrap(), &Schema::of::<OnlyId>()).unwrap();
    let mut bytes = codec::encode(&(1_i64 << 62)).unwrap();
    bytes.extend([0, 14]);
    let read = plan.decode::<OnlyId>(&bytes, &Limits::default()).unwrap();
    assert_eq!(read, OnlyId { id: 7 });
}

#[derive(Debug, PartialEq, AvroEvent)]
struct Item {
    #[avro(default = "a text that is longer than nothing")]
    text: String,
}

#[test]
fn defaults_count_as_allocations() {
    let writer =
        Schema::parse(r#"{"type":"array","items":{"type":"record","name":"Item","fields":[]}}"#);
    let plan = Plan::new(&writer.unwrap(), &Schema::of::<Vec<Item>>()).unwrap();
    let mut bytes = codec::encode(&100_000_i64).unwrap();
    bytes.push(0);
    let limits = Limits::default().max_allocation(3 << 20);
    let error = plan.decode::<Vec<Item>>(&bytes, &limits).unwrap_err();
    assert_eq!(error.kind(), &DecodeErrorKind::TooLarge);
}

#[test]
fn a_default_that_has_no_end_is_refused() {
    let reader = Schema::parse(
        r#"{"type":"record","name":"A","fields":[{"name":"a","type":["A","null"],"default":{}}]}"#,
    );
    let reader = reader.unwrap();
    let writer = Schema::parse(r#"{"type":"record","name":"A","fields":[]}"#).unwrap();
    let error = Plan::new(&writer, &reader).unwrap_err();
    assert!(error.to_string().contains("A.a"), "{error}");
}

#[test]
fn a_plan_follows_a_recursive_type() {
    #[derive(Debug, PartialEq, AvroEvent)]
    #[avro(name = "Node")]
    struct Newer {
        children: Vec<Self>,
        value: f64,
    }
    let leaf = |value| Node {
        value,
        next: None,
        children: vec![],
    };
    let chain = Node {
        value: 0,
        next: Some(Box::new(leaf(9))),
        children: vec![leaf(1), leaf(2)],
    };
    let plan = Plan::new(&Schema::of::<Node>(), &Schema::of::<Newer>()).unwrap();
    let bytes = codec::encode(&chain).unwrap();
    let read = plan
        .decode_exact::<Newer>(&bytes, &Limits::default())
        .unwrap();
    let values = read
        .children
        .iter()
        .map(|child| child.value)
        .collect::<Vec<_>>();
    assert_eq!((read.value, values), (0.0, vec![1.0, 2.0]));

    let endless = iter::repeat_n([0, 2], 1_000_000)
        .flatten()
        .collect::<Vec<u8>>();
    let error = plan
        .decode::<Newer>(&endless, &Limits::default())
        .unwrap_err();
    assert_eq!(error.kind(), &DecodeErrorKind::TooDeep);
}
