//! Schemas that a look-up does not find.

use avrolane::registry::{Error, ErrorKind, SchemaRegistryClient};
use avrolane::schema::SchemaDifferenceKind;
use avrolane::serdes::AvroSerializer;
use serde_json::json;

use super::support::{Flight, SCHEMA, prepare, register, registry};
use crate::registry::support::{Answer, Server};

const SUBJECT: &str = "flights-value";

async fn not_found(registry: &SchemaRegistryClient) -> Error {
    let serializer = AvroSerializer::builder().registry(registry.clone()).build();
    let error = prepare::<Flight>(&serializer).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SchemaNotFound);
    error
}

#[tokio::test]
async fn the_nearest_version_is_named_with_what_differs() {
    let (_server, registry) = registry();
    register(&registry, SUBJECT, &SCHEMA.replace("number", "gate")).await;
    let id = register(
        &registry,
        SUBJECT,
        &SCHEMA.replace("\"fields", "\"doc\":\"Once.\",\"fields"),
    )
    .await;
    register(&registry, SUBJECT, r#""string""#).await;
    let error = not_found(&registry).await;
    let nearest = error.nearest_version().unwrap();
    assert_eq!((nearest.version.get(), nearest.id), (2, Some(id)));
    assert!(nearest.is_written_alike() && !nearest.is_latest);
    let kinds: Vec<_> = nearest
        .differences
        .iter()
        .map(|found| &found.kind)
        .collect();
    assert_eq!(kinds, [&SchemaDifferenceKind::Documentation]);
    let text = error.to_string();
    let expected = format!(
        "; version 2 (id {id}) is nearest: it differs only in documentation: the documentation of \
         it.Flight is gone; register it"
    );
    assert!(text.contains(&expected), "{text}");
    assert!(!text.contains('\n'), "{text}");
}

#[tokio::test]
async fn what_java_adds_to_texts_is_told() {
    let (_server, registry) = registry();
    let flight = |kind: &str| SCHEMA.replace("\"int\"", kind);
    register(
        &registry,
        SUBJECT,
        &flight(r#"{"type":"int","avro.java.string":"String"}"#),
    )
    .await;
    let text = not_found(&registry).await.to_string();
    assert!(
        text.contains("only in the property `avro.java.string`"),
        "{text}"
    );
    assert!(text.contains("SchemaSelection::UseLatest"), "{text}");

    register(&registry, SUBJECT, &flight("\"long\"")).await;
    register(&registry, SUBJECT, &flight("\"string\"")).await;
    register(&registry, SUBJECT, &flight("\"bytes\"")).await;
    register(&registry, SUBJECT, &flight("\"float\"")).await;
    // It is not looked for among all versions that there are.
    let error = not_found(&registry).await;
    assert_eq!(error.nearest_version().unwrap().version.get(), 5);
    let text = error.to_string();
    assert!(text.contains("is int instead of float"), "{text}");
}

#[tokio::test]
async fn an_error_stays_what_it_is_if_nothing_can_be_learned() {
    let server = Server::start(|request, _| match request.line.split(' ').next() {
        Some("POST") => Answer::refusal(404, 40403, "Schema not found"),
        _ => Answer::refusal(500, 50001, "Store"),
    })
    .await;
    let error = not_found(&server.client()).await;
    assert!(error.nearest_version().is_none());
    assert!(error.to_string().contains("Schema not found"), "{error}");

    let server = Server::start(|request, _| match request.line.as_str() {
        "GET /subjects/flights-value/versions" => Answer::json(&json!([1])),
        line if line.starts_with("POST") => Answer::refusal(404, 40403, "Schema not found"),
        _ => Answer::json(&json!({"schema": "{}", "schemaType": "JSON", "version": 1, "id": 1})),
    })
    .await;
    let error = not_found(&server.client()).await;
    assert!(error.nearest_version().is_none());
}

#[tokio::test]
async fn looking_for_what_is_nearest_takes_few_requests() {
    let (server, registry) = registry();
    for number in 0..10 {
        register(
            &registry,
            SUBJECT,
            &SCHEMA.replace("number", &format!("n{number}")),
        )
        .await;
    }
    let before = server.requests("/subjects");
    not_found(&registry).await;
    assert_eq!(server.requests("/subjects") - before, 6);
}
