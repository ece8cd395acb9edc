//! Clients and serializers that are set up by the names of Java's and Python's settings.

use avrolane::AvroEvent;
use avrolane::registry::ErrorKind;
use avrolane::serdes::{Deserializer, Input, Output, Serializer};
use avrolane::settings::Settings;
use avrolane::subject::{MessageField, SerializationContext};
use avrolane_embedded::EmbeddedRegistry;

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(namespace = "com.example")]
struct Landed {
    runway: String,
}

const CONTEXT: SerializationContext<'static> =
    SerializationContext::new("landings", MessageField::Value);

fn message(bytes: &[u8]) -> Input<'_> {
    Input {
        bytes,
        schema_id_header: None,
    }
}

fn guarded_registry() -> EmbeddedRegistry {
    EmbeddedRegistry::builder()
        .basic_auth("user", "pass:word")
        .start()
        .unwrap()
}

#[tokio::test]
async fn an_event_goes_there_and_back_by_javas_settings() {
    let server = guarded_registry();
    let settings = Settings::from_map([
        ("schema.registry.url", server.url()),
        ("schema.registry.basic.auth.user.info", "user:pass:word"),
        ("basic.auth.credentials.source", "USER_INFO"),
        ("auto.register.schemas", "true"),
        (
            "value.subject.name.strategy",
            "io.confluent.kafka.serializers.subject.RecordNameStrategy",
        ),
        ("avro.fail.on.trailing.data", "true"),
    ])
    .unwrap();
    let registry = settings.client().unwrap().build().unwrap();
    let serializer = settings.serializer().registry(registry.clone()).build();
    let deserializer = settings.deserializer().registry(registry.clone()).build();

    let landed = Landed {
        runway: "27L".to_owned(),
    };
    Serializer::<Landed>::prepare(&serializer, &CONTEXT)
        .await
        .unwrap();
    let mut bytes = Vec::new();
    serializer
        .serialize(&CONTEXT, &landed, &mut Output::new(&mut bytes))
        .unwrap();
    let subjects = registry.subjects().await.unwrap();
    assert_eq!(subjects, ["com.example.Landed"]);

    deserializer.fetch(message(&bytes)).await.unwrap();
    let read: Landed = deserializer.deserialize(&CONTEXT, message(&bytes)).unwrap();
    assert_eq!(read, landed);
    bytes.push(0);
    let read: Result<Landed, _> = deserializer.deserialize(&CONTEXT, message(&bytes));
    read.unwrap_err();
}

#[tokio::test]
async fn nothing_is_registered_unless_settings_say_so() {
    let server = EmbeddedRegistry::start().unwrap();
    let settings = Settings::from_map([("url", server.url())]).unwrap();
    let registry = settings.client().unwrap().build().unwrap();
    let serializer = settings.serializer().registry(registry).build();
    let error = Serializer::<Landed>::prepare(&serializer, &CONTEXT)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SubjectNotFound);
}

#[tokio::test]
async fn a_password_that_is_not_accepted_is_not_shown() {
    let server = guarded_registry();
    let settings = Settings::from_map([
        ("url", server.url()),
        ("basic.auth.user.info", "user:secret"),
    ]);
    let registry = settings.unwrap().client().unwrap().build().unwrap();
    let error = registry.subjects().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert!(!format!("{error} {error:?}").contains("secret"));
}
