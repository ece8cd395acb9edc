//! The members that several kinds of objects of a schema's text have.

use std::hash::Hash;

use rustc_hash::FxHashSet;

use super::cursor::Cursor;
use super::model::{FieldOrder, TypeKind};
use super::name::Name;
use super::parse_error::{ParseError, ParseErrorKind};

/// The members of types that the specification gives a meaning to. As in Java, none of them is a
/// property, not even in types that have no use for it.
pub(super) const TYPE_MEMBERS: [&str; 10] = [
    "aliases",
    "doc",
    "fields",
    "items",
    "name",
    "namespace",
    "size",
    "symbols",
    "type",
    "values",
];

/// As [`TYPE_MEMBERS`], for enums.
pub(super) const ENUM_MEMBERS: [&str; 11] = [
    "aliases",
    "default",
    "doc",
    "fields",
    "items",
    "name",
    "namespace",
    "size",
    "symbols",
    "type",
    "values",
];

/// As [`TYPE_MEMBERS`], for fields.
pub(super) const FIELD_MEMBERS: [&str; 6] = ["aliases", "default", "doc", "name", "order", "type"];

/// What records, enums and fixeds have in common.
pub(super) struct Header {
    pub(super) name: Name,
    pub(super) doc: Option<String>,
    pub(super) aliases: Vec<Name>,
}

/// Reads what records, enums and fixeds have in common.
pub(super) fn header(json: &Cursor<'_>, namespace: &str) -> Result<Header, ParseError> {
    let text = json.required("name")?;
    let own_namespace = json.optional_text("namespace", "a namespace, as text,")?;
    let namespace = own_namespace.as_deref().unwrap_or(namespace);
    let name = Name::within(text.text("the name of the type, as text,")?, namespace)
        .map_err(|error| text.error(ParseErrorKind::InvalidName(error)))?;
    if TypeKind::primitive(name.as_str()).is_some() {
        return Err(text.error(ParseErrorKind::ReservedName(name.to_string())));
    }
    let mut aliases = Vec::new();
    if let Some(json) = json.member("aliases") {
        for json in json.items("an array of names")? {
            let namespace = name.namespace().unwrap_or_default();
            let alias = Name::within(json.text("a name, as text,")?, namespace)
                .map_err(|error| json.error(ParseErrorKind::InvalidName(error)))?;
            aliases.push(alias);
        }
    }
    let doc = json.optional_text("doc", "documentation, as text,")?;
    Ok(Header {
        name,
        doc,
        aliases: without_repetition(aliases),
    })
}

pub(super) fn order(json: &Cursor<'_>) -> Result<FieldOrder, ParseError> {
    let Some(json) = json.member("order") else {
        return Ok(FieldOrder::default());
    };
    let text = json.text("an order, as text,")?;
    match text.to_ascii_lowercase().as_str() {
        "ascending" => Ok(FieldOrder::Ascending),
        "descending" => Ok(FieldOrder::Descending),
        "ignore" => Ok(FieldOrder::Ignore),
        _ => Err(json.error(ParseErrorKind::InvalidOrder(text.to_owned()))),
    }
}

pub(super) fn field_aliases(json: &Cursor<'_>) -> Result<Vec<String>, ParseError> {
    let Some(json) = json.member("aliases") else {
        return Ok(Vec::new());
    };
    Ok(without_repetition(
        json.texts("an array of names of fields")?,
    ))
}

fn without_repetition<T: Clone + Eq + Hash>(mut items: Vec<T>) -> Vec<T> {
    let mut seen = FxHashSet::default();
    items.retain(|item| seen.insert(item.clone()));
    items
}
