//! Lists page by page.

use avrolane::registry::{Error, ErrorKind};
use futures_util::{StreamExt, TryStreamExt};
use serde_json::json;

use super::support::{Answer, Received, Server};

/// What a request asks for: the offset and the limit.
fn page(request: &Received) -> (usize, usize) {
    let number = |key: &str| {
        let (_, rest) = request.line.split_once(&format!("{key}=")).unwrap();
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    };
    (number("offset"), number("limit"))
}

/// A registry of so many subjects that gives at most so many at once.
async fn registry(subjects: usize, at_most: usize) -> Server {
    Server::start(move |request, _| {
        let (offset, limit) = page(request);
        let names = (0..subjects).skip(offset).take(limit.min(at_most));
        Answer::json(&names.map(|number| number.to_string()).collect())
    })
    .await
}

async fn all(server: &Server, page_size: u32) -> Vec<String> {
    let names = server.client().subjects().stream(page_size);
    names.try_collect().await.unwrap()
}

#[tokio::test]
async fn a_stream_goes_over_all_pages() {
    let server = registry(7, 100).await;
    assert_eq!(all(&server, 3).await.len(), 7);
    assert_eq!(
        server.lines(),
        [
            "GET /subjects?offset=0&limit=3",
            "GET /subjects?offset=3&limit=3",
            "GET /subjects?offset=6&limit=3",
            "GET /subjects?offset=7&limit=3",
        ]
    );
}

#[tokio::test]
async fn a_registry_may_give_less_than_is_asked_for() {
    let server = registry(7, 2).await;
    let names = all(&server, 100).await;
    assert_eq!(names, ["0", "1", "2", "3", "4", "5", "6"]);
}

#[tokio::test]
async fn a_registry_without_pages_gives_each_entry_once() {
    for count in [3, 5] {
        let names: Vec<_> = (0..count).map(|number| number.to_string()).collect();
        let server = Server::answering(Answer::json(&json!(names))).await;
        assert_eq!(all(&server, 3).await, names);
        assert!(server.received().len() <= 2);
    }
}

#[tokio::test]
async fn a_stream_starts_and_ends_where_it_is_told() {
    let server = registry(100, 100).await;
    let names = server.client().subjects().offset(10).limit(5).stream(3);
    let names: Vec<String> = names.try_collect().await.unwrap();
    assert_eq!(names, ["10", "11", "12", "13", "14"]);
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_stream_asks_for_no_page_before_it_is_wanted() {
    let server = registry(100, 100).await;
    let mut names = std::pin::pin!(server.client().subjects().stream(10));
    assert!(server.received().is_empty());
    names.next().await.unwrap().unwrap();
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn an_error_ends_a_stream() {
    let server = Server::start(|_, before| match before {
        0 => Answer::json(&json!(["a", "b"])),
        _ => Answer::text(403, ""),
    })
    .await;
    let entries: Vec<Result<String, Error>> = server.client().subjects().stream(2).collect().await;
    assert_eq!(entries.len(), 3);
    let error = entries.last().unwrap().as_ref().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert!(error.to_string().starts_with("cannot list the subjects at"));
}
