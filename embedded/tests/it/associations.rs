//! Associations of topics with subjects.

use serde_json::{Value, json};

use crate::http::send;
use crate::support::{Registry, assert_refused};

fn request(associations: &Value) -> Value {
    json!({
        "resourceName": "orders", "resourceNamespace": "lkc1", "resourceId": "id1",
        "resourceType": "topic", "associations": associations,
    })
}

fn weak(subject: &str) -> Value {
    request(&json!([{ "subject": subject, "associationType": "value", "lifecycle": "WEAK" }]))
}

#[test]
fn a_topic_without_associations_has_an_empty_list_of_them() {
    let registry = Registry::start();
    assert_eq!(
        registry.get("/associations/resources/-/orders?resourceType=topic&associationType=value"),
        json!([])
    );
}

#[test]
fn a_shared_subject_is_found_by_its_topic_and_the_other_way_round() {
    let registry = Registry::start();
    registry.register("shared", &json!({ "schema": r#""int""# }));
    let made = registry.post("/associations", &weak("shared")).json();
    assert_eq!(
        made["associations"],
        json!([{
            "subject": "shared", "associationType": "value", "lifecycle": "WEAK", "frozen": false,
        }])
    );
    for path in [
        "/associations/resources/-/orders",
        "/associations/resources/lkc1/orders",
        "/associations/resources/lkc1/-?associationType=value",
        "/associations/resources/id1",
        "/associations/subjects/shared?lifecycle=WEAK",
    ] {
        assert_eq!(registry.get(path)[0]["subject"], "shared", "{path}");
    }
    for path in [
        "/associations/resources/lkc2/orders",
        "/associations/resources/id1?associationType=key",
        "/associations/subjects/shared?lifecycle=STRONG",
        "/associations/resources/id1?offset=1",
    ] {
        assert_eq!(registry.get(path), json!([]), "{path}");
    }
}

#[test]
fn a_topics_own_subject_is_made_with_its_schema_and_ends_with_the_topic() {
    let registry = Registry::start();
    let own = request(&json!([{ "schema": { "schema": r#""int""# } }]));
    let made = registry.post("/associations", &own).json();
    let info = &made["associations"][0];
    assert_eq!(
        (&info["lifecycle"], &info["frozen"], &info["subject"]),
        (&json!("STRONG"), &json!(true), &json!(":lkc1:orders-value"))
    );
    assert_eq!(info["schema"]["version"], 1);
    let delete = |query: &str| {
        let path = format!("/associations/resources/id1{query}");
        send(registry.url(), "DELETE", &path, None)
    };
    assert_refused(&delete(""), 40908);
    assert_eq!(delete("?cascadeLifecycle=true").status, 204);
    assert_refused(&delete(""), 40410);
    assert_eq!(registry.get("/subjects?deleted=true"), json!([]));
}

#[test]
fn what_cannot_be_associated_is_refused() {
    let registry = Registry::start();
    let post = |body: &Value| registry.post("/associations", body);
    assert_refused(&post(&weak("shared")), 40907);
    registry.register("shared", &json!({ "schema": r#""int""# }));
    for associations in [
        json!([]),
        json!([{ "lifecycle": "WEAK" }]),
        json!([{ "subject": "shared", "associationType": "header" }]),
        json!([{ "subject": "shared", "lifecycle": "STRONG" }]),
        json!([{ "subject": "shared", "lifecycle": "WEAK", "frozen": true }]),
        json!([{ "subject": "shared" }, { "subject": "shared" }]),
    ] {
        assert_refused(&post(&request(&associations)), 42212);
    }
    assert_eq!(post(&weak("shared")).status, 200);
    assert_eq!(post(&weak("shared")).status, 200);
    registry.register("other", &json!({ "schema": r#""int""# }));
    assert_refused(&post(&weak("other")), 40903);
    let body = weak("other").to_string();
    let path = "/associations/resources/id1";
    assert_refused(&send(registry.url(), "PUT", path, Some(&body)), 42212);
}
