//! Clients of other languages against the embedded registry, which have to find in it what they
//! find in Confluent's, and read what we write.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use avrolane::AvroEvent;
use avrolane::registry::{SchemaRegistryClient, SchemaSelection};
use avrolane::schema::Schema;
use avrolane::serdes::{AvroDeserializer, AvroSerializer, Deserializer, Input, Output, Serializer};
use avrolane::subject::{MessageField, SerializationContext};
use avrolane_embedded::EmbeddedRegistry;
use serde_json::{Value, json};

use crate::servers::skip;

const CONTEXT: SerializationContext<'static> =
    SerializationContext::new("orders", MessageField::Value);

/// With each kind of type that there is in most schemas.
#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(namespace = "clients")]
struct Order {
    id: String,
    cents: i64,
    weight: f64,
    is_gift: bool,
    note: Option<String>,
    state: State,
    lines: Vec<Line>,
}

#[derive(Debug, Clone, Copy, PartialEq, AvroEvent)]
#[avro(namespace = "clients")]
enum State {
    Placed,
    Shipped,
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(namespace = "clients")]
struct Line {
    article: String,
    quantity: i32,
}

fn orders() -> [Order; 2] {
    let placed = Order {
        id: "a-1".to_owned(),
        cents: 123_456_789_012,
        weight: 0.5,
        is_gift: true,
        note: None,
        state: State::Placed,
        lines: Vec::new(),
    };
    let lines = ["Füller", "Tinte"].map(|article| Line {
        article: article.to_owned(),
        quantity: -3,
    });
    let shipped = Order {
        note: Some("to the neighbours".to_owned()),
        state: State::Shipped,
        lines: lines.to_vec(),
        ..placed.clone()
    };
    [placed, shipped]
}

/// An order as other clients show it.
fn shown(order: &Order) -> Value {
    let lines = order
        .lines
        .iter()
        .map(|line| json!({ "article": line.article, "quantity": line.quantity }));
    json!({
        "id": order.id,
        "cents": order.cents,
        "weight": order.weight,
        "is_gift": order.is_gift,
        "note": order.note,
        "state": format!("{:?}", order.state),
        "lines": lines.collect::<Vec<_>>(),
    })
}

#[tokio::test]
async fn confluent_kafka_of_python_and_we_understand_each_other() {
    let Some(directory) = directory_or_skip() else {
        return;
    };
    let python = directory.join("python/bin/python");
    let program = directory.join("client.py");
    for order in orders() {
        let answer = exchange(&order, &python, &[program.as_os_str()]).await;
        assert_eq!(answer["read"], shown(&order));
    }
}

#[tokio::test]
async fn the_client_of_kafkajs_and_we_understand_each_other() {
    let Some(directory) = directory_or_skip() else {
        return;
    };
    let program = directory.join("node/client.js");
    for order in orders() {
        let answer = exchange(&order, Path::new("node"), &[program.as_os_str()]).await;
        assert_eq!(answer["read"], shown(&order));
    }
}

/// It leaves the datum to others, and so shows the schema alone.
#[tokio::test]
async fn the_client_of_franz_go_and_we_understand_each_other() {
    let Some(directory) = directory_or_skip() else {
        return;
    };
    for order in orders() {
        let answer = exchange(&order, &directory.join("go-client"), &[]).await;
        let schema = Schema::of::<Order>().to_string();
        assert_eq!(answer["schema"], Value::from(schema));
    }
}

/// The directory that `FOREIGN_CLIENTS` names. Where it names none, says that the calling test is
/// skipped and returns nothing.
fn directory_or_skip() -> Option<PathBuf> {
    let directory = env::var_os("FOREIGN_CLIENTS");
    if directory.is_none() {
        skip("FOREIGN_CLIENTS is not set (see tests/clients/install.sh)");
    }
    directory.map(PathBuf::from)
}

/// Has a program use a registry of its own and read an order that we wrote, and reads what it makes
/// of that. Returns what it says.
async fn exchange(order: &Order, program: &Path, arguments: &[&OsStr]) -> Value {
    let registry = EmbeddedRegistry::start().unwrap();
    let client = SchemaRegistryClient::builder(registry.url())
        .build()
        .unwrap();
    let message = write(&client, order).await;
    let output = Command::new(program)
        .args(arguments)
        .args([registry.url(), CONTEXT.topic, &hexadecimal(&message)])
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {errors}", program.display());
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let written = bytes(answer["written"].as_str().unwrap());
    assert_eq!(read(&client, &written).await, *order);
    assert_eq!(written, message);
    answer
}

async fn write(client: &SchemaRegistryClient, order: &Order) -> Vec<u8> {
    let serializer = AvroSerializer::builder()
        .registry(client.clone())
        .schemas(SchemaSelection::Register)
        .build();
    Serializer::<Order>::prepare(&serializer, &CONTEXT)
        .await
        .unwrap();
    let mut message = Vec::new();
    serializer
        .serialize(&CONTEXT, order, &mut Output::new(&mut message))
        .unwrap();
    message
}

async fn read(client: &SchemaRegistryClient, message: &[u8]) -> Order {
    let deserializer = AvroDeserializer::builder().registry(client.clone()).build();
    let input = Input {
        bytes: message,
        schema_id_header: None,
    };
    Deserializer::<Order>::prepare(&deserializer, &CONTEXT, input)
        .await
        .unwrap();
    deserializer.deserialize(&CONTEXT, input).unwrap()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hexadecimal: &str) -> Vec<u8> {
    let digits: Vec<u32> = hexadecimal
        .chars()
        .map(|digit| digit.to_digit(16).unwrap())
        .collect();
    digits
        .chunks(2)
        .map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap())
        .collect()
}
