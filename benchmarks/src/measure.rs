//! Times contestants in turn, so that a machine that changes its speed changes it for all.

use std::env;
use std::fmt;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::allocations;

/// How often each contestant is timed.
const ROUNDS: usize = 11;

/// How long one timing takes.
const TIMING: Duration = Duration::from_millis(40);

/// One way of doing a group's work.
pub struct Contestant<'a> {
    /// Who it is.
    pub name: &'static str,
    /// Does the work so many times.
    pub run: Box<dyn FnMut(u64) + 'a>,
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
}

/// Measures each group and prints a table.
///
/// With the argument `--instructions`, counts instructions by running itself under valgrind; it
/// does so with `--only GROUP CONTESTANT ITERATIONS`.
///
/// # Panics
///
/// If valgrind is asked for and cannot be run.
#[expect(
    clippy::print_stdout,
    reason = "the table is what the benchmark is for"
)]
pub fn measure(groups: &mut [Group<'_>]) {
    let arguments = env::args().collect::<Vec<_>>();
    if let Some(at) = arguments.iter().position(|argument| argument == "--only") {
        return run_only(groups, arguments.get(at + 1..).unwrap_or_default());
    }
    let instructions = arguments
        .iter()
        .any(|argument| argument == "--instructions");
    for group in groups {
        println!("{}", table(group, instructions));
    }
}

fn run_only(groups: &mut [Group<'_>], arguments: &[String]) {
    let [group, contestant, iterations] = arguments else {
        panic!("--only takes a group, a contestant and a number")
    };
    let iterations = iterations
        .parse()
        .expect("the third argument of --only is a number");
    let group = groups.iter_mut().find(|known| known.name == group);
    let contestants = &mut group.expect("the group is known").contestants;
    let contestant = contestants
        .iter_mut()
        .find(|known| known.name == contestant);
    (contestant.expect("the contestant is known").run)(iterations);
}

fn table(group: &mut Group<'_>, instructions: bool) -> String {
    let timings = time(group);
    let first = timings.first().cloned().unwrap_or_default();
    let mut lines = vec![
        format!(
            "| {} | ns | times the first | allocations | instructions | times the first |",
            group.name
        ),
        "|---|--:|--:|--:|--:|--:|".to_owned(),
    ];
    let mut first_instructions = None;
    let name = group.name;
    for (contestant, timing) in group.contestants.iter_mut().zip(&timings) {
        let ratios = timing.iter().zip(&first).map(|(one, other)| one / other);
        let counted = if instructions {
            count_instructions(name, contestant.name)
        } else {
            None
        };
        first_instructions = first_instructions.or(counted);
        let allocations = count_allocations(contestant);
        let of_first = counted
            .zip(first_instructions)
            .map(|(one, other)| one / other);
        lines.push(format!(
            "| {} | {:.1} | {:.2} | {allocations:.2} | {} | {} |",
            contestant.name,
            median(timing.clone()),
            median(ratios.collect()),
            counted.map_or_else(String::new, |count| format!("{count:.0}")),
            of_first.map_or_else(String::new, |ratio| format!("{ratio:.2}")),
        ));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// The nanoseconds of each contestant in each round.
#[expect(clippy::cast_precision_loss, reason = "no count comes near 2^52")]
fn time(group: &mut Group<'_>) -> Vec<Vec<f64>> {
    let iterations = group
        .contestants
        .iter_mut()
        .map(calibrate)
        .collect::<Vec<_>>();
    let mut timings = vec![Vec::new(); group.contestants.len()];
    for _ in 0..ROUNDS {
        for ((contestant, &count), timing) in group
            .contestants
            .iter_mut()
            .zip(&iterations)
            .zip(&mut timings)
        {
            let start = Instant::now();
            (contestant.run)(count);
            timing.push(start.elapsed().as_nanos() as f64 / count as f64);
        }
    }
    timings
}

/// How many iterations fill the time of one timing.
fn calibrate(contestant: &mut Contestant<'_>) -> u64 {
    let mut iterations = 64;
    loop {
        let start = Instant::now();
        (contestant.run)(iterations);
        if start.elapsed() >= TIMING / 2 {
            return iterations * 2;
        }
        iterations *= 2;
    }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

#[expect(clippy::cast_precision_loss, reason = "no count comes near 2^52")]
fn count_allocations(contestant: &mut Contestant<'_>) -> f64 {
    const ITERATIONS: u64 = 6_400;
    let before = allocations::count();
    (contestant.run)(ITERATIONS);
    (allocations::count() - before) as f64 / ITERATIONS as f64
}

/// The instructions of one iteration: the difference between many and none, as valgrind counts.
fn count_instructions(group: &str, contestant: &str) -> Option<f64> {
    const ITERATIONS: u32 = 6_400;
    let many = callgrind(group, contestant, ITERATIONS)?;
    let none = callgrind(group, contestant, 0)?;
    Some((many - none) / f64::from(ITERATIONS))
}

fn callgrind(group: &str, contestant: &str, iterations: u32) -> Option<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe().ok()?)
        .args(["--only", group, contestant, &iterations.to_string()])
        .output()
        .expect("valgrind is installed");
    let report = String::from_utf8_lossy(&output.stderr);
    let collected = report
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    collected.and_then(|(_, count)| count.trim().parse().ok())
}
