//! As much of an HTTP client as these tests need.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// What the server answered.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) body: String,
}

impl Response {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Sends a request, with a body if there is one, and reads the answer.
pub(crate) fn send(url: &str, method: &str, path: &str, body: Option<&str>) -> Response {
    send_as(url, method, path, "", body.unwrap_or_default().as_bytes())
}

/// Sends a request with further headers, each with its end of line.
pub(crate) fn send_as(url: &str, method: &str, path: &str, headers: &str, body: &[u8]) -> Response {
    let address = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\
         Content-Length: {}\r\n\r\n",
        body.len(),
    )
    .unwrap();
    stream.write_all(body).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    parse(&answer)
}

pub(crate) fn get(url: &str, path: &str) -> Response {
    send(url, "GET", path, None)
}

pub(crate) fn post(url: &str, path: &str, body: &Value) -> Response {
    send(url, "POST", path, Some(&body.to_string()))
}

fn parse(answer: &str) -> Response {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines
        .next()
        .unwrap()
        .split(' ')
        .nth(1)
        .unwrap()
        .parse()
        .unwrap();
    let content_type = lines
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        .map(|(_, value)| value.to_owned());
    Response {
        status,
        content_type,
        body: body.to_owned(),
    }
}
