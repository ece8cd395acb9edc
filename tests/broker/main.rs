//! Tests against a real Kafka broker and a real Schema Registry.
//!
//! They run where `BOOTSTRAP_SERVERS` and `SCHEMA_REGISTRY_URL` name the two, which
//! `tests/servers/` starts, and say that they were skipped everywhere else.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod conformance;
#[path = "../support/group.rs"]
mod group;
mod kafka;
mod registry;
mod servers;
