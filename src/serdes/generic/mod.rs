//! Keys and values whose schema is known only at run time.
//!
//! A [`Generic`] is a value together with its schema. Topics carry it as they carry events on which
//! [`AvroEvent`](derive@crate::AvroEvent) is derived: through the same [`AvroSerializer`], with the
//! same settings, on the same wire.
//!
//! ```
//! use avrolane::registry::{SchemaRegistryClient, SchemaSelection};
//! use avrolane::serdes::{
//!     AvroDeserializer, AvroSerializer, Deserializer, Generic, GenericSchema, Input, Output,
//!     Serializer,
//! };
//! use avrolane::subject::{MessageField, SerializationContext};
//! use serde_json::{Value, json};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let server = avrolane_embedded::EmbeddedRegistry::start()?;
//! # let registry = SchemaRegistryClient::builder(server.url()).build()?;
//! let serializer = AvroSerializer::builder()
//!     .registry(registry.clone())
//!     .schemas(SchemaSelection::Register)
//!     .build();
//! let schema = GenericSchema::parse(
//!     r#"{"type": "record", "name": "Reading", "fields": [{"name": "celsius", "type": "double"}]}"#,
//! )?;
//! let reading = Generic::new(&schema, json!({"celsius": 21.5}));
//!
//! let context = SerializationContext::new("readings", MessageField::Value);
//! serializer.prepare_for(&context, &reading).await?;
//! let mut bytes = Vec::new();
//! serializer.serialize(&context, &reading, &mut Output::new(&mut bytes))?;
//!
//! let deserializer = AvroDeserializer::builder().registry(registry).build();
//! let message = Input { bytes: &bytes, schema_id_header: None };
//! deserializer.fetch(message).await?;
//! let read: Generic<Value> = deserializer.deserialize(&context, message)?;
//! assert_eq!(read.value["celsius"], 21.5);
//! assert_eq!(read.schema, schema);
//! # Ok(())
//! # }
//! ```
//!
//! The value is a [`serde_json::Value`], spelled as
//! [`JsonEncoding::Plain`](crate::codec::json::JsonEncoding::Plain) says. With the feature
//! `generic` it can also be an `apache_avro::types::Value`, which tells all types of Avro apart, or
//! any type that serde can write and read, as `Serde`.
//!
//! [`AvroSerializer`]: super::AvroSerializer

#[cfg(feature = "generic")]
mod apache;
mod json;
mod payload;
mod reader;
mod schema;
mod value;

#[cfg(feature = "generic")]
pub use apache::Serde;
#[cfg(feature = "generic")]
pub use apache_avro;
pub(super) use reader::GenericReader;
pub use schema::GenericSchema;
pub use value::{Generic, GenericValue};
