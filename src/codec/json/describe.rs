//! What errors say of types and values.

use super::tree::{Number, Shape, Tree};
use crate::codec::EncodeError;
use crate::codec::error::clip;
use crate::schema::TypeKind;

/// The error for a value of another kind.
#[cold]
pub(super) fn unlike<J: Tree>(kind: &TypeKind, value: &J) -> EncodeError {
    EncodeError::new(format!(
        "expected {}, found {}",
        describe_kind(kind),
        describe(value)
    ))
}

#[cold]
pub(super) fn out_of_range(kind: &TypeKind, number: Number) -> EncodeError {
    EncodeError::new(format!(
        "the number {number} does not fit {}",
        describe_kind(kind)
    ))
}

pub(super) fn describe_kind(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Null => "null".to_owned(),
        TypeKind::Int => "an int".to_owned(),
        TypeKind::Array(_) => "an array".to_owned(),
        TypeKind::Map(_) => "an object for a map".to_owned(),
        TypeKind::Bytes => "a text for bytes".to_owned(),
        TypeKind::Record(record) => format!("an object for the record {}", record.name),
        TypeKind::Enum(symbols) => format!("a symbol of the enum {}", symbols.name),
        TypeKind::Fixed(fixed) => format!("a text for the fixed {}", fixed.name),
        TypeKind::Boolean
        | TypeKind::Long
        | TypeKind::Float
        | TypeKind::Double
        | TypeKind::String
        | TypeKind::Union(_) => format!("a {}", kind.label()),
    }
}

pub(super) fn describe<J: Tree>(value: &J) -> String {
    match value.shape() {
        Shape::Null => "null".to_owned(),
        Shape::Boolean(value) => value.to_string(),
        Shape::Number(number) => format!("the number {number}"),
        Shape::Text(text) => format!("the text {:?}", clip(text)),
        Shape::Array(_) => "an array".to_owned(),
        Shape::Object(_) => "an object".to_owned(),
    }
}
