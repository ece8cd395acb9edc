//! The workload `telemetry`: 512 measured values and 512 counters, about 6,133 bytes.

use avrolane::AvroEvent;
use serde::{Deserialize, Serialize};

use super::Corpus;
use crate::by_hand;

/// The schema that all contestants write, as the peers read it.
pub const SCHEMA: &str = include_str!("../../schemas/telemetry.avsc");

/// How many different records there are.
const CORPUS: usize = 8;

/// How long each of the two arrays is.
const LENGTH: usize = 512;

/// Measurements.
#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
#[avro(namespace = "bench")]
pub struct Telemetry {
    /// What was measured.
    pub readings: Vec<f64>,
    /// What was counted.
    pub counters: Vec<i64>,
}

/// Records that look like real ones: the same counters in each, of all magnitudes from tens to
/// trillions, and each a little higher than in the record before.
#[must_use]
pub fn corpus() -> Corpus<Telemetry> {
    let mut random = fastrand::Rng::with_seed(11);
    let mut counters = (0..LENGTH)
        .map(|_| random.i64(0..1 << 44) >> random.u8(4..37))
        .collect::<Vec<_>>();
    let mut telemetry = || {
        for counter in &mut counters {
            *counter += random.i64(0..=*counter / 16);
        }
        Telemetry {
            readings: (0..LENGTH).map(|_| 20.0 + random.f64() * 80.0).collect(),
            counters: counters.clone(),
        }
    };
    let records = (0..CORPUS).map(|_| telemetry()).collect();
    Corpus::new(
        SCHEMA,
        "bench.Telemetry",
        records,
        by_hand::telemetry::encode,
    )
}
