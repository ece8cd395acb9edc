//! Which branches of a union look alike in JSON.

use super::JsonEncoding;
use crate::codec::walk::Branch;
use crate::schema::{Name, Schema, Type, TypeIndex, TypeKind};

/// What a value looks like in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Null,
    Boolean,
    Number,
    Text,
    Array,
    Object,
}

impl Look {
    /// The look of values of a type that is no union.
    pub(super) fn of(kind: &TypeKind) -> Self {
        match kind {
            TypeKind::Null | TypeKind::Union(_) => Self::Null,
            TypeKind::Boolean => Self::Boolean,
            TypeKind::Int | TypeKind::Long | TypeKind::Float | TypeKind::Double => Self::Number,
            TypeKind::Bytes | TypeKind::String | TypeKind::Enum(_) | TypeKind::Fixed(_) => {
                Self::Text
            }
            TypeKind::Array(_) => Self::Array,
            TypeKind::Map(_) | TypeKind::Record(_) => Self::Object,
        }
    }
}

/// The name that Avro's JSON encoding gives to a branch of this type.
pub(super) fn label(this: &Type) -> &str {
    this.name().map_or(this.kind.label(), Name::as_str)
}

/// Whether plain JSON has values of the branch in an object with the branch's name.
///
/// Numbers are never: another branch holds the same number. Where some values are named, all
/// objects are, so that no object can be taken for the name of a branch.
fn is_named(branch: Branch<'_>) -> bool {
    let Branch {
        schema,
        branches,
        position,
    } = branch;
    match branches.get(position).map(|index| look(schema, *index)) {
        Some(Look::Text) => is_repeated(schema, branches, Look::Text),
        Some(Look::Object) => {
            is_repeated(schema, branches, Look::Object) || is_repeated(schema, branches, Look::Text)
        }
        _ => false,
    }
}

/// How a value of a branch is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling<'a> {
    Bare,
    /// In an object with the name of the branch.
    Named(&'a str),
    /// Bare, but for numbers that are spelled as text.
    BareUnlessText(&'static str),
}

impl<'a> Spelling<'a> {
    pub(super) fn of(branch: Branch<'a>, encoding: JsonEncoding) -> Self {
        let Branch {
            schema,
            branches,
            position,
        } = branch;
        let Some(this) = branches.get(position).map(|index| schema.get(*index)) else {
            return Self::Bare;
        };
        match (encoding, &this.kind) {
            (_, TypeKind::Null) => Self::Bare,
            (JsonEncoding::Avro, _) => Self::Named(label(this)),
            (_, TypeKind::Float | TypeKind::Double) if has_text(schema, branches) => {
                Self::BareUnlessText(this.kind.label())
            }
            _ if is_named(branch) => Self::Named(label(this)),
            _ => Self::Bare,
        }
    }
}

/// The text that stands for a number that JSON does not have, as Java's Jackson writes it.
pub(super) fn text_of_not_finite(number: f64) -> &'static str {
    match number {
        f64::INFINITY => "Infinity",
        f64::NEG_INFINITY => "-Infinity",
        _ => "NaN",
    }
}

/// The double with the digits of the float.
pub(super) fn with_digits_of(number: f32) -> f64 {
    number.to_string().parse().unwrap_or(number.into())
}

/// Whether some branch looks like text.
fn has_text(schema: &Schema, branches: &[TypeIndex]) -> bool {
    branches
        .iter()
        .any(|branch| look(schema, *branch) == Look::Text)
}

fn is_repeated(schema: &Schema, branches: &[TypeIndex], wanted: Look) -> bool {
    let alike = branches
        .iter()
        .filter(|branch| look(schema, **branch) == wanted);
    alike.take(2).count() == 2
}

fn look(schema: &Schema, index: TypeIndex) -> Look {
    Look::of(&schema.get(index).kind)
}
