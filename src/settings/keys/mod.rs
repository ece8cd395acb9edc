//! All settings of Java's and Python's clients and Avro serializers, by whose they are.

mod client;
mod kafka;
mod serdes;

pub(super) use client::CLIENT;
pub(super) use kafka::KAFKA;
pub(super) use serdes::SERDES;
