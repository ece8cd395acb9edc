//! Times what a consumer does for each record: finding what belongs to a schema id, which has been
//! fetched before.

pub mod contestants;
pub mod messages;
#[expect(
    dead_code,
    unreachable_pub,
    reason = "of the files of avrolane only what a lookup takes is used"
)]
mod registry;

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;
use std::{hint, thread};

use contestants::{Lookups, contestants};

/// How many lookups are timed at once: so few that most are not interrupted by other programs.
const SLICE: u32 = 20_000;

/// Looks ids up in turn, beginning with one, as often as it is told to.
pub type Run = Box<dyn Fn(u32, u32) + Sync>;

/// The least that a lookup took, in nanoseconds: by one thread alone, and by two at once.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    one_thread: f64,
    two_threads: f64,
}

impl Times {
    const NONE: Self = Self {
        one_thread: f64::INFINITY,
        two_threads: f64::INFINITY,
    };

    fn scaling(self) -> f64 {
        self.two_threads / self.one_thread
    }
}

/// Prints a table for each number of ids that records come with, after so many rounds in which the
/// contestants take turns.
#[expect(
    clippy::print_stdout,
    reason = "the tables are what the benchmark is for"
)]
pub fn report(rounds: u32) {
    for ids in [1, 16, 1_000] {
        let contestants = contestants(ids);
        let times = time(&contestants, rounds);
        println!(
            "| lookup, {ids} ids | ns | times the first | two threads, ns | times one | target |"
        );
        println!("|---|--:|--:|--:|--:|---|");
        let first = times.first().copied().unwrap_or(Times::NONE);
        for (contestant, times) in contestants.iter().zip(times) {
            let ratio = times.one_thread / first.one_thread;
            let target = contestant.target.map_or_else(String::new, |target| {
                format!(
                    "≤ {target:.2}: {}, with two threads ≤ 1.20: {}",
                    verdict(ratio <= target),
                    verdict(times.scaling() <= 1.2)
                )
            });
            println!(
                "| {} | {:.1} | {ratio:.2} | {:.1} | {:.2} | {target} |",
                contestant.name,
                times.one_thread,
                times.two_threads,
                times.scaling()
            );
        }
        println!();
    }
}

pub(crate) fn verdict(is_met: bool) -> &'static str {
    if is_met { "met" } else { "missed" }
}

fn time(contestants: &[Lookups], rounds: u32) -> Vec<Times> {
    let mut times = vec![Times::NONE; contestants.len()];
    for _ in 0..rounds {
        for (contestant, times) in contestants.iter().zip(&mut times) {
            let alone = slice(&contestant.run, 1);
            times.one_thread = times.one_thread.min(alone);
            let together = slice(&contestant.run, 2);
            times.two_threads = times.two_threads.min(together);
        }
    }
    times
}

/// The nanoseconds of a lookup, by so many threads at once: from when the first begins to when the
/// last is done.
fn slice(run: &Run, threads: u32) -> f64 {
    let waiting = AtomicU32::new(threads);
    thread::scope(|scope| {
        let threads = (0..threads).map(|thread| {
            let waiting = &waiting;
            scope.spawn(move || {
                // Each thread remembers for itself.
                run(thread, 10);
                waiting.fetch_sub(1, Ordering::AcqRel);
                while waiting.load(Ordering::Acquire) > 0 {
                    hint::spin_loop();
                }
                let start = Instant::now();
                run(thread, SLICE);
                (start, Instant::now())
            })
        });
        let threads = threads.collect::<Vec<_>>().into_iter();
        let times = threads.map(|thread| thread.join().expect("it has ended well"));
        let times = times.collect::<Vec<_>>();
        let start = times.iter().map(|(start, _)| *start).min();
        let end = times.iter().map(|(_, end)| *end).max();
        let time = start.zip(end).map(|(start, end)| end - start);
        time.unwrap_or_default().as_secs_f64() * 1e9 / f64::from(SLICE)
    })
}
