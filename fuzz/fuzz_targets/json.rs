//! Data of any schema as JSON, and back.
#![no_main]

use avrolane::codec::Limits;
use avrolane::codec::json::{AvroToJson, JsonEncoding, JsonToAvro};
use avrolane::schema::Schema;
use avrolane_fuzz::SchemaText;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (SchemaText, &[u8], &str)| {
    let (SchemaText(schema), datum, text) = input;
    let Ok(schema) = Schema::parse(&schema) else {
        return;
    };
    let limits = Limits::default().max_allocation(1 << 16);
    for encoding in [JsonEncoding::Avro, JsonEncoding::Plain] {
        let to_json = AvroToJson::new(&schema).encoding(encoding).limits(limits);
        let to_avro = JsonToAvro::new(&schema).encoding(encoding).limits(limits);
        if let Ok(json) = to_json.transcode(datum) {
            // Plain JSON does not say the branch of a union, so that another may be taken.
            match to_avro.transcode(&json) {
                Ok(datum) => {
                    let again = to_json.transcode(&datum);
                    let again = again.unwrap_or_else(|error| panic!("{schema} {json}: {error}"));
                    if encoding == JsonEncoding::Avro {
                        assert_eq!(again, json, "{schema}");
                    }
                }
                Err(error) => {
                    let error = error.to_string();
                    // Data may have a map with one key twice, JSON may not.
                    let is_known = ["limit", "twice"].iter().any(|word| error.contains(word));
                    assert!(is_known, "{schema} {json}: {error}");
                }
            }
        }
        if let Ok(datum) = to_avro.transcode(text) {
            let json = to_json.transcode(&datum);
            assert!(json.is_ok(), "{schema} {text}: {json:?}");
        }
    }
});
