//! What we frame, `schema_registry_converter` reads, and the other way round; and what its settings
//! carry.

use std::error::Error as _;

use avrolane::AvroEvent;
use avrolane::registry::{
    ErrorKind, SchemaDefinition, SchemaReference, SchemaRegistryClient, SchemaSelection,
};
use avrolane::schema::{Schema, SchemaMetadata};
use avrolane::serdes::{
    AvroDeserializer, AvroSerializer, Deserializer, Input, Output, SchemaIdPlacement, Serializer,
};
use avrolane::subject::{MessageField, SerializationContext};
use avrolane_embedded::{EmbeddedRegistry, Fault};
use schema_registry_converter::async_impl::avro::{AvroDecoder, AvroEncoder};
use schema_registry_converter::async_impl::schema_registry::SrSettings;
use schema_registry_converter::schema_registry_common::{
    SchemaType, SubjectNameStrategy, SuppliedSchema,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
#[avro(namespace = "com.example")]
struct Departed {
    carrier: String,
    delay: Option<i32>,
    distances: Vec<f64>,
}

const CONTEXT: SerializationContext<'static> =
    SerializationContext::new("departures", MessageField::Value);

fn departed() -> Departed {
    Departed {
        carrier: "UA".to_owned(),
        delay: Some(-3),
        distances: vec![1400.0, 0.5],
    }
}

/// The topic's name, with the type's schema.
fn strategy() -> SubjectNameStrategy {
    SubjectNameStrategy::TopicNameStrategyWithSchema(
        "departures".to_owned(),
        false,
        SuppliedSchema::new(
            Some("com.example.Departed".to_owned()),
            SchemaType::Avro,
            Schema::of::<Departed>().to_string(),
        ),
    )
}

#[tokio::test]
async fn the_converter_reads_what_we_frame() {
    let registry = EmbeddedRegistry::start().unwrap();
    let client = SchemaRegistryClient::builder(registry.url())
        .build()
        .unwrap();
    let serializer = AvroSerializer::builder()
        .registry(client)
        .schemas(SchemaSelection::Register)
        .build();
    Serializer::<Departed>::prepare(&serializer, &CONTEXT)
        .await
        .unwrap();
    let mut message = Vec::new();
    serializer
        .serialize(&CONTEXT, &departed(), &mut Output::new(&mut message))
        .unwrap();

    let decoder = AvroDecoder::new(SrSettings::new(registry.url().to_owned()));
    let decoded = decoder.decode(Some(&message)).await.unwrap();
    assert_eq!(
        apache_avro::from_value::<Departed>(&decoded.value).unwrap(),
        departed()
    );
}

#[tokio::test]
async fn we_read_what_the_converter_frames() {
    let registry = EmbeddedRegistry::start().unwrap();
    let encoder = AvroEncoder::new(SrSettings::new(registry.url().to_owned()));
    let message = encoder
        .encode_struct(departed(), &strategy())
        .await
        .unwrap();

    let client = SchemaRegistryClient::builder(registry.url())
        .build()
        .unwrap();
    let deserializer = AvroDeserializer::builder().registry(client).build();
    let input = Input {
        bytes: &message,
        schema_id_header: None,
    };
    Deserializer::<Departed>::prepare(&deserializer, &CONTEXT, input)
        .await
        .unwrap();
    let read: Departed = deserializer.deserialize(&CONTEXT, input).unwrap();
    assert_eq!(read, departed());
}

#[tokio::test]
async fn schemas_in_headers_are_understood_both_ways() {
    let registry = EmbeddedRegistry::start().unwrap();
    let client = carried(&registry);
    let serializer = AvroSerializer::builder()
        .registry(client.clone())
        .schemas(SchemaSelection::Register)
        .schema_id_placement(SchemaIdPlacement::Header)
        .build();
    Serializer::<Departed>::prepare(&serializer, &CONTEXT)
        .await
        .unwrap();
    let mut ours = Vec::new();
    let mut output = Output::new(&mut ours);
    serializer
        .serialize(&CONTEXT, &departed(), &mut output)
        .unwrap();
    let header = *output.schema_id_header().unwrap();
    let settings = SrSettings::new(registry.url().to_owned());
    let decoded = AvroDecoder::new(settings.clone())
        .decode_with_header_id(Some(&header), Some(&ours))
        .await
        .unwrap();
    assert_eq!(
        apache_avro::from_value::<Departed>(&decoded.value).unwrap(),
        departed()
    );

    let (theirs, header) = AvroEncoder::new(settings)
        .encode_struct_with_header_id(departed(), &strategy(), false)
        .await
        .unwrap();
    assert_eq!(header.name, MessageField::Value.schema_id_header());
    let deserializer = AvroDeserializer::builder().registry(client).build();
    let input = Input {
        bytes: &theirs,
        schema_id_header: Some(&header.value),
    };
    deserializer.fetch(input).await.unwrap();
    let read: Departed = deserializer.decode(input).unwrap();
    assert_eq!(read, departed());
}

/// A client that `schema_registry_converter` carries the requests of.
fn carried(registry: &EmbeddedRegistry) -> SchemaRegistryClient {
    SchemaRegistryClient::from(SrSettings::new(registry.url().to_owned()))
}

fn definition() -> SchemaDefinition {
    SchemaDefinition::new(&Schema::of::<Departed>())
}

#[tokio::test]
async fn settings_of_the_converter_carry_what_it_has_calls_for() {
    let registry = EmbeddedRegistry::start().unwrap();
    let client = carried(&registry);
    let subject = "a subject/with ?#%";
    let registered = client.register(subject, &definition()).await.unwrap();
    let found = client.look_up(subject, &definition()).await.unwrap();
    assert_eq!((found.id, found.guid), (registered.id, registered.guid));
    let version = found.version.unwrap();

    let text = Schema::of::<Departed>().to_string();
    let by_id = client.schema_by_id(found.id, None).await.unwrap();
    assert_eq!(by_id.text, text);
    let by_guid = client.schema_by_guid(found.guid.unwrap()).await.unwrap();
    assert_eq!(by_guid.text, text);
    for version in [version.into(), avrolane::registry::VersionId::Latest] {
        let stored = client.schema_by_version(subject, version).await.unwrap();
        assert_eq!(stored.subject.as_deref(), Some(subject));
        assert_eq!(stored.id, Some(found.id));
    }
}

#[tokio::test]
async fn settings_of_the_converter_carry_records_there_and_back() {
    let registry = EmbeddedRegistry::start().unwrap();
    let client = carried(&registry);
    let serializer = AvroSerializer::builder()
        .registry(client.clone())
        .schemas(SchemaSelection::Register)
        .build();
    Serializer::<Departed>::prepare(&serializer, &CONTEXT)
        .await
        .unwrap();
    let mut message = Vec::new();
    serializer
        .serialize(&CONTEXT, &departed(), &mut Output::new(&mut message))
        .unwrap();
    let deserializer = AvroDeserializer::builder().registry(client).build();
    let input = Input {
        bytes: &message,
        schema_id_header: None,
    };
    Deserializer::<Departed>::prepare(&deserializer, &CONTEXT, input)
        .await
        .unwrap();
    let read: Departed = deserializer.deserialize(&CONTEXT, input).unwrap();
    assert_eq!(read, departed());
}

#[tokio::test]
async fn settings_of_the_converter_carry_references_and_metadata() {
    let registry = EmbeddedRegistry::start().unwrap();
    let client = carried(&registry);
    client.register("departed", &definition()).await.unwrap();
    let text = r#"{"type":"array","items":"com.example.Departed"}"#;
    let reference = SchemaReference {
        name: "com.example.Departed".to_owned(),
        subject: "departed".to_owned(),
        version: 1,
    };
    let mut metadata = SchemaMetadata::default();
    metadata
        .properties
        .insert("owner".to_owned(), "flights".to_owned());
    let list = SchemaDefinition::from_text(text)
        .references(vec![reference.clone()])
        .metadata(metadata.clone());
    let id = client.register("list", &list).await.unwrap().id;
    let stored = client.schema_by_id(id, None).await.unwrap();
    assert_eq!(stored.references, [reference]);
    assert_eq!(stored.metadata, Some(metadata));
    client.resolve(&stored).await.unwrap();
}

#[tokio::test]
async fn what_the_converter_has_no_call_for_is_unsupported() {
    let registry = EmbeddedRegistry::start().unwrap();
    let client = carried(&registry);
    let normalized = definition().normalize(true);
    let errors = [
        client.subjects().await.unwrap_err(),
        client.delete_subject("a").await.unwrap_err(),
        client.register("a", &normalized).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
        assert!(error.to_string().contains("SchemaRegistryClient::builder"));
    }
    assert_eq!(registry.requests("/"), 0);
}

#[tokio::test]
async fn refusals_keep_their_kind_and_their_words_on_the_way_through_the_converter() {
    let registry = EmbeddedRegistry::start().unwrap();
    let client = carried(&registry);
    let error = client.look_up("a", &definition()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SubjectNotFound);
    assert_eq!(
        (error.status(), error.error_code()),
        (Some(404), Some(40401))
    );
    assert!(
        error.to_string().contains("Subject 'a' not found."),
        "{error}"
    );

    client.register("a", &definition()).await.unwrap();
    let other = SchemaDefinition::from_text(r#""int""#);
    let error = client.register("a", &other).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Incompatible);
    let error = client.look_up("a", &other).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SchemaNotFound);
    let invalid = SchemaDefinition::from_text("no schema");
    let error = client.register("a", &invalid).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidSchema);
}

#[tokio::test]
async fn a_request_through_the_converter_is_repeated() {
    let registry = EmbeddedRegistry::start().unwrap();
    let client = carried(&registry);
    client.register("a", &definition()).await.unwrap();
    registry.fail_next(1, Fault::Status(500));
    client.look_up("a", &definition()).await.unwrap();
}

#[tokio::test]
async fn answers_that_are_no_registrys_are_told_through_the_converter() {
    let registry = EmbeddedRegistry::start().unwrap();
    let client = carried(&registry);
    registry.fail_next(1, Fault::Garbage);
    let error = client.look_up("a", &definition()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);

    let settings = SrSettings::new_builder(registry.url().to_owned() + "/elsewhere")
        .build()
        .unwrap();
    let client = SchemaRegistryClient::from(settings);
    let error = client.look_up("a", &definition()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
    assert_eq!(error.status(), Some(404));
}

#[tokio::test]
async fn no_secret_of_the_converters_settings_is_shown() {
    let registry = EmbeddedRegistry::builder()
        .basic_auth("user", "password")
        .start()
        .unwrap();
    let url = registry.url().replace("://", "://user:secret@");
    let client = SchemaRegistryClient::from(SrSettings::new(url));
    let error = client.look_up("a", &definition()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    for shown in [format!("{client:?}"), format!("{error:?} {error}")] {
        assert!(!shown.contains("secret"), "{shown}");
    }
    assert!(error.source().is_none());
}
