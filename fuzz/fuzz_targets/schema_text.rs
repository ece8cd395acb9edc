//! The texts of schemas.
#![no_main]

use arbitrary::{Arbitrary, Unstructured};
use avrolane::schema::Schema;
use avrolane_fuzz::SchemaText;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = str::from_utf8(bytes) {
        check(text);
    }
    // And one that is a schema, but for one change.
    let mut input = Unstructured::new(bytes);
    if let Ok(SchemaText(mut text)) = SchemaText::arbitrary(&mut input) {
        check(&text);
        let place = input.choose_index(text.len()).unwrap_or_default();
        if let (true, Ok(with)) = (text.is_char_boundary(place), u8::arbitrary(&mut input)) {
            text.insert(place, char::from(with));
            check(&text);
        }
    }
});

fn check(text: &str) {
    match Schema::parse(text) {
        Ok(schema) => {
            let printed = schema.to_string();
            let again = Schema::parse(&printed);
            let again = again.unwrap_or_else(|error| panic!("{printed}: {error}"));
            assert_eq!(again, schema, "{text}");
            assert_eq!(again.to_string(), printed);
            assert_eq!(again.fingerprint(), schema.fingerprint(), "{text}");
        }
        Err(error) => drop(error.to_string()),
    }
}
