//! Object container files, good ones and bad ones.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod damage;

use std::error::Error as _;
use std::io::{self, Read};

use avrolane::AvroEvent;
use avrolane::codec::{AvroEncode, DecodeErrorKind, EncodeError};
use avrolane::container::{Codec, ContainerError, ContainerErrorKind, Reader, Writer};
use avrolane::schema::{AvroSchema, Depth, Kind, Node, Schema};

#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(namespace = "com.example")]
struct Reading {
    sensor: String,
    value: i32,
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(name = "Reading", namespace = "com.example")]
struct ReadingRef<'a> {
    sensor: &'a str,
    value: i32,
}

/// What a later version of the program has.
#[derive(Debug, PartialEq, AvroEvent)]
#[avro(name = "Reading", namespace = "com.example")]
struct Evolved {
    #[avro(default = "none")]
    unit: String,
    value: f64,
}

const MARKER: [u8; 16] = *b"between two rows";
/// How many values each block of [`file`] has.
const IN_BLOCK: i32 = 4;

fn reading(value: i32) -> Reading {
    Reading {
        sensor: format!("sensor {:03}", value % 100),
        value,
    }
}

/// A file of so many blocks.
fn file(codec: Codec, blocks: i32) -> Vec<u8> {
    let mut writer = Writer::builder()
        .codec(codec)
        .sync_marker(MARKER)
        .metadata("written.by", "a test")
        .create::<Reading, _>(Vec::new())
        .unwrap();
    for block in 0..blocks {
        for value in 0..IN_BLOCK {
            writer.append(&reading(block * IN_BLOCK + value)).unwrap();
        }
        writer.flush().unwrap();
    }
    writer.finish().unwrap()
}

/// Where each block begins, and the file's end.
fn blocks(file: &[u8]) -> Vec<usize> {
    let windows = file.windows(MARKER.len()).enumerate();
    let markers = windows.filter(|(_, window)| *window == MARKER);
    markers
        .map(|(position, _)| position + MARKER.len())
        .collect()
}

type Outcome = Vec<Result<i32, String>>;

/// The values that are read, and the errors between them.
fn outcome(source: impl Read) -> Outcome {
    let mut reader = Reader::new(source).unwrap();
    let values = reader.values::<Reading>();
    values
        .map(|value| {
            value
                .map(|value| value.value)
                .map_err(|error| error.to_string())
        })
        .collect()
}

fn values(outcome: &Outcome) -> Vec<i32> {
    outcome.iter().flatten().copied().collect()
}

#[test]
fn values_read_back() {
    for codec in [Codec::Null, Codec::Deflate] {
        let file = file(codec, 3);
        let mut reader = Reader::new(file.as_slice()).unwrap();
        assert_eq!(reader.codec(), codec);
        assert_eq!(reader.schema(), &Schema::of::<Reading>());
        let metadata: Vec<(&str, &[u8])> = reader.metadata().collect();
        assert_eq!(metadata, [("written.by", &b"a test"[..])]);
        let read: Result<Vec<Reading>, _> = reader.values().collect();
        assert_eq!(read.unwrap(), (0..12).map(reading).collect::<Vec<_>>());
        assert!(reader.read::<Reading>().unwrap().is_none());
    }
}

#[test]
fn a_file_without_values_is_a_file() {
    let file = Writer::builder()
        .create::<Reading, _>(Vec::new())
        .unwrap()
        .finish()
        .unwrap();
    assert_eq!(outcome(file.as_slice()), []);
}

#[test]
fn blocks_are_written_when_they_are_large_enough() {
    let mut writer = Writer::builder()
        .block_size(100)
        .sync_marker(MARKER)
        .create::<Reading, _>(Vec::new())
        .unwrap();
    for value in 0..100 {
        writer.append(&reading(value)).unwrap();
    }
    let file = writer.finish().unwrap();
    assert!(blocks(&file).len() > 10);
    assert_eq!(
        values(&outcome(file.as_slice())),
        (0..100).collect::<Vec<_>>()
    );
}

#[test]
fn values_may_borrow_and_be_of_another_version() {
    let file = file(Codec::Deflate, 1);
    let mut reader = Reader::new(file.as_slice()).unwrap();
    let first = reader.read::<ReadingRef<'_>>().unwrap().unwrap();
    assert_eq!((first.sensor, first.value), ("sensor 000", 0));
    let second = reader.read::<Evolved>().unwrap().unwrap();
    assert_eq!((second.unit.as_str(), second.value), ("none", 1.0));
    let third = reader.read_with(|decoder| Ok((decoder.read_str()?, decoder.read_int()?)));
    assert_eq!(third.unwrap().unwrap(), ("sensor 002", 2));
}

#[test]
fn a_type_that_reads_no_value_of_the_file_is_told_once() {
    let file = file(Codec::Null, 2);
    let mut reader = Reader::new(file.as_slice()).unwrap();
    let errors: Vec<_> = reader.values::<Vec<i32>>().collect();
    let [Err(error)] = errors.as_slice() else {
        panic!("{errors:?}");
    };
    assert!(matches!(error.kind(), ContainerErrorKind::Incompatible(_)));
    assert_eq!(reader.values::<Reading>().count(), 8);
}

#[test]
fn a_value_of_another_schema_is_refused_and_the_file_goes_on() {
    let mut writer = Writer::builder().create::<Reading, _>(Vec::new()).unwrap();
    writer.append(&reading(1)).unwrap();
    let error = writer.append("text").unwrap_err();
    assert!(
        matches!(error.kind(), ContainerErrorKind::OtherSchema(_)),
        "{error}"
    );
    let borrowed = ReadingRef {
        sensor: "borrowed",
        value: 2,
    };
    writer.append(&borrowed).unwrap();
    let file = writer.finish().unwrap();
    assert_eq!(values(&outcome(file.as_slice())), [1, 2]);
}

/// An `int` that is written half before it turns out not to be one.
struct Even(i32);

impl AvroSchema for Even {
    const KIND: Kind = Kind::Int;
    const NODE: Node = Node::Int;
    type Nested<D: Depth> = ();
}

impl AvroEncode for Even {
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        output.extend(avrolane::codec::encode(&self.0)?);
        match self.0 % 2 {
            0 => Ok(()),
            _ => Err(EncodeError::new("the number is odd")),
        }
    }
}

#[test]
fn a_value_that_cannot_be_written_leaves_no_trace() {
    let mut writer = Writer::builder().create::<Even, _>(Vec::new()).unwrap();
    let written: Vec<bool> = (0..5)
        .map(|number| writer.append(&Even(number)).is_ok())
        .collect();
    assert_eq!(written, [true, false, true, false, true]);
    let file = writer.finish().unwrap();
    let read: Result<Vec<i32>, _> = Reader::new(file.as_slice()).unwrap().values().collect();
    assert_eq!(read.unwrap(), [0, 2, 4]);
}
