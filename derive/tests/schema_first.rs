//! Attributes that types need whose schema was there before them.

use avrolane::schema::Schema;
use avrolane::{AvroEvent, AvroSchema};

fn schema_text<T: AvroSchema>() -> String {
    Schema::of::<T>().to_string()
}

/// The first paragraph.
///
/// The second one.
#[derive(AvroEvent)]
struct Documented {
    #[avro(no_default)]
    required: Option<i32>,
    #[avro(default_json = "null", null_last)]
    missing: Option<i32>,
    #[avro(default_json = r#""NaN""#)]
    ratio: f64,
    #[avro(logical = "timestamp-micros", type_property("unit", "us"))]
    at: i64,
    #[avro(logical = "url", type_property("length", 3))]
    home: String,
    /// What Rust's readers see.
    #[avro(doc = " What Avro's readers see. ")]
    shown: bool,
}

/// Nothing is said in the schema.
#[derive(AvroEvent)]
#[avro(doc = "")]
struct Undocumented {}

#[test]
fn what_types_cannot_imply_is_said_by_attributes() {
    assert_eq!(
        schema_text::<Documented>(),
        [
            r#"{"type":"record","name":"Documented","#,
            r#""doc":"The first paragraph.\n\nThe second one.","fields":["#,
            r#"{"name":"required","type":["null","int"]},"#,
            r#"{"name":"missing","type":["int","null"],"default":null},"#,
            r#"{"name":"ratio","type":"double","default":"NaN"},"#,
            r#"{"name":"at","type":{"type":"long","logicalType":"timestamp-micros","unit":"us"}},"#,
            r#"{"name":"home","type":{"type":"string","logicalType":"url","length":3}},"#,
            r#"{"name":"shown","type":"boolean","doc":" What Avro's readers see. "}]}"#,
        ]
        .concat()
    );
    assert_eq!(
        schema_text::<Undocumented>(),
        r#"{"type":"record","name":"Undocumented","doc":"","fields":[]}"#
    );
}
