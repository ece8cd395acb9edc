//! The embedded servers as their users see them: from outside, over the network.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod associations;
mod cluster;
mod conformance;
mod contexts;
mod contracts;
mod faults;
mod http;
mod registry;
mod replay;
mod schemas;
mod storage;
mod support;
