//! What is sent.

use avrolane::framing::SchemaId;
use avrolane::registry::{SchemaDefinition, SchemaReference, SchemaRegistryClient, SchemaVersion};
use serde_json::json;
use wiremock::matchers::{body_json, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::support::{answering, builder, client, json, requests};

const CONTENT_TYPE: &str = "application/vnd.schemaregistry.v1+json";
const GUID: &str = "cd0e5b86-7ae4-bb31-0aaa-ff1c795f936e";

/// Has the server answer this one request.
async fn expect(server: &MockServer, mock: wiremock::MockBuilder, answer: ResponseTemplate) {
    mock.respond_with(answer).expect(1).mount(server).await;
}

#[tokio::test]
async fn a_registration_sends_text_and_references() {
    let server = MockServer::start().await;
    let reference = json!({"name": "a.B", "subject": "b-value", "version": 2});
    let request = Mock::given(method("POST"))
        .and(path("/subjects/flights-value/versions"))
        .and(query_param("normalize", "true"))
        .and(header("content-type", CONTENT_TYPE))
        .and(header("accept", CONTENT_TYPE))
        .and(body_json(
            json!({"schema": r#""a.B""#, "references": [reference]}),
        ));
    let answer = json!({"id": 7, "version": 3, "guid": GUID, "schema": "…", "unknown": {}});
    expect(&server, request, json(200, answer)).await;

    let definition = SchemaDefinition::from_text(r#""a.B""#)
        .references(vec![SchemaReference {
            name: "a.B".to_owned(),
            subject: "b-value".to_owned(),
            version: 2,
        }])
        .normalize(true);
    let registered = client(&server)
        .register("flights-value", &definition)
        .await
        .unwrap();
    assert_eq!(registered.id.get(), 7);
    assert_eq!(registered.version.map(SchemaVersion::get), Some(3));
    assert_eq!(
        registered.guid.map(|guid| guid.to_string()).as_deref(),
        Some(GUID)
    );
}

#[tokio::test]
async fn a_look_up_sends_the_text_alone() {
    let server = MockServer::start().await;
    let request = Mock::given(method("POST"))
        .and(path("/subjects/flights-value"))
        .and(body_json(json!({"schema": r#""string""#})));
    expect(&server, request, json(200, json!({"id": 7}))).await;

    let definition = SchemaDefinition::from_text(r#""string""#);
    let registered = client(&server)
        .look_up("flights-value", &definition)
        .await
        .unwrap();
    assert_eq!(registered.id.get(), 7);
    assert_eq!((registered.version, registered.guid), (None, None));
}

#[tokio::test]
async fn a_schema_is_asked_for_by_id_guid_and_version() {
    let server = MockServer::start().await;
    let stored = |text: &str| json(200, json!({"schema": text}));
    let by_id = Mock::given(path("/schemas/ids/7")).and(query_param("subject", "a-value"));
    expect(&server, by_id, stored("by id")).await;
    let by_guid = Mock::given(path(format!("/schemas/guids/{GUID}")));
    expect(&server, by_guid, stored("by guid")).await;
    let by_version =
        Mock::given(path("/subjects/a-value/versions/3")).and(query_param("deleted", "true"));
    expect(&server, by_version, stored("by version")).await;

    let client = client(&server);
    let id = SchemaId::new(7).unwrap();
    let stored = client.schema_by_id(id, Some("a-value")).await.unwrap();
    assert_eq!(
        (stored.text.as_str(), stored.schema_type.as_str()),
        ("by id", "AVRO")
    );
    let stored = client.schema_by_guid(GUID.parse().unwrap()).await.unwrap();
    assert_eq!(stored.text, "by guid");
    let version = SchemaVersion::new(3).unwrap();
    let stored = client.schema_by_version("a-value", version).await.unwrap();
    assert_eq!(stored.text, "by version");
}

#[tokio::test]
async fn the_versions_of_a_subject_are_listed() {
    let server = answering(json(200, json!([1, 2, 5]))).await;
    let versions = client(&server).versions("a-value").await.unwrap();
    assert_eq!(
        versions
            .into_iter()
            .map(SchemaVersion::get)
            .collect::<Vec<_>>(),
        [1, 2, 5]
    );
}

#[tokio::test]
async fn credentials_go_along() {
    let server = MockServer::start().await;
    let authorized = |value: &'static str| {
        Mock::given(path("/subjects/a/versions")).and(header("authorization", value))
    };
    // Basic authentication is base64 of user:password.
    expect(
        &server,
        authorized("Basic dXM6ZXI6c2U6Y3JldA=="),
        json(200, json!([])),
    )
    .await;
    expect(
        &server,
        authorized("Basic dXNlcjpzZWNyZXQ="),
        json(200, json!([])),
    )
    .await;
    expect(&server, authorized("Bearer token"), json(200, json!([]))).await;

    let url = server.uri().replace("http://", "http://us%3Aer:se%3Acret@");
    let in_url = SchemaRegistryClient::builder(url).build().unwrap();
    let given = builder(&server)
        .basic_auth("user", "secret")
        .build()
        .unwrap();
    let bearer = builder(&server).bearer_token("token").build().unwrap();
    for client in [in_url, given, bearer] {
        client.versions("a").await.unwrap();
    }
}

#[tokio::test]
async fn given_headers_go_along() {
    let server = MockServer::start().await;
    let request = Mock::given(header("target-sr-cluster", "lsrc-1"));
    expect(&server, request, json(200, json!([]))).await;
    let client = builder(&server)
        .header("target-sr-cluster", "lsrc-1")
        .build()
        .unwrap();
    client.versions("a").await.unwrap();
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = answering(json(200, json!([1]))).await;
    let target = format!("{}/login?token=secret", elsewhere.uri());
    let server =
        answering(ResponseTemplate::new(307).insert_header("location", target.as_str())).await;
    let client = builder(&server)
        .basic_auth("user", "secret")
        .build()
        .unwrap();
    let error = client.versions("a").await.unwrap_err();
    assert_eq!(requests(&elsewhere).await, 0);
    let message = error.to_string();
    assert!(
        message.contains(&format!("a redirect to {}/login,", elsewhere.uri())),
        "{message}"
    );
    assert!(!message.contains("secret"), "{message}");
}
