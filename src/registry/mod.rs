//! The Schema Registry's client, and what it keeps of the answers.

mod answer;
mod cache;
mod client;
mod config;
mod error;
mod models;
mod operation;
mod references;
mod selection;
mod table;
mod tls;
mod transport;
mod wire;

pub(crate) use cache::Cache;
pub(crate) use table::Table;

pub use client::SchemaRegistryClient;
pub use config::SchemaRegistryClientBuilder;
pub use error::{Error, ErrorKind};
pub use models::{RegisteredSchema, SchemaDefinition, SchemaVersion, StoredSchema};
pub use selection::SchemaSelection;

pub use crate::framing::{SchemaId, SchemaIdentity};
pub use crate::schema::{SchemaGuid, SchemaReference};
