//! The REST API.

mod answer;
mod compatibility;
mod request;
mod router;
mod schemas;
mod settings;
mod subjects;

pub(super) use router::router;
