//! Typed Avro events on Apache Kafka, with a Schema Registry.

pub mod codec;
pub mod resolution;
pub mod schema;
pub mod subject;

pub use schema::AvroSchema;
