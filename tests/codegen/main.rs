//! Rust types from schemas, and their schemas again.
//!
//! `schemas/` has a directory for each case, and `generated/` what is made of it. To write those
//! files anew after a change of the generator, run
//! `AVROLANE_UPDATE=1 cargo test --test codegen`, and look at the differences.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cases;
mod errors;
mod files;
mod generated;
mod round_trip;
