//! avrolane: the codec alone, and the whole way of a producer and of a consumer.

use std::hint::black_box;

use avrolane::codec::{self, Decoder, Limits, Plan};
use avrolane::registry::{SchemaRegistryClient, SchemaSelection};
use avrolane::schema::Schema;
use avrolane::serdes::{AvroDeserializer, AvroSerializer, Deserializer, Input, Output, Serializer};
use avrolane::subject::{MessageField, SerializationContext};
use avrolane::{AvroDecode, AvroEncode, AvroSchema};
use avrolane_embedded::EmbeddedRegistry;
use tokio::runtime::{Builder, Runtime};

use super::{decoder, each, encoder};
use crate::measure::Contestant;
use crate::workloads::Corpus;

/// The codec alone.
pub const NAME: &str = "avrolane";

const CONTEXT: SerializationContext<'static> =
    SerializationContext::new("records", MessageField::Value);

/// Writes a record.
pub fn encode<T: AvroEncode>(corpus: &Corpus<T>) -> Contestant<'_> {
    encoder(NAME, corpus, || {
        |value: &T, output: &mut Vec<u8>| value.encode(output).expect("it can be written")
    })
}

/// Reads a record as an `R`.
pub fn decode<'a, R: AvroDecode<'a> + 'a, T>(corpus: &'a Corpus<T>) -> Contestant<'a> {
    decoder(NAME, corpus, || {
        |datum| codec::decode::<R>(datum).expect("it is a record")
    })
}

/// Reads a record into the memory of the one before.
pub fn decode_into<T: for<'a> AvroDecode<'a>>(corpus: &Corpus<T>) -> Contestant<'_> {
    decoder(NAME, corpus, || {
        let datum = corpus.datums().next().expect("there are records");
        let mut record = codec::decode::<T>(datum).expect("it is a record");
        move |datum| {
            record
                .decode_into(&mut Decoder::new(datum, &Limits::default()))
                .expect("it is a record");
            black_box(&record);
        }
    })
}

/// Reads a record that the corpus' schema wrote as an `R` with another schema.
pub fn decode_evolved<'a, R: AvroSchema + AvroDecode<'a> + 'a, T>(
    corpus: &'a Corpus<T>,
) -> Contestant<'a> {
    decoder(NAME, corpus, || {
        let writer = Schema::parse(corpus.schema).expect("the schema is sound");
        let plan = Plan::new(&writer, &Schema::of::<R>()).expect("the schemas are compatible");
        move |datum| {
            plan.decode::<R>(datum, &Limits::default())
                .expect("it is a record")
        }
    })
}

/// The topic's schema id from the table, the frame, the datum.
pub fn serialize<T: AvroSchema + AvroEncode>(corpus: &Corpus<T>) -> Contestant<'_> {
    Contestant::new("avrolane, AvroSerializer", || {
        let registry = Registry::start();
        let serializer = registry.serializer::<T>();
        let mut message = Vec::new();
        each(&corpus.values, move |value| {
            message.clear();
            let mut output = Output::new(&mut message);
            serializer
                .serialize(&CONTEXT, value, &mut output)
                .expect("it can be written");
            black_box(&message);
        })
    })
}

/// The frame, the plan for the schema id from the table, the datum.
pub fn deserialize<T>(corpus: &Corpus<T>) -> Contestant<'_>
where
    T: AvroSchema + AvroEncode + for<'a> AvroDecode<'a>,
{
    Contestant::new("avrolane, AvroDeserializer", || {
        let registry = Registry::start();
        // The id in the messages is the one that the registry gives the first schema.
        drop(registry.serializer::<T>());
        let deserializer = AvroDeserializer::builder()
            .registry(registry.client())
            .build();
        let first = input(corpus.messages.first().expect("there are messages"));
        let prepared = Deserializer::<T>::prepare(&deserializer, &CONTEXT, first);
        registry.block_on(prepared).expect("the registry answers");
        each(&corpus.messages, move |message| {
            let record: Result<T, _> = deserializer.deserialize(&CONTEXT, input(message));
            black_box(record.expect("it is a record"));
        })
    })
}

fn input(message: &[u8]) -> Input<'_> {
    Input {
        bytes: message,
        schema_id_header: None,
    }
}

/// A registry of its own for each contestant.
pub(super) struct Registry {
    embedded: EmbeddedRegistry,
    runtime: Runtime,
}

impl Registry {
    pub(super) fn start() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build();
        Self {
            embedded: EmbeddedRegistry::start().expect("a registry can be started"),
            runtime: runtime.expect("a runtime can be started"),
        }
    }

    pub(super) fn url(&self) -> &str {
        self.embedded.url()
    }

    pub(super) fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    fn client(&self) -> SchemaRegistryClient {
        SchemaRegistryClient::builder(self.url())
            .build()
            .expect("the URL is one")
    }

    /// A serializer that knows its schema id.
    pub(super) fn serializer<T: AvroSchema + AvroEncode>(&self) -> AvroSerializer {
        let serializer = AvroSerializer::builder()
            .registry(self.client())
            .schemas(SchemaSelection::Register)
            .build();
        let prepared = Serializer::<T>::prepare(&serializer, &CONTEXT);
        self.block_on(prepared).expect("the registry answers");
        serializer
    }
}
