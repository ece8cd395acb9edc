//! Generic values on topics.

use std::future::Future;

use super::{Generic, GenericValue};
use crate::framing::{self, SchemaIdentity};
use crate::registry::Error;
use crate::serdes::{
    AvroDeserializer, AvroSerializer, DeserializeError, Deserializer, Input, Output, Payload,
    SerializeError, Serializer,
};
use crate::subject::SerializationContext;

impl<T: GenericValue> Payload for Generic<T> {
    type Borrowed = Self;
    type Owned = Self;
    type Serializer = AvroSerializer;
    type Deserializer = AvroDeserializer;

    fn serializer(avro: &AvroSerializer) -> &AvroSerializer {
        avro
    }

    fn deserializer(avro: &AvroDeserializer) -> &AvroDeserializer {
        avro
    }
}

/// Each value has its own schema, so [`prepare`](Serializer::prepare) has nothing to do: what a
/// value needs is fetched by [`prepare_for`](Serializer::prepare_for).
impl<T: GenericValue> Serializer<Generic<T>> for AvroSerializer {
    fn serialize(
        &self,
        context: &SerializationContext<'_>,
        value: &Generic<T>,
        output: &mut Output<'_>,
    ) -> Result<(), SerializeError> {
        let Generic { schema, value } = value;
        self.write_generic(context, schema, output, |bytes| value.encode(schema, bytes))
    }

    fn prepare_for(
        &self,
        context: &SerializationContext<'_>,
        value: &Generic<T>,
    ) -> impl Future<Output = Result<(), Error>> + Send {
        let schema = value.schema.clone();
        async move { self.prepare_generic_schema(context, &schema).await }
    }
}

impl<T: GenericValue> Deserializer<Generic<T>> for AvroDeserializer {
    fn deserialize(
        &self,
        context: &SerializationContext<'_>,
        input: Input<'_>,
    ) -> Result<Generic<T>, DeserializeError> {
        self.decode_generic(context, input)
    }

    fn prepare(
        &self,
        _context: &SerializationContext<'_>,
        input: Input<'_>,
    ) -> impl Future<Output = Result<(), Error>> + Send {
        self.fetch(input)
    }

    fn schema_identity(&self, input: Input<'_>) -> Option<SchemaIdentity> {
        let framed = framing::split_message(input.schema_id_header, input.bytes);
        framed.ok().map(|(identity, _)| identity)
    }
}
