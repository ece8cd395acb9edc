//! Consumers and producers whose registry does not do what it should.

use std::time::{Duration, Instant};

use avrolane::kafka::{ConsumeErrorKind, ProduceErrorKind, Received, Record};
use avrolane::registry::{PinnedSchemas, SchemaDefinition, SchemaRegistryClient, SchemaSelection};
use avrolane::retry::RetryPolicy;
use avrolane::schema::Schema;
use avrolane::serdes::AvroSerializer;
use avrolane_embedded::Fault;

use super::support::{FLIGHTS, Flight, LONG, consumer, next, producer, registry, stack};

#[tokio::test]
async fn a_record_waits_for_its_schema_while_the_registry_is_down() {
    let stack = stack(&FLIGHTS, 1);
    let producer = producer(&stack).build().unwrap();
    for number in 0..3 {
        producer
            .send(Record::to(&FLIGHTS).value(&Flight::new(number)))
            .await
            .unwrap();
    }
    stack.registry().fail_next(3, Fault::Status(503));
    let patient = RetryPolicy::default()
        .max_retries(10)
        .base_delay(Duration::from_millis(1));
    let mut consumer = consumer(&stack, &FLIGHTS)
        .schema_retries(patient)
        .build()
        .unwrap();
    for number in 0..3 {
        assert_eq!(next(&mut consumer).await.value, Some(Flight::new(number)));
    }
}

#[tokio::test]
async fn a_producer_that_has_its_ids_starts_while_the_registry_is_down() {
    let stack = stack(&FLIGHTS, 1);
    let serializer = AvroSerializer::builder()
        .registry(registry(&stack))
        .schemas(SchemaSelection::Register)
        .build();
    let with_ids = || producer(&stack).avro_serializer(serializer.clone());
    let (flight, topic) = (Flight::new(1), &FLIGHTS);
    let first = with_ids().build().unwrap();
    first.send(Record::to(topic).value(&flight)).await.unwrap();
    stack.registry().refuse();
    let second = with_ids().build().unwrap();
    second.send(Record::to(topic).value(&flight)).await.unwrap();
    let without_ids = producer(&stack).build().unwrap();
    let sent = without_ids.send(Record::to(topic).value(&flight)).await;
    assert!(sent.unwrap_err().is_retryable());
}

#[tokio::test]
async fn a_producer_whose_ids_are_pinned_starts_while_the_registry_is_down() {
    let stack = stack(&FLIGHTS, 1);
    let definition = SchemaDefinition::new(&Schema::of::<Flight>());
    let registered = registry(&stack)
        .register("flights-value", &definition)
        .await;
    let pinned = PinnedSchemas::new().id("flights-value", registered.unwrap().id);
    stack.registry().refuse();
    let producer = producer(&stack).schemas(SchemaSelection::Pinned(pinned));
    let (flight, producer) = (Flight::new(1), producer.build().unwrap());
    let sent = producer.send(Record::to(&FLIGHTS).value(&flight)).await;
    sent.unwrap();
    stack.registry().recover();
    let mut consumer = consumer(&stack, &FLIGHTS).build().unwrap();
    assert_eq!(next(&mut consumer).await.value, Some(Flight::new(1)));
}

#[tokio::test]
async fn a_registry_that_stays_down_is_an_error_and_the_record_is_tried_again() {
    let stack = stack(&FLIGHTS, 1);
    let producer = producer(&stack).build().unwrap();
    for number in 0..2 {
        producer
            .send(Record::to(&FLIGHTS).value(&Flight::new(number)))
            .await
            .unwrap();
    }
    for (status, is_retryable) in [(503, true), (401, false)] {
        stack.registry().fail_next(1000, Fault::Status(status));
        let builder = consumer(&stack, &FLIGHTS).group_id(format!("readers-{status}"));
        let mut consumer = builder
            .schema_retries(RetryPolicy::never())
            .build()
            .unwrap();
        for _ in 0..3 {
            let error = consumer.recv().await.unwrap_err();
            assert_eq!(error.kind(), ConsumeErrorKind::Schema, "{error}");
            assert_eq!(error.is_retryable(), is_retryable);
            assert!(
                error
                    .to_string()
                    .starts_with("topic flights, partition 0, offset 0: ")
            );
        }
        stack.registry().recover();
        for number in 0..2 {
            assert_eq!(next(&mut consumer).await.value, Some(Flight::new(number)));
        }
        consumer.close(LONG).await.unwrap();
    }
}

#[tokio::test]
async fn a_call_that_is_dropped_while_the_schema_is_fetched_loses_nothing() {
    let stack = stack(&FLIGHTS, 1);
    let producer = producer(&stack).build().unwrap();
    producer
        .send(Record::to(&FLIGHTS).value(&Flight::new(0)))
        .await
        .unwrap();
    stack.registry().fail_next(1, Fault::Stall);
    let registry = SchemaRegistryClient::builder(stack.schema_registry_url())
        .request_timeout(Duration::from_millis(500))
        .build()
        .unwrap();
    let mut consumer = consumer(&stack, &FLIGHTS)
        .registry(registry)
        .build()
        .unwrap();
    let asked = || stack.registry().requests("GET /schemas/ids");
    while asked() == 0 {
        let waited = consumer
            .recv_timeout(Duration::from_millis(1))
            .await
            .unwrap();
        assert!(waited.is_none());
    }
    stack.registry().recover();
    let Some(Received::Record(message)) = consumer.recv_timeout(LONG).await.unwrap() else {
        panic!("the record is there");
    };
    assert_eq!(message.value, Some(Flight::new(0)));
}

#[tokio::test]
async fn a_producer_whose_registry_fails_says_so_and_recovers() {
    let stack = stack(&FLIGHTS, 1);
    let producer = producer(&stack).build().unwrap();
    let flight = Flight::new(0);
    stack.registry().fail_next(1, Fault::Status(503));
    let error = producer
        .send(Record::to(&FLIGHTS).value(&flight))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ProduceErrorKind::Registry);
    assert!(error.is_retryable());
    producer
        .send(Record::to(&FLIGHTS).value(&flight))
        .await
        .unwrap();
}

#[tokio::test]
async fn the_registry_is_asked_once_for_any_number_of_records() {
    let stack = stack(&FLIGHTS, 4);
    let producer = producer(&stack).build().unwrap();
    let tasks: Vec<_> = (0..50)
        .map(|number| {
            let producer = producer.clone();
            tokio::spawn(async move {
                producer
                    .send(Record::to(&FLIGHTS).value(&Flight::new(number)))
                    .await
                    .unwrap();
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(stack.registry().requests(""), 1);
    let start = Instant::now();
    let mut consumer = consumer(&stack, &FLIGHTS).build().unwrap();
    for _ in 0..50 {
        next(&mut consumer).await;
    }
    assert_eq!(
        stack.registry().requests(""),
        2,
        "after {:?}",
        start.elapsed()
    );
}
