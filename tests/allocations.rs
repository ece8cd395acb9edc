//! What the path of a record allocates, counted.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/allocations.rs"]
mod support;

use avrolane::AvroEvent;
use avrolane::registry::{SchemaRegistryClient, SchemaSelection};
use avrolane::serdes::{AvroDeserializer, AvroSerializer, Deserializer, Input, Output, Serializer};
use avrolane::subject::{MessageField, SerializationContext};
use avrolane_embedded::EmbeddedRegistry;

use support::allocations;

const CONTEXT: SerializationContext<'_> = SerializationContext::new("flights", MessageField::Value);

#[derive(Debug, PartialEq, AvroEvent)]
struct Flight {
    number: i32,
    carrier: String,
}

// Borrows from the message. (A doc comment would be part of the schema.)
#[derive(Debug, PartialEq, AvroEvent)]
#[avro(name = "Flight")]
struct FlightRef<'a> {
    number: i32,
    carrier: &'a str,
}

/// A registry and a serializer that has registered [`Flight`] there, with the id 1.
async fn registered() -> (EmbeddedRegistry, SchemaRegistryClient, AvroSerializer) {
    let server = EmbeddedRegistry::start().unwrap();
    let registry = SchemaRegistryClient::builder(server.url()).build().unwrap();
    let serializer = AvroSerializer::builder()
        .registry(registry.clone())
        .schemas(SchemaSelection::Register)
        .build();
    Serializer::<Flight>::prepare(&serializer, &CONTEXT)
        .await
        .unwrap();
    (server, registry, serializer)
}

#[tokio::test]
async fn serializing_with_a_cached_id_allocates_nothing() {
    let (_server, _registry, serializer) = registered().await;
    let flight = Flight {
        number: 3,
        carrier: "UA".to_owned(),
    };
    let mut bytes = Vec::with_capacity(64);
    let count = allocations(|| {
        serializer
            .serialize(&CONTEXT, &flight, &mut Output::new(&mut bytes))
            .unwrap();
    });
    assert_eq!(bytes, [0, 0, 0, 0, 1, 6, 4, b'U', b'A']);
    assert_eq!(count, 0);
}

#[tokio::test]
async fn reading_a_borrowed_event_allocates_nothing() {
    let (_server, registry, _serializer) = registered().await;
    let deserializer = AvroDeserializer::builder().registry(registry).build();
    let bytes = [0, 0, 0, 0, 1, 6, 4, b'U', b'A'];
    let message = Input {
        bytes: &bytes,
        schema_id_header: None,
    };
    deserializer.fetch(message).await.unwrap();
    let owned: Flight = deserializer.deserialize(&CONTEXT, message).unwrap();
    assert_eq!(
        owned,
        Flight {
            number: 3,
            carrier: "UA".to_owned()
        }
    );
    let count = allocations(|| {
        let flight: FlightRef<'_> = deserializer.decode(message).unwrap();
        assert_eq!(
            flight,
            FlightRef {
                number: 3,
                carrier: "UA"
            }
        );
    });
    assert_eq!(count, 0);
}
