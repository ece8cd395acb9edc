//! The main job, on real events: 10,000 flights go from a file to a topic and back.
//!
//! `cargo run --release --example quickstart` starts a broker and a registry in this process; with
//! `BOOTSTRAP_SERVERS` and `SCHEMA_REGISTRY_URL` set, it uses those instead.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example shows what it does"
)]

mod flights;
mod report;
mod servers;

use std::collections::VecDeque;
use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use avrolane::kafka::{
    AutoOffsetReset, DeliveryFuture, DeserializingConsumer, Received, Record, SerializingProducer,
    Topic,
};
use avrolane::registry::{SchemaRegistryClient, SchemaSelection};

use crate::flights::FlightDeparted;
use crate::report::{Progress, Report};
use crate::servers::Servers;

/// How many events may be under way to the broker at once.
const IN_FLIGHT: usize = 5_000;

/// How long the consumer waits for a record that should be there.
const PATIENCE: Duration = Duration::from_secs(30);

type FlightTopic = Topic<String, FlightDeparted>;

#[tokio::main]
async fn main() -> ExitCode {
    run().await.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        let mut cause = error.source();
        while let Some(error) = cause {
            eprintln!("  because {error}");
            cause = error.source();
        }
        ExitCode::FAILURE
    })
}

async fn run() -> Result<ExitCode, Box<dyn Error>> {
    let flights = flights::read()?;
    let servers = Servers::from_environment_or_embedded()?;
    let topic = FlightTopic::named(servers.new_topic()?);
    let registry = SchemaRegistryClient::builder(&servers.schema_registry_url).build()?;

    let start = Instant::now();
    let mut report = Report::new(&flights);
    produce(&servers, &registry, &topic, &flights, &mut report).await?;
    consume(&servers, registry, &topic, &mut report).await?;
    Ok(report.finish(start.elapsed()))
}

async fn produce(
    servers: &Servers,
    registry: &SchemaRegistryClient,
    topic: &FlightTopic,
    flights: &[FlightDeparted],
    report: &mut Report,
) -> Result<(), Box<dyn Error>> {
    let producer = SerializingProducer::builder()
        .bootstrap_servers(&servers.bootstrap_servers)
        .registry(registry.clone())
        .schemas(SchemaSelection::Register)
        .set("linger.ms", "5")
        .set("delivery.timeout.ms", "20000")
        .build()?;
    let progress = Progress::new("producing", flights.len());
    let mut under_way = VecDeque::<DeliveryFuture>::new();
    for flight in flights {
        let mut record = Record::to(topic).value(flight);
        if let Some(tail_number) = &flight.tail_number {
            record = record.key(tail_number);
        }
        under_way.push_back(producer.enqueue(record).await?);
        if under_way.len() == IN_FLIGHT
            && let Some(oldest) = under_way.pop_front()
        {
            oldest.await?;
            report.produced();
        }
        progress.step();
    }
    for delivery in under_way {
        delivery.await?;
        report.produced();
    }
    Ok(())
}

async fn consume(
    servers: &Servers,
    registry: SchemaRegistryClient,
    topic: &FlightTopic,
    report: &mut Report,
) -> Result<(), Box<dyn Error>> {
    let mut consumer = DeserializingConsumer::builder(topic)
        .bootstrap_servers(&servers.bootstrap_servers)
        .registry(registry)
        .group_id(format!("delays-of-{}", topic.name()))
        .auto_offset_reset(AutoOffsetReset::Earliest)
        .build()?;
    let progress = Progress::new("consuming", report.deliveries());
    for _ in 0..report.deliveries() {
        match consumer.recv_timeout(PATIENCE).await? {
            Some(Received::Record(message)) => report.consumed(message.value),
            Some(Received::Undecodable(record)) => report.undecodable(&record),
            None => break,
        }
        progress.step();
    }
    consumer.close(PATIENCE).await?;
    Ok(())
}
