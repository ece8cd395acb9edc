//! What a registry will store, and the GUID it will give, known before it is asked.

use std::collections::HashMap;

use avrolane::framing::SchemaId;
use avrolane::registry::{
    ErrorKind, ExecutionEnvironment, Mode, Rule, RuleKind, RuleMode, RuleSet, SchemaDefinition,
    SchemaRegistryClient, Scope,
};
use avrolane::schema::{Schema, SchemaMetadata, SchemaReference};
use avrolane_embedded::EmbeddedRegistry;
use serde_json::Value;

use crate::random_schema::{Random, random_schema};

/// Requests to Confluent's server 8.5 with its answers.
const RECORDED: &str = include_str!("../../../embedded/tests/fixtures/registry-answers.jsonl");

fn client(server: &EmbeddedRegistry) -> SchemaRegistryClient {
    SchemaRegistryClient::builder(server.url()).build().unwrap()
}

fn reference(name: &str, subject: &str, version: i32) -> SchemaReference {
    SchemaReference {
        name: name.to_owned(),
        subject: subject.to_owned(),
        version,
    }
}

fn references(answer: &Value) -> Vec<SchemaReference> {
    let references = answer["references"].as_array().into_iter().flatten();
    let reference = |found: &Value| {
        let version = found["version"].as_i64().unwrap().try_into().unwrap();
        let text = |key: &str| found[key].as_str().unwrap();
        reference(text("name"), text("subject"), version)
    };
    references.map(reference).collect()
}

fn metadata(answer: &Value) -> Option<SchemaMetadata> {
    let given = answer.get("metadata")?;
    let mut metadata = SchemaMetadata::default();
    for (path, tags) in given["tags"].as_object().into_iter().flatten() {
        let tags = tags.as_array().unwrap().iter();
        let tags = tags.map(|tag| tag.as_str().unwrap().to_owned());
        metadata.tags.insert(path.clone(), tags.collect());
    }
    for (key, value) in given["properties"].as_object().into_iter().flatten() {
        let value = value.as_str().unwrap().to_owned();
        metadata.properties.insert(key.clone(), value);
    }
    Some(metadata)
}

#[test]
fn the_guid_and_the_text_of_every_recorded_registration_are_known_before() {
    let mut texts: HashMap<(String, i64), String> = HashMap::new();
    let (mut known, mut with_references, mut with_metadata) = (0, 0, 0);
    for line in RECORDED.lines() {
        let exchange: Value = serde_json::from_str(line).unwrap();
        let (body, answer) = (&exchange["body"], &exchange["answer"]);
        let (path, query) = exchange["path"]
            .as_str()
            .map(|path| path.split_once('?').unwrap_or((path, "")))
            .unwrap();
        let subject =
            (path.strip_prefix("/subjects/")).and_then(|rest| rest.strip_suffix("/versions"));
        let (Some(subject), Some(guid)) = (subject, answer["guid"].as_str()) else {
            continue;
        };
        let stored = answer["schema"].as_str().unwrap();
        let version = answer["version"].as_i64().unwrap();
        texts.insert((subject.to_owned(), version), stored.to_owned());
        let references = references(answer);
        let resolved = references.iter().map(|reference| {
            let place = (reference.subject.clone(), i64::from(reference.version));
            (&*reference.name, &*texts[&place])
        });
        let resolved: Vec<_> = resolved.collect();
        let text = body["schema"].as_str().unwrap();
        let schema = Schema::parse_with_references(text, &resolved).unwrap();
        let label = &exchange["label"];
        with_references += usize::from(!references.is_empty());
        let mut definition = SchemaDefinition::new(&schema)
            .references(references)
            .normalize(query.contains("normalize=true"));
        if let Some(metadata) = metadata(answer) {
            definition = definition.metadata(metadata);
            with_metadata += 1;
        }
        assert_eq!(definition.registered_text().unwrap(), stored, "{label}");
        assert_eq!(definition.guid().unwrap().to_string(), guid, "{label}");
        known += 1;
    }
    assert!(
        known > 20 && with_references > 0 && with_metadata > 0,
        "{known} {with_references} {with_metadata}"
    );
}

fn some_metadata(random: &mut Random) -> SchemaMetadata {
    let mut metadata = SchemaMetadata::default();
    for number in 0..random.below(3) {
        metadata
            .properties
            .insert(format!("k{number}"), "ü".to_owned());
    }
    if random.below(2) == 0 {
        let tags = ["PII".to_owned(), "A".to_owned()];
        metadata.tags.insert("**.a".to_owned(), tags.into());
        metadata.sensitive.insert("k0".to_owned());
    }
    metadata
}

fn some_rules(random: &mut Random) -> RuleSet {
    let mut rules = RuleSet::default();
    for number in 0..random.below(3) {
        let mut rule = Rule::default();
        rule.name = format!("r{number}");
        rule.rule_type = Some("CEL".to_owned());
        if random.below(2) == 0 {
            rule.doc = Some("why".to_owned());
            rule.kind = Some(RuleKind::Condition);
            rule.mode = Some(RuleMode::Write);
            rule.tags.extend(["PII".to_owned(), "B".to_owned()]);
        }
        if random.below(2) == 0 {
            rule.params.insert("key".to_owned(), "value".to_owned());
            rule.expr = Some("true".to_owned());
            rule.on_success = Some("NONE".to_owned());
            rule.on_failure = Some("ERROR".to_owned());
            rule.disabled = true;
        }
        rules.domain_rules.push(rule);
    }
    if random.below(2) == 0 {
        let mut rule = Rule::default();
        rule.name = "up".to_owned();
        rule.rule_type = Some("JSONATA".to_owned());
        rule.mode = Some(RuleMode::Upgrade);
        rules.migration_rules.push(rule);
        rules.enable_at = Some(ExecutionEnvironment::Client);
    }
    rules
}

#[tokio::test]
async fn the_guid_and_the_text_of_what_is_registered_are_known_before() {
    let server = EmbeddedRegistry::start().unwrap();
    let client = client(&server);
    let mut random = Random::new(6);
    for round in 0..200 {
        let schema = Schema::parse(&random_schema(&mut random)).unwrap();
        let split = schema.split(|_| true);
        let mut known: Vec<SchemaReference> = Vec::new();
        for (position, part) in split.nested.iter().chain([&split.root]).enumerate() {
            let names = part.references().iter();
            let references = names.filter_map(|name| {
                known
                    .iter()
                    .find(|known| known.name == name.as_str())
                    .cloned()
            });
            let mut definition = SchemaDefinition::new(part)
                .references(references.collect())
                .normalize(random.below(2) == 0);
            if random.below(2) == 0 {
                definition = definition.metadata(some_metadata(&mut random));
            }
            if random.below(2) == 0 {
                definition = definition.rule_set(some_rules(&mut random));
            }
            let subject = format!("{round}-{position}");
            let registered = client.register(&subject, &definition).await.unwrap();
            let text = definition.registered_text().unwrap();
            assert_eq!(registered.text.as_deref(), Some(&*text));
            assert_eq!(
                registered.guid,
                Some(definition.guid().unwrap()),
                "{definition:?}"
            );
            if let Some(name) = part.name() {
                known.push(reference(name.as_str(), &subject, 1));
            }
        }
    }
}

#[tokio::test]
async fn references_are_normalised_as_the_registry_does() {
    let server = EmbeddedRegistry::start().unwrap();
    let client = client(&server);
    let empty = |name: &str| format!(r#"{{"type":"record","name":"{name}","fields":[]}}"#);
    for name in ["A", "B"] {
        let definition = SchemaDefinition::from_text(empty(name));
        client.register(name, &definition).await.unwrap();
    }
    let text = r#"{"type":"record","name":"R","fields":[{"name":"a","type":["A","B"]}]}"#;
    let texts = [("A", &*empty("A")), ("B", &*empty("B"))];
    let schema = Schema::parse_with_references(text, &texts).unwrap();
    let references = ["B", "A", "B"]
        .map(|name| reference(name, name, 1))
        .to_vec();
    let plain = SchemaDefinition::new(&schema).references(references);
    let normal = plain.clone().normalize(true);
    for (subject, definition) in [("plain", &plain), ("normal", &normal)] {
        let registered = client.register(subject, definition).await.unwrap();
        assert_eq!(registered.guid, Some(definition.guid().unwrap()));
    }
    assert_ne!(plain.guid().unwrap(), normal.guid().unwrap());
}

#[tokio::test]
async fn what_is_imported_is_not_normalised() {
    let server = EmbeddedRegistry::start().unwrap();
    let client = client(&server);
    client
        .set_mode(Scope::Subject("a"), &Mode::Import)
        .await
        .unwrap();
    let definition = SchemaDefinition::from_text(r#"{"type":"int","b":1,"a":2}"#)
        .normalize(true)
        .import_as(SchemaId::new(50).unwrap(), None);
    let registered = client.register("a", &definition).await.unwrap();
    assert_eq!(registered.guid, Some(definition.guid().unwrap()));
    assert_eq!(registered.text, Some(definition.registered_text().unwrap()));
}

#[test]
fn what_cannot_be_known_is_an_error_that_says_why() {
    let refusal = |definition: SchemaDefinition| {
        let error = definition.guid().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        error.to_string()
    };
    let protobuf = SchemaDefinition::from_text("syntax = \"proto3\";").schema_type("PROTOBUF");
    assert!(refusal(protobuf).contains("PROTOBUF"));
    let references = vec![reference("A", "a", 1)];
    let by_name = SchemaDefinition::from_text(r#"["null","A"]"#).references(references);
    assert!(refusal(by_name).contains("parsed with them"));
    let latest = SchemaDefinition::new(&Schema::of::<i32>());
    assert!(
        refusal(latest.references(vec![reference("A", "a", -1)])).contains("A names the latest")
    );
}
