//! What each call sends: method, path, query and body.

use std::collections::BTreeMap;

use avrolane::framing::SchemaId;
use avrolane::registry::{
    AssociatedResource, AssociatedSubject, AssociationChange, AssociationQuery, AssociationRequest,
    AssociationType, Config, Lifecycle, Mode, RawRequest, Rule, RuleMode, RuleSet,
    SchemaDefinition, SchemaQuery, SchemaTags, SchemaVersion, Scope, TagChange, VersionId,
};
use avrolane::schema::{Json, SchemaMetadata};
use serde_json::{Value, json};

use super::support::{Answer, Server};

const GUID: &str = "cd0e5b86-7ae4-bb31-0aaa-ff1c795f936e";

async fn server(answer: Value) -> Server {
    Server::answering(Answer::json(&answer)).await
}

fn id() -> SchemaId {
    SchemaId::new(7).unwrap()
}

fn version() -> SchemaVersion {
    SchemaVersion::new(3).unwrap()
}

fn body(server: &Server) -> Value {
    server.received().pop().unwrap().body
}

#[tokio::test]
async fn lists_are_narrowed_down() {
    let server = server(json!([])).await;
    let client = server.client();
    client.subjects().await.unwrap();
    let subjects = client.subjects().prefix(":.a:b&").include_deleted();
    subjects.offset(20).limit(10).await.unwrap();
    client.subjects().only_deleted().await.unwrap();
    client.versions("a").include_deleted().await.unwrap();
    client.versions("a").only_deleted().await.unwrap();
    let schemas = client.schemas().prefix("a").latest_only().rule_type("CEL");
    schemas.with_aliases().include_deleted().await.unwrap();
    client.contexts().prefix(".a").await.unwrap();
    let subjects = client.subjects_of_id(id(), Some("a"));
    subjects.include_deleted().await.unwrap();
    client.versions_of_id(id(), None).limit(1).await.unwrap();
    client.ids_of_guid(GUID.parse().unwrap()).await.unwrap();
    client.referenced_by("a", version()).await.unwrap();
    let latest = client.referenced_by("a", VersionId::Latest);
    latest.include_deleted().await.unwrap();
    assert_eq!(
        server.lines(),
        [
            "GET /subjects",
            "GET /subjects?subjectPrefix=%3A.a%3Ab%26&deleted=true&offset=20&limit=10",
            "GET /subjects?deletedOnly=true",
            "GET /subjects/a/versions?deleted=true",
            "GET /subjects/a/versions?deletedOnly=true",
            "GET /schemas?subjectPrefix=a&latestOnly=true&ruleType=CEL&aliases=true&deleted=true",
            "GET /contexts?contextPrefix=.a",
            "GET /schemas/ids/7/subjects?subject=a&deleted=true",
            "GET /schemas/ids/7/versions?limit=1",
            &format!("GET /schemas/guids/{GUID}/ids"),
            "GET /subjects/a/versions/3/referencedby",
            "GET /subjects/a/versions/latest/referencedby?deleted=true",
        ]
    );
}

#[tokio::test]
async fn a_schema_is_asked_for_in_a_form() {
    let server = server(json!({"schema": r#""string""#})).await;
    let client = server.client();
    let query = SchemaQuery::default()
        .format("resolved")
        .reference_format("qualified")
        .find_tags(["PII", "*"])
        .fetch_max_id(true);
    let in_context = query.clone().subject(":.ctx:");
    client.schema_by_id_with(id(), &in_context).await.unwrap();
    let guid = GUID.parse().unwrap();
    client.schema_by_guid_with(guid, &query).await.unwrap();
    let latest = VersionId::Latest;
    let query = SchemaQuery::default().format("resolved");
    client
        .schema_by_version_with("a", latest, &query)
        .await
        .unwrap();
    client
        .latest_with_metadata("a", [("k", "v"), ("l", "w")])
        .await
        .unwrap();
    let form = "format=resolved&referenceFormat=qualified&findTags=PII&findTags=*&fetchMaxId=true";
    assert_eq!(
        server.lines(),
        [
            &format!("GET /schemas/ids/7?subject=%3A.ctx%3A&{form}"),
            &format!("GET /schemas/guids/{GUID}?{form}"),
            "GET /subjects/a/versions/latest?format=resolved",
            "GET /subjects/a/metadata?key=k&value=v&key=l&value=w",
        ]
    );
}

#[tokio::test]
async fn raw_schemas_are_answered_as_they_are() {
    let text = r#"{"type":  "map", "values": "long"}"#;
    let server = Server::answering(Answer::text(200, text)).await;
    let client = server.client();
    assert_eq!(client.raw_schema_by_id(id(), None).await.unwrap(), text);
    let of_version = client.raw_schema_by_version("a", version()).await.unwrap();
    assert_eq!(of_version, text);
    assert_eq!(
        server.lines(),
        [
            "GET /schemas/ids/7/schema",
            "GET /subjects/a/versions/3/schema?deleted=true"
        ]
    );
}

#[tokio::test]
async fn a_definition_sends_all_that_it_has() {
    let server = server(json!({"id": 7})).await;
    let mut metadata = SchemaMetadata::default();
    metadata
        .tags
        .insert("a.R.b".to_owned(), ["PII".to_owned()].into());
    metadata.properties.insert("k".to_owned(), "v".to_owned());
    let mut rule = Rule::default();
    rule.name = "check".to_owned();
    rule.mode = Some(RuleMode::WriteRead);
    let mut rules = RuleSet::default();
    rules.domain_rules = vec![rule];
    let definition = SchemaDefinition::from_text("syntax")
        .schema_type("PROTOBUF")
        .metadata(metadata)
        .rule_set(rules)
        .import_as(id(), Some(version()))
        .tags_to_add(vec![SchemaTags::field("a.R.b", ["PII"])])
        .tags_to_remove(vec![SchemaTags::record("a.R", ["X"])])
        .propagate_tags(true);
    let client = server.client();
    client.register("a", &definition).await.unwrap();
    assert_eq!(
        body(&server),
        json!({
            "schema": "syntax",
            "schemaType": "PROTOBUF",
            "metadata": {"tags": {"a.R.b": ["PII"]}, "properties": {"k": "v"}},
            "ruleSet": {"domainRules": [
                {"name": "check", "mode": "WRITEREAD", "disabled": false},
            ]},
            "id": 7,
            "version": 3,
            "schemaTagsToAdd": [
                {"schemaEntity": {"entityPath": "a.R.b", "entityType": "sr_field"}, "tags": ["PII"]},
            ],
            "schemaTagsToRemove": [
                {"schemaEntity": {"entityPath": "a.R", "entityType": "sr_record"}, "tags": ["X"]},
            ],
            "propagateSchemaTags": true,
        })
    );
    client.look_up_with_deleted("a", &definition).await.unwrap();
    assert_eq!(server.lines()[1], "POST /subjects/a?deleted=true");

    let mut change = TagChange::default();
    change.new_version = Some(version());
    change.tags_to_add = vec![SchemaTags::record("a.R", ["X"])];
    change.rules_to_remove = vec!["check".to_owned()];
    client
        .modify_tags("a", VersionId::Latest, &change)
        .await
        .unwrap();
    assert_eq!(server.lines()[2], "POST /subjects/a/versions/latest/tags");
    assert_eq!(
        body(&server),
        json!({
            "newVersion": 3,
            "tagsToAdd": [
                {"schemaEntity": {"entityPath": "a.R", "entityType": "sr_record"}, "tags": ["X"]},
            ],
            "rulesToRemove": ["check"],
        })
    );
}

#[tokio::test]
async fn deletions_are_soft_unless_said_otherwise() {
    let server = Server::start(|request, _| match request.line.contains("versions") {
        true => Answer::json(&json!(3)),
        false => Answer::json(&json!([1, 3])),
    })
    .await;
    let client = server.client();
    assert_eq!(client.delete_subject("a/b").await.unwrap().len(), 2);
    client.delete_subject_permanently("a").await.unwrap();
    let deleted = client.delete_version("a", VersionId::Latest).await.unwrap();
    assert_eq!(deleted, version());
    client
        .delete_version_permanently("a", version())
        .await
        .unwrap();
    assert_eq!(
        server.lines(),
        [
            "DELETE /subjects/a%2Fb",
            "DELETE /subjects/a?permanent=true",
            "DELETE /subjects/a/versions/latest",
            "DELETE /subjects/a/versions/3?permanent=true",
        ]
    );
}

#[tokio::test]
async fn compatibility_is_asked_for_with_its_reasons() {
    let server = server(json!({"is_compatible": false, "messages": ["a", "b"]})).await;
    let client = server.client();
    let definition = SchemaDefinition::from_text(r#""string""#).normalize(true);
    let latest = VersionId::Latest;
    let report = client.test_compatibility("a", latest, &definition).await;
    let report = report.unwrap();
    assert!(!report.is_compatible);
    assert_eq!(report.messages, ["a", "b"]);
    client
        .test_compatibility("a", version(), &definition)
        .await
        .unwrap();
    client
        .test_compatibility_with_all("a", &definition)
        .await
        .unwrap();
    assert_eq!(body(&server), json!({"schema": r#""string""#}));
    assert_eq!(
        server.lines(),
        [
            "POST /compatibility/subjects/a/versions/latest?verbose=true&normalize=true",
            "POST /compatibility/subjects/a/versions/3?verbose=true&normalize=true",
            "POST /compatibility/subjects/a/versions?verbose=true&normalize=true",
        ]
    );
}

#[tokio::test]
async fn settings_have_a_scope() {
    let answer = json!({"compatibilityLevel": "FULL", "alias": "b", "mode": "IMPORT", "new": [1]});
    let server = server(answer).await;
    let client = server.client();
    let scopes = [Scope::Global, Scope::Context("x"), Scope::Subject("a/b")];
    for scope in scopes {
        let config = client.config(scope).await.unwrap().unwrap();
        assert_eq!(config.alias.as_deref(), Some("b"));
        assert_eq!(config.other["new"].to_string(), "[1]");
        client.mode(scope).await.unwrap();
    }
    let subject = Scope::Subject("a");
    client.effective_config(subject).await.unwrap();
    let mode = client.effective_mode(subject).await.unwrap();
    assert_eq!(mode, Mode::Import);
    client
        .set_mode(Scope::Global, &Mode::ReadOnly)
        .await
        .unwrap();
    assert_eq!(body(&server), json!({"mode": "READONLY"}));
    client.force_mode(subject, &Mode::Import).await.unwrap();
    client.delete_mode(subject).await.unwrap();
    client
        .delete_mode_recursively(Scope::Context("x"))
        .await
        .unwrap();
    client.delete_config(subject).await.unwrap();
    assert_eq!(
        server.lines(),
        [
            "GET /config",
            "GET /mode",
            "GET /config/:.x:",
            "GET /mode/:.x:",
            "GET /config/a%2Fb",
            "GET /mode/a%2Fb",
            "GET /config/a?defaultToGlobal=true",
            "GET /mode/a?defaultToGlobal=true",
            "PUT /mode",
            "PUT /mode/a?force=true",
            "DELETE /mode/a",
            "DELETE /mode/:.x:?recursive=true",
            "DELETE /config/a",
        ]
    );
}

#[tokio::test]
async fn a_configuration_is_sent_with_what_it_sets() {
    let server = Server::start(|request, _| Answer::json(&request.body.clone())).await;
    let mut config = Config::default();
    config.normalize = Some(true);
    config.compatibility_group = Some("major".to_owned());
    config.default_metadata = Some(SchemaMetadata::default());
    config.override_rule_set = Some(RuleSet::default());
    config.other = BTreeMap::from([("alias".to_owned(), Json::Null)]);
    let client = server.client();
    let answer = client
        .set_config(Scope::Subject("a"), &config)
        .await
        .unwrap();
    assert_eq!(answer.normalize, Some(true));
    assert_eq!(server.lines(), ["PUT /config/a"]);
    assert_eq!(
        body(&server),
        json!({
            "normalize": true,
            "compatibilityGroup": "major",
            "defaultMetadata": {},
            "overrideRuleSet": {},
            "alias": null,
        })
    );
}

#[tokio::test]
async fn a_context_is_deleted_without_an_answer() {
    let server = Server::answering(Answer::text(204, "")).await;
    server.client().delete_context("x").await.unwrap();
    assert_eq!(server.lines(), ["DELETE /contexts/:.x:"]);
}

#[tokio::test]
async fn associations_are_asked_for_and_changed() {
    let association = json!({
        "subject": "flights-value", "guid": "1", "resourceName": "flights",
        "resourceNamespace": "lkc-1", "resourceId": "r1", "resourceType": "topic",
        "associationType": "value", "lifecycle": "STRONG", "frozen": false, "createTs": 1000,
    });
    let server = server(json!([association])).await;
    let client = server.client();
    let mut query = AssociationQuery::default();
    query.association_types = vec![AssociationType::Value];
    query.lifecycle = Some(Lifecycle::Strong);
    let listed = client.associations_by_subject("flights-value", &query);
    let [listed] = <[_; 1]>::try_from(listed.await.unwrap()).unwrap();
    assert_eq!(listed.resource.name.as_deref(), Some("flights"));
    assert_eq!(listed.association_type, Some(AssociationType::Value));
    assert_eq!(listed.lifecycle, Some(Lifecycle::Strong));
    let since_1970 = |time: std::time::SystemTime| time.duration_since(std::time::UNIX_EPOCH);
    assert_eq!(since_1970(listed.created_at.unwrap()).unwrap().as_secs(), 1);
    let topic = AssociatedResource::topic("-", "flights");
    let all = AssociationQuery::default();
    let by_name = client.associations_by_resource(&topic, &all);
    by_name.offset(0).limit(1).await.unwrap();
    let by_id = AssociatedResource::with_id("r/1");
    client.associations_by_resource(&by_id, &all).await.unwrap();
    client
        .delete_associations(&by_id, &[AssociationType::Key])
        .await
        .unwrap();
    client
        .delete_associations_with_subjects(&by_id, &[])
        .await
        .unwrap();
    assert_eq!(
        server.lines(),
        [
            "GET /associations/subjects/flights-value?associationType=value&lifecycle=STRONG",
            "GET /associations/resources/-/flights?resourceType=topic&limit=1",
            "GET /associations/resources/r%2F1",
            "DELETE /associations/resources/r%2F1?associationType=key&cascadeLifecycle=false",
            "DELETE /associations/resources/r%2F1?cascadeLifecycle=true",
        ]
    );
}

#[tokio::test]
async fn associations_are_made_with_their_schemas() {
    let server = server(json!({
        "resourceName": "flights", "resourceId": "r1",
        "associations": [{
            "subject": "flights-value", "associationType": "value",
            "schema": {"id": 7, "schema": r#""string""#},
        }],
    }))
    .await;
    let client = server.client();
    let mut subject = AssociatedSubject::new("flights-value", AssociationType::Value);
    subject.lifecycle = Some(Lifecycle::Weak);
    subject.schema = Some(SchemaDefinition::from_text(r#""string""#));
    let resource = AssociatedResource::topic("lkc-1", "flights").id("r1");
    let mut request = AssociationRequest::new(resource.clone(), vec![subject.clone()]);
    request.dry_run = true;
    let made = client.create_associations(&request).await.unwrap();
    let schema = made.associations[0].schema.as_ref().unwrap();
    assert_eq!((schema.id, &*schema.text), (Some(id()), r#""string""#));
    client.upsert_associations(&request).await.unwrap();
    assert_eq!(
        server.lines(),
        [
            "POST /associations?dryRun=true",
            "PUT /associations/resources/r1?dryRun=true",
        ]
    );
    assert_eq!(
        body(&server),
        json!({
            "resourceName": "flights", "resourceNamespace": "lkc-1", "resourceId": "r1",
            "resourceType": "topic",
            "associations": [{
                "subject": "flights-value", "associationType": "value", "lifecycle": "WEAK",
                "schema": {"schema": r#""string""#}, "normalize": false,
            }],
        })
    );
}

#[tokio::test]
async fn a_batch_has_an_outcome_for_each_part() {
    let server = Server::answering(Answer::text(
        207,
        r#"{"results": [
            {"result": {"resourceId": "r1", "associations": []}},
            {"error": {"error_code": 40410, "message": "not found"}}
        ]}"#,
    ))
    .await;
    let client = server.client();
    let resource = AssociatedResource::with_id("r1");
    let changes = vec![
        AssociationChange::Upsert(AssociatedSubject::new("a", AssociationType::Key)),
        AssociationChange::Delete {
            association_type: Some(AssociationType::Value),
            cascade_lifecycle: true,
        },
    ];
    let outcomes = client
        .batch_mutate_associations(&[(resource.clone(), changes)])
        .await
        .unwrap();
    assert_eq!(
        body(&server),
        json!({"requests": [{"resourceId": "r1", "associations": [
            {"opType": "UPSERT", "subject": "a", "associationType": "key"},
            {"opType": "DELETE", "associationType": "value", "cascadeLifecycle": true},
        ]}]})
    );
    assert!(outcomes[0].is_ok());
    let error = outcomes[1].as_ref().unwrap_err();
    assert_eq!(
        (error.error_code(), error.status()),
        (Some(40410), Some(404))
    );
    let query = AssociationQuery::default();
    client
        .batch_get_associations(&[(resource, query)])
        .await
        .unwrap();
    assert_eq!(body(&server), json!({"requests": [{"resourceId": "r1"}]}));
    assert_eq!(
        server.lines(),
        [
            "POST /associations:batchMutate",
            "POST /associations:batchGet"
        ]
    );
}

#[tokio::test]
async fn a_request_that_nothing_is_known_of_can_be_made() {
    let server = Server::answering(Answer::text(200, "as it is")).await;
    let client = server.builder().bearer_token("token").build().unwrap();
    let request = RawRequest::new("PATCH", ["exporters", "a/b"])
        .query("k&", "v=")
        .body(r#"{"a":1}"#);
    assert_eq!(client.raw(&request).await.unwrap(), "as it is");
    assert_eq!(server.lines(), ["PATCH /exporters/a%2Fb?k%26=v%3D"]);
    assert_eq!(body(&server), json!({"a": 1}));
    let received = server.received().pop().unwrap();
    assert_eq!(received.header("authorization"), Some("Bearer token"));
    let unknown = RawRequest::new("NOT A METHOD", ["a"]);
    assert!(client.raw(&unknown).await.is_err());
}
