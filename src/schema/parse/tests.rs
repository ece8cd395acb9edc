use super::*;
use crate::schema::ParseErrorKind::{self, *};
use crate::schema::TypeKind;

/// The kind of the error and its place.
fn error(text: &str) -> (ParseErrorKind, String) {
    let error = Schema::parse(text).unwrap_err();
    (error.kind().clone(), error.pointer().to_owned())
}

fn at(kind: ParseErrorKind, pointer: &str) -> (ParseErrorKind, String) {
    (kind, pointer.to_owned())
}

fn record(fields: &str) -> String {
    format!(r#"{{"type":"record","name":"n.R","fields":[{fields}]}}"#)
}

#[test]
fn an_error_says_where_in_lines_and_columns() {
    let text = "{\n  \"type\": \"record\", \"name\": \"R\",\n  \"fields\": [\n    {\"name\": \"ä\", \"type\": 5}\n  ]\n}";
    let error = Schema::parse(text).unwrap_err();
    assert_eq!(
        (error.pointer(), error.line(), error.column()),
        ("/fields/0/name", 4, 14)
    );

    let error =
        Schema::parse("{\"type\": \"array\",\n \"items\": [\"int\", \"strin\"]}").unwrap_err();
    assert_eq!(
        (error.pointer(), error.line(), error.column()),
        ("/items/1", 2, 19)
    );
    assert_eq!(
        error.to_string(),
        "no type is named `strin`: define it before its first use, or write its full name, at \
         /items/1 (line 2, column 19)"
    );
}

#[test]
fn text_that_is_not_json_is_an_error_with_its_place() {
    let error = Schema::parse("{\"type\":\n \"int\",}").unwrap_err();
    assert!(matches!(error.kind(), Json(_)), "{error}");
    assert_eq!((error.pointer(), error.line()), ("", 2));
    for text in [
        "",
        " ",
        "{",
        "string",
        "\"int\" x",
        "\"\\ud800\"",
        "[\"int\"",
        "\u{feff}\"int\"",
    ] {
        assert!(
            matches!(Schema::parse(text).unwrap_err().kind(), Json(_)),
            "{text}"
        );
    }
}

#[test]
fn types_of_wrong_json_are_errors() {
    assert!(matches!(error("5"), (WrongJson { .. }, _)));
    assert!(matches!(error(r#"{"type":["int"]}"#), (WrongJson { .. }, place) if place == "/type"));
    assert_eq!(error("{}"), at(MissingMember("type"), ""));
    assert_eq!(error(r#"{"type":"array"}"#), at(MissingMember("items"), ""));
    assert_eq!(error(r#"{"type":"map"}"#), at(MissingMember("values"), ""));
    assert_eq!(
        error(r#"{"type":"enum","name":"E"}"#),
        at(MissingMember("symbols"), "")
    );
    assert_eq!(
        error(r#"{"type":"fixed","name":"F"}"#),
        at(MissingMember("size"), "")
    );
    assert_eq!(
        error(r#"{"type":"record","name":"R"}"#),
        at(MissingMember("fields"), "")
    );
    assert_eq!(
        error(r#"{"type":"record","fields":[]}"#),
        at(MissingMember("name"), "")
    );
    assert_eq!(
        error(&record(r#"{"name":"a"}"#)),
        at(MissingMember("type"), "/fields/0")
    );
    assert_eq!(
        error(&record(r#"{"type":"int"}"#)),
        at(MissingMember("name"), "/fields/0")
    );
    assert!(matches!(error(&record("5")), (WrongJson { .. }, place) if place == "/fields/0"));
    for (member, place) in [
        (r#""doc":1"#, "/doc"),
        (r#""namespace":1"#, "/namespace"),
        (r#""aliases":"x""#, "/aliases"),
        (r#""aliases":[1]"#, "/aliases/0"),
    ] {
        let text = format!(r#"{{"type":"fixed","name":"F","size":1,{member}}}"#);
        assert!(
            matches!(error(&text), (WrongJson { .. }, found) if found == place),
            "{text}"
        );
    }
}

#[test]
fn names_follow_the_rules_of_avro() {
    for name in ["1X", "a-b", "ä", "", "a..b", "a.1b"] {
        let text = format!(r#"{{"type":"fixed","name":"{name}","size":1}}"#);
        assert!(
            matches!(error(&text), (InvalidName(_), place) if place == "/name"),
            "{name}"
        );
    }
    let text = r#"{"type":"fixed","name":"long","size":1}"#;
    assert_eq!(error(text), at(ReservedName("long".into()), "/name"));
    assert!(Schema::parse(r#"{"type":"fixed","name":"n.long","size":1}"#).is_ok());
    let text = r#"{"type":"enum","name":"E","symbols":["A","1"]}"#;
    assert!(matches!(error(text), (InvalidName(_), place) if place == "/symbols/1"));
}

#[test]
fn what_stands_twice_is_an_error() {
    let text = record(r#"{"name":"a","type":"int"},{"name":"a","type":"int"}"#);
    assert_eq!(error(&text), at(DuplicateField("a".into()), "/fields/1"));
    let text = r#"{"type":"enum","name":"E","symbols":["A","B","A"]}"#;
    assert_eq!(error(text), at(DuplicateSymbol("A".into()), "/symbols/2"));
    assert_eq!(
        error(r#"["int","int"]"#),
        at(DuplicateBranch("int".into()), "/1")
    );
    let text = r#"[{"type":"map","values":"int"},{"type":"map","values":"long"}]"#;
    assert_eq!(error(text), at(DuplicateBranch("map".into()), "/1"));
    assert_eq!(error(r#"["int",["string"]]"#), at(NestedUnion, "/1"));
    let name = Name::new("n.F").unwrap();
    let text = record(
        r#"{"name":"a","type":{"type":"fixed","name":"F","size":1}},
           {"name":"b","type":{"type":"fixed","name":"F","size":2}}"#,
    );
    assert_eq!(error(&text), at(DuplicateType(name), "/fields/1/type"));
    let name = Name::new("n.R").unwrap();
    let text = record(r#"{"name":"a","type":{"type":"record","name":"R","fields":[]}}"#);
    assert_eq!(error(&text), at(DuplicateType(name), "/fields/0/type"));
}

#[test]
fn the_same_definition_may_be_repeated() {
    let text = record(
        r#"{"name":"a","type":{"type":"fixed","name":"F","size":1}},
           {"name":"b","type":{"size":1,"type":"fixed","name":"n.F"}}"#,
    );
    let schema = Schema::parse(&text).unwrap();
    assert!(
        schema.to_string().contains(r#"{"name":"b","type":"F"}"#),
        "{schema}"
    );
}

#[test]
fn a_default_fits_the_type_of_its_field() {
    let e = r#"{"type":"enum","name":"E","symbols":["A","B"]}"#;
    let r = r#"{"type":"record","name":"I","fields":[
        {"name":"x","type":"int"},{"name":"y","type":"int","default":1}]}"#;
    for (field_type, default, fits) in [
        (r#""int""#, "0", true),
        (r#""int""#, r#""no""#, false),
        (r#""int""#, "2147483648", false),
        (r#""int""#, "1.0", false),
        (r#""long""#, "2147483648", true),
        (r#""long""#, "9223372036854775808", false),
        (r#""float""#, "1", true),
        (r#""double""#, "1e3", true),
        (r#""double""#, r#""NaN""#, true),
        (r#""double""#, r#""1.5""#, true),
        (r#""double""#, r#""x""#, false),
        (r#""boolean""#, "true", true),
        (r#""boolean""#, "1", false),
        (r#""null""#, "null", true),
        (r#""null""#, "0", false),
        (r#""string""#, r#""ä""#, true),
        (r#""bytes""#, r#""\u00ff""#, true),
        (r#""bytes""#, r#""\u0100""#, false),
        (
            r#"{"type":"fixed","name":"F","size":2}"#,
            r#""\u00ffa""#,
            true,
        ),
        (r#"{"type":"fixed","name":"F","size":2}"#, r#""a""#, false),
        (e, r#""B""#, true),
        (e, r#""C""#, false),
        (r#"{"type":"array","items":"int"}"#, "[1,2]", true),
        (r#"{"type":"array","items":"int"}"#, "[1,null]", false),
        (r#"{"type":"map","values":"int"}"#, r#"{"a":1}"#, true),
        (r#"{"type":"map","values":"int"}"#, "[]", false),
        (r#"["null","int"]"#, "null", true),
        (r#"["null","int"]"#, "3", true),
        (r#"["null","int"]"#, r#""x""#, false),
        (r, r#"{"x":1}"#, true),
        (r, r#"{"y":1}"#, false),
        (r#"["null","R"]"#, "null", true),
    ] {
        let text = record(&format!(
            r#"{{"name":"a","type":{field_type},"default":{default}}}"#
        ));
        let parsed = Schema::parse(&text);
        assert_eq!(parsed.is_ok(), fits, "{field_type} = {default}: {parsed:?}");
        assert!(Schema::parse_registered(&text, &[]).is_ok(), "{text}");
    }
    let text = record(r#"{"name":"a","type":"int","default":"no"}"#);
    let error = Schema::parse(&text).unwrap_err();
    assert_eq!(error.pointer(), "/fields/0/default");
    assert!(
        error
            .to_string()
            .starts_with(r#"the default "no" of the field `n.R.a` is no int"#),
        "{error}"
    );
}

#[test]
fn sizes_orders_and_defaults_of_enums_are_checked() {
    for size in ["-1", "2147483648", "1.0"] {
        let text = format!(r#"{{"type":"fixed","name":"F","size":{size}}}"#);
        assert_eq!(error(&text), at(InvalidSize(size.into()), "/size"));
    }
    let text = record(r#"{"name":"a","type":"int","order":"up"}"#);
    assert_eq!(
        error(&text),
        at(InvalidOrder("up".into()), "/fields/0/order")
    );
    let text = r#"{"type":"enum","name":"E","symbols":["A"],"default":"B"}"#;
    assert_eq!(error(text), at(UnknownSymbol("B".into()), "/default"));
}

#[test]
fn names_are_looked_up_in_the_enclosing_namespace_first() {
    let fixed =
        |name: &str, size: usize| format!(r#"{{"type":"fixed","name":"{name}","size":{size}}}"#);
    let text = format!(
        r#"[{},{},{{"type":"record","name":"n.R","fields":[
            {{"name":"a","type":"F"}},{{"name":"b","type":"G"}},{{"name":"c","type":".F"}}]}}]"#,
        fixed("F", 1),
        fixed("n.F", 2),
    )
    .replace(
        r#"{"name":"b","type":"G"}"#,
        r#"{"name":"b","type":{"type":"n.F"}}"#,
    );
    let schema = Schema::parse(&text).unwrap();
    let TypeKind::Union(branches) = &schema.root_type().kind else {
        panic!()
    };
    let TypeKind::Record(record) = &schema.get(branches[2]).kind else {
        panic!()
    };
    let types: Vec<_> = record.fields.iter().map(|field| field.type_index).collect();
    assert_eq!(types, [branches[1], branches[1], branches[0]]);
}

#[test]
fn references_are_parsed_before_the_schema() {
    let a = r#"{"type":"record","name":"n.A","fields":[]}"#;
    let b = r#"{"type":"array","items":"n.A"}"#;
    let text = record(r#"{"name":"a","type":"A"}"#);
    let schema = Schema::parse_with_references(&text, &[("n.A", a), ("b", b)]).unwrap();
    assert_eq!(
        schema.registered_text(),
        r#"{"type":"record","name":"R","namespace":"n","fields":[{"name":"a","type":"A"}]}"#
    );
    assert_eq!(
        schema.to_string(),
        r#"{"type":"record","name":"R","namespace":"n","fields":[{"name":"a","type":{"type":"record","name":"A","fields":[]}}]}"#
    );
    let error = Schema::parse_with_references(&text, &[("n.A", "{}")]).unwrap_err();
    assert_eq!(error.reference(), Some("n.A"));
    assert_eq!(
        error.to_string(),
        "the member `type` is missing: add it, in the reference `n.A` (line 1, column 1)"
    );
}

#[test]
fn registered_schemas_may_have_what_java_passes_over() {
    let text = r#"{"type":"record","name":"R","doc":5,"namespace":null,"fields":[
        {"name":"a","type":"int","default":"no","doc":{}}]}"#;
    assert!(Schema::parse(text).is_err());
    let schema = Schema::parse_registered(text, &[]).unwrap();
    assert_eq!(
        schema.to_string(),
        r#"{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"no"}]}"#
    );
}

#[test]
fn a_repeated_member_counts_once_with_its_last_value() {
    let text = r#"{"type":"string","b":1,"a":2,"b":3}"#;
    assert_eq!(
        Schema::parse(text).unwrap().to_string(),
        r#"{"type":"string","b":3,"a":2}"#
    );
}

#[test]
fn texts_nested_too_deep_are_errors() {
    let nested = |levels: usize| {
        let open = r#"{"type":"array","items":"#.repeat(levels);
        format!(r#"{open}"int"{}"#, "}".repeat(levels))
    };
    assert!(Schema::parse(&nested(250)).is_ok());
    for levels in [257, 513, 100_000] {
        assert_eq!(Schema::parse(&nested(levels)).unwrap_err().kind(), &TooDeep);
    }
    assert!(matches!(error(&"[".repeat(1_000_000)), (Json(_), _)));
}

#[test]
fn a_chain_of_names_is_not_deeper_than_the_limit() {
    let link = |n: usize| match n {
        0 => r#"{"type":"record","name":"R0","fields":[]}"#.to_owned(),
        n => format!(
            r#"{{"type":"record","name":"R{n}","fields":[{{"name":"f","type":"R{}"}}]}}"#,
            n - 1
        ),
    };
    let texts: Vec<String> = (0..1000).map(link).collect();
    let references = |count: usize| -> Vec<(&str, &str)> {
        texts[..count]
            .iter()
            .map(|text| ("R", text.as_str()))
            .collect()
    };
    let schema = Schema::parse_with_references(&texts[150], &references(150)).unwrap();
    let again = Schema::parse(&schema.to_string()).unwrap();
    assert_eq!(again, schema);
    assert_eq!(again.canonical_form(), schema.canonical_form());
    let error = Schema::parse_with_references(&texts[999], &references(999)).unwrap_err();
    assert_eq!(error.kind(), &TooDeep);
}

#[test]
fn a_default_that_could_be_checked_for_ever_is_refused() {
    let union = (0..30)
        .map(|n| format!(r#""R{n}""#))
        .collect::<Vec<_>>()
        .join(",");
    let mut text = String::from(r#"{"type":"record","name":"Top","fields":["#);
    // Each of the records holds one of all of them, so that a value fits as good as all.
    let mut records = Vec::new();
    for n in 0..30 {
        let known = (0..=n)
            .map(|n| format!(r#""R{n}""#))
            .collect::<Vec<_>>()
            .join(",");
        records.push(format!(
            r#"{{"name":"f{n}","type":{{"type":"record","name":"R{n}","fields":[{{"name":"f","type":[{known}]}}]}}}}"#
        ));
    }
    text.push_str(&records.join(","));
    let default = format!("{}0{}", r#"{"f":"#.repeat(20), "}".repeat(20));
    text.push_str(&format!(
        r#",{{"name":"d","type":[{union}],"default":{default}}}]}}"#
    ));
    assert!(
        matches!(error(&text), (InvalidDefault { .. }, place) if place == "/fields/30/default")
    );
}

#[test]
fn properties_keep_their_order_and_reserved_members_are_none() {
    let text =
        r#"{"zeta":1,"type":"string","doc":"x","alpha":{"b":1,"a":[null,true]},"default":"d"}"#;
    let schema = Schema::parse(text).unwrap();
    let properties = &schema.root_type().properties;
    let keys: Vec<_> = properties.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["zeta", "alpha", "default"]);
    assert_eq!(
        properties[1].1.get("a"),
        Some(&super::super::Json::Array(vec![
            super::super::Json::Null,
            super::super::Json::Bool(true),
        ]))
    );
}
