//! What Confluent's server answered, asked of ours.
//!
//! `fixtures/registry-answers.jsonl` holds requests in the order in which they were sent to an empty
//! Confluent Community server 8.5, and its answers with every `ts` set to 0.

use avrolane_embedded::EmbeddedRegistry;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::http::send;

const RECORDED: &str = include_str!("../fixtures/registry-answers.jsonl");

/// Requests that are answered differently, by their labels, each with the reason. One that is
/// answered as recorded after all has no place here.
const DEVIATIONS: [(&str, &str); 8] = [
    ("types", "knows Avro alone"),
    (
        "register malformed json",
        "says it in the words of another JSON parser",
    ),
    ("register metadata+ruleSet", RULE_SETS),
    ("get metadata", RULE_SETS),
    ("id metadata", RULE_SETS),
    ("latest with metadata", RULE_SETS),
    ("server version", "is another server"),
    ("cluster id", "is another server"),
];

const RULE_SETS: &str = "keeps rule sets, as Confluent's enterprise server does";

#[derive(Debug, Deserialize)]
struct Exchange {
    label: String,
    method: String,
    path: String,
    body: Option<Value>,
    status: u16,
    answer_content_type: Option<String>,
    answer: Value,
}

#[test]
fn every_recorded_request_is_answered_as_it_was_recorded() {
    let registry = EmbeddedRegistry::start().unwrap();
    let mut differences = Vec::new();
    for line in RECORDED.lines() {
        let exchange: Exchange = serde_json::from_str(line).unwrap();
        let deviation = DEVIATIONS
            .iter()
            .find(|(label, _)| *label == exchange.label);
        match (replay(&registry, &exchange), deviation) {
            (Err(difference), None) => differences.push(difference),
            (Ok(()), Some((label, _))) => {
                differences.push(format!("{label}: is no deviation any more"));
            }
            _ => {}
        }
    }
    assert!(
        differences.is_empty(),
        "{}:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

/// Sends a request and says how the answer differs from what was recorded.
fn replay(registry: &EmbeddedRegistry, exchange: &Exchange) -> Result<(), String> {
    let body = match &exchange.body {
        Some(Value::String(text)) => Some(text.clone()),
        body => body.as_ref().map(Value::to_string),
    };
    let response = send(
        registry.url(),
        &exchange.method,
        &exchange.path,
        body.as_deref(),
    );
    let answer = without_reasons(without_time(response.json()));
    let recorded = without_reasons(exchange.answer.clone());
    let is_same_type = exchange.answer_content_type.is_none()
        || exchange.answer_content_type == response.content_type;
    if response.status == exchange.status && answer == recorded && is_same_type {
        return Ok(());
    }
    Err(format!(
        "{}: {} {}\n  recorded: {} {recorded}\n  answered: {} {answer}",
        exchange.label, exchange.method, exchange.path, exchange.status, response.status,
    ))
}

fn without_time(mut answer: Value) -> Value {
    match &mut answer {
        Value::Object(members) => {
            if let Some(time) = members.get_mut("ts") {
                assert!(time.as_u64().unwrap() > 0);
                *time = json!(0);
            }
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| *item = without_time(item.take())),
        _ => {}
    }
    answer
}

/// Why a text is no schema is said in the words of the parser, which are not Java's.
fn without_reasons(mut answer: Value) -> Value {
    const REASON: &str = "of type AVRO, details: ";
    if let Some(Value::String(message)) = answer.get_mut("message")
        && let Some(at) = message.rfind(REASON)
    {
        message.truncate(at + REASON.len());
    }
    answer
}
