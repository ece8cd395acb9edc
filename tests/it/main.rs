//! Tests of public behaviour, on the embedded cluster and registry: they need no other server.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod committed_schemas;
mod compat;
mod evolution;
mod hostile_schemas;
mod kafka;
mod random_schema;
pub(crate) mod registry;
mod schema;
mod serdes;
mod transcoding;
