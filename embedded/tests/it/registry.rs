use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use avrolane_embedded::{EmbeddedRegistry, EmbeddedStack, ErrorKind, Fault};
use serde_json::{Value, json};

use crate::http::{Response, get, post, send, send_as};

fn start() -> EmbeddedRegistry {
    EmbeddedRegistry::start().unwrap()
}

fn assert_refused(response: &Response, status: u16, error_code: u32) {
    assert_eq!(
        (response.status, &response.json()["error_code"]),
        (status, &json!(error_code))
    );
}

fn register(registry: &EmbeddedRegistry, subject: &str, schema: &str) -> Value {
    let path = format!("/subjects/{subject}/versions");
    let response = post(registry.url(), &path, &json!({ "schema": schema }));
    assert_eq!(response.status, 200, "{response:?}");
    response.json()
}

#[test]
fn answers_have_the_content_type_of_the_api() {
    let registry = start();
    for path in ["/subjects", "/schemas/ids/1", "/nonsense"] {
        let content_type = get(registry.url(), path).content_type;
        assert_eq!(
            content_type.as_deref(),
            Some("application/vnd.schemaregistry.v1+json")
        );
    }
}

#[test]
fn a_request_may_ask_for_plain_json_and_has_to_send_json() {
    let registry = start();
    let ask = |headers: &str| send_as(registry.url(), "GET", "/subjects", headers, b"");
    for (accept, content_type) in [
        ("application/json", "application/json"),
        (
            "application/vnd.schemaregistry+json",
            "application/vnd.schemaregistry+json",
        ),
        (
            "application/json, */*",
            "application/vnd.schemaregistry.v1+json",
        ),
    ] {
        let answer = ask(&format!("Accept: {accept}\r\n"));
        assert_eq!(answer.content_type.as_deref(), Some(content_type));
    }
    assert_refused(&ask("Accept: text/html\r\n"), 406, 406);

    let body = br#"{"schema":"\"int\""}"#;
    let send = |content_type: &str| {
        let header = format!("Content-Type: {content_type}\r\n");
        send_as(
            registry.url(),
            "POST",
            "/subjects/s/versions",
            &header,
            body,
        )
    };
    for content_type in [
        "application/vnd.schemaregistry.v1+json",
        "application/json; charset=utf-8",
        "application/octet-stream",
    ] {
        assert_eq!(send(content_type).status, 200, "{content_type}");
    }
    // What curl sends unless it is told otherwise.
    assert_refused(&send("application/x-www-form-urlencoded"), 415, 415);
}

#[test]
fn schemas_are_listed_a_thousand_at_a_time() {
    let registry = start();
    for number in 0..1_001 {
        register(&registry, &format!("s{number}"), r#""int""#);
    }
    let listed = |path: &str| get(registry.url(), path).json().as_array().unwrap().len();
    assert_eq!(listed("/schemas"), 1_000);
    assert_eq!(listed("/schemas?limit=5000"), 1_000);
    assert_eq!(listed("/schemas?limit=10"), 10);
    assert_eq!(listed("/schemas?offset=1000"), 1);
    assert_eq!(listed("/subjects"), 1_001);
}

#[test]
fn what_the_server_itself_refuses_is_refused_in_the_words_of_the_api() {
    let registry = start();
    let url = registry.url();
    let not_found = get(url, "/nonsense");
    assert_refused(&not_found, 404, 404);
    assert_eq!(not_found.json()["message"], "HTTP 404 Not Found");
    assert_refused(&send(url, "PATCH", "/subjects", None), 405, 405);
    assert_refused(&get(url, "/subjects/%FF/versions"), 400, 400);
    assert_refused(&send(url, "POST", "/subjects/s", Some("{")), 400, 400);
    assert_refused(
        &send(url, "POST", "/subjects/s", Some(r#"{"schema": 1}"#)),
        400,
        400,
    );
    let deep = format!(r#"{{"ruleSet": {}"#, "[".repeat(100_000));
    assert_refused(&send(url, "POST", "/subjects/s", Some(&deep)), 400, 400);
}

#[test]
fn a_body_that_is_too_long_is_refused() {
    let registry = start();
    let schema = json!({ "schema": "x".repeat(5 << 20) });
    assert_refused(
        &post(registry.url(), "/subjects/s/versions", &schema),
        413,
        413,
    );
}

#[test]
fn a_port_can_be_chosen_and_is_free_again_after_the_end() {
    let registry = start();
    let port = registry.port();
    let error = EmbeddedRegistry::start_on(port).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Registry);
    assert_eq!(
        error.to_string(),
        format!("no registry started on port {port}")
    );
    // An open connection does not keep the server from ending.
    let _idle = TcpStream::connect(("127.0.0.1", port)).unwrap();
    drop(registry);
    assert_eq!(EmbeddedRegistry::start_on(port).unwrap().port(), port);
}

#[test]
fn the_next_requests_fail_as_they_are_told_to() {
    let registry = start();
    registry.fail_next(2, Fault::Status(503));
    registry.fail_next(1, Fault::Status(429));
    let statuses: Vec<u16> = (0..4)
        .map(|_| get(registry.url(), "/subjects").status)
        .collect();
    assert_eq!(statuses, [503, 503, 429, 200]);
}

#[test]
fn a_registry_is_down_until_it_recovers() {
    let registry = start();
    registry.fail_next(usize::MAX, Fault::Status(500));
    assert_eq!(get(registry.url(), "/subjects").status, 500);
    registry.recover();
    assert_eq!(get(registry.url(), "/subjects").status, 200);
}

#[test]
fn a_request_that_stalls_gets_no_answer_and_holds_up_nobody() {
    let registry = start();
    registry.fail_next(1, Fault::Stall);
    let mut stalled = TcpStream::connect(("127.0.0.1", registry.port())).unwrap();
    stalled
        .write_all(b"GET /subjects HTTP/1.1\r\nHost: x\r\n\r\n")
        .unwrap();
    wait_until(|| registry.requests("GET /subjects") == 1);

    assert_eq!(get(registry.url(), "/subjects").status, 200);
    stalled
        .set_read_timeout(Some(Duration::from_millis(50)))
        .unwrap();
    assert!(stalled.read(&mut [0]).is_err());
}

#[test]
fn dropping_a_registry_that_stalls_does_not_hang() {
    let registry = start();
    registry.fail_next(1, Fault::Stall);
    let mut stalled = TcpStream::connect(("127.0.0.1", registry.port())).unwrap();
    stalled
        .write_all(b"GET /subjects HTTP/1.1\r\nHost: x\r\n\r\n")
        .unwrap();
    wait_until(|| registry.requests("/") == 1);

    let (ended, end) = mpsc::channel();
    thread::spawn(move || {
        drop(registry);
        ended.send(()).unwrap();
    });
    end.recv_timeout(Duration::from_secs(10)).unwrap();
}

#[test]
fn a_registry_that_is_shut_down_answers_what_is_under_way() {
    let registry = start();
    let port = registry.port();
    let _idle = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let body = r#"{"schema":"\"int\""}"#;
    let mut slow = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let length = body.len();
    write!(
        slow,
        "POST /subjects/s/versions HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n"
    )
    .unwrap();
    wait_until(|| registry.requests("POST") == 1);
    let end = thread::spawn(move || registry.shut_down(Duration::from_secs(60)));
    wait_until(|| TcpStream::connect(("127.0.0.1", port)).is_err());

    slow.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    end.join().unwrap();
}

#[test]
fn a_registry_that_is_shut_down_without_patience_waits_for_nobody() {
    let registry = start();
    registry.fail_next(1, Fault::Stall);
    let mut stalled = TcpStream::connect(("127.0.0.1", registry.port())).unwrap();
    stalled
        .write_all(b"GET /subjects HTTP/1.1\r\nHost: x\r\n\r\n")
        .unwrap();
    wait_until(|| registry.requests("/") == 1);
    registry.shut_down(Duration::ZERO);
    let mut answer = Vec::new();
    let _ = stalled.read_to_end(&mut answer);
    assert_eq!(answer, b"");
}

#[test]
fn requests_are_counted_by_method_and_path() {
    let registry = start();
    get(registry.url(), "/schemas/ids/1");
    get(registry.url(), "/schemas/ids/1?subject=s");
    get(registry.url(), "/schemas/ids/2");
    post(registry.url(), "/subjects/s", &json!({}));
    assert_eq!(registry.requests("GET /schemas/ids/1"), 2);
    assert_eq!(registry.requests("GET "), 3);
    assert_eq!(registry.requests("POST /subjects"), 1);
    assert_eq!(registry.requests("/subjects"), 1);
    assert_eq!(registry.requests("/"), 4);
}

#[test]
fn a_stack_has_a_cluster_and_a_registry_of_its_own() {
    let (one, other) = (
        EmbeddedStack::start().unwrap(),
        EmbeddedStack::start().unwrap(),
    );
    assert_ne!(one.bootstrap_servers(), other.bootstrap_servers());
    one.create_topic("flights", 1).unwrap();
    other.create_topic("flights", 1).unwrap();
    register(one.registry(), "flights-value", r#""string""#);
    assert_eq!(
        get(one.schema_registry_url(), "/subjects").json(),
        json!(["flights-value"])
    );
    assert_eq!(
        get(other.schema_registry_url(), "/subjects").json(),
        json!([])
    );
}

/// Waits for what another thread is about to do.
fn wait_until(happened: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !happened() {
        assert!(Instant::now() < deadline, "it did not happen");
        thread::yield_now();
    }
}
