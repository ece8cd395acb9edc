//! What tests of serializers and deserializers share.

use avrolane::AvroEvent;
use avrolane::serdes::{
    AvroDeserializer, DeserializeError, Deserializer, Input, Output, SerializeError, Serializer,
};
use avrolane::subject::{MessageField, SerializationContext};

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
