//! `avrolane registry`, as its users run it.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};

/// A registry in a process of its own, which does not outlive the test.
struct Registry {
    process: Child,
    address: String,
}

impl Registry {
    fn start(arguments: &[&str]) -> Self {
        let mut process = avrolane(&[&["registry", "--port", "0"], arguments].concat())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().strip_prefix("http://").unwrap().to_owned();
        Self { process, address }
    }

    /// Sends a request and returns the status and the body.
    fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> (u16, Value) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap())
    }

    fn get(&self, path: &str) -> Value {
        self.send("GET", path, "", "").1
    }

    fn register(&self, subject: &str, schema: &str) -> Value {
        let body = json!({ "schema": schema }).to_string();
        let path = format!("/subjects/{subject}/versions");
        let (status, answer) = self.send("POST", &path, "", &body);
        assert_eq!(status, 200, "{answer}");
        answer
    }

    /// Sends a signal and returns the exit code, if there is one.
    fn end(mut self, signal: &str) -> Option<i32> {
        let id = self.process.id().to_string();
        let kill = Command::new("kill").args(["-s", signal, &id]).status();
        assert!(kill.unwrap().success());
        self.process.wait().unwrap().code()
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn avrolane(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_avrolane"));
    command.args(arguments);
    command
}

fn run(arguments: &[&str]) -> (Option<i32>, String) {
    let Output { status, stderr, .. } = avrolane(arguments).output().unwrap();
    (status.code(), String::from_utf8(stderr).unwrap())
}

fn file(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_file(&path);
    path
}

#[test]
fn it_serves_until_it_is_interrupted() {
    for signal in ["INT", "TERM"] {
        let registry = Registry::start(&[]);
        assert_eq!(registry.register("s", r#""int""#)["id"], 1);
        assert_eq!(registry.get("/subjects"), json!(["s"]));
        assert_eq!(registry.end(signal), Some(0));
    }
}

#[test]
fn a_file_keeps_the_schemas_even_if_it_is_killed() {
    let file = file("kept.json");
    let file = file.to_str().unwrap();
    for (signal, subjects) in [("INT", json!(["s0"])), ("KILL", json!(["s0", "s1"]))] {
        let registry = Registry::start(&["--file", file]);
        let before = registry.get("/subjects");
        let number = before.as_array().unwrap().len();
        registry.register(&format!("s{number}"), r#""int""#);
        assert_eq!(registry.get("/subjects"), subjects);
        registry.end(signal);
    }
    let registry = Registry::start(&["--file", file]);
    assert_eq!(registry.get("/subjects"), json!(["s0", "s1"]));
}

#[test]
fn without_a_file_everything_is_gone_at_the_end() {
    let registry = Registry::start(&[]);
    registry.register("s", r#""int""#);
    registry.end("INT");
    assert_eq!(Registry::start(&[]).get("/subjects"), json!([]));
}

#[test]
fn a_password_keeps_others_out() {
    let registry = Registry::start(&["--basic-auth", "ada:secret"]);
    assert_eq!(registry.get("/subjects")["error_code"], 401);
    let header = "Authorization: Basic YWRhOnNlY3JldA==\r\n";
    assert_eq!(
        registry.send("GET", "/subjects", header, ""),
        (200, json!([]))
    );
}

#[test]
fn what_goes_wrong_at_the_start_is_said_with_its_reason() {
    let taken = Registry::start(&[]);
    let port = taken.address.rsplit(':').next().unwrap();
    let (code, error) = run(&["registry", "--port", port]);
    assert_eq!(code, Some(1));
    let expected = format!("avrolane: no registry started on port {port}: Address already in use");
    assert!(error.starts_with(&expected), "{error}");

    let file = file("foreign.json");
    fs::write(&file, "{}").unwrap();
    let (code, error) = run(&["registry", "--port", "0", "--file", file.to_str().unwrap()]);
    assert_eq!(code, Some(1));
    assert!(
        error.contains("foreign.json") && error.contains("no `format`"),
        "{error}"
    );
}

#[test]
fn what_cannot_be_meant_is_refused_without_its_secrets() {
    let (code, error) = run(&["registry", "--basic-auth", "ada"]);
    assert_eq!(code, Some(2));
    assert!(error.contains("a colon between them"), "{error}");
    assert_eq!(run(&["nonsense"]).0, Some(2));
}
