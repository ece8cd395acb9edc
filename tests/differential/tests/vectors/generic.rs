//! Reads any datum as Avro's JSON encoding, as a [`Resolution`] says.

use avrolane::codec::{DecodeError, DecodeErrorKind, Decoder, Limits};
use avrolane::resolution::{Promotion, Resolution, Resolved, ResolvedIndex, WriterField, resolve};
use avrolane::schema::{Schema, TypeIndex, TypeKind};
use serde_json::{Map, Value, json};

use crate::corpus::branch_label;

/// What a reader's schema makes of a datum, or why it cannot read it.
pub(crate) fn read(writer: &Schema, reader: &Schema, datum: &[u8]) -> Result<Value, String> {
    let resolution = resolve(writer, reader);
    let mut decoder = Decoder::new(datum, &Limits::default());
    let walk = Reader {
        writer,
        reader,
        resolution: &resolution,
    };
    let value = walk
        .resolved(
            resolution.root(),
            writer.root(),
            reader.root(),
            &mut decoder,
        )
        .map_err(|error| error.to_string())?;
    match decoder.rest() {
        [] => Ok(value),
        rest => Err(format!("{} bytes are left", rest.len())),
    }
}

struct Reader<'a> {
    writer: &'a Schema,
    reader: &'a Schema,
    resolution: &'a Resolution,
}

type Read = Result<Value, DecodeError>;

impl Reader<'_> {
    fn resolved(
        &self,
        index: ResolvedIndex,
        writer: TypeIndex,
        reader: TypeIndex,
        decoder: &mut Decoder<'_>,
    ) -> Read {
        let kinds = (&self.writer.get(writer).kind, &self.reader.get(reader).kind);
        match (self.resolution.get(index), kinds) {
            (Resolved::Identical, _) => plain(self.reader, reader, decoder),
            (Resolved::Promoted(promotion), _) => promoted(*promotion, decoder),
            (Resolved::Array(inner), (TypeKind::Array(writer), TypeKind::Array(reader))) => {
                items(decoder, |decoder| {
                    self.resolved(*inner, *writer, *reader, decoder)
                })
            }
            (Resolved::Map(inner), (TypeKind::Map(writer), TypeKind::Map(reader))) => {
                entries(decoder, |decoder| {
                    self.resolved(*inner, *writer, *reader, decoder)
                })
            }
            (Resolved::Record(resolved), (TypeKind::Record(written), TypeKind::Record(read))) => {
                let mut members = Map::new();
                for (field, written) in resolved.writer_fields.iter().zip(&written.fields) {
                    match field {
                        WriterField::Read { field, resolved } => {
                            let field = &read.fields[*field];
                            let (writer, reader) = (written.type_index, field.type_index);
                            let value = self.resolved(*resolved, writer, reader, decoder)?;
                            members.insert(field.name.clone(), value);
                        }
                        WriterField::Skip(skipped) => {
                            plain(self.writer, *skipped, decoder)?;
                        }
                    }
                }
                for field in &resolved.defaulted {
                    let field = &read.fields[*field];
                    let default = field.default.as_ref().unwrap().to_string();
                    let default = serde_json::from_str(&default).unwrap();
                    let value = tagged(self.reader, field.type_index, &default).unwrap();
                    members.insert(field.name.clone(), value);
                }
                Ok(Value::Object(members))
            }
            (Resolved::Enum(symbols), (TypeKind::Enum(written), TypeKind::Enum(read))) => {
                let position = position(decoder, symbols.len())?;
                match symbols[position] {
                    Some(symbol) => Ok(json!(read.symbols[symbol as usize])),
                    None => Err(unreadable(decoder, &written.symbols[position])),
                }
            }
            (Resolved::WriterUnion(resolved), (TypeKind::Union(branches), _)) => {
                let branch = position(decoder, branches.len())?;
                self.resolved(resolved[branch], branches[branch], reader, decoder)
            }
            (Resolved::ReaderUnion { branch, inner }, (_, TypeKind::Union(branches))) => {
                let branch = branches[*branch as usize];
                let value = self.resolved(*inner, writer, branch, decoder)?;
                Ok(in_branch(self.reader, branch, &value))
            }
            (other, _) => Err(unreadable(decoder, &format!("{other:?}"))),
        }
    }
}

fn unreadable(decoder: &Decoder<'_>, what: &str) -> DecodeError {
    decoder.error(DecodeErrorKind::Unreadable(what.to_owned()))
}

fn in_branch(schema: &Schema, branch: TypeIndex, value: &Value) -> Value {
    match schema.get(branch).kind {
        TypeKind::Null => Value::Null,
        _ => json!({ branch_label(schema, branch): value }),
    }
}

/// A value that the same schema wrote.
pub(crate) fn plain(schema: &Schema, index: TypeIndex, decoder: &mut Decoder<'_>) -> Read {
    decoder.enter()?;
    let value = match &schema.get(index).kind {
        TypeKind::Null => Value::Null,
        TypeKind::Boolean => json!(decoder.read_boolean()?),
        TypeKind::Int => json!(decoder.read_int()?),
        TypeKind::Long => json!(decoder.read_long()?),
        TypeKind::Float => float(f64::from(decoder.read_float()?)),
        TypeKind::Double => float(decoder.read_double()?),
        TypeKind::Bytes => latin(decoder.read_bytes()?),
        TypeKind::String => json!(decoder.read_str()?),
        TypeKind::Fixed(fixed) => latin(decoder.read_slice(fixed.size)?),
        TypeKind::Enum(symbols) => {
            json!(symbols.symbols[position(decoder, symbols.symbols.len())?])
        }
        TypeKind::Array(of) => items(decoder, |decoder| plain(schema, *of, decoder))?,
        TypeKind::Map(of) => entries(decoder, |decoder| plain(schema, *of, decoder))?,
        TypeKind::Union(branches) => {
            let branch = branches[position(decoder, branches.len())?];
            in_branch(schema, branch, &plain(schema, branch, decoder)?)
        }
        TypeKind::Record(record) => {
            let mut members = Map::new();
            for field in &record.fields {
                let value = plain(schema, field.type_index, decoder)?;
                members.insert(field.name.clone(), value);
            }
            Value::Object(members)
        }
        other => panic!("a type unknown here: {other:?}"),
    };
    decoder.leave();
    Ok(value)
}

fn promoted(promotion: Promotion, decoder: &mut Decoder<'_>) -> Read {
    #[expect(clippy::cast_precision_loss, reason = "the promotion's own")]
    Ok(match promotion {
        Promotion::IntToLong => json!(decoder.read_int()?),
        Promotion::IntToFloat => float(f64::from(decoder.read_int()? as f32)),
        Promotion::IntToDouble => float(f64::from(decoder.read_int()?)),
        Promotion::LongToFloat => float(f64::from(decoder.read_long()? as f32)),
        Promotion::LongToDouble => float(decoder.read_long()? as f64),
        Promotion::FloatToDouble => float(f64::from(decoder.read_float()?)),
        Promotion::StringToBytes => latin(decoder.read_bytes()?),
        Promotion::BytesToString => json!(decoder.read_str()?),
    })
}

fn position(decoder: &mut Decoder<'_>, count: usize) -> Result<usize, DecodeError> {
    let index = decoder.read_long()?;
    usize::try_from(index)
        .ok()
        .filter(|position| *position < count)
        .ok_or_else(|| decoder.error(DecodeErrorKind::InvalidIndex(index)))
}

fn items(decoder: &mut Decoder<'_>, mut item: impl FnMut(&mut Decoder<'_>) -> Read) -> Read {
    let mut values = Vec::new();
    loop {
        match decoder.read_block()? {
            0 => return Ok(Value::Array(values)),
            count => {
                decoder.allow::<Value>(count)?;
                for _ in 0..count {
                    values.push(item(decoder)?);
                }
            }
        }
    }
}

fn entries(decoder: &mut Decoder<'_>, mut value: impl FnMut(&mut Decoder<'_>) -> Read) -> Read {
    let mut members = Map::new();
    loop {
        match decoder.read_block()? {
            0 => return Ok(Value::Object(members)),
            count => {
                for _ in 0..count {
                    let key = decoder.read_str()?.to_owned();
                    members.insert(key, value(decoder)?);
                }
            }
        }
    }
}

/// A number, or the text that Java writes where JSON has none.
fn float(number: f64) -> Value {
    match number {
        number if number.is_nan() => json!("NaN"),
        f64::INFINITY => json!("Infinity"),
        f64::NEG_INFINITY => json!("-Infinity"),
        number => json!(number),
    }
}

/// A character for each byte.
fn latin(bytes: &[u8]) -> Value {
    json!(
        bytes
            .iter()
            .map(|byte| char::from(*byte))
            .collect::<String>()
    )
}

/// A default, in which the branches of unions have no names, as Avro's JSON encoding; nothing if
/// the default does not fit the type.
fn tagged(schema: &Schema, index: TypeIndex, default: &Value) -> Option<Value> {
    Some(match (&schema.get(index).kind, default) {
        (TypeKind::Union(branches), value) => branches.iter().find_map(|branch| {
            let inner = tagged(schema, *branch, value)?;
            Some(in_branch(schema, *branch, &inner))
        })?,
        (TypeKind::Array(of), Value::Array(values)) => {
            let values = values.iter().map(|value| tagged(schema, *of, value));
            Value::Array(values.collect::<Option<_>>()?)
        }
        (TypeKind::Map(of), Value::Object(members)) => {
            let members = members
                .iter()
                .map(|(key, value)| Some((key.clone(), tagged(schema, *of, value)?)));
            Value::Object(members.collect::<Option<_>>()?)
        }
        (TypeKind::Record(record), Value::Object(members)) => {
            let fields = record.fields.iter().map(|field| {
                let own = members.get(&field.name).cloned();
                let value = match (own, &field.default) {
                    (Some(own), _) => own,
                    (None, Some(default)) => serde_json::from_str(&default.to_string()).ok()?,
                    (None, None) => return None,
                };
                Some((
                    field.name.clone(),
                    tagged(schema, field.type_index, &value)?,
                ))
            });
            Value::Object(fields.collect::<Option<_>>()?)
        }
        (TypeKind::Null, Value::Null)
        | (TypeKind::Boolean, Value::Bool(_))
        | (TypeKind::Int | TypeKind::Long, Value::Number(_))
        | (TypeKind::Float | TypeKind::Double, Value::Number(_))
        | (
            TypeKind::Bytes | TypeKind::String | TypeKind::Fixed(_) | TypeKind::Enum(_),
            Value::String(_),
        ) => default.clone(),
        _ => return None,
    })
}
