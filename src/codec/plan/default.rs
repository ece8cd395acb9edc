//! A reader's default as the bytes that it would be written as.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use crate::codec::varint;
use crate::schema::{Json, Record, Schema, TypeIndex, TypeKind};

/// Encodes a default of the type, or answers nothing if it does not fit the type.
///
/// The bytes stay in memory for as long as the program runs, once for all equal defaults, so that
/// borrowed types can borrow from them as well as from a message. Readers' schemas are those of
/// the program's types, so there are only so many.
pub(super) fn encode_default(
    schema: &Schema,
    index: TypeIndex,
    default: &Json,
) -> Option<&'static [u8]> {
    let mut datum = Vec::new();
    append(schema, index, default, &mut datum)?;
    Some(intern(datum))
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

fn append(schema: &Schema, index: TypeIndex, value: &Json, datum: &mut Vec<u8>) -> Option<()> {
    match (&schema.get(index).kind, value) {
        (TypeKind::Null, Json::Null) => {}
        (TypeKind::Boolean, Json::Bool(value)) => datum.push(u8::from(*value)),
        (TypeKind::Int, Json::Number(number)) => {
            varint::write(datum, number.parse::<i32>().ok()?.into());
        }
        (TypeKind::Long, Json::Number(number)) => varint::write(datum, number.parse().ok()?),
        (TypeKind::Float, Json::Number(number)) => {
            datum.extend_from_slice(&number.parse::<f32>().ok()?.to_le_bytes());
        }
        (TypeKind::Double, Json::Number(number)) => {
            datum.extend_from_slice(&number.parse::<f64>().ok()?.to_le_bytes());
        }
        (TypeKind::String, Json::String(text)) => append_bytes(text.as_bytes(), datum)?,
        (TypeKind::Bytes, Json::String(text)) => append_bytes(&bytes_of(text)?, datum)?,
        (TypeKind::Fixed(fixed), Json::String(text)) => {
            let bytes = bytes_of(text)?;
            (bytes.len() == fixed.size).then(|| datum.extend_from_slice(&bytes))?;
        }
        (TypeKind::Enum(symbols), Json::String(symbol)) => {
            let position = symbols.symbols.iter().position(|known| known == symbol)?;
            varint::write(datum, i64::try_from(position).ok()?);
        }
        (TypeKind::Array(items), Json::Array(values)) => {
            append_block(values, datum, |value, datum| {
                append(schema, *items, value, datum)
            })?;
        }
        (TypeKind::Map(values), Json::Object(entries)) => {
            append_block(entries, datum, |(key, value), datum| {
                append_bytes(key.as_bytes(), datum)?;
                append(schema, *values, value, datum)
            })?;
        }
        // The default of a union is one of its first branch.
        (TypeKind::Union(branches), value) => {
            varint::write(datum, 0);
            append(schema, *branches.first()?, value, datum)?;
        }
        (TypeKind::Record(record), Json::Object(members)) => {
            append_record(schema, record, members, datum)?;
        }
        _ => return None,
    }
    Some(())
}

fn append_record(
    schema: &Schema,
    record: &Record,
    members: &[(String, Json)],
    datum: &mut Vec<u8>,
) -> Option<()> {
    record.fields.iter().try_for_each(|field| {
        let member = members.iter().find(|(name, _)| *name == field.name);
        let value = member.map(|(_, value)| value).or(field.default.as_ref())?;
        append(schema, field.type_index, value, datum)
    })
}

fn append_block<T>(
    items: &[T],
    datum: &mut Vec<u8>,
    mut append_item: impl FnMut(&T, &mut Vec<u8>) -> Option<()>,
) -> Option<()> {
    if !items.is_empty() {
        varint::write(datum, i64::try_from(items.len()).ok()?);
        items.iter().try_for_each(|item| append_item(item, datum))?;
    }
    varint::write(datum, 0);
    Some(())
}

fn append_bytes(bytes: &[u8], datum: &mut Vec<u8>) -> Option<()> {
    varint::write(datum, i64::try_from(bytes.len()).ok()?);
    datum.extend_from_slice(bytes);
    Some(())
}

/// Defaults of bytes are text whose characters stand for one byte each (Avro specification,
/// "Complex Types", table of field defaults).
fn bytes_of(text: &str) -> Option<Vec<u8>> {
    text.chars()
        .map(|character| u8::try_from(u32::from(character)).ok())
        .collect()
}
