//! A Schema Registry: what it knows (`state`), and how that is asked for over HTTP (`routes`).

mod contract;
mod errors;
mod faults;
mod routes;
mod server;
mod state;
mod wire;

pub use faults::Fault;
pub use server::EmbeddedRegistry;
