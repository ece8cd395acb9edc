use super::{SchemaDifference, SchemaDifferenceKind as Kind};
use crate::schema::Schema;

fn differences(earlier: &str, later: &str) -> Vec<SchemaDifference> {
    let [earlier, later] = [earlier, later].map(|text| Schema::parse(text).unwrap());
    let differences = later.differences_from(&earlier);
    assert_eq!(differences.is_empty(), earlier == later);
    differences
}

/// The one difference: its kind, its place and its sentence.
fn only(earlier: &str, later: &str) -> (Kind, String, String) {
    match differences(earlier, later).as_slice() {
        [difference] => {
            let SchemaDifference { kind, path, .. } = difference.clone();
            (kind, path, difference.to_string())
        }
        others => panic!("{others:?}"),
    }
}

fn record(members: &str, fields: &str) -> String {
    format!(r#"{{"type": "record", "name": "Flight"{members}, "fields": [{fields}]}}"#)
}

fn assert_only(earlier: &str, later: &str, kind: Kind, path: &str, sentence: &str) {
    assert_eq!(
        only(earlier, later),
        (kind, path.to_owned(), sentence.to_owned())
    );
}

#[test]
fn what_is_said_of_a_type_is_told_apart() {
    let plain = record("", "");
    let cases = [
        (
            r#", "doc": "a""#,
            Kind::Documentation,
            "/doc",
            "the documentation of Flight is new",
        ),
        (
            r#", "namespace": "it""#,
            Kind::Namespace,
            "/namespace",
            "Flight is in namespace it instead of no namespace",
        ),
        (
            r#", "aliases": ["Trip"]"#,
            Kind::Aliases,
            "/aliases",
            "Flight has the aliases Trip instead of no aliases",
        ),
        (
            r#", "a/b": 1"#,
            Kind::Property("a/b".to_owned()),
            "/a~1b",
            "Flight has the property `a/b` 1",
        ),
    ];
    for (members, kind, path, sentence) in cases {
        let later = record(members, "");
        assert_only(&plain, &later, kind, path, sentence);
    }
    let renamed = plain.replace("Flight", "Trip");
    assert_only(
        &plain,
        &renamed,
        Kind::Name,
        "/name",
        "Trip was called Flight",
    );
}

#[test]
fn what_is_said_of_a_field_is_told_apart() {
    let field = |members: &str| {
        record(
            "",
            &format!(r#"{{"name": "carrier", "type": "string"{members}}}"#),
        )
    };
    let plain = field("");
    let cases = [
        (
            r#", "doc": "a""#,
            Kind::Documentation,
            "/fields/0/doc",
            "the documentation of field `carrier` of Flight is new",
        ),
        (
            r#", "default": "?""#,
            Kind::Default,
            "/fields/0/default",
            r#"field `carrier` of Flight has the default "?" instead of none"#,
        ),
        (
            r#", "order": "ignore""#,
            Kind::SortOrder,
            "/fields/0/order",
            "field `carrier` of Flight is sorted as `ignore` instead of `ascending`",
        ),
        (
            r#", "owner": "ops""#,
            Kind::Property("owner".to_owned()),
            "/fields/0/owner",
            r#"field `carrier` of Flight has the property `owner` "ops""#,
        ),
    ];
    for (members, kind, path, sentence) in cases {
        assert_only(&plain, &field(members), kind, path, sentence);
    }
    assert_only(
        &field(r#", "default": "?""#),
        &field(r#", "default": "!""#),
        Kind::Default,
        "/fields/0/default",
        r#"field `carrier` of Flight has the default "!" instead of "?""#,
    );
    let java = plain.replace(
        r#""string""#,
        r#"{"type": "string", "avro.java.string": "String"}"#,
    );
    assert_only(
        &java,
        &plain,
        Kind::Property("avro.java.string".to_owned()),
        "/fields/0/type/avro.java.string",
        "field `carrier` of Flight does not have the property `avro.java.string`",
    );
}

#[test]
fn fields_come_and_go_and_change_places_and_names() {
    let a = r#"{"name": "a", "type": "int"}"#;
    let b = r#"{"name": "b", "type": "int", "default": 1}"#;
    let fields = |fields: &[&str]| record("", &fields.join(","));
    assert_only(
        &fields(&[a]),
        &fields(&[a, b]),
        Kind::FieldAdded,
        "/fields/1",
        "field `b` of Flight is new, with the default 1",
    );
    assert_only(
        &fields(&[a, b]),
        &fields(&[b]),
        Kind::FieldRemoved,
        "/fields/0",
        "field `a` of Flight is gone",
    );
    assert_only(
        &fields(&[a, b]),
        &fields(&[b, a]),
        Kind::FieldOrder,
        "/fields",
        "the fields of Flight stand in another order",
    );
    let renamed = r#"{"name": "c", "type": "int", "aliases": ["a"]}"#;
    let found = differences(&fields(&[a]), &fields(&[renamed]));
    let kinds: Vec<&Kind> = found.iter().map(|found| &found.kind).collect();
    assert_eq!(kinds, [&Kind::FieldRenamed, &Kind::Aliases]);
    assert_eq!(found[0].to_string(), "field `c` of Flight was called `a`");
}

#[test]
fn types_differ_in_kind_in_meaning_and_in_what_they_hold() {
    let cases = [
        (
            r#""int""#,
            r#"["null", "int"]"#,
            Kind::Type,
            "",
            "the type of the schema is a union of null, int instead of int",
        ),
        (
            r#""long""#,
            r#"{"type": "long", "logicalType": "timestamp-millis"}"#,
            Kind::LogicalType,
            "",
            "the logical type of the schema is timestamp-millis instead of none",
        ),
        (
            r#"{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}"#,
            r#"{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 3}"#,
            Kind::LogicalType,
            "",
            "the logical type of the schema is decimal(9, 3) instead of decimal(9, 2)",
        ),
        (
            r#"{"type": "array", "items": {"type": "map", "values": "int"}}"#,
            r#"{"type": "array", "items": {"type": "map", "values": "long"}}"#,
            Kind::Type,
            "/items/values",
            "the type of the values of the items of the schema is long instead of int",
        ),
        (
            r#"{"type": "enum", "name": "E", "symbols": ["A", "B"]}"#,
            r#"{"type": "enum", "name": "E", "symbols": ["C", "A"]}"#,
            Kind::Symbols,
            "/symbols",
            "the symbols of E have C in addition and lack B",
        ),
        (
            r#"{"type": "enum", "name": "E", "symbols": ["A", "B"]}"#,
            r#"{"type": "enum", "name": "E", "symbols": ["B", "A"]}"#,
            Kind::Symbols,
            "/symbols",
            "the symbols of E stand in another order",
        ),
        (
            r#"{"type": "enum", "name": "E", "symbols": ["A"]}"#,
            r#"{"type": "enum", "name": "E", "symbols": ["A"], "default": "A"}"#,
            Kind::Default,
            "/default",
            r#"E has the default "A" instead of none"#,
        ),
        (
            r#"{"type": "fixed", "name": "F", "size": 4}"#,
            r#"{"type": "fixed", "name": "F", "size": 8}"#,
            Kind::Size,
            "/size",
            "F has 8 bytes instead of 4",
        ),
        (
            r#"["null", "int"]"#,
            r#"["null", "int", "string"]"#,
            Kind::Branches,
            "",
            "the branches of the schema have string in addition",
        ),
    ];
    for (earlier, later, kind, path, sentence) in cases {
        assert_only(earlier, later, kind, path, sentence);
    }
}

#[test]
fn branches_are_compared_by_what_they_are() {
    let union = |members: &str| format!(r#"["null", {}]"#, record(members, ""));
    let (kind, path, _) = only(&union(""), &union(r#", "doc": "a""#));
    assert_eq!((kind, path.as_str()), (Kind::Documentation, "/1/doc"));
}

#[test]
fn a_type_that_contains_itself_is_compared_once() {
    let list = |doc: &str| {
        format!(
            r#"{{"type": "record", "name": "List", "doc": "{doc}", "fields": [
                {{"name": "next", "type": ["null", "List"]}}
            ]}}"#
        )
    };
    assert_eq!(differences(&list("a"), &list("a")), []);
    let (kind, ..) = only(&list("a"), &list("b"));
    assert_eq!(kind, Kind::Documentation);
}

#[test]
fn a_line_says_in_what_alone_schemas_differ() {
    let field =
        |name: &str, doc: &str| format!(r#"{{"name": "{name}", "type": "int", "doc": "{doc}"}}"#);
    let fields = |doc: &str| {
        let fields = ["a", "b", "c", "d"].map(|name| field(name, doc));
        record("", &fields.join(","))
    };
    assert_eq!(
        SchemaDifference::summary(&differences(&fields("1"), &fields("2"))),
        "it differs only in documentation: the documentation of field `a` of Flight has other \
         words; the documentation of field `b` of Flight has other words; the documentation of \
         field `c` of Flight has other words; and 1 more"
    );
    let other = record(r#", "namespace": "it""#, &field("a", "1"));
    let line = SchemaDifference::summary(&differences(&fields("1"), &other));
    assert!(
        line.starts_with("it differs: Flight is in namespace it"),
        "{line}"
    );
    assert_eq!(
        SchemaDifference::summary(&[]),
        "it differs in nothing that a schema says"
    );
}

#[test]
fn long_texts_are_cut() {
    let field = |default: &str| {
        record(
            "",
            &format!(r#"{{"name": "a", "type": "string", "default": "{default}"}}"#),
        )
    };
    let (_, _, sentence) = only(&field(&"x".repeat(10_000)), &field("y"));
    assert!(sentence.len() < 200, "{sentence}");
}
