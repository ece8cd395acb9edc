//! Several URLs of one registry.

use std::time::Duration;

use avrolane::registry::{ErrorKind, SchemaRegistryClient, SchemaRegistryClientBuilder};
use avrolane::retry::RetryPolicy;
use serde_json::json;

use super::support::{Answer, Server, Then, nobody, sending};

async fn healthy() -> Server {
    Server::answering(Answer::json(&json!([1]))).await
}

async fn answering(status: u16) -> Server {
    Server::answering(Answer::text(status, "")).await
}

/// The settings of a client that never tries again.
fn builder(urls: &[&str]) -> SchemaRegistryClientBuilder {
    SchemaRegistryClient::builder(urls.join(",")).retry(RetryPolicy::never())
}

fn client(urls: &[&str]) -> SchemaRegistryClient {
    builder(urls).build().unwrap()
}

#[tokio::test]
async fn an_instance_that_cannot_be_reached_is_passed_over_and_no_longer_asked_first() {
    let (down, up) = (nobody(), healthy().await);
    let client = client(&[&down, up.url()]);
    assert_eq!(client.url(), down);
    for _ in 0..2 {
        client.versions("a").await.unwrap();
        assert_eq!(client.url(), up.url());
    }
}

#[tokio::test]
async fn an_instance_that_cannot_answer_is_passed_over() {
    for status in [500, 502, 503, 504] {
        let (sick, up) = (answering(status).await, healthy().await);
        let client = client(&[sick.url(), up.url()]);
        for _ in 0..3 {
            client.versions("a").await.unwrap();
        }
        assert_eq!(
            (sick.received().len(), up.received().len()),
            (1, 3),
            "{status}"
        );
    }
}

#[tokio::test]
async fn an_instance_that_does_not_answer_in_time_or_breaks_off_is_passed_over() {
    let up = healthy().await;
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[1";
    for then in [Then::Stall, Then::Close, Then::Reset] {
        let sick = sending(cut, then).await;
        let builder = builder(&[&sick, up.url()]).request_timeout(Duration::from_millis(200));
        builder.build().unwrap().versions("a").await.unwrap();
    }
}

#[tokio::test]
async fn a_definite_answer_is_not_asked_for_elsewhere() {
    for (status, kind) in [
        (400, ErrorKind::Refused),
        (401, ErrorKind::Unauthorized),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::UnexpectedAnswer),
        (429, ErrorKind::Unavailable),
        (501, ErrorKind::Refused),
    ] {
        let (first, second) = (answering(status).await, healthy().await);
        let client = client(&[first.url(), second.url()]);
        let error = client.versions("a").await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert_eq!(error.url(), Some(first.url()));
        assert!(second.received().is_empty(), "{status}");
    }
}

#[tokio::test]
async fn the_instance_that_answered_last_stays_first_until_it_fails() {
    let first = Server::start(|_, before| match before {
        0 => Answer::text(503, ""),
        _ => Answer::json(&json!([1])),
    })
    .await;
    let second = Server::start(|_, before| match before {
        0 | 1 => Answer::json(&json!([1])),
        _ => Answer::text(503, ""),
    })
    .await;
    let client = client(&[first.url(), second.url()]);
    for expected in [&second, &second, &first, &first] {
        client.versions("a").await.unwrap();
        assert_eq!(client.url(), expected.url());
    }
    assert_eq!((first.received().len(), second.received().len()), (3, 3));
}

#[tokio::test]
async fn the_error_names_each_url_that_was_tried() {
    let (sick, down) = (answering(503).await, nobody());
    let userinfo = sick.url().replace("http://", "http://user:hunter2@");
    let error = client(&[&userinfo, &down]).versions("a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert_eq!(error.url(), Some(&*down));
    assert_eq!(
        error.to_string(),
        format!(
            "cannot list the versions of subject a at {down}: the registry cannot be reached, \
             before that at {}: the registry cannot answer now (503); is it running, and is this \
             its URL?",
            sick.url()
        )
    );
    assert!(!format!("{error:?}").contains("hunter2"));
}

#[tokio::test]
async fn all_instances_are_tried_before_it_is_time_to_wait() {
    let (first, second) = (answering(503).await, answering(500).await);
    let error = SchemaRegistryClient::builder(first.url())
        .additional_url(second.url())
        .retry(RetryPolicy::default().base_delay(Duration::ZERO))
        .build()
        .unwrap()
        .versions("a")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert_eq!((first.received().len(), second.received().len()), (4, 4));
}

#[test]
fn each_url_of_a_list_must_be_valid() {
    for urls in ["http://a,b", "http://a,", "http://a,http://b?c=d", ","] {
        let error = SchemaRegistryClient::builder(urls).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{urls}");
    }
}
