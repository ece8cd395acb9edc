//! `cargo bench -p avrolane-benchmarks`: see the crate's documentation.

use avrolane_benchmarks::allocations::Counting;
use avrolane_benchmarks::contestants::{self, Setup};
use avrolane_benchmarks::measure::measure;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    contestants::check();
    let setup = Setup::new();
    measure(&mut setup.groups());
}
