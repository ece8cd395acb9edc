//! `cargo bench -p avrolane-benchmarks --bench registry`: what a cached lookup costs.

use std::env;

use avrolane_benchmarks::lookups::{self, messages};

fn main() {
    let quick = env::args().any(|argument| argument == "--quick");
    lookups::report(if quick { 100 } else { 600 });
    messages::report(if quick { 100 } else { 600 });
}
