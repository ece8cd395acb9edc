//! Values of apache-avro, and what it makes of other types.

use std::collections::HashMap;

use apache_avro::types::Value;
use apache_avro::writer::datum::GenericDatumWriter;
use apache_avro::{Decimal, Duration, Uuid};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::GenericSchema;
use super::value::codec::{Codec, Datum};
use crate::codec::walk::{Order, Outcome, Part, Scalar, Visitor};
use crate::codec::{DecodeErrorKind, Limits};
use crate::resolution::meaning;
use crate::schema::Type;
use crate::serdes::{DeserializeError, SerializeError};

/// Any type that serde can write and read, as the value of a [`Generic`](super::Generic).
///
/// It is written by apache-avro's serializer, by the names of its fields, as the
/// [`GenericSchema`] asks for them. To read it, the data becomes an `apache_avro::types::Value`
/// first. A type on which [`AvroEvent`](derive@crate::AvroEvent) is derived needs neither.
///
/// ```
/// use avrolane::kafka::{Record, Topic};
/// use avrolane::serdes::generic::{Generic, GenericSchema, Serde};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Serialize, Deserialize)]
/// struct Reading {
///     celsius: f64,
/// }
///
/// const READINGS: Topic<String, Generic<Serde<Reading>>> = Topic::new("readings");
///
/// let schema = GenericSchema::parse(
///     r#"{"type": "record", "name": "Reading", "fields": [{"name": "celsius", "type": "double"}]}"#,
/// )?;
/// let reading = Generic::new(&schema, Serde(Reading { celsius: 21.5 }));
/// let record = Record::to(&READINGS).value(&reading);
/// # drop(record);
/// # Ok::<(), avrolane::schema::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Serde<T>(pub T);

impl Codec for Value {
    fn encode(&self, schema: &GenericSchema, output: &mut Vec<u8>) -> Result<(), SerializeError> {
        let writer = writer(schema)?;
        writer
            .write_value_ref(output, self)
            .map(drop)
            .map_err(SerializeError::other)
    }

    fn decode(datum: Datum<'_>) -> Result<(Self, usize), DeserializeError> {
        let mut visitor = ValueVisitor::new(datum.limits);
        let length = datum.reader.read(datum.bytes, datum.limits, &mut visitor)?;
        Ok((visitor.whole, length))
    }
}

impl<T: Serialize + DeserializeOwned> Codec for Serde<T> {
    fn encode(&self, schema: &GenericSchema, output: &mut Vec<u8>) -> Result<(), SerializeError> {
        let writer = writer(schema)?;
        writer
            .write_ser(output, &self.0)
            .map(drop)
            .map_err(SerializeError::other)
    }

    fn decode(datum: Datum<'_>) -> Result<(Self, usize), DeserializeError> {
        let (value, length) = Value::decode(datum)?;
        let value = apache_avro::from_value(&value).map_err(DeserializeError::other)?;
        Ok((Self(value), length))
    }
}

fn writer(schema: &GenericSchema) -> Result<GenericDatumWriter<'_>, SerializeError> {
    let schema = schema.apache().map_err(SerializeError::other)?;
    let writer = GenericDatumWriter::builder(schema).build();
    writer.map_err(SerializeError::other)
}

/// Makes a value from the parts of a datum. apache-avro's own reader trusts the data: it has no
/// limit of depth, and one of memory only for a single array.
struct ValueVisitor {
    /// What is not yet complete, the innermost last.
    open: Vec<Open>,
    whole: Value,
    /// How much memory the value may still take.
    left: usize,
}

enum Open {
    Array(Vec<Value>),
    /// The entries, and the key of the value that comes next.
    Map(HashMap<String, Value>, String),
    Record(Vec<Field>),
    Branch(u32, Value),
}

struct Field {
    position: usize,
    name: String,
    value: Value,
}

impl ValueVisitor {
    fn new(limits: &Limits) -> Self {
        Self {
            open: Vec::new(),
            whole: Value::Null,
            left: limits.allocation(),
        }
    }

    fn take(&mut self, bytes: usize) -> Outcome {
        let left = self.left.checked_sub(bytes);
        self.left = left.ok_or(DecodeErrorKind::TooLarge)?;
        Ok(())
    }

    /// Puts a value where it belongs.
    fn add(&mut self, added: Value) -> Outcome {
        self.take(size_of::<Value>())?;
        match self.open.last_mut() {
            Some(Open::Array(items)) => items.push(added),
            Some(Open::Map(entries, key)) => {
                entries.insert(std::mem::take(key), added);
            }
            Some(Open::Record(fields)) => {
                if let Some(field) = fields.last_mut() {
                    field.value = added;
                }
            }
            Some(Open::Branch(_, value)) => *value = added,
            None => self.whole = added,
        }
        Ok(())
    }

    /// Completes what is innermost.
    fn end(&mut self) -> Outcome {
        let value = match self.open.pop() {
            Some(Open::Array(items)) => Value::Array(items),
            Some(Open::Map(entries, _)) => Value::Map(entries),
            Some(Open::Record(fields)) => {
                let fields = fields.into_iter();
                Value::Record(fields.map(|field| (field.name, field.value)).collect())
            }
            Some(Open::Branch(position, value)) => Value::Union(position, Box::new(value)),
            None => return Ok(()),
        };
        self.add(value)
    }
}

impl Visitor for ValueVisitor {
    fn visit(&mut self, part: Part<'_>) -> Outcome {
        match part {
            Part::Scalar(this, scalar) => {
                if let Scalar::Symbol(_, text) = scalar {
                    self.take(text.len())?;
                }
                self.add(value_of(this, scalar)?)?;
            }
            Part::BeginArray => self.open.push(Open::Array(Vec::new())),
            Part::Expect(count) => {
                if count > self.left / size_of::<Value>() {
                    return Err(DecodeErrorKind::TooLarge);
                }
            }
            Part::Item => {}
            Part::BeginMap => self.open.push(Open::Map(HashMap::new(), String::new())),
            Part::Entry(name) => {
                self.take(2 * size_of::<String>())?;
                if let Some(Open::Map(_, key)) = self.open.last_mut() {
                    name.clone_into(key);
                }
            }
            Part::BeginRecord(_) => self.open.push(Open::Record(Vec::new())),
            Part::Field(record, position, _) => {
                let name = record.fields.get(position).map_or("", |field| &field.name);
                self.take(name.len() + size_of::<Field>())?;
                if let Some(Open::Record(fields)) = self.open.last_mut() {
                    fields.push(Field {
                        position,
                        name: name.to_owned(),
                        value: Value::Null,
                    });
                }
            }
            Part::EndRecord(Order::Shuffled) => {
                if let Some(Open::Record(fields)) = self.open.last_mut() {
                    fields.sort_by_key(|field| field.position);
                }
                self.end()?;
            }
            Part::BeginBranch(branch) => {
                let position = u32::try_from(branch.position).unwrap_or_default();
                self.open.push(Open::Branch(position, Value::Null));
            }
            Part::EndArray | Part::EndMap | Part::EndRecord(Order::Straight) | Part::EndBranch => {
                self.end()?;
            }
        }
        Ok(())
    }
}

/// The value, as the logical type has it where there is one that applies.
fn value_of(this: &Type, scalar: Scalar<'_>) -> Result<Value, DecodeErrorKind> {
    let logical_type = meaning(this).map_or("", |meaning| meaning.logical_type);
    Ok(match (logical_type, scalar) {
        ("date", Scalar::Int(number)) => Value::Date(number),
        ("time-millis", Scalar::Int(number)) => Value::TimeMillis(number),
        ("time-micros", Scalar::Long(number)) => Value::TimeMicros(number),
        ("timestamp-millis", Scalar::Long(number)) => Value::TimestampMillis(number),
        ("timestamp-micros", Scalar::Long(number)) => Value::TimestampMicros(number),
        ("timestamp-nanos", Scalar::Long(number)) => Value::TimestampNanos(number),
        ("local-timestamp-millis", Scalar::Long(number)) => Value::LocalTimestampMillis(number),
        ("local-timestamp-micros", Scalar::Long(number)) => Value::LocalTimestampMicros(number),
        ("local-timestamp-nanos", Scalar::Long(number)) => Value::LocalTimestampNanos(number),
        ("decimal", Scalar::Bytes(bytes) | Scalar::Fixed(bytes)) => {
            Value::Decimal(Decimal::from(bytes))
        }
        ("uuid", Scalar::String(text)) => Value::Uuid(
            Uuid::parse_str(text)
                .map_err(|_| DecodeErrorKind::InvalidText("the text is no UUID".to_owned()))?,
        ),
        ("uuid", Scalar::Fixed(bytes)) => Value::Uuid(Uuid::from_slice(bytes).unwrap_or_default()),
        ("duration", Scalar::Fixed(bytes)) => {
            Value::Duration(Duration::from(bytes.try_into().unwrap_or([0; 12])))
        }
        _ => plain_value(scalar),
    })
}

fn plain_value(scalar: Scalar<'_>) -> Value {
    match scalar {
        Scalar::Null => Value::Null,
        Scalar::Boolean(value) => Value::Boolean(value),
        Scalar::Int(number) => Value::Int(number),
        Scalar::Long(number) => Value::Long(number),
        Scalar::Float(number) => Value::Float(number),
        Scalar::Double(number) => Value::Double(number),
        Scalar::Bytes(bytes) => Value::Bytes(bytes.to_vec()),
        Scalar::String(text) => Value::String(text.to_owned()),
        Scalar::Fixed(bytes) => Value::Fixed(bytes.len(), bytes.to_vec()),
        Scalar::Symbol(position, text) => Value::Enum(position, text.to_owned()),
    }
}
