//! Derived types of every kind: apache-avro reads what we write, and writes the same bytes again.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Debug;

use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::writer::datum::GenericDatumWriter;
use avrolane::codec::{self, CheckedLong, Limits, Plan};
use avrolane::container::{Reader, Writer};
use avrolane::schema::Schema;
use avrolane::{AvroDecode, AvroEncode, AvroEvent, AvroSchema};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use proptest::prelude::*;
use proptest::{array, collection, option};
use rust_decimal::Decimal;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(namespace = "com.example")]
struct Collections {
    character: char,
    blob: Box<[u8]>,
    digest: [u8; 4],
    triple: [i32; 3],
    queue: VecDeque<u16>,
    words: BTreeSet<String>,
    map: BTreeMap<String, Option<f32>>,
    nothing: (),
    flags: Vec<Option<bool>>,
    #[avro(default = 3)]
    last: Option<i32>,
    #[avro(with = CheckedLong)]
    checked: u64,
    wrapped: Wrapped<i64>,
    pair: Pair,
    #[avro(flatten)]
    place: Place,
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
struct Wrapped<T>(Vec<T>);

#[derive(Debug, Clone, PartialEq, AvroEvent)]
struct Pair(i32, String);

#[derive(Debug, Clone, PartialEq, AvroEvent)]
struct Place {
    latitude: f64,
    longitude: f64,
}

fn text() -> impl Strategy<Value = String> {
    ".{0,6}"
}

/// A map whose bytes do not depend on an order.
fn map<T: Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = BTreeMap<String, T>> {
    collection::btree_map(text(), value, 0..2)
}

fn collections() -> impl Strategy<Value = Collections> {
    let first = (
        any::<char>(),
        collection::vec(any::<u8>(), 0..5),
        any::<[u8; 4]>(),
        any::<[i32; 3]>(),
        collection::vec_deque(any::<u16>(), 0..4),
        collection::btree_set(text(), 0..4),
        map(option::of(-1e9_f32..1e9)),
    );
    let second = (
        collection::vec(any::<Option<bool>>(), 0..4),
        any::<Option<i32>>(),
        0..=i64::MAX.unsigned_abs(),
        collection::vec(any::<i64>(), 0..80),
        (any::<i32>(), text()),
        array::uniform2(-1e3_f64..1e3),
    );
    (first, second).prop_map(|(first, second)| {
        let (character, blob, digest, triple, queue, words, map) = first;
        let (flags, last, checked, wrapped, (number, name), [latitude, longitude]) = second;
        Collections {
            character,
            blob: blob.into(),
            digest,
            triple,
            queue,
            words,
            map,
            nothing: (),
            flags,
            last,
            checked,
            wrapped: Wrapped(wrapped),
            pair: Pair(number, name),
            place: Place {
                latitude,
                longitude,
            },
        }
    })
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(namespace = "com.example")]
enum Event {
    Started(Started),
    Stopped { reason: Option<String> },
    Paused,
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
struct Started {
    events: Vec<Event>,
    scalar: Option<Scalar>,
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
enum Scalar {
    Flag(bool),
    Number(f64),
    Text(String),
    Many(Vec<i64>),
    Named(BTreeMap<String, i32>),
    Color(Color),
}

#[derive(Debug, Clone, Copy, PartialEq, AvroEvent)]
#[avro(rename_all = "SCREAMING_SNAKE_CASE")]
enum Color {
    DarkRed,
    #[avro(default)]
    Green,
}

fn scalar() -> impl Strategy<Value = Scalar> {
    prop_oneof![
        any::<bool>().prop_map(Scalar::Flag),
        (-1e9_f64..1e9).prop_map(Scalar::Number),
        text().prop_map(Scalar::Text),
        collection::vec(any::<i64>(), 0..4).prop_map(Scalar::Many),
        map(any::<i32>()).prop_map(Scalar::Named),
        prop_oneof![Just(Color::DarkRed), Just(Color::Green)].prop_map(Scalar::Color),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let leaf = prop_oneof![
        Just(Event::Paused),
        option::of(text()).prop_map(|reason| Event::Stopped { reason }),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        (collection::vec(inner, 0..3), option::of(scalar()))
            .prop_map(|(events, scalar)| Event::Started(Started { events, scalar }))
    })
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(namespace = "com.example")]
struct Logical {
    timestamp: DateTime<Utc>,
    #[avro(logical = "timestamp-micros")]
    micros: DateTime<Utc>,
    #[avro(logical = "timestamp-nanos")]
    nanos: Option<DateTime<Utc>>,
    local: NaiveDateTime,
    date: NaiveDate,
    time: NaiveTime,
    #[avro(logical = "time-millis")]
    time_millis: NaiveTime,
    #[avro(logical = "timestamp-micros")]
    plain_micros: i64,
    id: Uuid,
    #[avro(logical = "uuid", fixed = "Id")]
    short_id: Uuid,
    #[avro(logical = "decimal", precision = 9, scale = 2)]
    price: Decimal,
    #[avro(logical = "decimal", precision = 9, scale = 2, fixed = "Price")]
    fixed_price: Decimal,
    #[avro(logical = "decimal", precision = 38)]
    wide: Vec<i128>,
}

fn logical() -> impl Strategy<Value = Logical> {
    let seconds = -60_000_000_000_i64..250_000_000_000;
    let time = 0_u32..86_400;
    let cents = -999_999_999_i64..=999_999_999;
    let wide = 10_i128.pow(38);
    let times = (seconds.clone(), 0_u32..1000, any::<i64>(), seconds, time);
    let others = (
        any::<i64>(),
        any::<u128>(),
        cents,
        collection::vec((1 - wide)..wide, 0..3),
        any::<i32>(),
    );
    (times, others).prop_map(|(times, others)| {
        let (seconds, millis, nanos, local, time) = times;
        let (plain_micros, id, cents, wide, days) = others;
        let timestamp = DateTime::from_timestamp(seconds, millis * 1_000_000).unwrap();
        let time = NaiveTime::from_num_seconds_from_midnight_opt(time, millis * 1_000_000).unwrap();
        let date = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        let id = Uuid::from_u128(id);
        Logical {
            timestamp,
            micros: timestamp,
            nanos: Some(DateTime::from_timestamp_nanos(nanos)),
            local: DateTime::from_timestamp(local, 0).unwrap().naive_utc(),
            date: date + chrono::Duration::days(i64::from(days / 1000)),
            time,
            time_millis: time,
            plain_micros,
            id,
            short_id: id,
            price: Decimal::new(cents, 2),
            fixed_price: Decimal::new(-cents, 2),
            wide,
        }
    })
}

/// Writes a value, has apache-avro read it and write what it read, and reads that by every way.
fn check<T>(value: &T)
where
    T: AvroSchema + AvroEncode + for<'de> AvroDecode<'de> + Debug + PartialEq,
{
    let ours = Schema::of::<T>();
    let theirs = apache_avro::Schema::parse_str(&ours.to_string()).unwrap();
    let reader = GenericDatumReader::builder(&theirs).build().unwrap();
    let writer = GenericDatumWriter::builder(&theirs).build().unwrap();

    let datum = codec::encode(value).unwrap();
    let read = reader.read_value(&mut datum.as_slice()).unwrap();
    let written = writer.write_value_to_vec(read).unwrap();
    assert_eq!(written, datum, "{value:?}");

    assert_eq!(&codec::decode::<T>(&written).unwrap(), value);
    let plan = Plan::of::<T>(&ours).unwrap();
    let limits = Limits::default();
    assert_eq!(&plan.decode_exact::<T>(&written, &limits).unwrap(), value);

    let mut file = Writer::builder().create::<T, _>(Vec::new()).unwrap();
    file.append(value).unwrap();
    let file = file.finish().unwrap();
    let theirs = apache_avro::Reader::new(file.as_slice()).unwrap();
    assert_eq!(theirs.map(Result::unwrap).count(), 1);
    let mut reader = Reader::new(file.as_slice()).unwrap();
    assert_eq!(reader.read::<T>().unwrap().as_ref(), Some(value));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn collections_are_written_as_apache_avro_writes_them(value in collections()) {
        check(&value);
    }

    #[test]
    fn unions_are_written_as_apache_avro_writes_them(
        value in event(),
        scalar in scalar(),
    ) {
        check(&value);
        check(&vec![Some(value)]);
        check(&scalar);
    }

    #[test]
    fn logical_types_are_written_as_apache_avro_writes_them(value in logical()) {
        check(&value);
    }
}
