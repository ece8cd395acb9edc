//! What the recorded answers of a real server do not show.

use std::thread;

use serde_json::{Value, json};

use crate::http::post;
use crate::support::Registry;

const MONEY: &str = r#"{"type":"record","name":"Money","namespace":"shop","fields":[{"name":"cents","type":"long"}]}"#;
const LINE: &str = r#"{"type":"record","name":"Line","namespace":"shop","fields":[{"name":"price","type":"Money"}]}"#;
const ORDER: &str = r#"{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"line","type":"Line"},{"name":"total","type":"Money"}]}"#;

impl Registry {
    /// Registers three schemas, the last of which refers to the first directly and by the second.
    fn register_order(&self) -> Value {
        self.register("money", &json!({ "schema": MONEY }));
        let money = json!({ "name": "shop.Money", "subject": "money", "version": 1 });
        self.register("line", &json!({ "schema": LINE, "references": [money] }));
        let line = json!({ "name": "shop.Line", "subject": "line", "version": 1 });
        self.register(
            "order",
            &json!({ "schema": ORDER, "references": [line, money] }),
        )
    }
}

#[test]
fn references_are_followed_to_their_own_references() {
    let registry = Registry::start();
    let order = registry.register_order();
    assert_eq!(order["schema"], ORDER);
    assert_eq!(order["references"].as_array().unwrap().len(), 2);
    assert_eq!(
        registry.get("/subjects/money/versions/1/referencedby"),
        json!([2, 3])
    );
}

#[test]
fn a_text_with_everything_spelled_out_finds_the_schema_with_references() {
    let registry = Registry::start();
    let order = registry.register_order();
    let line = LINE.replace(r#""type":"Money""#, &format!(r#""type":{MONEY}"#));
    let whole = ORDER.replacen(r#""type":"Line""#, &format!(r#""type":{line}"#), 1);
    assert_eq!(
        registry.register("order", &json!({ "schema": whole }))["id"],
        order["id"]
    );
}

#[test]
fn the_order_of_members_does_not_make_another_schema() {
    let registry = Registry::start();
    let one = r#"{"type":"string","b":1,"a":2}"#;
    let other = r#"{"a":2,"b":1,"type":"string"}"#;
    let registered = registry.register("s", &json!({ "schema": one }));
    assert_eq!(
        registry.register("s", &json!({ "schema": other })),
        registered
    );
}

#[test]
fn metadata_that_a_client_does_not_send_stay_as_they_were() {
    let registry = Registry::start();
    let metadata = json!({ "properties": { "owner": "sales" } });
    registry.register("s", &json!({ "schema": r#""int""#, "metadata": metadata }));
    let next = registry.register("s", &json!({ "schema": r#""long""# }));
    assert_eq!(
        (&next["version"], &next["metadata"]),
        (&json!(2), &metadata)
    );

    let look_up = post(
        registry.url(),
        "/subjects/s",
        &json!({ "schema": r#""long""# }),
    );
    assert_eq!(look_up.json()["version"], 2);
}

#[test]
fn a_soft_deleted_schema_can_still_be_read_by_its_id() {
    let registry = Registry::start();
    registry.register("s", &json!({ "schema": r#""int""# }));
    registry.delete("/subjects/s");
    let read = registry.get("/schemas/ids/1");
    assert_eq!(
        (&read["schema"], &read["deleted"]),
        (&json!(r#""int""#), &json!(true))
    );
    registry.delete("/subjects/s?permanent=true");
    assert_eq!(registry.get("/schemas/ids/1")["error_code"], 40403);
}

#[test]
fn an_id_is_never_given_to_another_schema() {
    let registry = Registry::start();
    registry.register("s", &json!({ "schema": r#""int""# }));
    registry.delete("/subjects/s");
    registry.delete("/subjects/s?permanent=true");
    assert_eq!(
        registry.register("s", &json!({ "schema": r#""long""# }))["id"],
        2
    );
}

#[test]
fn each_context_counts_its_own_ids() {
    let registry = Registry::start();
    registry.register("s", &json!({ "schema": r#""int""# }));
    assert_eq!(
        registry.register(":.staging:s", &json!({ "schema": r#""long""# }))["id"],
        1
    );
    assert_eq!(
        registry.get("/schemas/ids/1?subject=:.staging:")["schema"],
        r#""long""#
    );
    assert_eq!(registry.get("/schemas/ids/1")["schema"], r#""int""#);
}

#[test]
fn a_reference_without_a_context_stays_in_that_of_its_schema() {
    let registry = Registry::start();
    registry.register(":.staging:money", &json!({ "schema": MONEY }));
    let money = json!({ "name": "shop.Money", "subject": "money", "version": -1 });
    let line = registry.register(
        ":.staging:line",
        &json!({ "schema": LINE, "references": [money] }),
    );
    assert_eq!(line["references"][0]["version"], 1);
}

#[test]
fn many_at_once_get_one_id() {
    let registry = Registry::start();
    let ids: Vec<Value> = thread::scope(|scope| {
        let register = || registry.register("s", &json!({ "schema": MONEY }))["id"].take();
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(register)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(ids, vec![json!(1); 8]);
    assert_eq!(registry.get("/subjects/s/versions"), json!([1]));
}

#[test]
fn any_name_without_control_characters_is_a_subject() {
    let registry = Registry::start();
    for (path, name) in [
        ("a%2Fb%20c%3Fd%23e%25f", "a/b c?d#e%f"),
        ("%E8%88%AA%E7%8F%AD", "航班"),
        ("..", ".."),
        ("%22%27%3C", "\"'<"),
    ] {
        registry.register(path, &json!({ "schema": r#""int""# }));
        let found = registry.get(&format!("/subjects/{path}/versions/1"));
        assert_eq!(found["subject"], name);
    }
    let body = json!({ "schema": r#""int""# });
    for path in ["a%0Ab", "%00", "__GLOBAL", "__EMPTY"] {
        let response = post(registry.url(), &format!("/subjects/{path}/versions"), &body);
        assert_eq!(
            (response.status, &response.json()["error_code"]),
            (422, &json!(42208))
        );
    }
}

#[test]
fn a_chain_of_references_that_is_too_long_is_refused() {
    let registry = Registry::start();
    registry.register(
        "r0",
        &json!({ "schema": r#"{"type":"fixed","name":"R0","size":1}"# }),
    );
    let mut last = 200;
    for number in 1..100 {
        let before = number - 1;
        let schema = format!(
            r#"{{"type":"record","name":"R{number}","fields":[{{"name":"f","type":"R{before}"}}]}}"#
        );
        let reference =
            json!({ "name": format!("R{before}"), "subject": format!("r{before}"), "version": 1 });
        let body = json!({ "schema": schema, "references": [reference] });
        last = post(
            registry.url(),
            &format!("/subjects/r{number}/versions"),
            &body,
        )
        .status;
        if last != 200 {
            break;
        }
    }
    assert_eq!(last, 422);
}
