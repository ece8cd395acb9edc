//! A registry that keeps what it knows in a file.

use std::fs;
use std::path::{Path, PathBuf};

use avrolane_embedded::{EmbeddedRegistry, ErrorKind};
use serde_json::json;

use crate::support::{Registry, assert_refused};

/// A directory that goes away with its handle.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("avrolane-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("schemas.json")
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn start(file: &Path) -> Registry {
    Registry(EmbeddedRegistry::builder().file(file).start().unwrap())
}

#[test]
fn the_next_registry_goes_on_where_the_last_one_ended() {
    let directory = Directory::new("continues");
    let before = start(&directory.file());
    let money = r#"{"type":"fixed","name":"Money","size":8}"#;
    before.register("money", &json!({ "schema": money }));
    let reference = json!({ "name": "Money", "subject": "money", "version": 1 });
    let line = r#"{"type":"record","name":"Line","fields":[{"name":"price","type":"Money"}]}"#;
    let rules = json!({ "domainRules": [{ "name": "r", "type": "CEL" }] });
    before.register(
        "line",
        &json!({
            "schema": line, "references": [reference], "ruleSet": rules,
            "metadata": { "properties": { "owner": "sales" } },
        }),
    );
    before.register(":.staging:s", &json!({ "schema": r#""int""# }));
    before.register("gone", &json!({ "schema": r#""int""# }));
    before.delete("/subjects/gone");
    before.delete("/subjects/gone?permanent=true");
    before.register("soft", &json!({ "schema": r#""long""# }));
    before.delete("/subjects/soft");
    before.put(
        "/config/line",
        &json!({ "compatibility": "FULL", "normalize": true }),
    );
    before.put("/mode/:.staging:", &json!({ "mode": "READONLY" }));
    let association = json!({
        "resourceName": "t", "resourceNamespace": "n", "resourceId": "1",
        "associations": [{ "subject": "money" }],
    });
    assert_eq!(before.post("/associations", &association).status, 200);
    let paths = [
        "/associations/resources/1",
        "/subjects?subjectPrefix=:*:&deleted=true",
        "/schemas?deleted=true&subjectPrefix=:*:",
        "/contexts",
        "/config/line",
        "/mode/:.staging:",
        "/schemas/ids/2",
        "/subjects/money/versions/1/referencedby",
    ];
    let known = paths.map(|path| before.get(path));
    drop(before);

    let after = start(&directory.file());
    assert_eq!(paths.map(|path| after.get(path)), known);
    let next = after.register("next", &json!({ "schema": r#""float""# }));
    assert_eq!(next["id"], 5, "the id of what is gone is not given again");
}

#[test]
fn what_was_answered_is_in_the_file_and_the_file_is_alone() {
    let directory = Directory::new("answered");
    let registry = start(&directory.file());
    registry.register("s", &json!({ "schema": r#""int""# }));
    let copy = directory.0.join("copy.json");
    fs::copy(directory.file(), &copy).unwrap();
    let other = start(&copy);
    assert_eq!(other.get("/subjects"), json!(["s"]));
    assert_eq!(fs::read_dir(&directory.0).unwrap().count(), 2);
}

#[test]
fn what_was_being_written_when_the_power_went_is_forgotten() {
    let directory = Directory::new("torn");
    let registry = start(&directory.file());
    registry.register("s", &json!({ "schema": r#""int""# }));
    drop(registry);
    // As a write leaves it that ended in the middle: the file itself is replaced at the very last.
    let whole = fs::read(directory.file()).unwrap();
    let torn = directory.0.join("schemas.json.new");
    fs::write(&torn, &whole[..whole.len() / 2]).unwrap();
    let after = start(&directory.file());
    assert_eq!(after.get("/subjects"), json!(["s"]));
    after.register("t", &json!({ "schema": r#""int""# }));
    drop(after);
    assert_eq!(start(&directory.file()).get("/subjects"), json!(["s", "t"]));
}

#[test]
fn a_file_that_cannot_be_written_fails_the_request_and_stays_as_it_was() {
    let directory = Directory::new("unwritable");
    let registry = start(&directory.file());
    registry.register("s", &json!({ "schema": r#""int""# }));
    let whole = fs::read(directory.file()).unwrap();
    // A directory is in the way of what is written.
    fs::create_dir(directory.0.join("schemas.json.new")).unwrap();
    let body = json!({ "schema": r#""int""# });
    assert_refused(&registry.post("/subjects/t/versions", &body), 50001);
    assert_eq!(fs::read(directory.file()).unwrap(), whole);
}

#[test]
fn a_request_that_changes_nothing_does_not_write() {
    let directory = Directory::new("reads");
    let registry = start(&directory.file());
    registry.register("s", &json!({ "schema": r#""int""# }));
    fs::remove_file(directory.file()).unwrap();
    registry.post("/subjects/s", &json!({ "schema": r#""int""# }));
    registry.get("/subjects");
    assert!(!directory.file().exists());
}

#[test]
fn a_file_of_something_else_is_refused_and_left_as_it_is() {
    let directory = Directory::new("refused");
    for (text, reason) in [
        ("{", "EOF while parsing"),
        ("{}", "no `format`"),
        (r#"{"format":2}"#, "it has format 2"),
    ] {
        fs::write(directory.file(), text).unwrap();
        let error = EmbeddedRegistry::builder()
            .file(directory.file())
            .start()
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Registry);
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.contains(reason), "{source}");
        assert_eq!(fs::read_to_string(directory.file()).unwrap(), text);
    }
}

#[test]
fn what_cannot_be_kept_is_not_said_to_be_registered() {
    let directory = Directory::new("unwritable");
    let registry = start(&directory.file());
    fs::remove_dir_all(&directory.0).unwrap();
    let response = registry.post("/subjects/s/versions", &json!({ "schema": r#""int""# }));
    assert_eq!(response.status, 500);
    assert_eq!(response.json()["error_code"], 50001);
}
