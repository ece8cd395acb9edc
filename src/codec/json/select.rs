//! Which branch of a union a JSON value is of.

use super::JsonEncoding;
use super::describe::describe;
use super::encode::{Dialect, bytes_of, not_finite};
use super::tree::{Number, Shape, Tree};
use super::union::{Look, Spelling, label};
use crate::codec::EncodeError;
use crate::codec::error::clip;
use crate::codec::walk::Branch;
use crate::schema::{Record, Schema, Type, TypeIndex, TypeKind};

/// The position of the branch that takes the value, and the value without the branch's name.
pub(super) fn select<'v, J: Tree>(
    schema: &Schema,
    dialect: Dialect,
    branches: &[TypeIndex],
    value: &'v J,
) -> Result<(usize, &'v J), EncodeError> {
    let union = Union {
        schema,
        dialect,
        branches,
    };
    let named = union.named(value);
    let bare = |found: Option<usize>| found.map(|position| (position, value));
    match dialect {
        Dialect::Avro | Dialect::Default => {
            let null = match value.shape() {
                Shape::Null => union.with_look(Look::Null).next(),
                _ => None,
            };
            bare(null.map(|(position, _)| position)).or(named)
        }
        Dialect::Plain => match named {
            Some((position, value)) if union.is_always_named(position, value) => named,
            _ => bare(union.bare(value)?).or(named),
        },
    }
    .ok_or_else(|| union.unlike(value))
}

#[derive(Clone, Copy)]
struct Union<'a> {
    schema: &'a Schema,
    dialect: Dialect,
    branches: &'a [TypeIndex],
}

impl<'a> Union<'a> {
    fn types(self) -> impl Iterator<Item = (usize, &'a Type)> {
        let branches = self.branches.iter().enumerate();
        branches.map(move |(position, index)| (position, self.schema.get(*index)))
    }

    fn with_look(self, look: Look) -> impl Iterator<Item = (usize, &'a Type)> {
        self.types()
            .filter(move |(_, this)| Look::of(&this.kind) == look)
    }

    /// The branch that an object of one member names.
    fn named<J: Tree>(self, value: &J) -> Option<(usize, &J)> {
        let Shape::Object(1) = value.shape() else {
            return None;
        };
        let (name, value) = value.members().next()?;
        let (position, _) = self
            .types()
            .find(|(_, this)| label(this) == name && !matches!(this.kind, TypeKind::Null))?;
        Some((position, value))
    }

    /// Whether the value would not be spelled without the name of the branch.
    fn is_always_named<J: Tree>(self, position: usize, value: &J) -> bool {
        let branch = Branch {
            schema: self.schema,
            branches: self.branches,
            position,
        };
        match (Spelling::of(branch, JsonEncoding::Plain), value.shape()) {
            (Spelling::Named(_), _) => true,
            (Spelling::BareUnlessText(_), Shape::Text(text)) => not_finite(text).is_some(),
            _ => false,
        }
    }

    /// The branch that a value without a name is of.
    fn bare<J: Tree>(self, value: &J) -> Result<Option<usize>, EncodeError> {
        let first = |look| self.with_look(look).next().map(|(position, _)| position);
        Ok(match value.shape() {
            Shape::Null => first(Look::Null),
            Shape::Boolean(_) => first(Look::Boolean),
            Shape::Array(_) => first(Look::Array),
            Shape::Number(number) => self.number(number),
            Shape::Text(text) => self.text(text),
            Shape::Object(count) => return self.object(value, count),
        })
    }

    fn number(self, number: Number) -> Option<usize> {
        let rank = |this: &Type| match (&this.kind, number) {
            (TypeKind::Int, Number::Integer(number)) => i32::try_from(number).is_ok().then_some(0),
            (TypeKind::Long, Number::Integer(number)) => i64::try_from(number).is_ok().then_some(1),
            (TypeKind::Double, _) => Some(2),
            (TypeKind::Float, _) => Some(3),
            // Where nothing else takes it, it says why it does not fit, or takes 1.0 for 1.
            (TypeKind::Long, _) => Some(4),
            _ => Some(5),
        };
        self.best(self.with_look(Look::Number), rank)
    }

    fn text(self, text: &str) -> Option<usize> {
        let rank = |this: &Type| match &this.kind {
            TypeKind::String => Some(0),
            TypeKind::Enum(symbols) if symbols.symbols.iter().any(|symbol| symbol == text) => {
                Some(1)
            }
            TypeKind::Fixed(fixed) => bytes_of(self.dialect, text)
                .is_ok_and(|bytes| bytes.len() == fixed.size)
                .then_some(2),
            TypeKind::Bytes => bytes_of(self.dialect, text).is_ok().then_some(3),
            _ => None,
        };
        let doubles = |this: &Type| match this.kind {
            TypeKind::Double => Some(0),
            TypeKind::Float => Some(1),
            _ => None,
        };
        let mut of_text = self.with_look(Look::Text);
        self.best(self.with_look(Look::Text), rank)
            .or_else(|| {
                not_finite(text)?;
                self.best(self.with_look(Look::Number), doubles)
            })
            // A single branch says itself what is wrong.
            .or_else(|| match (of_text.next(), of_text.next()) {
                (Some((position, _)), None) => Some(position),
                _ => None,
            })
    }

    /// The first of the branches with the lowest rank.
    fn best(
        self,
        types: impl Iterator<Item = (usize, &'a Type)>,
        rank: impl Fn(&Type) -> Option<u8>,
    ) -> Option<usize> {
        types
            .filter_map(|(position, this)| Some((rank(this)?, position)))
            .min()
            .map(|(_, position)| position)
    }

    fn object<J: Tree>(self, value: &J, count: usize) -> Result<Option<usize>, EncodeError> {
        let objects = self.with_look(Look::Object);
        let mut fitting: Vec<(usize, usize, &Record)> = objects
            .filter_map(|(position, this)| match &this.kind {
                TypeKind::Record(record) => {
                    Some((missing(record, value, count)?, position, record))
                }
                _ => None,
            })
            .collect();
        fitting.sort_by_key(|(missing, ..)| *missing);
        match fitting.as_slice() {
            [(first, _, one), (second, _, other), ..] if first == second => {
                Err(EncodeError::new(format!(
                    "the object fits the record {one} as well as {other}: say which one it is, as \
                     {{\"{one}\": {{…}}}}",
                    one = one.name,
                    other = other.name,
                )))
            }
            [(_, position, _), ..] => Ok(Some(*position)),
            [] => {
                let is_map = |this: &Type| matches!(this.kind, TypeKind::Map(_));
                let mut objects = self.with_look(Look::Object);
                let map = self.with_look(Look::Object).find(|(_, this)| is_map(this));
                let single = match (objects.next(), objects.next(), self.named(value)) {
                    // A single record says itself what is wrong.
                    (Some(single), None, None) => Some(single),
                    _ => None,
                };
                Ok(map.or(single).map(|(position, _)| position))
            }
        }
    }

    #[cold]
    fn unlike<J: Tree>(self, value: &J) -> EncodeError {
        let labels: Vec<&str> = self.types().map(|(_, this)| label(this)).collect();
        let labels = labels.join(", ");
        let hint = match (self.dialect, value.shape()) {
            (Dialect::Avro, Shape::Null) => "",
            (Dialect::Avro, _) => ", in an object with the name of its branch",
            _ => "",
        };
        EncodeError::new(format!(
            "expected a value of the union of {}{hint}, found {}",
            clip(&labels),
            describe(value)
        ))
    }
}

/// How many of the record's fields the object does not have, if all of its members are fields and
/// the others have defaults.
fn missing<J: Tree>(record: &Record, value: &J, count: usize) -> Option<usize> {
    let mut missing = 0;
    for (position, field) in record.fields.iter().enumerate() {
        match value.member(&field.name, position) {
            Some(_) => {}
            None if field.default.is_some() => missing += 1,
            None => return None,
        }
    }
    (record.fields.len() - missing == count).then_some(missing)
}
