//! What the guide's table of changes says, line by line.

use avrolane::codec::Plan;
use avrolane::schema::Schema;

/// What a reader makes of records of a changed event.
#[derive(Debug, PartialEq)]
enum Outcome {
    /// Reads all of them.
    All,
    /// Reads those that carry nothing it lacks.
    Some,
    /// Reads none.
    None,
}

use Outcome::{All, None, Some};

fn outcome(writer: &str, reader: &str) -> Outcome {
    let writer = Schema::parse(writer).unwrap();
    let reader = Schema::parse(reader).unwrap();
    match Plan::new(&writer, &reader) {
        Err(_) => None,
        Ok(plan) if plan.partial().is_empty() => All,
        Ok(_) => Some,
    }
}

/// A change of a type: what new readers make of old records, and old readers of new ones.
#[track_caller]
fn change_of_type(old: &str, new: &str, new_readers: &Outcome, old_readers: &Outcome) {
    assert_eq!(&outcome(old, new), new_readers, "{old} read as {new}");
    assert_eq!(&outcome(new, old), old_readers, "{new} read as {old}");
}

#[track_caller]
fn change_of_fields(old: &str, new: &str, new_readers: &Outcome, old_readers: &Outcome) {
    let record = |fields| format!(r#"{{"type": "record", "name": "Event", "fields": [{fields}]}}"#);
    change_of_type(&record(old), &record(new), new_readers, old_readers);
}

const A: &str = r#"{"name": "a", "type": "int"}"#;

#[test]
fn fields() {
    let with_default = format!(r#"{A}, {{"name": "b", "type": "int", "default": 1}}"#);
    let without = format!(r#"{A}, {{"name": "b", "type": "int"}}"#);
    change_of_fields(A, &with_default, &All, &All);
    change_of_fields(A, &without, &None, &All);
    change_of_fields(&with_default, A, &All, &All);
    let other_default = format!(r#"{A}, {{"name": "b", "type": "int", "default": 2}}"#);
    change_of_fields(&with_default, &other_default, &All, &All);
    change_of_fields(&without, A, &All, &None);
    let reordered = format!(r#"{{"name": "b", "type": "int"}}, {A}"#);
    change_of_fields(&without, &reordered, &All, &All);
    let renamed = r#"{"name": "b", "aliases": ["a"], "type": "int"}"#;
    change_of_fields(A, renamed, &All, &None);
}

#[test]
fn names_of_types() {
    let record = |name: &str, more: &str| {
        format!(r#"{{"type": "record", "name": "{name}", {more} "fields": [{A}]}}"#)
    };
    let aliased = record("B", r#""aliases": ["A"],"#);
    change_of_type(&record("A", ""), &aliased, &All, &All);
    change_of_type(&record("old.A", ""), &record("new.A", ""), &All, &All);
    let optional = |record: &str| format!(r#"["null", {record}]"#);
    change_of_type(
        &optional(&record("A", "")),
        &optional(&aliased),
        &All,
        &Some,
    );
    let unlike = optional(&record("B", ""));
    change_of_type(&optional(&record("A", "")), &unlike, &Some, &Some);
    let symbols = |name: &str, more: &str| {
        format!(r#"{{"type": "enum", "name": "{name}", {more} "symbols": ["X"]}}"#)
    };
    let aliased = symbols("B", r#""aliases": ["A"],"#);
    change_of_type(&symbols("A", ""), &aliased, &All, &None);
    change_of_type(&symbols("old.A", ""), &symbols("new.A", ""), &All, &All);
    let fixed = |size: u32| format!(r#"{{"type": "fixed", "name": "F", "size": {size}}}"#);
    change_of_type(&fixed(1), &fixed(2), &None, &None);
}

#[test]
fn types_of_values() {
    for (narrow, wide) in [
        ("int", "long"),
        ("int", "float"),
        ("int", "double"),
        ("long", "float"),
        ("long", "double"),
        ("float", "double"),
    ] {
        change_of_type(&format!("{narrow:?}"), &format!("{wide:?}"), &All, &None);
    }
    change_of_type(r#""string""#, r#""bytes""#, &All, &All);
    change_of_type(r#""int""#, r#"["null", "int"]"#, &All, &Some);
    let unit = |unit: &str| format!(r#"{{"type": "long", "logicalType": "timestamp-{unit}"}}"#);
    change_of_type(&unit("millis"), &unit("micros"), &None, &None);
    change_of_type(r#""long""#, &unit("micros"), &All, &All);
    change_of_type(r#""int""#, r#""string""#, &None, &None);
    let decimal = |scale: u32| {
        format!(
            r#"{{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": {scale}}}"#
        )
    };
    change_of_type(&decimal(2), &decimal(3), &None, &None);
}

#[test]
fn enums() {
    let symbols = |symbols: &str, more: &str| {
        format!(r#"{{"type": "enum", "name": "E", {more} "symbols": [{symbols}]}}"#)
    };
    let default = r#""default": "X","#;
    let (one, two) = (r#""X""#, r#""X", "Y""#);
    change_of_type(&symbols(one, ""), &symbols(two, ""), &All, &Some);
    change_of_type(&symbols(one, default), &symbols(two, default), &All, &All);
    change_of_type(r#"["int"]"#, r#"["int", "string"]"#, &All, &Some);
}
