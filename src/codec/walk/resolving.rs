//! Reading values of a writer's as a reader has them.

use super::reader::ResolvedReader;
use super::straight::{at, read_array, read_map, read_position, read_scalar, straight, symbol};
use super::visitor::Skipped;
use super::{Branch, Order, Part, Scalar, Visitor};
use crate::codec::{DecodeError, DecodeErrorKind, Decoder, Limits};
use crate::resolution::{Promotion, Resolved, ResolvedIndex, WriterField};
use crate::schema::{Record, Schema, TypeIndex, TypeKind};

/// A pair of types and the entry of the resolution that relates them.
#[derive(Debug, Clone, Copy)]
struct Place {
    resolved: ResolvedIndex,
    writer: TypeIndex,
    reader: TypeIndex,
}

/// Reads values of the writer's as the reader has them.
#[derive(Debug, Clone, Copy)]
pub(super) struct ResolvingWalk<'a> {
    writer: &'a Schema,
    to: &'a ResolvedReader,
    limits: &'a Limits,
}

impl<'a> ResolvingWalk<'a> {
    pub(super) fn new(writer: &'a Schema, to: &'a ResolvedReader, limits: &'a Limits) -> Self {
        Self { writer, to, limits }
    }

    /// Reads a whole datum.
    pub(super) fn root<V: Visitor>(
        self,
        decoder: &mut Decoder<'_>,
        visitor: &mut V,
    ) -> Result<(), DecodeError> {
        let place = Place {
            resolved: self.to.resolution.root(),
            writer: self.writer.root(),
            reader: self.to.reader.root(),
        };
        self.value(place, decoder, visitor)
    }

    fn value<V: Visitor>(
        self,
        place: Place,
        decoder: &mut Decoder<'_>,
        visitor: &mut V,
    ) -> Result<(), DecodeError> {
        let Self { writer, to, .. } = self;
        let this = to.reader.get(place.reader);
        let written = &writer.get(place.writer).kind;
        match (to.resolution.get(place.resolved), written, &this.kind) {
            (Resolved::Promoted(promotion), ..) => {
                let scalar = read_scalar(written, decoder)?;
                let scalar = promote(*promotion, scalar).map_err(|kind| decoder.error(kind))?;
                at(decoder, visitor.visit(Part::Scalar(this, scalar)))
            }
            (Resolved::Enum(positions), TypeKind::Enum(written), TypeKind::Enum(read)) => {
                let position = read_position(decoder, written.symbols.len())?;
                let Some(mapped) = positions.get(position).copied().flatten() else {
                    let name = written.symbols.get(position).map_or("", String::as_str);
                    return Err(decoder.error(unknown_symbol(name)));
                };
                at(
                    decoder,
                    visitor.visit(Part::Scalar(this, symbol(&read.symbols, mapped as usize))),
                )
            }
            (Resolved::WriterUnion(resolved), TypeKind::Union(branches), _) => {
                let position = read_position(decoder, branches.len())?;
                match (resolved.get(position), branches.get(position)) {
                    (Some(&resolved), Some(&writer)) => {
                        let place = Place {
                            resolved,
                            writer,
                            ..place
                        };
                        self.value(place, decoder, visitor)
                    }
                    _ => Ok(()),
                }
            }
            (&Resolved::ReaderUnion { branch, inner }, _, TypeKind::Union(branches)) => {
                let position = branch as usize;
                let reader = branches.get(position).copied().unwrap_or(place.reader);
                at(
                    decoder,
                    visitor.visit(Part::BeginBranch(Branch {
                        schema: &to.reader,
                        branches,
                        position,
                    })),
                )?;
                let place = Place {
                    resolved: inner,
                    reader,
                    ..place
                };
                self.value(place, decoder, visitor)?;
                at(decoder, visitor.visit(Part::EndBranch))
            }
            (Resolved::Unreadable(difference), ..) => {
                let difference = to.resolution.incompatibilities().get(*difference);
                let reason = difference.map_or_else(String::new, ToString::to_string);
                Err(decoder.error(DecodeErrorKind::Unreadable(reason)))
            }
            _ => self.composite(place, decoder, visitor),
        }
    }

    fn composite<V: Visitor>(
        self,
        place: Place,
        decoder: &mut Decoder<'_>,
        visitor: &mut V,
    ) -> Result<(), DecodeError> {
        let Self { writer, to, .. } = self;
        let written = &writer.get(place.writer).kind;
        let read = &to.reader.get(place.reader).kind;
        match (to.resolution.get(place.resolved), written, read) {
            (Resolved::Record(resolved), TypeKind::Record(written), TypeKind::Record(read)) => {
                decoder.enter()?;
                at(decoder, visitor.visit(Part::BeginRecord(Order::Shuffled)))?;
                for (field, source) in resolved.writer_fields.iter().zip(&written.fields) {
                    self.field(field, source.type_index, read, decoder, visitor)
                        .map_err(|error| error.in_named_field(&source.name))?;
                }
                for &position in &resolved.defaulted {
                    self.default(place.reader, position, read, decoder, visitor)?;
                }
                at(decoder, visitor.visit(Part::EndRecord(Order::Shuffled)))?;
                decoder.leave();
                Ok(())
            }
            (&Resolved::Array(resolved), &TypeKind::Array(writer), &TypeKind::Array(reader)) => {
                let items = Place {
                    resolved,
                    writer,
                    reader,
                };
                read_array(decoder, visitor, |decoder, visitor| {
                    self.value(items, decoder, visitor)
                })
            }
            (&Resolved::Map(resolved), &TypeKind::Map(writer), &TypeKind::Map(reader)) => {
                let values = Place {
                    resolved,
                    writer,
                    reader,
                };
                read_map(decoder, visitor, |decoder, visitor| {
                    self.value(values, decoder, visitor)
                })
            }
            // Written alike, so it can be read with the reader's names.
            _ => straight(&to.reader, place.reader, decoder, visitor),
        }
    }

    /// Reads a field that the writer wrote.
    fn field<V: Visitor>(
        self,
        field: &WriterField,
        writer: TypeIndex,
        read: &'a Record,
        decoder: &mut Decoder<'_>,
        visitor: &mut V,
    ) -> Result<(), DecodeError> {
        match *field {
            WriterField::Skip(index) => straight(self.writer, index, decoder, &mut Skipped),
            WriterField::Read { field, resolved } => {
                let Some(reader) = read.fields.get(field).map(|field| field.type_index) else {
                    return Ok(());
                };
                at(
                    decoder,
                    visitor.visit(Part::Field(read, field, Order::Shuffled)),
                )?;
                let place = Place {
                    resolved,
                    writer,
                    reader,
                };
                self.value(place, decoder, visitor)
            }
        }
    }

    /// Reads a default of the reader's.
    fn default<V: Visitor>(
        self,
        index: TypeIndex,
        position: usize,
        read: &'a Record,
        decoder: &Decoder<'_>,
        visitor: &mut V,
    ) -> Result<(), DecodeError> {
        let Some(field) = read.fields.get(position) else {
            return Ok(());
        };
        let datum = self.to.defaults.get(&(index, position)).ok_or_else(|| {
            let reason = format!(
                "the default of the reader's field {}.{} does not fit its type",
                read.name, field.name
            );
            decoder.error(DecodeErrorKind::Unreadable(reason))
        })?;
        let mut aside = Decoder::new(datum, self.limits);
        at(
            &aside,
            visitor.visit(Part::Field(read, position, Order::Shuffled)),
        )?;
        straight(&self.to.reader, field.type_index, &mut aside, visitor)
            .map_err(|error| error.in_named_field(&field.name))
    }
}

fn promote(promotion: Promotion, scalar: Scalar<'_>) -> Result<Scalar<'_>, DecodeErrorKind> {
    #[expect(clippy::cast_precision_loss, reason = "the promotions of Avro round")]
    Ok(match (promotion, scalar) {
        (Promotion::IntToLong, Scalar::Int(number)) => Scalar::Long(number.into()),
        (Promotion::IntToFloat, Scalar::Int(number)) => Scalar::Float(number as f32),
        (Promotion::IntToDouble, Scalar::Int(number)) => Scalar::Double(number.into()),
        (Promotion::LongToFloat, Scalar::Long(number)) => Scalar::Float(number as f32),
        (Promotion::LongToDouble, Scalar::Long(number)) => Scalar::Double(number as f64),
        (Promotion::FloatToDouble, Scalar::Float(number)) => Scalar::Double(number.into()),
        (Promotion::StringToBytes, Scalar::String(text)) => Scalar::Bytes(text.as_bytes()),
        (Promotion::BytesToString, Scalar::Bytes(bytes)) => {
            Scalar::String(str::from_utf8(bytes).map_err(|_| DecodeErrorKind::InvalidUtf8)?)
        }
        (_, scalar) => scalar,
    })
}

fn unknown_symbol(name: &str) -> DecodeErrorKind {
    DecodeErrorKind::Unreadable(format!(
        "the writer's symbol {name} is not one of the reader's, which has no default"
    ))
}
