//! Reading values as their schema has them.

use super::{Branch, Order, Outcome, Part, Scalar, Visitor};
use crate::codec::decoder::{Block, Decoder};
use crate::codec::{DecodeError, DecodeErrorKind};
use crate::schema::{Schema, TypeIndex, TypeKind};

/// Reads a value as its schema has it.
pub(super) fn straight<V: Visitor>(
    schema: &Schema,
    index: TypeIndex,
    decoder: &mut Decoder<'_>,
    visitor: &mut V,
) -> Result<(), DecodeError> {
    let this = schema.get(index);
    match &this.kind {
        TypeKind::Array(items) => read_array(decoder, visitor, |decoder, visitor| {
            straight(schema, *items, decoder, visitor)
        }),
        TypeKind::Map(values) => read_map(decoder, visitor, |decoder, visitor| {
            straight(schema, *values, decoder, visitor)
        }),
        TypeKind::Union(branches) => {
            let position = read_position(decoder, branches.len())?;
            let Some(branch) = branches.get(position) else {
                return Ok(());
            };
            at(
                decoder,
                visitor.visit(Part::BeginBranch(Branch {
                    schema,
                    branches,
                    position,
                })),
            )?;
            straight(schema, *branch, decoder, visitor)?;
            at(decoder, visitor.visit(Part::EndBranch))
        }
        TypeKind::Record(record) => {
            let order = Order::Straight;
            decoder.enter()?;
            at(decoder, visitor.visit(Part::BeginRecord(order)))?;
            for (position, field) in record.fields.iter().enumerate() {
                at(decoder, visitor.visit(Part::Field(record, position, order)))?;
                straight(schema, field.type_index, decoder, visitor)
                    .map_err(|error| error.in_named_field(&field.name))?;
            }
            at(decoder, visitor.visit(Part::EndRecord(order)))?;
            decoder.leave();
            Ok(())
        }
        _ => {
            let scalar = read_scalar(&this.kind, decoder)?;
            at(decoder, visitor.visit(Part::Scalar(this, scalar)))
        }
    }
}

pub(super) fn read_scalar<'a, 'de: 'a>(
    kind: &'a TypeKind,
    decoder: &mut Decoder<'de>,
) -> Result<Scalar<'a>, DecodeError> {
    Ok(match kind {
        TypeKind::Boolean => Scalar::Boolean(decoder.read_boolean()?),
        TypeKind::Int => Scalar::Int(decoder.read_int()?),
        TypeKind::Long => Scalar::Long(decoder.read_long()?),
        TypeKind::Float => Scalar::Float(decoder.read_float()?),
        TypeKind::Double => Scalar::Double(decoder.read_double()?),
        TypeKind::Bytes => Scalar::Bytes(decoder.read_bytes()?),
        TypeKind::String => Scalar::String(decoder.read_str()?),
        TypeKind::Fixed(fixed) => Scalar::Fixed(decoder.read_slice(fixed.size)?),
        TypeKind::Enum(symbols) => {
            let position = read_position(decoder, symbols.symbols.len())?;
            symbol(&symbols.symbols, position)
        }
        // The others are read by their parts.
        _ => Scalar::Null,
    })
}

/// The symbol at a position that the schema has.
pub(super) fn symbol(symbols: &[String], position: usize) -> Scalar<'_> {
    let number = u32::try_from(position).unwrap_or_default();
    Scalar::Symbol(number, symbols.get(position).map_or("", String::as_str))
}

/// Reads the position of a symbol or of a branch.
pub(super) fn read_position(decoder: &mut Decoder<'_>, count: usize) -> Result<usize, DecodeError> {
    let index = decoder.read_long()?;
    usize::try_from(index)
        .ok()
        .filter(|position| *position < count)
        .ok_or_else(|| decoder.error(DecodeErrorKind::InvalidIndex(index)))
}

/// What the visitor says to a part, as an error at this place.
pub(super) fn at(decoder: &Decoder<'_>, outcome: Outcome) -> Result<(), DecodeError> {
    outcome.map_err(|kind| decoder.error(kind))
}

pub(super) fn read_array<'de, V: Visitor>(
    decoder: &mut Decoder<'de>,
    visitor: &mut V,
    mut item: impl FnMut(&mut Decoder<'de>, &mut V) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    decoder.enter()?;
    at(decoder, visitor.visit(Part::BeginArray))?;
    read_blocks(decoder, visitor, |decoder, visitor| {
        at(decoder, visitor.visit(Part::Item))?;
        item(decoder, visitor).map_err(DecodeError::in_items)
    })?;
    at(decoder, visitor.visit(Part::EndArray))?;
    decoder.leave();
    Ok(())
}

pub(super) fn read_map<'de, V: Visitor>(
    decoder: &mut Decoder<'de>,
    visitor: &mut V,
    mut value: impl FnMut(&mut Decoder<'de>, &mut V) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    decoder.enter()?;
    at(decoder, visitor.visit(Part::BeginMap))?;
    read_blocks(decoder, visitor, |decoder, visitor| {
        let key = decoder.read_str().map_err(DecodeError::in_items)?;
        at(decoder, visitor.visit(Part::Entry(key)))?;
        value(decoder, visitor).map_err(DecodeError::in_items)
    })?;
    at(decoder, visitor.visit(Part::EndMap))?;
    decoder.leave();
    Ok(())
}

fn read_blocks<'de, V: Visitor>(
    decoder: &mut Decoder<'de>,
    visitor: &mut V,
    mut item: impl FnMut(&mut Decoder<'de>, &mut V) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    loop {
        let count = if V::SKIPS {
            match decoder.skip_block()? {
                Block::End => return Ok(()),
                Block::Items(count) => usize::try_from(count).unwrap_or(usize::MAX),
                Block::Skipped => continue,
            }
        } else {
            match decoder.read_block()? {
                0 => return Ok(()),
                count => count,
            }
        };
        at(decoder, visitor.visit(Part::Expect(count)))?;
        let start = decoder.offset();
        for _ in 0..count {
            item(decoder, visitor)?;
            // Items of no bytes could be passed over for ever: if one has none, none has.
            if V::SKIPS && decoder.offset() == start {
                break;
            }
        }
    }
}
