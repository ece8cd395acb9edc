//! Schema texts mean to us what they mean to apache-avro.

use apache_avro::rabin::Rabin;
use avrolane::schema::Schema;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Primitives as the canonical form has them.
fn plain() -> BoxedStrategy<Value> {
    prop::sample::select(vec![
        "boolean", "int", "long", "float", "double", "bytes", "string",
    ])
    .prop_map(|name| json!(name))
    .boxed()
}

/// Primitives with properties too, of which apache-avro's canonical form keeps an object.
fn annotated() -> BoxedStrategy<Value> {
    prop_oneof![
        plain(),
        Just(json!({"type": "long", "logicalType": "timestamp-millis"})),
        Just(json!({"type": "string", "custom": [1, 2]})),
    ]
    .boxed()
}

/// A schema as a program would write it.
fn schema(leaf: BoxedStrategy<Value>) -> impl Strategy<Value = Value> {
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            inner
                .clone()
                .prop_map(|items| json!({"type": "array", "items": items})),
            inner
                .clone()
                .prop_map(|values| json!({"values": values, "type": "map"})),
            (1_usize..9).prop_map(|size| json!({"type": "fixed", "name": "F", "size": size})),
            prop::collection::vec("[A-Z][a-z]{0,3}", 1..4).prop_map(
                |symbols| json!({"type": "enum", "name": "E", "symbols": unique(symbols)})
            ),
            prop::collection::vec(inner, 0..4).prop_map(|types| {
                let fields = types.into_iter().enumerate();
                let fields =
                    fields.map(|(n, of)| json!({"name": format!("f{n}"), "type": of, "doc": "d"}));
                json!({"type": "record", "name": "R", "fields": fields.collect::<Vec<_>>()})
            }),
        ]
    })
    .prop_map(|mut schema| {
        let mut count = 0;
        name_apart(&mut schema, &mut count);
        schema
    })
}

fn unique(mut symbols: Vec<String>) -> Vec<String> {
    symbols.sort();
    symbols.dedup();
    symbols
}

/// Gives each named type a name of its own, some of them in namespaces.
fn name_apart(schema: &mut Value, count: &mut usize) {
    match schema {
        Value::Object(members) => {
            if members.contains_key("symbols")
                || members.contains_key("size")
                || members.contains_key("fields")
            {
                *count += 1;
                members.insert("name".to_owned(), json!(format!("N{count}")));
                match *count % 3 {
                    0 => drop(members.insert("namespace".to_owned(), json!("com.example"))),
                    1 => drop(members.insert("name".to_owned(), json!(format!("org.N{count}")))),
                    _ => {}
                }
            }
            for key in ["items", "values", "fields", "type"] {
                if let Some(inner) = members.get_mut(key) {
                    name_apart(inner, count);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| name_apart(item, count)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn canonical_forms_and_fingerprints_are_the_same(schema in schema(plain())) {
        let text = schema.to_string();
        let ours = Schema::parse(&text).unwrap();
        let theirs = apache_avro::Schema::parse_str(&text).unwrap();
        prop_assert_eq!(ours.canonical_form(), theirs.canonical_form());
        // They write the fingerprint's bytes, the lowest first.
        let fingerprint = theirs.fingerprint::<Rabin>().to_string();
        let bytes = ours.fingerprint().get().to_le_bytes();
        let ours = bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        prop_assert_eq!(ours, fingerprint);
    }

    #[test]
    fn our_text_is_the_same_schema_to_both(schema in schema(annotated())) {
        let ours = Schema::parse(&schema.to_string()).unwrap();
        let text = ours.to_string();
        prop_assert_eq!(&Schema::parse(&text).unwrap(), &ours);
        let theirs = apache_avro::Schema::parse_str(&text).unwrap();
        prop_assert_eq!(&theirs, &apache_avro::Schema::parse_str(&schema.to_string()).unwrap());
    }
}
