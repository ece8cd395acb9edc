//! Object container files of Java and fastavro, with every codec.

use std::fs;

use avrolane::container::{Codec, Reader, Writer};

use crate::corpus::directory_of;
use crate::derived::{Everything, Evolved, everything, evolved};

const CODECS: [Codec; 6] = [
    Codec::Null,
    Codec::Deflate,
    Codec::Snappy,
    Codec::Zstandard,
    Codec::Bzip2,
    Codec::Xz,
];

/// The values of `records.json`.
fn records() -> Vec<Everything> {
    (0..40).map(|number| everything(number % 10)).collect()
}

fn file(library: &str, codec: Codec) -> Vec<u8> {
    let name = format!("{library}-{}.avro", codec.name());
    fs::read(directory_of("containers").join(name)).unwrap()
}

#[test]
fn files_of_java_and_fastavro_are_read() {
    for library in ["java", "fastavro"] {
        for codec in CODECS {
            let file = file(library, codec);
            let mut reader = Reader::new(file.as_slice()).unwrap();
            assert_eq!(reader.codec(), codec, "{library}");
            let metadata: Vec<(&str, &[u8])> = reader.metadata().collect();
            assert_eq!(metadata, [("written.by", library.as_bytes())]);
            let read: Result<Vec<Everything>, _> = reader.values().collect();
            assert_eq!(read.unwrap(), records(), "{library} {codec:?}");
        }
    }
}

#[test]
fn files_of_java_and_fastavro_are_read_as_another_version() {
    for library in ["java", "fastavro"] {
        let file = file(library, Codec::Deflate);
        let mut reader = Reader::new(file.as_slice()).unwrap();
        let read: Result<Vec<Evolved>, _> = reader.values().collect();
        let expected: Vec<Evolved> = records().into_iter().map(evolved).collect();
        assert_eq!(read.unwrap(), expected, "{library}");
    }
}

#[test]
fn a_file_of_java_is_the_one_that_we_write() {
    let file = file("java", Codec::Null);
    let mut reader = Reader::new(file.as_slice()).unwrap();
    let mut writer = Writer::builder()
        .metadata("written.by", "java")
        .sync_marker(*b"0123456789abcdef")
        .block_size(200)
        .create_with(reader.schema().clone(), Vec::new())
        .unwrap();
    for value in reader.values::<Everything>() {
        writer.append(&value.unwrap()).unwrap();
    }
    let ours = writer.finish().unwrap();
    // The schema's text, and the order of the metadata, are not the same.
    let blocks = |file: &[u8]| {
        let marker = file
            .windows(16)
            .position(|window| window == b"0123456789abcdef");
        file[marker.unwrap()..].to_vec()
    };
    assert!(blocks(&ours) == blocks(&file));
}

#[test]
fn changed_files_are_errors_or_other_values_and_never_a_panic() {
    for codec in CODECS {
        let file = file("java", codec);
        for position in (0..file.len()).step_by(97) {
            let mut changed = file.clone();
            changed[position] ^= 0x15;
            if let Ok(mut reader) = Reader::new(changed.as_slice()) {
                let good = reader.values::<Everything>().filter(Result::is_ok).count();
                assert!(good <= 40, "{codec:?} {position}");
            }
        }
    }
}
