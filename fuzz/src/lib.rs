//! What the targets share: schemas and types by chance.

mod schema;
mod types;

pub use schema::{SchemaPair, SchemaText};
pub use types::{Borrowed, Everything, Evolved};
