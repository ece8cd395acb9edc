//! Tests against a real Kafka broker, a real Schema Registry, and clients of other languages.
//!
//! They run where `BOOTSTRAP_SERVERS` and `SCHEMA_REGISTRY_URL` name the two, which
//! `tests/servers/` starts, and `FOREIGN_CLIENTS` the directory that `tests/clients/install.sh`
//! fills, and say that they were skipped everywhere else.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod clients;
mod conformance;
#[path = "../support/group.rs"]
mod group;
mod kafka;
mod registry;
mod servers;
