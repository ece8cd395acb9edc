//! What the mock cluster cannot show of producers and consumers.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use avrolane::AvroEvent;
use avrolane::kafka::rdkafka::ClientConfig;
use avrolane::kafka::rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use avrolane::kafka::rdkafka::client::DefaultClientContext;
use avrolane::kafka::{
    AutoOffsetReset, ConsumeErrorKind, DeserializingConsumer, ProduceErrorKind, Received, Record,
    SerializingProducer, Topic,
};
use avrolane::registry::{SchemaRegistryClient, SchemaSelection};

use crate::group::rebalance;
use crate::servers::Servers;

/// Longer than anything takes that ends at all.
const LONG: Duration = Duration::from_secs(60);

/// A topic of so many partitions that no test has used before.
async fn new_topic<K, V>(servers: &Servers, name: &str, partitions: i32) -> Topic<K, V> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let name = format!("{name}-{}", now.as_nanos());
    let admin: AdminClient<DefaultClientContext> = ClientConfig::new()
        .set("bootstrap.servers", &servers.bootstrap_servers)
        .create()
        .unwrap();
    let topic = NewTopic::new(&name, partitions, TopicReplication::Fixed(1));
    let created = admin
        .create_topics([&topic], &AdminOptions::new())
        .await
        .unwrap();
    created.into_iter().next().unwrap().unwrap();
    Topic::named(name)
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(namespace = "broker")]
struct Flight {
    number: i64,
    carrier: Option<String>,
}

impl Flight {
    fn new(number: i64) -> Self {
        Self {
            number,
            carrier: (number % 3 == 0).then(|| "UA".to_owned()),
        }
    }
}

#[tokio::test]
async fn events_come_back_in_order_and_a_second_consumer_goes_on() {
    const EVENTS: i64 = 50_000;
    let Some(servers) = Servers::or_skip() else {
        return;
    };
    let topic: Topic<String, Flight> = new_topic(&servers, "flights", 3).await;
    let registry = SchemaRegistryClient::builder(&servers.schema_registry_url)
        .build()
        .unwrap();
    let producer = SerializingProducer::builder()
        .bootstrap_servers(&servers.bootstrap_servers)
        .registry(registry.clone())
        .schemas(SchemaSelection::Register)
        .set("compression.type", "lz4")
        .build()
        .unwrap();
    for number in 0..EVENTS {
        let key = (number % 10).to_string();
        let flight = Flight::new(number);
        let record = Record::to(&topic).key(&key).value(&flight);
        drop(producer.enqueue(record).await.unwrap());
    }
    producer.flush(LONG).await.unwrap();

    let consumer = || {
        DeserializingConsumer::builder(&topic)
            .bootstrap_servers(&servers.bootstrap_servers)
            .registry(registry.clone())
            .group_id(topic.name())
            .auto_offset_reset(AutoOffsetReset::Earliest)
            .build()
            .unwrap()
    };
    let mut seen = [None; 10];
    let (mut first, mut second) = (consumer(), None);
    for count in 0..EVENTS {
        if count == EVENTS / 2 {
            first.commit().await.unwrap();
            first.close(LONG).await.unwrap();
            second = Some(consumer());
        }
        let consumer = second.as_mut().unwrap_or(&mut first);
        let received = consumer
            .recv_timeout(LONG)
            .await
            .unwrap()
            .expect("no record came");
        let Received::Record(message) = received else {
            panic!("an event cannot be read")
        };
        let flight = message.value.unwrap();
        assert_eq!(flight, Flight::new(flight.number));
        let key: usize = message.key.unwrap().parse().unwrap();
        let last = seen.get_mut(key).unwrap().replace(flight.number);
        assert_eq!(
            flight.number,
            last.map_or(i64::try_from(key).unwrap(), |last| last + 10)
        );
    }
    second.unwrap().close(LONG).await.unwrap();
}

#[tokio::test]
async fn nothing_is_lost_and_little_repeated_when_the_group_changes() {
    let Some(servers) = Servers::or_skip() else {
        return;
    };
    for (settings, moves) in [
        // A partition that moves has the record again that was handed out last.
        (
            &[("partition.assignment.strategy", "cooperative-sticky")][..],
            4,
        ),
        // All partitions move.
        (&[("partition.assignment.strategy", "range")][..], 8),
        (&[("group.protocol", "consumer")][..], 8),
    ] {
        let topic = new_topic(&servers, "numbers", 4).await;
        let ledger = rebalance(&servers.bootstrap_servers, &topic, settings).await;
        assert!(
            ledger.went_back <= moves,
            "{settings:?}: {} times",
            ledger.went_back
        );
        assert_eq!(ledger.repeated, ledger.went_back, "{settings:?}");
    }
}

#[tokio::test]
async fn a_topic_that_does_not_exist_is_an_error() {
    let Some(servers) = Servers::or_skip() else {
        return;
    };
    let topic: Topic<String, String> = Topic::named("no.such.topic");
    let mut consumer = DeserializingConsumer::builder(&topic)
        .bootstrap_servers(&servers.bootstrap_servers)
        .group_id("readers")
        .build()
        .unwrap();
    let received = tokio::time::timeout(LONG, consumer.recv()).await.unwrap();
    let error = received.unwrap_err();
    assert_eq!(error.kind(), ConsumeErrorKind::UnknownTopic, "{error}");
    consumer.close(LONG).await.unwrap();
}

#[tokio::test]
async fn a_record_that_the_topic_does_not_take_is_an_error() {
    let Some(servers) = Servers::or_skip() else {
        return;
    };
    let topic: Topic<String, String> = new_topic(&servers, "numbers", 1).await;
    let producer = SerializingProducer::builder()
        .bootstrap_servers(&servers.bootstrap_servers)
        .set("message.max.bytes", "3000000")
        .build()
        .unwrap();
    let value = "x".repeat(2_000_000);
    let error = producer
        .send(Record::to(&topic).value(&value))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ProduceErrorKind::TooLarge, "{error}");
    assert_eq!(
        error.record().unwrap().value.as_ref().map(Vec::len),
        Some(value.len())
    );
    let delivery = producer.send(Record::to(&topic).value("x")).await.unwrap();
    assert_eq!(delivery.offset, Some(0));
}
