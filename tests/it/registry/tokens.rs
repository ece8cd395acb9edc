//! Tokens of providers: how long each is used, and when the next one is fetched.

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use avrolane::Disposition;
use avrolane::registry::authentication::{AccessToken, TokenFuture, TokenProvider};
use avrolane::registry::{ErrorKind, SchemaRegistryClient};
use tokio::sync::Semaphore;

use super::oauth::{authorizations, registry, registry_for};
use super::support::Server;

const HOUR: Duration = Duration::from_secs(3600);

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
