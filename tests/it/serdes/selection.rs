//! Which schema is written.

use std::time::Duration;

use avrolane::AvroEvent;
use avrolane::registry::{
    CacheSettings, ErrorKind, SchemaId, SchemaRegistryClient, SchemaSelection,
};
use avrolane::schema::SchemaMetadata;
use avrolane::serdes::{
    AvroDeserializer, AvroSerializer, Generic, GenericSchema, SerializeError, Serializer,
};
use avrolane::subject::{MessageField, SerializationContext};
use avrolane_embedded::Fault;
use serde_json::{Value, json};

use super::support::{CONTEXT, framed, input, prepare, register, registry, serialize};

const SUBJECT: &str = "flights-value";

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(namespace = "it")]
struct Flight {
    carrier: String,
    number: i32,
    gate: Option<String>,
}

fn flight() -> Flight {
    Flight {
        carrier: "OS".to_owned(),
        number: 3,
        gate: Some("B".to_owned()),
    }
}

/// What the type encodes itself as.
const DATUM: &[u8] = &[4, b'O', b'S', 6, 2, 2, b'B'];

fn record(members: &str, fields: &str) -> String {
    format!(r#"{{"type":"record","name":"Flight","namespace":"it"{members},"fields":[{fields}]}}"#)
}

/// Written as the type is, with other words.
fn documented() -> String {
    record(
        r#","doc":"A flight.","owner":"ops""#,
        r#"{"name":"carrier","type":{"type":"string","avro.java.string":"String"},"doc":"Who."},
           {"name":"number","type":"int","default":1},
           {"name":"gate","type":["null","string"],"default":null,"aliases":["door"]}"#,
    )
}

/// Written differently: other places, other types, a field more and one less.
fn rearranged() -> String {
    record(
        "",
        r#"{"name":"number","type":"long"},
           {"name":"delay","type":"int","default":7},
           {"name":"carrier","type":["null","string"]}"#,
    )
}

/// What a reader of such data has.
#[derive(Debug, PartialEq, AvroEvent)]
#[avro(namespace = "it", name = "Flight")]
struct Rearranged {
    carrier: Option<String>,
    number: i64,
}

fn using(registry: &SchemaRegistryClient, selection: SchemaSelection) -> AvroSerializer {
    AvroSerializer::builder()
        .registry(registry.clone())
        .schemas(selection)
        .build()
}

async fn written(serializer: &AvroSerializer) -> Vec<u8> {
    prepare::<Flight>(serializer).await.unwrap();
    serialize(serializer, &flight()).unwrap().0
}

#[tokio::test]
async fn a_latest_version_that_only_says_more_is_written_as_the_type_is() {
    let (_server, registry) = registry();
    let id = register(&registry, SUBJECT, &documented()).await;
    for selection in [SchemaSelection::UseLatest, SchemaSelection::UseId(id)] {
        let serializer = using(&registry, selection);
        assert_eq!(written(&serializer).await, framed(id, DATUM));
    }
}

#[tokio::test]
async fn what_is_on_the_topic_is_data_of_the_schema_that_it_names() {
    let (_server, registry) = registry();
    let id = register(&registry, SUBJECT, &rearranged()).await;
    for selection in [SchemaSelection::UseLatest, SchemaSelection::UseId(id)] {
        let bytes = written(&using(&registry, selection)).await;
        assert_eq!(bytes, framed(id, &[6, 14, 2, 4, b'O', b'S']));
    }
    // Whoever reads by that schema reads what was sent.
    let bytes = written(&using(&registry, SchemaSelection::UseLatest)).await;
    let deserializer = AvroDeserializer::builder().registry(registry).build();
    deserializer.fetch(input(&bytes)).await.unwrap();
    let read: Rearranged = deserializer.decode(input(&bytes)).unwrap();
    let (carrier, number) = (Some("OS".to_owned()), 3);
    assert_eq!(read, Rearranged { carrier, number });
}

#[tokio::test]
async fn a_schema_that_cannot_take_every_event_is_refused_with_every_difference() {
    let (_server, registry) = registry();
    let narrow = record(
        "",
        r#"{"name":"carrier","type":"int"},{"name":"number","type":"int"},
           {"name":"gate","type":"string"},{"name":"seats","type":"int"}"#,
    );
    let id = register(&registry, SUBJECT, &narrow).await;
    let error = prepare::<Flight>(&using(&registry, SchemaSelection::UseLatest))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnsuitableSchema);
    assert_eq!(error.subject(), Some(SUBJECT));
    let paths: Vec<&str> = (error.incompatibilities().iter())
        .map(|difference| difference.reader_path.as_str())
        .collect();
    let places = ["/fields/0/type", "/fields/2/type", "/fields/3"];
    assert_eq!(paths, places);
    let text = error.to_string();
    assert!(
        text.contains(&format!("the schema with id {id} cannot take")),
        "{text}"
    );
    assert!(places.iter().all(|path| text.contains(path)), "{text}");
}

#[tokio::test]
async fn a_schema_that_takes_some_events_may_be_written_if_that_is_said() {
    let (_server, registry) = registry();
    let gated = record(
        "",
        r#"{"name":"carrier","type":"string"},{"name":"number","type":"int"},
           {"name":"gate","type":"string"}"#,
    );
    let id = register(&registry, SUBJECT, &gated).await;
    let strict = using(&registry, SchemaSelection::UseLatest);
    let error = prepare::<Flight>(&strict).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnsuitableSchema);

    let lenient = AvroSerializer::builder()
        .registry(registry.clone())
        .schemas(SchemaSelection::UseLatest)
        .compatibility_strict(false)
        .build();
    assert_eq!(
        written(&lenient).await,
        framed(id, &[4, b'O', b'S', 6, 2, b'B'])
    );
    let anywhere = Flight {
        gate: None,
        ..flight()
    };
    let error = serialize(&lenient, &anywhere).unwrap_err();
    assert!(matches!(error, SerializeError::Encode(_)), "{error}");
    assert!(error.to_string().contains("gate"), "{error}");
}

#[tokio::test]
async fn an_event_becomes_a_branch_of_the_latest_union() {
    let (_server, registry) = registry();
    let union = format!(
        r#"["null",{{"type":"record","name":"Other","fields":[]}},{}]"#,
        documented()
    );
    let id = register(&registry, SUBJECT, &union).await;
    let bytes = written(&using(&registry, SchemaSelection::UseLatest)).await;
    assert_eq!(bytes, framed(id, &[&[4], DATUM].concat()));
}

#[tokio::test]
async fn the_latest_version_with_the_metadata_is_written() {
    let (_server, registry) = registry();
    let major = |number: &str, text: &str| {
        let mut metadata = SchemaMetadata::default();
        metadata
            .properties
            .insert("major".to_owned(), number.to_owned());
        avrolane::registry::SchemaDefinition::from_text(text).metadata(metadata)
    };
    register(&registry, "none", r#""string""#).await;
    register(&registry, SUBJECT, r#""string""#).await;
    let first = registry
        .register(SUBJECT, &major("1", &documented()))
        .await
        .unwrap()
        .id;
    registry
        .register(SUBJECT, &major("2", &rearranged()))
        .await
        .unwrap();
    let selection = SchemaSelection::latest_with_metadata([("major", "1")]);
    assert_eq!(
        written(&using(&registry, selection)).await,
        framed(first, DATUM)
    );

    let selection = SchemaSelection::latest_with_metadata([("major", "3")]);
    let error = prepare::<Flight>(&using(&registry, selection))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SchemaNotFound);
}

#[tokio::test]
async fn keys_and_values_are_written_each_by_their_own_selection() {
    let (_server, registry) = registry();
    let key = register(
        &registry,
        "flights-key",
        r#"{"type":"string","owner":"ops"}"#,
    )
    .await;
    let value = register(&registry, SUBJECT, &documented()).await;
    let serializer = AvroSerializer::builder()
        .registry(registry)
        .key_schemas(SchemaSelection::UseId(key))
        .value_schemas(SchemaSelection::UseId(value))
        .build();
    assert_eq!(written(&serializer).await, framed(value, DATUM));
    let context = SerializationContext::new("flights", MessageField::Key);
    Serializer::<str>::prepare(&serializer, &context)
        .await
        .unwrap();
    let mut bytes = Vec::new();
    let mut output = avrolane::serdes::Output::new(&mut bytes);
    serializer.serialize(&context, "OS", &mut output).unwrap();
    assert_eq!(bytes, framed(key, &[4, b'O', b'S']));
}

#[tokio::test]
async fn an_id_is_that_of_the_subjects_context() {
    let (_server, registry) = registry();
    register(&registry, "another-value", r#""string""#).await;
    let id = register(&registry, SUBJECT, &documented()).await;
    let missing = SchemaId::new(id.get() + 1).unwrap();
    let error = prepare::<Flight>(&using(&registry, SchemaSelection::UseId(missing)))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SchemaNotFound);
}

#[tokio::test]
async fn values_with_schemas_of_their_own_are_written_as_the_selection_says() {
    let (_server, registry) = registry();
    let id = register(&registry, SUBJECT, &rearranged()).await;
    let serializer = using(&registry, SchemaSelection::UseLatest);
    let schema = GenericSchema::parse(&record(
        "",
        r#"{"name":"carrier","type":"string"},{"name":"number","type":"int"}"#,
    ))
    .unwrap();
    let value: Generic<Value> = Generic::new(&schema, json!({"carrier": "OS", "number": 3}));
    serializer.prepare_for(&CONTEXT, &value).await.unwrap();
    let (bytes, _) = serialize(&serializer, &value).unwrap();
    assert_eq!(bytes, framed(id, &[6, 14, 2, 4, b'O', b'S']));
}

fn refreshing(url: &str, time: Duration) -> SchemaRegistryClient {
    let caches = CacheSettings::new().latest_time_to_live(time);
    let builder = SchemaRegistryClient::builder(url).caches(caches);
    let builder = builder.retry(avrolane::retry::RetryPolicy::never());
    builder.build().unwrap()
}

/// Writes as a producer does until the frame is another.
async fn written_other_than(serializer: &AvroSerializer, frame: &[u8]) -> Vec<u8> {
    loop {
        match serialize(serializer, &flight()) {
            Ok((bytes, _)) if bytes != frame => return bytes,
            Ok(_) => tokio::task::yield_now().await,
            Err(SerializeError::NotPrepared) => prepare::<Flight>(serializer).await.unwrap(),
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test]
async fn a_new_latest_version_is_written_after_a_while_and_not_before() {
    let (server, registry) = registry();
    let first = register(&registry, SUBJECT, &documented()).await;
    let client = refreshing(server.url(), Duration::from_millis(20));
    let serializer = using(&client, SchemaSelection::UseLatest);
    let bytes = written(&serializer).await;
    assert_eq!(bytes, framed(first, DATUM));
    let second = register(&registry, SUBJECT, &rearranged()).await;
    let bytes = written_other_than(&serializer, &bytes).await;
    assert_eq!(bytes, framed(second, &[6, 14, 2, 4, b'O', b'S']));

    let forever = refreshing(server.url(), Duration::MAX);
    let serializer = using(&forever, SchemaSelection::UseLatest);
    let bytes = written(&serializer).await;
    register(
        &registry,
        SUBJECT,
        &documented().replace("A flight", "Any flight"),
    )
    .await;
    assert_eq!(written(&serializer).await, bytes);
}

#[tokio::test]
async fn a_producer_of_the_latest_version_goes_on_while_the_registry_is_down() {
    let (server, registry) = registry();
    let id = register(&registry, SUBJECT, &documented()).await;
    let client = refreshing(server.url(), Duration::from_millis(1));
    let serializer = using(&client, SchemaSelection::UseLatest);
    assert_eq!(written(&serializer).await, framed(id, DATUM));
    server.fail("/", usize::MAX, Fault::Status(503));
    let before = server.requests("/");
    // Until it has been tried to learn of a new version.
    while server.requests("/") < before + 3 {
        assert_eq!(written(&serializer).await, framed(id, DATUM));
        tokio::task::yield_now().await;
    }
}
