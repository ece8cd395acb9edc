//! A Schema Registry: what it knows (`state`), and how that is asked for over HTTP (`routes`).

mod builder;
mod contract;
mod credentials;
mod errors;
mod faults;
mod listener;
mod routes;
mod server;
mod state;
mod storage;
mod wire;

pub use builder::EmbeddedRegistryBuilder;
pub use faults::Fault;
pub use server::EmbeddedRegistry;
