//! The arguments of `#[avro(…)]`.

use super::literal::{json_literal, quoted};
use crate::schema::{Json, Name};

/// `key = "text"`
pub(super) fn argument(key: &str, text: &str) -> String {
    format!("{key} = {}", quoted(text))
}

/// `kind("key", literal)`
pub(super) fn property(kind: &str, key: &str, value: &Json) -> String {
    format!("{kind}({}, {})", quoted(key), json_literal(value))
}

/// An alias of the type with this name, as its attribute spells it: in short where it is of the
/// same namespace. Nothing, if it can only be spelled as one of that namespace.
pub(super) fn alias<'a>(of: &Name, alias: &'a Name) -> Option<&'a str> {
    match (alias.namespace(), of.namespace()) {
        (alias_namespace, namespace) if alias_namespace == namespace => Some(alias.simple()),
        (Some(_), _) => Some(alias.as_str()),
        (None, _) => None,
    }
}

/// `tags("…")` for the value of `confluent:tags`, if that is a list of texts.
pub(super) fn tags(value: &Json) -> Option<String> {
    let Json::Array(tags) = value else {
        return None;
    };
    let tags = tags.iter().map(|tag| tag.as_str().map(quoted));
    let tags = tags.collect::<Option<Vec<_>>>()?;
    Some(format!("tags({})", tags.join(", ")))
}

/// Whether Avro allows the text as a name of a field.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text
            .chars()
            .all(|other| other.is_ascii_alphanumeric() || other == '_')
}
