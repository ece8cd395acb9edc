//! How the client says who it is, where that stays the same.

use avrolane::registry::{ErrorKind, SchemaRegistryClient, SchemaRegistryClientBuilder};
use serde_json::json;

use super::support::{Answer, Received, Server};

async fn server() -> Server {
    Server::answering(Answer::json(&json!([1]))).await
}

/// The one request that a client makes.
async fn request_of(
    server: &Server,
    set: impl FnOnce(SchemaRegistryClientBuilder) -> SchemaRegistryClientBuilder,
) -> Received {
    let client = set(server.builder()).build().unwrap();
    client.versions("a").await.unwrap();
    server.received().pop().unwrap()
}

#[tokio::test]
async fn the_password_of_the_kafka_client_is_used() {
    let server = server().await;
    let kafka = [
        ("bootstrap.servers", "kafka:9093"),
        ("sasl.mechanism", "PLAIN"),
        ("sasl.username", "user"),
        ("sasl.password", "secret"),
    ];
    let request = request_of(&server, |builder| builder.sasl_inherit(kafka)).await;
    let basic = Some("Basic dXNlcjpzZWNyZXQ=");
    assert_eq!(request.header("authorization"), basic);
    let map = std::collections::HashMap::from(kafka);
    let request = request_of(&server, |builder| builder.sasl_inherit(&map)).await;
    assert_eq!(request.header("authorization"), basic);
}

#[tokio::test]
async fn a_kafka_client_without_a_password_is_said_to_have_none() {
    let kafka = [("sasl.mechanism", "GSSAPI")];
    let builder = SchemaRegistryClient::builder("http://registry").sasl_inherit(kafka);
    let error = builder.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("GSSAPI"), "{error}");
}

#[tokio::test]
async fn the_headers_of_confluent_cloud_go_along() {
    let server = server().await;
    let request = request_of(&server, |builder| {
        builder
            .bearer_token("token")
            .logical_cluster("lsrc-1")
            .identity_pool_id("pool-1")
    })
    .await;
    assert_eq!(request.header("target-sr-cluster"), Some("lsrc-1"));
    let pool = request.header("confluent-identity-pool-id");
    assert_eq!(pool, Some("pool-1"));
}

#[tokio::test]
async fn the_last_credentials_count() {
    let server = server().await;
    let request = request_of(&server, |builder| {
        builder.basic_auth("user", "secret").bearer_token("token")
    })
    .await;
    assert_eq!(request.header("authorization"), Some("Bearer token"));
}

#[tokio::test]
async fn credentials_take_the_place_of_a_header_that_was_given() {
    let server = server().await;
    let request = request_of(&server, |builder| {
        let builder = builder.header("authorization", "Custom secret");
        builder.bearer_token("token")
    })
    .await;
    let sent: Vec<_> = request.headers.get_all("authorization").iter().collect();
    assert_eq!(sent, ["Bearer token"]);
}

#[tokio::test]
async fn each_url_has_the_credentials_that_stand_in_it() {
    let (first, second) = (
        Server::answering(Answer::text(503, "")).await,
        server().await,
    );
    let with = |server: &Server, userinfo| {
        let userinfo = format!("http://{userinfo}@");
        server.url().replace("http://", &userinfo)
    };
    let urls = format!("{}, {}", with(&first, "a:b"), with(&second, "c:d"));
    let client = SchemaRegistryClient::builder(urls).build().unwrap();
    client.versions("a").await.unwrap();
    let sent = |server: &Server| {
        let request = server.received().remove(0);
        request.header("authorization").map(str::to_owned)
    };
    assert_eq!(sent(&first).as_deref(), Some("Basic YTpi"));
    assert_eq!(sent(&second).as_deref(), Some("Basic Yzpk"));
}

#[tokio::test]
async fn a_token_that_no_header_can_hold_is_refused_unseen() {
    for token in ["hunter2\n", "hunter2\u{7f}"] {
        let builder = SchemaRegistryClient::builder("http://registry").bearer_token(token);
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
}
