//! Object container files.
#![no_main]

use arbitrary::{Arbitrary, Unstructured};
use avrolane::AvroEvent;
use avrolane::codec::Limits;
use avrolane::container::{Codec, Reader, Writer};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Default, PartialEq, AvroEvent)]
struct Reading {
    sensor: String,
    values: Vec<i32>,
}

/// How much a block may take: as much as all values of a file that is written here.
const MAX_BLOCK_SIZE: usize = 1 << 16;

fuzz_target!(|bytes: &[u8]| {
    read(bytes);
    let _ = read_changed(&mut Unstructured::new(bytes));
});

/// A file that is right but for what is in its blocks, and then with other bytes in some places.
fn read_changed(input: &mut Unstructured<'_>) -> arbitrary::Result<()> {
    let codec = *input.choose(&[
        Codec::Null,
        Codec::Deflate,
        Codec::Snappy,
        Codec::Zstandard,
        Codec::Bzip2,
        Codec::Xz,
    ])?;
    let builder = Writer::builder()
        .codec(codec)
        .block_size(u8::arbitrary(input)?.into())
        .sync_marker([7; 16]);
    let memory = "memory can be written to";
    let mut writer = builder.create::<Reading, _>(Vec::new()).expect(memory);
    for _ in 0..input.int_in_range(0..=9)? {
        writer.append_datum(input.arbitrary()?).expect(memory);
        writer.append(&Reading::default()).expect(memory);
    }
    let mut file = writer.finish().expect(memory);
    read(&file);
    while !input.is_empty() {
        let place = input.choose_index(file.len())?;
        if let Some(byte) = file.get_mut(place) {
            *byte = u8::arbitrary(input)?;
        }
    }
    read(&file);
    Ok(())
}

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
