//! Object container files that apache-avro writes, we read, and the other way round.

use apache_avro::{Codec as ApacheCodec, DeflateSettings};
use avrolane::AvroEvent;
use avrolane::container::{Codec, Reader, Writer};
use avrolane::schema::Schema;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
#[avro(namespace = "com.example")]
struct Reading {
    sensor: String,
    values: Vec<f64>,
    at: i64,
    note: Option<String>,
}

fn reading() -> impl Strategy<Value = Reading> {
    let values = prop::collection::vec(-1e9_f64..1e9, 0..5);
    (".{0,9}", values, any::<i64>(), prop::option::of(".{0,9}")).prop_map(
        |(sensor, values, at, note)| Reading {
            sensor,
            values,
            at,
            note,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn apache_avro_reads_what_we_write(
        readings in prop::collection::vec(reading(), 0..30),
        block_size in 1_usize..500,
        deflate in any::<bool>(),
    ) {
        let mut writer = Writer::builder()
            .codec(if deflate { Codec::Deflate } else { Codec::Null })
            .block_size(block_size)
            .metadata("key", "value")
            .create::<Reading, _>(Vec::new())
            .unwrap();
        for reading in &readings {
            writer.append(reading).unwrap();
        }
        let file = writer.finish().unwrap();
        let reader = apache_avro::Reader::new(file.as_slice()).unwrap();
        prop_assert_eq!(&reader.user_metadata()["key"], b"value");
        let read: Result<Vec<Reading>, _> =
            reader.map(|value| apache_avro::from_value(&value?)).collect();
        prop_assert_eq!(read.unwrap(), readings);
    }

    #[test]
    fn we_read_what_apache_avro_writes(
        readings in prop::collection::vec(reading(), 0..30),
        deflate in any::<bool>(),
    ) {
        let text = Schema::of::<Reading>().to_string();
        let schema = apache_avro::Schema::parse_str(&text).unwrap();
        let deflated = ApacheCodec::Deflate(DeflateSettings::default());
        let codec = if deflate { deflated } else { ApacheCodec::Null };
        let mut writer = apache_avro::Writer::with_codec(&schema, Vec::new(), codec).unwrap();
        for (position, reading) in readings.iter().enumerate() {
            writer.append_ser(reading).unwrap();
            if position % 7 == 6 {
                writer.flush().unwrap();
            }
        }
        let file = writer.into_inner().unwrap();
        let mut reader = Reader::new(file.as_slice()).unwrap();
        let read: Result<Vec<Reading>, _> = reader.values().collect();
        prop_assert_eq!(read.unwrap(), readings);
    }
}
