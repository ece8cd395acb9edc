//! Several events on one topic, and one that the consumer has never heard of.
//!
//! `cargo run --example several_events` starts a broker and a registry in this process.
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::time::Duration;

use avrolane::AvroEvent;
use avrolane::codec::UnknownRecord;
use avrolane::kafka::{
    AutoOffsetReset, DeserializingConsumer, Received, Record, SerializingProducer, Topic,
};
use avrolane::registry::{SchemaRegistryClient, SchemaSelection};
use avrolane::subject::SubjectNameStrategy;
use avrolane_embedded::EmbeddedStack;

/// What happens to an order, as today's producer knows it.
#[derive(Debug, AvroEvent)]
#[avro(namespace = "com.example.orders")]
enum OrderEvent {
    Placed { order: i64, cents: i64 },
    Shipped { order: i64, carrier: String },
    Returned { order: i64, reason: Option<String> },
}

/// The same, as a consumer knows it that was written before there were returns.
#[derive(Debug, AvroEvent)]
#[avro(namespace = "com.example.orders")]
enum EarlierOrderEvent {
    Placed {
        order: i64,
        cents: i64,
    },
    Shipped {
        order: i64,
    },
    #[avro(other)]
    Other(UnknownRecord),
}

/// Each consumer reads the topic as the type that it knows.
const ORDERS: Topic<String, OrderEvent> = Topic::new("orders");
const EARLIER_ORDERS: Topic<String, EarlierOrderEvent> = Topic::new("orders");

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let stack = EmbeddedStack::start()?;
    stack.create_topic(ORDERS.name(), 1)?;
    let registry = SchemaRegistryClient::builder(stack.schema_registry_url()).build()?;

    let producer = SerializingProducer::builder()
        .bootstrap_servers(stack.bootstrap_servers())
        .registry(registry.clone())
        .schemas(SchemaSelection::Register)
        // Each event evolves under a subject of its own, such as orders-com.example.orders.Placed.
        .value_subject_name_strategy(SubjectNameStrategy::TopicRecordName)
        .build()?;
    for event in [
        OrderEvent::Placed {
            order: 7,
            cents: 1999,
        },
        OrderEvent::Shipped {
            order: 7,
            carrier: "DHL".into(),
        },
        OrderEvent::Returned {
            order: 7,
            reason: None,
        },
    ] {
        producer
            .send(Record::to(&ORDERS).key("7").value(&event))
            .await?;
    }

    let mut consumer = DeserializingConsumer::builder(&EARLIER_ORDERS)
        .bootstrap_servers(stack.bootstrap_servers())
        .registry(registry)
        .group_id("accounts")
        .auto_offset_reset(AutoOffsetReset::Earliest)
        .build()?;
    for _ in 0..3 {
        match consumer.recv().await? {
            Received::Record(message) => match message.value {
                Some(EarlierOrderEvent::Placed { order, cents }) => {
                    println!("order {order} is worth {cents} cents");
                }
                Some(EarlierOrderEvent::Shipped { order }) => {
                    println!("order {order} is on its way");
                }
                Some(EarlierOrderEvent::Other(event)) => {
                    let name = event.name().map_or("an event", |name| name.as_str());
                    println!(
                        "{name} is news to this consumer: {} bytes are kept",
                        event.datum().len()
                    );
                }
                None => println!("an order was deleted"),
            },
            Received::Undecodable(record) => println!("cannot be read: {record}"),
        }
    }
    consumer.close(Duration::from_secs(5)).await?;
    Ok(())
}
