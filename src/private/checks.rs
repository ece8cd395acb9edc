//! What only the compiler can check of a derived type, as it knows the types of the fields.

use crate::schema::{Kind, Node};

/// What kind of literal a field's default is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Literal {
    /// `None`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Float,
    /// Text.
    String,
    /// `[…]`.
    Array,
    /// `{…}`.
    Object,
}

/// The kind of what is inside of a default of the kind `kind`, if that is an array or a map.
///
/// The fields of a record are not known to its kind; they are left to `Schema::of`.
#[must_use]
pub const fn kind_inside(kind: Option<Kind>) -> Option<Kind> {
    match kind {
        Some(Kind::Array(inside) | Kind::Map(inside)) => Some(*inside),
        Some(Kind::Union(Kind::Array(inside) | Kind::Map(inside))) => Some(**inside),
        _ => None,
    }
}

/// Why a literal cannot be a default, or a part of one, of this kind, and what can.
#[must_use]
pub const fn default_mistake(
    kind: Option<Kind>,
    literal: Literal,
    json: &str,
) -> Option<&'static str> {
    let kind = match kind {
        Some(Kind::Union(first)) => *first,
        Some(kind) => kind,
        None => return None,
    };
    let (fits, expected) = match kind {
        Kind::Null => (
            matches!(literal, Literal::Null),
            "the default of this type is `None`, which is `null`",
        ),
        Kind::Optional => (
            matches!(literal, Literal::Null),
            "the default is of the union's first type, which is `null`: say `None`, or `null_last` \
             to have `null` behind the other type",
        ),
        Kind::Boolean => (
            matches!(literal, Literal::Boolean),
            "the default of a `boolean` is `true` or `false`",
        ),
        Kind::Int => (
            matches!(literal, Literal::Integer) && i32::from_str_radix(json, 10).is_ok(),
            "the default of an `int` is a whole number of 32 bits",
        ),
        Kind::Long => (
            matches!(literal, Literal::Integer) && i64::from_str_radix(json, 10).is_ok(),
            "the default of a `long` is a whole number of 64 bits",
        ),
        Kind::Float | Kind::Double => (
            matches!(literal, Literal::Integer | Literal::Float),
            "the default of a `float` or a `double` is a number",
        ),
        Kind::String => (
            matches!(literal, Literal::String),
            "the default of a `string` is text: `\"…\"`",
        ),
        Kind::Bytes => (
            matches!(literal, Literal::String) && count_bytes(json).is_some(),
            "the default of `bytes` is a byte string: `b\"…\"`",
        ),
        Kind::Fixed(size) => (
            matches!(literal, Literal::String) && matches!(count_bytes(json), Some(n) if n == size),
            "the default of a `fixed` is a byte string of its size: `b\"…\"`",
        ),
        Kind::Enum(symbols) => (
            matches!(literal, Literal::String) && is_symbol(symbols, json),
            "the default of an enum is one of its symbols, spelled as in the schema: `\"…\"`",
        ),
        Kind::Array(_) => (
            matches!(literal, Literal::Array),
            "the default of an array is `[…]`",
        ),
        Kind::Map(_) => (
            matches!(literal, Literal::Object),
            "the default of a map is `{…}`, with texts as keys",
        ),
        Kind::Record => (
            matches!(literal, Literal::Object),
            "the default of a record is `{…}`, with the names of its fields as keys",
        ),
        // The first type of a union is no union.
        Kind::Union(_) => (false, "a union has no union in it"),
    };
    if fits { None } else { Some(expected) }
}

/// Whether no branch of a union is a union itself.
#[must_use]
pub const fn no_branch_is_union(mut kinds: &[Kind]) -> bool {
    while let [kind, others @ ..] = kinds {
        if matches!(kind, Kind::Optional | Kind::Union(_)) {
            return false;
        }
        kinds = others;
    }
    true
}

/// Whether the branches of a union can be told apart.
#[must_use]
pub const fn branches_differ(mut branches: &[&Node]) -> bool {
    while let [branch, others @ ..] = branches {
        let mut further = others;
        while let [other, rest @ ..] = further {
            if are_alike(branch, other) {
                return false;
            }
            further = rest;
        }
        branches = others;
    }
    true
}

/// Whether a union cannot have both: two unnamed types of one kind, or two types of one name.
const fn are_alike(one: &Node, other: &Node) -> bool {
    match (one, other) {
        (Node::Annotated { base, .. }, other) => are_alike(base, other),
        (one, Node::Annotated { base, .. }) => are_alike(one, base),
        (Node::Null, Node::Null)
        | (Node::Boolean, Node::Boolean)
        | (Node::Int, Node::Int)
        | (Node::Long, Node::Long)
        | (Node::Float, Node::Float)
        | (Node::Double, Node::Double)
        | (Node::Bytes, Node::Bytes)
        | (Node::String, Node::String)
        | (Node::Array(_), Node::Array(_))
        | (Node::Map(_), Node::Map(_)) => true,
        _ => match (name_of(one), name_of(other)) {
            (Some((name, namespace)), Some((other_name, other_namespace))) => {
                is_same(name.as_bytes(), other_name.as_bytes())
                    && match (namespace, other_namespace) {
                        (None, None) => true,
                        (Some(namespace), Some(other)) => {
                            is_same(namespace.as_bytes(), other.as_bytes())
                        }
                        // That of the type around them may be the same; then `Schema::of` says so.
                        _ => false,
                    }
            }
            _ => false,
        },
    }
}

const fn name_of(node: &Node) -> Option<(&'static str, Option<&'static str>)> {
    match node {
        Node::Record(record) => Some((record.name, record.namespace)),
        Node::Enum(symbols) => Some((symbols.name, symbols.namespace)),
        Node::Fixed(fixed) => Some((fixed.name, fixed.namespace)),
        _ => None,
    }
}

/// Whether a record's own fields, and those of the records flattened in it, have names of their
/// own. Records that are flattened in those are left to `Schema::of`.
#[must_use]
pub const fn flattened_names_differ(own: &[&str], mut flattened: &[&Node]) -> bool {
    while let [Node::Record(record), others @ ..] = flattened {
        let mut fields = record.fields;
        while let [field, rest @ ..] = fields {
            if !field.flatten && (contains(own, field.name) || any_has_field(others, field.name)) {
                return false;
            }
            fields = rest;
        }
        flattened = others;
    }
    true
}

const fn any_has_field(mut records: &[&Node], name: &str) -> bool {
    while let [Node::Record(record), others @ ..] = records {
        let mut fields = record.fields;
        while let [field, rest @ ..] = fields {
            if !field.flatten && is_same(field.name.as_bytes(), name.as_bytes()) {
                return true;
            }
            fields = rest;
        }
        records = others;
    }
    false
}

const fn contains(mut texts: &[&str], text: &str) -> bool {
    while let [one, others @ ..] = texts {
        if is_same(one.as_bytes(), text.as_bytes()) {
            return true;
        }
        texts = others;
    }
    false
}

/// Whether `json`, a symbol in quotation marks, is one of the symbols.
const fn is_symbol(symbols: &[&str], json: &str) -> bool {
    let [b'"', symbol @ .., b'"'] = json.as_bytes() else {
        return false;
    };
    let mut rest = symbols;
    while let [one, others @ ..] = rest {
        if is_same(one.as_bytes(), symbol) {
            return true;
        }
        rest = others;
    }
    false
}

/// How many bytes `json`, a text in quotation marks, stands for, if each of its characters stands for
/// one.
const fn count_bytes(json: &str) -> Option<usize> {
    let [b'"', rest @ .., b'"'] = json.as_bytes() else {
        return None;
    };
    let mut rest = rest;
    let mut count = 0;
    loop {
        rest = match rest {
            [] => return Some(count),
            [b'\\', b'u', _, _, _, _, rest @ ..] | [b'\\', _, rest @ ..] => rest,
            [..0x80, rest @ ..] | [0xc2 | 0xc3, _, rest @ ..] => rest,
            _ => return None,
        };
        count += 1;
    }
}

const fn is_same(mut one: &[u8], mut other: &[u8]) -> bool {
    while let ([byte, rest @ ..], [other_byte, other_rest @ ..]) = (one, other) {
        if *byte != *other_byte {
            return false;
        }
        one = rest;
        other = other_rest;
    }
    one.is_empty() && other.is_empty()
}
