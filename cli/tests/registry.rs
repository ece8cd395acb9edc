//! `avrolane registry`, as its users run it.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;

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

/// Registers a schema; nothing if there was no whole answer.
fn try_register(address: &str, subject: &str) -> Option<()> {
    let body = r#"{"schema":"\"int\""}"#;
    let mut stream = TcpStream::connect(address).ok()?;
    write!(
        stream,
        "POST /subjects/{subject}/versions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let is_whole = answer.starts_with("HTTP/1.1 200") && answer.ends_with('}');
    is_whole.then_some(())
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
fn what_was_answered_outlives_a_kill_in_the_middle_of_writing() {
    let file = file("killed.json");
    let file = file.to_str().unwrap();
    let mut answered: Vec<String> = Vec::new();
    for round in 0..5 {
        let mut registry = Registry::start(&["--file", file]);
        let kept = registry.get("/subjects");
        for subject in &answered {
            assert!(
                kept.as_array().unwrap().contains(&json!(subject)),
                "{subject}: {kept}"
            );
        }
        // Several clients keep it writing while it is killed, after some of the answers.
        let (sender, received) = mpsc::channel();
        let address = registry.address.clone();
        thread::scope(|scope| {
            for client in 0..3 {
                let (sender, address) = (sender.clone(), &address);
                scope.spawn(move || {
                    for number in 0.. {
                        let subject = format!("r{round}c{client}n{number}");
                        if try_register(address, &subject).is_none()
                            || sender.send(subject).is_err()
                        {
                            break;
                        }
                    }
                });
            }
            drop(sender);
            answered.extend(received.iter().take(5 + round * 7));
            registry.process.kill().unwrap();
            answered.extend(received.iter());
        });
    }
    let registry = Registry::start(&["--file", file]);
    let kept = registry.get("/subjects?limit=100000");
    assert!(
        answered
            .iter()
            .all(|subject| kept.as_array().unwrap().contains(&json!(subject)))
    );
}

#[test]
fn a_request_that_is_under_way_at_the_end_is_answered() {
    let registry = Registry::start(&[]);
    let body = r#"{"schema":"\"int\""}"#;
    let mut stream = TcpStream::connect(&registry.address).unwrap();
    write!(
        stream,
        "POST /subjects/s/versions HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    )
    .unwrap();
    // It asks for the body, so it has begun.
    let mut asked = [0; 25];
    stream.read_exact(&mut asked).unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    let address = registry.address.clone();
    let end = thread::spawn(move || registry.end("TERM"));
    while TcpStream::connect(&address).is_ok() {
        thread::yield_now();
    }
    stream.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(end.join().unwrap(), Some(0));
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
