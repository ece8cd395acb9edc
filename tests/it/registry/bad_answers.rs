//! Answers that no registry should give: each is an error that says so, and none a panic, a hang or
//! a flood.

use std::time::Duration;

use avrolane::framing::{SchemaId, SchemaIdentity};
use avrolane::registry::{
    Error, ErrorKind, SchemaDefinition, SchemaRegistryClient, SchemaRegistryClientBuilder, Scope,
    VersionId,
};
use avrolane::retry::RetryPolicy;
use serde_json::json;

use super::support::{Answer, Server, Then, sending};

fn builder(url: &str) -> SchemaRegistryClientBuilder {
    SchemaRegistryClient::builder(url)
        .max_response_bytes(10_000)
        .retry(RetryPolicy::never())
}

async fn versions(url: &str) -> Error {
    builder(url)
        .build()
        .unwrap()
        .versions("a")
        .await
        .unwrap_err()
}

async fn versions_of(answer: Answer) -> Result<usize, Error> {
    let server = Server::answering(answer).await;
    let client = builder(server.url()).build().unwrap();
    client.versions("a").await.map(|versions| versions.len())
}

#[tokio::test]
async fn statuses_that_no_registry_uses_have_their_kind_by_class() {
    for (status, kind) in [
        (203, ErrorKind::UnexpectedAnswer),
        (204, ErrorKind::UnexpectedAnswer),
        (206, ErrorKind::UnexpectedAnswer),
        (300, ErrorKind::UnexpectedAnswer),
        (304, ErrorKind::UnexpectedAnswer),
        (402, ErrorKind::Refused),
        (406, ErrorKind::Refused),
        (407, ErrorKind::Refused),
        (410, ErrorKind::Refused),
        (413, ErrorKind::Refused),
        (415, ErrorKind::Refused),
        (418, ErrorKind::Refused),
        (451, ErrorKind::Refused),
        (505, ErrorKind::Refused),
        (511, ErrorKind::Refused),
        (599, ErrorKind::Refused),
        (999, ErrorKind::Refused),
    ] {
        let error = versions_of(Answer::text(status, "")).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{status}");
        assert!(!error.is_retryable(), "{status}");
    }
}

#[tokio::test]
async fn a_proxy_that_wants_credentials_is_not_taken_for_the_registry() {
    let error = versions_of(Answer::text(407, "")).await.unwrap_err();
    assert!(error.to_string().contains("the proxy"), "{error}");
}

#[tokio::test]
async fn a_body_without_end_is_not_read_on() {
    for status in ["200 OK", "503 Service Unavailable"] {
        let head = format!("HTTP/1.1 {status}\r\ntransfer-encoding: chunked\r\n\r\n");
        let url = sending(head.leak().as_bytes(), Then::Repeat(b"4\r\n    \r\n")).await;
        let error = versions(&url).await;
        match status {
            "200 OK" => {
                assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
                assert!(error.to_string().contains("over 10000 bytes"), "{error}");
            }
            _ => assert_eq!(
                (error.kind(), error.status()),
                (ErrorKind::Unavailable, Some(503))
            ),
        }
    }
}

#[tokio::test]
async fn a_head_without_end_is_not_read_on() {
    let url = sending(b"HTTP/1.1 200 OK\r\n", Then::Repeat(b"x-a: b\r\n")).await;
    assert_eq!(versions(&url).await.kind(), ErrorKind::Connection);
}

#[tokio::test]
async fn a_head_or_a_body_that_drips_runs_into_the_timeout() {
    for head in [
        &b"HTTP/1.1 200 OK\r\nx-a: "[..],
        b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n",
    ] {
        let url = sending(head, Then::Drip(b" ")).await;
        let builder = builder(&url).request_timeout(Duration::from_millis(100));
        let error = builder.build().unwrap().versions("a").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
    }
}

#[tokio::test]
async fn a_connection_that_is_reset_in_the_middle_is_a_broken_one() {
    for start in [
        &b""[..],
        b"HTTP/1.1 200 OK\r\ncontent-le",
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n[1,",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n[1,2\r\n",
    ] {
        let error = versions(&sending(start, Then::Reset).await).await;
        assert_eq!(error.kind(), ErrorKind::Connection, "{start:?}");
        assert!(error.is_retryable());
    }
}

#[tokio::test]
async fn a_head_that_is_no_http_is_a_broken_connection() {
    for head in [
        &b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999999\r\n\r\n"[..],
        b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n[1]",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n[1]",
        b"HTTP/9.9 200 OK\r\n\r\n[1]",
        b"HTTP/1.1 20000 OK\r\n\r\n[1]",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ] {
        let error = versions(&sending(head, Then::Close).await).await;
        assert_eq!(error.kind(), ErrorKind::Connection, "{head:?}");
    }
}

#[tokio::test]
async fn what_a_body_is_called_does_not_matter_but_what_it_is() {
    let named = |body: &str, name| Answer::text(200, body).with_header("content-type", name);
    for name in [
        "text/html",
        "text/plain; charset=latin1",
        "",
        "application/avro",
    ] {
        assert_eq!(versions_of(named("[1]", name)).await.unwrap(), 1, "{name}");
    }
    let error = versions_of(named("<html></html>", "application/json"))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("an HTML page"), "{error}");
}

#[tokio::test]
async fn json_of_other_types_is_refused_by_every_call() {
    let id = SchemaId::new(1).unwrap();
    let definition = SchemaDefinition::from_text(r#""string""#);
    for body in [
        "",
        "null",
        "true",
        "7",
        "-1",
        "1e999",
        r#""text""#,
        "{}",
        "[[]]",
        "[{}]",
        "[null]",
        "[1.5]",
        r#"{"schema":7}"#,
        r#"{"id":"7"}"#,
        r#"{"is_compatible":"yes"}"#,
        r#"{"mode":7}"#,
        r#"{"compatibilityLevel":[]}"#,
        "[1",
        "[1]]",
        "{\"schema\":\"\\ud800\"}",
        "[\"\u{0}\"]",
    ] {
        let server = Server::answering(Answer::text(200, body)).await;
        let client = builder(server.url()).build().unwrap();
        let errors = [
            client.versions("a").await.err(),
            client.schema_by_id(id, None).await.err(),
            client.schema_by_version("a", VersionId::Latest).await.err(),
            client.register("a", &definition).await.err(),
            client.look_up("a", &definition).await.err(),
            client
                .test_compatibility("a", VersionId::Latest, &definition)
                .await
                .err(),
            client.mode(Scope::Global).await.err(),
            client.referenced_by("a", VersionId::Latest).await.err(),
        ];
        for (call, error) in errors.into_iter().enumerate() {
            let error = error.unwrap_or_else(|| panic!("call {call} takes {body:?}"));
            assert_eq!(
                error.kind(),
                ErrorKind::UnexpectedAnswer,
                "{call} {body:?}: {error}"
            );
        }
    }
}

#[tokio::test]
async fn versions_and_ids_out_of_range_are_refused() {
    for body in [
        "[0]",
        "[-1]",
        "[2147483648]",
        "[4294967297]",
        "[1e3]",
        r#"["1"]"#,
    ] {
        let error = versions_of(Answer::text(200, body)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer, "{body}");
    }
}

#[tokio::test]
async fn nesting_without_end_overflows_no_stack() {
    let server = Server::answering(Answer::text(200, &"[".repeat(1_000_000))).await;
    let client = SchemaRegistryClient::builder(server.url()).build().unwrap();
    let error = client.versions("a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
    let schema = json!({"schema": r#"{"type":"array","items":"#.repeat(100_000)});
    let server = Server::answering(Answer::json(&schema)).await;
    let client = SchemaRegistryClient::builder(server.url()).build().unwrap();
    let id = SchemaId::new(1).unwrap();
    let error = client
        .writer_schema(SchemaIdentity::Id(id), None)
        .await
        .map(drop)
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnreadableSchema);
}

#[tokio::test]
async fn bytes_that_are_no_text_are_refused() {
    let answer = |status| Answer::Response {
        status,
        headers: Vec::new(),
        body: b"\xff\xfe{\x00".to_vec(),
    };
    let error = versions_of(answer(200)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
    let error = versions_of(answer(400)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Refused, Some(400))
    );
}

#[tokio::test]
async fn a_refusal_of_another_form_keeps_its_status() {
    for body in [
        r#"{"error_code":"40401","message":"m"}"#,
        r#"{"error_code":-1,"message":"m"}"#,
        r#"{"error_code":1e99}"#,
        r#"{"message":{"a":1}}"#,
        r#"{"error":{"code":404}}"#,
        "[]",
        "null",
    ] {
        let error = versions_of(Answer::text(422, body)).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Refused, Some(422)),
            "{body}"
        );
        assert_eq!(error.error_code(), None, "{body}");
    }
    let long = "x".repeat(9_000);
    let error = versions_of(Answer::text(400, &long)).await.unwrap_err();
    assert!(error.to_string().len() < 1_000, "an error is not flooded");
}

#[tokio::test]
async fn no_redirect_is_followed_wherever_it_points() {
    let elsewhere = Server::answering(Answer::json(&json!([1]))).await;
    let other = elsewhere.url();
    for status in [301, 302, 303, 307, 308] {
        for target in [
            format!("{other}/hunter2-is-in-the-query?token=hunter2"),
            format!("//user:hunter2@{}/", other.trim_start_matches("http://")),
            "/?token=hunter2".to_owned(),
            "http://[".to_owned(),
            "file:///etc/passwd".to_owned(),
            String::new(),
        ] {
            let answer = Answer::text(status, "").with_header("location", &target);
            let server = Server::answering(answer).await;
            let client = builder(server.url())
                .basic_auth("user", "hunter2")
                .build()
                .unwrap();
            let definition = SchemaDefinition::from_text(r#""string""#);
            for error in [
                client.versions("a").await.unwrap_err(),
                client.register("a", &definition).await.unwrap_err(),
            ] {
                assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer, "{target}");
                let shown = format!("{error} {error:?}").replace("hunter2-is-in", "");
                assert!(!shown.contains("hunter2"), "{shown}");
            }
            assert_eq!(server.received().len(), 2, "{target}");
        }
    }
    assert!(elsewhere.received().is_empty());
}
