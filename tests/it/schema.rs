//! Schemas against what Confluent's server stores.

use std::collections::BTreeSet;

use avrolane::schema::{Schema, SchemaGuid, SchemaMetadata, SchemaReference};
use serde_json::Value;

/// Texts that were registered with a server 8.5, what it stored of each, and the GUID it gave it.
const ANSWERS: &str = include_str!("../fixtures/registered.jsonl");

fn answers() -> impl Iterator<Item = Value> {
    ANSWERS.lines().map(|line| serde_json::from_str(line).unwrap())
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap()
}

fn references(answer: &Value) -> impl Iterator<Item = &Value> {
    answer["references"].as_array().into_iter().flatten()
}

fn parse(answer: &Value, key: &str) -> Schema {
    let references: Vec<(&str, &str)> = references(answer)
        .map(|reference| (text(reference, "name"), text(reference, "schema")))
        .collect();
    Schema::parse_with_references(text(answer, key), &references).unwrap()
}

fn metadata(answer: &Value) -> Option<SchemaMetadata> {
    let given = answer["metadata"].as_object()?;
    let mut metadata = SchemaMetadata::default();
    for (path, tags) in given["tags"].as_object().unwrap() {
        let tags = tags.as_array().unwrap().iter();
        let tags: BTreeSet<String> = tags.map(|tag| tag.as_str().unwrap().to_owned()).collect();
        metadata.tags.insert(path.clone(), tags);
    }
    for (key, value) in given["properties"].as_object().unwrap() {
        metadata.properties.insert(key.clone(), value.as_str().unwrap().to_owned());
    }
    Some(metadata)
}

#[test]
fn a_schema_is_printed_as_the_server_stores_it() {
    for answer in answers() {
        assert_eq!(parse(&answer, "text").registered_text(), text(&answer, "stored"));
        assert_eq!(parse(&answer, "stored"), parse(&answer, "text"));
    }
}

#[test]
fn the_guid_is_the_one_that_the_server_gives() {
    for answer in answers() {
        let references: Vec<SchemaReference> = references(&answer)
            .map(|reference| SchemaReference {
                name: text(reference, "name").to_owned(),
                subject: text(reference, "subject").to_owned(),
                version: reference["version"].as_i64().unwrap().try_into().unwrap(),
            })
            .collect();
        let stored = parse(&answer, "text").registered_text();
        let guid = SchemaGuid::of(&stored, &references, metadata(&answer).as_ref());
        assert_eq!(guid.to_string(), text(&answer, "guid"), "{stored}");
    }
}
