//! The compatibility check against the answers of Confluent's server.

use avrolane::compat::{CompatibilityLevel, check};
use avrolane::schema::Schema;
use serde_json::Value;

/// Requests to a server 8.5 with its answers: the level of the subject, its versions, the newest
/// first, and the messages; or the message of a refused registration; or only whether it agreed.
const ANSWERS: &str = include_str!("../../fixtures/compatibility.jsonl");

#[test]
fn the_check_answers_what_the_server_answered() {
    for answer in ANSWERS.lines() {
        let answer: Value = serde_json::from_str(answer).unwrap();
        let label = answer["label"].as_str().unwrap();
        let level: CompatibilityLevel = answer["level"].as_str().unwrap().parse().unwrap();
        let new = Schema::parse(answer["new"].as_str().unwrap()).unwrap();
        let old: Vec<(i32, Schema)> = answer["old"]
            .as_array()
            .unwrap()
            .iter()
            .map(|old| {
                let version = old["version"].as_i64().unwrap().try_into().unwrap();
                let schema = old["schema"].as_str().unwrap();
                (version, Schema::parse_registered(schema, &[]).unwrap())
            })
            .collect();
        let report = check(
            level,
            &new,
            old.iter().map(|(version, schema)| (*version, schema)),
        );
        let messages = report.messages();
        match &answer["expected"] {
            Value::Bool(expected) => assert_eq!(report.is_compatible(), *expected, "{label}"),
            Value::String(expected) => {
                let subject = answer["subject"].as_str().unwrap();
                assert_eq!(
                    format!(
                        "Schema being registered is incompatible with an earlier schema for \
                         subject \"{subject}\", details: [{}]",
                        messages.join(", ")
                    ),
                    *expected,
                    "{label}"
                );
            }
            expected => assert_eq!(
                serde_json::to_value(&messages).unwrap(),
                *expected,
                "{label}"
            ),
        }
    }
}
