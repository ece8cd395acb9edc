//! Times reading a message that holds nothing but one number, of which finding its schema is most
//! of the work.

use std::hint::black_box;
use std::time::Instant;

use avrolane::registry::{SchemaDefinition, SchemaRegistryClient};
use avrolane::schema::Schema;
use avrolane::serdes::{AvroDeserializer, Input};
use avrolane_embedded::EmbeddedRegistry;
use schema_registry_converter::async_impl::avro::AvroDecoder;
use schema_registry_converter::async_impl::schema_registry::SrSettings;
use tokio::runtime::Builder;

const SLICE: u32 = 1_000;

/// Prints what a message takes, after so many rounds in which the contestants take turns.
///
/// # Panics
///
/// If the embedded registry cannot be started.
#[expect(
    clippy::print_stdout,
    reason = "the table is what the benchmark is for"
)]
pub fn report(rounds: u32) {
    let server = EmbeddedRegistry::start().expect("it can be started");
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("it can be made");
    let client = SchemaRegistryClient::builder(server.url()).build();
    let client = client.expect("the URL is one");
    let definition = SchemaDefinition::new(&Schema::of::<i64>());
    let registered = runtime.block_on(client.register("numbers-value", &definition));
    let id = registered.expect("it can be registered").id;
    let mut message = avrolane::framing::id_prefix(id).to_vec();
    message.push(84);
    let input = Input {
        bytes: &message,
        schema_id_header: None,
    };
    let deserializer = AvroDeserializer::builder().registry(client).build();
    let fetched = runtime.block_on(deserializer.fetch(input));
    fetched.expect("the schema is there");
    let decoder = AvroDecoder::new(SrSettings::new(server.url().to_owned()));
    let (mut ours, mut theirs) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..rounds {
        ours = ours.min(slice(|| {
            for _ in 0..SLICE {
                let number = deserializer.decode::<i64>(black_box(input));
                assert_eq!(black_box(number).ok(), Some(42));
            }
        }));
        theirs = theirs.min(slice(|| {
            runtime.block_on(async {
                for _ in 0..SLICE {
                    let decoded = decoder.decode(Some(black_box(&message))).await;
                    drop(black_box(decoded).expect("it is a number"));
                }
            });
        }));
    }
    println!("| a message of one number | ns |");
    println!("|---|--:|");
    println!("| avrolane, AvroDeserializer | {ours:.1} |");
    println!("| schema_registry_converter | {theirs:.1} |");
}

fn slice(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1e9 / f64::from(SLICE)
}
