//! Compatible means that a plan reads every value, and back, except for the cases at the end.

use avrolane::codec::Plan;
use avrolane::compat::{CompatibilityLevel, Direction, check, check_every_version, differences};
use avrolane::resolution::{Incompatibility, IncompatibilityKind, resolve};
use avrolane::schema::{Field, Record, Schema, Type, TypeKind};
use serde_json::Value;

use crate::random_schema::{Random, evolve, random_schema};

fn schema(text: &str) -> Schema {
    Schema::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn record(fields: &str) -> Schema {
    schema(&format!(
        r#"{{"type":"record","name":"n.R","fields":[{fields}]}}"#
    ))
}

/// What keeps some value of the writer's from being read.
fn unreadable(writer: &Schema, reader: &Schema) -> Vec<Incompatibility> {
    match Plan::new(writer, reader) {
        Ok(plan) => plan.partial().to_vec(),
        Err(error) => {
            let found = resolve(writer, reader).incompatibilities().to_vec();
            assert!(!found.is_empty(), "{error}\n{writer}\n{reader}");
            found
        }
    }
}

#[test]
fn a_compatible_schema_reads_every_value_and_an_incompatible_one_does_not() {
    let mut random = Random::new(7);
    let (mut compatible, mut incompatible, mut listed) = (0, 0, 0);
    for _ in 0..20_000 {
        let text = random_schema(&mut random);
        let mut evolved: Value = serde_json::from_str(&text).unwrap();
        for _ in 0..=random.below(3) {
            evolve(&mut random, &mut evolved);
        }
        let (Ok(one), Ok(other)) = (Schema::parse(&text), Schema::parse(&evolved.to_string()))
        else {
            continue;
        };
        for (writer, reader) in [(&one, &other), (&other, &one)] {
            if is_listed(writer, reader) {
                listed += 1;
                continue;
            }
            let found = differences(reader, writer);
            let unreadable = unreadable(writer, reader);
            assert_eq!(
                found.is_empty(),
                unreadable.is_empty(),
                "{writer}\n{reader}\n{found:?}\n{unreadable:?}"
            );
            match found.is_empty() {
                true if one != other => compatible += 1,
                true => {}
                false => incompatible += 1,
            }
        }
    }
    assert!(
        compatible > 2_000 && incompatible > 2_000 && listed < compatible + incompatible,
        "{compatible} {incompatible} {listed}"
    );
}

/// Whether the pair is one of the cases that have tests of their own below.
fn is_listed(writer: &Schema, reader: &Schema) -> bool {
    let resolution = resolve(writer, reader);
    let mut kinds = resolution
        .incompatibilities()
        .iter()
        .map(|found| found.kind);
    kinds.any(|kind| {
        matches!(
            kind,
            IncompatibilityKind::LogicalTypeMismatch | IncompatibilityKind::NameMismatch
        )
    }) || types(reader).any(has_rival_branches(reader))
        || records(writer).any(|writer| {
            records(reader).any(|reader| {
                let may_be = |field: &Field, written: &Field| {
                    field.name == written.name || field.aliases.contains(&written.name)
                };
                let several_written = reader.fields.iter().any(|field| {
                    let written = writer.fields.iter();
                    written.filter(|written| may_be(field, written)).count() > 1
                });
                let several_read = writer.fields.iter().any(|written| {
                    let fields = reader.fields.iter();
                    fields.filter(|field| may_be(field, written)).count() > 1
                });
                several_written || several_read
            })
        })
}

/// Every type that the root contains, each once.
fn types(schema: &Schema) -> impl Iterator<Item = &Type> {
    let mut seen = vec![schema.root()];
    let mut next = 0;
    while let Some(index) = seen.get(next).copied() {
        next += 1;
        let nested = match &schema.get(index).kind {
            TypeKind::Array(inner) | TypeKind::Map(inner) => vec![*inner],
            TypeKind::Union(branches) => branches.clone(),
            TypeKind::Record(record) => {
                record.fields.iter().map(|field| field.type_index).collect()
            }
            _ => Vec::new(),
        };
        for index in nested {
            if !seen.contains(&index) {
                seen.push(index);
            }
        }
    }
    seen.into_iter().map(|index| schema.get(index))
}

fn records(schema: &Schema) -> impl Iterator<Item = &Record> {
    types(schema).filter_map(|this| match &this.kind {
        TypeKind::Record(record) => Some(record),
        _ => None,
    })
}

/// Whether a union has two branches of one kind that may both be the same type of a writer's.
fn has_rival_branches(schema: &Schema) -> impl Fn(&Type) -> bool {
    |this| {
        let TypeKind::Union(branches) = &this.kind else {
            return false;
        };
        let named = branches.iter().map(|branch| schema.get(*branch));
        let named: Vec<&Type> = named.filter(|branch| branch.name().is_some()).collect();
        named.iter().enumerate().any(|(position, one)| {
            let others = named.get(position + 1..).unwrap_or_default();
            others.iter().any(|other| {
                let names = |this: &Type| -> Vec<String> {
                    let aliases = this.aliases().iter().chain(this.name());
                    aliases.map(|name| name.simple().to_owned()).collect()
                };
                let other = names(other);
                names(one).iter().any(|name| other.contains(name))
            })
        })
    }
}

/// What each level asks, said in another way than the check does it.
#[test]
fn each_level_asks_what_its_name_says() {
    let mut random = Random::new(8);
    let mut refused = 0;
    for _ in 0..1_000 {
        let text = random_schema(&mut random);
        let mut versions = Vec::new();
        for number in 1..=3 {
            let mut evolved: Value = serde_json::from_str(&text).unwrap();
            evolve(&mut random, &mut evolved);
            let evolved = Schema::parse(&evolved.to_string());
            versions.extend(evolved.ok().map(|schema| (number, schema)));
        }
        let new = schema(&text);
        let reads = |reader: &Schema, writer: &Schema| differences(reader, writer).is_empty();
        for (level, backward, forward, all) in [
            (CompatibilityLevel::None, false, false, false),
            (CompatibilityLevel::Backward, true, false, false),
            (CompatibilityLevel::BackwardTransitive, true, false, true),
            (CompatibilityLevel::Forward, false, true, false),
            (CompatibilityLevel::ForwardTransitive, false, true, true),
            (CompatibilityLevel::Full, true, true, false),
            (CompatibilityLevel::FullTransitive, true, true, true),
        ] {
            let newest_first = || versions.iter().rev().map(|(number, old)| (*number, old));
            let fails =
                |old: &Schema| (backward && !reads(&new, old)) || (forward && !reads(old, &new));
            let asked: Vec<_> = newest_first().take(if all { 3 } else { 1 }).collect();
            let failing = asked.iter().filter(|(_, old)| fails(old));
            let failing: Vec<i32> = failing.map(|(number, _)| *number).collect();
            let of = |report: avrolane::compat::Report| -> Vec<i32> {
                let versions = report.versions().iter();
                let failing = versions.filter(|version| !version.is_compatible());
                failing.map(|version| version.version()).collect()
            };
            let every = check_every_version(level, &new, newest_first());
            assert_eq!(every.is_compatible(), failing.is_empty());
            assert_eq!(every.messages().is_empty(), failing.is_empty());
            assert_eq!(of(every), failing);
            let first = check(level, &new, newest_first());
            assert_eq!(first.is_compatible(), failing.is_empty());
            assert_eq!(of(first), failing.get(..1).unwrap_or_default());
            refused += failing.len();
        }
    }
    assert!(refused > 1_000, "{refused}");
}

/// All kinds of differences at once, each with its place in the reader's schema.
#[test]
fn every_difference_is_reported_with_its_place() {
    let of = |symbols: &str, size: u8, inner: &str, branch: &str, more: &str| {
        record(&format!(
            r#"{{"name":"e","type":{{"type":"enum","name":"E","symbols":[{symbols}]}}}},
               {{"name":"f","type":{{"type":"array","items":
                    {{"type":"fixed","name":"F","size":{size}}}}}}},
               {{"name":"r","type":{{"type":"map","values":
                    {{"type":"record","name":"{inner}","fields":[]}}}}}},
               {{"name":"u","type":["null","{branch}"]}}{more}"#
        ))
    };
    let writer = of(
        r#""A","B""#,
        2,
        "I",
        "string",
        r#",{"name":"t","type":"long"}"#,
    );
    let more = r#",{"name":"t","type":"int"},{"name":"d","type":"int"}"#;
    let reader = of(r#""B""#, 3, "J", "int", more);
    let report = check(CompatibilityLevel::Backward, &reader, [(1, &writer)]);
    let found = report.versions()[0].differences(Direction::Backward);
    let found: Vec<_> = found
        .iter()
        .map(|found| (found.kind.as_str(), found.reader_path.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("MISSING_ENUM_SYMBOLS", "/fields/0/type/symbols"),
            ("FIXED_SIZE_MISMATCH", "/fields/1/type/items/size"),
            ("NAME_MISMATCH", "/fields/2/type/values/name"),
            ("MISSING_UNION_BRANCH", "/fields/3/type/1"),
            ("TYPE_MISMATCH", "/fields/4/type"),
            ("READER_FIELD_MISSING_DEFAULT_VALUE", "/fields/5"),
        ]
    );
}

fn is_compatible(reader: &Schema, writer: &Schema) -> bool {
    differences(reader, writer).is_empty()
}

fn is_read(reader: &Schema, writer: &Schema) -> bool {
    unreadable(writer, reader).is_empty()
}

#[test]
fn records_whose_names_differ_are_incompatible_and_read() {
    let writer = record(r#"{"name":"a","type":"int"}"#);
    let reader = schema(&writer.to_string().replace(r#""R""#, r#""Other""#));
    assert!(!is_compatible(&reader, &writer) && is_read(&reader, &writer));
    // Of enums and fixeds the name counts for both.
    let fixed = |name: &str| format!(r#"{{"type":"fixed","name":"{name}","size":2}}"#);
    let writer = schema(&format!("[{},{}]", fixed("F"), fixed("G")));
    let reader = schema(&fixed("F"));
    assert!(!is_compatible(&reader, &writer) && !is_read(&reader, &writer));
}

#[test]
fn logical_types_that_change_the_value_are_compatible_and_not_read() {
    let millis = schema(r#"{"type":"long","logicalType":"timestamp-millis"}"#);
    let micros = schema(r#"{"type":"long","logicalType":"timestamp-micros"}"#);
    assert!(is_compatible(&micros, &millis) && !is_read(&micros, &millis));
}

#[test]
fn the_default_of_an_enum_is_no_default_of_its_field_for_both() {
    let symbols = r#"{"type":"enum","name":"E","symbols":["A"],"default":"A"}"#;
    let reader = record(&format!(r#"{{"name":"e","type":{symbols}}}"#));
    let kind = |found: &[Incompatibility]| found[0].kind;
    assert_eq!(
        kind(&differences(&reader, &record(""))),
        IncompatibilityKind::TypeMismatch
    );
    assert_eq!(
        kind(&unreadable(&record(""), &reader)),
        IncompatibilityKind::ReaderFieldMissingDefaultValue
    );
}

#[test]
fn a_field_that_may_be_several_of_the_writers_is_incompatible_and_read() {
    let writer = record(r#"{"name":"a","type":"int"},{"name":"b","type":"int"}"#);
    let reader = record(r#"{"name":"a","aliases":["b"],"type":"int"}"#);
    assert!(!is_compatible(&reader, &writer) && is_read(&reader, &writer));
}

#[test]
fn two_fields_that_may_be_one_of_the_writers_are_compatible_and_not_both_read() {
    let writer = record(r#"{"name":"a","type":"int"}"#);
    let reader = record(r#"{"name":"a","type":"int"},{"name":"b","aliases":["a"],"type":"int"}"#);
    assert!(is_compatible(&reader, &writer) && !is_read(&reader, &writer));
}

#[test]
fn a_union_is_compatible_by_any_branch_and_read_by_that_of_the_name() {
    let branch = |namespace: &str, inner: &str| {
        format!(
            r#"{{"type":"record","name":"{namespace}.R","fields":[{{"name":"a","type":"{inner}"}}]}}"#
        )
    };
    let writer = schema(&branch("n", "int"));
    let reader = schema(&format!(
        "[{},{}]",
        branch("n", "string"),
        branch("o", "int")
    ));
    assert!(is_compatible(&reader, &writer) && !is_read(&reader, &writer));
}

#[test]
fn what_has_no_values_is_read() {
    let empty = |inner: &str| record(&format!(r#"{{"name":"a","type":{inner}}}"#));
    let symbols = |symbols: &str| {
        empty(&format!(
            r#"{{"type":"enum","name":"E","symbols":[{symbols}]}}"#
        ))
    };
    for (writer, reader) in [
        (empty("[]"), empty(r#"["null","int"]"#)),
        (empty("[]"), empty(r#""int""#)),
        (symbols(""), symbols(r#""A""#)),
    ] {
        assert!(
            is_compatible(&reader, &writer) && is_read(&reader, &writer),
            "{writer}"
        );
    }
}
