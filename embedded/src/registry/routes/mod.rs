//! The REST API.

mod answer;
mod association_batch;
mod associations;
mod compatibility;
mod context;
mod media;
mod request;
mod router;
mod schemas;
mod settings;
mod subjects;
mod tags;

pub(super) use media::REGISTRY_JSON;
pub(super) use request::Parameters;
pub(super) use router::{Service, Shared, router};
