//! How fast the embedded registry starts, answers, and fills: `cargo bench --package avrolane-embedded`.
#![expect(
    clippy::unwrap_used,
    reason = "a measurement that cannot go on has failed"
)]

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use avrolane_embedded::EmbeddedRegistry;
use serde_json::json;

const SUBJECTS: usize = 10_000;
const VERSIONS: usize = 10;

/// One connection, on which one request follows the other.
struct Client {
    stream: BufReader<TcpStream>,
    body: Vec<u8>,
}

impl Client {
    fn of(registry: &EmbeddedRegistry) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", registry.port())).unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream: BufReader::new(stream),
            body: Vec::new(),
        }
    }

    fn send(&mut self, method: &str, path: &str, body: &str) {
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        assert!(line.starts_with("HTTP/1.1 200"), "{method} {path}: {line}");
        let mut length = 0;
        while line.trim_end() != "" {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().unwrap();
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body).unwrap();
    }
}

/// A record whose versions have one field more each.
fn schema(subject: usize, version: usize) -> String {
    let fields: Vec<_> = (0..=version)
        .map(|field| json!({ "name": format!("field_{field}"), "type": "long", "default": 0 }))
        .collect();
    let name = format!("Event{subject}");
    let schema = json!({ "type": "record", "name": name, "namespace": "bench", "fields": fields });
    json!({ "schema": schema.to_string() }).to_string()
}

fn start() -> Duration {
    let mut times: Vec<Duration> = (0..51)
        .map(|_| {
            let begin = Instant::now();
            let registry = EmbeddedRegistry::start().unwrap();
            Client::of(&registry).send("GET", "/subjects", "");
            begin.elapsed()
        })
        .collect();
    times.sort();
    times.into_iter().nth(25).unwrap()
}

/// Fills the registry and returns how long each tenth of the subjects took.
fn fill(client: &mut Client) -> Vec<Duration> {
    (0..SUBJECTS)
        .collect::<Vec<_>>()
        .chunks(SUBJECTS / 10)
        .map(|subjects| {
            let begin = Instant::now();
            for subject in subjects {
                for version in 0..VERSIONS {
                    let path = format!("/subjects/s{subject}/versions");
                    client.send("POST", &path, &schema(*subject, version));
                }
            }
            begin.elapsed()
        })
        .collect()
}

/// Requests in a second, over one connection.
fn rate(client: &mut Client, mut request: impl FnMut(&mut Client, usize)) -> f64 {
    const REQUESTS: u32 = 20_000;
    let begin = Instant::now();
    for number in 0..REQUESTS {
        request(client, number as usize * 7_919 % SUBJECTS);
    }
    f64::from(REQUESTS) / begin.elapsed().as_secs_f64()
}

fn main() {
    let mut output = io::stdout();
    let started = start();
    writeln!(output, "start and first answer, median: {started:?}").unwrap();

    let registry = EmbeddedRegistry::start().unwrap();
    let client = &mut Client::of(&registry);
    let look_up = |client: &mut Client, number: usize| {
        let path = format!("/subjects/s{number}");
        client.send("POST", &path, &schema(number, VERSIONS - 1));
    };
    let by_id = |client: &mut Client, number: usize| {
        client.send("GET", &format!("/schemas/ids/{}", number + 1), "");
    };
    for (tenth, time) in fill(client).into_iter().enumerate() {
        let subjects = (tenth + 1) * SUBJECTS / 10;
        writeln!(output, "registering up to {subjects} subjects: {time:?}").unwrap();
    }
    let rate_of_lookups = rate(client, look_up);
    writeln!(output, "lookups by content: {rate_of_lookups:.0} a second").unwrap();
    let rate_of_ids = rate(client, by_id);
    writeln!(output, "schemas by id: {rate_of_ids:.0} a second").unwrap();
}
