//! Types of every kind.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use avrolane::AvroEvent;
use avrolane::codec::{CheckedLong, UnknownRecord};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

/// A field of each kind.
#[derive(Debug, PartialEq, AvroEvent)]
#[avro(namespace = "com.example")]
pub struct Everything {
    pub boolean: bool,
    pub small: i8,
    pub short: u16,
    pub int: i32,
    pub unsigned: u32,
    pub long: i64,
    #[avro(with = CheckedLong)]
    pub checked: u64,
    pub float: f32,
    pub double: f64,
    pub character: char,
    pub text: String,
    pub bytes: Vec<u8>,
    pub fixed: [u8; 4],
    pub optional: Option<i64>,
    #[avro(default = 3)]
    pub defaulted: Option<i32>,
    pub color: Color,
    pub colors: Vec<Color>,
    pub ints: Vec<i32>,
    pub longs: Vec<i64>,
    pub doubles: Vec<f64>,
    pub floats: [f32; 3],
    pub map: BTreeMap<String, f64>,
    pub set: BTreeSet<i32>,
    pub queue: VecDeque<String>,
    pub nested: Nested,
    pub list: Option<Box<List>>,
    pub optionals: Vec<Option<String>>,
    #[avro(flatten)]
    pub place: Place,
    #[avro(skip)]
    pub skipped: u8,
    pub events: Vec<Event>,
    pub scalar: Option<Scalar>,
    pub times: Times,
    #[avro(logical = "decimal", precision = 9, scale = 2)]
    pub price: Decimal,
    #[avro(logical = "decimal", precision = 9, scale = 2, fixed = "Price")]
    pub fixed_price: Option<Decimal>,
    #[avro(logical = "decimal", precision = 20)]
    pub wide: i128,
}

impl Everything {
    /// A value with something in every place.
    pub fn example() -> Self {
        let text = String::from;
        let tree = |name, children| Nested {
            children,
            name: text(name),
        };
        let timestamp = DateTime::from_timestamp_nanos(1_709_210_096_123_000_000);
        Self {
            boolean: true,
            small: -1,
            short: 2,
            int: -300,
            unsigned: 4_000_000_000,
            long: 1 << 40,
            checked: 5,
            float: 0.5,
            double: -0.25,
            character: 'ß',
            text: text("text"),
            bytes: vec![0, 255],
            fixed: [1, 2, 3, 4],
            optional: Some(-7),
            defaulted: None,
            color: Color::Green,
            colors: vec![Color::Blue, Color::Red],
            ints: (0..20).collect(),
            longs: vec![i64::MIN, 0, i64::MAX],
            doubles: vec![1.0, 2.0],
            floats: [1.0, 2.0, 3.0],
            map: [(text("a"), 1.0), (text("b"), 2.0)].into(),
            set: [1, 2].into(),
            queue: [text("x"), text("y")].into(),
            nested: tree(
                "root",
                vec![tree("a", vec![]), tree("b", vec![tree("c", vec![])])],
            ),
            list: Some(Box::new(List {
                value: 1,
                next: Some(Box::new(List {
                    value: 2,
                    next: None,
                })),
            })),
            optionals: vec![None, Some(text("some"))],
            place: Place {
                latitude: 52.5,
                longitude: 13.4,
            },
            skipped: 0,
            events: vec![
                Event::Started(Started { at: 9 }),
                Event::Stopped {
                    reason: Some(text("why")),
                },
                Event::Paused,
            ],
            scalar: Some(Scalar::Many(vec![1, 2])),
            times: Times {
                timestamp,
                nanos: timestamp,
                local: timestamp.naive_utc(),
                date: timestamp.date_naive(),
                time: timestamp.time(),
                time_millis: timestamp.time(),
                id: Uuid::from_u128(7),
                short_id: Uuid::from_u128(8),
            },
            price: Decimal::new(-12345, 2),
            fixed_price: Some(Decimal::new(12345, 2)),
            wide: -128,
        }
    }
}

/// Symbols.
#[derive(Debug, Clone, Copy, PartialEq, AvroEvent)]
pub enum Color {
    Red,
    Green,
    #[avro(default)]
    Blue,
}

/// A tree.
#[derive(Debug, PartialEq, AvroEvent)]
pub struct Nested {
    pub children: Vec<Self>,
    pub name: String,
}

/// A list.
#[derive(Debug, PartialEq, AvroEvent)]
pub struct List {
    pub value: i32,
    pub next: Option<Box<Self>>,
}

/// Fields of another record.
#[derive(Debug, PartialEq, AvroEvent)]
pub struct Place {
    pub latitude: f64,
    pub longitude: f64,
}

/// Several records.
#[derive(Debug, PartialEq, AvroEvent)]
pub enum Event {
    Started(Started),
    Stopped {
        reason: Option<String>,
    },
    Paused,
    #[avro(other)]
    Other(UnknownRecord),
}

/// One of several records.
#[derive(Debug, PartialEq, AvroEvent)]
pub struct Started {
    pub at: i64,
}

/// Several kinds.
#[derive(Debug, PartialEq, AvroEvent)]
pub enum Scalar {
    Flag(bool),
    Number(f64),
    Text(String),
    Many(Vec<i64>),
    Named(BTreeMap<String, i32>),
}

/// Logical types.
#[derive(Debug, PartialEq, AvroEvent)]
pub struct Times {
    pub timestamp: DateTime<Utc>,
    #[avro(logical = "timestamp-nanos")]
    pub nanos: DateTime<Utc>,
    pub local: NaiveDateTime,
    pub date: NaiveDate,
    pub time: NaiveTime,
    #[avro(logical = "time-millis")]
    pub time_millis: NaiveTime,
    pub id: Uuid,
    #[avro(logical = "uuid", fixed = "Id")]
    pub short_id: Uuid,
}

/// What another version has.
#[derive(Debug, PartialEq, AvroEvent)]
#[avro(name = "Everything", namespace = "com.example")]
pub struct Evolved {
    pub optionals: Vec<Option<String>>,
    #[avro(default = "new")]
    pub new: String,
    pub int: f64,
    pub long: Option<i64>,
    pub optional: Option<f64>,
    pub unsigned: f32,
    pub text: Vec<u8>,
    pub colors: Vec<Fewer>,
    pub events: Vec<FewerEvents>,
    pub ints: Vec<i64>,
    pub nested: Nested,
    pub list: Option<Box<NewList>>,
    pub float: f64,
    #[avro(default = [1, 2])]
    pub numbers: Vec<i32>,
    pub scalar: Option<Scalar>,
}

/// Fewer symbols.
#[derive(Debug, Clone, Copy, PartialEq, AvroEvent)]
#[avro(name = "Color")]
pub enum Fewer {
    Blue,
    Red,
}

/// Fewer records.
#[derive(Debug, PartialEq, AvroEvent)]
pub enum FewerEvents {
    Stopped {
        reason: Option<String>,
    },
    #[avro(other)]
    Other(UnknownRecord),
}

/// A list that has changed.
#[derive(Debug, PartialEq, AvroEvent)]
#[avro(name = "List")]
pub struct NewList {
    #[avro(alias = "next")]
    pub tail: Option<Box<Self>>,
    pub value: i64,
    #[avro(default = {"a": [1]})]
    pub notes: BTreeMap<String, Vec<i32>>,
}

/// What borrows.
#[derive(Debug, PartialEq, AvroEvent)]
#[avro(name = "Everything", namespace = "com.example")]
pub struct Borrowed<'a> {
    pub text: &'a str,
    pub bytes: Cow<'a, [u8]>,
    pub optionals: Vec<Option<&'a str>>,
    pub map: BTreeMap<&'a str, f64>,
    pub fixed: [u8; 4],
}
