//! Who takes part, and what each does with a record.

pub mod apache_avro;
pub mod apache_avro_profile;
pub mod avrolane;
pub mod for_scale;
pub mod schema_registry_converter;
pub mod serde_avro_fast;

use std::hint::black_box;

use crate::measure::{Contestant, Work};
use crate::workloads::{Corpus, FRAME, datum};

/// A contestant that writes records behind a frame, into a buffer that is used again; `prepare`
/// makes what writes one.
pub fn encoder<'a, T, E>(
    name: &'static str,
    corpus: &'a Corpus<T>,
    prepare: impl FnOnce() -> E + 'a,
) -> Contestant<'a>
where
    E: FnMut(&'a T, &mut Vec<u8>) + 'a,
{
    Contestant::new(name, || {
        let mut encode = prepare();
        let mut output = Vec::new();
        each(&corpus.values, move |value| {
            output.clear();
            output.extend_from_slice(&FRAME);
            encode(value, &mut output);
            black_box(&output);
        })
    })
}

/// A contestant that reads records behind a frame; `prepare` makes what reads one.
pub fn decoder<'a, T, R, D>(
    name: &'static str,
    corpus: &'a Corpus<T>,
    prepare: impl FnOnce() -> D + 'a,
) -> Contestant<'a>
where
    D: FnMut(&'a [u8]) -> R + 'a,
{
    Contestant::new(name, || {
        let mut decode = prepare();
        each(&corpus.messages, move |message| {
            black_box(decode(datum(message)));
        })
    })
}

/// Goes through `items` again and again.
fn each<'a, T>(items: &'a [T], mut work: impl FnMut(&'a T) + 'a) -> Work<'a> {
    Box::new(move |iterations| {
        for (item, _) in items.iter().cycle().zip(0..iterations) {
            work(black_box(item));
        }
    })
}
