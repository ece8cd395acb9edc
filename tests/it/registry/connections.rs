//! What happens when the network fails.

use std::error::Error as _;
use std::time::Duration;

use avrolane::registry::{Error, ErrorKind, SchemaRegistryClient};
use avrolane::retry::RetryPolicy;

use super::support::{Answer, Server, Then, sending};

async fn versions(url: &str) -> Error {
    let client = SchemaRegistryClient::builder(url)
        .request_timeout(Duration::from_millis(100))
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    client.versions("a").await.unwrap_err()
}

#[tokio::test]
async fn a_registry_that_is_down_cannot_be_reached() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = versions(&format!("http://user:secret@{address}")).await;
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(error.is_retryable());
    assert!(error.source().is_some());
    assert_eq!(
        error.to_string(),
        format!(
            "cannot list the versions of subject a at http://{address}: the registry cannot be \
             reached; is it running, and is this its URL?"
        )
    );
    assert!(!format!("{error:?}").contains("secret"));
}

#[tokio::test]
async fn a_slow_registry_runs_into_the_timeout() {
    let server = Server::answering(Answer::Silence).await;
    let client = server
        .builder()
        .request_timeout(Duration::from_millis(50))
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let error = client.versions("a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.is_retryable());
    assert!(
        error.to_string().contains("; see whether it is overloaded"),
        "{error}"
    );
}

#[tokio::test]
async fn a_body_that_stalls_runs_into_the_timeout() {
    let url = sending(
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n[1,",
        Then::Stall,
    )
    .await;
    assert_eq!(versions(&url).await.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_head_that_stalls_runs_into_the_timeout() {
    let url = sending(b"HTTP/1.1 200 OK\r\ncontent-le", Then::Stall).await;
    assert_eq!(versions(&url).await.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_truncated_body_is_a_broken_connection() {
    let url = sending(
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n[1]",
        Then::Close,
    )
    .await;
    let error = versions(&url).await;
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(error.is_retryable());
    assert!(error.to_string().contains("; try again later"), "{error}");
}

#[tokio::test]
async fn a_connection_that_closes_without_an_answer_is_a_broken_one() {
    let url = sending(b"", Then::Close).await;
    assert_eq!(versions(&url).await.kind(), ErrorKind::Connection);
}

#[tokio::test]
async fn something_that_does_not_speak_http_is_a_broken_connection() {
    let url = sending(b"220 mail.example.com ESMTP\r\n", Then::Close).await;
    assert_eq!(versions(&url).await.kind(), ErrorKind::Connection);
}

#[tokio::test]
async fn a_refusal_whose_body_is_cut_off_keeps_its_status() {
    let url = sending(
        b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 100\r\n\r\n{",
        Then::Close,
    )
    .await;
    assert_eq!(versions(&url).await.kind(), ErrorKind::Unauthorized);
}
