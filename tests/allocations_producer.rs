//! What a record costs on its way to the queue, beside rdkafka's own producer, counted.

#[path = "support/allocations.rs"]
mod support;

use std::future::{self, Ready};
use std::time::Duration;

use avrolane::AvroEvent;
use avrolane::kafka::rdkafka::ClientConfig;
use avrolane::kafka::rdkafka::client::DefaultClientContext;
use avrolane::kafka::rdkafka::message::{Header, OwnedHeaders};
use avrolane::kafka::rdkafka::producer::{FutureProducer, FutureRecord};
use avrolane::kafka::rdkafka::util::AsyncRuntime;
use avrolane::kafka::{Record, SerializingProducer, Topic};
use avrolane::registry::{SchemaRegistryClient, SchemaSelection};
use avrolane_embedded::EmbeddedRegistry;
use futures_util::FutureExt as _;

use support::allocations;

#[derive(Debug, AvroEvent)]
struct Flight {
    number: i32,
    carrier: String,
}

/// What rdkafka's producer asks for and does not use here.
struct NoRuntime;

impl AsyncRuntime for NoRuntime {
    type Delay = Ready<()>;

    fn spawn<T: Future<Output = ()> + Send + 'static>(_: T) {}

    fn delay_for(_: Duration) -> Ready<()> {
        future::ready(())
    }
}

const FLIGHTS: Topic<String, Flight> = Topic::new("flights");

/// Nothing listens there, so records stay in the queue.
const NOBODY: &str = "127.0.0.1:1";

#[tokio::test]
async fn a_record_with_a_cached_id_allocates_no_more_than_its_bytes_in_rdkafka() {
    let registry = EmbeddedRegistry::start().unwrap();
    let producer = SerializingProducer::builder()
        .bootstrap_servers(NOBODY)
        .registry(
            SchemaRegistryClient::builder(registry.url())
                .build()
                .unwrap(),
        )
        .schemas(SchemaSelection::Register)
        .build()
        .unwrap();
    producer.prepare(&FLIGHTS).await.unwrap();
    let requests = registry.requests("");
    let flight = Flight {
        number: 1545,
        carrier: "UA".to_owned(),
    };
    let record = || Record::to(&FLIGHTS).key("N14228").value(&flight);
    let with_header = || record().header("source", "bts");
    // The thread's buffer, once.
    drop(producer.try_enqueue(record()).unwrap());

    let plain = allocations(|| drop(producer.try_enqueue(record()).unwrap()));
    let awaited = allocations(|| {
        drop(producer.enqueue(record()).now_or_never().unwrap().unwrap());
    });
    let headed = allocations(|| drop(producer.try_enqueue(with_header()).unwrap()));
    assert_eq!(registry.requests(""), requests);

    let bare: FutureProducer<DefaultClientContext, NoRuntime> = ClientConfig::new()
        .set("bootstrap.servers", NOBODY)
        .create()
        .unwrap();
    let bytes = [0_u8; 10];
    let record = || FutureRecord::to("flights").key("N14228").payload(&bytes);
    let header = || {
        OwnedHeaders::new().insert(Header {
            key: "source",
            value: Some("bts"),
        })
    };
    let bare_plain = allocations(|| drop(bare.send_result(record()).unwrap()));
    let bare_headed = allocations(|| drop(bare.send_result(record().headers(header())).unwrap()));

    assert!(
        plain <= bare_plain,
        "{plain} allocations beside {bare_plain}"
    );
    assert!(
        awaited <= bare_plain,
        "{awaited} allocations beside {bare_plain}"
    );
    assert!(
        headed <= bare_headed,
        "{headed} allocations beside {bare_headed}"
    );
}
