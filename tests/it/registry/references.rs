//! Schemas by the identity that a message names, with what they refer to.

use std::collections::HashMap;
use std::sync::Mutex;

use avrolane::framing::{SchemaId, SchemaIdentity};
use avrolane::registry::{Error, ErrorKind, SchemaRegistryClient};
use serde_json::{Value, json};

use super::support::{Answer, Server};

/// The request for everything at once.
const RESOLVED: &str = "GET /schemas/ids/1?format=resolved";

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
/// each request once, and does not resolve references.
async fn registry(schemas: &[(&str, &[&str])]) -> Server {
    let mut answers: HashMap<String, Value> = schemas
        .iter()
        .map(|(name, references)| (by_version(name), record(name, references)))
        .collect();
    let (root, _) = schemas[0];
    let answer = answers.remove(&by_version(root)).unwrap();
    answers.insert(RESOLVED.to_owned(), answer.clone());
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
        .writer_schema(identity(), None)
        .await
        .map(|schema| schema.to_string())
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
    let names: Vec<String> = (0..2_000).map(|number| format!("R{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut root = record("Root", &names);
    for reference in root["references"].as_array_mut().unwrap() {
        reference["subject"] = json!("leaf");
    }
    let server = Server::start(move |_, before| match before {
        0 | 1 => Answer::json(&root.clone()),
        _ => Answer::json(&record("Leaf", &[])),
    })
    .await;
    let error = writer_schema(&server).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnreadableSchema);
    assert!(
        error.to_string().contains("over 1000 references"),
        "{error}"
    );
    // All of them stand under one version of one subject.
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn a_chain_without_end_is_an_error() {
    let server = Server::start(|request, _| {
        let number = request.line.split("R").nth(1);
        let number = number.and_then(|rest| rest.split('/').next()?.parse().ok());
        let number: u32 = number.unwrap_or_default();
        Answer::json(&record(
            &format!("R{number}"),
            &[&format!("R{}", number + 1)],
        ))
    })
    .await;
    let error = writer_schema(&server).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnreadableSchema);
    let problem = "over 256 references behind each other";
    assert!(error.to_string().contains(problem), "{error}");
    assert_eq!(server.received().len(), 2 + 257);
}

/// A registry that resolves references itself has what a record needs in two requests.
#[tokio::test]
async fn a_registry_that_resolves_references_is_asked_for_the_whole() {
    let names: Vec<String> = (0..10).map(|number| format!("R{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let root = record("Root", &names);
    let whole = names
        .iter()
        .fold(root["schema"].as_str().unwrap().to_owned(), |text, name| {
            let leaf = record(name, &[])["schema"].as_str().unwrap().to_owned();
            text.replace(&format!(r#""type":"{name}""#), &format!(r#""type":{leaf}"#))
        });
    let server = Server::start(move |request, _| match request.line.as_str() {
        RESOLVED => Answer::json(&json!({"schema": whole, "references": root["references"]})),
        _ => Answer::json(&root),
    })
    .await;
    let client = server.client();
    let schema = client.writer_schema(identity(), None).await.unwrap();
    assert!(schema.to_string().contains(r#""name":"R9""#));
    assert!(schema.registered_text().contains(r#""type":"R9""#));
    assert_eq!(server.lines(), ["GET /schemas/ids/1", RESOLVED]);
}

#[tokio::test]
async fn a_registry_that_resolves_nothing_is_not_asked_again() {
    for refusal in [None, Some(Answer::refusal(422, 42200, "no such format"))] {
        let server = Server::start(move |request, _| match (request.line.as_str(), &refusal) {
            (RESOLVED, Some(refusal)) => refusal.clone(),
            (line, _) if line.contains("/ids/") => Answer::json(&record("Root", &["Leaf"])),
            _ => Answer::json(&record("Leaf", &[])),
        })
        .await;
        let client = server.client();
        for id in [1, 2] {
            let identity = SchemaIdentity::Id(SchemaId::new(id).unwrap());
            client.writer_schema(identity, None).await.unwrap();
        }
        assert_eq!(
            server.lines(),
            [
                "GET /schemas/ids/1",
                RESOLVED,
                &by_version("Leaf"),
                "GET /schemas/ids/2",
            ]
        );
    }
}

#[tokio::test]
async fn a_registry_that_cannot_answer_now_may_resolve_later() {
    let server = Server::start(|request, before| match request.line.as_str() {
        RESOLVED if before < 6 => Answer::refusal(503, 50301, "later"),
        RESOLVED => Answer::json(&record("Root", &[])),
        _ => Answer::json(&record("Root", &["Leaf"])),
    })
    .await;
    let client = server.client();
    let error = client.writer_schema(identity(), None).await.unwrap_err();
    assert!(error.is_retryable());
    client.writer_schema(identity(), None).await.unwrap();
    assert!(
        server
            .lines()
            .iter()
            .all(|line| line.contains("/schemas/ids/1"))
    );
}

/// A page of a proxy's does not say what the registry can do.
#[tokio::test]
async fn a_registry_behind_a_proxy_that_failed_once_is_asked_to_resolve_again() {
    let server = Server::start(|request, _| match request.line.as_str() {
        RESOLVED => Answer::text(404, "<html>no route</html>"),
        line if line.contains("format=resolved") => Answer::json(&record("Root", &[])),
        line if line.contains("/ids/") => Answer::json(&record("Root", &["Leaf"])),
        _ => Answer::json(&record("Leaf", &[])),
    })
    .await;
    let client = server.client();
    for id in [1, 2] {
        let identity = SchemaIdentity::Id(SchemaId::new(id).unwrap());
        client.writer_schema(identity, None).await.unwrap();
    }
    let last = "GET /schemas/ids/2?format=resolved";
    assert_eq!(server.lines().last().unwrap(), last);
}

#[tokio::test]
async fn references_are_meant_in_the_context_of_what_refers_to_them() {
    let server = Server::start(|request, _| {
        let line = request.line.as_str();
        Answer::json(&match line {
            "GET /subjects/:.b:Far/versions/1?deleted=true" => record("Far", &["Next"]),
            "GET /subjects/:.b:Next/versions/1?deleted=true"
            | "GET /subjects/:.a:Near/versions/1?deleted=true" => record(
                if line.contains("Near") {
                    "Near"
                } else {
                    "Next"
                },
                &[],
            ),
            _ => {
                let mut root = record("Root", &["Near", "Far"]);
                root["subject"] = json!(":.a:root");
                root["references"][1]["subject"] = json!(":.b:Far");
                root
            }
        })
    })
    .await;
    let text = writer_schema(&server).await.unwrap();
    assert!(text.contains(r#""name":"Next""#), "{text}");
    assert_eq!(
        server.lines()[1],
        "GET /schemas/ids/1?subject=%3A.a%3Aroot&format=resolved"
    );
}

/// Not every registry says under which subject it found an id.
#[tokio::test]
async fn references_are_meant_in_the_context_that_was_asked_for() {
    let server = Server::start(|request, _| match request.line.as_str() {
        "GET /subjects/:.a:Leaf/versions/1?deleted=true" => Answer::json(&record("Leaf", &[])),
        line if line.contains("/ids/") => Answer::json(&record("Root", &["Leaf"])),
        _ => Answer::refusal(404, 40401, "not there"),
    })
    .await;
    let client = server.client();
    let schema = client.writer_schema(identity(), Some(":.a:root")).await;
    assert!(schema.unwrap().to_string().contains(r#""name":"Leaf""#));
}

#[tokio::test]
async fn a_reference_that_is_gone_is_named() {
    let server = Server::start(|_, before| match before {
        0 | 1 => Answer::json(&record("Root", &["Leaf"])),
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
            tokio::spawn(async move { client.writer_schema(identity(), None).await.map(drop) })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(server.received().len(), 1);
    assert!(client.cached_writer_schema(identity(), None).is_some());
}
