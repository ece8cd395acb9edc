//! Typed Avro events on Apache Kafka, with a Schema Registry.
//!
//! Derive [`AvroEvent`](derive@AvroEvent) on a struct, and it has its Avro schema and its codec. A
//! [`SerializingProducer`](kafka::SerializingProducer) and a
//! [`DeserializingConsumer`](kafka::DeserializingConsumer) over librdkafka register or look up the
//! schema, cache its id, and put the Confluent wire format on the topic.
//!
//! This runs as it stands, on a broker and a registry in the same process:
//!
//! ```
//! use std::time::Duration;
//!
//! use avrolane::AvroEvent;
//! use avrolane::kafka::{
//!     AutoOffsetReset, DeserializingConsumer, Received, Record, SerializingProducer, Topic,
//! };
//! use avrolane::registry::{SchemaRegistryClient, SchemaSelection};
//! use avrolane_embedded::EmbeddedStack;
//!
//! /// One departure from a New York airport.
//! #[derive(Debug, Clone, PartialEq, AvroEvent)]
//! #[avro(namespace = "com.example.flights")]
//! struct FlightDeparted {
//!     carrier: String,
//!     tail_number: Option<String>,
//!     distance_miles: i32,
//! }
//!
//! const FLIGHTS: Topic<String, FlightDeparted> = Topic::new("flights");
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let stack = EmbeddedStack::start()?;
//! stack.create_topic(FLIGHTS.name(), 3)?;
//!
//! let registry = SchemaRegistryClient::builder(stack.schema_registry_url()).build()?;
//! let producer = SerializingProducer::builder()
//!     .bootstrap_servers(stack.bootstrap_servers())
//!     .registry(registry.clone())
//!     .schemas(SchemaSelection::Register) // the default only looks up
//!     .build()?;
//! let flight = FlightDeparted {
//!     carrier: "UA".into(),
//!     tail_number: Some("N14228".into()),
//!     distance_miles: 1400,
//! };
//! producer.send(Record::to(&FLIGHTS).key("N14228").value(&flight)).await?;
//!
//! let mut consumer = DeserializingConsumer::builder(&FLIGHTS)
//!     .bootstrap_servers(stack.bootstrap_servers())
//!     .registry(registry)
//!     .group_id("delays")
//!     .auto_offset_reset(AutoOffsetReset::Earliest)
//!     .build()?;
//! match consumer.recv().await? {
//!     Received::Record(message) => assert_eq!(message.value, Some(flight)),
//!     Received::Undecodable(record) => panic!("{record}"),
//! }
//! consumer.close(Duration::from_secs(5)).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # From Rust to Avro
//!
//! A struct is a record, an enum is an enum, or a union where its variants hold something, an
//! `Option` is a union with `null`, a `Vec` is an array, and a `HashMap` a map. Documentation
//! comments become `doc`. [`guide::mapping`] has every type and attribute, [`codec::logical`] dates,
//! times, decimals and UUIDs, and [`guide::evolution`] what may change in an event without breaking
//! its readers.
//!
//! # Delivery
//!
//! A producer waits for all in-sync replicas and does not write twice (`acks=all`,
//! `enable.idempotence=true`), unless set otherwise. A consumer stores an offset when the next
//! record is asked for: each record is seen at least once. A record that cannot be read is
//! [`Received::Undecodable`](kafka::Received::Undecodable); one whose schema cannot be had *now*
//! is waited for.
//!
//! # Features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `derive` | yes | the macros |
//! | `kafka` | yes | [`kafka`]; implies `registry` |
//! | `registry` | with `kafka` | [`registry`], [`serdes`] and [`settings`] |
//! | `rustls-tls`, `native-tls` | `rustls-tls` | TLS of the registry client |
//! | `generic` | no | [`serdes::generic`] for the values of apache-avro, and for any type that serde knows |
//! | `schema-registry-converter` | no | a [`SchemaRegistryClient`](registry::SchemaRegistryClient) of that crate's `SrSettings` |
//! | `bigdecimal`, `bytes`, `chrono`, `indexmap`, `jiff`, `rust_decimal`, `time`, `uuid` | no | the types of these crates |
//! | `codegen` | no | [`codegen`]: Rust types from committed schemas |
//! | `container` | no | [`container`]: object container files, with blocks as they are or deflated |
//! | `container-snappy`, `container-zstandard`, `container-bzip2`, `container-xz` | no | the other codecs of blocks |
//! | `lock` | no | [`lock`]: the lock of committed schemas |
//! | `ssl`, `ssl-vendored`, `gssapi`, `zstd` | no | passed on to rdkafka |
//!
//! # Modules
//!
//! [`kafka`] stands on [`serdes`], that on [`registry`], [`codec`], [`framing`] and [`subject`], and
//! all on [`resolution`] and [`schema`]. [`settings`] makes what is in `registry` and `serdes` of the
//! settings that Java's and Python's clients have. Everything but these four does no IO and is there
//! without default features.

// The derived code names this crate by its own name, in its own tests too.
extern crate self as avrolane;

pub mod codec;
#[cfg(feature = "codegen")]
pub mod codegen;
pub mod compat;
#[cfg(feature = "container")]
pub mod container;
mod disposition;
pub mod error;
pub mod framing;
pub mod guide;
#[cfg(feature = "kafka")]
pub mod kafka;
#[cfg(feature = "lock")]
pub mod lock;
#[cfg(feature = "registry")]
pub mod registry;
pub mod resolution;
pub mod retry;
pub mod schema;
#[cfg(feature = "registry")]
pub mod serdes;
#[cfg(feature = "registry")]
pub mod settings;
pub mod subject;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

#[cfg(feature = "derive")]
pub use avrolane_derive::{AvroDecode, AvroEncode, AvroEvent, AvroSchema};
pub use codec::{AvroDecode, AvroEncode};
pub use disposition::Disposition;
pub use error::Error;
pub use schema::AvroSchema;
