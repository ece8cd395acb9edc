//! Data as apache-avro's values.

use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::types::Value;
use avrolane::registry::{SchemaRegistryClient, SchemaSelection};
use avrolane::serdes::{
    AvroDeserializer, AvroSerializer, Deserializer, Generic, GenericSchema, Input, Output,
    Serializer, TopLevelBytes,
};
use avrolane::subject::{MessageField, SerializationContext};
use avrolane_embedded::EmbeddedRegistry;

use crate::corpus::{bytes, cases};

#[test]
fn data_reads_as_the_values_that_apache_avro_reads_and_writes_back() {
    // apache-avro's reader takes more of the stack than a test has.
    let thread = std::thread::Builder::new().stack_size(64 << 20);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let compare = move || runtime.block_on(compare());
    thread.spawn(compare).unwrap().join().unwrap();
}

async fn compare() {
    let registry = EmbeddedRegistry::start().unwrap();
    let client = SchemaRegistryClient::builder(registry.url())
        .build()
        .unwrap();
    let serializer = AvroSerializer::builder()
        .registry(client.clone())
        .schemas(SchemaSelection::Register)
        // As the data of the corpus is, and what apache-avro reads.
        .top_level_bytes(TopLevelBytes::LengthPrefixed)
        .build();
    let deserializer = AvroDeserializer::builder()
        .registry(client)
        .top_level_bytes(TopLevelBytes::LengthPrefixed)
        .build();
    let mut disagreements = Vec::new();
    for (number, case) in cases("values.jsonl").iter().enumerate() {
        let schema = GenericSchema::new(&case.schema("schema"));
        let topic = format!("topic-{number}");
        let context = SerializationContext::new(&topic, MessageField::Value);
        let Ok(apache) = apache_avro::Schema::parse_str(&schema.to_string()) else {
            disagreements.push((case.name.clone(), "it does not parse the schema".to_owned()));
            continue;
        };
        let reader = GenericDatumReader::builder(&apache).build().unwrap();
        let nothing = Generic::new(&schema, Value::Null);
        serializer.prepare_for(&context, &nothing).await.unwrap();
        // The frame alone, whatever becomes of the value.
        let mut framed = Vec::new();
        let _ = serializer.serialize(&context, &nothing, &mut Output::new(&mut framed));
        framed.truncate(5);
        for answer in case.java_values() {
            let datum = bytes(answer, "binary").unwrap();
            let message = [framed.as_slice(), &datum].concat();
            let input = Input {
                bytes: &message,
                schema_id_header: None,
            };
            deserializer.fetch(input).await.unwrap();
            let ours: Generic<Value> = deserializer.deserialize(&context, input).unwrap();
            let theirs = reader.read_value(&mut datum.as_slice());
            // NaN is not equal to itself.
            let same = |theirs: &Value| format!("{theirs:?}") == format!("{:?}", ours.value);
            match theirs {
                Ok(theirs) if same(&theirs) || theirs == ours.value => {}
                theirs => {
                    disagreements.push((case.name.clone(), format!("{:?} {theirs:?}", ours.value)));
                    continue;
                }
            }
            let mut again = Vec::new();
            let written = serializer.serialize(&context, &ours, &mut Output::new(&mut again));
            // A map of apache-avro's has no order.
            let read_again = || {
                let input = Input {
                    bytes: &again,
                    schema_id_header: None,
                };
                deserializer.deserialize(&context, input).unwrap()
            };
            let same = again == message || again.len() == message.len() && ours == read_again();
            if written.is_err() || !same {
                disagreements.push((case.name.clone(), format!("{written:?} {:?}", ours.value)));
            }
        }
    }
    // We leave these as the bytes that they stand on.
    disagreements.retain(|(name, _)| name != "big-decimal");
    assert_eq!(disagreements, []);
}
