//! What we frame, `schema_registry_converter` reads, and the other way round.

use avrolane::AvroEvent;
use avrolane::registry::{SchemaRegistryClient, SchemaSelection};
use avrolane::schema::Schema;
use avrolane::serdes::{AvroDeserializer, AvroSerializer, Deserializer, Input, Output, Serializer};
use avrolane::subject::{MessageField, SerializationContext};
use avrolane_embedded::EmbeddedRegistry;
use schema_registry_converter::async_impl::avro::{AvroDecoder, AvroEncoder};
use schema_registry_converter::async_impl::schema_registry::SrSettings;
use schema_registry_converter::schema_registry_common::{
    SchemaType, SubjectNameStrategy, SuppliedSchema,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
#[avro(namespace = "com.example")]
struct Departed {
    carrier: String,
    delay: Option<i32>,
    distances: Vec<f64>,
}

const CONTEXT: SerializationContext<'static> =
    SerializationContext::new("departures", MessageField::Value);

fn departed() -> Departed {
    Departed {
        carrier: "UA".to_owned(),
        delay: Some(-3),
        distances: vec![1400.0, 0.5],
    }
}

#[tokio::test]
async fn the_converter_reads_what_we_frame() {
    let registry = EmbeddedRegistry::start().unwrap();
    let client = SchemaRegistryClient::builder(registry.url())
        .build()
        .unwrap();
    let serializer = AvroSerializer::builder()
        .registry(client)
        .schemas(SchemaSelection::Register)
        .build();
    Serializer::<Departed>::prepare(&serializer, &CONTEXT)
        .await
        .unwrap();
    let mut message = Vec::new();
    serializer
        .serialize(&CONTEXT, &departed(), &mut Output::new(&mut message))
        .unwrap();

    let decoder = AvroDecoder::new(SrSettings::new(registry.url().to_owned()));
    let decoded = decoder.decode(Some(&message)).await.unwrap();
    assert_eq!(
        apache_avro::from_value::<Departed>(&decoded.value).unwrap(),
        departed()
    );
}

#[tokio::test]
async fn we_read_what_the_converter_frames() {
    let registry = EmbeddedRegistry::start().unwrap();
    let encoder = AvroEncoder::new(SrSettings::new(registry.url().to_owned()));
    let strategy = SubjectNameStrategy::TopicNameStrategyWithSchema(
        "departures".to_owned(),
        false,
        SuppliedSchema::new(
            Some("com.example.Departed".to_owned()),
            SchemaType::Avro,
            Schema::of::<Departed>().to_string(),
        ),
    );
    let message = encoder.encode_struct(departed(), &strategy).await.unwrap();

    let client = SchemaRegistryClient::builder(registry.url())
        .build()
        .unwrap();
    let deserializer = AvroDeserializer::builder().registry(client).build();
    let input = Input {
        bytes: &message,
        schema_id_header: None,
    };
    Deserializer::<Departed>::prepare(&deserializer, &CONTEXT, input)
        .await
        .unwrap();
    let read: Departed = deserializer.deserialize(&CONTEXT, input).unwrap();
    assert_eq!(read, departed());
}
