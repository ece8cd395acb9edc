use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use avrolane::framing::SchemaIdentity;
use avrolane::kafka::{Headers, ProduceErrorKind, Record, SerializingProducer, Timestamp, Topic};
use avrolane::registry::{CacheSettings, SchemaRegistryClient};
use avrolane::serdes::Json;
use avrolane::subject::MessageField;
use serde::{Deserialize, Serialize};

use super::support::{
    FLIGHTS, Flight, LONG, NUMBERS, consumer, next, producer, read, stack, write,
};

/// Longer than a test runs: what lingers so long is still queued at its end.
const LINGER: &str = "100000";

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Reading {
    celsius: f64,
}

#[tokio::test]
async fn one_producer_sends_any_types() {
    const READINGS: Topic<i64, Json<Reading>> = Topic::new("readings");
    const BLOBS: Topic<Vec<u8>, Vec<u8>> = Topic::new("blobs");

    let stack = stack(&FLIGHTS, 1);
    stack.create_topic("readings", 1).unwrap();
    stack.create_topic("blobs", 1).unwrap();
    let by_name = Topic::<String, Flight>::named(format!("{}-by-name", FLIGHTS.name()));
    stack.create_topic(by_name.name(), 1).unwrap();
    let producer = producer(&stack).build().unwrap();
    let (flight, reading) = (Flight::new(7), Reading { celsius: 21.5 });
    producer
        .send(Record::to(&FLIGHTS).key("N14228").value(&flight))
        .await
        .unwrap();
    producer
        .send(Record::to(&by_name).value(&flight))
        .await
        .unwrap();
    producer
        .send(Record::to(&READINGS).key(&-1).value(&reading))
        .await
        .unwrap();
    producer
        .send(Record::to(&BLOBS).key(&[]).value(&[0, 255]))
        .await
        .unwrap();

    let message = next(&mut consumer(&stack, &FLIGHTS).build().unwrap()).await;
    assert_eq!(
        (message.key.as_deref(), message.value),
        (Some("N14228"), Some(flight.clone()))
    );
    assert_eq!(message.key_schema, None);
    assert!(matches!(message.value_schema, Some(SchemaIdentity::Id(_))));
    let message = next(&mut consumer(&stack, &by_name).build().unwrap()).await;
    assert_eq!((message.key, message.value), (None, Some(flight)));
    let message = next(&mut consumer(&stack, &READINGS).build().unwrap()).await;
    assert_eq!((message.key, message.value), (Some(-1), Some(reading)));
    let message = next(&mut consumer(&stack, &BLOBS).build().unwrap()).await;
    assert_eq!(
        (message.key, message.value),
        (Some(vec![]), Some(vec![0, 255]))
    );
}

#[tokio::test]
async fn records_are_queued_in_the_order_of_the_calls_also_when_the_first_waits_for_its_id() {
    const EVENTS: Topic<String, Flight> = Topic::new("numbers");
    let stack = stack(&NUMBERS, 1);
    let producer = producer(&stack).build().unwrap();
    let mut deliveries = Vec::new();
    let waits = Record::to(&EVENTS).partition(0);
    deliveries.push(
        producer
            .enqueue(waits.value(&Flight::new(1)))
            .await
            .unwrap(),
    );
    let does_not = Record::to(&NUMBERS).partition(0).value("2");
    deliveries.push(producer.enqueue(does_not).await.unwrap());
    for (expected, delivery) in (0..).zip(deliveries) {
        assert_eq!(delivery.await.unwrap().offset, Some(expected));
    }
}

#[tokio::test]
async fn headers_time_and_partition_arrive() {
    let stack = stack(&NUMBERS, 3);
    let producer = producer(&stack).build().unwrap();
    let time = UNIX_EPOCH + Duration::from_millis(1_374_000_000_123);
    let more: Headers = [("b", None), ("a", Some(vec![0, 255]))]
        .into_iter()
        .collect();
    let record = Record::to(&NUMBERS)
        .key("k")
        .value("1")
        .partition(2)
        .timestamp(time);
    let delivery = producer
        .send(record.header("a", "first").headers(&more))
        .await
        .unwrap();
    assert_eq!((delivery.partition, delivery.offset), (2, Some(0)));

    let message = next(&mut consumer(&stack, &NUMBERS).build().unwrap()).await;
    assert_eq!(
        (&*message.topic, message.partition, message.offset),
        ("numbers", 2, 0)
    );
    assert_eq!(
        message.timestamp,
        Some(Timestamp::CreateTime(1_374_000_000_123))
    );
    assert_eq!(SystemTime::from(message.timestamp.unwrap()), time);
    let headers: Vec<_> = message.headers.iter().collect();
    assert_eq!(
        headers,
        [
            ("a", Some(&b"first"[..])),
            ("b", None),
            ("a", Some(&[0, 255][..]))
        ]
    );
}

#[tokio::test]
async fn an_absent_value_is_a_tombstone_and_leaves_the_registry_alone() {
    let stack = stack(&FLIGHTS, 1);
    let producer = producer(&stack).build().unwrap();
    producer
        .send(Record::to(&FLIGHTS).key("N14228").tombstone())
        .await
        .unwrap();
    let message = next(&mut consumer(&stack, &FLIGHTS).build().unwrap()).await;
    assert_eq!(
        (message.key.as_deref(), message.value),
        (Some("N14228"), None)
    );
    assert_eq!(stack.registry().requests(""), 0);
}

#[tokio::test]
async fn an_empty_value_is_no_tombstone() {
    let stack = stack(&NUMBERS, 1);
    let producer = producer(&stack).build().unwrap();
    producer
        .send(Record::to(&NUMBERS).key("").value(""))
        .await
        .unwrap();
    let message = next(&mut consumer(&stack, &NUMBERS).build().unwrap()).await;
    assert_eq!(
        (message.key.as_deref(), message.value.as_deref()),
        (Some(""), Some(""))
    );
}

#[tokio::test]
async fn a_full_queue_refuses_try_enqueue_and_makes_enqueue_wait() {
    let stack = stack(&NUMBERS, 1);
    let producer = producer(&stack)
        .set("queue.buffering.max.messages", "10")
        .set("linger.ms", LINGER)
        .build()
        .unwrap();
    for number in 0..10_u32 {
        let number = number.to_string();
        producer
            .try_enqueue(Record::to(&NUMBERS).value(&number))
            .unwrap();
    }
    let refused = producer
        .try_enqueue(Record::to(&NUMBERS).value("10"))
        .unwrap_err();
    assert_eq!(refused.kind(), ProduceErrorKind::QueueFull);
    assert!(refused.is_retryable());

    let waiting: Vec<_> = (10..15_u32)
        .map(|number| {
            let producer = producer.clone();
            tokio::spawn(async move {
                let number = number.to_string();
                drop(
                    producer
                        .enqueue(Record::to(&NUMBERS).value(&number))
                        .await
                        .unwrap(),
                );
            })
        })
        .collect();
    tokio::task::yield_now().await;
    assert!(waiting.iter().all(|task| !task.is_finished()));
    producer.flush(LONG).await.unwrap();
    for task in waiting {
        task.await.unwrap();
    }
    producer.flush(LONG).await.unwrap();
    let mut numbers = read(&mut consumer(&stack, &NUMBERS).build().unwrap(), 15).await;
    numbers.sort_unstable();
    assert_eq!(numbers, Vec::from_iter(0..15));
}

#[tokio::test]
async fn many_tasks_get_through_a_small_queue() {
    let stack = stack(&NUMBERS, 1);
    let producer = producer(&stack)
        .set("queue.buffering.max.messages", "7")
        .build()
        .unwrap();
    let tasks: Vec<_> = (0..20_u32)
        .map(|task| {
            let producer = producer.clone();
            tokio::spawn(async move {
                for number in task * 100..(task + 1) * 100 {
                    let number = number.to_string();
                    producer
                        .enqueue(Record::to(&NUMBERS).value(&number))
                        .await
                        .unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        tokio::time::timeout(LONG, task).await.unwrap().unwrap();
    }
    producer.flush(LONG).await.unwrap();
    let numbers = read(&mut consumer(&stack, &NUMBERS).build().unwrap(), 2000).await;
    for task in 0..20_u32 {
        let of_task: Vec<_> = numbers
            .iter()
            .copied()
            .filter(|n| n / 100 == task)
            .collect();
        assert_eq!(of_task, Vec::from_iter(task * 100..(task + 1) * 100));
    }
}

#[tokio::test]
async fn flush_says_how_many_records_are_left() {
    let stack = stack(&NUMBERS, 1);
    let producer = producer(&stack).build().unwrap();
    write(&producer, 0..1).await;
    stack.cluster().rdkafka().broker_down(1).unwrap();
    for number in ["1", "2", "3"] {
        producer
            .enqueue(Record::to(&NUMBERS).value(number))
            .await
            .unwrap();
    }
    let left = producer.flush(Duration::from_millis(50)).await.unwrap_err();
    assert_eq!(left.queued(), 3);
    stack.cluster().rdkafka().broker_up(1).unwrap();
    producer.flush(LONG).await.unwrap();
    assert_eq!(producer.queued(), 0);
}

#[tokio::test]
async fn records_of_a_dropped_producer_come_back_as_purged() {
    let stack = stack(&NUMBERS, 1);
    let reported = Arc::new(Mutex::new(Vec::new()));
    let producer = {
        let reported = Arc::clone(&reported);
        producer(&stack)
            .set("linger.ms", LINGER)
            .on_delivery(move |report| {
                let kind = report.outcome().unwrap_err().kind();
                reported
                    .lock()
                    .unwrap()
                    .push((kind, report.value().unwrap().to_vec()));
            })
    };
    let producer = producer.build().unwrap();
    let record = Record::to(&NUMBERS).key("k").value("1").header("h", "v");
    let delivery = producer.enqueue(record).await.unwrap();
    let clone = producer.clone();
    drop(producer);
    let other = clone
        .enqueue(Record::to(&NUMBERS).value("2"))
        .await
        .unwrap();
    drop(clone);

    let error = tokio::time::timeout(LONG, delivery)
        .await
        .unwrap()
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.topic()),
        (ProduceErrorKind::Purged, "numbers")
    );
    let record = error.into_record().unwrap();
    assert_eq!(
        (record.key.as_deref(), record.value.as_deref()),
        (Some(&b"k"[..]), Some(&b"1"[..]))
    );
    assert_eq!(record.headers.get("h"), Some(&b"v"[..]));
    other.await.unwrap_err();
    let expected = [b"1", b"2"].map(|value| (ProduceErrorKind::Purged, value.to_vec()));
    assert_eq!(*reported.lock().unwrap(), expected);
}

#[tokio::test]
async fn the_callback_sees_every_record_and_may_panic() {
    let stack = stack(&NUMBERS, 1);
    let offsets = Arc::new(Mutex::new(Vec::new()));
    let producer = {
        let offsets = Arc::clone(&offsets);
        producer(&stack).on_delivery(move |report| {
            offsets
                .lock()
                .unwrap()
                .push(report.outcome().unwrap().offset.unwrap());
            assert_ne!(report.value(), Some(&b"1"[..]), "so it goes");
        })
    };
    write(&producer.build().unwrap(), 0..5).await;
    assert_eq!(*offsets.lock().unwrap(), [0, 1, 2, 3, 4]);
}

#[tokio::test]
async fn a_record_that_is_too_large_is_refused() {
    let stack = stack(&NUMBERS, 1);
    let producer = producer(&stack)
        .set("message.max.bytes", "1000")
        .build()
        .unwrap();
    let value = "x".repeat(2000);
    let error = producer
        .send(Record::to(&NUMBERS).value(&value))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.is_retryable()),
        (ProduceErrorKind::TooLarge, false)
    );
}

#[tokio::test]
async fn prepare_does_what_the_selection_says() {
    let stack = stack(&FLIGHTS, 1);
    let forgetful = SchemaRegistryClient::builder(stack.schema_registry_url())
        .caches(CacheSettings::new().failure_time_to_live(Duration::ZERO))
        .build()
        .unwrap();
    let looking_up = SerializingProducer::builder()
        .bootstrap_servers(stack.bootstrap_servers())
        .registry(forgetful)
        .build()
        .unwrap();
    let error = looking_up.prepare(&FLIGHTS).await.unwrap_err();
    assert_eq!(error.kind(), ProduceErrorKind::Registry);
    assert_eq!(error.field(), Some(MessageField::Value));
    assert!(!error.is_retryable());
    let flight = Flight::new(1);
    let error = looking_up
        .try_enqueue(Record::to(&FLIGHTS).value(&flight))
        .unwrap_err();
    assert_eq!(error.kind(), ProduceErrorKind::NotPrepared);

    producer(&stack)
        .build()
        .unwrap()
        .prepare(&FLIGHTS)
        .await
        .unwrap();
    looking_up.prepare(&FLIGHTS).await.unwrap();
    looking_up
        .try_enqueue(Record::to(&FLIGHTS).value(&flight))
        .unwrap()
        .await
        .unwrap();
}

#[test]
fn settings_at_fault_are_named_when_a_producer_is_built() {
    let of = |key, value| {
        let producer = SerializingProducer::builder().bootstrap_servers("localhost:1");
        producer.set(key, value).build().unwrap_err()
    };
    for (key, value) in [
        ("no.such.setting", "1"),
        ("linger.ms", "soon"),
        ("key.serializer", "StringSerializer"),
        ("transactional.id", "t"),
        ("delivery.report.only.error", "true"),
    ] {
        assert_eq!(of(key, value).key(), Some(key));
    }
    let contradiction = of("acks", "1").to_string();
    assert!(
        contradiction.contains("enable.idempotence"),
        "{contradiction}"
    );
    let missing = SerializingProducer::builder().build().unwrap_err();
    assert_eq!(missing.key(), Some("bootstrap.servers"));
}
