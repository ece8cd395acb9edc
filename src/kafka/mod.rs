//! Producing and consuming typed records.
//!
//! A [`Topic`] says what a topic carries, a [`SerializingProducer`] sends [`Record`]s to it, and a
//! [`DeserializingConsumer`] hands out the [`Message`]s of it. Both stand on librdkafka, whose
//! settings they take by their own names.

mod consumer;
mod headers;
mod native;
mod producer;
mod record;
mod settings;
mod timestamp;
mod topic;

/// The crate that this module stands on, so that nobody needs a second copy of it.
pub use rdkafka;

pub use consumer::{
    AutoOffsetReset, ConsumeError, ConsumeErrorKind, ConsumerControl, DeserializingConsumer,
    DeserializingConsumerBuilder, Message, RawRecord, Received, SeekTo, TopicPartition,
    UndecodableRecord,
};
pub use headers::Headers;
pub use producer::{
    Delivery, DeliveryFuture, DeliveryReport, FailedRecord, FlushError, ProduceError,
    ProduceErrorKind, SerializingProducer, SerializingProducerBuilder,
};
pub use record::Record;
pub use settings::ConfigError;
pub use timestamp::Timestamp;
pub use topic::Topic;
