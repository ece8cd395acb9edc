//! Prints what was measured.

use std::time::Duration;

use crate::instructions::{self, ONLY, run_only};
use crate::measure::{Effort, Group, Target, count_allocations, median, time};

/// How much more than its target a ratio of times may be, as times are noisy.
const NOISE: f64 = 1.1;

/// Measures the groups that the arguments name by a part of their names, or all, and prints a table
/// of each. `--instructions` counts instructions, too; `--quick` takes less time.
///
/// # Panics
///
/// If valgrind is asked for and cannot be run.
#[expect(
    clippy::print_stdout,
    reason = "the tables are what the benchmark is for"
)]
pub fn report(groups: &mut [Group<'_>], arguments: &[String]) {
    if let Some(at) = arguments.iter().position(|argument| argument == ONLY) {
        return run_only(groups, arguments.get(at + 1..).unwrap_or_default());
    }
    let asked = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let effort = Effort {
        rounds: if asked("--quick") { 3 } else { 11 },
        slices: 21,
        slice: Duration::from_millis(1),
    };
    let mut filters = arguments
        .iter()
        .filter(|argument| !argument.starts_with("--"))
        .peekable();
    let all = filters.peek().is_none();
    let filters = filters.collect::<Vec<_>>();
    for group in groups {
        if all || filters.iter().any(|filter| group.name.contains(*filter)) {
            println!("{}", table(group, effort, asked("--instructions")));
        }
    }
}

const NOT_MET: &str = "**not met**";

/// What was measured of one contestant.
struct Row {
    name: &'static str,
    nanoseconds: f64,
    time_ratio: f64,
    allocations: f64,
    instructions: Option<f64>,
    instruction_ratio: Option<f64>,
}

fn table(group: &mut Group<'_>, effort: Effort, count_instructions: bool) -> String {
    let rows = rows(group, effort, count_instructions);
    let mut lines = vec![
        format!(
            "| {} | ns | times the first | allocations | instructions | times the first | target |",
            group.name
        ),
        "|---|--:|--:|--:|--:|--:|---|".to_owned(),
    ];
    for row in &rows {
        let target = group.target.filter(|target| target.contestant == row.name);
        lines.push(format!(
            "| {} | {:.1} | {:.2} | {:.2} | {} | {} | {} |",
            row.name,
            row.nanoseconds,
            row.time_ratio,
            row.allocations,
            row.instructions
                .map_or_else(String::new, |count| format!("{count:.0}")),
            row.instruction_ratio
                .map_or_else(String::new, |ratio| format!("{ratio:.2}")),
            target.map_or_else(String::new, |target| row.judge(target)),
        ));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn rows(group: &mut Group<'_>, effort: Effort, count_instructions: bool) -> Vec<Row> {
    let timings = time(group, effort);
    let first = timings.first().cloned().unwrap_or_default();
    let mut rows: Vec<Row> = Vec::new();
    for (contestant, timing) in group.contestants.iter_mut().zip(timings) {
        let ratios = timing.iter().zip(&first).map(|(one, other)| one / other);
        let time_ratio = median(ratios.collect());
        let instructions = count_instructions
            .then(|| instructions::count(group.name, contestant.name))
            .flatten();
        let first_instructions = rows.first().map_or(instructions, |row| row.instructions);
        rows.push(Row {
            name: contestant.name,
            nanoseconds: median(timing),
            time_ratio,
            allocations: count_allocations(contestant),
            instructions,
            instruction_ratio: instructions
                .zip(first_instructions)
                .map(|(one, other)| one / other),
        });
    }
    rows
}

impl Row {
    /// Whether each part of the target is met: instructions where they are counted, times within
    /// their noise, and allocations.
    fn judge(&self, target: Target) -> String {
        let instructions = self.instruction_ratio.unwrap_or_default() <= target.ratio;
        let time = self.time_ratio <= target.ratio * NOISE;
        let ratio = match (instructions && time, self.instruction_ratio) {
            (true, Some(_)) => "met",
            (true, None) => "met in time",
            (false, _) => NOT_MET,
        };
        let allocations = target.allocations.map_or_else(String::new, |allowed| {
            let met = self.allocations <= allowed;
            let verdict = if met { "met" } else { NOT_MET };
            format!("; {allowed} allocations: {verdict}")
        });
        format!("≤ {:.2}: {ratio}{allocations}", target.ratio)
    }
}
