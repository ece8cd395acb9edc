//! Schemas against what Confluent's server stores.

use std::collections::BTreeSet;

use avrolane::compat::differences;
use avrolane::resolution::{Resolved, resolve};
use avrolane::schema::{Schema, SchemaGuid, SchemaMetadata, SchemaReference};
use serde_json::Value;

use crate::random_schema::{Random, changed, random_schema};

/// Texts that were registered with a server 8.5, what it stored of each, and the GUID it gave it.
const ANSWERS: &str = include_str!("../fixtures/registered.jsonl");

fn answers() -> impl Iterator<Item = Value> {
    ANSWERS
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
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
        metadata
            .properties
            .insert(key.clone(), value.as_str().unwrap().to_owned());
    }
    Some(metadata)
}

#[test]
fn a_schema_is_printed_as_the_server_stores_it() {
    for answer in answers() {
        assert_eq!(
            parse(&answer, "text").registered_text(),
            text(&answer, "stored")
        );
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

#[test]
fn what_is_printed_is_parsed_as_the_same_schema() {
    let mut random = Random::new(1);
    for _ in 0..500 {
        let text = random_schema(&mut random);
        let schema = Schema::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let printed = schema.to_string();
        let again = Schema::parse(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"));
        assert_eq!(again, schema, "{text}");
        assert_eq!(again.to_string(), printed);
    }
}

#[test]
fn the_canonical_form_is_a_schema_with_the_same_canonical_form() {
    let mut random = Random::new(2);
    for _ in 0..500 {
        let text = random_schema(&mut random);
        if text.contains(r#""namespace":"""#) {
            // The form has no way to say that a type inside of another has no namespace.
            continue;
        }
        let schema = Schema::parse(&text).unwrap();
        let form = schema.canonical_form();
        let again = Schema::parse(&form).unwrap();
        assert_eq!(again.canonical_form(), form);
        assert_eq!(again.fingerprint(), schema.fingerprint());
    }
}

/// Records that contain each other by chance, each defined where it is first met.
fn random_records(random: &mut Random) -> String {
    fn define(random: &mut Random, count: usize, known: &mut Vec<usize>, number: usize) -> String {
        if known.contains(&number) {
            return format!(r#""n.R{number}""#);
        }
        known.push(number);
        let fields = (0..random.below(3)).map(|field| {
            let next = random.below(count);
            let next = define(random, count, known, next);
            format!(r#"{{"name":"f{field}","type":["null",{{"type":"array","items":{next}}}]}}"#)
        });
        let fields: Vec<_> = fields.collect();
        format!(
            r#"{{"type":"record","name":"n.R{number}","fields":[{}]}}"#,
            fields.join(",")
        )
    }
    let count = 2 + random.below(10);
    define(random, count, &mut Vec::new(), 0)
}

/// Whichever types are to stand apart, chosen by chance.
#[test]
fn a_schema_that_was_split_is_put_together_again() {
    let mut random = Random::new(5);
    let (mut apart, mut inside) = (0, 0);
    for round in 0..4_000 {
        let text = match round % 2 {
            0 => random_schema(&mut random),
            _ => random_records(&mut random),
        };
        let schema = Schema::parse(&text).unwrap();
        let chosen = random.below(4);
        let split = schema.split(|name| (name.as_str().len() + round) % 4 >= chosen);
        let mut texts: Vec<(String, String)> = Vec::new();
        let mut together = |part: &Schema| {
            let known: Vec<(&str, &str)> = texts
                .iter()
                .map(|(name, text)| (&**name, &**text))
                .collect();
            let text = part.registered_text();
            let parsed = Schema::parse_with_references(&text, &known).unwrap();
            assert_eq!(parsed, *part);
            for reference in part.references() {
                assert!(known.iter().any(|(name, _)| *name == reference.as_str()));
            }
            inside += text
                .matches(r#"{"type":"record""#)
                .count()
                .saturating_sub(1);
            let name = part.name().map(ToString::to_string);
            texts.push((name.unwrap_or_default(), text));
            parsed
        };
        for part in &split.nested {
            together(part);
        }
        let again = together(&split.root);
        apart += split.nested.len();
        assert_eq!(again, schema);
        assert_eq!(again.to_string(), schema.to_string());
        assert_eq!(again.canonical_form(), schema.canonical_form());
        assert_eq!(again.fingerprint(), schema.fingerprint());
    }
    assert!(apart > 1_000 && inside > 1_000, "{apart} {inside}");
}

#[test]
fn a_schema_reads_what_it_wrote_itself() {
    let mut random = Random::new(3);
    for _ in 0..500 {
        let schema = Schema::parse(&random_schema(&mut random)).unwrap();
        let resolution = resolve(&schema, &schema);
        assert_eq!(
            resolution.get(resolution.root()),
            &Resolved::Identical,
            "{schema}"
        );
        assert_eq!(resolution.incompatibilities(), []);
        assert_eq!(differences(&schema, &schema), []);
    }
}

/// The two are worked out apart, the one for the data and the other for the registry's words.
#[test]
fn the_registry_calls_compatible_what_can_be_read() {
    let mut random = Random::new(4);
    let (mut same, mut compatible, mut incompatible) = (0, 0, 0);
    for _ in 0..3_000 {
        let text = random_schema(&mut random);
        let writer = Schema::parse(&text).unwrap();
        let Ok(reader) = Schema::parse_registered(&changed(&mut random, &text), &[]) else {
            continue;
        };
        let resolution = resolve(&writer, &reader);
        let found = resolution.incompatibilities().iter();
        let readable = found
            .filter(|found| found.kind.is_reported_by_java())
            .count()
            == 0;
        let differences = differences(&reader, &writer);
        assert_eq!(
            differences.is_empty(),
            readable,
            "{writer}\n{reader}\n{differences:?}"
        );
        match (writer == reader, readable) {
            (true, _) => same += 1,
            (_, true) => compatible += 1,
            (_, false) => incompatible += 1,
        }
    }
    assert!(
        compatible > 100 && incompatible > 100,
        "{same} {compatible} {incompatible}"
    );
}
