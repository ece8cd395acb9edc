//! Object container files.
#![no_main]

use avrolane::AvroEvent;
use avrolane::codec::Limits;
use avrolane::container::{Codec, Reader, Writer};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, PartialEq, AvroEvent)]
struct Reading {
    sensor: String,
    values: Vec<i32>,
}

/// How much a block may take: as much as all values of a file that is written here.
const MAX_BLOCK_SIZE: usize = 1 << 16;

fuzz_target!(|input: (&[u8], &[u8], u8, u8, bool)| {
    let (file, blocks, codec, size, is_file) = input;
    if is_file {
        read(file);
        return;
    }
    // A file that is right, with other bytes for what is in its blocks.
    let codecs = [
        Codec::Null,
        Codec::Deflate,
        Codec::Snappy,
        Codec::Zstandard,
        Codec::Bzip2,
        Codec::Xz,
    ];
    let codec = codecs[usize::from(codec) % codecs.len()];
    let builder = Writer::builder()
        .codec(codec)
        .block_size(size.into())
        .sync_marker([7; 16]);
    let mut writer = builder
        .create::<Reading, _>(Vec::new())
        .expect("memory can be written to");
    for datum in blocks.chunks(10) {
        writer
            .append_datum(datum)
            .expect("memory can be written to");
    }
    let mut whole = writer.finish().expect("memory can be written to");
    read(&whole);
    let changes = file.chunks_exact(3);
    for change in changes {
        let [low, high, with] = change else { continue };
        let length = whole.len();
        let place = usize::from(u16::from_le_bytes([*low, *high])) % length;
        if let Some(byte) = whole.get_mut(place) {
            *byte ^= with;
        }
    }
    read(&whole);
});

fn read(file: &[u8]) {
    let limits = Limits::default().max_allocation(MAX_BLOCK_SIZE);
    let builder = Reader::builder()
        .limits(limits)
        .max_block_size(MAX_BLOCK_SIZE);
    let Ok(mut reader) = builder.open(file) else {
        return;
    };
    reader.values::<Reading>().take(100_000).for_each(drop);
    let builder = Reader::builder()
        .limits(limits)
        .max_block_size(MAX_BLOCK_SIZE);
    if let Ok(mut reader) = builder.open(file) {
        let longs = reader.values::<Option<Vec<i64>>>();
        longs.take(100_000).for_each(drop);
    }
}
