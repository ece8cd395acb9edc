//! `apache-avro`, directly from serde, and by way of its `Value`.

use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::types::Value;
use apache_avro::writer::datum::GenericDatumWriter;
use apache_avro::{Schema, from_value, to_value};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{decoder, encoder};
use crate::measure::Contestant;
use crate::workloads::Corpus;
use crate::workloads::profile_v2::{self, ProfileV2};

const DIRECT: &str = "apache-avro, serde";

const BY_WAY_OF_VALUE: &str = "apache-avro, Value";

/// Writes a record.
pub fn encode<T: Serialize>(corpus: &Corpus<T>) -> Contestant<'_> {
    encoder(DIRECT, corpus, || {
        let writer = GenericDatumWriter::builder(schema(corpus.schema))
            .build()
            .expect("the schema is sound");
        move |value: &T, output: &mut Vec<u8>| {
            writer.write_ser(output, value).expect("it can be written");
        }
    })
}

/// Writes a record by way of a `Value`.
pub fn encode_value<T: Serialize>(corpus: &Corpus<T>) -> Contestant<'_> {
    encoder(BY_WAY_OF_VALUE, corpus, || {
        let schema = schema(corpus.schema);
        let writer = GenericDatumWriter::builder(schema)
            .build()
            .expect("the schema is sound");
        move |value: &T, output: &mut Vec<u8>| {
            let value = to_value(value).and_then(|value| value.resolve(schema));
            let value = value.expect("a record fits its schema");
            writer
                .write_value_ref(output, &value)
                .expect("it can be written");
        }
    })
}

/// Reads a record.
pub fn decode<T: DeserializeOwned>(corpus: &Corpus<T>) -> Contestant<'_> {
    decoder(DIRECT, corpus, || {
        let reader = GenericDatumReader::builder(schema(corpus.schema))
            .build()
            .expect("the schema is sound");
        move |mut datum: &[u8]| reader.read_deser::<T>(&mut datum).expect("it is a record")
    })
}

/// Reads a record by way of a `Value`.
pub fn decode_value<T: DeserializeOwned>(corpus: &Corpus<T>) -> Contestant<'_> {
    decoder(BY_WAY_OF_VALUE, corpus, || {
        let reader = GenericDatumReader::builder(schema(corpus.schema))
            .build()
            .expect("the schema is sound");
        move |mut datum: &[u8]| {
            let value: Value = reader.read_value(&mut datum).expect("it is a record");
            from_value::<T>(&value).expect("it is a record")
        }
    })
}

/// Reads a profile as its newer version, by way of a `Value`. It does not know a field by its
/// alias, so that the reader's schema has the older name.
pub fn decode_evolved_profile<T>(corpus: &Corpus<T>) -> Contestant<'_> {
    decoder(BY_WAY_OF_VALUE, corpus, move || {
        let reader = profile_v2::SCHEMA.replace(
            r#""display_name","type":"string","aliases":["username"]"#,
            r#""username","type":"string""#,
        );
        let reader = GenericDatumReader::builder(schema(corpus.schema))
            .reader_schema(schema(&reader))
            .build()
            .expect("the schemas are sound");
        move |mut datum: &[u8]| {
            let value: Value = reader.read_value(&mut datum).expect("it is a record");
            from_value::<ProfileV2>(&value).expect("it is a record")
        }
    })
}

fn schema(text: &str) -> &'static Schema {
    Box::leak(Box::new(
        Schema::parse_str(text).expect("the schema is sound"),
    ))
}
