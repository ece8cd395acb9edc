//! Single-object encoding, as Java's `BinaryMessageEncoder` writes it.

use avrolane::codec::single_object::{self, SchemaStore};
use avrolane::schema::Schema;

use crate::corpus::{bytes, case, cases};
use crate::derived::{Everything, Evolved, everything, evolved};

#[test]
fn messages_are_those_of_java() {
    let message = bytes(&case("values.jsonl", "everything").java, "single_object").unwrap();
    assert_eq!(single_object::encode(&everything(0)).unwrap(), message);
    let read: Everything = single_object::decode(&message).unwrap();
    assert_eq!(read, everything(0));
}

#[test]
fn a_message_of_an_older_version_is_read_by_its_fingerprint() {
    let mut store = SchemaStore::new();
    for case in cases("values.jsonl") {
        store.insert(case.schema("schema"));
    }
    let message = single_object::encode(&everything(3)).unwrap();
    let read: Evolved = store.decode(&message).unwrap();
    assert_eq!(read, evolved(everything(3)));
}

#[test]
fn every_message_of_java_says_which_schema_wrote_it() {
    for case in cases("values.jsonl") {
        let Some(message) = bytes(&case.java, "single_object") else {
            continue;
        };
        let (fingerprint, datum) = single_object::split(&message).unwrap();
        let schema: Schema = case.schema("schema");
        assert_eq!(fingerprint, schema.fingerprint(), "{}", case.name);
        let first = bytes(&case.java_values()[0], "binary").unwrap();
        assert_eq!(datum, first, "{}", case.name);
    }
}
