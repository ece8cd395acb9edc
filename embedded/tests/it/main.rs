//! The embedded servers as their users see them: from outside, over the network.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod association_batch;
mod associations;
mod cluster;
mod conformance;
mod contexts;
mod contracts;
mod deletion;
mod faults;
mod hostile;
mod http;
mod registration;
mod registry;
mod replay;
mod schemas;
mod storage;
mod support;
