use super::*;
use crate::resolution::IncompatibilityKind::{self, *};
use crate::schema::Schema;

fn schema(text: &str) -> Schema {
    Schema::parse(text).unwrap()
}

fn found(reader: &str, writer: &str) -> Vec<(IncompatibilityKind, String, String)> {
    let found = differences(&schema(reader), &schema(writer));
    found
        .into_iter()
        .map(|found| (found.kind, found.reader_path, found.message))
        .collect()
}

fn difference(
    kind: IncompatibilityKind,
    path: &str,
    message: &str,
) -> (IncompatibilityKind, String, String) {
    (kind, path.to_owned(), message.to_owned())
}

fn record(fields: &str) -> String {
    format!(r#"{{"type":"record","name":"n.R","fields":[{fields}]}}"#)
}

#[test]
fn a_writers_union_is_named_by_its_branches() {
    assert_eq!(
        found(r#""int""#, r#"["int","string","null"]"#),
        [
            difference(
                TypeMismatch,
                "/1",
                "reader type: INT not compatible with writer type: STRING"
            ),
            difference(
                TypeMismatch,
                "/2",
                "reader type: INT not compatible with writer type: NULL"
            ),
        ]
    );
    assert_eq!(
        found(r#"["null","long"]"#, r#"["string","int","boolean"]"#),
        [
            difference(
                MissingUnionBranch,
                "/0",
                "reader union lacking writer type: STRING"
            ),
            difference(
                MissingUnionBranch,
                "/2",
                "reader union lacking writer type: BOOLEAN"
            ),
        ]
    );
    assert_eq!(
        found(r#"["null","int"]"#, r#""string""#),
        [difference(
            MissingUnionBranch,
            "/",
            "reader union lacking writer type: STRING"
        )]
    );
}

#[test]
fn names_match_without_their_namespaces() {
    let writer = record("");
    assert_eq!(found(&writer.replace("n.R", "other.R"), &writer), []);
    let reader = r#"{"type":"record","name":"X","aliases":["n.R"],"fields":[]}"#;
    assert_eq!(found(reader, &writer), []);
    let reader = r#"{"type":"record","name":"X","aliases":["R"],"fields":[]}"#;
    assert_eq!(
        found(reader, &writer),
        [difference(NameMismatch, "/name", "expected: n.R")]
    );
    assert_eq!(
        found(&format!("[{reader}]"), &writer),
        [difference(
            MissingUnionBranch,
            "/",
            "reader union lacking writer type: RECORD"
        )]
    );
}

#[test]
fn missing_symbols_are_listed_in_alphabetical_order() {
    let symbols = |symbols: &str| format!(r#"{{"type":"enum","name":"E","symbols":[{symbols}]}}"#);
    assert_eq!(
        found(&symbols(r#""M""#), &symbols(r#""Z","M","A""#)),
        [difference(MissingEnumSymbols, "/symbols", "[A, Z]")]
    );
}

#[test]
fn the_default_of_an_enum_is_no_default_of_its_field() {
    let reader =
        record(r#"{"name":"e","type":{"type":"enum","name":"E","symbols":["A"],"default":"A"}}"#);
    assert_eq!(
        found(&reader, &record("")),
        [difference(
            TypeMismatch,
            "/fields/0/type",
            "reader type: ENUM not compatible with writer type: RECORD"
        )]
    );
}

#[test]
fn differences_of_a_type_are_repeated_with_the_place_of_its_first_use() {
    let text = |inner: &str| {
        record(&format!(
            r#"{{"name":"a","type":{{"type":"record","name":"I","fields":[
                {{"name":"x","type":"{inner}"}}]}}}},{{"name":"b","type":"I"}}"#
        ))
    };
    let expected = difference(
        TypeMismatch,
        "/fields/0/type/fields/0/type",
        "reader type: INT not compatible with writer type: STRING",
    );
    assert_eq!(
        found(&text("int"), &text("string")),
        [expected.clone(), expected]
    );
}

#[test]
fn a_recursive_type_is_compatible_unless_something_in_it_is_not() {
    let list = |value: &str| {
        record(&format!(
            r#"{{"name":"next","type":["null","R"]}},{{"name":"v","type":"{value}"}}"#
        ))
    };
    assert_eq!(found(&list("long"), &list("int")), []);
    assert_eq!(
        found(&list("int"), &list("long")),
        [difference(
            TypeMismatch,
            "/fields/1/type",
            "reader type: INT not compatible with writer type: LONG"
        )]
    );
}

#[test]
fn logical_types_are_not_looked_at() {
    let decimal = |scale: u8| {
        format!(r#"{{"type":"bytes","logicalType":"decimal","precision":9,"scale":{scale}}}"#)
    };
    assert_eq!(found(&decimal(2), &decimal(3)), []);
}

#[test]
fn a_field_that_matches_twice_ends_the_check() {
    let reader = schema(&record(
        r#"{"name":"a","aliases":["b"],"type":"int"},{"name":"c","type":"int"}"#,
    ));
    let writer = schema(&record(
        r#"{"name":"a","type":"int"},{"name":"b","type":"int"}"#,
    ));
    let report = check(CompatibilityLevel::Backward, &reader, [(1, &writer)]);
    assert_eq!(
        report.messages()[0],
        format!(
            "Unexpected exception during compatibility check: Reader record field a type:INT pos:0 \
             matches multiple fields in writer record schema {writer}"
        )
    );
    assert_eq!(report.messages().len(), 4);
}

#[test]
fn the_first_version_that_fails_ends_the_check() {
    let (int, string, long) = (
        schema(r#""int""#),
        schema(r#""string""#),
        schema(r#""long""#),
    );
    let versions = [(3, &int), (2, &string), (1, &string)];
    let looked_at = |level| {
        let report = check(level, &long, versions);
        report
            .versions()
            .iter()
            .map(VersionReport::version)
            .collect::<Vec<_>>()
    };
    assert!(looked_at(CompatibilityLevel::None).is_empty());
    assert_eq!(looked_at(CompatibilityLevel::Backward), [3]);
    assert_eq!(looked_at(CompatibilityLevel::BackwardTransitive), [3, 2]);
    assert_eq!(looked_at(CompatibilityLevel::Full), [3]);
    let report = check(CompatibilityLevel::Full, &long, versions);
    let [version] = report.versions() else {
        panic!()
    };
    assert_eq!(version.differences(Direction::Backward), []);
    assert_eq!(version.differences(Direction::Forward).len(), 1);
}

#[test]
fn a_long_schema_is_quoted_in_part() {
    let text = record(&format!(
        r#"{{"name":"a","type":"int","doc":"{}"}}"#,
        "ä".repeat(11_000)
    ));
    let report = check(
        CompatibilityLevel::Backward,
        &schema(r#""int""#),
        [(1, &schema(&text))],
    );
    let quoted = &report.messages()[2];
    assert!(quoted.starts_with(r#"{oldSchema: <truncated> '{"type":"record""#));
    assert!(quoted.ends_with("ä...'}"));
    assert_eq!(
        quoted.chars().count(),
        10 * 1024 + "{oldSchema: <truncated> '...'}".len()
    );
}

#[test]
fn types_that_share_much_do_not_take_all_memory() {
    let mut texts = vec![(0, r#""int""#.to_owned()), (0, r#""string""#.to_owned())];
    for n in 0..40 {
        for (depth, text) in &mut texts {
            *depth = n;
            let inner = std::mem::take(text);
            *text = format!(
                r#"{{"type":"record","name":"R{n}","fields":[{{"name":"a","type":{inner}}},
                    {{"name":"b","type":"{}"}}]}}"#,
                if n == 0 {
                    "int".to_owned()
                } else {
                    format!("R{}", n - 1)
                }
            );
        }
    }
    assert_eq!(
        differences(&schema(&texts[0].1), &schema(&texts[1].1)).len(),
        10_000
    );
}
