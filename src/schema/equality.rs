//! When two schemas are the same.

use rustc_hash::FxHashSet;

use super::json::same_members;
use super::model::{Field, Schema, Type, TypeIndex, TypeKind, type_at};

/// Schemas are equal if they have the same types in the same places, with the same names,
/// documentation, defaults, aliases and properties; the order of properties does not count.
impl PartialEq for Schema {
    fn eq(&self, other: &Self) -> bool {
        let mut comparison = Comparison {
            one: &self.types,
            other: &other.types,
            equal: FxHashSet::default(),
        };
        comparison.types(self.root, other.root)
    }
}

impl Eq for Schema {}

/// Whether two types of one list are the same.
pub(super) fn same_type(types: &[Type], one: TypeIndex, other: TypeIndex) -> bool {
    Comparison {
        one: types,
        other: types,
        equal: FxHashSet::default(),
    }
    .types(one, other)
}

struct Comparison<'a> {
    one: &'a [Type],
    other: &'a [Type],
    /// Pairs that are equal, or being compared: they are equal unless a difference turns up.
    equal: FxHashSet<(TypeIndex, TypeIndex)>,
}

impl Comparison<'_> {
    fn types(&mut self, one: TypeIndex, other: TypeIndex) -> bool {
        if !self.equal.insert((one, other)) {
            return true;
        }
        let (one, other) = (type_at(self.one, one), type_at(self.other, other));
        same_members(&one.properties, &other.properties) && self.kinds(&one.kind, &other.kind)
    }

    fn kinds(&mut self, one: &TypeKind, other: &TypeKind) -> bool {
        match (one, other) {
            (TypeKind::Array(one), TypeKind::Array(other))
            | (TypeKind::Map(one), TypeKind::Map(other)) => self.types(*one, *other),
            (TypeKind::Union(one), TypeKind::Union(other)) => {
                one.len() == other.len()
                    && one
                        .iter()
                        .zip(other)
                        .all(|(one, other)| self.types(*one, *other))
            }
            (TypeKind::Record(one), TypeKind::Record(other)) => {
                one.name == other.name
                    && one.doc == other.doc
                    && one.aliases == other.aliases
                    && one.fields.len() == other.fields.len()
                    && one
                        .fields
                        .iter()
                        .zip(&other.fields)
                        .all(|(one, other)| self.fields(one, other))
            }
            (TypeKind::Enum(one), TypeKind::Enum(other)) => one == other,
            (TypeKind::Fixed(one), TypeKind::Fixed(other)) => one == other,
            // What is left holds nothing, or is of two kinds.
            _ => one.label() == other.label(),
        }
    }

    fn fields(&mut self, one: &Field, other: &Field) -> bool {
        one.name == other.name
            && one.doc == other.doc
            && one.default == other.default
            && one.order == other.order
            && one.aliases == other.aliases
            && same_members(&one.properties, &other.properties)
            && self.types(one.type_index, other.type_index)
    }
}
