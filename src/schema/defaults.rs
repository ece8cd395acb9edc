//! Which JSON values are defaults of which types.

use super::json::{Json, member};
use super::model::{Fixed, Type, TypeIndex, TypeKind, type_at};

/// How many comparisons of a value and a type one default may take: unions of records that
/// contain each other could take more than any time.
const MAX_STEPS: usize = 1_000_000;

/// Whether `default` is a value of the type at `index`.
pub(super) fn fits(types: &[Type], index: TypeIndex, default: &Json) -> bool {
    Check {
        types,
        steps: MAX_STEPS,
    }
    .fits(index, default)
}

struct Check<'a> {
    types: &'a [Type],
    steps: usize,
}

impl Check<'_> {
    fn fits(&mut self, index: TypeIndex, default: &Json) -> bool {
        let Some(steps) = self.steps.checked_sub(1) else {
            return false;
        };
        self.steps = steps;
        match (&type_at(self.types, index).kind, default) {
            (TypeKind::Null, Json::Null)
            | (TypeKind::Boolean, Json::Bool(_))
            | (TypeKind::Float | TypeKind::Double, Json::Number(_))
            | (TypeKind::String, Json::String(_)) => true,
            (TypeKind::Float | TypeKind::Double, Json::String(text)) => {
                // What Java writes for numbers that JSON does not have.
                matches!(text.as_str(), "NaN" | "Infinity" | "-Infinity")
            }
            (TypeKind::Int, Json::Number(text)) => text.parse::<i32>().is_ok(),
            (TypeKind::Long, Json::Number(text)) => text.parse::<i64>().is_ok(),
            (TypeKind::Bytes, Json::String(text)) => bytes(text).is_some(),
            (TypeKind::Fixed(Fixed { size, .. }), Json::String(text)) => bytes(text) == Some(*size),
            (TypeKind::Enum(symbols), Json::String(text)) => symbols.symbols.contains(text),
            (TypeKind::Array(items), Json::Array(values)) => {
                values.iter().all(|value| self.fits(*items, value))
            }
            (TypeKind::Map(values), Json::Object(members)) => {
                members.iter().all(|(_, value)| self.fits(*values, value))
            }
            (TypeKind::Union(branches), value) => {
                branches.iter().any(|branch| self.fits(*branch, value))
            }
            (TypeKind::Record(record), Json::Object(members)) => {
                record
                    .fields
                    .iter()
                    .all(|field| match member(members, &field.name) {
                        Some(value) => self.fits(field.type_index, value),
                        // The field's own default is checked in its own place.
                        None => field.default.is_some(),
                    })
            }
            _ => false,
        }
    }
}

/// How many bytes the text stands for, if each of its characters stands for one.
fn bytes(text: &str) -> Option<usize> {
    text.chars()
        .all(|character| u8::try_from(character).is_ok())
        .then(|| text.chars().count())
}
