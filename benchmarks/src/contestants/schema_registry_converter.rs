//! `schema_registry_converter`, with the framing, from an embedded registry.

use std::hint::black_box;

use apache_avro::from_value;
use avrolane::{AvroEncode, AvroSchema};
use schema_registry_converter::async_impl::avro::{AvroDecoder, AvroEncoder};
use schema_registry_converter::async_impl::schema_registry::SrSettings;
use schema_registry_converter::schema_registry_common::{
    SchemaType, SubjectNameStrategy, SuppliedSchema,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::avrolane::Registry;
use crate::measure::Contestant;
use crate::workloads::Corpus;

const NAME: &str = "schema_registry_converter";

/// Writes a record.
pub fn encode<T: Serialize>(corpus: &Corpus<T>) -> Contestant<'_> {
    Contestant::new(NAME, move || {
        let registry = Registry::start();
        let encoder = AvroEncoder::new(settings(&registry));
        let schema = SuppliedSchema::new(
            Some(corpus.record.to_owned()),
            SchemaType::Avro,
            corpus.schema.to_owned(),
        );
        let strategy =
            SubjectNameStrategy::TopicNameStrategyWithSchema("records".to_owned(), false, schema);
        Box::new(move |iterations| {
            registry.block_on(async {
                for (value, _) in corpus.values.iter().cycle().zip(0..iterations) {
                    let message = encoder.encode_struct(black_box(value), &strategy).await;
                    black_box(message.expect("it can be written"));
                }
            });
        })
    })
}

/// Reads a record, which has the schema of `S`.
pub fn decode<S: AvroSchema + AvroEncode, T: DeserializeOwned>(
    corpus: &Corpus<T>,
) -> Contestant<'_> {
    Contestant::new(NAME, move || {
        let registry = Registry::start();
        // The id in the messages is the one that the registry gives the first schema.
        drop(registry.serializer::<S>());
        let decoder = AvroDecoder::new(settings(&registry));
        Box::new(move |iterations| {
            registry.block_on(async {
                for (message, _) in corpus.messages.iter().cycle().zip(0..iterations) {
                    let decoded = decoder.decode(Some(black_box(message))).await;
                    let value = decoded.expect("it is a record").value;
                    black_box(from_value::<T>(&value).expect("it is a record"));
                }
            });
        })
    })
}

fn settings(registry: &Registry) -> SrSettings {
    SrSettings::new(registry.url().to_owned())
}
