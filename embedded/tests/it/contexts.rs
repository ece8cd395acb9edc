//! Contexts by prefix and by path, and what is listed of them.

use serde_json::{Value, json};

use crate::http::send;
use crate::support::{Registry, assert_refused};

fn int() -> Value {
    json!({ "schema": r#""int""# })
}

#[test]
fn a_path_may_name_the_context() {
    let registry = Registry::start();
    let response = registry.post("/contexts/.staging/subjects/s/versions", &int());
    assert_eq!(response.json()["id"], 1);
    assert_eq!(registry.get("/subjects/:.staging:s/versions"), json!([1]));
    assert_eq!(
        registry.get("/contexts/.staging/subjects"),
        json!([":.staging:s"])
    );
    assert_eq!(
        registry.get("/contexts/.staging/schemas/ids/1")["subject"],
        ":.staging:s"
    );
    registry.put(
        "/contexts/.staging/config",
        &json!({ "compatibility": "FULL" }),
    );
    assert_eq!(
        registry.get("/config/:.staging:")["compatibilityLevel"],
        "FULL"
    );
    assert_eq!(registry.get("/config")["compatibilityLevel"], "BACKWARD");
}

#[test]
fn a_subject_without_a_context_is_looked_for_in_all_of_them() {
    let registry = Registry::start();
    registry.register(":.staging:s", &int());
    assert_eq!(
        registry.get("/subjects/s/versions/1")["subject"],
        ":.staging:s"
    );
    let found = registry.post("/subjects/s", &int()).json();
    assert_eq!(found["subject"], ":.staging:s");
    registry.register("s", &int());
    assert_eq!(registry.get("/subjects/s/versions/1")["subject"], "s");
}

#[test]
fn a_version_or_a_schema_that_only_another_context_has_is_found_there() {
    let registry = Registry::start();
    registry.register("s", &int());
    registry.register(":.staging:s", &int());
    registry.register(":.staging:s", &json!({ "schema": r#""long""# }));
    assert_eq!(registry.get("/subjects/s/versions/1")["subject"], "s");
    assert_eq!(
        registry.get("/subjects/s/versions/2")["subject"],
        ":.staging:s"
    );
    let long = registry.post("/subjects/s", &json!({ "schema": r#""long""# }));
    assert_eq!(long.json()["subject"], ":.staging:s");
    let string = registry.post("/subjects/s", &json!({ "schema": r#""string""# }));
    assert_refused(&string, 40403);
    assert_eq!(
        registry.get("/subjects/:.staging:s/versions/3")["error_code"],
        40402
    );
}

#[test]
fn an_id_is_meant_in_the_context_of_the_subject_that_is_asked_for() {
    let registry = Registry::start();
    registry.register("s", &int());
    registry.register(":.staging:t", &json!({ "schema": r#""long""# }));
    for (query, schema, subject) in [
        ("", r#""int""#, "s"),
        ("?subject=s", r#""int""#, "s"),
        ("?subject=unknown", r#""int""#, "s"),
        ("?subject=t", r#""long""#, ":.staging:t"),
        ("?subject=:.staging:", r#""long""#, ":.staging:t"),
        ("?subject=:.staging:t", r#""long""#, ":.staging:t"),
    ] {
        let found = registry.get(&format!("/schemas/ids/1{query}"));
        assert_eq!(
            (&found["schema"], &found["subject"]),
            (&json!(schema), &json!(subject)),
            "{query}"
        );
        assert_eq!(
            registry.get(&format!("/schemas/ids/1/subjects{query}")),
            json!([subject]),
            "{query}"
        );
    }
    // Who names the context as well means no other subject.
    for path in [
        "/schemas/ids/1",
        "/schemas/ids/1/subjects",
        "/schemas/ids/1/versions",
    ] {
        let path = format!("{path}?subject=:.staging:s");
        assert_refused(&send(registry.url(), "GET", &path, None), 40403);
    }
}

#[test]
fn contexts_are_listed_in_pages() {
    let registry = Registry::start();
    for context in ["a", "b1", "b2"] {
        registry.register(&format!(":.{context}:s"), &int());
    }
    assert_eq!(registry.get("/contexts"), json!([".", ".a", ".b1", ".b2"]));
    assert_eq!(
        registry.get("/contexts?contextPrefix=.b"),
        json!([".b1", ".b2"])
    );
    assert_eq!(
        registry.get("/contexts?offset=1&limit=2"),
        json!([".a", ".b1"])
    );
}

#[test]
fn only_an_empty_context_is_deleted() {
    let registry = Registry::start();
    registry.register(":.staging:s", &int());
    let delete = || send(registry.url(), "DELETE", "/contexts/.staging", None);
    assert_refused(&delete(), 42211);
    registry.delete("/subjects/:.staging:s");
    assert_refused(&delete(), 42211);
    registry.delete("/subjects/:.staging:s?permanent=true");
    let deleted = delete();
    assert_eq!((deleted.status, deleted.body.as_str()), (204, ""));
    assert_eq!(registry.get("/contexts"), json!(["."]));
}

#[test]
fn references_are_told_with_their_contexts_if_asked() {
    let registry = Registry::start();
    let money = r#"{"type":"fixed","name":"Money","size":8}"#;
    registry.register(":.staging:money", &json!({ "schema": money }));
    let reference = json!({ "name": "Money", "subject": "money", "version": 1 });
    let line = r#"{"type":"record","name":"Line","fields":[{"name":"price","type":"Money"}]}"#;
    registry.register(
        ":.staging:line",
        &json!({ "schema": line, "references": [reference] }),
    );
    let path = "/subjects/:.staging:line/versions/1";
    let qualified = registry.get(&format!("{path}?referenceFormat=qualified"));
    assert_eq!(qualified["references"][0]["subject"], ":.staging:money");
    assert_eq!(registry.get(path)["references"][0]["subject"], "money");
}
