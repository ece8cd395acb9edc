use super::*;

const TEXT: &str = r#"# Written by `avrolane lock`, to be committed.
lock = 1

[[subject]]
name = "money"
record = "com.example.Money"
compatibility = "FULL"

[[subject.version]]
version = 1
guid = "5ce35a0d-61e2-35a7-a2a4-19e33b1a7ef2"
fingerprint = "53761d9458d60b02"

[[subject]]
name = "orders \"new\"-value"
compatibility = "BACKWARD"

[[subject.version]]
version = 1
guid = "5ce35a0d-61e2-35a7-a2a4-19e33b1a7ef3"
fingerprint = "0000000000000001"
references = [
    { name = "com.example.Money", subject = "money", version = 1 },
]
registered = { "prod" = { id = 7, version = 3 }, "staging" = { id = 2147483647, version = 1 } }

[[subject.version]]
version = 4
guid = "5ce35a0d-61e2-35a7-a2a4-19e33b1a7ef4"
fingerprint = "ffffffffffffffff"
"#;

fn lock() -> SchemaLock {
    TEXT.parse().unwrap()
}

fn error(text: &str) -> LockError {
    text.parse::<SchemaLock>().unwrap_err()
}

#[test]
fn a_lock_is_written_as_it_was_read() {
    assert_eq!(lock().to_string(), TEXT);
    assert_eq!(SchemaLock::new().to_string().parse(), Ok(SchemaLock::new()));
}

#[test]
fn any_name_can_be_written() {
    let mut lock = lock();
    let subject = lock.remove("money").unwrap();
    *lock.subject_mut("a\u{7f}\u{0}\"\\\n\u{e9}\u{2028}") = subject;
    assert_eq!(lock.to_string().parse(), Ok(lock));
}

#[test]
fn versions_and_what_they_refer_to_are_found() {
    let lock = lock();
    let orders = lock.subject("orders \"new\"-value").unwrap();
    assert_eq!(orders.latest().unwrap().number, 4);
    let first = orders.version(1).unwrap();
    assert_eq!(orders.with_guid(first.guid), Some(first));
    assert_eq!(
        first.file("orders \"new\"-value"),
        "orders %22new%22-value/1.avsc"
    );
    let money = lock.referenced(&first.references[0]).unwrap();
    assert_eq!(money.file("money"), "money/1.avsc");
    assert_eq!(lock.subject("else"), None);
}

#[test]
fn a_merge_that_was_not_finished_is_named() {
    let text = TEXT.replace(
        "version = 4",
        "<<<<<<< HEAD\nversion = 4\n=======\n>>>>>>> b",
    );
    let error = error(&text);
    assert_eq!(error.kind(), &LockErrorKind::MergeConflict);
    assert_eq!(error.line(), 28);
    assert!(
        error
            .to_string()
            .contains("keep the versions of both sides"),
        "{error}"
    );
}

#[test]
fn a_version_that_two_branches_wrote_is_named() {
    let error = error(&TEXT.replace("version = 4", "version = 1"));
    assert_eq!(
        error.to_string(),
        "line 28: the subject orders \"new\"-value has version 1 twice, as happens when two \
         branches both wrote it: give the later one the next number, here and in its file's name, \
         and run `avrolane lock`"
    );
    let error = self::error(&TEXT.replace("orders \\\"new\\\"-value", "money"));
    assert_eq!(
        error.kind(),
        &LockErrorKind::DuplicateSubject("money".to_owned())
    );
    assert_eq!(error.line(), 15);
}

#[test]
fn a_newer_format_is_named_before_what_it_has_in_it() {
    let error = error(&TEXT.replace("lock = 1", "lock = 2\nnews = true"));
    assert_eq!(error.kind(), &LockErrorKind::NewerFormat(2));
    assert!(error.to_string().contains("formats up to 1"), "{error}");
}

#[test]
fn what_is_not_a_lock_is_refused_with_its_line() {
    let cases = [
        ("lock = 1", "lock = 0", 2, "a format of 1 or more"),
        ("lock = 1", "", 1, "missing field `lock`"),
        ("lock = 1", "lock = [", 5, ""),
        (
            "lock = 1",
            "lock = 1\nlocks = 1",
            3,
            "unknown field `locks`",
        ),
        (
            "\"FULL\"",
            "\"FULLY\"",
            7,
            "`FULLY` is no compatibility level",
        ),
        (
            "7ef2\"",
            "7ef\"",
            11,
            "`5ce35a0d-61e2-35a7-a2a4-19e33b1a7ef` is not a GUID",
        ),
        (
            "\"53761d9458d60b02",
            "\"+3761d9458d60b02",
            12,
            "is not a fingerprint",
        ),
        (
            "2147483647",
            "2147483648",
            25,
            "an id is at most 2147483647",
        ),
        ("version = 4", "version = 0", 28, "from 1 to 2147483647"),
    ];
    for (part, change, line, problem) in cases {
        let error = error(&TEXT.replacen(part, change, 1));
        assert_eq!(error.line(), line, "{error}");
        assert!(error.to_string().contains(problem), "{error}");
    }
    let start = TEXT.split("\n[[subject.version]]").next().unwrap();
    assert_eq!(
        error(start).kind(),
        &LockErrorKind::NoVersions("money".to_owned())
    );
}

#[test]
fn every_subject_has_a_directory_of_its_own_that_any_file_system_takes() {
    let subjects = [
        "orders-value",
        ".",
        "..",
        ".hidden.",
        "a/b\\c:d*e?f\"g<h>i|j",
        "50%",
        "%2F",
        "ends with space ",
        "line\nbreak",
        "Größe",
        ":.context:subject",
    ];
    for subject in subjects {
        let directory = subject_to_directory(subject);
        assert!(
            !directory.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|', '\n']),
            "{directory}"
        );
        assert!(
            !directory.starts_with('.') && !directory.ends_with(['.', ' ']),
            "{directory}"
        );
        assert_eq!(subject_of_directory(&directory).as_deref(), Some(subject));
    }
    for other in ["", "%", "%4", "%zz", "%2f", "%61", "a:b", ".git", "%FF"] {
        assert_eq!(subject_of_directory(other), None, "{other}");
    }
}
