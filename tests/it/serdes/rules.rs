//! Schemas whose data contracts have rules.

use avrolane::AvroEvent;
use avrolane::registry::{ErrorKind, SchemaDefinition, SchemaSelection};
use avrolane::serdes::{AvroDeserializer, AvroSerializer, DeserializeError, Generic};
use serde_json::{Value, json};

use super::support::{
    Flight, SCHEMA, deserialize, framed, input, prepare, reading, registry, serialize,
};
use crate::registry::support::{Answer, Server};

/// What later versions of the program read flights as.
#[derive(Debug, PartialEq, AvroEvent)]
#[avro(namespace = "it", name = "Flight")]
struct LaterFlight {
    number: i64,
}

async fn server(rules: Value) -> Server {
    Server::answering(Answer::json(
        &json!({"id": 1, "schema": SCHEMA, "ruleSet": rules}),
    ))
    .await
}

fn ignoring(server: &Server) -> AvroDeserializer {
    AvroDeserializer::builder()
        .registry(server.client())
        .ignore_rules()
        .build()
}

const MESSAGE: &[u8] = &[0, 0, 0, 0, 1, 6];

#[tokio::test]
async fn what_would_have_to_be_decrypted_is_an_error_unless_rules_are_ignored() {
    let server = server(json!({"domainRules": [
        {"name": "hide", "kind": "TRANSFORM", "mode": "WRITEREAD", "type": "ENCRYPT"}
    ]}))
    .await;
    let deserializer = reading(&server);
    let error = deserialize::<Flight>(&deserializer, input(MESSAGE))
        .await
        .unwrap_err();
    let DeserializeError::Registry(error) = error else {
        panic!("{error}");
    };
    assert_eq!(error.kind(), ErrorKind::UnsupportedRules);
    assert_eq!(error.disposition(), avrolane::Disposition::Skip);
    let text = error.to_string();
    assert!(
        text.starts_with("cannot use the schema with id 1 at "),
        "{text}"
    );
    assert!(text.contains("hide (ENCRYPT)"), "{text}");

    let error = deserialize::<Generic<Value>>(&reading(&server), input(MESSAGE))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("hide (ENCRYPT)"), "{error}");

    let flight: Flight = deserialize(&ignoring(&server), input(MESSAGE))
        .await
        .unwrap();
    assert_eq!(flight, Flight { number: 3 });
    let generic: Generic<Value> = deserialize(&ignoring(&server), input(MESSAGE))
        .await
        .unwrap();
    assert_eq!(generic.value, json!({"number": 3}));
}

#[tokio::test]
async fn rules_between_versions_matter_where_the_type_has_another_schema() {
    let server = server(json!({"migrationRules": [
        {"name": "up", "kind": "TRANSFORM", "mode": "UPGRADE", "type": "JSONATA", "expr": "$"}
    ]}))
    .await;
    let deserializer = reading(&server);
    let flight: Flight = deserialize(&deserializer, input(MESSAGE)).await.unwrap();
    assert_eq!(flight, Flight { number: 3 });
    let error = deserializer
        .decode::<LaterFlight>(input(MESSAGE))
        .unwrap_err();
    assert!(error.to_string().contains("up (JSONATA)"), "{error}");

    let flight: LaterFlight = deserialize(&ignoring(&server), input(MESSAGE))
        .await
        .unwrap();
    assert_eq!(flight, LaterFlight { number: 3 });
}

#[tokio::test]
async fn rules_of_writers_and_disabled_ones_are_no_matter_of_readers() {
    let server = server(json!({"domainRules": [
        {"name": "check", "kind": "CONDITION", "mode": "WRITE", "type": "CEL"},
        {"name": "hide", "kind": "TRANSFORM", "mode": "READ", "type": "ENCRYPT", "disabled": true}
    ]}))
    .await;
    let flight: Flight = deserialize(&reading(&server), input(MESSAGE))
        .await
        .unwrap();
    assert_eq!(flight, Flight { number: 3 });
}

fn encrypting() -> SchemaDefinition {
    let rules = json!({"domainRules": [
        {"name": "hide", "kind": "TRANSFORM", "mode": "WRITEREAD", "type": "ENCRYPT"}
    ]});
    SchemaDefinition::from_text(SCHEMA).rule_set(serde_json::from_value(rules).unwrap())
}

#[tokio::test]
async fn what_would_have_to_be_encrypted_is_not_written_unless_rules_are_ignored() {
    let (_server, registry) = registry();
    let id = registry
        .register("flights-value", &encrypting())
        .await
        .unwrap()
        .id;
    for selection in [
        SchemaSelection::LookUp,
        // The rules are taken over from the version before.
        SchemaSelection::Register,
        SchemaSelection::UseLatest,
        SchemaSelection::UseId(id),
    ] {
        let builder = AvroSerializer::builder()
            .registry(registry.clone())
            .schemas(selection);
        let error = prepare::<Flight>(&builder.clone().build())
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnsupportedRules);
        assert_eq!(error.subject(), Some("flights-value"));
        assert!(error.to_string().contains("hide (ENCRYPT)"), "{error}");

        let ignoring = builder.ignore_rules().build();
        prepare::<Flight>(&ignoring).await.unwrap();
        let (bytes, _) = serialize(&ignoring, &Flight { number: 3 }).unwrap();
        assert_eq!(bytes, framed(id, &[6]));
    }
}
