//! Counts instructions by running the benchmark again under valgrind.

use std::env;
use std::process::Command;

use crate::measure::Group;

/// The argument with which the benchmark runs one contestant only: `--only GROUP CONTESTANT
/// ITERATIONS`.
pub const ONLY: &str = "--only";

/// The instructions of one iteration: the difference between many and none.
///
/// # Panics
///
/// If valgrind is not installed.
#[must_use]
pub fn count(group: &str, contestant: &str) -> Option<f64> {
    const ITERATIONS: u32 = 3_200;
    let many = callgrind(group, contestant, ITERATIONS)?;
    let none = callgrind(group, contestant, 0)?;
    Some((many - none) / f64::from(ITERATIONS))
}

fn callgrind(group: &str, contestant: &str, iterations: u32) -> Option<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe().ok()?)
        .args([ONLY, group, contestant, &iterations.to_string()])
        .output()
        .expect("valgrind is installed");
    let report = String::from_utf8_lossy(&output.stderr);
    let collected = report
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    collected.and_then(|(_, count)| count.trim().parse().ok())
}

/// Runs one contestant, as [`ONLY`] asks for.
///
/// # Panics
///
/// If the arguments name no contestant.
pub fn run_only(groups: &mut [Group<'_>], arguments: &[String]) {
    let [group, contestant, iterations] = arguments else {
        panic!("{ONLY} takes a group, a contestant and a number")
    };
    let iterations = iterations
        .parse()
        .expect("the third argument of --only is a number");
    let group = groups.iter_mut().find(|known| known.name == group);
    let contestants = &mut group.expect("the group is known").contestants;
    let contestant = contestants
        .iter_mut()
        .find(|known| known.name == contestant);
    contestant.expect("the contestant is known").run(iterations);
}
