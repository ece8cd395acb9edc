//! What is sent.

use avrolane::compat::CompatibilityLevel;
use avrolane::framing::SchemaId;
use avrolane::registry::{SchemaDefinition, SchemaReference, SchemaRegistryClient, SchemaVersion};
use serde_json::{Value, json};

use super::support::{Answer, Received, Server};

const CONTENT_TYPE: &str = "application/vnd.schemaregistry.v1+json";
const GUID: &str = "cd0e5b86-7ae4-bb31-0aaa-ff1c795f936e";

async fn server(answer: Value) -> Server {
    Server::answering(Answer::json(&answer)).await
}

fn only_request(server: &Server) -> Received {
    let mut received = server.received();
    assert_eq!(received.len(), 1);
    received.remove(0)
}

#[tokio::test]
async fn a_registration_sends_text_and_references() {
    let server = server(json!({"id": 7, "version": 3, "guid": GUID, "unknown": {}})).await;
    let reference = SchemaReference {
        name: "a.B".to_owned(),
        subject: "b-value".to_owned(),
        version: 2,
    };
    let definition = SchemaDefinition::from_text(r#""a.B""#)
        .references(vec![reference])
        .normalize(true);
    let registered = server
        .client()
        .register("flights-value", &definition)
        .await
        .unwrap();
    assert_eq!(registered.id.get(), 7);
    assert_eq!(registered.version, SchemaVersion::new(3));
    assert_eq!(registered.guid, Some(GUID.parse().unwrap()));

    let request = only_request(&server);
    assert_eq!(
        request.line,
        "POST /subjects/flights-value/versions?normalize=true"
    );
    assert_eq!(request.header("content-type"), Some(CONTENT_TYPE));
    assert_eq!(request.header("accept"), Some(CONTENT_TYPE));
    let reference = json!({"name": "a.B", "subject": "b-value", "version": 2});
    assert_eq!(
        request.body,
        json!({"schema": r#""a.B""#, "references": [reference]})
    );
}

#[tokio::test]
async fn a_look_up_sends_the_text_alone() {
    let server = server(json!({"id": 7})).await;
    let definition = SchemaDefinition::from_text(r#""string""#);
    let registered = server
        .client()
        .look_up("flights-value", &definition)
        .await
        .unwrap();
    assert_eq!(registered.id.get(), 7);
    assert_eq!((registered.version, registered.guid), (None, None));

    let request = only_request(&server);
    assert_eq!(request.line, "POST /subjects/flights-value");
    assert_eq!(request.body, json!({"schema": r#""string""#}));
}

#[tokio::test]
async fn a_schema_is_asked_for_by_id_guid_and_version() {
    let server = server(json!({"schema": r#""string""#})).await;
    let client = server.client();
    let id = SchemaId::new(7).unwrap();
    let stored = client.schema_by_id(id, Some("a-value")).await.unwrap();
    assert_eq!(
        (&*stored.text, &*stored.schema_type),
        (r#""string""#, "AVRO")
    );
    client.schema_by_guid(GUID.parse().unwrap()).await.unwrap();
    let version = SchemaVersion::new(3).unwrap();
    client.schema_by_version("a-value", version).await.unwrap();
    assert_eq!(
        server.lines(),
        [
            "GET /schemas/ids/7?subject=a-value",
            &format!("GET /schemas/guids/{GUID}"),
            "GET /subjects/a-value/versions/3?deleted=true",
        ]
    );
}

#[tokio::test]
async fn the_versions_of_a_subject_are_listed() {
    let server = server(json!([1, 2, 5])).await;
    let versions = server.client().versions("a-value").await.unwrap();
    assert_eq!(versions.last(), SchemaVersion::new(5).as_ref());
    assert_eq!(server.lines(), ["GET /subjects/a-value/versions"]);
}

#[tokio::test]
async fn a_subject_is_one_segment_of_the_path() {
    let server = server(json!([])).await;
    server.client().versions(":.ctx:a/b ?#%2F").await.unwrap();
    assert_eq!(
        server.lines(),
        ["GET /subjects/:.ctx:a%2Fb%20%3F%23%252F/versions"]
    );
}

#[tokio::test]
async fn the_compatibility_level_is_asked_for_and_set() {
    let server = Server::start(|request, _| match request.line.as_str() {
        "GET /config/unset" => Answer::refusal(404, 40408, "no subject-level compatibility"),
        line if line.starts_with("GET") => Answer::json(&json!({"compatibilityLevel": "FULL"})),
        _ => Answer::json(&request.body.clone()),
    })
    .await;
    let (client, level) = (server.client(), CompatibilityLevel::ForwardTransitive);
    assert_eq!(
        client.compatibility().await.unwrap(),
        CompatibilityLevel::Full
    );
    client.set_compatibility(level).await.unwrap();
    let of = async |subject| client.subject_compatibility(subject).await.unwrap();
    assert_eq!(of("a").await, Some(CompatibilityLevel::Full));
    assert_eq!(of("unset").await, None);
    client.set_subject_compatibility("a", level).await.unwrap();
    assert_eq!(
        server.lines(),
        [
            "GET /config",
            "PUT /config",
            "GET /config/a",
            "GET /config/unset",
            "PUT /config/a"
        ]
    );
    assert_eq!(
        server.received()[4].body,
        json!({"compatibility": "FORWARD_TRANSITIVE"})
    );
}

#[tokio::test]
async fn credentials_go_along() {
    let server = server(json!([])).await;
    let url = server.url().replace("http://", "http://us%3Aer:se%3Acret@");
    for client in [
        SchemaRegistryClient::builder(url),
        server.builder().basic_auth("user", "secret"),
        server.builder().bearer_token("token"),
        server.builder(),
    ] {
        client.build().unwrap().versions("a").await.unwrap();
    }
    let received = server.received();
    let authorizations: Vec<_> = received
        .iter()
        .map(|request| request.header("authorization"))
        .collect();
    assert_eq!(
        authorizations,
        [
            Some("Basic dXM6ZXI6c2U6Y3JldA=="),
            Some("Basic dXNlcjpzZWNyZXQ="),
            Some("Bearer token"),
            None
        ]
    );
}

#[tokio::test]
async fn given_headers_go_along() {
    let server = server(json!([])).await;
    let client = server.builder().header("target-sr-cluster", "lsrc-1");
    client.build().unwrap().versions("a").await.unwrap();
    assert_eq!(
        only_request(&server).header("target-sr-cluster"),
        Some("lsrc-1")
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = server(json!([1])).await;
    let target = format!("{}/login?token=secret", elsewhere.url());
    let server = Server::answering(Answer::text(307, "").with_header("location", &target)).await;
    let client = server.builder().basic_auth("user", "secret");
    let error = client.build().unwrap().versions("a").await.unwrap_err();
    assert!(elsewhere.received().is_empty());
    let message = error.to_string();
    let expected = format!("a redirect to {}/login,", elsewhere.url());
    assert!(message.contains(&expected), "{message}");
    assert!(!message.contains("secret"), "{message}");
}
