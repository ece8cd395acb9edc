//! What may be registered, and what is only checked.

use serde_json::{Value, json};

use crate::support::{Registry, assert_refused};

const INT: &str = r#""int""#;

#[test]
fn an_incompatible_schema_is_registered_by_force() {
    let registry = Registry::start();
    registry.register("s", &json!({ "schema": INT }));
    let string = json!({ "schema": r#""string""# });
    assert_refused(&registry.post("/subjects/s/versions", &string), 40901);
    let forced = registry.post("/subjects/s/versions?force=true", &string);
    assert_eq!(forced.json()["version"], 2);
}

#[test]
fn who_names_a_version_gets_the_next_one_or_none() {
    let registry = Registry::start();
    let body = |version: i32| json!({ "schema": INT, "version": version });
    assert_refused(&registry.post("/subjects/s/versions", &body(2)), 42201);
    assert_eq!(registry.register("s", &body(1))["version"], 1);
    assert_refused(&registry.post("/subjects/s/versions", &body(1)), 42201);
    let second = registry.register("s", &body(2));
    assert_eq!(second["version"], 2);
    assert_eq!(second["metadata"]["properties"]["confluent:version"], "2");
}

#[test]
fn reserved_fields_stay_reserved_and_unused() {
    let registry = Registry::start();
    registry.put("/config/s", &json!({ "validateFields": true }));
    let record = |fields: &[&str], reserved: &str| {
        let fields: Vec<Value> = fields
            .iter()
            .map(|name| json!({ "name": name, "type": "int", "default": 0 }))
            .collect();
        let schema = json!({ "type": "record", "name": "R", "fields": fields }).to_string();
        json!({ "schema": schema, "metadata": { "properties": { "confluent:reserved": reserved } } })
    };
    registry.register("s", &record(&["a"], "old, older"));
    let check = |body: &Value| {
        let path = "/compatibility/subjects/s/versions/latest?verbose=true";
        registry.post(path, body).json()["messages"].take()
    };
    assert_eq!(check(&record(&["a", "b"], "older,old,a2")), json!([]));
    assert_eq!(
        check(&record(&["a", "old"], "old")),
        json!([
            "The new schema has reserved field older removed from its metadata which is present \
             in the old schema's metadata.",
            "The new schema has field that conflicts with the reserved field old.",
            "{validateFields: 'true', compatibility: 'BACKWARD'}",
        ])
    );
    let response = registry.post("/subjects/s/versions", &record(&["old"], "old,older"));
    assert_refused(&response, 40901);
    registry.put("/config/s", &json!({ "validateFields": null }));
    assert_eq!(check(&record(&["old"], "")), json!([]));
}

#[test]
fn rules_for_new_schemas_do_not_hold_for_known_ones() {
    let registry = Registry::start();
    let body = json!({
        "schema": r#"{"type":"record","name":"R","fields":[{"name":"f","type":"int","default":"x"}]}"#,
    });
    assert_refused(&registry.post("/subjects/s/versions", &body), 42201);
    registry.put("/config/s", &json!({ "validateNewSchemas": false }));
    assert_eq!(registry.register("s", &body)["version"], 1);
    registry.put("/config/s", &json!({ "validateNewSchemas": true }));
    assert_eq!(registry.post("/subjects/s", &body).json()["version"], 1);

    registry.register(
        "fixed",
        &json!({ "schema": r#"{"type":"fixed","name":"F","size":1}"# }),
    );
    let reference = json!([{ "name": "F", "subject": "fixed", "version": 1 }]);
    let referring = json!({ "schema": r#"["null","F"]"#, "references": reference });
    registry.register("t", &referring);
    registry.delete("/subjects/t");
    registry.delete("/subjects/fixed");
    let found = registry.post("/subjects/t?deleted=true", &referring);
    assert_eq!(found.json()["version"], 1);
    assert_refused(&registry.post("/subjects/u/versions", &referring), 42201);
}

#[test]
fn a_check_says_first_whether_the_version_is_there() {
    let registry = Registry::start();
    let nonsense = json!({ "schema": "nonsense" });
    for path in [
        "/compatibility/subjects/s/versions/1",
        "/compatibility/subjects/s/versions/1?verbose=true",
    ] {
        assert_refused(&registry.post(path, &nonsense), 40402);
    }
    assert_refused(
        &registry.post("/compatibility/subjects/s/versions/latest", &nonsense),
        42201,
    );
    assert_refused(&registry.post("/subjects/s", &nonsense), 42201);
    assert_refused(&registry.post("/subjects/s", &json!({})), 40401);
}
