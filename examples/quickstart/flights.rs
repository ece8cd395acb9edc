//! The event, and the file that it comes from.

use std::error::Error;

use avrolane::AvroEvent;
use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;

/// One departure from a New York airport.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, AvroEvent)]
#[avro(namespace = "com.example.flights")]
pub(crate) struct FlightDeparted {
    pub(crate) carrier: String,
    pub(crate) flight: i32,
    pub(crate) tail_number: Option<String>,
    pub(crate) origin: Airport,
    pub(crate) destination: String,
    pub(crate) scheduled: DateTime<Utc>,
    /// Negative for a flight that left early; absent for one that did not leave.
    pub(crate) departure_delay_minutes: Option<i32>,
    pub(crate) distance_miles: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, AvroEvent, Deserialize)]
#[avro(rename_all = "UPPERCASE")]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Airport {
    Ewr,
    Jfk,
    Lga,
}

/// The columns of the file that the event is made of.
#[derive(Deserialize)]
struct Row {
    carrier: String,
    flight: i32,
    tailnum: String,
    origin: Airport,
    dest: String,
    time_hour: DateTime<Utc>,
    minute: i64,
    dep_delay: String,
    distance: i32,
}

/// Reads all flights.
pub(crate) fn read() -> Result<Vec<FlightDeparted>, Box<dyn Error>> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/flights.csv");
    let mut rows = csv::Reader::from_path(file).map_err(|error| format!("{file}: {error}"))?;
    rows.deserialize::<Row>()
        .map(|row| Ok(FlightDeparted::try_from(row?)?))
        .collect()
}

impl TryFrom<Row> for FlightDeparted {
    type Error = std::num::ParseIntError;

    fn try_from(row: Row) -> Result<Self, Self::Error> {
        Ok(Self {
            carrier: row.carrier,
            flight: row.flight,
            tail_number: known(row.tailnum),
            origin: row.origin,
            destination: row.dest,
            scheduled: row.time_hour + Duration::minutes(row.minute),
            departure_delay_minutes: known(row.dep_delay)
                .map(|delay| delay.parse())
                .transpose()?,
            distance_miles: row.distance,
        })
    }
}

/// The file writes `NA` for what is not known.
fn known(value: String) -> Option<String> {
    (value != "NA").then_some(value)
}
