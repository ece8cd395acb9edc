//! Tokens that are fetched, and fetched again.

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use avrolane::Disposition;
use avrolane::registry::authentication::{
    AccessToken, OAuthClientCredentials, TokenFuture, TokenProvider,
};
use avrolane::registry::{Error, ErrorKind, SchemaRegistryClient};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::support::{Answer, Received, Server, Then, nobody, sending};

const HOUR: Duration = Duration::from_secs(3600);

/// A registry that knows no more than one list.
async fn registry() -> Server {
    Server::answering(Answer::json(&json!([1]))).await
}

/// A registry that takes one token.
async fn registry_for(token: &'static str) -> Server {
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

fn authorizations(server: &Server) -> Vec<String> {
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

/// Gives tokens that last for an hour, the second and further ones only when it is let.
struct Gated {
    asked: AtomicUsize,
    gate: Semaphore,
    fails: bool,
}

impl Gated {
    fn new(fails: bool) -> Arc<Self> {
        Arc::new(Self {
            asked: AtomicUsize::new(0),
            gate: Semaphore::new(0),
            fails,
        })
    }
}

struct Handle(Arc<Gated>);

impl TokenProvider for Handle {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async {
            let number = self.0.asked.fetch_add(1, Ordering::Relaxed);
            if number > 0 {
                self.0.gate.acquire().await.unwrap().forget();
                if self.0.fails {
                    return Err("the vault is sealed".into());
                }
            }
            Ok(AccessToken::new(format!("token-{number}")).expires_in(HOUR))
        })
    }
}

/// A client for which it is time to replace a token as soon as it has one, an hour before its end.
fn hasty(registry: &Server, provider: &Arc<Gated>) -> SchemaRegistryClient {
    let builder = registry
        .builder()
        .token_provider(Handle(Arc::clone(provider)));
    let nearly = HOUR - Duration::from_nanos(1);
    builder.token_expiry_buffer(nearly).build().unwrap()
}

#[tokio::test]
async fn a_token_is_used_while_the_next_one_is_fetched() {
    let (registry, provider) = (registry().await, Gated::new(false));
    let client = hasty(&registry, &provider);
    for _ in 0..3 {
        client.versions("a").await.unwrap();
    }
    assert_eq!(authorizations(&registry), ["Bearer token-0"; 3]);
    assert_eq!(
        provider.asked.load(Ordering::Relaxed),
        2,
        "one request for the next"
    );
    provider.gate.add_permits(1);
    while authorizations(&registry).last().unwrap() != "Bearer token-1" {
        client.versions("a").await.unwrap();
    }
}

#[tokio::test]
async fn a_token_is_used_to_its_end_where_there_is_no_next_one() {
    let (registry, provider) = (registry().await, Gated::new(true));
    let client = hasty(&registry, &provider);
    client.versions("a").await.unwrap();
    client.versions("a").await.unwrap();
    provider.gate.add_permits(1);
    while provider.gate.available_permits() > 0 {
        tokio::task::yield_now().await;
    }
    for _ in 0..10 {
        client.versions("a").await.unwrap();
    }
    assert_eq!(authorizations(&registry), ["Bearer token-0"; 12]);
    assert_eq!(
        provider.asked.load(Ordering::Relaxed),
        2,
        "a source that fails is left alone for a while"
    );
}

#[tokio::test]
async fn a_function_gives_tokens_as_well() {
    let registry = registry_for("of a function").await;
    let provider = || async { std::io::Result::Ok(AccessToken::new("of a function")) };
    let client = registry.builder().token_provider(provider).build().unwrap();
    client.versions("a").await.unwrap();
}

#[tokio::test]
async fn a_provider_that_has_no_token_is_asked_again_like_a_registry() {
    let registry = registry().await;
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let client = registry.builder().token_provider(move || {
        counter.fetch_add(1, Ordering::Relaxed);
        async { Err("the vault is sealed") }
    });
    let error = client.build().unwrap().versions("a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenUnavailable);
    assert_eq!(error.disposition(), Disposition::Retry);
    assert_eq!(error.source().unwrap().to_string(), "the vault is sealed");
    assert_eq!(asked.load(Ordering::Relaxed), 4);
}

#[tokio::test]
async fn a_provider_that_panics_is_an_error_of_the_request() {
    let registry = registry().await;
    async fn panic() -> std::io::Result<AccessToken> {
        panic!("by a test")
    }
    let client = registry.builder().token_provider(panic).build().unwrap();
    let error = client.versions("a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenUnavailable);
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
