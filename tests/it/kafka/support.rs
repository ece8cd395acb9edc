//! What the tests of producers and consumers share.

use std::time::Duration;

use avrolane::AvroEvent;
use avrolane::kafka::{
    AutoOffsetReset, DeserializingConsumer, DeserializingConsumerBuilder, Message, Received,
    Record, SerializingProducer, SerializingProducerBuilder, Topic,
};
use avrolane::registry::{SchemaRegistryClient, SchemaSelection};
use avrolane::retry::RetryPolicy;
use avrolane::serdes::Payload;
use avrolane_embedded::EmbeddedStack;

/// Longer than anything takes that ends at all.
pub(super) const LONG: Duration = Duration::from_secs(60);

/// Strings, whose values are numbers in the tests that count.
pub(super) const NUMBERS: Topic<String, String> = Topic::new("numbers");

pub(super) const FLIGHTS: Topic<String, Flight> = Topic::new("flights");

#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(namespace = "it.kafka")]
pub(super) struct Flight {
    pub(super) number: i32,
    pub(super) carrier: String,
}

impl Flight {
    pub(super) fn new(number: i32) -> Self {
        Self {
            number,
            carrier: "UA".to_owned(),
        }
    }
}

/// A cluster with a topic of so many partitions, and a registry.
pub(super) fn stack<K, V>(topic: &Topic<K, V>, partitions: u16) -> EmbeddedStack {
    let stack = EmbeddedStack::start().unwrap();
    stack.create_topic(topic.name(), partitions).unwrap();
    stack
}

/// A client of the registry that does not try again.
pub(super) fn registry(stack: &EmbeddedStack) -> SchemaRegistryClient {
    let client = SchemaRegistryClient::builder(stack.schema_registry_url());
    client.retry(RetryPolicy::never()).build().unwrap()
}

pub(super) fn producer(stack: &EmbeddedStack) -> SerializingProducerBuilder {
    SerializingProducer::builder()
        .bootstrap_servers(stack.bootstrap_servers())
        .registry(registry(stack))
        .schemas(SchemaSelection::Register)
}

pub(super) fn consumer<K: Payload, V: Payload>(
    stack: &EmbeddedStack,
    topic: &Topic<K, V>,
) -> DeserializingConsumerBuilder<K, V> {
    DeserializingConsumer::builder(topic)
        .bootstrap_servers(stack.bootstrap_servers())
        .registry(registry(stack))
        .group_id("readers")
        .auto_offset_reset(AutoOffsetReset::Earliest)
        // The mock cluster has a group wait for its members for a second less than this, whenever
        // one comes or goes.
        .set("session.timeout.ms", "2000")
        .set("heartbeat.interval.ms", "100")
}

/// Writes these numbers to the topic, spread over its partitions by key.
pub(super) async fn write(producer: &SerializingProducer, numbers: impl IntoIterator<Item = u32>) {
    for number in numbers {
        let number = number.to_string();
        let record = Record::to(&NUMBERS).key(&number).value(&number);
        producer.enqueue(record).await.unwrap();
    }
    producer.flush(LONG).await.unwrap();
}

/// Writes these numbers to one partition.
pub(super) async fn write_to(
    producer: &SerializingProducer,
    partition: i32,
    numbers: impl IntoIterator<Item = u32>,
) {
    for number in numbers {
        let number = number.to_string();
        let record = Record::to(&NUMBERS).value(&number).partition(partition);
        producer.enqueue(record).await.unwrap();
    }
    producer.flush(LONG).await.unwrap();
}

/// The next record, which is readable and comes in time.
pub(super) async fn next<K: Payload, V: Payload>(
    consumer: &mut DeserializingConsumer<K, V>,
) -> Message<K::Owned, V::Owned> {
    match consumer.recv_timeout(LONG).await.unwrap() {
        Some(Received::Record(message)) => message,
        Some(Received::Undecodable(record)) => panic!("{record}"),
        None => panic!("no record came"),
    }
}

pub(super) fn number(message: &Message<String, String>) -> u32 {
    message.value.as_ref().unwrap().parse().unwrap()
}

/// The next so many numbers.
pub(super) async fn read(
    consumer: &mut DeserializingConsumer<String, String>,
    count: usize,
) -> Vec<u32> {
    let mut numbers = Vec::with_capacity(count);
    while numbers.len() < count {
        numbers.push(number(&next(consumer).await));
    }
    numbers
}
