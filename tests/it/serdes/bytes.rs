//! Messages that are nothing but bytes.

use avrolane::registry::SchemaSelection;
use avrolane::serdes::{
    Avro, AvroDeserializer, AvroSerializer, Generic, GenericSchema, Payload, Serializer,
    TopLevelBytes,
};
use serde_json::{Value, json};

use super::support::{CONTEXT, deserialize, framed, input, prepare, register, registry, serialize};

const SUBJECT: &str = "flights-value";

#[tokio::test]
async fn bytes_stand_alone_behind_the_id_as_java_has_them() {
    let (_server, registry) = registry();
    let id = register(&registry, SUBJECT, r#""bytes""#).await;
    let serializer = AvroSerializer::builder().registry(registry.clone()).build();
    let deserializer = AvroDeserializer::builder()
        .registry(registry.clone())
        .build();
    let serializer = Avro::<Vec<u8>>::serializer(&serializer);
    prepare::<Vec<u8>>(serializer).await.unwrap();
    for value in [vec![], vec![4, 1, 2], vec![7; 1000]] {
        let (bytes, _) = serialize(serializer, &value).unwrap();
        assert_eq!(bytes, framed(id, &value));
        deserializer.fetch(input(&bytes)).await.unwrap();
        assert_eq!(deserializer.decode::<&[u8]>(input(&bytes)).unwrap(), value);
        assert_eq!(
            deserializer.decode::<Vec<u8>>(input(&bytes)).unwrap(),
            value
        );
    }
    // The type may ask for something else than was written.
    let text = framed(id, b"text");
    assert_eq!(deserializer.decode::<&str>(input(&text)).unwrap(), "text");
    let some: Option<Vec<u8>> = deserializer.decode(input(&text)).unwrap();
    assert_eq!(some.as_deref(), Some(&b"text"[..]));
}

#[tokio::test]
async fn bytes_stand_behind_their_length_where_that_is_said() {
    let (_server, registry) = registry();
    let id = register(&registry, SUBJECT, r#""bytes""#).await;
    let serializer = AvroSerializer::builder()
        .registry(registry.clone())
        .top_level_bytes(TopLevelBytes::LengthPrefixed)
        .build();
    let deserializer = AvroDeserializer::builder()
        .registry(registry.clone())
        .top_level_bytes(TopLevelBytes::LengthPrefixed)
        .build();
    prepare::<Vec<u8>>(&serializer).await.unwrap();
    let (bytes, _) = serialize(&serializer, &vec![1_u8, 2]).unwrap();
    assert_eq!(bytes, framed(id, &[4, 1, 2]));
    let read: Vec<u8> = deserialize(&deserializer, input(&bytes)).await.unwrap();
    assert_eq!(read, [1, 2]);
    // Which of the two it is shows in no message.
    let other = AvroDeserializer::builder().registry(registry).build();
    let read: Vec<u8> = other.decode(input(&bytes)).unwrap();
    assert_eq!(read, [4, 1, 2]);
}

#[tokio::test]
async fn a_value_of_a_schema_of_its_own_stands_alone_as_well() {
    let (_server, registry) = registry();
    let text = r#"{"type":"bytes","logicalType":"decimal","precision":4}"#;
    let id = register(&registry, SUBJECT, text).await;
    let serializer = AvroSerializer::builder().registry(registry.clone()).build();
    let schema = GenericSchema::parse(text).unwrap();
    let value: Generic<Value> = Generic::new(&schema, json!("AQI="));
    serializer.prepare_for(&CONTEXT, &value).await.unwrap();
    let (bytes, _) = serialize(&serializer, &value).unwrap();
    assert_eq!(bytes, framed(id, &[1, 2]));
    let deserializer = AvroDeserializer::builder().registry(registry).build();
    let read: Generic<Value> = deserialize(&deserializer, input(&bytes)).await.unwrap();
    assert_eq!(read.value, json!("AQI="));
}

#[tokio::test]
async fn what_is_written_counts_and_not_what_the_type_has() {
    let (_server, registry) = registry();
    let id = register(&registry, SUBJECT, r#""bytes""#).await;
    let serializer = AvroSerializer::builder()
        .registry(registry.clone())
        .schemas(SchemaSelection::UseLatest)
        .build();
    prepare::<String>(&serializer).await.unwrap();
    let (bytes, _) = serialize(&serializer, &"text".to_owned()).unwrap();
    assert_eq!(bytes, framed(id, b"text"));
}

#[tokio::test]
async fn bytes_inside_of_other_types_keep_their_length() {
    let (_server, registry) = registry();
    let id = register(&registry, SUBJECT, r#"["null","bytes"]"#).await;
    let serializer = AvroSerializer::builder().registry(registry.clone()).build();
    prepare::<Option<Vec<u8>>>(&serializer).await.unwrap();
    let (bytes, _) = serialize(&serializer, &Some(vec![9_u8])).unwrap();
    assert_eq!(bytes, framed(id, &[2, 2, 9]));
}
