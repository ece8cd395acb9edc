//! Writes the datums to files, so that programs in other languages read the same ones.

use std::fs;
use std::io;
use std::path::Path;

use crate::workloads::{Corpus, order, profile, telemetry};

/// Writes `order.bin`, `profile.bin` and `telemetry.bin` to `directory`: each datum behind its
/// length, which is 4 bytes, the most significant first.
///
/// # Errors
///
/// If the files cannot be written.
pub fn write(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    write_corpus(&directory.join("order.bin"), &order::corpus())?;
    write_corpus(&directory.join("profile.bin"), &profile::corpus())?;
    write_corpus(&directory.join("telemetry.bin"), &telemetry::corpus())
}

fn write_corpus<T>(file: &Path, corpus: &Corpus<T>) -> io::Result<()> {
    let mut bytes = Vec::new();
    for datum in corpus.datums() {
        let length = u32::try_from(datum.len()).map_err(io::Error::other)?;
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(datum);
    }
    fs::write(file, bytes)
}
