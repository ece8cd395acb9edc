//! JSON without a schema.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{
    AvroDeserializer, AvroSerializer, DeserializeError, Deserializer, Input, Output, Payload,
    SerializeError, Serializer,
};
use crate::subject::SerializationContext;

/// Says that a topic carries `T` as JSON: `Topic<String, Json<Reading>>`.
///
/// `T` is any type that serde can write and read; the topic takes and gives `T` itself. No schema
/// stands in a registry.
pub struct Json<T>(PhantomData<fn() -> T>);

/// JSON in UTF-8, without a schema.
#[derive(Debug, Clone, Copy, Default)]
pub struct JsonSerde;

impl<T> Payload for Json<T>
where
    T: Serialize + DeserializeOwned + Send + 'static,
{
    type Borrowed = T;
    type Owned = T;
    type Serializer = JsonSerde;
    type Deserializer = JsonSerde;

    fn serializer(_avro: &AvroSerializer) -> &JsonSerde {
        &JsonSerde
    }

    fn deserializer(_avro: &AvroDeserializer) -> &JsonSerde {
        &JsonSerde
    }
}

impl<T: Serialize + ?Sized> Serializer<T> for JsonSerde {
    fn serialize(
        &self,
        _context: &SerializationContext<'_>,
        value: &T,
        output: &mut Output<'_>,
    ) -> Result<(), SerializeError> {
        serde_json::to_writer(output.bytes(), value).map_err(SerializeError::other)
    }
}

impl<T: DeserializeOwned> Deserializer<T> for JsonSerde {
    fn deserialize(
        &self,
        _context: &SerializationContext<'_>,
        input: Input<'_>,
    ) -> Result<T, DeserializeError> {
        serde_json::from_slice(input.bytes).map_err(DeserializeError::other)
    }
}

impl<T> fmt::Debug for Json<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Json")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject::MessageField;

    const CONTEXT: SerializationContext<'_> =
        SerializationContext::new("readings", MessageField::Value);

    #[test]
    fn any_serde_type_travels() {
        let value = vec![Some("a".to_owned()), None];
        let mut bytes = Vec::new();
        JsonSerde
            .serialize(&CONTEXT, &value, &mut Output::new(&mut bytes))
            .unwrap();
        assert_eq!(bytes, br#"["a",null]"#);
        let input = Input {
            bytes: &bytes,
            schema_id_header: None,
        };
        let read: Vec<Option<String>> = JsonSerde.deserialize(&CONTEXT, input).unwrap();
        assert_eq!(read, value);
    }

    #[test]
    fn a_payload_that_is_no_json_is_refused() {
        let input = Input {
            bytes: b"[1, 2",
            schema_id_header: None,
        };
        let read: Result<Vec<i32>, _> = JsonSerde.deserialize(&CONTEXT, input);
        assert!(read.unwrap_err().to_string().contains("EOF"));
    }
}
