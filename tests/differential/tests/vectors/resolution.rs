//! What one schema wrote, another reads.

use avrolane::codec::Plan;
use avrolane::compat;
use avrolane::resolution::IncompatibilityKind;
use avrolane::schema::{Schema, TypeIndex, TypeKind};
use serde_json::{Value, json};

use crate::corpus::{bytes, cases, number, plain};
use crate::generic;

/// Where we read something else than Java, on purpose: the case, what Java reads, what we read, as
/// JSON; nothing where it is an error.
const DISAGREEMENTS: [(&str, &str, &str); 13] = [
    // Java puts U+FFFD where bytes are no text. We do not make up what nobody wrote.
    ("bytes as string", "\"\u{fffd}\"", ""),
    ("union: everything to few", "{\"string\":\"\u{fffd}\"}", ""),
    // Java swaps the two, though its compatibility check gives up. For us a name counts before an
    // alias.
    (
        "record: names swapped by aliases",
        r#"{"a":2,"b":1}"#,
        r#"{"a":1,"b":2}"#,
    ),
    // Java gives up at a field that may be two of the writer's.
    ("record: name before alias", "", r#"{"x":1,"y":"s"}"#),
    ("record: one field by two aliases", "", r#"{"c":1}"#),
    // The specification tells records in a union apart by their names, and so does the registry.
    // Java takes any record whose fields fit, and so one event for another.
    ("union: record by structure", r#"{"b.Q":{"x":1}}"#, ""),
    ("union: record, one of two fits", r#"{"c.P":{"x":1}}"#, ""),
    ("union: records, one gone", r#"{"a.P":{"x":1}}"#, ""),
    (
        "recursive: renamed without alias",
        r#"{"value":2,"next":{"Linked":{"value":1,"next":{"Linked":{"value":0,"next":null}}}}}"#,
        "",
    ),
    // Java reads a number of milliseconds as one of microseconds.
    ("logical: timestamps of another unit", "1", ""),
    ("logical: date as timestamp", "1", ""),
    ("logical: timestamp as local timestamp", "1", ""),
    ("logical: decimals of another scale", r#""\u0001""#, ""),
];

#[test]
fn data_are_read_as_java_reads_them() {
    let mut disagreements = Vec::new();
    for case in cases("resolution.jsonl") {
        let (writer, reader) = (case.schema("writer"), case.schema("reader"));
        for answer in case.java_values() {
            let datum = bytes(answer, "binary").unwrap();
            let ours = generic::read(&writer, &reader, &datum).ok();
            let java = answer.get("json");
            let rounded = |json: &Value| plain(&reader, reader.root(), json);
            if ours.as_ref().map(rounded) != java.map(rounded) {
                disagreements.push((case.name.clone(), java.cloned(), ours));
            }
        }
    }
    let json = |text: &str| serde_json::from_str::<Value>(text).ok();
    let on_purpose =
        DISAGREEMENTS.map(|(name, java, ours)| (name.to_owned(), json(java), json(ours)));
    for disagreement in disagreements.iter().chain(&on_purpose) {
        let known = on_purpose.contains(disagreement) && disagreements.contains(disagreement);
        assert!(known, "{disagreement:?}");
    }
}

#[test]
fn a_plan_is_refused_just_where_no_value_can_be_read() {
    /// Java reads containers that are empty. A plan is refused, as the first one that is not empty
    /// could not be read.
    const ONLY_EMPTY: [&str; 3] = [
        "default: none, in a nested record",
        "array: items of no use",
        "map: values of no use",
    ];

    for case in cases("resolution.jsonl") {
        let (writer, reader) = (case.schema("writer"), case.schema("reader"));
        let data = case.java_values().iter();
        let data = data.map(|answer| bytes(answer, "binary").unwrap());
        let is_text = |error: &String| error.contains("UTF-8");
        let unread = data.filter(|datum| {
            let read = generic::read(&writer, &reader, datum);
            read.as_ref().err().is_some_and(|error| !is_text(error))
        });
        let (unread, all) = (unread.count(), case.java_values().len());
        let name = case.name.as_str();
        match Plan::new(&writer, &reader) {
            Ok(plan) if plan.partial().is_empty() => assert_eq!(unread, 0, "{name}"),
            Ok(_) => assert!(0 < unread && unread < all, "{name}"),
            Err(_) => assert!(unread == all || ONLY_EMPTY.contains(&name), "{name}"),
        }
    }
}

#[test]
fn differences_are_those_that_java_lists() {
    for case in cases("resolution.jsonl") {
        let differences = compat::differences(&case.schema("reader"), &case.schema("writer"));
        let ours = differences.iter().map(|difference| {
            json!({
                "type": difference.kind.as_str(),
                "location": difference.reader_path,
                "message": difference.message,
            })
        });
        match case.java.get("incompatibilities") {
            Some(java) => assert_eq!(&ours.collect::<Value>(), java, "{}", case.name),
            // Java gives up at a field that may be several of the writer's.
            None => {
                let ambiguous = IncompatibilityKind::AmbiguousField;
                assert_eq!(differences[0].kind, ambiguous, "{}", case.name);
            }
        }
    }
}

/// The cases in which we read something else than fastavro.
const DISAGREEMENTS_WITH_FASTAVRO: [&str; 14] = [
    // It leaves out what a default leaves out.
    "default: record that leaves out fields",
    "record: one field by two aliases",
    // Records are read whatever their names, as in Java; in unions their names count.
    "record: another name",
    "record: inner, another name",
    "recursive: renamed without alias",
    "union: records to one record",
    // It takes any fixed of the right size.
    "union: fixed in union, two sizes",
    // It takes the first branch that fits, even if another has the writer's type.
    "union: everything reversed",
    // It refuses empty containers of items that could not be read.
    "array: items of no use",
    "map: values of no use",
    // It does not see what numbers stand for, nor does Java.
    "logical: timestamps of another unit",
    "logical: date as timestamp",
    "logical: timestamp as local timestamp",
    "logical: decimals of another scale",
];

#[test]
fn data_are_read_as_fastavro_reads_them() {
    for case in cases("resolution.jsonl") {
        let (writer, reader) = (case.schema("writer"), case.schema("reader"));
        let differs = case.fastavro_values().iter().any(|answer| {
            let datum = bytes(answer, "binary").unwrap();
            let ours = generic::read(&writer, &reader, &datum).ok();
            let ours = ours.map(|json| plain(&reader, reader.root(), &json));
            let theirs = answer.get("value");
            ours != theirs.map(|json| rounded(&reader, reader.root(), json))
        });
        let name = case.name.as_str();
        let known = DISAGREEMENTS_WITH_FASTAVRO.contains(&name);
        assert_eq!(differs, known, "{name}");
    }
}

/// Plain JSON with floats as they are held.
pub(crate) fn rounded(schema: &Schema, index: TypeIndex, value: &Value) -> Value {
    match (&schema.get(index).kind, value) {
        (TypeKind::Array(items), Value::Array(values)) => values
            .iter()
            .map(|value| rounded(schema, *items, value))
            .collect(),
        (TypeKind::Map(values), Value::Object(members)) => members
            .iter()
            .map(|(key, value)| (key.clone(), rounded(schema, *values, value)))
            .collect(),
        (TypeKind::Record(record), Value::Object(members)) => record
            .fields
            .iter()
            .filter_map(|field| {
                let value = rounded(schema, field.type_index, members.get(&field.name)?);
                Some((field.name.clone(), value))
            })
            .collect(),
        (kind, value) => number(kind, value),
    }
}
