//! The Avro serializer and deserializer.

mod avro;
mod rules;
mod support;
