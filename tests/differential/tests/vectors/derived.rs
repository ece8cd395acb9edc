//! Derived types read what the Java and Python libraries wrote, and write the same bytes.

use std::collections::BTreeMap;

use avrolane::AvroEvent;
use avrolane::codec::{self, Limits, Plan};
use avrolane::schema::Schema;

use crate::corpus::{bytes, case, cases};

#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(namespace = "com.example")]
pub(crate) struct Everything {
    boolean: bool,
    pub(crate) small: i8,
    int: i32,
    pub(crate) long: i64,
    float: f32,
    double: f64,
    pub(crate) text: String,
    bytes: Vec<u8>,
    #[avro(default = None)]
    optional: Option<i64>,
    color: Color,
    colors: Vec<Color>,
    map: BTreeMap<String, f64>,
    nested: Nested,
    #[avro(default = None)]
    list: Option<Box<List>>,
    optionals: Vec<Option<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, AvroEvent)]
#[avro(rename_all = "UPPERCASE")]
pub(crate) enum Color {
    Red,
    Green,
    Blue,
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
pub(crate) struct Nested {
    children: Vec<Self>,
    name: String,
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
pub(crate) struct List {
    value: i32,
    #[avro(default = None)]
    next: Option<Box<Self>>,
}

/// The schema that `resolution.jsonl` has for its reader of everything.
#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(name = "Everything", namespace = "com.example")]
pub(crate) struct Evolved {
    optionals: Vec<Option<String>>,
    #[avro(default = "new")]
    pub(crate) new: String,
    int: f64,
    pub(crate) long: Option<i64>,
    nested: Nested,
    float: f64,
    #[avro(default = [1, 2])]
    numbers: Vec<i32>,
}

/// The value that `everything` in `cases.py` makes of a number.
pub(crate) fn everything(number: u8) -> Everything {
    let count = usize::from(number);
    let (signed, ratio) = (i64::from(number), f64::from(number));
    let colors = [Color::Red, Color::Green, Color::Blue];
    Everything {
        boolean: number % 2 == 1,
        small: i8::try_from(number % 128).unwrap(),
        int: i32::from(number) * -70000,
        long: signed << 40,
        float: f32::from(number) / 4.0,
        double: ratio / -8.0,
        text: "é".repeat(count),
        bytes: [0xff, 0].repeat(count),
        optional: (!number.is_multiple_of(3)).then_some(-signed),
        color: colors[count % 3],
        colors: [Color::Blue, Color::Red].repeat(count),
        map: (0..number)
            .map(|n| (format!("k{n}"), f64::from(n) / 2.0))
            .collect(),
        nested: Nested {
            children: vec![
                Nested {
                    children: vec![],
                    name: "leaf".to_owned()
                };
                count
            ],
            name: "root".to_owned(),
        },
        list: (0..i32::from(number % 4))
            .fold(None, |next, value| Some(Box::new(List { value, next }))),
        optionals: vec![[None, Some("s".to_owned())]; count].concat(),
    }
}

#[test]
fn the_schema_is_the_one_of_the_corpus() {
    let case = case("values.jsonl", "everything");
    let ours = Schema::of::<Everything>();
    assert_eq!(ours.canonical_form(), case.java["canonical"]);
}

#[test]
fn bytes_are_those_of_java_and_fastavro() {
    let case = case("values.jsonl", "everything");
    for answers in [case.java_values(), case.fastavro_values()] {
        for (answer, number) in answers.iter().zip(0..) {
            let value = everything(number);
            assert_eq!(
                codec::encode(&value).unwrap(),
                bytes(answer, "binary").unwrap()
            );
        }
    }
}

#[test]
fn plain_and_blocked_data_are_read() {
    let case = case("values.jsonl", "everything");
    for (answer, number) in case.java_values().iter().zip(0..) {
        for datum in ["binary", "blocked"]
            .iter()
            .filter_map(|key| bytes(answer, key))
        {
            let read: Everything = codec::decode(&datum).unwrap();
            assert_eq!(read, everything(number));
        }
    }
}

#[test]
fn an_evolved_type_reads_what_java_reads_into_its_schema() {
    let case = case("resolution.jsonl", "everything evolved");
    let reader = Schema::of::<Evolved>();
    assert_eq!(
        reader.canonical_form(),
        case.schema("reader").canonical_form()
    );
    let plan = Plan::new(&case.schema("writer"), &reader).unwrap();
    for (answer, number) in case.java_values().iter().zip(0..) {
        let datum = bytes(answer, "binary").unwrap();
        let read: Evolved = plan.decode_exact(&datum, &Limits::default()).unwrap();
        assert_eq!(read, evolved(everything(number)));
        let java = &answer["json"];
        assert_eq!(java["new"], read.new);
        assert_eq!(java["int"].as_f64(), Some(read.int));
        assert_eq!(java["long"]["long"].as_i64(), read.long);
        assert_eq!(java["float"].as_f64(), Some(read.float));
        assert_eq!(
            java["numbers"].as_array().unwrap().len(),
            read.numbers.len()
        );
    }
}

/// What reading a value as the evolved type makes of it.
pub(crate) fn evolved(value: Everything) -> Evolved {
    Evolved {
        optionals: value.optionals,
        new: "new".to_owned(),
        int: f64::from(value.int),
        long: Some(value.long),
        nested: value.nested,
        float: f64::from(value.float),
        numbers: vec![1, 2],
    }
}

#[test]
fn numbers_and_text_are_written_as_java_writes_them() {
    for case in cases("values.jsonl") {
        for answer in case.java_values() {
            let (Some(datum), json) = (bytes(answer, "binary"), &answer["json"]) else {
                continue;
            };
            if case.input.get("values").is_none() {
                continue;
            }
            let ours = match (case.name.as_str(), json) {
                ("int", number) => number
                    .as_i64()
                    .map(|n| codec::encode(&i32::try_from(n).unwrap())),
                ("long", number) => number.as_i64().map(|n| codec::encode(&n)),
                ("double", number) => number.as_f64().map(|n| codec::encode(&n)),
                ("string", text) => text.as_str().map(codec::encode),
                ("boolean", value) => value.as_bool().map(|value| codec::encode(&value)),
                _ => None,
            };
            if let Some(ours) = ours {
                assert_eq!(ours.unwrap(), datum, "{}: {json}", case.name);
            }
        }
    }
}
