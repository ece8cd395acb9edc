//! What no Rust type can stand for, and what is said of it.

use std::iter;

use avrolane::codegen::{CodegenErrorKind, Generated, Generator, WarningKind};

fn code(schemas: &[(&str, &str)]) -> Generated {
    Generator::new().generate(schemas).unwrap()
}

#[track_caller]
fn assert_error(schemas: &[(&str, &str)], expected: &str) {
    assert_error_of(&Generator::new(), schemas, expected);
}

#[track_caller]
fn assert_error_of(generator: &Generator, schemas: &[(&str, &str)], expected: &str) {
    let error = generator.generate(schemas).unwrap_err();
    assert_eq!(error.to_string(), expected);
    // What cargo shows of a build script that ends with the error.
    assert_eq!(format!("{error:?}"), expected);
}

#[test]
fn a_text_that_is_no_schema_is_named_with_the_place() {
    assert_error(
        &[
            ("good.avsc", r#""int""#),
            (
                "bad.avsc",
                "{\"type\": \"record\", \"name\": \"R\",\n \"fields\": [{\"name\": \"f\", \"type\": \"strin\"}]}",
            ),
        ],
        "bad.avsc: no type is named `strin`: define it before its first use, or write its full \
         name, at /fields/0/type (line 2, column 35)",
    );
    assert_error(
        &[("bad.avsc", "{")],
        "bad.avsc: the text is not JSON: EOF while parsing an object (line 1, column 1)",
    );
}

#[test]
fn files_that_refer_to_each_other_in_a_circle_are_named() {
    let order = r#"{"type": "record", "name": "n.Order", "fields": [
        {"name": "customer", "type": "Customer"}]}"#;
    let customer = r#"{"type": "record", "name": "n.Customer", "fields": [
        {"name": "last", "type": ["null", "Address", "Order"]}]}"#;
    let address = r#"{"type": "record", "name": "n.Address", "fields": []}"#;
    assert_error(
        &[
            ("address.avsc", address),
            ("order.avsc", order),
            ("customer.avsc", customer),
        ],
        "the files refer to each other in a circle: order.avsc needs `n.Customer` of \
         customer.avsc, customer.avsc needs `n.Order` of order.avsc; define these types in one \
         file",
    );
}

#[test]
fn a_type_that_two_files_define_differently_is_refused_and_one_that_they_repeat_is_not() {
    let one = r#"{"type": "record", "name": "n.R", "fields": [
        {"name": "e", "type": {"type": "enum", "name": "E", "symbols": ["A"]}}]}"#;
    let same = r#"{"type": "enum", "name": "n.E", "symbols": ["A"]}"#;
    let other = r#"{"type": "enum", "name": "n.E", "symbols": ["B"]}"#;
    let generated = code(&[("one.avsc", one), ("same.avsc", same)]);
    assert_eq!(generated.code.matches("enum E").count(), 1);
    assert_error(
        &[("one.avsc", one), ("other.avsc", other)],
        "other.avsc: `n.E` is already the name of another type: rename one of the two (line 1, \
         column 1)",
    );
}

#[test]
fn two_types_of_one_rust_name_are_refused_unless_they_have_modules_or_another_name() {
    let schemas = [
        (
            "a.avsc",
            r#"{"type": "record", "name": "a.Order", "fields": []}"#,
        ),
        (
            "b.avsc",
            r#"{"type": "record", "name": "b.order", "fields": []}"#,
        ),
    ];
    assert_error(
        &schemas,
        "b.avsc: `a.Order` and `b.order` would both be the Rust type `Order`: give each namespace \
         a module with `module_per_namespace`, or name one of them with `rename_type`",
    );
    let modules = Generator::new().module_per_namespace();
    assert!(modules.generate(&schemas).is_ok());
    let renamed = Generator::new().rename_type("b.order", "OtherOrder");
    let generated = renamed.generate(&schemas).unwrap();
    let expected = "#[avro(namespace = \"b\", name = \"order\")]\npub struct OtherOrder {}";
    assert!(generated.code.contains(expected), "{generated}");
}

#[test]
fn types_without_values_are_refused() {
    assert_error(
        &[(
            "r.avsc",
            r#"{"type": "record", "name": "R", "fields": [{"name": "s", "type": [
                {"type": "record", "name": "S", "fields": [{"name": "r", "type": "R"}]}, "R"]}]}"#,
        )],
        "`R` contains itself in every value, so it has none: put a union with `null`, an array or \
         a map in between",
    );
    assert_error(
        &[("e.avsc", r#"{"type": "enum", "name": "E", "symbols": []}"#)],
        "e.avsc: the enum `E` has nothing to choose from, so it has no values: remove it, or add \
         some",
    );
    assert_error(
        &[(
            "u.avsc",
            r#"{"type": "record", "name": "R", "fields": [{"name": "u", "type": []}]}"#,
        )],
        "u.avsc: the union of `R.u` has nothing to choose from, so it has no values: remove it, or \
         add some",
    );
}

#[test]
fn what_would_blow_up_is_refused() {
    assert_error(
        &[(
            "f.avsc",
            r#"{"type": "fixed", "name": "F", "size": 2147483647}"#,
        )],
        "f.avsc: the fixed `F` has 2147483647 bytes, and a Rust array should not have over 65536: \
         make it `bytes`",
    );
    let long = "n".repeat(256);
    let schema = format!(r#"{{"type": "record", "name": "{long}", "fields": []}}"#);
    let error = Generator::new()
        .generate(&[("n.avsc", &schema)])
        .unwrap_err();
    assert_eq!(error.kind(), &CodegenErrorKind::NameTooLong(long));
    let (open, close) = (
        r#"{"type": "array", "items": "#.repeat(600),
        "}".repeat(600),
    );
    let schema = format!("{open}\"int\"{close}");
    let error = Generator::new()
        .generate(&[("deep.avsc", &schema)])
        .unwrap_err();
    assert!(
        matches!(error.kind(), CodegenErrorKind::Schema(_)),
        "{error}"
    );
}

#[test]
fn deep_nesting_and_long_chains_of_files_are_fine() {
    let (open, close) = (
        r#"["null", {"type": "map", "values": "#.repeat(120),
        "}]".repeat(120),
    );
    let schema = format!("{open}\"int\"{close}");
    assert!(
        code(&[("deep.avsc", &schema)])
            .code
            .contains("pub struct Deep(")
    );
    // Records that lead to each other through many files.
    let field = |next: usize| format!(r#"{{"name": "next", "type": ["null", "R{next}"]}}"#);
    let files = (0..100).map(|number| {
        let field = if number == 0 {
            String::new()
        } else {
            field(number - 1)
        };
        let text = format!(r#"{{"type": "record", "name": "R{number}", "fields": [{field}]}}"#);
        (format!("{number}.avsc"), text)
    });
    let files = files.collect::<Vec<_>>();
    let files = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    let code = code(&files.collect::<Vec<_>>()).code;
    assert_eq!(code.matches("pub struct ").count(), 100);
    assert!(!code.contains("Box<"));
}

#[test]
fn settings_for_what_there_is_not_are_refused() {
    let schemas = [(
        "p.avsc",
        r#"{"type": "record", "name": "n.P", "fields": []}"#,
    )];
    assert_error_of(
        &Generator::new().attribute("n.P.total", "#[deprecated]"),
        &schemas,
        "no schema has the type or field `n.P.total` that a setting names: write the full name, \
         such as `com.example.Order` or `com.example.Order.total`",
    );
    assert_error_of(
        &Generator::new().rename_type("n.P", "struct"),
        &schemas,
        "p.avsc: `struct` cannot be the name of a Rust type: use letters, digits and `_`, and no \
         keyword",
    );
    assert_error(
        &[],
        "no schemas were given: name a directory or a file with some",
    );
}

#[test]
fn what_types_cannot_say_is_a_warning() {
    let schema = r#"{"type": "record", "name": "R", "namespace": "n",
        "aliases": ["n.Old", ".Older"], "fields": [
            {"name": "list", "type": {"type": "array", "items": "int", "java-class": "List"}},
            {"name": "price", "aliases": ["the price"], "type":
                {"type": "bytes", "logicalType": "decimal", "precision": 38, "scale": 9}},
            {"name": "whole", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9}}
        ]}"#;
    let Generated { code, warnings, .. } = code(&[("r.avsc", schema)]);
    let said = warnings.iter().map(|warning| {
        assert_eq!(warning.file(), "r.avsc");
        (warning.path(), warning.kind().clone())
    });
    assert_eq!(
        said.collect::<Vec<_>>(),
        [
            ("n.R", WarningKind::Alias("Older".to_owned())),
            ("n.R.list", WarningKind::Property("java-class".to_owned())),
            ("n.R.price", WarningKind::Precision(38)),
            ("n.R.price", WarningKind::Alias("the price".to_owned())),
            ("n.R.whole", WarningKind::Scale),
        ]
    );
    assert_eq!(
        warnings.iter().map(ToString::to_string).nth(1).unwrap(),
        "r.avsc: `n.R.list`: the property `java-class` of an array, a map or `null` has no place \
         in the Rust type: move it to the field"
    );
    assert!(code.contains("alias = \"Old\""), "{code}");
}

#[test]
fn derives_and_attributes_of_the_user_are_added() {
    let schema = r#"{"type": "record", "name": "n.P", "fields": [
        {"name": "kind", "type": {"type": "enum", "name": "K", "symbols": ["A"]}}]}"#;
    let generated = Generator::new()
        .derive("serde::Serialize")
        .derive("Eq")
        .attribute("n.P", "#[must_use]")
        .attribute("n.P.kind", "#[serde(rename = \"type\")]")
        .avrolane_path("lane")
        .generate(&[("dir/p.avsc", schema)])
        .unwrap();
    assert_eq!(
        generated.code,
        r#"// @generated by avrolane from p.avsc; do not edit.

use lane::AvroEvent;

#[derive(Debug, Clone, PartialEq, AvroEvent, serde::Serialize, Eq)]
#[avro(namespace = "n", crate = "lane")]
#[must_use]
pub struct P {
    #[serde(rename = "type")]
    pub kind: K,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, AvroEvent, serde::Serialize)]
#[avro(namespace = "n", crate = "lane")]
pub enum K {
    A,
}
"#
    );
}

#[test]
fn the_order_of_the_files_does_not_change_the_types() {
    let schemas = [
        (
            "a.avsc",
            r#"{"type": "record", "name": "A", "fields": [{"name": "b", "type": "B"}]}"#,
        ),
        (
            "b.avsc",
            r#"{"type": "record", "name": "B", "fields": [{"name": "c", "type": "C"}]}"#,
        ),
        (
            "c.avsc",
            r#"{"type": "enum", "name": "C", "symbols": ["X"]}"#,
        ),
    ];
    let items = |schemas: &[(&str, &str)]| {
        let code = code(schemas).code;
        let items = code.split("\n\n").map(str::trim).skip(1);
        let mut items = items.map(str::to_owned).collect::<Vec<_>>();
        items.sort();
        items
    };
    let mut turned = schemas;
    for _ in iter::repeat_n((), 3) {
        turned.rotate_left(1);
        assert_eq!(items(&turned), items(&schemas));
    }
    turned.reverse();
    assert_eq!(items(&turned), items(&schemas));
}
