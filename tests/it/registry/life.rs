//! The life of subjects, on the embedded registry.

use avrolane::compat::CompatibilityLevel;
use avrolane::registry::{
    Config, ErrorKind, Mode, RuleSet, SchemaDefinition, SchemaReference, SchemaRegistryClient,
    SchemaVersion, Scope, VersionId,
};
use avrolane::schema::SchemaMetadata;
use avrolane_embedded::EmbeddedRegistry;

fn registry() -> (EmbeddedRegistry, SchemaRegistryClient) {
    let server = EmbeddedRegistry::start().unwrap();
    let client = SchemaRegistryClient::builder(server.url()).build().unwrap();
    (server, client)
}

fn record(fields: &str) -> SchemaDefinition {
    let text = format!(r#"{{"type":"record","name":"R","namespace":"n","fields":[{fields}]}}"#);
    SchemaDefinition::from_text(text)
}

const A: &str = r#"{"name":"a","type":"int"}"#;
const A_AND_B: &str = r#"{"name":"a","type":"int"},{"name":"b","type":"int"}"#;
const A_AND_DEFAULT: &str = r#"{"name":"a","type":"int"},{"name":"b","type":"int","default":0}"#;

fn version(version: u32) -> SchemaVersion {
    SchemaVersion::new(version).unwrap()
}

#[tokio::test]
async fn a_subject_is_born_grows_and_goes() {
    let (_server, client) = registry();
    let first = client.register("a", &record(A)).await.unwrap();
    let second = client.register("a", &record(A_AND_DEFAULT)).await.unwrap();
    assert_eq!(client.subjects().await.unwrap(), ["a"]);
    assert_eq!(
        client.versions("a").await.unwrap(),
        [version(1), version(2)]
    );
    let latest = client.schema_by_version("a", VersionId::Latest).await;
    assert_eq!(latest.unwrap().id, Some(second.id));
    let raw = client.raw_schema_by_version("a", version(1)).await.unwrap();
    assert_eq!(Some(raw), first.text);
    assert_eq!(client.subjects_of_id(first.id, None).await.unwrap(), ["a"]);
    let of_id = client.versions_of_id(second.id, None).await.unwrap();
    assert_eq!(of_id[0].version, version(2));
    let ids = client.ids_of_guid(first.guid.unwrap()).await.unwrap();
    assert_eq!(ids[0].id, first.id);
    assert_eq!(client.schemas().latest_only().await.unwrap().len(), 1);

    let deleted = client.delete_version("a", version(1)).await.unwrap();
    assert_eq!(deleted, version(1));
    assert_eq!(client.versions("a").await.unwrap(), [version(2)]);
    let all = client.versions("a").include_deleted().await.unwrap();
    assert_eq!(all.len(), 2);
    // Records that were written with it can still be read.
    let stored = client.schema_by_version("a", version(1)).await.unwrap();
    assert!(stored.is_deleted);
    let found = client.look_up_with_deleted("a", &record(A)).await.unwrap();
    assert_eq!(found.id, first.id);
    let error = client.look_up("a", &record(A)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SchemaNotFound);

    let error = client.delete_subject_permanently("a").await.unwrap_err();
    assert_eq!(error.error_code(), Some(40405));
    client
        .delete_version_permanently("a", version(1))
        .await
        .unwrap();
    assert_eq!(client.delete_subject("a").await.unwrap(), [version(2)]);
    let gone = client.subjects().only_deleted().await.unwrap();
    assert_eq!(gone, ["a"]);
    client.delete_subject_permanently("a").await.unwrap();
    let none: Vec<String> = client.subjects().include_deleted().await.unwrap();
    assert_eq!(none, Vec::<String>::new());
}

#[tokio::test]
async fn a_breaking_change_is_reported_with_its_reasons() {
    let (_server, client) = registry();
    client.register("a", &record(A)).await.unwrap();
    let breaking = record(A_AND_B);
    let reports = [
        client
            .test_compatibility("a", VersionId::Latest, &breaking)
            .await,
        client.test_compatibility("a", version(1), &breaking).await,
        client.test_compatibility_with_all("a", &breaking).await,
    ];
    for report in reports {
        let report = report.unwrap();
        assert!(!report.is_compatible);
        assert!(report.messages[0].contains("READER_FIELD_MISSING_DEFAULT_VALUE"));
    }
    let fine = client
        .test_compatibility_with_all("a", &record(A_AND_DEFAULT))
        .await
        .unwrap();
    assert!(fine.is_compatible && fine.messages.is_empty());
}

#[tokio::test]
async fn metadata_and_rules_come_back_as_they_were_sent() {
    let (_server, client) = registry();
    let mut metadata = SchemaMetadata::default();
    metadata.properties.insert("k".to_owned(), "v".to_owned());
    metadata.sensitive.insert("k".to_owned());
    let rules: RuleSet = serde_json::from_str(
        r#"{"domainRules":[{"name":"c","kind":"CONDITION","mode":"WRITE","type":"CEL","expr":"1","disabled":false}]}"#,
    )
    .unwrap();
    let definition = record(A).metadata(metadata.clone()).rule_set(rules.clone());
    let registered = client.register("a", &definition).await.unwrap();
    assert_eq!(registered.metadata.as_ref(), Some(&metadata));
    assert_eq!(registered.rule_set.as_ref(), Some(&rules));
    let stored = client.schema_by_id(registered.id, None).await.unwrap();
    assert_eq!(stored.metadata.as_ref(), Some(&metadata));
    assert_eq!(stored.rule_set.as_ref(), Some(&rules));
    let found = client
        .latest_with_metadata("a", [("k", "v")])
        .await
        .unwrap();
    assert_eq!(found.version, Some(version(1)));
    // A registration that says nothing of them takes them over.
    let next = client.register("a", &record(A_AND_DEFAULT)).await.unwrap();
    assert_eq!(next.rule_set, Some(rules));
}

#[tokio::test]
async fn what_refers_to_a_schema_keeps_it() {
    let (_server, client) = registry();
    client.register("r", &record(A)).await.unwrap();
    let holder = SchemaDefinition::from_text(r#"{"type":"array","items":"n.R"}"#);
    let holder = holder.references(vec![SchemaReference {
        name: "n.R".to_owned(),
        subject: "r".to_owned(),
        version: 1,
    }]);
    let registered = client.register("h", &holder).await.unwrap();
    let referrers = client.referenced_by("r", version(1)).await.unwrap();
    assert_eq!(referrers, [registered.id]);
    let error = client.delete_version("r", version(1)).await.unwrap_err();
    assert_eq!(error.error_code(), Some(42206));
}

#[tokio::test]
async fn settings_are_kept_by_scope() {
    let (_server, client) = registry();
    let subject = Scope::Subject("a");
    assert_eq!(client.config(subject).await.unwrap(), None);
    let inherited = client.effective_config(subject).await.unwrap();
    let level = inherited.compatibility_level;
    assert_eq!(level, Some(CompatibilityLevel::Backward));
    let mut config = Config::from(CompatibilityLevel::None);
    config.normalize = Some(true);
    client.set_config(subject, &config).await.unwrap();
    assert_eq!(client.config(subject).await.unwrap(), Some(config.clone()));
    assert_eq!(client.delete_config(subject).await.unwrap(), Some(config));
    assert_eq!(client.delete_config(subject).await.unwrap(), None);

    assert_eq!(client.mode(subject).await.unwrap(), None);
    let mode = client.effective_mode(subject).await.unwrap();
    assert_eq!(mode, Mode::ReadWrite);
    client.set_mode(subject, &Mode::ReadOnly).await.unwrap();
    let error = client.register("a", &record(A)).await.unwrap_err();
    assert_eq!(error.error_code(), Some(42205));
    let deleted = client.delete_mode(subject).await.unwrap();
    assert_eq!(deleted, Some(Mode::ReadOnly));
}

#[tokio::test]
async fn schemas_are_imported_under_given_ids() {
    let (_server, client) = registry();
    let id = avrolane::framing::SchemaId::new(4_711).unwrap();
    let mode = Scope::Subject("a");
    client.set_mode(mode, &Mode::Import).await.unwrap();
    let definition = record(A).import_as(id, Some(version(5)));
    let registered = client.register("a", &definition).await.unwrap();
    assert_eq!((registered.id, registered.version), (id, Some(version(5))));
}

#[tokio::test]
async fn contexts_have_ids_of_their_own() {
    let (_server, client) = registry();
    client.register("a", &record(A)).await.unwrap();
    let in_context = record(A_AND_B);
    let registered = client.register(":.x:a", &in_context).await.unwrap();
    assert_eq!(registered.id.get(), 1);
    assert_eq!(client.contexts().await.unwrap(), [".", ".x"]);
    let stored = client.schema_by_id(registered.id, Some(":.x:")).await;
    assert_eq!(stored.unwrap().subject.as_deref(), Some(":.x:a"));
    let names = client.subjects().prefix(":.x:").await.unwrap();
    assert_eq!(names, [":.x:a"]);
}

#[tokio::test]
async fn the_registry_names_its_clusters_and_formats() {
    let (_server, client) = registry();
    assert!(
        client
            .schema_types()
            .await
            .unwrap()
            .contains(&"AVRO".to_owned())
    );
    let cluster = client.cluster_id().await.unwrap();
    assert!(cluster.schema_registry_cluster().is_some());
    assert!(!client.server_version().await.unwrap().version.is_empty());
}
