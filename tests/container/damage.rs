//! Files that are not what they say.

use super::*;

#[test]
fn a_value_that_cannot_be_read_costs_its_block_and_says_where_it_is() {
    let mut file = file(Codec::Null, 3);
    let start = blocks(&file)[1];
    // The length of the second value's text: two bytes of the block, then eleven and a number.
    file[start + 2 + 12] = 0x7f;
    let outcome = outcome(file.as_slice());
    assert_eq!(values(&outcome), [0, 1, 2, 3, 4, 8, 9, 10, 11]);
    assert_eq!(outcome.len(), 10, "{outcome:?}");
    let error = format!("block 2 at byte {start}, value 2: it cannot be read");
    assert_eq!(outcome[5], Err(error));

    let mut reader = Reader::new(file.as_slice()).unwrap();
    let error = reader.values::<Reading>().find_map(Result::err).unwrap();
    assert_eq!((error.block(), error.offset()), (Some(2), start as u64));
    let ContainerErrorKind::Decode(cause) = error.kind() else {
        panic!("{error}");
    };
    assert_eq!(cause.field_path(), "sensor");
    assert_eq!(cause.kind(), &DecodeErrorKind::InvalidLength(-64));
    assert!(error.source().is_some());
}

#[test]
fn a_block_that_does_not_decompress_costs_itself() {
    let mut file = file(Codec::Deflate, 3);
    let start = blocks(&file)[1];
    // A kind of block that deflate does not have.
    file[start + 2] = 0xff;
    let outcome = outcome(file.as_slice());
    assert_eq!(values(&outcome), [0, 1, 2, 3, 8, 9, 10, 11]);
    let error = outcome[4].as_ref().unwrap_err();
    assert!(error.starts_with("block 2 at byte"), "{error}");
    assert!(error.contains("no deflate"), "{error}");
}

#[test]
fn a_block_of_another_size_costs_what_is_before_the_next_sync_marker() {
    for wrong in [0x00, 0x01, 0x20, 0x7e] {
        let mut file = file(Codec::Null, 4);
        let start = blocks(&file)[1];
        file[start + 1] = wrong;
        let outcome = outcome(file.as_slice());
        assert_eq!(
            values(&outcome),
            [0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15],
            "{wrong}"
        );
        assert_eq!(
            outcome.iter().filter(|value| value.is_err()).count(),
            1,
            "{wrong}"
        );
    }
}

#[test]
fn a_broken_sync_marker_costs_the_blocks_on_both_sides() {
    let mut file = file(Codec::Null, 4);
    let end = blocks(&file)[2];
    file[end - 1] ^= 1;
    let outcome = outcome(file.as_slice());
    assert_eq!(values(&outcome), [0, 1, 2, 3, 12, 13, 14, 15]);
}

#[test]
fn every_file_that_is_cut_off_is_read_up_to_there() {
    let file = file(Codec::Null, 3);
    let starts = blocks(&file);
    for length in 0..file.len() {
        let Ok(mut reader) = Reader::new(&file[..length]) else {
            assert!(length < starts[0], "{length}");
            continue;
        };
        let read: Vec<_> = reader.values::<Reading>().collect();
        let whole = starts.iter().filter(|end| **end <= length).count() - 1;
        let good = read.iter().filter(|value| value.is_ok()).count();
        assert_eq!(good, whole * 4, "{length}");
        let is_cut = !starts.contains(&length);
        assert_eq!(read.len() - good, usize::from(is_cut), "{length}");
    }
}

#[test]
fn every_byte_that_is_changed_is_an_error_or_another_value_and_never_a_panic() {
    for codec in [Codec::Null, Codec::Deflate] {
        let file = file(codec, 2);
        for position in 0..file.len() {
            for change in [0x01, 0x80, 0xff] {
                let mut changed = file.clone();
                changed[position] ^= change;
                if let Ok(mut reader) = Reader::new(changed.as_slice()) {
                    assert!(reader.values::<Reading>().count() <= 9);
                }
            }
        }
    }
}

/// Gives one byte at a time, and errors between them.
struct Slow<'a> {
    bytes: &'a [u8],
    fails: bool,
}

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.fails = !self.fails;
        if self.fails {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let one = buffer.len().min(1);
        self.bytes.read(&mut buffer[..one])
    }
}

#[test]
fn how_bytes_come_makes_no_difference() {
    let mut file = file(Codec::Deflate, 4);
    let start = blocks(&file)[1];
    file[start + 1] = 0x70;
    let slow = Slow {
        bytes: &file,
        fails: false,
    };
    assert_eq!(outcome(slow), outcome(file.as_slice()));
}

/// Fails once, in the middle.
struct Flaky<'a>(&'a [u8], bool);

impl Read for Flaky<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0.len() < 200 && !self.1 {
            self.1 = true;
            return Err(io::ErrorKind::TimedOut.into());
        }
        let few = buffer.len().min(100);
        self.0.read(&mut buffer[..few])
    }
}

#[test]
fn reading_goes_on_where_the_source_failed() {
    let file = file(Codec::Null, 5);
    let mut reader = Reader::new(Flaky(&file, false)).unwrap();
    let mut read = Vec::new();
    let mut errors = 0;
    loop {
        match reader.read::<Reading>() {
            Ok(Some(value)) => read.push(value.value),
            Ok(None) => break,
            Err(error) => {
                assert!(matches!(error.kind(), ContainerErrorKind::Io(_)), "{error}");
                errors += 1;
            }
        }
    }
    assert_eq!((read, errors), ((0..20).collect(), 1));
}

fn append<T: AvroEncode>(value: &T, output: &mut Vec<u8>) {
    value.encode(output).unwrap();
}

fn head(schema: &str, codec: &str) -> Vec<u8> {
    let mut file = b"Obj\x01".to_vec();
    let metadata = std::collections::BTreeMap::from([
        ("avro.schema", schema.as_bytes()),
        ("avro.codec", codec.as_bytes()),
    ]);
    append(&metadata, &mut file);
    file.extend_from_slice(&MARKER);
    file
}

fn block(count: i64, values: &[u8]) -> Vec<u8> {
    let mut block = Vec::new();
    append(&count, &mut block);
    append(&values, &mut block);
    block.extend_from_slice(&MARKER);
    block
}

fn errors<T>(file: &[u8]) -> Vec<ContainerError>
where
    T: AvroSchema + for<'de> avrolane::AvroDecode<'de>,
{
    let mut reader = Reader::new(file).unwrap();
    reader.values::<T>().filter_map(Result::err).collect()
}

fn is_too_large(errors: &[ContainerError]) -> bool {
    matches!(errors, [error] if matches!(error.kind(), ContainerErrorKind::TooLarge))
}

#[test]
fn sizes_beyond_the_limit_are_refused() {
    for size in [1_i64 << 32, i64::MAX] {
        let mut file = head("\"int\"", "null");
        append(&1_i64, &mut file);
        append(&size, &mut file);
        file.extend_from_slice(&MARKER);
        assert!(is_too_large(&errors::<i32>(&file)));
    }
    let mut file = head("\"null\"", "null");
    file.extend_from_slice(&block(1 << 40, b""));
    assert!(is_too_large(&errors::<Option<i32>>(&file)));
}

#[test]
fn a_block_that_grows_beyond_the_limit_is_refused() {
    let mut writer = Writer::builder()
        .codec(Codec::Deflate)
        .create::<str, _>(Vec::new())
        .unwrap();
    writer.append("a".repeat(1 << 20).as_str()).unwrap();
    let file = writer.finish().unwrap();
    assert!(file.len() < 10_000);
    let mut reader = Reader::builder()
        .max_block_size(100_000)
        .open(file.as_slice())
        .unwrap();
    let error = reader.read::<&str>().unwrap_err();
    assert!(
        matches!(error.kind(), ContainerErrorKind::TooLarge),
        "{error}"
    );
    assert!(reader.read::<&str>().unwrap().is_none());
}

#[test]
fn metadata_beyond_the_limit_are_refused() {
    let file = file(Codec::Null, 1);
    let error = Reader::builder()
        .max_block_size(100)
        .open(file.as_slice())
        .unwrap_err();
    assert!(
        matches!(error.kind(), ContainerErrorKind::TooLarge),
        "{error}"
    );
}

#[test]
fn metadata_of_many_entries_beyond_the_limit_are_refused() {
    let mut builder = Writer::builder();
    for number in 0..1000 {
        builder = builder.metadata(format!("key {number}"), "");
    }
    let file = builder
        .create::<i32, _>(Vec::new())
        .unwrap()
        .finish()
        .unwrap();
    let open = |limit| {
        Reader::builder()
            .max_block_size(limit)
            .open(file.as_slice())
    };
    let error = open(file.len()).unwrap_err();
    assert!(
        matches!(error.kind(), ContainerErrorKind::TooLarge),
        "{error}"
    );
    assert!(open(100_000).is_ok());
}

#[test]
fn blocks_whose_numbers_are_wrong_are_errors() {
    for (count, values, why) in [
        (0, &[2_u8][..], "has bytes, but no values"),
        (1, &[2, 4], "bytes are left behind the last value"),
        (-1, &[2], "it is negative"),
    ] {
        let mut file = head("\"int\"", "null");
        file.extend_from_slice(&block(count, values));
        file.extend_from_slice(&block(1, &[8]));
        let mut reader = Reader::new(file.as_slice()).unwrap();
        let read: Vec<_> = reader.values::<i32>().collect();
        let [Err(error), Ok(4)] = read.as_slice() else {
            panic!("{read:?}");
        };
        assert!(error.to_string().contains(why), "{error}");
    }
}

#[test]
fn a_file_that_cannot_be_read_at_all_says_why() {
    let message = |file: &[u8]| Reader::new(file).unwrap_err().to_string();
    assert!(message(b"").contains("no Avro object container file"));
    assert!(message(b"PAR1").contains("no Avro object container file"));
    assert!(message(b"Obj\x01").contains("ends"));
    assert!(message(&head("\"int\"", "lzo")).contains("compressed with lzo"));
    assert!(message(&head("\"integer\"", "null")).contains("schema is none"));
}

#[test]
fn reserved_metadata_are_refused() {
    let writer = Writer::builder().metadata("avro.codec", "null");
    let error = writer.create::<i32, _>(Vec::new()).unwrap_err();
    assert!(error.to_string().contains("reserved"), "{error}");
}
