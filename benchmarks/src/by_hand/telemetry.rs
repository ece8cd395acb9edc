//! The workload `telemetry` by hand.

use super::reader::{Invalid, Reader};
use super::writer::{put_double, put_length, put_long};
use crate::workloads::telemetry::Telemetry;

/// Appends a telemetry record.
#[inline]
pub fn encode(telemetry: &Telemetry, output: &mut Vec<u8>) {
    if !telemetry.readings.is_empty() {
        put_length(output, telemetry.readings.len());
        for &reading in &telemetry.readings {
            put_double(output, reading);
        }
    }
    output.push(0);
    if !telemetry.counters.is_empty() {
        put_length(output, telemetry.counters.len());
        for &counter in &telemetry.counters {
            put_long(output, counter);
        }
    }
    output.push(0);
}

/// Reads a telemetry record.
///
/// # Errors
///
/// If the bytes are none.
#[inline]
pub fn decode(datum: &[u8]) -> Result<Telemetry, Invalid> {
    let mut telemetry = Telemetry {
        readings: Vec::new(),
        counters: Vec::new(),
    };
    decode_into(datum, &mut telemetry)?;
    Ok(telemetry)
}

/// Reads a telemetry record into the memory of another.
///
/// # Errors
///
/// If the bytes are none.
#[inline]
pub fn decode_into(datum: &[u8], telemetry: &mut Telemetry) -> Result<(), Invalid> {
    let mut reader = Reader::new(datum);
    let readings = &mut telemetry.readings;
    readings.clear();
    reader
        .blocks::<f64>(|reader, count, reserve| {
            readings.reserve(reserve);
            for _ in 0..count {
                readings.push(reader.double()?);
            }
            Ok(())
        })
        .map_err(|error| error.in_field("readings[]"))?;
    let counters = &mut telemetry.counters;
    counters.clear();
    reader
        .blocks::<i64>(|reader, count, reserve| {
            counters.reserve(reserve);
            for _ in 0..count {
                counters.push(reader.long()?);
            }
            Ok(())
        })
        .map_err(|error| error.in_field("counters[]"))
}
