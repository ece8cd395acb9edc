//! Data as apache-avro's values.

use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::types::Value;
use avrolane::registry::{SchemaRegistryClient, SchemaSelection};
use avrolane::serdes::{
    AvroDeserializer, AvroSerializer, Deserializer, Generic, GenericSchema, Input, Output,
    Serializer,
};
use avrolane::subject::{MessageField, SerializationContext};
use avrolane_embedded::EmbeddedRegistry;

use crate::corpus::{bytes, cases};

/// What apache-avro 0.22 makes something else of than everyone: the case, and why.
const DISAGREEMENTS: [(&str, &str); 0] = [];

#[tokio::test]
async fn data_reads_as_the_values_that_apache_avro_reads_and_writes_back() {
    let registry = EmbeddedRegistry::start().unwrap();
    let client = SchemaRegistryClient::builder(registry.url())
        .build()
        .unwrap();
    let serializer = AvroSerializer::builder()
        .registry(client.clone())
        .schemas(SchemaSelection::Register)
        .build();
    let deserializer = AvroDeserializer::builder().registry(client).build();
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
            if written.is_err() || again != message {
                disagreements.push((case.name.clone(), format!("{written:?} {:?}", ours.value)));
            }
        }
    }
    assert_eq!(
        disagreements,
        DISAGREEMENTS.map(|(name, why)| (name.to_owned(), why.to_owned()))
    );
}
