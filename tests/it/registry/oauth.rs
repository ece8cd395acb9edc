//! Tokens of an OAuth server.

use std::error::Error as _;

use avrolane::Disposition;
use avrolane::registry::authentication::OAuthClientCredentials;
use avrolane::registry::{Error, ErrorKind, SchemaRegistryClient};
use serde_json::{Value, json};

use super::support::{Answer, Received, Server, Then, nobody, sending};

/// A registry that knows no more than one list.
pub(super) async fn registry() -> Server {
    Server::answering(Answer::json(&json!([1]))).await
}

/// A registry that takes one token.
pub(super) async fn registry_for(token: &'static str) -> Server {
    Server::start(move |request, _| match request.header("authorization") {
        Some(authorization) if authorization == format!("Bearer {token}") => {
            Answer::json(&json!([1]))
        }
        _ => Answer::refusal(401, 401, "Unauthorized"),
    })
    .await
}

/// A token endpoint whose tokens are counted: `token-0`, `token-1`.
async fn token_endpoint() -> Server {
    Server::start(|_, before| Answer::json(&token(before))).await
}

fn token(number: usize) -> Value {
    json!({
        "access_token": format!("token-{number}"), "token_type": "Bearer", "expires_in": 3600,
    })
}

fn oauth(url: &str) -> OAuthClientCredentials {
    OAuthClientCredentials::new(url, "orders", "hunter2")
}

fn client_of(registry: &Server, token_url: &str) -> SchemaRegistryClient {
    registry.builder().oauth(oauth(token_url)).build().unwrap()
}

async fn error_of(token_url: &str) -> Error {
    let registry = registry().await;
    let error = client_of(&registry, token_url)
        .versions("a")
        .await
        .unwrap_err();
    assert!(
        registry.received().is_empty(),
        "nothing is sent without a token"
    );
    assert!(
        !format!("{error} {error:?}").contains("hunter2"),
        "{error:?}"
    );
    let purpose = format!(
        "cannot list the versions of subject a at {}: ",
        registry.url()
    );
    assert!(error.to_string().starts_with(&purpose), "{error}");
    error
}

pub(super) fn authorizations(server: &Server) -> Vec<String> {
    let authorization = |request: &Received| request.header("authorization").unwrap().to_owned();
    server.received().iter().map(authorization).collect()
}

#[tokio::test]
async fn a_token_is_fetched_once_for_all_tasks_and_kept() {
    let (registry, endpoint) = (registry().await, token_endpoint().await);
    let client = client_of(&registry, endpoint.url());
    let tasks = (0..100).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.versions("a").await })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap().unwrap();
    }
    assert_eq!(endpoint.received().len(), 1);
    assert_eq!(authorizations(&registry), vec!["Bearer token-0"; 100]);
}

#[tokio::test]
async fn the_request_for_a_token_is_that_of_the_rfc_and_has_nothing_of_the_registry() {
    let (registry, endpoint) = (registry().await, token_endpoint().await);
    let url = format!("{}/token?tenant=a", endpoint.url());
    let credentials = oauth(&url).scope("read write").parameter("audience", "a&b");
    let client = registry
        .builder()
        .oauth(credentials)
        .logical_cluster("lsrc-1");
    client.build().unwrap().versions("a").await.unwrap();
    let request = endpoint.received().remove(0);
    assert_eq!(request.line, "POST /token?tenant=a");
    assert_eq!(
        request.text,
        "grant_type=client_credentials&scope=read%20write&audience=a%26b"
    );
    assert_eq!(
        request.header("authorization"),
        Some("Basic b3JkZXJzOmh1bnRlcjI=")
    );
    let form = Some("application/x-www-form-urlencoded");
    assert_eq!(request.header("content-type"), form);
    assert_eq!(request.header("target-sr-cluster"), None);
}

#[tokio::test]
async fn id_and_secret_go_in_the_body_if_asked() {
    let (registry, endpoint) = (registry().await, token_endpoint().await);
    let credentials = oauth(endpoint.url()).client_secret_post();
    let client = registry.builder().oauth(credentials).build().unwrap();
    client.versions("a").await.unwrap();
    let request = endpoint.received().remove(0);
    assert_eq!(request.header("authorization"), None);
    assert!(
        request
            .text
            .ends_with("&client_id=orders&client_secret=hunter2")
    );
}

#[tokio::test]
async fn the_oauth_client_of_the_kafka_client_is_used() {
    let (registry, endpoint) = (registry().await, token_endpoint().await);
    let kafka = [
        ("sasl.mechanism", "OAUTHBEARER"),
        ("sasl.oauthbearer.method", "oidc"),
        ("sasl.oauthbearer.token.endpoint.url", endpoint.url()),
        ("sasl.oauthbearer.client.id", "orders"),
        ("sasl.oauthbearer.client.secret", "hunter2"),
        (
            "sasl.oauthbearer.extensions",
            "logicalCluster=lkc-1,identityPoolId=pool-1",
        ),
    ];
    let client = registry.builder().sasl_inherit(kafka).build().unwrap();
    client.versions("a").await.unwrap();
    let request = registry.received().remove(0);
    assert_eq!(request.header("authorization"), Some("Bearer token-0"));
    assert_eq!(request.header("confluent-identity-pool-id"), Some("pool-1"));
}

#[tokio::test]
async fn a_token_that_is_refused_is_replaced_and_the_request_sent_once_more() {
    let (registry, endpoint) = (registry_for("token-1").await, token_endpoint().await);
    let client = client_of(&registry, endpoint.url());
    client.versions("a").await.unwrap();
    client.versions("a").await.unwrap();
    assert_eq!(
        authorizations(&registry),
        ["Bearer token-0", "Bearer token-1", "Bearer token-1"]
    );
}

#[tokio::test]
async fn a_client_that_is_not_let_in_with_a_fresh_token_either_is_told_so() {
    let (registry, endpoint) = (registry_for("another").await, token_endpoint().await);
    let error = client_of(&registry, endpoint.url())
        .versions("a")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(
        authorizations(&registry),
        ["Bearer token-0", "Bearer token-1"]
    );
    assert!(error.to_string().contains("a fresh token"), "{error}");
}

#[tokio::test]
async fn a_token_without_a_lifetime_is_kept_until_it_is_refused() {
    let (registry, endpoint) = (
        registry().await,
        Server::answering(Answer::json(&json!({"access_token": "t"}))).await,
    );
    let client = client_of(&registry, endpoint.url());
    client.versions("a").await.unwrap();
    client.versions("a").await.unwrap();
    assert_eq!(endpoint.received().len(), 1);
}

#[tokio::test]
async fn a_token_that_has_expired_is_not_used() {
    let (registry, endpoint) = (
        registry().await,
        Server::start(|_, before| {
            let mut token = token(before);
            token["expires_in"] = json!("0");
            Answer::json(&token)
        })
        .await,
    );
    let client = client_of(&registry, endpoint.url());
    client.versions("a").await.unwrap();
    client.versions("a").await.unwrap();
    assert_eq!(
        authorizations(&registry),
        ["Bearer token-0", "Bearer token-1"]
    );
}

#[tokio::test]
async fn a_token_endpoint_that_fails_is_asked_again_and_blamed_by_its_url() {
    let endpoint = Server::answering(Answer::text(503, "")).await;
    let error = error_of(endpoint.url()).await;
    assert_eq!(error.kind(), ErrorKind::TokenUnavailable);
    assert_eq!(error.disposition(), Disposition::Retry);
    assert_eq!(endpoint.received().len(), 4);
    let message = error.to_string();
    let expected = format!(
        "the token endpoint {}/ cannot answer now (503)",
        endpoint.url()
    );
    assert!(message.contains(&expected), "{message}");
    assert!(message.contains("; it is the OAuth server"), "{message}");

    let error = error_of(&nobody()).await;
    assert_eq!(error.kind(), ErrorKind::TokenUnavailable);
    assert!(error.to_string().contains("cannot be reached"), "{error}");
    assert!(error.source().is_some());

    let broken = sending(
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{",
        Then::Close,
    )
    .await;
    assert_eq!(error_of(&broken).await.kind(), ErrorKind::TokenUnavailable);
}

#[tokio::test]
async fn a_token_endpoint_that_recovers_is_not_noticed() {
    let (registry, endpoint) = (
        registry().await,
        Server::start(|_, before| match before {
            0 => Answer::text(500, ""),
            _ => Answer::json(&token(before)),
        })
        .await,
    );
    client_of(&registry, endpoint.url())
        .versions("a")
        .await
        .unwrap();
}

#[tokio::test]
async fn a_client_that_the_token_endpoint_does_not_know_is_told_why() {
    let refusal = json!({"error": "invalid_client", "error_description": "no such client"});
    let endpoint = Server::answering(Answer::text(401, &refusal.to_string())).await;
    let error = error_of(endpoint.url()).await;
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(error.disposition(), Disposition::Fatal);
    assert_eq!(endpoint.received().len(), 1);
    let message = error.to_string();
    assert!(
        message.contains("(401: invalid_client: no such client)"),
        "{message}"
    );
}

#[tokio::test]
async fn what_is_no_token_is_refused_and_not_shown() {
    for answer in [
        Answer::text(200, "<html>log in as hunter2</html>"),
        Answer::text(200, "\"hunter2\""),
        Answer::text(200, ""),
        Answer::json(&json!({"access_token": ["hunter2"]})),
        Answer::json(&json!({"access_token": "hunter2", "token_type": "mac"})),
        Answer::text(400, "grant_type=client_credentials&client_secret=hunter2"),
        Answer::text(302, "").with_header("location", "http://localhost/hunter2"),
        Answer::text(404, "hunter2"),
    ] {
        let endpoint = Server::answering(answer.clone()).await;
        let error = error_of(endpoint.url()).await;
        assert_eq!(error.disposition(), Disposition::Fatal, "{answer:?}");
        assert_eq!(endpoint.received().len(), 1, "{answer:?}");
    }
    let endpoint = Server::answering(Answer::json(&json!({"access_token": "hunter2\n"}))).await;
    assert_eq!(
        error_of(endpoint.url()).await.kind(),
        ErrorKind::Configuration
    );
    let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let spaces = format!("1000\r\n{}\r\n", " ".repeat(0x1000));
    let endless = sending(head, Then::Repeat(spaces.leak().as_bytes())).await;
    error_of(&endless).await;
}

#[test]
fn a_token_url_must_be_one_of_http_without_credentials() {
    for url in ["idp", "ftp://idp/token", "http://user:hunter2@idp/token"] {
        let builder = SchemaRegistryClient::builder("http://registry").oauth(oauth(url));
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(
            error.to_string().contains("token endpoint's URL"),
            "{error}"
        );
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
}
