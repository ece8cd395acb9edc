//! Schemas whose ids are known beforehand.

use avrolane::registry::{
    ErrorKind, PinnedSchemas, SchemaGuid, SchemaId, SchemaRegistryClient, SchemaSelection,
};
use avrolane::serdes::{AvroSerializer, AvroSerializerBuilder, SchemaIdPlacement};
use avrolane::subject::SubjectNameStrategy;

use super::support::{Flight, framed, prepare, serialize};
use crate::registry::support::{Answer, Server};

fn id(id: u32) -> SchemaId {
    SchemaId::new(id).unwrap()
}

fn pinned(schemas: PinnedSchemas) -> AvroSerializerBuilder {
    AvroSerializer::builder().schemas(SchemaSelection::Pinned(schemas))
}

#[tokio::test]
async fn a_pinned_schema_is_written_without_a_request_while_the_registry_is_down() {
    let server = Server::answering(Answer::Silence).await;
    let schemas = PinnedSchemas::new().id("flights-value", id(17));
    let serializer = pinned(schemas.clone()).registry(server.client()).build();
    prepare::<Flight>(&serializer).await.unwrap();
    let (bytes, _) = serialize(&serializer, &Flight { number: 3 }).unwrap();
    assert_eq!(bytes, framed(id(17), &[6]));
    assert_eq!(server.received().len(), 0);

    // Nor is a registry needed.
    let serializer = pinned(schemas).build();
    prepare::<Flight>(&serializer).await.unwrap();
    let (again, _) = serialize(&serializer, &Flight { number: 3 }).unwrap();
    assert_eq!(again, bytes);
}

#[tokio::test]
async fn a_subject_that_is_not_pinned_is_named() {
    let schemas = PinnedSchemas::new().id("flights-value", id(17));
    let serializer = pinned(schemas)
        .value_subject_name_strategy(SubjectNameStrategy::RecordName)
        .build();
    let error = prepare::<Flight>(&serializer).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("subject it.Flight"), "{error}");
}

#[tokio::test]
async fn a_pinned_guid_travels_where_it_is_asked_for() {
    let guid = "cd0e5b86-7ae4-bb31-0aaa-ff1c795f936e";
    let guid: SchemaGuid = guid.parse().unwrap();
    let without = pinned(PinnedSchemas::new().id("flights-value", id(17)))
        .schema_id_placement(SchemaIdPlacement::Header)
        .build();
    let error = prepare::<Flight>(&without).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoGuid);
    assert!(error.to_string().contains("flights-value"), "{error}");

    let schemas = PinnedSchemas::new().id_and_guid("flights-value", id(17), guid);
    let with = pinned(schemas)
        .schema_id_placement(SchemaIdPlacement::Header)
        .build();
    prepare::<Flight>(&with).await.unwrap();
    let (bytes, header) = serialize(&with, &Flight { number: 3 }).unwrap();
    assert_eq!(bytes, [6]);
    let expected = [&[1][..], guid.as_bytes()].concat();
    assert_eq!(header.unwrap().as_slice(), expected);
}

#[tokio::test]
async fn what_the_registry_could_say_needs_a_registry() {
    let serializer = AvroSerializer::builder()
        .schemas(SchemaSelection::UseLatest)
        .build();
    let error = prepare::<Flight>(&serializer).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let nobody = SchemaRegistryClient::builder("http://127.0.0.1:1")
        .retry(avrolane::retry::RetryPolicy::never())
        .build()
        .unwrap();
    let serializer = AvroSerializer::builder()
        .registry(nobody)
        .schemas(SchemaSelection::UseLatest)
        .build();
    let error = prepare::<Flight>(&serializer).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
}
