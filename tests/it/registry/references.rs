//! Schemas by the identity that a message names, with what they refer to.

use std::collections::HashMap;
use std::sync::Mutex;

use avrolane::framing::{SchemaId, SchemaIdentity};
use avrolane::registry::{Error, ErrorKind, SchemaRegistryClient};
use serde_json::{Value, json};

use super::support::{Answer, Server};

fn identity() -> SchemaIdentity {
    SchemaIdentity::Id(SchemaId::new(1).unwrap())
}

/// A record `name` with one field for each reference, and the references: all version 1 of the
/// subject of their name.
fn record(name: &str, references: &[&str]) -> Value {
    let fields: Vec<_> = references
        .iter()
        .map(|name| json!({"name": format!("field_{name}"), "type": name}))
        .collect();
    let references: Vec<_> = references
        .iter()
        .map(|name| json!({"name": name, "subject": name, "version": 1}))
        .collect();
    let schema = json!({"type": "record", "name": name, "fields": fields}).to_string();
    json!({"schema": schema, "references": references})
}

/// A registry in which each of these names refers to the others; the first has id 1. It answers
/// each request once.
async fn registry(schemas: &[(&str, &[&str])]) -> Server {
    let mut answers: HashMap<String, Value> = schemas
        .iter()
        .map(|(name, references)| (by_version(name), record(name, references)))
        .collect();
    let (root, _) = schemas[0];
    let answer = answers.remove(&by_version(root)).unwrap();
    answers.insert("GET /schemas/ids/1".to_owned(), answer);
    let answers = Mutex::new(answers);
    Server::start(
        move |request, _| match answers.lock().unwrap().remove(&request.line) {
            Some(answer) => Answer::json(&answer),
            None => Answer::text(500, "asked for again, or not there"),
        },
    )
    .await
}

fn by_version(name: &str) -> String {
    format!("GET /subjects/{name}/versions/1?deleted=true")
}

async fn writer_schema(server: &Server) -> Result<String, Error> {
    server
        .client()
        .writer_schema(identity())
        .await
        .map(ToString::to_string)
}

#[tokio::test]
async fn references_are_resolved_children_first_and_each_once() {
    let server = registry(&[
        ("Root", &["Left", "Right"]),
        ("Left", &["Leaf"]),
        ("Right", &["Leaf"]),
        ("Leaf", &[]),
    ])
    .await;
    let text = writer_schema(&server).await.unwrap();
    assert_eq!(text.matches(r#""name":"Leaf""#).count(), 1, "{text}");
    assert!(
        text.contains(r#"{"name":"field_Leaf","type":"Leaf"}"#),
        "{text}"
    );
}

#[tokio::test]
async fn a_deep_chain_of_references_is_followed() {
    let names: Vec<String> = (0..50).map(|level| format!("Level{level}")).collect();
    let next: Vec<Vec<&str>> = (0..50)
        .map(|level| {
            names
                .get(level + 1)
                .map(String::as_str)
                .into_iter()
                .collect()
        })
        .collect();
    let schemas: Vec<(&str, &[&str])> = names
        .iter()
        .zip(&next)
        .map(|(name, next)| (name.as_str(), next.as_slice()))
        .collect();
    let server = registry(&schemas).await;
    assert!(writer_schema(&server).await.unwrap().contains("Level49"));
}

#[tokio::test]
async fn a_circle_of_references_is_an_error() {
    let server = registry(&[("Root", &["A"]), ("A", &["B"]), ("B", &["A"])]).await;
    let error = writer_schema(&server).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnreadableSchema);
    assert_eq!(
        error.to_string(),
        format!(
            "cannot use the schema with id 1 at {}: the references to A go in a circle",
            server.url()
        )
    );
}

#[tokio::test]
async fn references_without_end_are_an_error() {
    let mut root = record("Root", &[]);
    root["references"] = (0..2_000)
        .map(|number| json!({"name": format!("R{number}"), "subject": "leaf", "version": 1}))
        .collect();
    let server = Server::start(move |_, before| match before {
        0 => Answer::json(&root.clone()),
        _ => Answer::json(&record("Leaf", &[])),
    })
    .await;
    let error = writer_schema(&server).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnreadableSchema);
    assert_eq!(server.received().len(), 1_001);
}

#[tokio::test]
async fn a_reference_that_is_gone_is_named() {
    let server = Server::start(|_, before| match before {
        0 => Answer::json(&record("Root", &["Leaf"])),
        _ => Answer::refusal(404, 40402, "Version 1 not found."),
    })
    .await;
    let error = writer_schema(&server).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::VersionNotFound);
    assert_eq!(error.subject(), Some("Leaf"));
}

#[tokio::test]
async fn a_schema_of_another_format_is_unreadable() {
    let answer = json!({"schema": "syntax = \"proto3\";", "schemaType": "PROTOBUF"});
    let server = Server::answering(Answer::json(&answer)).await;
    let error = writer_schema(&server).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnreadableSchema);
    assert!(error.to_string().contains("PROTOBUF"), "{error}");
}

#[tokio::test]
async fn text_that_is_no_schema_is_unreadable() {
    let server = Server::answering(Answer::json(&json!({"schema": r#"{"type": "rekord"}"#}))).await;
    let error = writer_schema(&server).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnreadableSchema);
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn a_thousand_tasks_make_one_request() {
    let server = Server::answering(Answer::json(&json!({"schema": r#""string""#}))).await;
    let client = server.client();
    let tasks: Vec<_> = (0..1_000)
        .map(|_| {
            let client: SchemaRegistryClient = client.clone();
            tokio::spawn(async move { client.writer_schema(identity()).await.map(drop) })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(server.received().len(), 1);
    assert!(client.cached_writer_schema(identity()).is_some());
}

#[tokio::test]
async fn a_schema_that_is_unknown_is_asked_for_again() {
    let server = Server::answering(Answer::refusal(404, 40403, "Schema 1 not found")).await;
    let client = server.client();
    for _ in 0..2 {
        let error = client.writer_schema(identity()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::SchemaNotFound);
    }
    assert_eq!(server.received().len(), 2);
}
