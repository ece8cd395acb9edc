//! Requests that no client with good intentions sends.

use serde_json::{Value, json};

use crate::http::{Response, send, send_as};
use crate::support::{Registry, assert_refused};

const VERSIONS: &str = "/subjects/s/versions";

fn post_bytes(registry: &Registry, body: &[u8]) -> Response {
    send_as(registry.url(), "POST", VERSIONS, "", body)
}

fn post_schema(registry: &Registry, subject: &str, schema: &str) -> Response {
    let path = format!("/subjects/{subject}/versions");
    registry.post(&path, &json!({ "schema": schema }))
}

/// Checks that the request was refused with this status, as an error of the web server's.
#[track_caller]
fn assert_malformed(response: &Response, status: u16) {
    assert_eq!(
        (response.status, &response.json()["error_code"]),
        (status, &Value::from(status)),
        "{response:?}"
    );
}

fn arrays(depth: usize, of: &str) -> String {
    format!(
        "{}{of}{}",
        r#"{"type":"array","items":"#.repeat(depth),
        "}".repeat(depth)
    )
}

fn records(depth: usize, of: &str) -> String {
    (0..depth).fold(of.to_owned(), |inner, level| {
        format!(r#"{{"type":"record","name":"R{level}","fields":[{{"name":"f","type":{inner}}}]}}"#)
    })
}

#[test]
fn bodies_that_are_no_requests_are_refused() {
    let registry = Registry::start();
    for body in [
        &b"{"[..],
        b"[]",
        b"5",
        br#""text""#,
        br#"{"schema":5}"#,
        br#"{"schema":"\"int\"","id":1.5}"#,
        br#"{"schema":"\"int\"","id":99999999999}"#,
        br#"{"schema":"\"int\"","version":-99999999999}"#,
        br#"{"schema":"\"int\"","references":{}}"#,
        br#"{"schema":"\"int\"","references":[{"name":"a","subject":"b"}]}"#,
        br#"{"schema":"\"int\"","metadata":{"tags":5}}"#,
        br#"{"schema":"\"int\"","ruleSet":{"domainRules":[{"kind":"NONSENSE"}]}}"#,
        b"{\"schema\":\"\xff\xfe\"}",
        b"{\"schema\":\"\\ud800\"}",
        b"\xef\xbb\xbf{}",
    ] {
        assert_malformed(&post_bytes(&registry, body), 400);
    }
    for body in [&b""[..], b"  ", b"null"] {
        assert_malformed(&post_bytes(&registry, body), 422);
    }
    assert_eq!(registry.get("/subjects"), json!([]));
}

#[test]
fn of_members_with_the_same_name_the_last_counts_and_unknown_ones_do_not() {
    let registry = Registry::start();
    let body = br#"{"schema":"nonsense","x":{"y":[1,null]},"schema":"\"int\"","id":null}"#;
    assert_eq!(post_bytes(&registry, body).status, 200);
    let schema = r#"{"type":"record","name":"A","name":"B","fields":[],"x":1,"x":2}"#;
    assert_eq!(post_schema(&registry, "t", schema).status, 200);
    assert_eq!(
        registry.get("/subjects/t/versions/1/schema"),
        json!({ "type": "record", "name": "B", "fields": [], "x": 2 })
    );
}

#[test]
fn what_is_too_long_or_too_deep_is_refused() {
    let registry = Registry::start();
    let long = format!(r#""{}""#, "x".repeat(2 << 20));
    assert_refused(&post_schema(&registry, "s", &long), 42209);
    assert_malformed(&post_bytes(&registry, "[".repeat(100_000).as_bytes()), 400);
    let unknown = format!(r#"{{"x":{}1{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert_malformed(&post_bytes(&registry, unknown.as_bytes()), 400);
    for schema in [
        arrays(20_000, r#""int""#),
        records(5_000, r#""int""#),
        "[".repeat(100_000),
        r#"{"type":"#.repeat(100_000),
        format!(
            r#"{{"type":"record","name":"R","fields":[],"x":{}1{}}}"#,
            "[".repeat(50_000),
            "]".repeat(50_000)
        ),
    ] {
        assert_refused(&post_schema(&registry, "s", &schema), 42201);
        let normalized = registry.post(
            "/subjects/s/versions?normalize=true",
            &json!({ "schema": schema }),
        );
        assert_refused(&normalized, 42201);
    }
}

#[test]
fn schemas_as_deep_as_they_may_be_are_told_apart_and_compared() {
    let registry = Registry::start();
    for (subject, of) in [
        ("arrays", arrays as fn(usize, &str) -> String),
        ("records", records),
    ] {
        let int = |depth: usize| json!({ "schema": of(depth, r#""int""#) });
        let is_taken = |depth: &usize| {
            let path = format!("/subjects/{subject}-{depth}/versions");
            registry.post(&path, &int(*depth)).status == 200
        };
        let depth = (1..300).collect::<Vec<_>>().partition_point(is_taken);
        assert!(depth > 100, "{depth}");
        registry.register(subject, &int(depth));
        let string = json!({ "schema": of(depth, r#""string""#) });
        assert_refused(
            &registry.post(&format!("/subjects/{subject}"), &string),
            40403,
        );
        assert_refused(
            &registry.post(&format!("/subjects/{subject}/versions"), &string),
            40901,
        );
        let normalized = format!("/subjects/{subject}/versions?normalize=true&format=resolved");
        let long = json!({ "schema": of(depth, r#""long""#) });
        assert_eq!(registry.post(&normalized, &long).status, 200);
        assert_eq!(
            registry.get(&format!("/subjects/{subject}/versions/latest?findTags=*"))["version"],
            2
        );
    }
}

#[test]
fn large_schemas_are_compared_in_bounded_time() {
    let registry = Registry::start();
    // Each record three times in the next: as many paths as 3 to the power of 40.
    let shared = |leaf: &str| {
        let first =
            format!(r#"{{"type":"record","name":"R0","fields":[{{"name":"x","type":"{leaf}"}}]}}"#);
        (1..40).fold(first, |inner, level| {
            let before = level - 1;
            format!(
                r#"{{"type":"record","name":"R{level}","fields":[
                    {{"name":"a","type":["null",{inner}]}},
                    {{"name":"b","type":["null","R{before}"]}},
                    {{"name":"c","type":["null","R{before}"]}}]}}"#
            )
        })
    };
    assert_eq!(post_schema(&registry, "shared", &shared("int")).status, 200);
    assert_eq!(
        post_schema(&registry, "shared", &shared("long")).status,
        200
    );
    assert_refused(&post_schema(&registry, "shared", &shared("string")), 40901);
    let wide = |of: &str| {
        let fields: Vec<Value> = (0..5_000)
            .map(|field| json!({ "name": format!("{of}{field}"), "type": of }))
            .collect();
        json!({ "type": "record", "name": "W", "fields": fields }).to_string()
    };
    assert_eq!(post_schema(&registry, "wide", &wide("int")).status, 200);
    assert_refused(&post_schema(&registry, "wide", &wide("string")), 40901);
}

#[test]
fn hostile_subjects_are_refused_or_kept_apart() {
    let registry = Registry::start();
    for subject in [
        "%00",
        "a%0Ab",
        "%7F",
        "__GLOBAL",
        "__EMPTY",
        ":.x:__EMPTY",
        ":.__GLOBAL:s",
    ] {
        assert_refused(&post_schema(&registry, subject, r#""int""#), 42208);
        let path = format!("/subjects/{subject}/versions");
        assert_refused(&send(registry.url(), "GET", &path, None), 40401);
    }
    let long = "long".repeat(2_000);
    let subjects = [
        "..",
        "%2E%2E",
        "%2F",
        "%2F..%2F",
        "%25",
        "%2525",
        "%",
        "*",
        "%20",
        "%3F",
        "%23",
        "%E2%80%AE",
        ":*:",
        ":.x:",
        ":.x:y",
        ":.%2F:y",
        &long,
    ];
    for subject in subjects {
        assert_eq!(
            post_schema(&registry, subject, r#""int""#).status,
            200,
            "{subject}"
        );
    }
    let kept = registry.get("/subjects?subjectPrefix=:*:");
    // Both spellings of two dots are one subject, as are those of a percent sign.
    assert_eq!(kept.as_array().unwrap().len(), subjects.len() - 2, "{kept}");
    assert_malformed(
        &send(registry.url(), "GET", "/subjects/%FF%FE/versions", None),
        400,
    );
}

#[test]
fn thousands_of_references_are_bounded() {
    let registry = Registry::start();
    registry.register(
        "f",
        &json!({ "schema": r#"{"type":"fixed","name":"F","size":1}"# }),
    );
    let references = |name: fn(usize) -> String, subject: fn(usize) -> String| -> Vec<Value> {
        (0..20_000)
            .map(|number| json!({ "name": name(number), "subject": subject(number), "version": 1 }))
            .collect()
    };
    let post = |references: Vec<Value>| {
        registry.post(
            VERSIONS,
            &json!({ "schema": r#""int""#, "references": references }),
        )
    };
    let missing = post(references(
        |number| format!("N{number}"),
        |number| format!("s{number}"),
    ));
    assert_refused(&missing, 42201);
    // One text under more names than a schema may refer to.
    let many = post(references(
        |number| format!("N{number}"),
        |_| "f".to_owned(),
    ));
    assert_refused(&many, 42201);
    assert!(many.body.contains("refers to more than 1000"), "{many:?}");
}

#[test]
fn what_a_schema_refers_to_is_bounded_in_length() {
    let registry = Registry::start();
    let doc = "d".repeat(900_000);
    let references: Vec<Value> = (0..10)
        .map(|number| {
            let schema = format!(r#"{{"type":"fixed","name":"F{number}","size":1,"doc":"{doc}"}}"#);
            registry.register(&format!("f{number}"), &json!({ "schema": schema }));
            json!({ "name": format!("F{number}"), "subject": format!("f{number}"), "version": 1 })
        })
        .collect();
    let post = |references: &[Value]| {
        registry.post(
            VERSIONS,
            &json!({ "schema": r#""int""#, "references": references }),
        )
    };
    assert_eq!(post(&references[..9]).status, 200);
    assert_refused(&post(&references), 42201);
}

#[test]
fn cycles_of_references_end() {
    let registry = Registry::start();
    let record = |name: &str, of: &str| {
        format!(r#"{{"type":"record","name":"{name}","fields":[{{"name":"f","type":{of}}}]}}"#)
    };
    let to =
        |name: &str, subject: &str| json!([{ "name": name, "subject": subject, "version": 1 }]);
    let itself = json!({ "schema": record("A", r#""B""#), "references": to("B", "a") });
    assert_refused(&registry.post("/subjects/a/versions", &itself), 42201);

    // An import chooses versions, so it can put a referrer where what it refers to was.
    registry.put("/mode", &json!({ "mode": "IMPORT" }));
    let import = |subject: &str, id: i32, schema: String, references: Value| {
        let path = format!("/subjects/{subject}/versions");
        let body = json!({ "schema": schema, "references": references, "id": id, "version": 1 });
        registry.post(&path, &body)
    };
    assert_eq!(
        import("a", 1, record("A", r#""int""#), json!([])).status,
        200
    );
    assert_eq!(
        import("b", 2, record("B", r#""A""#), to("A", "a")).status,
        200
    );
    let closing = import("a", 3, record("A", r#"["null","B"]"#), to("B", "b"));
    assert!([200, 422].contains(&closing.status), "{closing:?}");
    registry.put("/mode?force=true", &json!({ "mode": "READWRITE" }));
    let around = json!({ "schema": record("C", r#""A""#), "references": to("A", "a") });
    let around = registry.post("/subjects/c/versions", &around);
    assert!([200, 422].contains(&around.status), "{around:?}");
    assert_eq!(
        registry.get("/subjects/a/versions/1?format=resolved")["version"],
        1
    );
}

#[test]
fn the_registry_answers_as_before_after_all_that() {
    let registry = Registry::start();
    for path in [
        "/",
        "/subjects/",
        "//",
        "/schemas/ids/x",
        "/schemas/ids/-1",
        "/schemas/guids/x",
    ] {
        send(registry.url(), "GET", path, None);
    }
    for method in ["PUT", "DELETE", "OPTIONS", "TRACE", "NONSENSE"] {
        assert_malformed(&send(registry.url(), method, "/subjects", None), 405);
    }
    assert_eq!(
        registry.register("s", &json!({ "schema": r#""int""# }))["id"],
        1
    );
}
