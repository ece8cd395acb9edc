//! What is deleted, and what is in the way of it.

use serde_json::{Value, json};

use crate::http::{Response, send};
use crate::support::{Registry, assert_refused};

const MONEY: &str = r#"{"type":"fixed","name":"Money","size":8}"#;

fn int() -> Value {
    json!({ "schema": r#""int""# })
}

fn delete(registry: &Registry, path: &str) -> Response {
    send(registry.url(), "DELETE", path, None)
}

/// A schema that refers to the first version of `subject`.
fn referring_to(subject: &str) -> Value {
    let reference = json!([{ "name": "Money", "subject": subject, "version": 1 }]);
    json!({ "schema": r#"["null","Money"]"#, "references": reference })
}

#[test]
fn a_subject_whose_versions_refer_to_each_other_can_be_deleted() {
    let registry = Registry::start();
    registry.put("/config/s", &json!({ "compatibility": "NONE" }));
    registry.register("s", &json!({ "schema": MONEY }));
    registry.register("s", &referring_to("s"));
    assert_refused(&delete(&registry, "/subjects/s/versions/1"), 42206);
    assert_eq!(registry.delete("/subjects/s"), json!([1, 2]));
    assert_eq!(registry.delete("/subjects/s?permanent=true"), json!([1, 2]));
}

#[test]
fn a_soft_deleted_referrer_is_in_the_way_of_permanent_deletion_alone() {
    let registry = Registry::start();
    registry.register("money", &json!({ "schema": MONEY }));
    registry.register("line", &referring_to("money"));
    assert_refused(&delete(&registry, "/subjects/money"), 42206);
    registry.delete("/subjects/line");
    assert_eq!(registry.delete("/subjects/money"), json!([1]));
    let permanent = [
        "/subjects/money?permanent=true",
        "/subjects/money/versions/1?permanent=true",
    ];
    for path in permanent {
        assert_refused(&delete(&registry, path), 42206);
    }
    registry.delete("/subjects/line?permanent=true");
    assert_eq!(registry.delete(permanent[0]), json!([1]));
}

#[test]
fn settings_go_with_the_last_version_however_it_goes() {
    let registry = Registry::start();
    for (version, subject) in ["/versions/1", ""].into_iter().zip(["s", "t"]) {
        registry.register(subject, &int());
        registry.put(
            &format!("/config/{subject}"),
            &json!({ "compatibility": "NONE" }),
        );
        registry.delete(&format!("/subjects/{subject}{version}"));
        assert_eq!(
            registry.get(&format!("/config/{subject}"))["compatibilityLevel"],
            "NONE"
        );
        registry.delete(&format!("/subjects/{subject}{version}?permanent=true"));
        assert_eq!(
            registry.get(&format!("/config/{subject}"))["error_code"],
            40408
        );
    }
}

#[test]
fn what_is_read_only_keeps_its_versions_and_its_settings() {
    let registry = Registry::start();
    registry.register("s", &int());
    registry.put("/config/s", &json!({ "compatibility": "FULL" }));
    registry.put("/mode/s", &json!({ "mode": "READONLY" }));
    assert_refused(&delete(&registry, "/subjects/s"), 42205);
    assert_refused(&delete(&registry, "/subjects/s/versions/1"), 42205);
    assert_refused(&delete(&registry, "/config/s"), 42205);
    let none = json!({ "compatibility": "NONE" }).to_string();
    assert_refused(
        &send(registry.url(), "PUT", "/config/s", Some(&none)),
        42205,
    );
    // What is not there at all is said first.
    assert_refused(&delete(&registry, "/subjects/s/versions/2"), 40402);
    registry.put("/mode", &json!({ "mode": "READONLY" }));
    assert_refused(&send(registry.url(), "PUT", "/config", Some(&none)), 42205);

    // Null takes the mode back.
    assert_eq!(registry.put("/mode", &json!({ "mode": null })), json!({}));
    assert_eq!(registry.put("/mode/s", &json!({ "mode": null })), json!({}));
    assert_eq!(registry.get("/mode/s")["error_code"], 40409);
    assert_eq!(registry.delete("/subjects/s"), json!([1]));
}

#[test]
fn an_import_does_not_erase_what_is_referred_to() {
    let registry = Registry::start();
    registry.register("money", &json!({ "schema": MONEY }));
    registry.register("line", &referring_to("money"));
    registry.delete("/subjects/line");
    registry.delete("/subjects/money");
    let import = json!({ "mode": "IMPORT" }).to_string();
    assert_refused(
        &send(registry.url(), "PUT", "/mode/money", Some(&import)),
        42206,
    );
    registry.put("/mode/line", &json!({ "mode": "IMPORT" }));
    assert_eq!(registry.get("/subjects?deleted=true"), json!(["money"]));
}

#[test]
fn deleted_versions_can_be_listed_as_negative_numbers() {
    let registry = Registry::start();
    registry.register("s", &int());
    registry.register("s", &json!({ "schema": r#""long""# }));
    registry.delete("/subjects/s/versions/1");
    for (query, expected) in [
        ("", json!([2])),
        ("?deleted=true", json!([1, 2])),
        ("?deletedOnly=true", json!([1])),
        ("?deletedAsNegative=true", json!([-1, 2])),
    ] {
        assert_eq!(
            registry.get(&format!("/subjects/s/versions{query}")),
            expected,
            "{query}"
        );
    }
    registry.delete("/subjects/s");
    let path = "/subjects/s/versions?deletedAsNegative=true";
    assert_refused(&send(registry.url(), "GET", path, None), 40401);
    assert_eq!(
        registry.get(&format!("{path}&deleted=true")),
        json!([-1, -2])
    );
}

#[test]
fn another_name_of_a_subject_stands_for_it_everywhere() {
    let registry = Registry::start();
    registry.register("old", &int());
    registry.register("s", &json!({ "schema": r#""string""# }));
    registry.put("/config/name", &json!({ "alias": "s" }));
    assert_eq!(registry.get("/subjects/name/versions/1")["subject"], "s");
    assert_eq!(registry.get("/schemas/ids/2?subject=name")["subject"], "s");
    let named = registry.get("/schemas?subjectPrefix=nam&aliases=true");
    assert_eq!(
        (&named[0]["subject"], &named[0]["aliases"]),
        (&json!("s"), &json!(["name"]))
    );
    assert_eq!(registry.get("/schemas?subjectPrefix=nam"), json!([]));
    assert_eq!(registry.delete("/subjects/name/versions/latest"), json!(1));
    assert_eq!(registry.get("/subjects"), json!(["old"]));
}
