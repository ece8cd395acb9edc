//! What one schema writes, it reads.

use avrolane::AvroEvent;
use avrolane::codec::{self, Decoder, Limits, Plan};
use avrolane::schema::Schema;
use serde_json::{Value, json};

use crate::corpus::{Case, bytes, cases, from_hex, plain};
use crate::generic;

#[test]
fn schemas_have_the_canonical_forms_and_fingerprints_that_java_gives_them() {
    for case in cases("values.jsonl") {
        let schema = case.schema("schema");
        let name = &case.name;
        assert_eq!(schema.canonical_form(), case.java["canonical"], "{name}");
        let fingerprint = schema.fingerprint().to_string();
        assert_eq!(fingerprint, case.java["fingerprint"], "{name}");
        assert_eq!(fingerprint, case.fastavro["fingerprint"], "{name}");
    }
}

#[test]
fn schema_texts_read_back_as_the_same_schema() {
    for case in cases("values.jsonl") {
        let schema = case.schema("schema");
        assert_eq!(
            Schema::parse(&schema.to_string()).unwrap(),
            schema,
            "{}",
            case.name
        );
    }
}

#[test]
fn every_datum_reads_as_the_value_that_it_was_written_for() {
    for case in cases("values.jsonl") {
        let schema = case.schema("schema");
        for answer in case.java_values() {
            let expected = plain(&schema, schema.root(), &answer["json"]);
            for datum in data(answer) {
                let read = generic::read(&schema, &schema, &datum).unwrap();
                assert_eq!(
                    plain(&schema, schema.root(), &read),
                    expected,
                    "{}",
                    case.name
                );
            }
        }
        for answer in case.fastavro_values() {
            if let Some(datum) = bytes(answer, "binary") {
                let read = generic::read(&schema, &schema, &datum).unwrap();
                let read = plain(&schema, schema.root(), &read);
                assert_eq!(read, untagged(&case, answer), "{}", case.name);
            }
        }
    }
}

/// fastavro's value, which has no names of branches to begin with.
fn untagged(case: &Case, answer: &Value) -> Value {
    let schema = case.schema("schema");
    crate::resolution::rounded(&schema, schema.root(), &answer["value"])
}

#[test]
fn every_datum_is_skipped_to_its_end() {
    #[derive(Debug, PartialEq, AvroEvent)]
    struct Outer {
        end: i32,
    }
    const END: i32 = -123_456;

    let reader = Schema::of::<Outer>();
    for case in cases("values.jsonl") {
        let text = json!({"type": "record", "name": "Outer", "fields": [
            {"name": "skipped", "type": case.input["schema"]},
            {"name": "end", "type": "int"},
        ]});
        let writer = Schema::parse(&text.to_string()).unwrap();
        let plan = Plan::new(&writer, &reader).unwrap();
        let of_fastavro = case.fastavro_values().iter().flat_map(data);
        for mut datum in case.java_values().iter().flat_map(data).chain(of_fastavro) {
            datum.extend(codec::encode(&END).unwrap());
            let read: Outer = plan.decode_exact(&datum, &Limits::default()).unwrap();
            assert_eq!(read, Outer { end: END }, "{}", case.name);
        }
    }
}

/// The value's bytes, and those with blocks that say their size.
fn data(answer: &Value) -> impl Iterator<Item = Vec<u8>> {
    ["binary", "blocked"]
        .into_iter()
        .filter_map(|key| bytes(answer, key))
}

/// What Java takes and we do not: it is lenient where the bytes are no such value, and says
/// something else than was written.
const REFUSED: [(&str, &str); 7] = [
    ("boolean", "02"),
    ("boolean", "ff"),
    // More than 32 bits, and more than 64.
    ("int", "ffffffff1f"),
    ("long", "ffffffffffffffffff02"),
    // A count without a positive counterpart.
    ("array of null", "ffffffffffffffffff0100"),
    // Not UTF-8.
    ("string", "02ff"),
    ("string", "04c328"),
];

#[test]
fn malformed_data_are_errors_where_they_are_for_java() {
    for case in cases("malformed.jsonl") {
        let schema = case.schema("schema");
        let data = case.input["binary"].as_array().unwrap();
        for (datum, answer) in data.iter().zip(case.java_values()) {
            let datum = datum.as_str().unwrap();
            let bytes = from_hex(datum);
            let mut decoder = Decoder::new(&bytes, &Limits::default());
            let read = generic::plain(&schema, schema.root(), &mut decoder);
            let refused = REFUSED.contains(&(case.name.as_str(), datum));
            let expected = answer.get("json").filter(|_| !refused);
            assert_eq!(read.ok().as_ref(), expected, "{} {datum}", case.name);
        }
    }
}
