//! What a Schema Registry has to answer, asked of any.
//!
//! `requests.jsonl` holds requests in the order in which they are sent, each with the status and the
//! answer that Confluent's server gives. They need no empty server: `{run}` stands for a name that no
//! other run uses, and a word in braces for what an earlier answer had at the pointer under `save`.
//! A schema that is written as JSON is sent as its text.
//!
//! An answer may have more members than the expected one. Instead of a value, `<any>` expects
//! whatever is not null, `<contains:text>` a text with that in it, `<not:value>` another value, and
//! `{"<has>": item}` an array with that item.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

const REQUESTS: &str = include_str!("requests.jsonl");

/// How long a server may take for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A request that was answered differently: its name, and the difference in words.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Sends all requests to the registry at `url` and returns what was answered differently.
pub(crate) fn differences(url: &str) -> Vec<Difference> {
    let mut known = HashMap::from([("run".to_owned(), Value::from(run()))]);
    let steps = REQUESTS
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    steps
        .filter_map(|step| {
            let text = ask(url, &step, &mut known).err()?;
            let name = text_of(member(&step, "name")).to_owned();
            Some(Difference { name, text })
        })
        .collect()
}

/// Checks that exactly those requests are answered differently that `deviations` name, each with its
/// reason.
#[track_caller]
pub(crate) fn assert_conforms(url: &str, deviations: &[(&str, &str)]) {
    let differences = differences(url);
    let unexpected = differences
        .iter()
        .filter(|difference| deviations.iter().all(|(name, _)| *name != difference.name))
        .map(|Difference { name, text }| format!("{name}: {text}"));
    let gone = deviations
        .iter()
        .filter(|(name, _)| {
            differences
                .iter()
                .all(|difference| *name != difference.name)
        })
        .map(|(name, reason)| format!("{name}: answers as it should, so not any more: {reason}"));
    let wrong: Vec<String> = unexpected.chain(gone).collect();
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

fn run() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    format!("conform{}", now.as_nanos())
}

/// Sends one request, and says how its answer differs from what is expected.
fn ask(url: &str, step: &Value, known: &mut HashMap<String, Value>) -> Result<(), String> {
    let path = fill(member(step, "path"), known);
    let body = fill(member(step, "body"), known);
    let expected = fill(member(step, "answer"), known);
    let (status, answer) = send(
        url,
        text_of(member(step, "method")),
        text_of(&path),
        &body_text(body),
    );
    let json: Value = serde_json::from_str(&answer).unwrap_or(Value::Null);
    for (name, pointer) in member(step, "save").as_object().into_iter().flatten() {
        let value = json.pointer(text_of(pointer)).cloned().unwrap_or_default();
        known.insert(name.clone(), value);
    }
    if status == *member(step, "status") && (expected.is_null() || matches(&expected, &json)) {
        return Ok(());
    }
    Err(format!(
        "expected {} {expected}, got {status} {answer}",
        member(step, "status")
    ))
}

/// The text to send: JSON, with schemas as texts; or the text itself where it is meant to be none.
fn body_text(mut body: Value) -> String {
    if let Some(schema @ (Value::Object(_) | Value::Array(_))) = body.get_mut("schema") {
        *schema = Value::from(schema.to_string());
    }
    match body {
        Value::Null => String::new(),
        Value::String(text) => text,
        body => body.to_string(),
    }
}

/// The value with what is known in place of the words in braces.
fn fill(value: &Value, known: &HashMap<String, Value>) -> Value {
    match value {
        Value::String(text) => {
            let whole = text
                .strip_prefix('{')
                .and_then(|text| text.strip_suffix('}'));
            if let Some(value) = whole.and_then(|name| known.get(name)) {
                return value.clone();
            }
            let mut text = text.clone();
            for (name, value) in known {
                let value = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                text = text.replace(&format!("{{{name}}}"), &value);
            }
            text.into()
        }
        Value::Array(items) => items.iter().map(|item| fill(item, known)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.clone(), fill(value, known)))
            .collect(),
        _ => value.clone(),
    }
}

fn matches(expected: &Value, answer: &Value) -> bool {
    match (expected, answer) {
        (Value::String(text), _) if text == "<any>" => !answer.is_null(),
        (Value::String(text), _) if text.starts_with('<') => {
            let (kind, value) = text
                .trim_start_matches('<')
                .strip_suffix('>')
                .and_then(|text| text.split_once(':'))
                .unwrap();
            match kind {
                "contains" => answer.as_str().is_some_and(|text| text.contains(value)),
                _ => {
                    let answer = answer.to_string();
                    !matches!(answer.as_str(), "null") && answer != value
                }
            }
        }
        (Value::Object(members), Value::Array(items)) => members
            .get("<has>")
            .is_some_and(|member| items.iter().any(|item| matches(member, item))),
        (Value::Object(members), Value::Object(_)) => members
            .iter()
            .all(|(key, value)| answer.get(key).is_some_and(|other| matches(value, other))),
        (Value::Array(items), Value::Array(others)) => {
            items.len() == others.len()
                && items
                    .iter()
                    .zip(others)
                    .all(|(one, other)| matches(one, other))
        }
        _ => expected == answer,
    }
}

/// Sends a request and returns the status and the body.
fn send(url: &str, method: &str, path: &str, body: &str) -> (u16, String) {
    let rest = url.strip_prefix("http://").unwrap();
    let (address, base) = rest.split_once('/').unwrap_or((rest, ""));
    let base = if base.is_empty() {
        String::new()
    } else {
        format!("/{base}")
    };
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    // Without a body there is no content type either: some servers would ask for the body.
    let head = if body.is_empty() {
        String::new()
    } else {
        let length = body.len();
        format!(
            "Content-Type: application/vnd.schemaregistry.v1+json\r\nContent-Length: {length}\r\n"
        )
    };
    // Of version 1.0, so that the body of the answer ends with the connection.
    write!(
        stream,
        "{method} {base}{path} HTTP/1.0\r\nHost: {address}\r\nConnection: close\r\n{head}\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}

/// The member of a step, null if there is none.
fn member<'a>(step: &'a Value, name: &str) -> &'a Value {
    step.get(name).unwrap_or(&Value::Null)
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
