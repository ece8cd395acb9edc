//! A reader's default as the bytes that it would be written as.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use crate::codec::varint;
use crate::schema::{Field, Json, Schema, TypeIndex, TypeKind};

/// How many values a default may consist of. A record takes its fields' defaults for members that
/// the text leaves out, so a short text can stand for very many, or for itself.
const MAX_VALUES: usize = 10_000;
/// How deep the values of a default may be nested.
const MAX_DEPTH: usize = 64;

/// Encodes the default of a field, or answers nothing if it has none, or one that does not fit its
/// type or is very large.
///
/// The bytes stay in memory for as long as the program runs, once for all equal defaults, so that
/// borrowed types can borrow from them as well as from a message. Readers' schemas are those of
/// the program's types, so there are only so many.
pub(super) fn encode_default(schema: &Schema, field: &Field) -> Option<&'static [u8]> {
    let mut encoder = DefaultEncoder {
        schema,
        datum: Vec::new(),
        values: 0,
        depth: 0,
    };
    encoder.append(field.type_index, field.default.as_ref()?)?;
    Some(intern(encoder.datum))
}

fn intern(datum: Vec<u8>) -> &'static [u8] {
    static INTERNED: Mutex<BTreeSet<&'static [u8]>> = Mutex::new(BTreeSet::new());
    let mut interned = INTERNED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = interned.get(datum.as_slice()) {
        return known;
    }
    let kept = Box::leak(datum.into_boxed_slice());
    interned.insert(kept);
    kept
}

struct DefaultEncoder<'s> {
    schema: &'s Schema,
    datum: Vec<u8>,
    values: usize,
    depth: usize,
}

impl DefaultEncoder<'_> {
    fn append(&mut self, index: TypeIndex, value: &Json) -> Option<()> {
        if self.values == MAX_VALUES || self.depth == MAX_DEPTH {
            return None;
        }
        self.values += 1;
        self.depth += 1;
        self.append_value(index, value)?;
        self.depth -= 1;
        Some(())
    }

    fn append_value(&mut self, index: TypeIndex, value: &Json) -> Option<()> {
        match (&self.schema.get(index).kind, value) {
            (TypeKind::Null, Json::Null) => {}
            (TypeKind::Boolean, Json::Bool(value)) => self.datum.push(u8::from(*value)),
            (TypeKind::Int, Json::Number(number)) => self.append_long(number.parse::<i32>().ok()?),
            (TypeKind::Long, Json::Number(number)) => self.append_long(number.parse::<i64>().ok()?),
            (TypeKind::Float, Json::Number(number)) => {
                self.datum
                    .extend_from_slice(&number.parse::<f32>().ok()?.to_le_bytes());
            }
            (TypeKind::Double, Json::Number(number)) => {
                self.datum
                    .extend_from_slice(&number.parse::<f64>().ok()?.to_le_bytes());
            }
            (TypeKind::String, Json::String(text)) => self.append_bytes(text.as_bytes())?,
            (TypeKind::Bytes, Json::String(text)) => self.append_bytes(&bytes_of(text)?)?,
            (TypeKind::Fixed(fixed), Json::String(text)) => {
                let bytes = bytes_of(text)?;
                (bytes.len() == fixed.size).then(|| self.datum.extend_from_slice(&bytes))?;
            }
            (TypeKind::Enum(symbols), Json::String(symbol)) => {
                let position = symbols.symbols.iter().position(|known| known == symbol)?;
                self.append_long(i64::try_from(position).ok()?);
            }
            (_, value) => self.append_composite(index, value)?,
        }
        Some(())
    }

    fn append_composite(&mut self, index: TypeIndex, value: &Json) -> Option<()> {
        match (&self.schema.get(index).kind, value) {
            (TypeKind::Array(items), Json::Array(values)) => {
                self.append_block(values, |encoder, value| encoder.append(*items, value))
            }
            (TypeKind::Map(values), Json::Object(entries)) => {
                self.append_block(entries, |encoder, (key, value)| {
                    encoder.append_bytes(key.as_bytes())?;
                    encoder.append(*values, value)
                })
            }
            (TypeKind::Union(branches), value) => self.append_branch(branches, value),
            (TypeKind::Record(record), Json::Object(members)) => {
                record.fields.iter().try_for_each(|field| {
                    let member = members.iter().find(|(name, _)| *name == field.name);
                    let value = member.map(|(_, value)| value).or(field.default.as_ref())?;
                    self.append(field.type_index, value)
                })
            }
            _ => None,
        }
    }

    /// The first branch that the default fits; the specification has it fit the very first, Java
    /// since 1.12 any.
    fn append_branch(&mut self, branches: &[TypeIndex], value: &Json) -> Option<()> {
        let (length, depth) = (self.datum.len(), self.depth);
        branches.iter().zip(0_i64..).find_map(|(branch, position)| {
            self.datum.truncate(length);
            self.depth = depth;
            self.append_long(position);
            self.append(*branch, value)
        })
    }

    fn append_block<T>(
        &mut self,
        items: &[T],
        mut append_item: impl FnMut(&mut Self, &T) -> Option<()>,
    ) -> Option<()> {
        if !items.is_empty() {
            self.append_long(i64::try_from(items.len()).ok()?);
            items.iter().try_for_each(|item| append_item(self, item))?;
        }
        self.append_long(0);
        Some(())
    }

    fn append_bytes(&mut self, bytes: &[u8]) -> Option<()> {
        self.append_long(i64::try_from(bytes.len()).ok()?);
        self.datum.extend_from_slice(bytes);
        Some(())
    }

    fn append_long(&mut self, number: impl Into<i64>) {
        varint::write(&mut self.datum, number.into());
    }
}

/// Defaults of bytes are text whose characters stand for one byte each (Avro specification,
/// "Complex Types", table of field defaults).
fn bytes_of(text: &str) -> Option<Vec<u8>> {
    text.chars()
        .map(|character| u8::try_from(u32::from(character)).ok())
        .collect()
}
