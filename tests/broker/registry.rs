//! The registry client against a real registry.

use avrolane::framing::{SchemaId, SchemaIdentity};
use avrolane::registry::{
    ErrorKind, ReferenceSubjectNameStrategy, SchemaDefinition, SchemaReference,
    SchemaRegistryClient, SchemaVersion,
};
use avrolane::schema::Schema;
use avrolane::serdes::{AvroDeserializer, AvroSerializer, Input, Output, Serializer};
use avrolane::subject::{MessageField, SerializationContext, SubjectNameStrategy};
use avrolane::{AvroEvent, Disposition};

use crate::servers::Servers;

#[derive(AvroEvent)]
#[avro(namespace = "broker.registry")]
struct Reading {
    celsius: f64,
}

/// The same record with another field that has no default.
#[derive(AvroEvent)]
#[avro(namespace = "broker.registry", name = "Reading")]
struct OtherReading {
    celsius: f64,
    sensor: String,
}

fn client(servers: &Servers) -> SchemaRegistryClient {
    SchemaRegistryClient::builder(&servers.schema_registry_url)
        .build()
        .unwrap()
}

/// An event with types that others share.
#[derive(AvroEvent)]
#[avro(namespace = "broker.registry")]
struct Station {
    readings: Vec<Reading>,
    last: Option<Reading>,
    state: State,
}

#[derive(AvroEvent)]
enum State {
    On,
    Off,
}

/// A subject that no other run of the tests uses, with every character that a path would misread.
fn subject(name: &str) -> String {
    let now = std::time::SystemTime::now();
    let nanos = now
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_nanos();
    format!("{name} {nanos}?#%2F-value")
}

fn definition<T: avrolane::AvroSchema>() -> SchemaDefinition {
    SchemaDefinition::new(&Schema::of::<T>())
}

#[tokio::test]
async fn a_schema_is_registered_once_and_found_by_all_its_names() {
    let Some(servers) = Servers::or_skip() else {
        return;
    };
    let (client, subject) = (client(&servers), subject("reading"));
    let missing = client
        .look_up(&subject, &definition::<Reading>())
        .await
        .unwrap_err();
    assert!(
        matches!(
            missing.kind(),
            ErrorKind::SubjectNotFound | ErrorKind::SchemaNotFound
        ),
        "{missing}"
    );

    let registered = client
        .register(&subject, &definition::<Reading>())
        .await
        .unwrap();
    let again = client
        .register(&subject, &definition::<Reading>())
        .await
        .unwrap();
    assert_eq!(again.id, registered.id);
    let found = client
        .look_up(&subject, &definition::<Reading>())
        .await
        .unwrap();
    assert_eq!(found.id, registered.id);
    assert_eq!(found.version, SchemaVersion::new(1));
    assert_eq!(
        client.versions(&subject).await.unwrap(),
        [SchemaVersion::new(1).unwrap()]
    );

    let schema = client
        .writer_schema(SchemaIdentity::Id(registered.id), None)
        .await
        .unwrap();
    assert_eq!(schema.to_string(), definition::<Reading>().text());
}

#[tokio::test]
async fn an_incompatible_schema_is_refused() {
    let Some(servers) = Servers::or_skip() else {
        return;
    };
    let (client, subject) = (client(&servers), subject("incompatible"));
    client
        .set_subject_compatibility(
            &subject,
            avrolane::compat::CompatibilityLevel::BackwardTransitive,
        )
        .await
        .unwrap();
    client
        .register(&subject, &definition::<Reading>())
        .await
        .unwrap();
    let error = client
        .register(&subject, &definition::<OtherReading>())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Incompatible, "{error}");
    assert_eq!(error.subject(), Some(subject.as_str()));
}

#[tokio::test]
async fn an_unknown_id_is_a_schema_that_is_not_found() {
    let Some(servers) = Servers::or_skip() else {
        return;
    };
    let error = client(&servers)
        .schema_by_id(SchemaId::MAX, None)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SchemaNotFound, "{error}");
}

/// Apicurio knows no GUIDs, and answers as any web server would.
#[tokio::test]
async fn a_foreign_payload_that_starts_as_a_guid_does_is_skipped() {
    let Some(servers) = Servers::or_skip() else {
        return;
    };
    let foreign = Input {
        bytes: b"\x01no Avro, but long enough",
        schema_id_header: None,
    };
    let fetch = async |client| {
        let deserializer = AvroDeserializer::builder().registry(client).build();
        deserializer.fetch(foreign).await.unwrap_err()
    };
    let error = fetch(client(&servers)).await;
    assert_eq!(error.kind(), ErrorKind::SchemaNotFound, "{error}");
    assert_eq!(error.disposition(), Disposition::Skip, "{error}");

    let nowhere = format!("{}/nowhere", servers.schema_registry_url);
    let error = fetch(SchemaRegistryClient::builder(nowhere).build().unwrap()).await;
    assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer, "{error}");
    assert_eq!(error.disposition(), Disposition::Fatal, "{error}");
}

#[tokio::test]
async fn references_are_resolved() {
    let Some(servers) = Servers::or_skip() else {
        return;
    };
    let client = client(&servers);
    let (leaf, root) = (subject("leaf"), subject("root"));
    client
        .register(&leaf, &definition::<Reading>())
        .await
        .unwrap();
    let text = r#"{"type":"record","name":"broker.registry.Report","fields":[
        {"name":"reading","type":"broker.registry.Reading"}]}"#;
    let definition = SchemaDefinition::from_text(text).references(vec![SchemaReference {
        name: "broker.registry.Reading".to_owned(),
        subject: leaf,
        version: 1,
    }]);
    let registered = client.register(&root, &definition).await.unwrap();
    let schema = client
        .writer_schema(SchemaIdentity::Id(registered.id), None)
        .await
        .unwrap();
    assert!(schema.to_string().contains("celsius"), "{schema}");
}

#[tokio::test]
async fn nested_types_are_published_found_and_read() {
    let Some(servers) = Servers::or_skip() else {
        return;
    };
    let client = client(&servers);
    let run = subject("types");
    let strategy = ReferenceSubjectNameStrategy::custom(move |name| Some(format!("{name} {run}")));
    let root = subject("station");
    let published = client
        .publish::<Station>(&*root)
        .reference_subject_name_strategy(strategy.clone())
        .await
        .unwrap();
    let names: Vec<&str> = published
        .nested
        .iter()
        .map(|nested| &*nested.reference.name)
        .collect();
    assert_eq!(names, ["broker.registry.Reading", "broker.registry.State"]);

    let serializer = AvroSerializer::builder()
        .registry(client.clone())
        .value_subject_name_strategy(SubjectNameStrategy::TopicName)
        .reference_subject_name_strategy(strategy)
        .build();
    let topic = root.strip_suffix("-value").unwrap();
    let context = SerializationContext::new(topic, MessageField::Value);
    Serializer::<Station>::prepare(&serializer, &context)
        .await
        .unwrap();
    let station = Station {
        readings: vec![Reading { celsius: 21.5 }],
        last: Some(Reading { celsius: 22.0 }),
        state: State::On,
    };
    let mut bytes = Vec::new();
    serializer
        .serialize(&context, &station, &mut Output::new(&mut bytes))
        .unwrap();
    assert_eq!(bytes[1..5], published.schema.id.get().to_be_bytes());

    let deserializer = AvroDeserializer::builder().registry(client).build();
    let message = Input {
        bytes: &bytes,
        schema_id_header: None,
    };
    deserializer.fetch(message).await.unwrap();
    let read: Station = deserializer.decode(message).unwrap();
    assert!((read.readings[0].celsius - 21.5).abs() < f64::EPSILON);
    assert!(read.last.is_some() && matches!(read.state, State::On));
}
