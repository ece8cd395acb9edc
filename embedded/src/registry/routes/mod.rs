//! The REST API.

mod answer;
mod associations;
mod compatibility;
mod context;
mod request;
mod router;
mod schemas;
mod settings;
mod subjects;
mod tags;

pub(super) use answer::REGISTRY_JSON;
pub(super) use request::Parameters;
pub(super) use router::{Service, Shared, router};
