//! Brokers and topics that are not there.

use std::time::{Duration, Instant};

use avrolane::kafka::rdkafka::types::RDKafkaRespErr;
use avrolane::kafka::{
    AutoOffsetReset, ConsumeErrorKind, DeserializingConsumer, ProduceErrorKind, Record,
    SerializingProducer,
};

use super::support::{LONG, NUMBERS, consumer, producer, read, stack, write};

/// A port that nothing listens on.
const NOBODY: &str = "127.0.0.1:1";

#[tokio::test]
async fn a_record_to_a_broker_that_is_not_there_fails_in_time() {
    let start = Instant::now();
    let producer = SerializingProducer::builder()
        .bootstrap_servers(NOBODY)
        .set("delivery.timeout.ms", "300")
        .build()
        .unwrap();
    let error = producer
        .send(Record::to(&NUMBERS).value("1"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ProduceErrorKind::TimedOut);
    assert!(error.is_retryable());
    assert_eq!(error.record().unwrap().value.as_deref(), Some(&b"1"[..]));
    assert!(start.elapsed() < LONG);
}

#[tokio::test]
async fn a_record_to_a_topic_that_does_not_exist_fails_in_time() {
    let stack = stack(&NUMBERS, 1);
    let unknown = RDKafkaRespErr::RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
    stack
        .cluster()
        .rdkafka()
        .topic_error("numbers", unknown)
        .unwrap();
    let producer = producer(&stack).set("topic.metadata.propagation.max.ms", "100");
    let producer = producer.build().unwrap();
    let sent = producer.send(Record::to(&NUMBERS).value("1"));
    let error = tokio::time::timeout(LONG, sent).await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.topic()),
        (ProduceErrorKind::UnknownTopic, "numbers")
    );
}

#[tokio::test]
async fn a_record_to_a_partition_that_does_not_exist_fails() {
    let stack = stack(&NUMBERS, 1);
    let producer = producer(&stack).build().unwrap();
    write(&producer, 0..1).await;
    let record = Record::to(&NUMBERS).value("1").partition(7);
    let error = producer.send(record).await.unwrap_err();
    assert_eq!(error.kind(), ProduceErrorKind::UnknownTopic);
}

#[tokio::test]
async fn a_consumer_says_that_no_broker_can_be_reached_and_closes_in_time() {
    let mut consumer = DeserializingConsumer::builder(&NUMBERS)
        .bootstrap_servers(NOBODY)
        .group_id("readers")
        .auto_offset_reset(AutoOffsetReset::Earliest)
        .build()
        .unwrap();
    let received = tokio::time::timeout(LONG, consumer.recv()).await.unwrap();
    let error = received.unwrap_err();
    assert_eq!(
        error.kind(),
        ConsumeErrorKind::BrokersUnreachable,
        "{error}"
    );
    assert!(error.is_retryable());
    let start = Instant::now();
    // Whether it can leave a group that it could not join in that time does not matter.
    let _ = consumer.close(Duration::from_secs(5)).await;
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn a_consumer_goes_on_when_the_brokers_come_back() {
    let stack = stack(&NUMBERS, 1);
    let producer = producer(&stack).build().unwrap();
    write(&producer, 0..10).await;
    let mut consumer = consumer(&stack, &NUMBERS)
        .set("reconnect.backoff.max.ms", "100")
        .build()
        .unwrap();
    assert_eq!(read(&mut consumer, 10).await, Vec::from_iter(0..10));
    stack.cluster().rdkafka().broker_down(1).unwrap();
    let error = tokio::time::timeout(LONG, consumer.recv())
        .await
        .unwrap()
        .unwrap_err();
    assert_eq!(
        error.kind(),
        ConsumeErrorKind::BrokersUnreachable,
        "{error}"
    );
    stack.cluster().rdkafka().broker_up(1).unwrap();
    write(&producer, 10..20).await;
    let mut numbers = Vec::new();
    while numbers.len() < 10 {
        match tokio::time::timeout(LONG, consumer.recv_raw())
            .await
            .unwrap()
        {
            Ok(raw) => numbers.push(String::from_utf8(raw.value().unwrap().to_vec()).unwrap()),
            Err(error) => assert_eq!(error.kind(), ConsumeErrorKind::BrokersUnreachable),
        }
    }
    assert_eq!(
        numbers,
        Vec::from_iter((10..20).map(|number| number.to_string()))
    );
}

#[tokio::test]
async fn a_consumer_says_that_its_topic_does_not_exist() {
    let stack = stack(&super::support::FLIGHTS, 1);
    let mut consumer = consumer(&stack, &NUMBERS).build().unwrap();
    let received = tokio::time::timeout(LONG, consumer.recv()).await.unwrap();
    let error = received.unwrap_err();
    assert_eq!(error.kind(), ConsumeErrorKind::UnknownTopic, "{error}");
    assert!(error.to_string().contains("numbers"), "{error}");
}

#[tokio::test]
async fn a_consumer_without_an_offset_to_start_from_says_so_if_it_is_told_to() {
    let stack = stack(&NUMBERS, 1);
    write(&producer(&stack).build().unwrap(), 0..1).await;
    let mut consumer = consumer(&stack, &NUMBERS)
        .auto_offset_reset(AutoOffsetReset::Error)
        .build()
        .unwrap();
    let received = tokio::time::timeout(LONG, consumer.recv()).await.unwrap();
    let error = received.unwrap_err();
    assert_eq!(error.kind(), ConsumeErrorKind::NoOffset, "{error}");
}
