//! What a client keeps of the registry's answers, on the embedded registry.

use std::collections::BTreeMap;
use std::time::Duration;

use avrolane::framing::SchemaIdentity;
use avrolane::registry::{
    CacheSettings, ErrorKind, RegisteredSchema, SchemaDefinition, SchemaRegistryClient,
};
use avrolane::retry::RetryPolicy;
use avrolane::schema::SchemaMetadata;
use avrolane_embedded::{EmbeddedRegistry, Fault};
use tokio::task::yield_now;
use tokio::time::{advance, pause, resume};

const LATEST: &str = "/subjects/a/versions/latest";
const BY_ID: &str = "/schemas/ids/1";

fn client(server: &EmbeddedRegistry, caches: CacheSettings) -> SchemaRegistryClient {
    let builder = SchemaRegistryClient::builder(server.url());
    let builder = builder.retry(RetryPolicy::never()).caches(caches);
    builder.build().unwrap()
}

fn registry() -> (EmbeddedRegistry, SchemaRegistryClient) {
    let server = EmbeddedRegistry::start().unwrap();
    let client = client(&server, CacheSettings::new());
    (server, client)
}

fn schema(name: &str) -> SchemaDefinition {
    let text = format!(r#"{{"type":"record","name":"{name}","fields":[]}}"#);
    SchemaDefinition::from_text(text)
}

fn identity(registered: &RegisteredSchema) -> SchemaIdentity {
    SchemaIdentity::Id(registered.id)
}

/// Lets this much time go by, and a little more, without waiting for it.
async fn pass(time: Duration) {
    settle().await;
    pause();
    advance(time + Duration::from_millis(10)).await;
    resume();
    settle().await;
}

/// Lets the tasks that are ready go on, also those that slept until now.
async fn settle() {
    for _ in 0..100 {
        yield_now().await;
    }
}

const MINUTE: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);

/// Asks until the answer is this version.
async fn latest_becomes(client: &SchemaRegistryClient, id: &RegisteredSchema) {
    while client.latest_schema("a").await.unwrap().id != Some(id.id) {
        yield_now().await;
    }
}

#[tokio::test]
async fn the_latest_version_is_asked_for_once_a_minute() {
    let (server, reader) = registry();
    let writer = client(&server, CacheSettings::new());
    let first = writer.register("a", &schema("R")).await.unwrap();
    for _ in 0..3 {
        let latest = reader.latest_schema("a").await.unwrap();
        assert_eq!(latest.id, Some(first.id));
    }
    assert_eq!(server.requests(LATEST), 1);
    let second = writer.register("a", &documented("R")).await.unwrap();
    assert_ne!(first.id, second.id);
    let latest = reader.latest_schema("a").await.unwrap();
    assert_eq!(latest.id, Some(first.id), "it is not known yet");
    pass(MINUTE).await;
    latest_becomes(&reader, &second).await;
    assert_eq!(server.requests(LATEST), 2);
    let statistics = reader.statistics().latest_schemas;
    assert_eq!((statistics.requests, statistics.entries), (2, 1));
}

fn documented(name: &str) -> SchemaDefinition {
    let text = format!(r#"{{"type":"record","name":"{name}","doc":"d","fields":[]}}"#);
    SchemaDefinition::from_text(text)
}

#[tokio::test]
async fn a_tasks_own_changes_are_seen_at_once() {
    let (server, client) = registry();
    client.register("a", &schema("R")).await.unwrap();
    client.latest_schema("a").await.unwrap();
    let second = client.register("a", &documented("R")).await.unwrap();
    let latest = client.latest_schema("a").await.unwrap();
    assert_eq!(latest.id, Some(second.id));
    client.delete_subject("a").await.unwrap();
    let error = client.latest_schema("a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SubjectNotFound);
    assert_eq!(server.requests(LATEST), 3);
}

#[tokio::test]
async fn the_latest_version_is_kept_for_each_metadata() {
    let (server, client) = registry();
    let tagged = |name: &str, stage: &str| {
        let mut metadata = SchemaMetadata::default();
        let property = ("stage".to_owned(), stage.to_owned());
        metadata.properties.extend([property]);
        schema(name).metadata(metadata)
    };
    let stable = client.register("a", &tagged("R", "stable")).await.unwrap();
    let next = client.register("a", &tagged("R", "next")).await.unwrap();
    for _ in 0..2 {
        for (stage, registered) in [("stable", &stable), ("next", &next)] {
            let properties = BTreeMap::from([("stage".to_owned(), stage.to_owned())]);
            let found = client.latest_schema_with_metadata("a", &properties).await;
            assert_eq!(found.unwrap().id, Some(registered.id));
        }
    }
    assert_eq!(server.requests("/subjects/a/metadata"), 2);
}

#[tokio::test]
async fn the_latest_version_serves_on_while_the_registry_is_down() {
    let (server, _) = registry();
    let client = client(&server, CacheSettings::new().latest_time_to_live(SECOND));
    let first = client.register("a", &schema("R")).await.unwrap();
    client.latest_schema("a").await.unwrap();
    server.fail_next(usize::MAX, Fault::Status(503));
    for time in [SECOND, SECOND, 10 * SECOND] {
        pass(time).await;
        let latest = client.latest_schema("a").await.unwrap();
        assert_eq!(latest.id, Some(first.id));
    }
    while client.statistics().latest_schemas.errors == 0 {
        yield_now().await;
    }
}

#[tokio::test]
async fn where_the_settings_say_so_an_old_answer_does_not_serve_on() {
    let (server, _) = registry();
    let caches = CacheSettings::new().latest_time_to_live(SECOND);
    let client = client(&server, caches.serve_stale_on_error(false));
    client.register("a", &schema("R")).await.unwrap();
    client.latest_schema("a").await.unwrap();
    server.fail_next(usize::MAX, Fault::Status(503));
    pass(SECOND).await;
    pass(SECOND).await;
    let error = client.latest_schema("a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
}

#[tokio::test]
async fn that_a_schema_is_not_there_is_remembered_for_a_few_seconds() {
    let (server, client) = registry();
    let unknown = SchemaIdentity::Id(avrolane::framing::SchemaId::new(1).unwrap());
    for _ in 0..10 {
        let error = client.writer_schema(unknown, None).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::SchemaNotFound);
    }
    assert_eq!(server.requests(BY_ID), 1);
    client.register("a", &schema("R")).await.unwrap();
    pass(Duration::from_secs(5)).await;
    client.writer_schema(unknown, None).await.unwrap();
    assert_eq!(server.requests(BY_ID), 2);
}

#[tokio::test]
async fn a_failure_that_passes_is_not_remembered() {
    let (server, client) = registry();
    let registered = client.register("a", &schema("R")).await.unwrap();
    server.fail_next(1, Fault::Status(503));
    let identity = identity(&registered);
    let error = client.writer_schema(identity, None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    client.writer_schema(identity, None).await.unwrap();
}

#[tokio::test]
async fn one_id_in_two_contexts_is_two_schemas() {
    let (server, client) = registry();
    let here = client.register("a", &schema("Here")).await.unwrap();
    let there = client.register(":.x:b", &schema("There")).await.unwrap();
    assert_eq!(here.id, there.id);
    let identity = identity(&here);
    for _ in 0..2 {
        for (subject, name) in [
            (None, "Here"),
            (Some("a"), "Here"),
            (Some(":.x:b"), "There"),
            (Some(":.x:"), "There"),
            (Some("b"), "There"),
        ] {
            let found = client.writer_schema(identity, subject).await.unwrap();
            let found = found.name().unwrap().as_str();
            assert_eq!(found, name, "of {subject:?}");
        }
    }
    // One for each context, and one for each subject that names none.
    assert_eq!(server.requests(BY_ID), 4);
}

#[tokio::test]
async fn a_cache_that_is_full_makes_room() {
    let (server, _) = registry();
    let client = client(&server, CacheSettings::new().capacity(16));
    let mut identities = Vec::new();
    for number in 0..100 {
        let definition = schema(&format!("R{number}"));
        let registered = client.register(&format!("s{number}"), &definition).await;
        identities.push(identity(&registered.unwrap()));
    }
    for round in 1..=3 {
        for identity in &identities {
            client.writer_schema(*identity, None).await.unwrap();
        }
        let statistics = client.statistics().writer_schemas;
        assert!(statistics.entries <= 16, "{statistics:?} after {round}");
        let left = statistics.requests - statistics.entries as u64;
        assert_eq!(left, statistics.evictions);
    }
}
