//! Schema texts mean to us what they mean to apache-avro, and so do their data.

use std::collections::HashMap;

use apache_avro::rabin::Rabin;
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::types::Value as Datum;
use apache_avro::writer::datum::GenericDatumWriter;
use avrolane::AvroEvent;
use avrolane::codec::json::{AvroToJson, JsonEncoding, JsonToAvro};
use avrolane::codec::{Limits, Plan};
use avrolane::schema::{Schema, TypeIndex, TypeKind};
use proptest::collection::vec;
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
            inner.clone().prop_map(optional),
            (1_usize..9).prop_map(|size| json!({"type": "fixed", "name": "F", "size": size})),
            vec("[A-Z][a-z]{0,3}", 1..4).prop_map(
                |symbols| json!({"type": "enum", "name": "E", "symbols": unique(symbols)})
            ),
            vec(inner, 0..4).prop_map(|types| {
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

/// A union has no branch that is one.
fn optional(of: Value) -> Value {
    if of.is_array() {
        of
    } else {
        json!(["null", of])
    }
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

/// Values of a type; maps have one entry at most, so that their bytes do not depend on an order.
fn data(schema: &Schema, index: TypeIndex) -> BoxedStrategy<Datum> {
    match &schema.get(index).kind {
        TypeKind::Null => Just(Datum::Null).boxed(),
        TypeKind::Boolean => any::<bool>().prop_map(Datum::Boolean).boxed(),
        TypeKind::Int => any::<i32>().prop_map(Datum::Int).boxed(),
        TypeKind::Long => any::<i64>().prop_map(Datum::Long).boxed(),
        TypeKind::Float => any::<f32>().prop_map(Datum::Float).boxed(),
        TypeKind::Double => any::<f64>().prop_map(Datum::Double).boxed(),
        TypeKind::Bytes => vec(any::<u8>(), 0..9).prop_map(Datum::Bytes).boxed(),
        TypeKind::String => ".{0,5}".prop_map(Datum::String).boxed(),
        TypeKind::Array(of) => vec(data(schema, *of), 0..4).prop_map(Datum::Array).boxed(),
        TypeKind::Map(of) => vec((".{0,3}", data(schema, *of)), 0..2)
            .prop_map(|entries| Datum::Map(HashMap::from_iter(entries)))
            .boxed(),
        TypeKind::Union(branches) => {
            let branches = branches.iter().zip(0..).map(|(branch, position)| {
                data(schema, *branch)
                    .prop_map(move |value| Datum::Union(position, Box::new(value)))
                    .boxed()
            });
            proptest::strategy::Union::new(branches).boxed()
        }
        TypeKind::Record(record) => record
            .fields
            .iter()
            .map(|field| {
                let name = field.name.clone();
                data(schema, field.type_index).prop_map(move |value| (name.clone(), value))
            })
            .collect::<Vec<_>>()
            .prop_map(Datum::Record)
            .boxed(),
        TypeKind::Enum(symbols) => {
            let symbols = symbols.symbols.iter().cloned().zip(0..);
            prop::sample::select(symbols.collect::<Vec<_>>())
                .prop_map(|(symbol, position)| Datum::Enum(position, symbol))
                .boxed()
        }
        TypeKind::Fixed(fixed) => {
            let size = fixed.size;
            vec(any::<u8>(), size)
                .prop_map(move |bytes| Datum::Fixed(size, bytes))
                .boxed()
        }
        other => panic!("a type unknown here: {other:?}"),
    }
}

/// A schema's text, and a value of it.
fn schema_and_datum() -> impl Strategy<Value = (String, Datum)> {
    schema(plain()).prop_flat_map(|text| {
        let text = text.to_string();
        let schema = Schema::parse(&text).expect("it is a schema");
        (Just(text), data(&schema, schema.root()))
    })
}

/// What is left of a record of which a field is of no interest.
#[derive(Debug, PartialEq, AvroEvent)]
struct Outer {
    end: i32,
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

    #[test]
    fn data_pass_through_json_as_apache_avro_writes_them((text, datum) in schema_and_datum()) {
        let theirs = apache_avro::Schema::parse_str(&text).unwrap();
        let writer = GenericDatumWriter::builder(&theirs).build().unwrap();
        let reader = GenericDatumReader::builder(&theirs).build().unwrap();
        let written = writer.write_value_to_vec(datum).unwrap();

        let ours = Schema::parse(&text).unwrap();
        let to_json = AvroToJson::new(&ours).encoding(JsonEncoding::Avro);
        let to_avro = JsonToAvro::new(&ours).encoding(JsonEncoding::Avro);
        let json = to_json.fail_on_trailing_data(true).transcode(&written).unwrap();
        let again = to_avro.transcode(&json).unwrap();
        prop_assert_eq!(&again, &written, "{}", json);
        prop_assert!(reader.read_value(&mut again.as_slice()).is_ok());
    }

    #[test]
    fn data_that_apache_avro_writes_are_skipped_to_their_end((text, datum) in schema_and_datum()) {
        let field: Value = serde_json::from_str(&text).unwrap();
        let text = json!({"type": "record", "name": "Outer", "fields": [
            {"name": "skipped", "type": field},
            {"name": "end", "type": "int"},
        ]});
        let theirs = apache_avro::Schema::parse_str(&text.to_string()).unwrap();
        let writer = GenericDatumWriter::builder(&theirs).build().unwrap();
        let record = Datum::Record(vec![
            ("skipped".to_owned(), datum),
            ("end".to_owned(), Datum::Int(-77)),
        ]);
        let written = writer.write_value_to_vec(record).unwrap();

        let ours = Schema::parse(&text.to_string()).unwrap();
        let plan = Plan::of::<Outer>(&ours).unwrap();
        let read: Outer = plan.decode_exact(&written, &Limits::default()).unwrap();
        prop_assert_eq!(read, Outer { end: -77 });
    }
}
