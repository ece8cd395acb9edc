//! From the parts of a datum to a value of apache-avro.

use std::collections::HashMap;

use apache_avro::types::Value;
use apache_avro::{Decimal, Duration, Uuid};

use crate::codec::walk::{Order, Outcome, Part, Scalar, Visitor};
use crate::codec::{DecodeErrorKind, Limits};
use crate::schema::Type;

/// Makes a value from the parts of a datum. apache-avro's own reader trusts the data: it has no
/// limit of depth, and one of memory only for each array.
pub(super) struct ValueVisitor {
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
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            open: Vec::new(),
            whole: Value::Null,
            left: limits.allocation(),
        }
    }

    /// The value, after a walk without an error.
    pub(super) fn finish(self) -> Value {
        self.whole
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
    let logical_type = this.valid_logical_type().unwrap_or_default();
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
