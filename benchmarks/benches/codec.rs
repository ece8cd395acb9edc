//! `cargo bench -p avrolane-benchmarks`: see the crate's documentation.

use std::env;
use std::path::Path;

use avrolane_benchmarks::allocations::Counting;
use avrolane_benchmarks::groups::Workloads;
use avrolane_benchmarks::instructions::ONLY;
use avrolane_benchmarks::{check, corpora, report};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Writes the datums to the directory behind it, and nothing else.
const WRITE_CORPORA: &str = "--write-corpora";

fn main() {
    let arguments = env::args().skip(1).collect::<Vec<_>>();
    if let Some(at) = arguments
        .iter()
        .position(|argument| argument == WRITE_CORPORA)
    {
        let directory = arguments
            .get(at + 1)
            .expect("--write-corpora takes a directory");
        return corpora::write(Path::new(directory)).expect("the directory can be written to");
    }
    if !arguments.iter().any(|argument| argument == ONLY) {
        check::check();
    }
    let workloads = Workloads::new();
    report::report(&mut workloads.groups(), &arguments);
}
