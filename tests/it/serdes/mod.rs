//! The Avro serializer and deserializer.

mod avro;
mod bytes;
mod caches;
mod not_found;
mod pinned;
mod rules;
mod selection;
mod subjects;
mod support;
