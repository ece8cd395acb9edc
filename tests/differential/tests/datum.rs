//! Our bytes are apache-avro's, and each reads what the other wrote.

use std::collections::BTreeMap;

use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::writer::datum::GenericDatumWriter;
use avrolane::AvroEvent;
use avrolane::codec::{self, Limits, Plan};
use avrolane::schema::Schema;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
#[avro(namespace = "com.example")]
struct Everything {
    boolean: bool,
    small: i8,
    short: i16,
    unsigned_short: u16,
    int: i32,
    unsigned_int: u32,
    long: i64,
    float: f32,
    double: f64,
    text: String,
    optional: Option<i64>,
    color: Color,
    colors: Vec<Color>,
    map: BTreeMap<String, f64>,
    nested: Nested,
    list: Option<Box<List>>,
    optionals: Vec<Option<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, AvroEvent, Serialize, Deserialize)]
enum Color {
    Red,
    Green,
    Blue,
}

#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
struct Nested {
    children: Vec<Self>,
    name: String,
}

#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
struct List {
    value: i32,
    next: Option<Box<Self>>,
}

fn color() -> impl Strategy<Value = Color> {
    prop_oneof![Just(Color::Red), Just(Color::Green), Just(Color::Blue)]
}

fn nested() -> impl Strategy<Value = Nested> {
    let leaf = ".{0,4}".prop_map(|name| Nested {
        children: vec![],
        name,
    });
    leaf.prop_recursive(3, 12, 3, |inner| {
        (prop::collection::vec(inner, 0..3), ".{0,4}")
            .prop_map(|(children, name)| Nested { children, name })
    })
}

fn list() -> impl Strategy<Value = Option<Box<List>>> {
    prop::collection::vec(any::<i32>(), 0..5).prop_map(|values| {
        values
            .into_iter()
            .fold(None, |next, value| Some(Box::new(List { value, next })))
    })
}

fn everything() -> impl Strategy<Value = Everything> {
    let numbers = (
        any::<bool>(),
        any::<i8>(),
        any::<i16>(),
        any::<u16>(),
        any::<i32>(),
        any::<u32>(),
        any::<i64>(),
        -1e30_f32..1e30,
        -1e300_f64..1e300,
    );
    let others = (
        ".*",
        any::<Option<i64>>(),
        color(),
        prop::collection::vec(color(), 0..4),
        prop::collection::btree_map(".{0,3}", -1e9_f64..1e9, 0..4),
        nested(),
        list(),
        prop::collection::vec(prop::option::of(".{0,3}"), 0..3),
    );
    (numbers, others).prop_map(|(numbers, others)| {
        let (boolean, small, short, unsigned_short, int, unsigned_int, long, float, double) =
            numbers;
        let (text, optional, color, colors, map, nested, list, optionals) = others;
        Everything {
            boolean,
            small,
            short,
            unsigned_short,
            int,
            unsigned_int,
            long,
            float,
            double,
            text,
            optional,
            color,
            colors,
            map,
            nested,
            list,
            optionals,
        }
    })
}

fn apache_schema() -> apache_avro::Schema {
    let text = Schema::of::<Everything>().to_string();
    apache_avro::Schema::parse_str(&text).expect("our text is a schema")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_are_the_same_and_read_in_each_other(value in everything()) {
        let schema = apache_schema();
        let writer = GenericDatumWriter::builder(&schema).build().unwrap();
        let reader = GenericDatumReader::builder(&schema).build().unwrap();

        let ours = codec::encode(&value).unwrap();
        let theirs = writer.write_ser_to_vec(&value).unwrap();
        prop_assert_eq!(&ours, &theirs);
        prop_assert_eq!(&codec::decode::<Everything>(&theirs).unwrap(), &value);
        prop_assert_eq!(&reader.read_deser::<Everything>(&mut ours.as_slice()).unwrap(), &value);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = codec::decode::<Everything>(&bytes);
        let plan = Plan::new(&Schema::of::<Everything>(), &Schema::of::<Fewer>()).unwrap();
        let _ = plan.decode::<Fewer>(&bytes, &Limits::default());
    }

    #[test]
    fn a_plan_reads_what_resolving_a_value_reads(value in everything()) {
        let bytes = codec::encode(&value).unwrap();
        let plan = Plan::new(&Schema::of::<Everything>(), &Schema::of::<Fewer>()).unwrap();
        let ours = plan.decode_exact::<Fewer>(&bytes, &Limits::default()).unwrap();

        let writer = apache_schema();
        let text = Schema::of::<Fewer>().to_string();
        let reader = apache_avro::Schema::parse_str(&text).unwrap();
        let resolving =
            GenericDatumReader::builder(&writer).reader_schema(&reader).build().unwrap();
        let theirs = resolving.read_value(&mut bytes.as_slice()).unwrap();
        prop_assert_eq!(ours, apache_avro::from_value::<Fewer>(&theirs).unwrap());
    }
}

/// What a reader of another version might have.
#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
#[avro(name = "Everything", namespace = "com.example")]
struct Fewer {
    optionals: Vec<Option<String>>,
    #[avro(default = "new")]
    new: String,
    int: f64,
    long: Option<i64>,
    nested: Nested,
    float: f64,
    #[avro(default = [1, 2])]
    numbers: Vec<i32>,
}
