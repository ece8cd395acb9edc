//! Who takes part, and what each does with an order.

use std::hint::black_box;

use apache_avro::types::Value;
use apache_avro::{from_value, to_value};
use avrolane::codec;
use avrolane::registry::{SchemaRegistryClient, SchemaSelection};
use avrolane::serdes::{AvroDeserializer, AvroSerializer, Deserializer, Input, Output, Serializer};
use avrolane::subject::{MessageField, SerializationContext};
use avrolane::{AvroDecode, AvroEncode};
use avrolane_embedded::EmbeddedRegistry;
use schema_registry_converter::async_impl::avro::{AvroDecoder, AvroEncoder};
use schema_registry_converter::async_impl::schema_registry::SrSettings;
use schema_registry_converter::schema_registry_common::{
    SchemaType, SubjectNameStrategy, SuppliedSchema,
};

use crate::by_hand;
use crate::measure::{Contestant, Group};
use crate::order::{self, OrderPlaced, OrderRef};

/// What every message starts with: the magic byte and a schema id.
const FRAME: [u8; 5] = [0, 0, 0, 0, 1];

const CONTEXT: SerializationContext<'static> =
    SerializationContext::new("orders", MessageField::Value);

/// What the contestants share.
#[derive(Debug)]
pub struct Setup {
    orders: Vec<OrderPlaced>,
    /// The same orders, framed.
    messages: Vec<Vec<u8>>,
    serde_avro_fast: serde_avro_fast::Schema,
    apache_avro: apache_avro::Schema,
    registry: EmbeddedRegistry,
    runtime: tokio::runtime::Runtime,
}

impl Setup {
    /// Makes the orders and starts a registry.
    ///
    /// # Panics
    ///
    /// If the machine does not let it.
    #[must_use]
    pub fn new() -> Self {
        let orders = order::corpus();
        let frame = |order: &OrderPlaced| {
            let mut message = FRAME.to_vec();
            order.encode(&mut message).expect("an order can be written");
            message
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        Self {
            messages: orders.iter().map(frame).collect(),
            orders,
            serde_avro_fast: order::SCHEMA.parse().expect("the schema is sound"),
            apache_avro: apache_avro::Schema::parse_str(order::SCHEMA)
                .expect("the schema is sound"),
            registry: EmbeddedRegistry::start().expect("a registry can be started"),
            runtime: runtime.expect("a runtime can be started"),
        }
    }

    /// The groups of the workload `order`.
    #[must_use]
    pub fn groups(&self) -> Vec<Group<'_>> {
        vec![
            Group {
                name: "order, encode",
                contestants: self.encoders(),
            },
            Group {
                name: "order, decode owned",
                contestants: self.decoders(),
            },
            Group {
                name: "order, decode borrowed",
                contestants: self.borrowing_decoders(),
            },
        ]
    }

    fn encoders(&self) -> Vec<Contestant<'_>> {
        vec![
            self.encoder("by hand", by_hand::encode),
            self.encoder("avrolane", |order, output| {
                order.encode(output).expect("an order can be written");
            }),
            self.serializer(),
            self.serde_avro_fast_encoder(),
            self.apache_avro_encoder(),
            self.apache_avro_value_encoder(),
            self.converter_encoder(),
        ]
    }

    fn encoder<'a>(
        &'a self,
        name: &'static str,
        mut encode: impl FnMut(&OrderPlaced, &mut Vec<u8>) + 'a,
    ) -> Contestant<'a> {
        let mut output = Vec::new();
        self.contestant(name, move |order| {
            output.clear();
            output.extend_from_slice(&FRAME);
            encode(order, &mut output);
            black_box(&output);
        })
    }

    fn contestant<'a>(
        &'a self,
        name: &'static str,
        mut work: impl FnMut(&'a OrderPlaced) + 'a,
    ) -> Contestant<'a> {
        let run = move |iterations: u64| {
            for (order, _) in self.orders.iter().cycle().zip(0..iterations) {
                work(black_box(order));
            }
        };
        Contestant {
            name,
            run: Box::new(run),
        }
    }

    /// The whole way of a producer: the topic's schema id from the table, the frame, the datum.
    fn serializer(&self) -> Contestant<'_> {
        let serializer = AvroSerializer::builder()
            .registry(self.client())
            .schemas(SchemaSelection::Register)
            .build();
        let prepared = Serializer::<OrderPlaced>::prepare(&serializer, &CONTEXT);
        self.runtime
            .block_on(prepared)
            .expect("the registry answers");
        let mut message = Vec::new();
        self.contestant("avrolane, AvroSerializer", move |order| {
            message.clear();
            let mut output = Output::new(&mut message);
            serializer
                .serialize(&CONTEXT, order, &mut output)
                .expect("an order can be written");
            black_box(&message);
        })
    }

    /// The whole way of a consumer: the frame, the plan for the schema id from the table, the datum.
    fn deserializer(&self) -> Contestant<'_> {
        // The id in the messages is the one that the registry gives the first schema.
        drop(self.serializer());
        let deserializer = AvroDeserializer::builder().registry(self.client()).build();
        let input = |message| Input {
            bytes: message,
            schema_id_header: None,
        };
        let first = input(self.messages.first().expect("there are messages"));
        let prepared = Deserializer::<OrderPlaced>::prepare(&deserializer, &CONTEXT, first);
        self.runtime
            .block_on(prepared)
            .expect("the registry answers");
        let run = move |iterations: u64| {
            for (message, _) in self.messages.iter().cycle().zip(0..iterations) {
                let order: Result<OrderPlaced, _> =
                    deserializer.deserialize(&CONTEXT, input(black_box(message)));
                black_box(order.expect("it is an order"));
            }
        };
        Contestant {
            name: "avrolane, AvroDeserializer",
            run: Box::new(run),
        }
    }

    fn client(&self) -> SchemaRegistryClient {
        SchemaRegistryClient::builder(self.registry.url())
            .build()
            .expect("the URL is one")
    }

    fn serde_avro_fast_encoder(&self) -> Contestant<'_> {
        let mut config = serde_avro_fast::ser::SerializerConfig::new(&self.serde_avro_fast);
        self.encoder("serde_avro_fast", move |order, output| {
            serde_avro_fast::to_datum(order, output, &mut config).expect("it can be written");
        })
    }

    fn apache_avro_encoder(&self) -> Contestant<'_> {
        let writer = apache_avro::writer::datum::GenericDatumWriter::builder(&self.apache_avro)
            .build()
            .expect("the schema is sound");
        self.encoder("apache-avro, serde", move |order, output| {
            writer.write_ser(output, order).expect("it can be written");
        })
    }

    fn apache_avro_value_encoder(&self) -> Contestant<'_> {
        let writer = apache_avro::writer::datum::GenericDatumWriter::builder(&self.apache_avro)
            .build()
            .expect("the schema is sound");
        self.encoder("apache-avro, Value", move |order, output| {
            let value = to_value(order).and_then(|value| value.resolve(&self.apache_avro));
            let value = value.expect("an order fits its schema");
            writer
                .write_value_ref(output, &value)
                .expect("it can be written");
        })
    }

    fn converter_encoder(&self) -> Contestant<'_> {
        let encoder = AvroEncoder::new(SrSettings::new(self.registry.url().to_owned()));
        let strategy = SubjectNameStrategy::TopicNameStrategyWithSchema(
            "orders".to_owned(),
            false,
            SuppliedSchema::new(
                Some("bench.OrderPlaced".to_owned()),
                SchemaType::Avro,
                order::SCHEMA.to_owned(),
            ),
        );
        let run = move |iterations: u64| {
            self.runtime.block_on(async {
                for (order, _) in self.orders.iter().cycle().zip(0..iterations) {
                    let message = encoder.encode_struct(black_box(order), &strategy).await;
                    black_box(message.expect("it can be written"));
                }
            });
        };
        Contestant {
            name: "schema_registry_converter",
            run: Box::new(run),
        }
    }

    fn decoders(&self) -> Vec<Contestant<'_>> {
        vec![
            self.decoder("by hand", |datum| {
                by_hand::decode(datum).expect("it is an order")
            }),
            self.decoder("avrolane", |datum| {
                codec::decode::<OrderPlaced>(datum).expect("it is an order")
            }),
            self.deserializer(),
            self.decoder("serde_avro_fast", |datum| {
                serde_avro_fast::from_datum_slice::<OrderPlaced>(datum, &self.serde_avro_fast)
                    .expect("it is an order")
            }),
            self.apache_avro_decoder(),
            self.apache_avro_value_decoder(),
            self.converter_decoder(),
        ]
    }

    fn decoder<'a, T: 'a>(
        &'a self,
        name: &'static str,
        mut decode: impl FnMut(&'a [u8]) -> T + 'a,
    ) -> Contestant<'a> {
        let run = move |iterations: u64| {
            for (message, _) in self.messages.iter().cycle().zip(0..iterations) {
                let datum = black_box(message).get(FRAME.len()..).unwrap_or_default();
                black_box(decode(datum));
            }
        };
        Contestant {
            name,
            run: Box::new(run),
        }
    }

    fn apache_avro_decoder(&self) -> Contestant<'_> {
        let reader = apache_avro::reader::datum::GenericDatumReader::builder(&self.apache_avro)
            .build()
            .expect("the schema is sound");
        self.decoder("apache-avro, serde", move |mut datum| {
            reader
                .read_deser::<OrderPlaced>(&mut datum)
                .expect("it is an order")
        })
    }

    fn apache_avro_value_decoder(&self) -> Contestant<'_> {
        let reader = apache_avro::reader::datum::GenericDatumReader::builder(&self.apache_avro)
            .build()
            .expect("the schema is sound");
        self.decoder("apache-avro, Value", move |mut datum| {
            let value: Value = reader.read_value(&mut datum).expect("it is an order");
            from_value::<OrderPlaced>(&value).expect("it is an order")
        })
    }

    fn converter_decoder(&self) -> Contestant<'_> {
        // The id in the messages is the one that the registry gives the first schema.
        drop(self.serializer());
        let decoder = AvroDecoder::new(SrSettings::new(self.registry.url().to_owned()));
        let run = move |iterations: u64| {
            self.runtime.block_on(async {
                for (message, _) in self.messages.iter().cycle().zip(0..iterations) {
                    let decoded = decoder.decode(Some(black_box(message))).await;
                    let value = decoded.expect("it is an order").value;
                    black_box(from_value::<OrderPlaced>(&value).expect("it is an order"));
                }
            });
        };
        Contestant {
            name: "schema_registry_converter",
            run: Box::new(run),
        }
    }

    fn borrowing_decoders(&self) -> Vec<Contestant<'_>> {
        vec![
            self.decoder("by hand", |datum| {
                by_hand::decode_borrowed(datum).expect("it is an order")
            }),
            self.decoder("avrolane", |datum| {
                codec::decode::<OrderRef<'_>>(datum).expect("it is an order")
            }),
            self.decoder("serde_avro_fast", |datum| {
                serde_avro_fast::from_datum_slice::<OrderRef<'_>>(datum, &self.serde_avro_fast)
                    .expect("it is an order")
            }),
        ]
    }
}

impl Default for Setup {
    fn default() -> Self {
        Self::new()
    }
}

/// Holds what the contestants write and read against each other, so that all do the same work.
///
/// # Panics
///
/// If they do not.
pub fn check() {
    for order in order::corpus() {
        let mut by_hand = Vec::new();
        by_hand::encode(&order, &mut by_hand);
        assert_eq!(
            codec::encode(&order).expect("an order can be written"),
            by_hand
        );
        assert_eq!(by_hand::decode(&by_hand).as_ref(), Ok(&order));
        assert_eq!(decode::<OrderPlaced>(&by_hand), order);
        let borrowed = by_hand::decode_borrowed(&by_hand).expect("it is an order");
        assert_eq!(decode::<OrderRef<'_>>(&by_hand), borrowed);
    }
}

fn decode<'de, T: AvroDecode<'de>>(datum: &'de [u8]) -> T {
    codec::decode(datum).expect("it is an order")
}
