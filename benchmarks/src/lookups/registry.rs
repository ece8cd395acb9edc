//! Avrolane's table, without the rest: it is an affair of the library's own.

#[path = "../../../src/registry/recent.rs"]
pub(super) mod recent;
#[path = "../../../src/registry/statistics.rs"]
mod statistics;
#[path = "../../../src/registry/table.rs"]
pub(super) mod table;
