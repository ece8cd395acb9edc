//! Which branches of a union look alike in JSON.

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
pub(super) fn is_named(branch: Branch<'_>) -> bool {
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

/// Whether some branch looks like text.
pub(super) fn has_text(schema: &Schema, branches: &[TypeIndex]) -> bool {
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
