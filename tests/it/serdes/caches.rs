//! What serializers and deserializers keep of the registry's answers, on the embedded registry.

use avrolane::AvroEvent;
use avrolane::registry::{SchemaDefinition, SchemaRegistryClient, SchemaSelection};
use avrolane::serdes::{AvroDeserializer, AvroSerializer, Input, Output, Serializer};
use avrolane::subject::{MessageField, SerializationContext};
use avrolane_embedded::EmbeddedRegistry;

const CONTEXT: SerializationContext<'_> = SerializationContext::new("flights", MessageField::Value);

#[derive(Debug, PartialEq, AvroEvent)]
struct Flight {
    number: i32,
}

fn registry() -> (EmbeddedRegistry, SchemaRegistryClient) {
    let server = EmbeddedRegistry::start().unwrap();
    let client = SchemaRegistryClient::builder(server.url()).build().unwrap();
    (server, client)
}

fn serializer(client: &SchemaRegistryClient) -> AvroSerializer {
    AvroSerializer::builder()
        .registry(client.clone())
        .schemas(SchemaSelection::Register)
        .build()
}

fn write(serializer: &AvroSerializer, flight: &Flight) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut output = Output::new(&mut bytes);
    serializer.serialize(&CONTEXT, flight, &mut output).unwrap();
    bytes
}

fn input(bytes: &[u8]) -> Input<'_> {
    Input {
        bytes,
        schema_id_header: None,
    }
}

#[tokio::test]
async fn a_thousand_tasks_that_write_and_a_thousand_that_read_make_one_request_each() {
    let (server, client) = registry();
    let serializer = serializer(&client);
    let tasks = (0..1_000).map(|number| {
        let serializer = serializer.clone();
        tokio::spawn(async move {
            let prepared = Serializer::<Flight>::prepare(&serializer, &CONTEXT).await;
            prepared.unwrap();
            write(&serializer, &Flight { number })
        })
    });
    let mut messages = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        messages.push(task.await.unwrap());
    }
    assert_eq!(server.requests(""), 1);

    let deserializer = AvroDeserializer::builder().registry(client).build();
    let tasks = messages.into_iter().map(|message| {
        let deserializer = deserializer.clone();
        tokio::spawn(async move {
            deserializer.fetch(input(&message)).await.unwrap();
            deserializer.decode::<Flight>(input(&message)).unwrap()
        })
    });
    for (number, task) in tasks.collect::<Vec<_>>().into_iter().enumerate() {
        assert_eq!(usize::try_from(task.await.unwrap().number), Ok(number));
    }
    assert_eq!(server.requests(""), 2);
    assert_eq!(deserializer.statistics().entries, 1);
}

#[tokio::test]
async fn an_id_is_read_in_the_context_that_the_deserializer_is_told() {
    let (_server, client) = registry();
    let other = r#"{"type":"record","name":"Other","fields":[]}"#;
    let other = SchemaDefinition::from_text(other);
    let other = client.register("flights-value", &other).await.unwrap();
    let schema = avrolane::schema::Schema::of::<Flight>();
    let definition = SchemaDefinition::new(&schema);
    let subject = ":.staging:flights-value";
    let staged = client.register(subject, &definition).await.unwrap();
    assert_eq!(other.id, staged.id);

    let mut message = avrolane::framing::id_prefix(staged.id).to_vec();
    message.push(14);
    let reading = AvroDeserializer::builder().registry(client.clone());
    for name in [".staging", "staging", ":.staging:"] {
        let staging = reading.clone().context(name).build();
        staging.fetch(input(&message)).await.unwrap();
        let flight = staging.decode::<Flight>(input(&message)).unwrap();
        assert_eq!(flight, Flight { number: 7 });
    }
    let default = reading.build();
    default.fetch(input(&message)).await.unwrap();
    assert!(default.decode::<Flight>(input(&message)).is_err());
}

#[tokio::test]
async fn ids_that_alternate_are_each_read_by_their_own_schema() {
    let (_server, client) = registry();
    let versions = [
        r#"{"type":"record","name":"Flight","fields":[{"name":"number","type":"int"}]}"#,
        r#"{"type":"record","name":"Flight","fields":[{"name":"gate","type":"string","default":""},{"name":"number","type":"int"}]}"#,
    ];
    let mut messages = Vec::new();
    for (text, datum) in versions.into_iter().zip([&[14][..], &[2, b'A', 14]]) {
        let definition = SchemaDefinition::from_text(text);
        let registered = client.register("flights-value", &definition).await;
        let mut message = avrolane::framing::id_prefix(registered.unwrap().id).to_vec();
        message.extend_from_slice(datum);
        messages.push(message);
    }
    let deserializer = AvroDeserializer::builder().registry(client).build();
    for message in &messages {
        deserializer.fetch(input(message)).await.unwrap();
    }
    for message in [0, 1, 0, 0, 0, 1, 1, 1, 0, 1].map(|which: usize| &messages[which]) {
        let flight = deserializer.decode::<Flight>(input(message)).unwrap();
        assert_eq!(flight, Flight { number: 7 });
    }
    let statistics = deserializer.statistics();
    assert_eq!((statistics.entries, statistics.misses), (2, 2));
}
