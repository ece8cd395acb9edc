//! Data as JSON and back.

use avrolane::codec::json::{AvroToJson, JsonEncoding, JsonToAvro};
use serde_json::Value;

use crate::corpus::{bytes, cases, plain};
use crate::generic;

#[test]
fn data_is_shown_in_the_json_that_java_writes() {
    for case in cases("values.jsonl") {
        let schema = case.schema("schema");
        let to_json = AvroToJson::new(&schema)
            .encoding(JsonEncoding::Avro)
            .fail_on_trailing_data(true);
        for answer in case.java_values() {
            for datum in ["binary", "blocked"]
                .map(|key| bytes(answer, key))
                .iter()
                .flatten()
            {
                let json = to_json.transcode(datum).unwrap();
                let json: Value = serde_json::from_str(&json).unwrap();
                assert_eq!(json, expected(&case.name, answer), "{}", case.name);
            }
        }
    }
}

#[test]
fn json_that_java_writes_is_read_as_the_data_that_it_writes() {
    for case in cases("values.jsonl") {
        let schema = case.schema("schema");
        let to_json = AvroToJson::new(&schema).encoding(JsonEncoding::Avro);
        let to_avro = JsonToAvro::new(&schema).encoding(JsonEncoding::Avro);
        for answer in case.java_values() {
            let json = expected(&case.name, answer);
            let datum = to_avro.transcode(&json.to_string()).unwrap();
            let again: Value = serde_json::from_str(&to_json.transcode(&datum).unwrap()).unwrap();
            assert_eq!(again, json, "{}", case.name);
            // What Java's `float` of -0.0 and the order of a map were is lost in the answers.
            if !["float", "map of int"].contains(&case.name.as_str()) {
                assert_eq!(Some(datum), bytes(answer, "binary"), "{}", case.name);
            }
        }
    }
}

#[test]
fn data_is_shown_as_a_reader_has_it() {
    let encoding = JsonEncoding::Avro;
    for case in cases("resolution.jsonl") {
        let (writer, reader) = (case.schema("writer"), case.schema("reader"));
        // What no value of can be read is refused as a whole.
        let Ok(resolving) = AvroToJson::resolving(&writer, &reader) else {
            continue;
        };
        let resolving = resolving.encoding(encoding).fail_on_trailing_data(true);
        for answer in case.java_values() {
            let datum = bytes(answer, "binary").unwrap();
            let json = resolving.transcode(&datum);
            let json = json.map(|json| serde_json::from_str::<Value>(&json).unwrap());
            let expected = generic::read(&writer, &reader, &datum);
            let rounded = |json: Value| plain(&reader, reader.root(), &json);
            let (json, expected) = (json.ok().map(rounded), expected.ok().map(rounded));
            assert_eq!(json, expected, "{}", case.name);
        }
    }
}

/// Java's JSON; it writes nothing at all for an outermost record without fields.
fn expected(name: &str, answer: &Value) -> Value {
    match name {
        "empty record" => Value::Object(serde_json::Map::new()),
        _ => answer["json"].clone(),
    }
}
