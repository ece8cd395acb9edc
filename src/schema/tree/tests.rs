use super::*;

const fn field(name: &'static str, node: Edge) -> FieldNode {
    FieldNode {
        name,
        doc: None,
        aliases: &[],
        default: None,
        node,
        order: None,
        properties: &[],
        flatten: false,
    }
}

const fn record(
    name: &'static str,
    namespace: Option<&'static str>,
    fields: &'static [FieldNode],
) -> Node {
    Node::Record(RecordNode {
        name,
        namespace,
        doc: None,
        aliases: &[],
        fields,
        properties: &[],
        java_string: None,
    })
}

fn int() -> &'static Node {
    &Node::Int
}

fn text(node: &Node) -> String {
    schema_of(node).unwrap().to_string()
}

fn kind(node: &Node) -> ParseErrorKind {
    schema_of(node).unwrap_err().kind().clone()
}

#[test]
fn a_tree_with_everything_becomes_a_schema() {
    const SUIT: Node = Node::Enum(EnumNode {
        name: "Suit",
        namespace: None,
        doc: Some("Four."),
        aliases: &["Colour", "x.Colour"],
        symbols: &["HEARTS", "SPADES"],
        default: Some("SPADES"),
        properties: &[("origin", "\"France\"")],
    });
    const AMOUNT: Node = Node::Annotated {
        base: &Node::Fixed(FixedNode {
            name: "Amount",
            namespace: Some("other"),
            doc: None,
            aliases: &[],
            size: 8,
            properties: &[],
        }),
        logical_type: Some("decimal"),
        properties: &[("precision", "9"), ("scale", "2")],
    };
    const WHEN: Node = Node::Annotated {
        base: &Node::Long,
        logical_type: Some("timestamp-millis"),
        properties: &[],
    };
    const CARD: Node = Node::Record(RecordNode {
        name: "Card",
        namespace: Some("n"),
        doc: Some("A \"card\"."),
        aliases: &[],
        fields: &[
            FieldNode {
                doc: Some("Which."),
                aliases: &["colour"],
                default: Some("\"HEARTS\""),
                order: Some(FieldOrder::Ignore),
                properties: &[("confluent:tags", "[\"PII\"]")],
                ..field("suit", || &SUIT)
            },
            field("others", || &Node::Array(|| &SUIT)),
            field("amounts", || &Node::Map(|| &AMOUNT)),
            field("amount", || &Node::Union(&[|| &Node::Null, || &AMOUNT])),
            field("when", || &WHEN),
        ],
        properties: &[("weight", "2")],
        java_string: None,
    });
    assert_eq!(
        text(&CARD),
        concat!(
            r#"{"type":"record","name":"Card","namespace":"n","doc":"A \"card\".","fields":["#,
            r#"{"name":"suit","type":{"type":"enum","name":"Suit","doc":"Four.","#,
            r#""symbols":["HEARTS","SPADES"],"default":"SPADES","origin":"France","#,
            r#""aliases":["Colour","x.Colour"]},"#,
            r#""doc":"Which.","default":"HEARTS","order":"ignore","aliases":["colour"],"#,
            r#""confluent:tags":["PII"]},"#,
            r#"{"name":"others","type":{"type":"array","items":"Suit"}},"#,
            r#"{"name":"amounts","type":{"type":"map","values":{"type":"fixed","name":"Amount","#,
            r#""namespace":"other","size":8,"logicalType":"decimal","precision":9,"scale":2}}},"#,
            r#"{"name":"amount","type":["null","other.Amount"]},"#,
            r#"{"name":"when","type":{"type":"long","logicalType":"timestamp-millis"}}],"weight":2}"#,
        )
    );
}

#[test]
fn fields_of_a_flattened_record_stand_in_its_place() {
    const PLACE: Node = record("Place", None, &[field("lat", int), field("lon", int)]);
    const SHOP: Node = record(
        "Shop",
        None,
        &[
            field("name", || &Node::String),
            FieldNode {
                flatten: true,
                ..field("place", || &PLACE)
            },
            field("open", || &Node::Boolean),
        ],
    );
    let names = r#""name":"name","type":"string"},{"name":"lat","type":"int"},"#;
    assert!(text(&SHOP).contains(names), "{}", text(&SHOP));
    assert!(!text(&SHOP).contains("Place"));
}

#[test]
fn an_optional_union_has_all_branches_in_one() {
    const EITHER: Node = Node::Union(&[int, || &Node::String]);
    let optional = Node::Union(&[|| &Node::Null, || &EITHER]);
    assert_eq!(text(&optional), r#"["null","int","string"]"#);
}

#[test]
fn javas_string_property_stands_on_each_string_and_map_of_a_record() {
    const INNER: Node = record("Inner", None, &[field("a", || &Node::String)]);
    const OUTER: Node = Node::Record(RecordNode {
        name: "Outer",
        namespace: None,
        doc: None,
        aliases: &[],
        fields: &[
            field("a", || &Node::Map(|| &Node::String)),
            field("b", || &INNER),
        ],
        properties: &[],
        java_string: Some("String"),
    });
    assert_eq!(
        text(&OUTER),
        concat!(
            r#"{"type":"record","name":"Outer","fields":[{"name":"a","type":{"type":"map","#,
            r#""values":{"type":"string","avro.java.string":"String"},"#,
            r#""avro.java.string":"String"}},"#,
            r#"{"name":"b","type":{"type":"record","name":"Inner","#,
            r#""fields":[{"name":"a","type":"string"}]}}]}"#,
        )
    );
}

#[test]
fn a_type_that_contains_itself_becomes_a_reference() {
    fn list() -> &'static Node {
        const LIST: Node = record(
            "List",
            None,
            &[field("next", || &Node::Union(&[|| &Node::Null, list]))],
        );
        &LIST
    }
    assert_eq!(
        text(list()),
        r#"{"type":"record","name":"List","fields":[{"name":"next","type":["null","List"]}]}"#
    );
}

#[test]
fn nested_types_take_the_namespace_that_encloses_them() {
    const INNER: Node = record("Inner", None, &[]);
    const NO_NAMESPACE: Node = record("Bare", Some(""), &[]);
    const A: Node = record(
        "A",
        Some("a"),
        &[field("x", || &INNER), field("y", || &NO_NAMESPACE)],
    );
    const B: Node = record(
        "B",
        Some("b"),
        &[field("x", || &INNER), field("y", || &NO_NAMESPACE)],
    );
    let schema = schema_of(&Node::Union(&[|| &A, || &B])).unwrap();
    assert_eq!(
        schema
            .canonical_form()
            .matches("\"name\":\"b.Inner\"")
            .count(),
        1,
        "{schema}"
    );
    assert_eq!(
        schema.canonical_form().matches("\"name\":\"Bare\"").count(),
        1,
        "{schema}"
    );
}

#[test]
fn two_types_of_one_name_that_differ_are_an_error() {
    const ONE: Node = record("n.R", None, &[field("a", int)]);
    const SAME: Node = record("R", Some("n"), &[field("a", || &Node::Long)]);
    const PAIR: Node = record("Pair", None, &[field("x", || &ONE), field("y", || &SAME)]);
    assert!(matches!(kind(&PAIR), ParseErrorKind::DuplicateType(name) if name.as_str() == "n.R"));
}

#[test]
fn a_default_that_does_not_fit_is_an_error_that_names_the_field() {
    for (default, expected) in [("\"x\"", "int"), ("nonsense", "JSON")] {
        let fields = Box::leak(Box::new([FieldNode {
            default: Some(default),
            ..field("a", int)
        }]));
        let node = record("R", Some("n"), fields);
        let ParseErrorKind::InvalidDefault {
            field,
            expected: found,
            ..
        } = kind(&node)
        else {
            panic!()
        };
        assert_eq!((field.as_str(), found), ("n.R.a", expected));
    }
}

#[test]
fn a_type_that_has_no_end_is_an_error() {
    fn nested() -> &'static Node {
        &Node::Array(nested)
    }
    assert_eq!(kind(nested()), ParseErrorKind::TooDeep);
    fn branching() -> &'static Node {
        &Node::Union(&[|| &Node::Array(branching), || &Node::Map(branching)])
    }
    const HOLDER: Node = record("R", None, &[field("a", branching)]);
    assert_eq!(kind(&HOLDER), ParseErrorKind::TooDeep);
}

#[test]
fn a_logical_type_of_a_union_is_an_error() {
    const UNION: Node = Node::Annotated {
        base: &Node::Union(&[|| &Node::Null]),
        logical_type: Some("date"),
        properties: &[],
    };
    assert!(matches!(kind(&UNION), ParseErrorKind::WrongJson { .. }));
}
