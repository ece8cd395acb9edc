//! Tests of public behaviour, on the embedded cluster and registry: they need no other server.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

pub(crate) mod registry;
mod serdes;
