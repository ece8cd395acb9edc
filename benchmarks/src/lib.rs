//! Times avrolane's codec beside code written by hand and beside its peers, on the same values in
//! one run.
//!
//! `cargo bench -p avrolane-benchmarks` prints the tables; with `-- --instructions` it counts
//! instructions too, which needs valgrind. `docs/benchmarks.md` has the results.

pub mod allocations;
pub mod by_hand;
pub mod check;
pub mod contestants;
pub mod corpora;
pub mod groups;
pub mod instructions;
pub mod lookups;
pub mod measure;
pub mod report;
pub mod workloads;
