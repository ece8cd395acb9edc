use super::{AvroToJson, JsonEncoding, JsonToAvro, from_json, to_json};
use crate::codec::{DecodeErrorKind, Limits};
use crate::schema::Schema;

fn schema(text: &str) -> Schema {
    Schema::parse(text).unwrap()
}

fn plain(schema_text: &str, json: &str) -> Result<Vec<u8>, String> {
    from_json(&schema(schema_text), json).map_err(|error| error.to_string())
}

fn avro(schema_text: &str, json: &str) -> Result<Vec<u8>, String> {
    JsonToAvro::new(&schema(schema_text))
        .encoding(JsonEncoding::Avro)
        .transcode(json)
        .map_err(|error| error.to_string())
}

fn shown_as_avro(schema_text: &str, datum: &[u8]) -> String {
    AvroToJson::new(&schema(schema_text))
        .encoding(JsonEncoding::Avro)
        .transcode(datum)
        .unwrap()
}

/// That plain JSON is read as these bytes and shown as the same text.
#[track_caller]
fn both_ways(schema_text: &str, json: &str, datum: &[u8]) {
    assert_eq!(plain(schema_text, json).as_deref(), Ok(datum), "{json}");
    assert_eq!(to_json(&schema(schema_text), datum).unwrap(), json);
}

/// As [`both_ways`], in Avro's JSON encoding.
#[track_caller]
fn both_ways_in_avro(schema_text: &str, json: &str, datum: &[u8]) {
    assert_eq!(avro(schema_text, json).as_deref(), Ok(datum), "{json}");
    assert_eq!(shown_as_avro(schema_text, datum), json);
}

const TWO_RECORDS: &str = r#"[
    {"type": "record", "name": "a.Made", "fields": [{"name": "id", "type": "int"}]},
    {"type": "record", "name": "a.Lost", "fields": [
        {"name": "id", "type": "int"}, {"name": "why", "type": "string", "default": "?"}
    ]}
]"#;

#[test]
fn every_type_is_spelled_as_the_specification_says() {
    for (schema_text, json, datum) in [
        (r#""null""#, "null", &[][..]),
        (r#""boolean""#, "true", &[1]),
        (r#""int""#, "-65", &[0x81, 1]),
        (r#""long""#, "2147483648", &[0x80, 0x80, 0x80, 0x80, 0x10]),
        (
            r#""double""#,
            "1.0E7",
            &[0, 0, 0, 0, 0xd0, 0x12, 0x63, 0x41],
        ),
        (
            r#""string""#,
            r#""a\"\n\u0001é😀""#,
            b"\x14a\"\n\x01\xc3\xa9\xf0\x9f\x98\x80",
        ),
        (
            r#"{"type": "array", "items": "int"}"#,
            "[1,2]",
            &[4, 2, 4, 0],
        ),
        (r#"{"type": "array", "items": "int"}"#, "[]", &[0]),
        (
            r#"{"type": "map", "values": "null"}"#,
            r#"{"b":null,"a":null}"#,
            &[4, 2, b'b', 2, b'a', 0],
        ),
        (
            r#"{"type": "enum", "name": "E", "symbols": ["A", "B"]}"#,
            r#""B""#,
            &[2],
        ),
        (
            r#"{"type": "record", "name": "R", "fields": [
                {"name": "a", "type": "int"}, {"name": "b", "type": {"type": "array", "items": "R"}}
            ]}"#,
            r#"{"a":1,"b":[{"a":2,"b":[]}]}"#,
            &[2, 2, 4, 0, 0],
        ),
    ] {
        both_ways(schema_text, json, datum);
        both_ways_in_avro(schema_text, json, datum);
    }
}

#[test]
fn bytes_are_base64_in_plain_json_and_characters_in_avros() {
    let fixed = r#"{"type": "fixed", "name": "F", "size": 2}"#;
    both_ways(r#""bytes""#, r#""AP8=""#, &[4, 0, 0xff]);
    both_ways_in_avro(r#""bytes""#, r#""\u0000ÿ""#, &[4, 0, 0xff]);
    both_ways(fixed, r#""AP8=""#, &[0, 0xff]);
    both_ways_in_avro(fixed, r#""\u0000ÿ""#, &[0, 0xff]);
    assert_eq!(plain(r#""bytes""#, r#""AP8""#), Ok(vec![4, 0, 0xff]));
    plain(r#""bytes""#, r#""AP8*""#).unwrap_err();
    avro(r#""bytes""#, r#""Ā""#).unwrap_err();
    assert_eq!(
        plain(fixed, r#""AP8A""#),
        Err("expected the 2 bytes of the fixed F, found 3".to_owned())
    );
}

#[test]
fn a_float_has_its_own_digits_in_plain_json_and_those_of_its_double_in_avros() {
    let datum = 0.1_f32.to_le_bytes();
    both_ways(r#""float""#, "0.1", &datum);
    both_ways_in_avro(r#""float""#, "0.10000000149011612", &datum);
}

#[test]
fn numbers_that_json_does_not_have_are_texts() {
    for (number, json) in [
        (f64::INFINITY, r#""Infinity""#),
        (f64::NEG_INFINITY, r#""-Infinity""#),
        (f64::NAN, r#""NaN""#),
    ] {
        both_ways(r#""double""#, json, &number.to_le_bytes());
        both_ways_in_avro(r#""double""#, json, &number.to_le_bytes());
    }
    assert_eq!(
        plain(r#""float""#, r#""nan""#),
        Err(r#"expected a float, found the text "nan""#.to_owned())
    );
}

#[test]
fn a_number_that_would_look_like_text_is_named() {
    let mut datum = vec![2];
    datum.extend_from_slice(&f64::NAN.to_le_bytes());
    both_ways(r#"["string", "double"]"#, r#"{"double":"NaN"}"#, &datum);
    both_ways(r#"["null", "double"]"#, r#""NaN""#, &datum);
    datum.truncate(1);
    datum.extend_from_slice(&1.0_f64.to_le_bytes());
    both_ways(r#"["string", "double"]"#, "1.0", &datum);
}

#[test]
fn plain_unions_are_bare_where_json_tells_the_branches_apart() {
    let union = r#"["null", "long", "string", "boolean", {"type": "array", "items": "int"}]"#;
    both_ways(union, "null", &[0]);
    both_ways(union, "5", &[2, 10]);
    both_ways(union, r#""x""#, &[4, 2, b'x']);
    both_ways(union, "false", &[6, 0]);
    both_ways(union, "[1]", &[8, 2, 2, 0]);
}

#[test]
fn plain_unions_name_the_branches_that_look_alike() {
    both_ways(TWO_RECORDS, r#"{"a.Made":{"id":1}}"#, &[0, 2]);
    both_ways(
        TWO_RECORDS,
        r#"{"a.Lost":{"id":1,"why":"x"}}"#,
        &[2, 2, 2, b'x'],
    );
    both_ways(r#"["string", "bytes"]"#, r#"{"string":"x"}"#, &[0, 2, b'x']);
    both_ways(
        r#"["string", "bytes"]"#,
        r#"{"bytes":"eA=="}"#,
        &[2, 2, b'x'],
    );
    let map = r#"["string", "bytes", {"type": "map", "values": "string"}]"#;
    both_ways(
        map,
        r#"{"map":{"bytes":"eA=="}}"#,
        &[
            4, 2, 10, b'b', b'y', b't', b'e', b's', 8, b'e', b'A', b'=', b'=', 0,
        ],
    );
}

#[test]
fn a_bare_object_is_the_record_that_it_fills_best() {
    assert_eq!(plain(TWO_RECORDS, r#"{"id": 1}"#), Ok(vec![0, 2]));
    assert_eq!(
        plain(TWO_RECORDS, r#"{"id": 1, "why": ""}"#),
        Ok(vec![2, 2, 0])
    );
    let alike = r#"["null",
        {"type": "record", "name": "A", "fields": [{"name": "id", "type": "int"}]},
        {"type": "record", "name": "B", "fields": [{"name": "id", "type": "int"}]}
    ]"#;
    assert_eq!(
        plain(alike, r#"{"id": 1}"#),
        Err(
            r#"the object fits the record A as well as B: say which one it is, as {"A": {…}}"#
                .to_owned()
        )
    );
    assert_eq!(plain(alike, r#"{"B": {"id": 1}}"#), Ok(vec![4, 2]));
}

#[test]
fn names_of_branches_are_understood_where_they_need_not_be() {
    let union = r#"["null", "int", "string",
        {"type": "record", "name": "R", "fields": [{"name": "int", "type": "int"}]}]"#;
    assert_eq!(plain(union, r#"{"string": "x"}"#), Ok(vec![4, 2, b'x']));
    assert_eq!(plain(union, r#"{"R": {"int": 1}}"#), Ok(vec![6, 2]));
    // It is the record, bare, and not the branch `int`.
    both_ways(union, r#"{"int":1}"#, &[6, 2]);
}

#[test]
fn a_number_goes_to_the_narrowest_branch_that_has_it() {
    let union = r#"["double", "float", "long", "int"]"#;
    assert_eq!(plain(union, "1"), Ok(vec![6, 2]));
    assert_eq!(plain(union, "2147483648").unwrap()[0], 4);
    assert_eq!(plain(union, "1.0").unwrap()[0], 0);
    assert_eq!(plain(union, "9223372036854775808").unwrap()[0], 0);
    assert_eq!(plain(r#"["null", "int"]"#, "1.0"), Ok(vec![2, 2]));
}

#[test]
fn avros_unions_have_the_names_of_their_branches() {
    let union = r#"["null", "int", {"type": "enum", "name": "a.E", "symbols": ["A"]}]"#;
    both_ways_in_avro(union, "null", &[0]);
    both_ways_in_avro(union, r#"{"int":1}"#, &[2, 2]);
    both_ways_in_avro(union, r#"{"a.E":"A"}"#, &[4, 0]);
    assert_eq!(
        avro(union, "1"),
        Err(
            "expected a value of the union of null, int, a.E, in an object with the name of its \
             branch, found the number 1"
                .to_owned()
        )
    );
    avro(union, r#"{"null": null}"#).unwrap_err();
    avro(union, r#"{"E": "A"}"#).unwrap_err();
}

const WITH_DEFAULTS: &str = r#"{"type": "record", "name": "R", "fields": [
    {"name": "a", "type": "int"},
    {"name": "b", "type": ["null", "bytes"], "default": null},
    {"name": "c", "type": ["bytes", "null"], "default": "\u00ff"}
]}"#;

#[test]
fn plain_json_may_leave_out_fields_with_defaults_and_avros_may_not() {
    assert_eq!(
        plain(WITH_DEFAULTS, r#"{"a": 1}"#),
        Ok(vec![2, 0, 0, 2, 0xff])
    );
    assert_eq!(
        plain(WITH_DEFAULTS, r#"{"b": null}"#),
        Err("field a: it is missing, and it has no default".to_owned())
    );
    assert_eq!(
        avro(WITH_DEFAULTS, r#"{"a": 1}"#),
        Err(
            "field b: it is missing: only plain JSON may leave out fields that have a default"
                .to_owned()
        )
    );
}

#[test]
fn errors_name_the_place_and_what_is_expected() {
    let orders = r#"{"type": "array", "items": {"type": "record", "name": "a.Order", "fields": [
        {"name": "lines", "type": {"type": "map", "values": "long"}},
        {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["OPEN", "DONE"]}}
    ]}}"#;
    for (json, expected) in [
        ("{}", "expected an array, found an object"),
        (
            "[null]",
            "[0]: expected an object for the record a.Order, found null",
        ),
        (
            r#"[{"lines": {"x": 1.5}}]"#,
            r#"[0].lines["x"]: expected a long, found the number 1.5"#,
        ),
        (
            r#"[{"lines": {"x": 9223372036854775808}}]"#,
            r#"[0].lines["x"]: the number 9223372036854775808 does not fit a long"#,
        ),
        (
            r#"[{"lines": {}, "state": "LOST"}]"#,
            "[0].state: the enum a.State has no symbol `LOST`, only OPEN, DONE",
        ),
        (
            r#"[{"lines": {}, "state": "OPEN", "x": 1}]"#,
            "[0]: the record a.Order has no field `x`",
        ),
        (
            r#"[{"lines": {"x": 1, "x": 2}}]"#,
            r#"the text is not JSON: the member "x" stands twice at line 1 column 23"#,
        ),
        (
            "[",
            "the text is not JSON: EOF while parsing a list at line 1 column 1",
        ),
        (
            "[] []",
            "the text is not JSON: trailing characters at line 1 column 4",
        ),
    ] {
        assert_eq!(plain(orders, json).unwrap_err(), expected, "{json}");
    }
}

#[test]
fn a_float_that_is_too_large_is_refused() {
    assert_eq!(
        plain(r#""float""#, "1e39"),
        Err("the number 1e39 does not fit a float".to_owned())
    );
    plain(r#""double""#, "1e400").unwrap_err();
    assert_eq!(plain(r#""int""#, "1e3"), Ok(vec![0xd0, 0x0f]));
}

#[test]
fn an_error_leaves_the_output_as_it_was() {
    let schema = schema(r#"{"type": "array", "items": "int"}"#);
    let mut datum = vec![7];
    JsonToAvro::new(&schema)
        .transcode_to(r#"[1, "x"]"#, &mut datum)
        .unwrap_err();
    assert_eq!(datum, [7]);
    let mut text = "a".to_owned();
    AvroToJson::new(&schema)
        .transcode_to(&[4, 2], &mut text)
        .unwrap_err();
    assert_eq!(text, "a");
}

#[test]
fn errors_of_data_name_the_field_and_the_byte() {
    let schema = schema(
        r#"{"type": "record", "name": "R", "fields": [
            {"name": "a", "type": "int"}, {"name": "b", "type": {"type": "array", "items": "string"}}
        ]}"#,
    );
    let error = to_json(&schema, &[2, 2, 2, 0xff, 0]).unwrap_err();
    assert_eq!(error.kind(), &DecodeErrorKind::InvalidUtf8);
    assert_eq!((error.field_path().as_str(), error.offset()), ("b[]", 2));
    let exact = AvroToJson::new(&schema).fail_on_trailing_data(true);
    assert_eq!(exact.transcode(&[2, 0]).unwrap(), r#"{"a":1,"b":[]}"#);
    let error = exact.transcode(&[2, 0, 0]).unwrap_err();
    assert_eq!(error.kind(), &DecodeErrorKind::TrailingBytes(1));
}

/// A count of 2⁴⁰.
const HUGE: [u8; 6] = [0x80, 0x80, 0x80, 0x80, 0x80, 0x40];

#[test]
fn an_array_of_very_many_nulls_is_refused() {
    for items in [
        r#""null""#,
        r#"{"type": "record", "name": "Empty", "fields": []}"#,
        r#"{"type": "fixed", "name": "Empty", "size": 0}"#,
    ] {
        let schema = schema(&format!(r#"{{"type": "array", "items": {items}}}"#));
        let error = to_json(&schema, &HUGE).unwrap_err();
        assert_eq!(error.kind(), &DecodeErrorKind::TooLarge, "{items}");
    }
}

#[test]
fn a_text_that_grows_too_long_is_refused() {
    let symbol = "S".repeat(1000);
    let schema = schema(&format!(
        r#"{{"type": "array", "items": {{"type": "enum", "name": "E", "symbols": ["{symbol}"]}}}}"#
    ));
    let mut datum = vec![20];
    datum.resize(12, 0);
    let to_json = AvroToJson::new(&schema);
    to_json.transcode(&datum).unwrap();
    let limited = to_json.limits(Limits::default().max_allocation(5000));
    let error = limited.transcode(&datum).unwrap_err();
    assert_eq!(error.kind(), &DecodeErrorKind::TooLarge);
}

const NESTED: &str = r#"{"type": "record", "name": "N", "fields": [
    {"name": "next", "type": ["null", "N"], "default": null}
]}"#;

#[test]
fn values_that_are_nested_too_deep_are_refused_both_ways() {
    let schema = schema(NESTED);
    let error = to_json(&schema, &[2; 100_000]).unwrap_err();
    assert_eq!(error.kind(), &DecodeErrorKind::TooDeep);
    let deep = r#"{"next":"#.repeat(100_000);
    let error = from_json(&schema, &deep).unwrap_err();
    assert!(
        error.to_string().contains("nested deeper than the limit"),
        "{error}"
    );
}

#[test]
fn what_is_as_deep_as_the_limit_is_shown_and_read() {
    let schema = schema(NESTED);
    let mut datum = vec![2; 127];
    datum.push(0);
    for encoding in [JsonEncoding::Plain, JsonEncoding::Avro] {
        let text = AvroToJson::new(&schema)
            .encoding(encoding)
            .transcode(&datum)
            .unwrap();
        let read = JsonToAvro::new(&schema)
            .encoding(encoding)
            .transcode(&text)
            .unwrap();
        assert_eq!(read, datum);
    }
}

#[test]
fn defaults_that_make_very_much_of_little_are_refused() {
    let schema = schema(
        r#"{"type": "array", "items": {"type": "record", "name": "R", "fields": [
            {"name": "a", "type": "string", "default": "0123456789012345678901234567890123456789"}
        ]}}"#,
    );
    let to_avro = JsonToAvro::new(&schema).limits(Limits::default().max_allocation(1000));
    to_avro.transcode("[{},{},{}]").unwrap();
    let error = to_avro
        .transcode(&format!("[{}{{}}]", "{},".repeat(40)))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "[25]: the value takes more memory than the limit"
    );
}

#[test]
fn data_is_shown_as_a_readers_schema_has_it() {
    let writer = schema(
        r#"{"type": "record", "name": "R", "fields": [
            {"name": "dropped", "type": {"type": "array", "items": "null"}},
            {"name": "second", "type": "int"},
            {"name": "first", "type": {"type": "array", "items": "R"}},
            {"name": "state", "type": {"type": "enum", "name": "S", "symbols": ["X", "A"]}}
        ]}"#,
    );
    let reader = schema(
        r#"{"type": "record", "name": "R", "fields": [
            {"name": "first", "type": {"type": "array", "items": "R"}},
            {"name": "new", "type": ["bytes", "null"], "default": "\u00ff"},
            {"name": "renamed", "type": ["null", "double"], "aliases": ["second"]},
            {"name": "state", "type": {"type": "enum", "name": "S", "symbols": ["A"]}}
        ]}"#,
    );
    let resolving = AvroToJson::resolving(&writer, &reader).unwrap();
    let mut datum = HUGE.to_vec();
    datum.extend_from_slice(&[0, 14, 2, 0, 16, 0, 2, 0, 2]);
    assert_eq!(
        resolving.transcode(&datum).unwrap(),
        r#"{"first":[{"first":[],"new":"/w==","renamed":8.0,"state":"A"}],"new":"/w==","renamed":7.0,"state":"A"}"#
    );
    assert_eq!(
        resolving
            .clone()
            .encoding(JsonEncoding::Avro)
            .transcode(&[0, 14, 0, 2])
            .unwrap(),
        r#"{"first":[],"new":{"bytes":"ÿ"},"renamed":{"double":7.0},"state":"A"}"#
    );
    let error = resolving.transcode(&[0, 14, 0, 0]).unwrap_err();
    assert_eq!(error.field_path(), "state");
    assert!(
        error.to_string().contains("the writer's symbol X"),
        "{error}"
    );
    AvroToJson::resolving(&writer, &schema(r#""int""#)).unwrap_err();
}

#[cfg(feature = "registry")]
#[test]
fn a_json_value_is_what_the_text_says() {
    use super::ValueVisitor;
    use crate::codec::walk::DatumReader;

    let value = |schema: &Schema, datum: &[u8], limits: &Limits| {
        let mut visitor = ValueVisitor::new(limits);
        let read = DatumReader::new(schema).read(datum, limits, &mut visitor);
        read.map(|_| visitor.finish())
    };
    let union = r#"["string", "bytes", "float", "double", {"type": "map", "values": ["null", "boolean"]},
        {"type": "array", "items": "int"}]"#;
    let schema = schema(&format!(
        r#"{{"type": "record", "name": "N", "fields": [
            {{"name": "a", "type": {union}}}, {{"name": "b", "type": {union}}},
            {{"name": "c", "type": {{"type": "enum", "name": "E", "symbols": ["X", "Y"]}}}}
        ]}}"#
    ));
    let json_texts = [
        r#"{"a":{"bytes":"AP8="},"b":{"string":"x"},"c":"Y"}"#,
        r#"{"a":{"map":{"k":true,"l":null}},"b":[1,2],"c":"X"}"#,
        r#"{"a":{"double":"NaN"},"b":0.5,"c":"X"}"#,
    ];
    for json in json_texts {
        let datum = from_json(&schema, json).unwrap();
        let read = value(&schema, &datum, &Limits::default()).unwrap();
        assert_eq!(read.to_string(), json);
        assert_eq!(to_json(&schema, &datum).unwrap(), json);
        let error = value(&schema, &datum, &Limits::default().max_allocation(100)).unwrap_err();
        assert_eq!(error.kind(), &DecodeErrorKind::TooLarge);
    }
}
