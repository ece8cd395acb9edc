//! How often, and for how long, what fails is tried again.

use std::time::{Duration, SystemTime};

use avrolane::registry::ErrorKind;
use avrolane::retry::{Budget, RetryPolicy};
use serde_json::json;

use super::support::{Answer, Server};

const FOR_EVER: Duration = Duration::from_secs(1 << 28);

#[tokio::test]
async fn a_sick_registry_is_not_stampeded() {
    let server = Server::answering(Answer::text(503, "")).await;
    let budget = Budget::default().reserve_per_second(0);
    let client = server.builder().retry_budget(budget).build().unwrap();
    let tasks = (0..50).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.versions("a").await })
    });
    for task in tasks.collect::<Vec<_>>() {
        let error = task.await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable);
        assert!(error.is_retryable());
    }
    let retries = server.received().len() - 50;
    assert!(
        (1..=10).contains(&retries),
        "{retries} retries for 50 requests"
    );
}

#[tokio::test]
async fn a_client_that_asks_seldom_can_try_again() {
    let server = Server::answering(Answer::text(503, "")).await;
    server.client().versions("a").await.unwrap_err();
    assert_eq!(server.received().len(), 4);
}

#[tokio::test]
async fn a_try_is_broken_off_when_the_total_time_is_up() {
    let server = Server::answering(Answer::Silence).await;
    let builder = server.builder().request_timeout(FOR_EVER);
    let client = builder
        .total_timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    let error = client.versions("a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("total_timeout"), "{error}");
    assert_eq!(error.url(), Some(server.url()));
}

#[tokio::test]
async fn what_failed_before_the_time_was_up_is_what_is_reported() {
    let server = Server::start(|_, before| match before {
        0 => Answer::refusal(500, 50001, "store"),
        _ => Answer::Silence,
    })
    .await;
    let builder = server.builder().request_timeout(FOR_EVER);
    let client = builder
        .total_timeout(Duration::from_millis(500))
        .build()
        .unwrap();
    let error = client.versions("a").await.unwrap_err();
    assert_eq!(error.error_code(), Some(50001));
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn no_wait_is_begun_that_would_end_too_late() {
    let years = FOR_EVER.as_secs().to_string();
    let throttled = Answer::text(429, "").with_header("retry-after", &years);
    let server = Server::answering(throttled).await;
    let patient = RetryPolicy::default().max_delay(FOR_EVER);
    let client = server.builder().retry(patient).build().unwrap();
    let error = client.versions("a").await.unwrap_err();
    assert_eq!(error.retry_after(), Some(FOR_EVER));
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn the_registry_may_name_a_date_to_come_back_at() {
    let date = httpdate::fmt_http_date(SystemTime::now());
    let server = Server::start(move |_, before| match before {
        0 => Answer::text(503, "").with_header("retry-after", &date),
        _ => Answer::json(&json!([1])),
    })
    .await;
    // The wait that the policy alone would draw is a thousand days on average.
    let policy = RetryPolicy::default()
        .base_delay(FOR_EVER)
        .max_delay(FOR_EVER);
    let client = server.builder().retry(policy).build().unwrap();
    client.versions("a").await.unwrap();
}

#[tokio::test]
async fn a_time_to_come_back_at_that_makes_no_sense_is_passed_over() {
    for nonsense in ["-1", "soon", "1.5", "99999999999999999999999", ""] {
        let server = Server::start(move |_, before| match before {
            0 => Answer::text(503, "").with_header("retry-after", nonsense),
            _ => Answer::json(&json!([1])),
        })
        .await;
        server.client().versions("a").await.unwrap();
    }
}
