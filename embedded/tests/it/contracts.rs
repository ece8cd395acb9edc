//! What is configured, and what comes along with schemas: metadata, rules, normal forms.

use serde_json::{Value, json};

use crate::http::send;
use crate::support::{Registry, assert_refused};

const INT: &str = r#""int""#;
const MESSY: &str = r#"{"type":"string","b":1,"a":2}"#;
const NORMAL: &str = r#"{"type":"string","a":2,"b":1}"#;

fn rule(name: &str, expr: &str) -> Value {
    json!({
        "name": name, "kind": "CONDITION", "mode": "WRITE", "type": "CEL", "expr": expr,
        "disabled": false,
    })
}

#[test]
fn a_subject_is_normalized_if_it_is_configured_to_be() {
    let registry = Registry::start();
    registry.put("/config/s", &json!({ "normalize": true }));
    let registered = registry.register("s", &json!({ "schema": MESSY }));
    assert_eq!(registered["schema"], NORMAL);
    registry.put("/config/s", &json!({ "normalize": null }));
    assert_eq!(registry.get("/config/s").get("normalize"), None);
    let other = registry.register("t", &json!({ "schema": MESSY }));
    assert_eq!(other["schema"], MESSY);
}

#[test]
fn references_are_normalized_as_well() {
    let registry = Registry::start();
    for name in ["A", "B"] {
        let schema = format!(r#"{{"type":"fixed","name":"{name}","size":1}}"#);
        registry.register(name, &json!({ "schema": schema }));
    }
    let reference = |name| json!({ "name": name, "subject": name, "version": 1 });
    let body = json!({
        "schema": r#"["A","B"]"#,
        "references": [reference("B"), reference("A"), reference("A")],
    });
    let response = registry.post("/subjects/s/versions?normalize=true", &body);
    assert_eq!(
        response.json()["references"],
        json!([reference("A"), reference("B")])
    );
}

#[test]
fn what_is_imported_is_not_normalized() {
    let registry = Registry::start();
    registry.put("/mode/s", &json!({ "mode": "IMPORT" }));
    let body = json!({ "schema": MESSY, "id": 7, "version": 3 });
    let response = registry.post("/subjects/s/versions?normalize=true", &body);
    assert_eq!(response.json()["schema"], MESSY);
    assert_eq!(response.json()["version"], 3);
}

#[test]
fn rules_are_kept_and_make_another_schema() {
    let registry = Registry::start();
    let plain = registry.register("s", &json!({ "schema": INT }));
    let rules = json!({ "domainRules": [rule("r", "true")] });
    let ruled = registry.register("s", &json!({ "schema": INT, "ruleSet": rules }));
    assert_ne!(ruled["guid"], plain["guid"]);
    assert_ne!(ruled["id"], plain["id"]);
    assert_eq!(ruled["ruleSet"], rules);

    // Whoever knows no rules does not take them away.
    let again = registry.register("s", &json!({ "schema": INT }));
    assert_eq!(again["version"], 2);
    let next = registry.register("s", &json!({ "schema": r#""long""# }));
    assert_eq!(next["ruleSet"], rules);

    let listed = registry.get("/schemas?ruleType=CEL");
    assert_eq!(listed.as_array().unwrap().len(), 2);
}

#[test]
fn rules_that_no_client_could_run_are_refused() {
    let registry = Registry::start();
    let unnamed = json!({ "domainRules": [{ "type": "CEL" }] });
    let twice = json!({ "domainRules": [rule("r", "1"), rule("r", "2")] });
    let misplaced = json!({ "migrationRules": [rule("r", "1")] });
    for rules in [unnamed, twice, misplaced] {
        let body = json!({ "schema": INT, "ruleSet": rules });
        assert_refused(&registry.post("/subjects/s/versions", &body), 42210);
        let body = json!({ "defaultRuleSet": rules }).to_string();
        let response = send(registry.url(), "PUT", "/config/s", Some(&body));
        assert_refused(&response, 42210);
    }
}

#[test]
fn configured_metadata_and_rules_come_beneath_and_above_those_of_the_schema() {
    let registry = Registry::start();
    registry.put(
        "/config/s",
        &json!({
            "defaultMetadata": { "properties": { "owner": "nobody", "team": "x" } },
            "overrideMetadata": { "properties": { "team": "y" } },
            "defaultRuleSet": { "domainRules": [rule("a", "default"), rule("b", "default")] },
            "overrideRuleSet": { "domainRules": [rule("b", "override")] },
        }),
    );
    let registered = registry.register(
        "s",
        &json!({
            "schema": INT,
            "metadata": { "properties": { "owner": "sales", "team": "z" } },
            "ruleSet": { "domainRules": [rule("a", "own")] },
        }),
    );
    assert_eq!(
        registered["metadata"]["properties"],
        json!({ "owner": "sales", "team": "y" })
    );
    assert_eq!(
        registered["ruleSet"]["domainRules"],
        json!([rule("a", "own"), rule("b", "override")])
    );
}

#[test]
fn the_version_in_the_metadata_goes_with_the_schema() {
    let registry = Registry::start();
    let version = |number: &str| json!({ "properties": { "confluent:version": number } });
    let first = registry.register("s", &json!({ "schema": INT, "metadata": version("1") }));
    assert_eq!(first["metadata"], version("1"));
    let second = registry.register("s", &json!({ "schema": r#""long""# }));
    assert_eq!(second["metadata"], version("2"));
    let found = registry.post("/subjects/s", &json!({ "schema": INT, "metadata": {} }));
    assert_eq!(found.json()["version"], 1);
}

#[test]
fn compatibility_is_asked_within_a_group_alone() {
    let registry = Registry::start();
    registry.put("/config/s", &json!({ "compatibilityGroup": "major" }));
    let major = |number: &str| json!({ "properties": { "major": number } });
    registry.register("s", &json!({ "schema": INT, "metadata": major("1") }));
    let other = json!({ "schema": r#""string""#, "metadata": major("1") });
    assert_refused(&registry.post("/subjects/s/versions", &other), 40901);
    registry.register(
        "s",
        &json!({ "schema": r#""string""#, "metadata": major("2") }),
    );
}

#[test]
fn a_configuration_of_another_shape_is_refused() {
    let registry = Registry::start();
    for (body, code) in [
        (json!({ "normalize": "yes" }), 400),
        (json!({ "defaultMetadata": "owner" }), 400),
        (json!({ "compatibility": 1 }), 42203),
        (json!([]), 400),
    ] {
        let response = send(registry.url(), "PUT", "/config", Some(&body.to_string()));
        assert_eq!(response.json()["error_code"], code, "{body}");
    }
    registry.put("/config", &json!({ "unknown": 1, "validateFields": true }));
    assert_eq!(
        registry.get("/config"),
        json!({ "compatibilityLevel": "BACKWARD", "validateFields": true })
    );
}

#[test]
fn a_schema_is_told_with_its_references_spelled_out_if_asked() {
    let registry = Registry::start();
    let money = r#"{"type":"fixed","name":"Money","size":8}"#;
    registry.register("money", &json!({ "schema": money }));
    let reference = json!({ "name": "Money", "subject": "money", "version": 1 });
    let line = |money: &str| {
        format!(r#"{{"type":"record","name":"Line","fields":[{{"name":"price","type":{money}}}]}}"#)
    };
    registry.register(
        "line",
        &json!({ "schema": line(r#""Money""#), "references": [reference] }),
    );
    let resolved = line(money);
    assert_eq!(
        registry.get("/schemas/ids/2?format=RESOLVED")["schema"],
        resolved
    );
    let version = registry.get("/subjects/line/versions/1?format=resolved");
    assert_eq!(version["schema"], resolved);
    let guid = version["guid"].as_str().unwrap();
    assert_eq!(
        registry.get(&format!("/schemas/guids/{guid}?format=resolved"))["schema"],
        resolved
    );
    let text = registry.get("/subjects/line/versions/1/schema?format=resolved");
    assert_eq!(text, serde_json::from_str::<Value>(&resolved).unwrap());
}

#[test]
fn modes_are_removed_one_by_one_or_with_all_that_is_in_the_context() {
    let registry = Registry::start();
    registry.put("/mode/:.x:", &json!({ "mode": "READONLY" }));
    registry.put("/mode/:.x:s", &json!({ "mode": "READWRITE" }));
    assert_eq!(
        registry.get("/mode/:.x:t?defaultToGlobal=true")["mode"],
        "READONLY"
    );
    assert_eq!(
        registry.delete("/mode/:.x:?recursive=true")["mode"],
        "READONLY"
    );
    assert_eq!(registry.get("/mode/:.x:s")["error_code"], 40409);
    let forward = json!({ "mode": "FORWARD" }).to_string();
    assert_refused(
        &send(registry.url(), "PUT", "/mode/s", Some(&forward)),
        42204,
    );
}

#[test]
fn to_import_erases_what_was_deleted_softly() {
    let registry = Registry::start();
    registry.register("s", &json!({ "schema": INT }));
    let import = json!({ "mode": "IMPORT" }).to_string();
    let refused = send(registry.url(), "PUT", "/mode/s", Some(&import));
    assert_refused(&refused, 42205);
    registry.delete("/subjects/s");
    registry.put("/mode/s", &json!({ "mode": "IMPORT" }));
    let versions = registry.get("/subjects/s/versions?deleted=true");
    assert_eq!(versions["error_code"], 40401);
}

#[test]
fn a_schema_that_no_record_of_kafka_could_hold_is_too_large() {
    let registry = Registry::start();
    let doc = "x".repeat(1_000_000);
    let schema = json!({ "type": "record", "name": "R", "fields": [], "doc": doc }).to_string();
    let response = registry.post("/subjects/s/versions", &json!({ "schema": schema }));
    assert_refused(&response, 42209);
}

#[test]
fn more_references_than_anybody_needs_are_refused() {
    let registry = Registry::start();
    let schema = r#"{"type":"fixed","name":"F","size":1}"#;
    registry.register("f", &json!({ "schema": schema }));
    let references: Vec<Value> = (0..5000)
        .map(|number| json!({ "name": format!("F{number}"), "subject": "f", "version": 1 }))
        .collect();
    let body = json!({ "schema": r#""F""#, "references": references });
    assert_refused(&registry.post("/subjects/s/versions", &body), 42201);
}

#[test]
fn a_version_is_tagged_by_making_another_one() {
    let registry = Registry::start();
    let schema = json!({
        "type": "record", "name": "R", "namespace": "n",
        "fields": [{ "name": "a", "type": "string" }],
    });
    let rules = json!({ "domainRules": [rule("r", "1"), rule("s", "2")] });
    let body = json!({ "schema": schema.to_string(), "ruleSet": rules });
    registry.register("s", &body);
    let entity = |path: &str, kind: &str, tags: &[&str]| json!({ "schemaEntity": { "entityPath": path, "entityType": kind }, "tags": tags });
    let body = json!({
        "newVersion": 2,
        "tagsToAdd": [entity("n.R.a", "sr_field", &["PII", "X"]), entity("n.R", "sr_record", &["T"])],
        "tagsToRemove": [entity("n.R.a", "sr_field", &["X"])],
        "rulesToRemove": ["r"],
    });
    let tagged = registry.post("/subjects/s/versions/1/tags", &body).json();
    assert_eq!(tagged["version"], 2, "{tagged}");
    assert_eq!(
        tagged["schema"],
        r#"{"type":"record","name":"R","namespace":"n","fields":[{"name":"a","type":"string","confluent:tags":["PII"]}],"confluent:tags":["T"]}"#
    );
    assert_eq!(tagged["ruleSet"]["domainRules"], json!([rule("s", "2")]));
    assert_eq!(tagged["metadata"]["properties"]["confluent:version"], "2");

    let nowhere = json!({ "tagsToAdd": [entity("n.R.b", "sr_field", &["PII"])] });
    assert_refused(
        &registry.post("/subjects/s/versions/1/tags", &nowhere),
        42201,
    );
    assert_refused(&registry.post("/subjects/s/versions/9/tags", &body), 40402);
}

#[test]
fn what_has_a_tag_is_found_with_its_schema() {
    let registry = Registry::start();
    let street = r#"{"type":"record","name":"Street","namespace":"a","confluent:tags":["PUBLIC"],
        "fields":[{"name":"name","type":"string","confluent:tags":["PII","PUBLIC"]}]}"#;
    registry.register("street", &json!({ "schema": street }));
    let person = r#"{"type":"record","name":"Person","namespace":"b","fields":[
        {"name":"mail","type":["null","string"],"confluent:tags":["PII"]},
        {"name":"streets","type":{"type":"array","items":"a.Street"}}]}"#;
    let reference = json!([{ "name": "a.Street", "subject": "street", "version": 1 }]);
    registry.register(
        "person",
        &json!({ "schema": person, "references": reference }),
    );
    let entity = |path: &str, kind: &str, tags: &[&str]| json!({ "schemaEntity": { "entityPath": path, "entityType": kind }, "tags": tags });
    let mail = entity("b.Person.mail", "sr_field", &["PII"]);
    let name = entity("a.Street.name", "sr_field", &["PII", "PUBLIC"]);
    let street = entity("a.Street", "sr_record", &["PUBLIC"]);
    for (query, expected) in [
        ("?findTags=PII", json!([mail, name])),
        ("?findTags=PUBLIC", json!([street, name])),
        ("?findTags=*", json!([mail, street, name])),
        ("?findTags=x&findTags=PII", json!([mail, name])),
        ("?findTags=x", Value::Null),
        ("", Value::Null),
    ] {
        for path in ["/subjects/person/versions/1", "/schemas/ids/2"] {
            let found = registry.get(&format!("{path}{query}"));
            assert_eq!(found["schemaTags"], expected, "{path}{query}");
        }
    }
}

#[test]
fn a_new_schema_takes_over_the_tags_of_the_last_if_asked() {
    let registry = Registry::start();
    let schema = |name: &str, tags: &str| {
        let fields = format!(r#"[{{"name":"mail","type":"string"{tags}}}]"#);
        format!(r#"{{"type":"record","name":"{name}","fields":{fields}}}"#)
    };
    let tagged = schema("Person", r#","confluent:tags":["PII"]"#);
    registry.register("s", &json!({ "schema": tagged }));
    let plain = schema("Person", r#","doc":"of the office""#);
    let kept = json!({ "schema": plain, "propagateSchemaTags": true });
    let kept = registry.register("s", &kept)["schema"].take();
    assert!(kept.as_str().unwrap().contains("PII"), "{kept}");
    let lost = registry.register("s", &json!({ "schema": plain }))["schema"].take();
    assert_eq!(lost, plain);
}

#[test]
fn a_schema_is_tagged_when_it_is_registered() {
    let registry = Registry::start();
    let tags = json!([{
        "schemaEntity": { "entityPath": "R", "entityType": "sr_record" }, "tags": ["T"],
    }]);
    let schema = r#"{"type":"record","name":"R","fields":[]}"#;
    let body = json!({ "schema": schema, "schemaTagsToAdd": tags });
    assert_eq!(
        registry.register("s", &body)["schema"],
        r#"{"type":"record","name":"R","fields":[],"confluent:tags":["T"]}"#
    );
}
