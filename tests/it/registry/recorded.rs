//! What Confluent's server answered, as the client reads it.

use avrolane::compat::CompatibilityLevel;
use avrolane::framing::SchemaId;
use avrolane::registry::{
    ErrorKind, Mode, SchemaDefinition, SchemaQuery, SchemaRegistryClient, SchemaVersion, Scope,
    VersionId,
};
use serde_json::Value;

use super::support::{Answer, Server};

const RECORDED: &str = include_str!("../../../embedded/tests/fixtures/registry-answers.jsonl");

/// A client of a server that answers everything as Confluent's answered the request with this label.
async fn answering(label: &str) -> SchemaRegistryClient {
    let exchange = RECORDED
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .find(|exchange| exchange["label"] == label)
        .unwrap_or_else(|| panic!("nothing is recorded as {label}"));
    let status = u16::try_from(exchange["status"].as_u64().unwrap()).unwrap();
    let answer = Answer::text(status, &exchange["answer"].to_string());
    Server::answering(answer).await.client()
}

fn id(id: u32) -> SchemaId {
    SchemaId::new(id).unwrap()
}

fn version(version: u32) -> SchemaVersion {
    SchemaVersion::new(version).unwrap()
}

fn string() -> SchemaDefinition {
    SchemaDefinition::from_text(r#""string""#)
}

#[tokio::test]
async fn a_registration_says_all_that_is_stored() {
    let client = answering("register avro ref").await;
    let registered = client.register("a", &string()).await.unwrap();
    assert_eq!(registered.id, id(900_003));
    assert_eq!(registered.version, Some(version(1)));
    assert_eq!(registered.references[0].subject, "b-demo-value");
    assert!(registered.text.unwrap().contains("Holder"));
    let client = answering("register metadata+ruleSet").await;
    let registered = client.register("a", &string()).await.unwrap();
    let metadata = registered.metadata.unwrap();
    assert_eq!(metadata.properties["k"], "v");
    assert!(metadata.tags["n.R.a"].contains("PII"));
}

#[tokio::test]
async fn a_version_is_read_with_all_its_members() {
    let client = answering("latest with metadata").await;
    let stored = client
        .latest_with_metadata("md-demo-value", [("k", "v")])
        .await
        .unwrap();
    assert_eq!(stored.subject.as_deref(), Some("md-demo-value"));
    assert_eq!(stored.id, Some(id(900_002)));
    assert_eq!(stored.metadata.unwrap().properties["k"], "v");
    assert_eq!(stored.registered_at, Some(std::time::UNIX_EPOCH));
    assert!(!stored.is_deleted);
    let client = answering("get soft-deleted v1 deleted=true").await;
    let deleted = client.schema_by_version("a", version(1)).await.unwrap();
    assert!(deleted.is_deleted);
    let query = SchemaQuery::default().fetch_max_id(true);
    let client = answering("id fetchMaxId").await;
    let stored = client.schema_by_id_with(id(1), &query).await.unwrap();
    assert_eq!(stored.max_id, Some(id(2)));
}

#[tokio::test]
async fn lists_are_read() {
    let client = answering("subjects").await;
    assert_eq!(client.subjects().await.unwrap(), ["a-demo-value"]);
    let client = answering("contexts").await;
    assert_eq!(client.contexts().await.unwrap(), [".", ".ctxdemo"]);
    let client = answering("types").await;
    assert_eq!(client.schema_types().await.unwrap().len(), 3);
    let client = answering("referencedby").await;
    let referrers = client.referenced_by("b", version(1)).await.unwrap();
    assert_eq!(referrers, [id(900_003)]);
    let client = answering("id subjects").await;
    let subjects = client.subjects_of_id(id(1), None).await.unwrap();
    assert_eq!(subjects, ["b-demo-value", "a-demo-value"]);
    let client = answering("id versions").await;
    let versions = client.versions_of_id(id(1), None).await.unwrap();
    assert_eq!(versions[1].subject, "a-demo-value");
    assert_eq!(versions[1].version, version(1));
    let client = answering("schemas list").await;
    let schemas = client.schemas().latest_only().await.unwrap();
    assert_eq!(schemas[0].version, Some(version(2)));
    let guid = schemas[0].guid.unwrap();
    let client = answering("guid ids").await;
    let ids = client.ids_of_guid(guid).await.unwrap();
    assert_eq!((&*ids[0].context, ids[0].id), (".", id(1)));
}

#[tokio::test]
async fn a_verdict_has_its_reasons() {
    let client = answering("compat latest bad verbose").await;
    let latest = VersionId::Latest;
    let report = client.test_compatibility("a", latest, &string()).await;
    let report = report.unwrap();
    assert!(!report.is_compatible);
    assert!(report.messages[0].contains("READER_FIELD_MISSING_DEFAULT_VALUE"));
    // Without its reasons, as some registries answer whatever is asked.
    let client = answering("compat latest ok").await;
    let report = client.test_compatibility("a", latest, &string()).await;
    assert!(report.unwrap().is_compatible);
}

#[tokio::test]
async fn what_is_not_set_is_none() {
    let subject = Scope::Subject("a");
    let client = answering("config unknown subject").await;
    assert_eq!(client.config(subject).await.unwrap(), None);
    let client = answering("mode unknown subject").await;
    assert_eq!(client.mode(subject).await.unwrap(), None);
    let client = answering("subject unknown: delete").await;
    assert_eq!(client.delete_config(subject).await.unwrap(), None);
}

#[tokio::test]
async fn settings_are_read_when_they_are_asked_for_changed_and_deleted() {
    let subject = Scope::Subject("a");
    let client = answering("config get extended").await;
    let config = client.config(subject).await.unwrap().unwrap();
    assert_eq!(config.compatibility_level, Some(CompatibilityLevel::Full));
    assert_eq!(config.alias.as_deref(), Some("a-demo-value"));
    assert_eq!(config.normalize, Some(true));
    let client = answering("config put extended (normalize, alias)").await;
    let changed = client.set_config(subject, &config).await.unwrap();
    assert_eq!(changed, config);
    let client = answering("config delete subject").await;
    let deleted = client.delete_config(subject).await.unwrap().unwrap();
    assert_eq!(deleted.compatibility_level, Some(CompatibilityLevel::None));
    let client = answering("mode delete subject").await;
    let mode = client.delete_mode(subject).await.unwrap();
    assert_eq!(mode, Some(Mode::ReadOnly));
}

#[tokio::test]
async fn a_registry_says_where_it_runs() {
    let client = answering("cluster id").await;
    let cluster = client.cluster_id().await.unwrap();
    assert_eq!(cluster.kafka_cluster(), Some("MkU3OEVBNTcwNTJENDM2Qg"));
    let own = cluster.schema_registry_cluster();
    assert_eq!(own, Some("confluent-sr-rec1702"));
    let client = answering("server version").await;
    let version = client.server_version().await.unwrap();
    assert_eq!(version.version, "${project.version}");
}

#[tokio::test]
async fn refusals_keep_their_codes() {
    for (label, code) in [
        ("permanent delete subject before soft", 40405),
        ("soft delete subject again", 40404),
        ("delete referenced version", 42206),
    ] {
        let error = answering(label).await.delete_subject("a").await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused, "{label}");
        assert_eq!(error.error_code(), Some(code), "{label}");
    }
    let client = answering("register incompatible").await;
    let error = client.register("a", &string()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Incompatible);
}
