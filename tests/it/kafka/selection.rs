//! Producers and consumers that say which schemas they write and read.

use std::error::Error;

use avrolane::kafka::{ProduceErrorKind, Received, Record, Topic};
use avrolane::registry::{PinnedSchemas, RuleSet, SchemaDefinition, SchemaSelection, VersionId};
use avrolane::schema::Schema;
use avrolane::subject::SubjectNameStrategy;
use avrolane_embedded::Fault;
use serde_json::json;

use super::support::{FLIGHTS, Flight, LONG, consumer, next, producer, registry, stack};

const SUBJECT: &str = "flights-value";

#[tokio::test]
async fn a_producer_with_pinned_ids_sends_while_the_registry_is_down_and_asks_it_nothing() {
    let stack = stack(&FLIGHTS, 1);
    let definition = SchemaDefinition::new(&Schema::of::<Flight>());
    let registry = registry(&stack);
    let registered = registry.register(SUBJECT, &definition).await.unwrap();
    let pinned = PinnedSchemas::new().id(SUBJECT, registered.id);
    stack.registry().fail_next(1000, Fault::Disconnect);
    let before = stack.registry().requests("");
    let producer = producer(&stack)
        .schemas(SchemaSelection::Pinned(pinned))
        .build()
        .unwrap();
    producer.prepare(&FLIGHTS).await.unwrap();
    let flight = Flight::new(1);
    let record = Record::to(&FLIGHTS).value(&flight);
    producer.send(record).await.unwrap();
    assert_eq!(stack.registry().requests(""), before);

    stack.registry().recover();
    let mut consumer = consumer(&stack, &FLIGHTS).build().unwrap();
    assert_eq!(next(&mut consumer).await.value, Some(flight));
}

#[tokio::test]
async fn keys_and_values_have_strategies_and_selections_of_their_own() {
    const ROUTES: Topic<Flight, Flight> = Topic::new("routes");
    let stack = stack(&ROUTES, 1);
    let registry = registry(&stack);
    let later = Schema::of::<Flight>()
        .to_string()
        .replace("\"int\"", "\"long\"");
    let definition = SchemaDefinition::from_text(later);
    registry
        .register("routes-value", &definition)
        .await
        .unwrap();
    let producer = producer(&stack)
        .key_schemas(SchemaSelection::Register)
        .key_subject_name_strategy(SubjectNameStrategy::TopicRecordName)
        .value_schemas(SchemaSelection::UseLatest)
        .build()
        .unwrap();
    let (key, value) = (Flight::new(1), Flight::new(2));
    let record = Record::to(&ROUTES).key(&key).value(&value);
    producer.send(record).await.unwrap();
    assert_eq!(
        registry.subjects().await.unwrap(),
        ["routes-it.kafka.Flight", "routes-value"]
    );
    let latest = registry.schema_by_version("routes-value", VersionId::Latest);
    assert_eq!(latest.await.unwrap().version.unwrap().get(), 1);
}

#[tokio::test]
async fn schemas_with_rules_are_neither_written_nor_read_unless_that_is_said() {
    let stack = stack(&FLIGHTS, 1);
    let rules: RuleSet = serde_json::from_value(json!({"domainRules": [
        {"name": "hide", "kind": "TRANSFORM", "mode": "WRITEREAD", "type": "ENCRYPT"}
    ]}))
    .unwrap();
    let definition = SchemaDefinition::new(&Schema::of::<Flight>()).rule_set(rules);
    registry(&stack)
        .register(SUBJECT, &definition)
        .await
        .unwrap();
    let flight = Flight::new(1);
    let record = || Record::to(&FLIGHTS).value(&flight);

    let strict = producer(&stack).build().unwrap();
    let error = strict.send(record()).await.unwrap_err();
    assert_eq!(error.kind(), ProduceErrorKind::Registry);
    let cause = error.source().unwrap().to_string();
    assert!(cause.contains("hide (ENCRYPT)"), "{cause}");
    let ignoring = producer(&stack).ignore_rules().build().unwrap();
    ignoring.send(record()).await.unwrap();

    let strict = consumer(&stack, &FLIGHTS).group_id("strict");
    let received = strict.build().unwrap().recv_timeout(LONG).await.unwrap();
    let Some(Received::Undecodable(record)) = received else {
        panic!("{received:?}");
    };
    let cause = format!("{:?}", record.error());
    assert!(cause.contains("hide (ENCRYPT)"), "{cause}");
    let mut ignoring = consumer(&stack, &FLIGHTS).ignore_rules().build().unwrap();
    assert_eq!(next(&mut ignoring).await.value, Some(flight));
}
