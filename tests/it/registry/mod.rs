//! The registry client, against servers that do what they are told.

mod answers;
mod connections;
mod endpoints;
mod life;
mod listing;
mod recorded;
mod references;
mod requests;
pub(crate) mod support;
