//! Types of serde, and values of apache-avro, through the serializer and the deserializer of events.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, HashMap};

use apache_avro::types::Value;
use avrolane::AvroEvent;
use avrolane::codec::DecodeErrorKind;
use avrolane::registry::{SchemaRegistryClient, SchemaSelection};
use avrolane::schema::Schema;
use avrolane::serdes::generic::Serde;
use avrolane::serdes::{
    AvroDeserializer, AvroSerializer, DeserializeError, Deserializer, Generic, GenericSchema,
    Input, Output, SerializeError, Serializer,
};
use avrolane::subject::{MessageField, SerializationContext};
use avrolane_embedded::EmbeddedRegistry;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

const CONTEXT: SerializationContext<'static> =
    SerializationContext::new("orders", MessageField::Value);

#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
#[avro(namespace = "com.example")]
struct Order {
    number: i64,
    state: State,
    note: Option<String>,
    lines: Vec<Line>,
    prices: BTreeMap<String, f64>,
    next: Option<Box<Self>>,
}

#[derive(Debug, Clone, Copy, PartialEq, AvroEvent, Serialize, Deserialize)]
enum State {
    Open,
    Done,
}

#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
struct Line {
    sku: String,
    count: u16,
}

fn order() -> Order {
    let order = Order {
        number: -1,
        state: State::Done,
        note: None,
        lines: vec![],
        prices: BTreeMap::new(),
        next: None,
    };
    Order {
        number: 7,
        state: State::Open,
        note: Some("ü".to_owned()),
        lines: vec![Line {
            sku: "a".to_owned(),
            count: 3,
        }],
        prices: BTreeMap::from([("a".to_owned(), 1.5), ("b".to_owned(), 0.1)]),
        next: Some(Box::new(order)),
    }
}

fn schema() -> GenericSchema {
    GenericSchema::new(&Schema::of::<Order>())
}

/// A serializer and a deserializer of one registry.
struct Serdes {
    serializer: AvroSerializer,
    deserializer: AvroDeserializer,
    _registry: EmbeddedRegistry,
}

impl Serdes {
    fn new() -> Self {
        let registry = EmbeddedRegistry::start().unwrap();
        let client = SchemaRegistryClient::builder(registry.url())
            .build()
            .unwrap();
        Self {
            serializer: AvroSerializer::builder()
                .registry(client.clone())
                .schemas(SchemaSelection::Register)
                .build(),
            deserializer: AvroDeserializer::builder().registry(client).build(),
            _registry: registry,
        }
    }

    async fn write<T>(&self, value: &T) -> Result<Vec<u8>, SerializeError>
    where
        AvroSerializer: Serializer<T>,
    {
        self.serializer.prepare_for(&CONTEXT, value).await?;
        let mut bytes = Vec::new();
        self.serializer
            .serialize(&CONTEXT, value, &mut Output::new(&mut bytes))?;
        Ok(bytes)
    }

    async fn read<T>(&self, bytes: &[u8]) -> Result<T, DeserializeError>
    where
        AvroDeserializer: Deserializer<T>,
    {
        let input = Input {
            bytes,
            schema_id_header: None,
        };
        self.deserializer.fetch(input).await?;
        self.deserializer.deserialize(&CONTEXT, input)
    }
}

#[tokio::test]
async fn a_type_of_serde_is_written_and_read_as_the_derived_event_is() {
    let serdes = Serdes::new();
    let derived = serdes.write(&order()).await.unwrap();
    let generic = Generic::new(&schema(), Serde(order()));
    assert_eq!(serdes.write(&generic).await.unwrap(), derived);
    let read: Generic<Serde<Order>> = serdes.read(&derived).await.unwrap();
    assert_eq!(read, generic);
    let value: Generic<Value> = serdes.read(&derived).await.unwrap();
    assert_eq!(
        serdes
            .read::<Order>(&serdes.write(&value).await.unwrap())
            .await
            .unwrap(),
        order()
    );
}

#[tokio::test]
async fn a_value_is_written_with_the_defaults_of_its_schema_and_in_the_best_branch() {
    let serdes = Serdes::new();
    let value = Value::Record(vec![
        ("state".to_owned(), Value::String("Done".to_owned())),
        ("number".to_owned(), Value::Int(5)),
        ("note".to_owned(), Value::String("x".to_owned())),
        ("lines".to_owned(), Value::Array(vec![])),
        ("prices".to_owned(), Value::Map(HashMap::new())),
    ]);
    let bytes = serdes.write(&Generic::new(&schema(), value)).await.unwrap();
    let read: Order = serdes.read(&bytes).await.unwrap();
    assert_eq!((read.number, read.state), (5, State::Done));
    assert_eq!((read.note.as_deref(), read.next), (Some("x"), None));
}

#[tokio::test]
async fn a_value_that_does_not_fit_names_the_field() {
    let serdes = Serdes::new();
    let line = Value::Record(vec![
        ("sku".to_owned(), Value::String("a".to_owned())),
        ("count".to_owned(), Value::Long(3)),
    ]);
    let schema = GenericSchema::new(&Schema::of::<Vec<Line>>());
    let error = serdes
        .write(&Generic::new(&schema, Value::Array(vec![line])))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "[0].count: expected a value of int, found Long"
    );
    let unknown = Value::Record(vec![
        ("sku".to_owned(), Value::String("a".to_owned())),
        ("count".to_owned(), Value::Int(3)),
        ("weight".to_owned(), Value::Int(3)),
    ]);
    let error = serdes
        .write(&Generic::new(&schema, Value::Array(vec![unknown])))
        .await;
    let error = error.unwrap_err().to_string();
    assert_eq!(error, "[0]: the record Line has no field `weight`");
}

#[derive(Debug, PartialEq, AvroEvent, Serialize, Deserialize)]
struct List {
    next: Option<Box<Self>>,
}

#[tokio::test]
async fn data_that_is_nested_as_deep_as_the_limit_is_read_and_deeper_is_refused() {
    async fn outcome<T: 'static>(serdes: &Serdes, bytes: &[u8]) -> Result<(), DeserializeError>
    where
        AvroDeserializer: Deserializer<T>,
    {
        serdes.read::<T>(bytes).await.map(drop)
    }
    let serdes = Serdes::new();
    let mut bytes = serdes.write(&List { next: None }).await.unwrap();
    bytes.pop();
    bytes.extend([2; 127]);
    bytes.push(0);
    outcome::<Generic<Value>>(&serdes, &bytes).await.unwrap();
    outcome::<Generic<Serde<List>>>(&serdes, &bytes)
        .await
        .unwrap();
    outcome::<Generic<serde_json::Value>>(&serdes, &bytes)
        .await
        .unwrap();
    let value: Generic<Value> = serdes.read(&bytes).await.unwrap();
    assert_eq!(serdes.write(&value).await.unwrap(), bytes);
    bytes.splice(5..5, [2; 10_000]);
    for outcome in [
        outcome::<Generic<Value>>(&serdes, &bytes).await,
        outcome::<Generic<Serde<List>>>(&serdes, &bytes).await,
        outcome::<Generic<serde_json::Value>>(&serdes, &bytes).await,
    ] {
        let Err(DeserializeError::Decode(error)) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!(error.kind(), &DecodeErrorKind::TooDeep);
    }
}

#[tokio::test]
async fn an_array_of_very_many_nulls_is_refused() {
    async fn refused<T: DeserializeOwned + Serialize + Send + 'static>(serdes: &Serdes) {
        let schema = GenericSchema::parse(r#"{"type": "array", "items": "null"}"#).unwrap();
        let empty = Generic::new(&schema, Value::Array(vec![]));
        let mut bytes = serdes.write(&empty).await.unwrap();
        bytes.truncate(5);
        bytes.extend([0x80, 0x80, 0x80, 0x80, 0x80, 0x40, 0]);
        let outcome = serdes.read::<Generic<Serde<T>>>(&bytes).await;
        let Err(DeserializeError::Decode(error)) = outcome else {
            panic!("it was not refused");
        };
        assert_eq!(error.kind(), &DecodeErrorKind::TooLarge);
    }
    refused::<Vec<()>>(&Serdes::new()).await;
}
