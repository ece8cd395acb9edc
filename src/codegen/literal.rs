//! JSON values as the literals that the derive's attributes take.

use std::fmt::Write as _;

use crate::schema::{Json, Schema, TypeIndex, TypeKind};

/// The literal for a value that stands for any JSON.
pub(super) fn json_literal(json: &Json) -> String {
    let mut output = String::new();
    write(None, json, &mut output);
    output
}

/// `default = literal` for a field of the type at `index`; as JSON text where the derive would take
/// the literal for a mistake, since the default is one of another branch than the first of a union.
pub(super) fn default_argument(schema: &Schema, index: TypeIndex, default: &Json) -> String {
    let kind = match &schema.get(index).kind {
        TypeKind::Union(branches) => branches.first().map(|first| &schema.get(*first).kind),
        kind => Some(kind),
    };
    if kind.is_some_and(|kind| is_of_kind(kind, default)) {
        format!("default = {}", default_literal(schema, index, default))
    } else {
        format!("default_json = {}", quoted(&default.to_string()))
    }
}

fn is_of_kind(kind: &TypeKind, default: &Json) -> bool {
    match (kind, default) {
        (TypeKind::Null, Json::Null)
        | (TypeKind::Boolean, Json::Bool(_))
        | (TypeKind::Int | TypeKind::Long | TypeKind::Float | TypeKind::Double, Json::Number(_))
        | (TypeKind::String | TypeKind::Bytes | TypeKind::Fixed(_), Json::String(_))
        | (TypeKind::Array(_), Json::Array(_))
        | (TypeKind::Map(_) | TypeKind::Record(_), Json::Object(_)) => true,
        (TypeKind::Enum(symbols), Json::String(text)) => symbols.symbols.contains(text),
        _ => false,
    }
}

/// The literal for the default of a field of the type at `index`.
fn default_literal(schema: &Schema, index: TypeIndex, default: &Json) -> String {
    let mut output = String::new();
    write(Some((schema, index)), default, &mut output);
    output
}

/// Text in quotation marks.
pub(super) fn quoted(text: &str) -> String {
    format!("{text:?}")
}

fn write(ty: Option<(&Schema, TypeIndex)>, json: &Json, output: &mut String) {
    let kind = ty.map(|(schema, index)| (schema, &schema.get(index).kind));
    match (kind, json) {
        (Some((schema, TypeKind::Union(branches))), json) => {
            let branch = branches
                .iter()
                .find(|branch| may_be(schema, **branch, json));
            write(branch.map(|branch| (schema, *branch)), json, output);
        }
        (_, Json::Null) => output.push_str("None"),
        (_, Json::Bool(value)) => output.push_str(if *value { "true" } else { "false" }),
        (_, Json::Number(text)) => output.push_str(text),
        (Some((_, TypeKind::Bytes | TypeKind::Fixed(_))), Json::String(text)) => {
            output.push_str(&bytes(text));
        }
        (_, Json::String(text)) => output.push_str(&quoted(text)),
        (kind, Json::Array(items)) => {
            let inner = match kind {
                Some((schema, TypeKind::Array(items))) => Some((schema, *items)),
                _ => None,
            };
            output.push('[');
            for (position, item) in items.iter().enumerate() {
                output.push_str(if position > 0 { ", " } else { "" });
                write(inner, item, output);
            }
            output.push(']');
        }
        (kind, Json::Object(members)) => {
            output.push('{');
            for (position, (key, value)) in members.iter().enumerate() {
                output.push_str(if position > 0 { ", " } else { "" });
                output.push_str(&quoted(key));
                output.push_str(": ");
                write(
                    kind.and_then(|(schema, kind)| member(schema, kind, key)),
                    value,
                    output,
                );
            }
            output.push('}');
        }
    }
}

/// The type of the member `key` in the default of a record or a map.
fn member<'a>(schema: &'a Schema, kind: &TypeKind, key: &str) -> Option<(&'a Schema, TypeIndex)> {
    let index = match kind {
        TypeKind::Map(values) => *values,
        TypeKind::Record(record) => {
            let field = record.fields.iter().find(|field| field.name == key);
            field?.type_index
        }
        _ => return None,
    };
    Some((schema, index))
}

/// Whether JSON of this kind may be meant for the branch; which of several does not change the
/// JSON, only how it reads.
fn may_be(schema: &Schema, branch: TypeIndex, json: &Json) -> bool {
    match (&schema.get(branch).kind, json) {
        (
            TypeKind::Bytes | TypeKind::Fixed(_) | TypeKind::String | TypeKind::Enum(_),
            Json::String(_),
        )
        | (TypeKind::Array(_), Json::Array(_))
        | (TypeKind::Map(_), Json::Object(_)) => true,
        (TypeKind::Record(record), Json::Object(members)) => members
            .iter()
            .all(|(key, _)| record.fields.iter().any(|field| field.name == *key)),
        _ => false,
    }
}

/// A byte string, in which each character of the text is one byte.
fn bytes(text: &str) -> String {
    let mut output = String::from("b\"");
    for character in text.chars() {
        match u8::try_from(character) {
            Ok(byte) => {
                // The escapes are ASCII, so this is what a byte string takes.
                let _ = write!(output, "{}", byte.escape_ascii());
            }
            // No bytes at all, which parsing has refused.
            Err(_) => return quoted(text),
        }
    }
    output.push('"');
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_spelled_as_attributes_take_it() {
        let json = r#"{"a": [1, -2.5, true, null], "b": "it's \"x\" \u0007"}"#;
        assert_eq!(
            json_literal(&json.parse().unwrap()),
            r#"{"a": [1, -2.5, true, None], "b": "it's \"x\" \u{7}"}"#
        );
    }

    #[test]
    fn bytes_are_byte_strings_wherever_they_stand() {
        let schema = Schema::parse(
            r#"{"type": "record", "name": "R", "fields": [
                {"name": "m", "type": {"type": "map", "values": ["bytes", "null"]}}]}"#,
        )
        .unwrap();
        let json = r#"{"m": {"k": "\u0000\u00ff'\"z", "n": null}}"#;
        assert_eq!(
            default_literal(&schema, schema.root(), &json.parse().unwrap()),
            r#"{"m": {"k": b"\x00\xff\'\"z", "n": None}}"#
        );
    }
}
