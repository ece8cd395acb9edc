//! `serde_avro_fast`.

use serde::{Deserialize, Serialize};
use serde_avro_fast::Schema;
use serde_avro_fast::ser::SerializerConfig;

use super::{decoder, encoder};
use crate::measure::Contestant;
use crate::workloads::Corpus;

const NAME: &str = "serde_avro_fast";

/// Writes a record.
pub fn encode<T: Serialize>(corpus: &Corpus<T>) -> Contestant<'_> {
    encoder(NAME, corpus, || {
        let mut config = SerializerConfig::new(schema(corpus));
        move |value: &T, output: &mut Vec<u8>| {
            serde_avro_fast::to_datum(value, output, &mut config).expect("it can be written");
        }
    })
}

/// Reads a record as an `R`, by name where that is another version.
pub fn decode<'a, R: Deserialize<'a> + 'a, T>(corpus: &'a Corpus<T>) -> Contestant<'a> {
    decoder(NAME, corpus, || {
        let schema = schema(corpus);
        move |datum| serde_avro_fast::from_datum_slice::<R>(datum, schema).expect("it is a record")
    })
}

fn schema<T>(corpus: &Corpus<T>) -> &'static Schema {
    Box::leak(Box::new(
        corpus.schema.parse().expect("the schema is sound"),
    ))
}
