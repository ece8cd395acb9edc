//! Under which subjects schemas are looked for.

use avrolane::AvroEvent;
use avrolane::registry::{
    AssociatedResource, AssociatedSubject, AssociationRequest, AssociationType, ErrorKind,
    SchemaRegistryClient, SchemaSelection,
};
use avrolane::serdes::{AvroSerializer, Serializer};
use avrolane::subject::{
    AssociatedName, MessageField, SerializationContext, SubjectNameFallback, SubjectNameStrategy,
};
use serde_json::json;

use super::support::{CONTEXT, Flight, framed, prepare, registry, serialize};
use crate::registry::support::{Answer, Server};

fn named(registry: &SchemaRegistryClient, strategy: SubjectNameStrategy) -> AvroSerializer {
    AvroSerializer::builder()
        .registry(registry.clone())
        .schemas(SchemaSelection::Register)
        .value_subject_name_strategy(strategy)
        .build()
}

fn associated(fallback: SubjectNameFallback) -> SubjectNameStrategy {
    SubjectNameStrategy::Associated(AssociatedName::new().fallback(fallback))
}

async fn associate(registry: &SchemaRegistryClient, cluster: &str, subject: &str) {
    let definition = avrolane::registry::SchemaDefinition::from_text(
        r#"{"type":"record","name":"Unrelated","fields":[]}"#,
    );
    registry.register(subject, &definition).await.unwrap();
    registry
        .set_config(
            avrolane::registry::Scope::Subject(subject),
            &avrolane::compat::CompatibilityLevel::None.into(),
        )
        .await
        .unwrap();
    let mut association = AssociatedSubject::default();
    association.subject = Some(subject.to_owned());
    association.association_type = Some(AssociationType::Value);
    let topic = AssociatedResource::topic(cluster, "flights").id(format!("{cluster}:flights"));
    let request = AssociationRequest::new(topic, vec![association]);
    registry.create_associations(&request).await.unwrap();
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(namespace = "it")]
enum Event {
    Departed { number: i32 },
    Cancelled { number: i32 },
}

#[tokio::test]
async fn the_subject_that_is_associated_with_the_topic_is_asked_for_once() {
    let (server, registry) = registry();
    associate(&registry, "lkc-1", "all-flights").await;
    let serializer = named(&registry, associated(SubjectNameFallback::None));
    prepare::<Flight>(&serializer).await.unwrap();
    prepare::<Event>(&serializer).await.unwrap();
    assert_eq!(server.requests("/associations/resources/-/flights"), 1);
    assert_eq!(registry.versions("all-flights").await.unwrap().len(), 3);
    assert_eq!(registry.subjects().await.unwrap(), ["all-flights"]);
    // An enum is a union there.
    let (bytes, _) = serialize(&serializer, &Event::Cancelled { number: 3 }).unwrap();
    assert_eq!(bytes[5..], [2, 6]);
}

#[tokio::test]
async fn two_associations_are_one_too_many_until_the_cluster_is_named() {
    let (_server, registry) = registry();
    associate(&registry, "lkc-1", "ours").await;
    associate(&registry, "lkc-2", "theirs").await;
    let error = prepare::<Flight>(&named(
        &registry,
        associated(SubjectNameFallback::TopicName),
    ))
    .await
    .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("topic flights"), "{error}");

    let name = AssociatedName::new().kafka_cluster_id("lkc-2");
    let strategy = SubjectNameStrategy::Associated(name);
    prepare::<Flight>(&named(&registry, strategy))
        .await
        .unwrap();
    assert_eq!(registry.versions("theirs").await.unwrap().len(), 2);
}

#[tokio::test]
async fn without_an_association_the_fallback_names_the_subject() {
    for (fallback, flight, events) in [
        (SubjectNameFallback::TopicName, &["flights-value"][..], None),
        (
            SubjectNameFallback::RecordName,
            &["it.Flight"],
            Some(["it.Cancelled", "it.Departed"]),
        ),
        (
            SubjectNameFallback::TopicRecordName,
            &["flights-it.Flight"],
            Some(["flights-it.Cancelled", "flights-it.Departed"]),
        ),
    ] {
        let (_server, registry) = registry();
        prepare::<Flight>(&named(&registry, associated(fallback)))
            .await
            .unwrap();
        assert_eq!(registry.subjects().await.unwrap(), flight);
        let Some(events) = events else { continue };
        let serializer = named(&registry, associated(fallback));
        prepare::<Event>(&serializer).await.unwrap();
        assert_eq!(registry.subjects().await.unwrap()[..2], events);
        let (bytes, _) = serialize(&serializer, &Event::Cancelled { number: 3 }).unwrap();
        assert_eq!(bytes[5..], [6]);
    }
    let (_server, registry) = registry();
    let error = prepare::<Flight>(&named(&registry, associated(SubjectNameFallback::None)))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(
        error.to_string().contains("no subject is associated"),
        "{error}"
    );
}

#[tokio::test]
async fn a_registry_that_knows_no_associations_has_none() {
    let server = Server::start(|request, _| match request.line.split('/').nth(1) {
        Some("subjects") => Answer::json(&json!({"id": 7})),
        _ => Answer::refusal(404, 404, "HTTP 404 Not Found"),
    })
    .await;
    let serializer = named(&server.client(), associated(SubjectNameFallback::TopicName));
    prepare::<Flight>(&serializer).await.unwrap();
    let lines = server.lines();
    assert!(
        lines[0].starts_with("GET /associations/resources/-/flights?"),
        "{lines:?}"
    );
    assert_eq!(lines[1..], ["POST /subjects/flights-value/versions"]);
}

#[tokio::test]
async fn a_function_names_subjects_by_topic_field_and_record() {
    let (_server, registry) = registry();
    let serializer = AvroSerializer::builder()
        .registry(registry.clone())
        .schemas(SchemaSelection::Register)
        .key_subject_name_strategy(SubjectNameStrategy::function(|context, _| {
            Some(format!("{}/{}", context.topic, context.field))
        }))
        .value_subject_name_strategy(SubjectNameStrategy::function(|_, record| {
            record.map(|record| format!("events.{record}"))
        }))
        .build();
    let key = SerializationContext::new("flights", MessageField::Key);
    // Of a function that needs no name, an enum is a union.
    Serializer::<Event>::prepare(&serializer, &key)
        .await
        .unwrap();
    assert_eq!(registry.subjects().await.unwrap(), ["flights/key"]);
    Serializer::<Event>::prepare(&serializer, &CONTEXT)
        .await
        .unwrap();
    assert_eq!(
        registry.subjects().prefix("events").await.unwrap(),
        ["events.it.Cancelled", "events.it.Departed"]
    );
    let (bytes, _) = serialize(&serializer, &Event::Departed { number: 3 }).unwrap();
    let departed = registry
        .schema_by_version("events.it.Departed", avrolane::registry::VersionId::Latest)
        .await
        .unwrap();
    assert_eq!(bytes, framed(departed.id.unwrap(), &[6]));
    let error = Serializer::<i64>::prepare(&serializer, &CONTEXT)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}
