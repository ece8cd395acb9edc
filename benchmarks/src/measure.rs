//! Times contestants in turn, so that a machine that changes its speed changes it for all.

use std::fmt;
use std::time::{Duration, Instant};

use crate::allocations;

/// Does a piece of work so many times.
pub type Work<'a> = Box<dyn FnMut(u64) + 'a>;

/// One way of doing a group's work.
#[must_use]
pub struct Contestant<'a> {
    /// Who it is.
    pub name: &'static str,
    state: State<'a>,
}

/// What a contestant needs is made when it is first needed, as a run under valgrind needs only one.
enum State<'a> {
    Unprepared(Box<dyn FnOnce() -> Work<'a> + 'a>),
    Prepared(Work<'a>),
    InPreparation,
}

impl<'a> Contestant<'a> {
    /// A contestant that does what `prepare` hands out.
    pub fn new(name: &'static str, prepare: impl FnOnce() -> Work<'a> + 'a) -> Self {
        Self {
            name,
            state: State::Unprepared(Box::new(prepare)),
        }
    }

    /// Does the work so many times.
    pub fn run(&mut self, iterations: u64) {
        self.state = match std::mem::replace(&mut self.state, State::InPreparation) {
            State::Unprepared(prepare) => State::Prepared(prepare()),
            state => state,
        };
        if let State::Prepared(work) = &mut self.state {
            work(iterations);
        }
    }
}

impl fmt::Debug for Contestant<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contestant")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// The same work done by several contestants, the first of which is what the others are measured
/// against.
#[derive(Debug)]
pub struct Group<'a> {
    /// What the work is.
    pub name: &'static str,
    /// Who does it.
    pub contestants: Vec<Contestant<'a>>,
    /// What a contestant has to reach.
    pub target: Option<Target>,
}

/// What a contestant has to reach.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Which contestant.
    pub contestant: &'static str,
    /// At most so many times what the first contestant takes.
    pub ratio: f64,
    /// At most so many allocations.
    pub allocations: Option<f64>,
}

/// How long to measure.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// How often each contestant is timed.
    pub rounds: usize,
    /// Into how many slices a round is cut, between which the contestants take turns.
    pub slices: usize,
    /// How long a slice takes.
    pub slice: Duration,
}

/// The nanoseconds of each contestant in each round: the median of the round's slices, which are so
/// short that most are not interrupted by other programs.
pub fn time(group: &mut Group<'_>, effort: Effort) -> Vec<Vec<f64>> {
    let contestants = &mut group.contestants;
    let iterations = contestants
        .iter_mut()
        .map(|contestant| calibrate(contestant, effort.slice))
        .collect::<Vec<_>>();
    let mut timings = vec![Vec::new(); contestants.len()];
    for _ in 0..effort.rounds {
        let mut slices = vec![Vec::new(); contestants.len()];
        for _ in 0..effort.slices {
            for ((contestant, &count), slices) in
                contestants.iter_mut().zip(&iterations).zip(&mut slices)
            {
                slices.push(time_slice(contestant, count));
            }
        }
        for (timings, slices) in timings.iter_mut().zip(slices) {
            timings.push(median(slices));
        }
    }
    timings
}

#[expect(clippy::cast_precision_loss, reason = "no count comes near 2^52")]
fn time_slice(contestant: &mut Contestant<'_>, iterations: u64) -> f64 {
    let start = Instant::now();
    contestant.run(iterations);
    start.elapsed().as_nanos() as f64 / iterations as f64
}

/// How many iterations fill a slice, by the fastest of several tries.
fn calibrate(contestant: &mut Contestant<'_>, slice: Duration) -> u64 {
    let mut iterations = 64;
    loop {
        let tries = (0..5).map(|_| {
            let start = Instant::now();
            contestant.run(iterations);
            start.elapsed()
        });
        // All but the fastest may have been interrupted.
        if tries.min().unwrap_or_default() >= slice / 2 {
            return iterations * 2;
        }
        iterations *= 2;
    }
}

/// The median.
#[must_use]
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// How many allocations one iteration makes, once warm.
#[expect(clippy::cast_precision_loss, reason = "no count comes near 2^52")]
pub fn count_allocations(contestant: &mut Contestant<'_>) -> f64 {
    const ITERATIONS: u64 = 6_400;
    contestant.run(ITERATIONS);
    let before = allocations::count();
    contestant.run(ITERATIONS);
    (allocations::count() - before) as f64 / ITERATIONS as f64
}
