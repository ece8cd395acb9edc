//! What tests of serializers and deserializers share.

use avrolane::AvroEvent;
use avrolane::compat::CompatibilityLevel;
use avrolane::registry::{SchemaDefinition, SchemaId, SchemaRegistryClient, Scope};
use avrolane::serdes::{
    AvroDeserializer, DeserializeError, Deserializer, Input, Output, SerializeError, Serializer,
};
use avrolane::subject::{MessageField, SerializationContext};
use avrolane_embedded::EmbeddedRegistry;

use crate::registry::support::Server;

pub(crate) const CONTEXT: SerializationContext<'_> =
    SerializationContext::new("flights", MessageField::Value);

pub(crate) const SCHEMA: &str = r#"{"type":"record","name":"Flight","namespace":"it","fields":[{"name":"number","type":"int"}]}"#;

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(namespace = "it")]
pub(crate) struct Flight {
    pub(crate) number: i32,
}

pub(crate) fn reading(server: &Server) -> AvroDeserializer {
    AvroDeserializer::builder()
        .registry(server.client())
        .build()
}

pub(crate) async fn prepare<T: ?Sized>(
    serializer: &impl Serializer<T>,
) -> Result<(), avrolane::registry::Error> {
    serializer.prepare(&CONTEXT).await
}

pub(crate) fn serialize<T: ?Sized>(
    serializer: &impl Serializer<T>,
    value: &T,
) -> Result<(Vec<u8>, Option<[u8; 17]>), SerializeError> {
    let mut bytes = Vec::new();
    let mut output = Output::new(&mut bytes);
    serializer.serialize(&CONTEXT, value, &mut output)?;
    let header = output.schema_id_header().copied();
    Ok((bytes, header))
}

/// A message without a header.
pub(crate) const fn input(bytes: &[u8]) -> Input<'_> {
    Input {
        bytes,
        schema_id_header: None,
    }
}

pub(crate) async fn deserialize<T>(
    deserializer: &impl Deserializer<T>,
    input: Input<'_>,
) -> Result<T, DeserializeError> {
    assert!(matches!(
        deserializer.deserialize(&CONTEXT, input),
        Err(DeserializeError::NotPrepared)
    ));
    deserializer.prepare(&CONTEXT, input).await?;
    deserializer.deserialize(&CONTEXT, input)
}

/// An embedded registry, and a client of it.
pub(crate) fn registry() -> (EmbeddedRegistry, SchemaRegistryClient) {
    let server = EmbeddedRegistry::start().unwrap();
    let client = SchemaRegistryClient::builder(server.url()).build().unwrap();
    (server, client)
}

/// Registers the schema with this text, without a check of its compatibility, and answers its id.
pub(crate) async fn register(
    registry: &SchemaRegistryClient,
    subject: &str,
    text: &str,
) -> SchemaId {
    let none = CompatibilityLevel::None.into();
    registry
        .set_config(Scope::Subject(subject), &none)
        .await
        .unwrap();
    let definition = SchemaDefinition::from_text(text);
    registry.register(subject, &definition).await.unwrap().id
}

/// The frame of an id, and a datum behind it.
pub(crate) fn framed(id: SchemaId, datum: &[u8]) -> Vec<u8> {
    [&[0][..], &id.get().to_be_bytes(), datum].concat()
}
