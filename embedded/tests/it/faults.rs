//! A registry that misbehaves.

use std::io::{Read, Write};
use std::net::TcpStream;

use avrolane_embedded::{EmbeddedRegistry, Fault};

use serde_json::json;

use crate::http::{get, post};

/// Everything that comes back for a request, without a look at what it is.
fn raw(registry: &EmbeddedRegistry, path: &str) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", registry.port()))?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

fn start() -> EmbeddedRegistry {
    EmbeddedRegistry::start().unwrap()
}

#[test]
fn faults_can_be_for_a_path_or_a_method_alone() {
    let registry = start();
    registry.fail("/schemas/ids", 1, Fault::Status(503));
    registry.fail("POST /subjects", usize::MAX, Fault::Status(500));
    assert_eq!(get(registry.url(), "/subjects").status, 200);
    assert_eq!(get(registry.url(), "/schemas/ids/1").status, 503);
    assert_eq!(get(registry.url(), "/schemas/ids/1").status, 404);
}

#[test]
fn a_client_can_be_asked_to_wait() {
    let registry = start();
    let fault = Fault::RetryAfter {
        status: 429,
        seconds: 7,
    };
    registry.fail_next(1, fault);
    let answer = String::from_utf8(raw(&registry, "/subjects").unwrap()).unwrap();
    assert!(answer.starts_with("HTTP/1.1 429"), "{answer}");
    assert!(answer.contains("\r\nretry-after: 7\r\n"), "{answer}");
}

#[test]
fn an_error_of_the_api_can_be_told_where_there_is_none() {
    let registry = start();
    registry.fail("POST /subjects/s/versions", 1, Fault::ErrorCode(40901));
    registry.fail("/subjects", 1, Fault::ErrorCode(50003));
    let body = json!({ "schema": r#""int""# });
    let refused = post(registry.url(), "/subjects/s/versions", &body);
    assert_eq!(
        (refused.status, &refused.json()["error_code"]),
        (409, &json!(40901))
    );
    let refused = get(registry.url(), "/subjects");
    assert_eq!(
        (refused.status, &refused.json()["error_code"]),
        (500, &json!(50003))
    );
    assert_eq!(
        post(registry.url(), "/subjects/s/versions", &body).status,
        200
    );
}

#[test]
fn garbage_is_sent_as_if_it_were_an_answer() {
    let registry = start();
    registry.fail_next(1, Fault::Garbage);
    let answer = raw(&registry, "/subjects").unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200"));
    assert!(String::from_utf8(answer).is_err());
}

#[test]
fn a_connection_can_end_without_an_answer() {
    let registry = start();
    registry.fail_next(1, Fault::Disconnect);
    assert_eq!(raw(&registry, "/subjects").unwrap_or_default(), b"");
    assert_eq!(get(registry.url(), "/subjects").status, 200);
}

#[test]
fn a_registry_that_refuses_lets_nobody_in_until_it_recovers() {
    let registry = start();
    let mut open = TcpStream::connect(("127.0.0.1", registry.port())).unwrap();
    registry.refuse();
    assert!(TcpStream::connect(("127.0.0.1", registry.port())).is_err());
    // A connection from before ends with the next request on it.
    let mut answer = Vec::new();
    let _ = open.write_all(b"GET /subjects HTTP/1.1\r\nHost: x\r\n\r\n");
    let _ = open.read_to_end(&mut answer);
    assert_eq!(answer, b"");
    registry.recover();
    assert_eq!(get(registry.url(), "/subjects").status, 200);
}

#[test]
fn a_registry_with_a_password_answers_only_those_who_know_it() {
    let registry = EmbeddedRegistry::builder()
        .basic_auth("ada", "secret")
        .start()
        .unwrap();
    let ask = |header: &str| {
        let path = format!("/subjects HTTP/1.1\r\n{header}X-Rest: x");
        String::from_utf8(raw(&registry, &path).unwrap()).unwrap()
    };
    let refused = get(registry.url(), "/subjects");
    assert_eq!(refused.status, 401);
    assert_eq!(refused.json()["error_code"], 401);
    assert!(ask("").contains("www-authenticate: Basic"));
    // ada:secret and ada:wrong.
    assert!(ask("Authorization: Basic YWRhOnNlY3JldA==\r\n").starts_with("HTTP/1.1 200"));
    assert!(ask("Authorization: Basic YWRhOndyb25n\r\n").starts_with("HTTP/1.1 401"));
    assert!(!format!("{registry:?}").contains("secret"));
}
