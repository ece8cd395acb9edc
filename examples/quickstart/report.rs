//! What came of it.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::process::ExitCode;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::flights::FlightDeparted;

/// Counts what was produced and consumed, and keeps what came back.
pub(crate) struct Report {
    expected: Vec<FlightDeparted>,
    returned: Vec<FlightDeparted>,
    deliveries: usize,
    failures: usize,
}

impl Report {
    pub(crate) fn new(expected: &[FlightDeparted]) -> Self {
        Self {
            expected: expected.to_vec(),
            returned: Vec::new(),
            deliveries: 0,
            failures: 0,
        }
    }

    pub(crate) fn deliveries(&self) -> usize {
        self.deliveries
    }

    pub(crate) fn produced(&mut self) {
        self.deliveries += 1;
    }

    pub(crate) fn consumed(&mut self, flight: Option<FlightDeparted>) {
        match flight {
            Some(flight) => self.returned.push(flight),
            None => self.fail(&"a record without a value came back"),
        }
    }

    pub(crate) fn undecodable(&mut self, record: &impl Display) {
        self.fail(record);
    }

    fn fail(&mut self, reason: &dyn Display) {
        self.failures += 1;
        eprintln!("{reason}");
    }

    /// Prints the table and the last line, and says with which status to end.
    pub(crate) fn finish(mut self, elapsed: Duration) -> ExitCode {
        print_delays(&self.returned);
        let consumed = self.returned.len();
        self.expected.sort();
        self.returned.sort();
        let lost = if self.expected == self.returned {
            0
        } else {
            let differing = self
                .expected
                .iter()
                .zip(&self.returned)
                .filter(|(one, other)| one != other);
            differing.count() + self.expected.len().abs_diff(consumed)
        };
        let failed = self.failures.max(lost);
        println!(
            "flights: {} produced, {consumed} consumed, {failed} failed, {:.0} events/s",
            self.deliveries,
            consumed as f64 / elapsed.as_secs_f64(),
        );
        if failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

fn print_delays(flights: &[FlightDeparted]) {
    let mut carriers = BTreeMap::<&str, (usize, Vec<i32>)>::new();
    for flight in flights {
        let (count, delays) = carriers.entry(&flight.carrier).or_default();
        *count += 1;
        delays.extend(flight.departure_delay_minutes);
    }
    println!("carrier  flights  cancelled  mean delay  worst delay");
    for (carrier, (count, delays)) in carriers {
        let sum = delays.iter().copied().map(i64::from).sum::<i64>();
        let mean = sum as f64 / delays.len().max(1) as f64;
        let worst = delays.iter().max().copied().unwrap_or(0);
        println!(
            "{carrier:<7}  {count:>7}  {:>9}  {mean:>6.1} min  {worst:>7} min",
            count - delays.len()
        );
    }
    println!();
}

/// A bar on a terminal, nothing elsewhere.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn new(what: &'static str, total: usize) -> Self {
        let style = ProgressStyle::with_template("{msg} [{bar:40}] {human_pos}/{human_len}");
        let bar = ProgressBar::new(total as u64).with_message(what);
        Self(bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())))
    }

    pub(crate) fn step(&self) {
        self.0.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
