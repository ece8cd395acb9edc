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
        json!([{ "subject": "shared", "associationType": "value", "lifecycle": "WEAK" }])
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
        (&info["lifecycle"], &info["subject"]),
        (&json!("STRONG"), &json!(":lkc1:orders-value"))
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

#[test]
fn a_subject_that_a_topic_has_is_not_deleted() {
    let registry = Registry::start();
    registry.register("shared", &json!({ "schema": r#""int""# }));
    assert_eq!(registry.post("/associations", &weak("shared")).status, 200);
    let delete = |path: &str| send(registry.url(), "DELETE", path, None);
    assert_refused(&delete("/subjects/shared"), 40904);
    assert_refused(&delete("/subjects/shared/versions/1"), 40907);
    registry.put("/config/shared", &json!({ "compatibility": "NONE" }));
    registry.register("shared", &json!({ "schema": r#""string""# }));
    assert_eq!(registry.delete("/subjects/shared/versions/1"), json!(1));
    assert_eq!(delete("/associations/resources/id1").status, 204);
    assert_eq!(registry.delete("/subjects/shared"), json!([2]));
}

#[test]
fn a_subject_is_a_topics_own_or_referred_to() {
    let registry = Registry::start();
    let own = |schema: &str| request(&json!([{ "schema": { "schema": schema } }]));
    let money = r#"{"type":"fixed","name":"Money","size":8}"#;
    let reference = |subject: &str| json!([{ "name": "Money", "subject": subject, "version": 1 }]);
    assert_eq!(registry.post("/associations", &own(money)).status, 200);
    let referrer = json!({ "schema": r#""Money""#, "references": reference(":lkc1:orders-value") });
    assert_refused(&registry.post("/subjects/r/versions", &referrer), 42205);

    let registry = Registry::start();
    // Only a context whose name begins with a dot is one.
    registry.register(":lkc1:orders-value", &json!({ "schema": money }));
    registry.register(
        "r",
        &json!({ "schema": r#""Money""#, "references": reference(":lkc1:orders-value") }),
    );
    assert_refused(&registry.post("/associations", &own(money)), 42206);
}

#[test]
fn a_topics_own_subject_is_made_once_with_one_schema() {
    let registry = Registry::start();
    let own = |schema: &str| request(&json!([{ "schema": { "schema": schema } }]));
    let post = |schema: &str| registry.post("/associations", &own(schema));
    assert_eq!(post(r#""int""#).status, 200);
    assert_eq!(post(r#""int""#).status, 200);
    assert_refused(&post(r#""long""#), 40903);
    assert_eq!(
        registry.get("/subjects/:lkc1:orders-value/versions"),
        json!([1])
    );

    let registry = Registry::start();
    registry.register(":lkc1:orders-value", &json!({ "schema": r#""int""# }));
    let post = |schema: &str| registry.post("/associations", &own(schema));
    assert_refused(&post(r#""long""#), 42212);
    assert_eq!(post(r#""int""#).status, 200);
}

#[test]
fn schemas_are_listed_by_the_associations_of_their_subjects() {
    let registry = Registry::start();
    registry.register("alone", &json!({ "schema": r#""int""# }));
    registry.register("shared", &json!({ "schema": r#""int""# }));
    assert_eq!(registry.post("/associations", &weak("shared")).status, 200);
    let subjects = |query: &str| -> Vec<Value> {
        let listed = registry.get(&format!("/schemas?{query}"));
        let listed = listed.as_array().unwrap().iter();
        listed.map(|schema| schema["subject"].clone()).collect()
    };
    assert_eq!(subjects(""), ["alone", "shared"]);
    for query in [
        "associationType=value",
        "resourceType=topic",
        "lifecycle=WEAK",
    ] {
        assert_eq!(subjects(query), ["shared"], "{query}");
    }
    for query in [
        "associationType=key",
        "lifecycle=STRONG",
        "resourceType=table",
    ] {
        assert_eq!(subjects(query), [] as [&str; 0], "{query}");
    }
    assert_eq!(subjects("lifecycle=NONE"), ["alone"]);
    assert_eq!(
        subjects("lifecycle=NONE&lifecycle=WEAK"),
        ["alone", "shared"]
    );
    let listed = registry.get("/schemas?lifecycle=WEAK");
    assert_eq!(listed[0]["associations"][0]["resourceName"], "orders");
    assert_eq!(registry.get("/schemas")[1]["associations"], Value::Null);
}
