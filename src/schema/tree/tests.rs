use super::*;

const fn field(name: &'static str, node: Edge) -> FieldNode {
    FieldNode {
        name,
        doc: None,
        aliases: &[],
        default: None,
        node,
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
    });
    const AMOUNT: Node = Node::Logical {
        base: &Node::Fixed(FixedNode {
            name: "Amount",
            namespace: Some("other"),
            doc: None,
            aliases: &[],
            size: 8,
        }),
        logical_type: "decimal",
        properties: &[("precision", "9"), ("scale", "2")],
    };
    const WHEN: Node = Node::Logical {
        base: &Node::Long,
        logical_type: "timestamp-millis",
        properties: &[],
    };
    const CARD: Node = Node::Record(RecordNode {
        name: "Card",
        namespace: Some("n"),
        doc: Some("A \"card\"."),
        aliases: &[],
        fields: &[
            FieldNode {
                name: "suit",
                doc: Some("Which."),
                aliases: &["colour"],
                default: Some("\"HEARTS\""),
                node: || &SUIT,
            },
            field("others", || &Node::Array(|| &SUIT)),
            field("amounts", || &Node::Map(|| &AMOUNT)),
            field("amount", || &Node::Union(&[|| &Node::Null, || &AMOUNT])),
            field("when", || &WHEN),
        ],
    });
    assert_eq!(
        text(&CARD),
        concat!(
            r#"{"type":"record","name":"Card","namespace":"n","doc":"A \"card\".","fields":["#,
            r#"{"name":"suit","type":{"type":"enum","name":"Suit","doc":"Four.","#,
            r#""symbols":["HEARTS","SPADES"],"default":"SPADES","aliases":["Colour","x.Colour"]},"#,
            r#""doc":"Which.","default":"HEARTS","aliases":["colour"]},"#,
            r#"{"name":"others","type":{"type":"array","items":"Suit"}},"#,
            r#"{"name":"amounts","type":{"type":"map","values":{"type":"fixed","name":"Amount","#,
            r#""namespace":"other","size":8,"logicalType":"decimal","precision":9,"scale":2}}},"#,
            r#"{"name":"amount","type":["null","other.Amount"]},"#,
            r#"{"name":"when","type":{"type":"long","logicalType":"timestamp-millis"}}]}"#,
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
    const UNION: Node = Node::Logical {
        base: &Node::Union(&[|| &Node::Null]),
        logical_type: "date",
        properties: &[],
    };
    assert!(matches!(kind(&UNION), ParseErrorKind::WrongJson { .. }));
}
