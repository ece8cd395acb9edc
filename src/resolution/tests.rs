use super::IncompatibilityKind::*;
use super::*;
use crate::schema::Schema;

fn schema(text: &str) -> Schema {
    Schema::parse(text).unwrap()
}

fn resolution(writer: &str, reader: &str) -> Resolution {
    resolve(&schema(writer), &schema(reader))
}

fn root(writer: &str, reader: &str) -> Resolved {
    let resolution = resolution(writer, reader);
    resolution.get(resolution.root()).clone()
}

/// The differences, in short.
fn differences(writer: &str, reader: &str) -> Vec<(IncompatibilityKind, String, String)> {
    let resolution = resolution(writer, reader);
    let differences = resolution.incompatibilities().iter().cloned();
    differences
        .map(|found| (found.kind, found.reader_path, found.message))
        .collect()
}

fn difference(
    kind: IncompatibilityKind,
    path: &str,
    message: &str,
) -> Vec<(IncompatibilityKind, String, String)> {
    vec![(kind, path.to_owned(), message.to_owned())]
}

fn record(fields: &str) -> String {
    format!(r#"{{"type":"record","name":"n.R","fields":[{fields}]}}"#)
}

fn fixed(name: &str, size: usize) -> String {
    format!(r#"{{"type":"fixed","name":"{name}","size":{size}}}"#)
}

fn symbols(name: &str, symbols: &str) -> String {
    format!(r#"{{"type":"enum","name":"{name}","symbols":[{symbols}]}}"#)
}

fn logical(base: &str, logical_type: &str) -> String {
    format!(r#"{{"type":"{base}","logicalType":"{logical_type}"}}"#)
}

fn union_branches(resolution: &Resolution) -> Vec<Resolved> {
    let Resolved::WriterUnion(branches) = resolution.get(resolution.root()) else {
        panic!("{resolution:?}")
    };
    branches
        .iter()
        .map(|branch| resolution.get(*branch).clone())
        .collect()
}

/// The reader's branch, and whether its own code reads the value.
fn reader_branch(resolution: &Resolution, resolved: &Resolved) -> (u32, bool) {
    let Resolved::ReaderUnion { branch, inner } = resolved else {
        panic!("{resolved:?}")
    };
    (*branch, *resolution.get(*inner) == Resolved::Identical)
}

#[test]
fn schemas_that_are_written_alike_are_identical() {
    let list = r#"{"type":"record","name":"n.List","fields":[
        {"name":"value","type":"int"},{"name":"next","type":["null","List"],"default":null}]}"#;
    let tree = r#"{"type":"record","name":"n.Tree","doc":"d","fields":[
        {"name":"children","type":{"type":"array","items":"Tree"}},
        {"name":"index","type":{"type":"map","values":["n.Tree","string"]}}]}"#;
    let all = record(&format!(
        r#"{{"name":"a","type":{}}},{{"name":"b","type":{}}},{{"name":"c","type":["null","int"]}}"#,
        fixed("F", 3),
        symbols("E", r#""X","Y""#),
    ));
    for text in [
        r#""null""#,
        r#""string""#,
        "[]",
        r#"["int","string"]"#,
        list,
        tree,
        &all,
    ] {
        assert_eq!(root(text, text), Resolved::Identical, "{text}");
        assert_eq!(differences(text, text), [], "{text}");
    }
}

#[test]
fn what_does_not_decide_the_bytes_does_not_count() {
    let writer = record(r#"{"name":"a","type":{"type":"long","logicalType":"timestamp-millis"}}"#);
    let reader = r#"{"type":"record","name":"other.R","doc":"d","fields":[
        {"name":"b","aliases":["a"],"type":"long","default":1,"order":"ignore"}]}"#;
    assert_eq!(root(&writer, reader), Resolved::Identical);
    assert_eq!(differences(&writer, reader), []);
}

#[test]
fn primitives_are_promoted() {
    for (writer, reader, promotion) in [
        ("int", "long", Promotion::IntToLong),
        ("int", "float", Promotion::IntToFloat),
        ("int", "double", Promotion::IntToDouble),
        ("long", "float", Promotion::LongToFloat),
        ("long", "double", Promotion::LongToDouble),
        ("float", "double", Promotion::FloatToDouble),
        ("string", "bytes", Promotion::StringToBytes),
        ("bytes", "string", Promotion::BytesToString),
    ] {
        let (writer, reader) = (format!("\"{writer}\""), format!("\"{reader}\""));
        assert_eq!(root(&writer, &reader), Resolved::Promoted(promotion));
    }
    assert_eq!(
        differences(r#""long""#, r#""int""#),
        difference(
            TypeMismatch,
            "/",
            "reader type: INT not compatible with writer type: LONG"
        )
    );
    assert_eq!(root(r#""boolean""#, r#""int""#), Resolved::Unreadable(0));
}

#[test]
fn fields_are_read_skipped_or_take_their_defaults() {
    let writer = record(
        r#"{"name":"a","type":"int"},{"name":"gone","type":"string"},{"name":"old","type":"int"}"#,
    );
    let reader = record(
        r#"{"name":"new","aliases":["x","old"],"type":"int"},{"name":"d","type":"int","default":1},
           {"name":"a","type":"long"}"#,
    );
    let (writer, reader) = (schema(&writer), schema(&reader));
    let resolution = resolve(&writer, &reader);
    let Resolved::Record(record) = resolution.get(resolution.root()) else {
        panic!()
    };
    assert_eq!(record.defaulted, [1]);
    let [a, gone, old] = record.writer_fields.as_slice() else {
        panic!()
    };
    let WriterField::Read { field: 2, resolved } = a else {
        panic!("{a:?}")
    };
    assert_eq!(
        resolution.get(*resolved),
        &Resolved::Promoted(Promotion::IntToLong)
    );
    let WriterField::Skip(skipped) = gone else {
        panic!("{gone:?}")
    };
    assert_eq!(writer.get(*skipped).kind.label(), "string");
    let WriterField::Read { field: 0, resolved } = old else {
        panic!("{old:?}")
    };
    assert_eq!(resolution.get(*resolved), &Resolved::Identical);
}

#[test]
fn a_name_counts_before_an_alias_and_a_field_is_read_once() {
    let writer = record(r#"{"name":"a","type":"int"},{"name":"b","type":"int"}"#);
    let reader = record(
        r#"{"name":"x","aliases":["a","b"],"type":"int"},{"name":"a","type":"int","aliases":["b"]}"#,
    );
    let Resolved::Record(record) = root(&writer, &reader) else {
        panic!()
    };
    let fields: Vec<_> = record
        .writer_fields
        .iter()
        .map(|field| match field {
            WriterField::Read { field, .. } => Some(*field),
            WriterField::Skip(_) => None,
        })
        .collect();
    assert_eq!(fields, [Some(1), Some(0)]);
}

#[test]
fn fields_in_another_order_are_not_identical() {
    let writer = record(r#"{"name":"a","type":"int"},{"name":"b","type":"int"}"#);
    let reader = record(r#"{"name":"b","type":"int"},{"name":"a","type":"int"}"#);
    assert!(matches!(root(&writer, &reader), Resolved::Record(_)));
    assert_eq!(differences(&writer, &reader), []);
}

#[test]
fn a_field_that_the_writer_lacks_needs_a_default() {
    let writer = record(r#"{"name":"a","type":"int"}"#);
    let reader = record(r#"{"name":"a","type":"string"},{"name":"b","type":"int"}"#);
    assert!(matches!(root(&writer, &reader), Resolved::Unreadable(1)));
    assert_eq!(
        differences(&writer, &reader),
        [
            difference(
                TypeMismatch,
                "/fields/0/type",
                "reader type: STRING not compatible with writer type: INT"
            ),
            difference(ReaderFieldMissingDefaultValue, "/fields/1", "b"),
        ]
        .concat()
    );
}

#[test]
fn symbols_are_mapped_by_name_or_to_the_default() {
    let writer = symbols("E", r#""A","B","C""#);
    assert_eq!(
        root(&writer, &symbols("n.E", r#""C","A""#)),
        Resolved::Enum(vec![Some(1), None, Some(0)])
    );
    assert_eq!(
        differences(&writer, &symbols("E", r#""A""#)),
        difference(MissingEnumSymbols, "/symbols", "[B, C]")
    );
    let reader = r#"{"type":"enum","name":"E","symbols":["X","A"],"default":"X"}"#;
    assert_eq!(
        root(&writer, reader),
        Resolved::Enum(vec![Some(1), Some(0), Some(0)])
    );
    assert_eq!(differences(&writer, reader), []);
    assert!(matches!(
        root(&writer, &symbols("E", r#""A","B","C","D""#)),
        Resolved::Enum(_)
    ));
}

#[test]
fn fixeds_agree_in_size_and_name() {
    assert_eq!(
        root(&fixed("a.F", 2), &fixed("b.F", 2)),
        Resolved::Identical
    );
    assert_eq!(
        differences(&fixed("F", 2), &fixed("F", 3)),
        difference(FixedSizeMismatch, "/size", "expected: 2, found: 3")
    );
    assert_eq!(
        root(&fixed("F", 2), &fixed("G", 2)),
        Resolved::Unreadable(0)
    );
    assert_eq!(
        differences(&fixed("a.F", 2), &fixed("G", 2)),
        difference(NameMismatch, "/name", "expected: a.F")
    );
    let reader = r#"{"type":"fixed","name":"G","size":2,"aliases":["a.F"]}"#;
    assert_eq!(root(&fixed("a.F", 2), reader), Resolved::Identical);
}

#[test]
fn records_are_read_whatever_their_names() {
    let writer = record(r#"{"name":"a","type":"int"}"#);
    let reader = writer.replace("n.R", "n.Other");
    assert_eq!(root(&writer, &reader), Resolved::Identical);
    assert_eq!(
        differences(&writer, &reader),
        difference(NameMismatch, "/name", "expected: n.R")
    );
}

#[test]
fn logical_types_that_change_the_value_are_a_difference_of_their_own() {
    let decimal = |scale| {
        format!(r#"{{"type":"bytes","logicalType":"decimal","precision":9,"scale":{scale}}}"#)
    };
    for (writer, reader) in [
        (
            logical("long", "timestamp-millis"),
            logical("long", "timestamp-micros"),
        ),
        (logical("int", "date"), logical("int", "time-millis")),
        (logical("int", "date"), logical("long", "timestamp-millis")),
        (decimal("2"), decimal("3")),
    ] {
        let found = differences(&writer, &reader);
        assert!(
            matches!(found.as_slice(), [(LogicalTypeMismatch, ..)]),
            "{writer} {reader}"
        );
        assert!(matches!(root(&writer, &reader), Resolved::Unreadable(0)));
    }
    assert_eq!(
        differences(&decimal("2"), &decimal("3")),
        difference(
            LogicalTypeMismatch,
            "/",
            "expected: decimal of scale 2, found: decimal of scale 3"
        )
    );
    for (writer, reader) in [
        (logical("long", "timestamp-millis"), r#""long""#.to_owned()),
        (r#""string""#.to_owned(), logical("string", "uuid")),
        (decimal("2"), decimal("2").replace('9', "12")),
        (
            decimal("0"),
            r#"{"type":"bytes","logicalType":"decimal","precision":9}"#.to_owned(),
        ),
        // None of these is a logical type of such a type.
        (logical("string", "date"), logical("string", "uuid")),
        (logical("bytes", "decimal"), decimal("2")),
        (decimal("10"), decimal("2")),
        (logical("long", "mine"), logical("long", "yours")),
    ] {
        assert_eq!(
            root(&writer, &reader),
            Resolved::Identical,
            "{writer} {reader}"
        );
    }
}

#[test]
fn logical_types_of_fixed_are_held_against_each_other_too() {
    let logical_fixed = |size, members: &str| {
        format!(r#"{{"type":"fixed","name":"F","size":{size},"logicalType":{members}}}"#)
    };
    let decimal = |precision, scale| {
        logical_fixed(
            12,
            &format!(r#""decimal","precision":{precision},"scale":{scale}"#),
        )
    };
    let duration = logical_fixed(12, r#""duration""#);
    let uuid = logical_fixed(16, r#""uuid""#);
    for (writer, reader) in [
        (decimal(9, 2), decimal(9, 0)),
        (duration.clone(), decimal(9, 2)),
    ] {
        let found = differences(&writer, &reader);
        assert!(
            matches!(found.as_slice(), [(LogicalTypeMismatch, ..)]),
            "{writer} {reader}"
        );
    }
    for (writer, reader) in [
        (decimal(9, 2), decimal(20, 2)),
        (fixed("F", 12), duration),
        (uuid.clone(), fixed("F", 16)),
    ] {
        assert_eq!(
            root(&writer, &reader),
            Resolved::Identical,
            "{writer} {reader}"
        );
    }
    // The specification promotes neither text nor bytes to a fixed, and Java does not either.
    let bytes = r#"{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}"#;
    for (one, other) in [
        (logical("string", "uuid"), uuid),
        (bytes.to_owned(), decimal(9, 2)),
    ] {
        for (writer, reader) in [(&one, &other), (&other, &one)] {
            let found = differences(writer, reader);
            assert!(
                matches!(found.as_slice(), [(TypeMismatch, ..)]),
                "{writer} {reader}"
            );
        }
    }
}

#[test]
fn a_value_goes_to_the_branch_of_its_type_before_one_it_is_promoted_to() {
    let resolution = resolution(r#""int""#, r#"["double","null","int"]"#);
    let resolved = resolution.get(resolution.root());
    assert_eq!(reader_branch(&resolution, resolved), (2, true));

    let resolution = self::resolution(r#""int""#, r#"["null","double","long"]"#);
    let resolved = resolution.get(resolution.root());
    assert_eq!(reader_branch(&resolution, resolved), (1, false));

    assert_eq!(
        differences(r#""int""#, r#"["null","string"]"#),
        difference(
            MissingUnionBranch,
            "/",
            "reader union lacking writer type: INT"
        )
    );
}

#[test]
fn a_named_branch_matches_in_full_then_by_alias_then_by_simple_name() {
    let record = |name: &str, aliases: &str| {
        format!(r#"{{"type":"record","name":"{name}","aliases":[{aliases}],"fields":[]}}"#)
    };
    let branch = |branches: &[String]| {
        let resolution = resolution(&record("n.R", ""), &format!("[{}]", branches.join(",")));
        reader_branch(&resolution, resolution.get(resolution.root())).0
    };
    let (simple, alias, exact) = (
        record("o.R", ""),
        record("o.S", r#""n.R""#),
        record("n.R", ""),
    );
    assert_eq!(branch(&[simple.clone(), alias.clone(), exact]), 2);
    assert_eq!(branch(&[simple.clone(), alias]), 1);
    assert_eq!(branch(&[record("n.Other", ""), simple]), 1);
}

#[test]
fn branches_of_the_writers_union_are_read_one_by_one() {
    let resolution = resolution(r#"["null","int","string"]"#, r#"["string","null","long"]"#);
    let branches = union_branches(&resolution);
    let branches: Vec<_> = branches
        .iter()
        .map(|branch| reader_branch(&resolution, branch))
        .collect();
    assert_eq!(branches, [(1, true), (2, false), (0, true)]);

    let resolution = self::resolution(r#"["int","null"]"#, r#""long""#);
    let [int, null] = <[Resolved; 2]>::try_from(union_branches(&resolution)).unwrap();
    assert_eq!(int, Resolved::Promoted(Promotion::IntToLong));
    assert_eq!(null, Resolved::Unreadable(0));
}

#[test]
fn a_difference_anywhere_in_a_recursive_type_is_one_of_the_whole() {
    let list = |value: &str| {
        format!(
            r#"{{"type":"record","name":"List","fields":[
                {{"name":"next","type":["null","List"]}},{{"name":"value","type":"{value}"}}]}}"#
        )
    };
    let resolution = resolution(&list("int"), &list("long"));
    let Resolved::Record(record) = resolution.get(resolution.root()) else {
        panic!()
    };
    let WriterField::Read { resolved, .. } = &record.writer_fields[0] else {
        panic!()
    };
    let Resolved::WriterUnion(branches) = resolution.get(*resolved) else {
        panic!()
    };
    let Resolved::ReaderUnion { branch: 1, inner } = resolution.get(branches[1]) else {
        panic!()
    };
    assert_eq!(*inner, resolution.root());
}

#[test]
fn recursions_of_different_rhythms_come_to_an_end() {
    let ring = |length: usize| {
        let mut text = String::new();
        for n in 0..length {
            text.push_str(&format!(
                r#"{{"type":"record","name":"R{n}","fields":[{{"name":"f","type":"#
            ));
        }
        format!(r#"{text}["null","R0"]{}"#, "}]}".repeat(length))
    };
    let resolution = resolution(&ring(31), &ring(37));
    assert!(
        resolution
            .incompatibilities()
            .iter()
            .any(|found| found.kind == TypeMismatch)
    );
}
