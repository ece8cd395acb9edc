//! Associations of many topics at once.

use serde_json::{Value, json};

use crate::http::Response;
use crate::support::{Registry, assert_refused};

fn mutate(registry: &Registry, query: &str, requests: &Value) -> Value {
    let path = format!("/associations:batchMutate{query}");
    results(&registry.post(&path, &json!({ "requests": requests })))
}

fn get(registry: &Registry, query: &str, requests: &Value) -> Value {
    let path = format!("/associations:batchGet{query}");
    results(&registry.post(&path, &json!({ "requests": requests })))
}

fn results(response: &Response) -> Value {
    assert_eq!(response.status, 207, "{response:?}");
    response.json()["results"].take()
}

fn topic(name: &str, associations: &Value) -> Value {
    json!({
        "resourceName": name, "resourceNamespace": "lkc1", "resourceId": format!("id-{name}"),
        "associations": associations,
    })
}

fn with_a_shared_subject() -> Registry {
    let registry = Registry::start();
    registry.register("shared", &json!({ "schema": r#""int""# }));
    registry
}

#[test]
fn each_request_of_a_batch_has_a_result_or_an_error_of_its_own() {
    let registry = with_a_shared_subject();
    let shared = json!([{ "opType": "CREATE", "subject": "shared" }]);
    let missing = json!([{ "opType": "CREATE", "subject": "missing" }]);
    let own = json!([{ "opType": "CREATE", "schema": { "schema": r#""int""# } }]);
    let done = mutate(
        &registry,
        "",
        &json!([
            topic("a", &shared),
            topic("b", &missing),
            topic("c", &own),
            topic("d", &json!([]))
        ]),
    );
    assert_eq!(
        done[0]["result"],
        json!({
            "resourceName": "a", "resourceNamespace": "lkc1", "resourceId": "id-a",
            "resourceType": "topic",
            "associations": [
                { "subject": "shared", "associationType": "value", "lifecycle": "WEAK" },
            ],
        })
    );
    assert_eq!(done[1]["error"]["error_code"], 40907);
    assert_eq!(done[2]["result"]["associations"][0]["schema"]["version"], 1);
    assert_eq!(done[3]["error"]["error_code"], 42212);

    let asked = json!([
        { "resourceId": "id-a" },
        { "resourceName": "c", "resourceNamespace": "lkc1" },
        { "resourceName": "b", "resourceNamespace": "-" },
        { "resourceName": "a" },
    ]);
    let found = get(&registry, "?includeSchemas=true", &asked);
    assert_eq!(found[0]["result"]["resourceName"], "a");
    assert_eq!(
        found[0]["result"]["associations"][0]["schema"]["subject"],
        "shared"
    );
    assert_eq!(found[1]["result"]["resourceId"], "id-c");
    assert_eq!(found[2]["result"]["associations"], Value::Null);
    assert_eq!(found[3]["error"]["error_code"], 500);
    let found = get(&registry, "", &asked);
    assert_eq!(found[0]["result"]["associations"][0]["schema"], Value::Null);
}

#[test]
fn the_changes_of_a_topic_happen_one_after_the_other() {
    let registry = with_a_shared_subject();
    let both = json!([
        { "opType": "CREATE", "subject": "shared", "associationType": "key" },
        { "opType": "CREATE", "subject": "shared", "associationType": "value" },
    ]);
    mutate(&registry, "", &json!([topic("a", &both)]));
    let changes = json!([
        { "opType": "DELETE", "associationType": "key" },
        { "opType": "UPSERT", "subject": "shared", "associationType": "value" },
    ]);
    let tried = mutate(&registry, "?dryRun=true", &json!([topic("a", &changes)]));
    assert_eq!(tried[0]["result"]["associations"], Value::Null);
    assert_eq!(
        registry
            .get("/associations/resources/id-a")
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let changed = mutate(&registry, "", &json!([topic("a", &changes)]));
    let left = changed[0]["result"]["associations"].as_array().unwrap();
    assert_eq!(
        (left.len(), &left[0]["associationType"]),
        (1, &json!("value"))
    );
}

#[test]
fn a_batch_without_requests_is_refused() {
    let registry = Registry::start();
    for path in ["/associations:batchGet", "/associations:batchMutate"] {
        assert_refused(&registry.post(path, &json!({})), 42212);
        assert_refused(&registry.post(path, &json!({ "requests": [] })), 42212);
    }
}
