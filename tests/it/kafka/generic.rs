//! Events whose schemas are known only at run time.

use std::error::Error;

use avrolane::codec::Limits;
use avrolane::kafka::{ProduceErrorKind, Received, Record, Topic};
use avrolane::serdes::{AvroDeserializer, DeserializeError, Generic, GenericSchema};
use avrolane::subject::MessageField;
use serde_json::{Value, json};

use super::support::{FLIGHTS, Flight, LONG, consumer, next, producer, registry, stack};

/// As [`FLIGHTS`], for those who do not know what a flight is.
const ANYTHING: Topic<String, Generic<Value>> = Topic::new("flights");

fn flight_schema() -> GenericSchema {
    GenericSchema::new(&avrolane::schema::Schema::of::<Flight>())
}

#[tokio::test]
async fn a_value_goes_through_a_topic_with_its_schema() {
    let stack = stack(&ANYTHING, 1);
    let producer = producer(&stack).build().unwrap();
    let schema = GenericSchema::parse(
        r#"{"type": "record", "name": "it.Reading", "fields": [
            {"name": "celsius", "type": ["null", "double"]},
            {"name": "raw", "type": "bytes"},
            {"name": "tags", "type": {"type": "map", "values": "string"}, "default": {"a": "b"}}
        ]}"#,
    )
    .unwrap();
    let reading = Generic::new(&schema, json!({"celsius": 0.1, "raw": "AP8="}));
    let record = Record::to(&ANYTHING).key("k").value(&reading);
    producer.send(record).await.unwrap();

    let message = next(&mut consumer(&stack, &ANYTHING).build().unwrap()).await;
    assert_eq!(message.key.as_deref(), Some("k"));
    assert!(message.value_schema.is_some());
    let read = message.value.unwrap();
    assert_eq!(read.schema, schema);
    assert_eq!(
        read.value,
        json!({"celsius": 0.1, "raw": "AP8=", "tags": {"a": "b"}})
    );
}

#[tokio::test]
async fn values_and_derived_events_read_each_other() {
    let stack = stack(&FLIGHTS, 1);
    let producer = producer(&stack).build().unwrap();
    let value = json!({"number": 1, "carrier": "UA"});
    let generic = Generic::new(&flight_schema(), value.clone());
    producer
        .send(Record::to(&ANYTHING).value(&generic))
        .await
        .unwrap();
    producer
        .send(Record::to(&FLIGHTS).value(&Flight::new(2)))
        .await
        .unwrap();

    let mut flights = consumer(&stack, &FLIGHTS).build().unwrap();
    let first = next(&mut flights).await;
    assert_eq!(first.value, Some(Flight::new(1)));
    // One schema has one id, whoever brings it.
    let second = next(&mut flights).await;
    assert_eq!(first.value_schema, second.value_schema);

    let mut anything = consumer(&stack, &ANYTHING)
        .group_id("others")
        .build()
        .unwrap();
    assert_eq!(next(&mut anything).await.value.unwrap(), generic);
    assert_eq!(next(&mut anything).await.value.unwrap().value["number"], 2);
}

#[tokio::test]
async fn values_of_several_schemas_share_a_topic() {
    let stack = stack(&ANYTHING, 1);
    let producer = producer(&stack).build().unwrap();
    let version = |defaulted: &str| {
        let text = format!(
            r#"{{"type": "record", "name": "R", "fields": [
                {{"name": "a", "type": "int"}}{defaulted}
            ]}}"#
        );
        GenericSchema::parse(&text).unwrap()
    };
    let first = version("");
    let second = version(r#", {"name": "b", "type": "string", "default": "?"}"#);
    for (schema, value) in [
        (&first, json!({"a": 1})),
        (&second, json!({"a": 2, "b": "x"})),
        (&first, json!({"a": 3})),
    ] {
        let value = Generic::new(schema, value);
        producer
            .send(Record::to(&ANYTHING).value(&value))
            .await
            .unwrap();
    }
    let mut consumer = consumer(&stack, &ANYTHING).build().unwrap();
    let mut read = Vec::new();
    for _ in 0..3 {
        let value = next(&mut consumer).await.value.unwrap();
        read.push((value.schema, value.value["a"].as_i64().unwrap()));
    }
    assert_eq!(read, [(first.clone(), 1), (second, 2), (first, 3)]);
}

#[tokio::test]
async fn values_are_read_as_the_reader_has_them() {
    let stack = stack(&FLIGHTS, 1);
    let producer = producer(&stack).build().unwrap();
    producer
        .send(Record::to(&FLIGHTS).value(&Flight::new(7)))
        .await
        .unwrap();

    let reader = GenericSchema::parse(
        r#"{"type": "record", "name": "it.kafka.Flight", "fields": [
            {"name": "gate", "type": "string", "default": "A1"},
            {"name": "number", "type": "long"}
        ]}"#,
    )
    .unwrap();
    let reading = |schema: &GenericSchema| {
        AvroDeserializer::builder()
            .registry(registry(&stack))
            .generic_reader_schema("arrivals", MessageField::Value, &flight_schema())
            .generic_reader_schema(FLIGHTS.name(), MessageField::Value, schema)
            .build()
    };
    let deserializer = reading(&reader);
    let settings = consumer(&stack, &ANYTHING).avro_deserializer(deserializer);
    let read = next(&mut settings.build().unwrap()).await.value.unwrap();
    assert_eq!(read.value, json!({"gate": "A1", "number": 7}));
    assert_eq!(read.schema, reader);

    let other = GenericSchema::parse(r#""int""#).unwrap();
    let settings = consumer(&stack, &ANYTHING).group_id("others");
    let mut consumer = settings.avro_deserializer(reading(&other)).build().unwrap();
    let Some(Received::Undecodable(record)) = consumer.recv_timeout(LONG).await.unwrap() else {
        panic!("a flight was read as an int");
    };
    assert!(matches!(record.error(), DeserializeError::Incompatible(_)));
}

#[tokio::test]
async fn a_value_that_does_not_fit_its_schema_is_refused() {
    let stack = stack(&ANYTHING, 1);
    let producer = producer(&stack).build().unwrap();
    let value = Generic::new(&flight_schema(), json!({"number": "7", "carrier": "UA"}));
    let error = producer
        .send(Record::to(&ANYTHING).value(&value))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ProduceErrorKind::Serialize);
    assert_eq!(
        error.source().unwrap().to_string(),
        r#"field number: expected an int, found the text "7""#
    );
}

#[tokio::test]
async fn a_schema_is_asked_for_when_its_first_value_comes() {
    let stack = stack(&ANYTHING, 1);
    let producer = producer(&stack).build().unwrap();
    producer.prepare(&ANYTHING).await.unwrap();
    let value = Generic::new(&flight_schema(), json!({"number": 7, "carrier": "UA"}));
    let error = producer
        .try_enqueue(Record::to(&ANYTHING).value(&value))
        .unwrap_err();
    assert_eq!(error.kind(), ProduceErrorKind::NotPrepared);
    producer
        .send(Record::to(&ANYTHING).value(&value))
        .await
        .unwrap();
    // An equal schema is the same one.
    let equal = Generic::new(&flight_schema(), value.value);
    producer
        .try_enqueue(Record::to(&ANYTHING).value(&equal))
        .unwrap()
        .await
        .unwrap();
}

#[tokio::test]
async fn a_value_that_takes_too_much_is_undecodable() {
    let stack = stack(&ANYTHING, 1);
    let producer = producer(&stack).build().unwrap();
    let schema = GenericSchema::parse(r#"{"type": "array", "items": "null"}"#).unwrap();
    let value = Generic::new(&schema, Value::Array(vec![Value::Null; 1000]));
    producer
        .send(Record::to(&ANYTHING).value(&value))
        .await
        .unwrap();

    let deserializer = AvroDeserializer::builder()
        .registry(registry(&stack))
        .limits(Limits::default().max_allocation(1000))
        .build();
    let settings = consumer(&stack, &ANYTHING).avro_deserializer(deserializer);
    let mut consumer = settings.build().unwrap();
    let Some(Received::Undecodable(record)) = consumer.recv_timeout(LONG).await.unwrap() else {
        panic!("the limit was not kept");
    };
    assert!(matches!(record.error(), DeserializeError::Decode(_)));
}
