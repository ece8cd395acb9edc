//! From a value of apache-avro to data.

use apache_avro::types::{Value, ValueKind};

use crate::codec::json::encode_default;
use crate::codec::{AvroEncode, EncodeError, Limits};
use crate::schema::{Enum, Fixed, Natural, Record, Schema, Type, TypeIndex, TypeKind};

type Outcome = Result<(), EncodeError>;

/// Appends the value as data of the schema. apache-avro's own writer takes more of the stack than
/// there is for values that are nested deep.
pub(super) fn encode(
    schema: &Schema,
    value: &Value,
    limits: &Limits,
    output: &mut Vec<u8>,
) -> Outcome {
    let depth_left = limits.depth();
    let mut encoder = Encoder {
        schema,
        output,
        depth_left,
    };
    encoder.value(schema.root(), value)
}

struct Encoder<'a> {
    schema: &'a Schema,
    output: &'a mut Vec<u8>,
    depth_left: u32,
}

impl<'a> Encoder<'a> {
    fn value(&mut self, index: TypeIndex, value: &Value) -> Outcome {
        let schema = self.schema;
        let this = schema.get(index);
        match (&this.kind, value) {
            (TypeKind::Null, Value::Null) => Ok(()),
            (TypeKind::Boolean, Value::Boolean(value)) => self.put(value),
            (TypeKind::Int | TypeKind::Long, value) => {
                let number = integer(&this.kind, value);
                self.put(&number.ok_or_else(|| unlike(this, value))?)
            }
            (TypeKind::Float, Value::Float(number)) => self.put(number),
            (TypeKind::Double, Value::Double(number)) => self.put(number),
            (TypeKind::Double, Value::Float(number)) => self.put(&f64::from(*number)),
            (TypeKind::String, Value::String(text)) => self.put(text),
            (TypeKind::String, Value::Uuid(uuid)) => self.put(&uuid.to_string()),
            (TypeKind::Bytes | TypeKind::Fixed(_), value) => self.bytes(this, value),
            (TypeKind::Enum(symbols), Value::Enum(_, symbol) | Value::String(symbol)) => {
                self.symbol(symbols, symbol)
            }
            (TypeKind::Union(branches), value) => {
                let (position, value) =
                    branch(schema, branches, value).ok_or_else(|| unlike(this, value))?;
                self.long(position);
                match branches.get(position) {
                    Some(branch) => self.value(*branch, value),
                    None => Ok(()),
                }
            }
            _ => self.nested(this, value),
        }
    }

    fn nested(&mut self, this: &'a Type, value: &Value) -> Outcome {
        let left = self.depth_left.checked_sub(1);
        self.depth_left =
            left.ok_or_else(|| EncodeError::new("values are nested deeper than the limit"))?;
        match (&this.kind, value) {
            (TypeKind::Array(items), Value::Array(values)) => {
                if !values.is_empty() {
                    self.long(values.len());
                }
                for (position, value) in values.iter().enumerate() {
                    self.value(*items, value)
                        .map_err(|error| error.in_item(position))?;
                }
                self.long(0);
            }
            (TypeKind::Map(index), Value::Map(entries)) => {
                if !entries.is_empty() {
                    self.long(entries.len());
                }
                for (key, value) in entries {
                    self.put(key)?;
                    self.value(*index, value)
                        .map_err(|error| error.in_entry(key))?;
                }
                self.long(0);
            }
            (TypeKind::Record(record), Value::Record(members)) => self.record(record, members)?,
            _ => return Err(unlike(this, value)),
        }
        self.depth_left += 1;
        Ok(())
    }

    fn record(&mut self, record: &'a Record, members: &[(String, Value)]) -> Outcome {
        let mut found = 0;
        for (position, field) in record.fields.iter().enumerate() {
            let member = match members.get(position) {
                Some((name, value)) if *name == field.name => Some(value),
                _ => members
                    .iter()
                    .find_map(|(name, value)| (*name == field.name).then_some(value)),
            };
            let Some(value) = member else {
                let default = encode_default(self.schema, field).ok_or_else(|| {
                    EncodeError::new("it is missing, and it has no default")
                        .in_named_field(&field.name)
                })?;
                self.output.extend_from_slice(&default);
                continue;
            };
            found += 1;
            self.value(field.type_index, value)
                .map_err(|error| error.in_named_field(&field.name))?;
        }
        if found == members.len() {
            return Ok(());
        }
        let is_field = |name: &str| record.fields.iter().any(|field| field.name == name);
        let unknown = members.iter().find(|(name, _)| !is_field(name));
        Err(EncodeError::new(match unknown {
            Some((name, _)) => format!("the record {} has no field `{name}`", record.name),
            None => format!("a field of the record {} stands twice", record.name),
        }))
    }

    fn bytes(&mut self, this: &Type, value: &Value) -> Outcome {
        let fixed = match &this.kind {
            TypeKind::Fixed(fixed) => Some(fixed),
            _ => None,
        };
        let decimal;
        let array: [u8; 12];
        let bytes = match (value, fixed) {
            (Value::Bytes(bytes) | Value::Fixed(_, bytes), _) => bytes.as_slice(),
            (Value::Uuid(uuid), Some(_)) => uuid.as_bytes().as_slice(),
            (Value::Duration(duration), Some(_)) => {
                array = duration.into();
                &array
            }
            (Value::Decimal(value), _) => {
                let bytes = <Vec<u8>>::try_from(value);
                decimal = bytes.map_err(|error| EncodeError::new(error.to_string()))?;
                if let Some(Fixed { size, .. }) = fixed
                    && let Some(more) = size.checked_sub(decimal.len())
                {
                    // The number goes on to the left with its sign.
                    let sign = decimal
                        .first()
                        .map_or(0, |first| if *first < 0x80 { 0 } else { 0xff });
                    self.output.extend(std::iter::repeat_n(sign, more));
                    self.output.extend_from_slice(&decimal);
                    return Ok(());
                }
                decimal.as_slice()
            }
            _ => return Err(unlike(this, value)),
        };
        match fixed {
            Some(fixed) if fixed.size != bytes.len() => Err(EncodeError::new(format!(
                "expected the {} bytes of the fixed {}, found {}",
                fixed.size,
                fixed.name,
                bytes.len()
            ))),
            Some(_) => {
                self.output.extend_from_slice(bytes);
                Ok(())
            }
            None => self.put(bytes),
        }
    }

    fn symbol(&mut self, symbols: &Enum, symbol: &str) -> Outcome {
        let position = symbols.symbols.iter().position(|known| known == symbol);
        self.long(position.ok_or_else(|| {
            EncodeError::new(format!(
                "the enum {} has no symbol `{symbol}`",
                symbols.name
            ))
        })?);
        Ok(())
    }

    fn put<T: AvroEncode<Natural> + ?Sized>(&mut self, value: &T) -> Outcome {
        value.encode(self.output)
    }

    fn long(&mut self, number: usize) {
        // A position or a count of what is in memory.
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        AvroEncode::<Natural>::encode(&number, self.output).unwrap_or_default();
    }
}

/// The number that an `int` or a `long` has.
fn integer(kind: &TypeKind, value: &Value) -> Option<i64> {
    match (kind, value) {
        (_, Value::Int(number) | Value::Date(number) | Value::TimeMillis(number)) => {
            Some(i64::from(*number))
        }
        (
            TypeKind::Long,
            Value::Long(number)
            | Value::TimeMicros(number)
            | Value::TimestampMillis(number)
            | Value::TimestampMicros(number)
            | Value::TimestampNanos(number)
            | Value::LocalTimestampMillis(number)
            | Value::LocalTimestampMicros(number)
            | Value::LocalTimestampNanos(number),
        ) => Some(*number),
        _ => None,
    }
}

/// The branch of a union that takes the value: the one that it names, or the first of those that
/// take it best.
fn branch<'v>(
    schema: &Schema,
    branches: &[TypeIndex],
    value: &'v Value,
) -> Option<(usize, &'v Value)> {
    if let Value::Union(position, value) = value {
        let position = usize::try_from(*position).ok()?;
        return (position < branches.len()).then_some((position, value));
    }
    let ranked = branches.iter().enumerate().filter_map(|(position, index)| {
        let rank = rank(schema.get(*index), value)?;
        Some((rank, position))
    });
    ranked.min().map(|(_, position)| (position, value))
}

/// How well a type that is no union takes a value, the best first.
fn rank(this: &Type, value: &Value) -> Option<u8> {
    match (&this.kind, value) {
        (TypeKind::Null, Value::Null)
        | (TypeKind::Boolean, Value::Boolean(_))
        | (TypeKind::Float, Value::Float(_))
        | (TypeKind::Double, Value::Double(_))
        | (TypeKind::String, Value::String(_) | Value::Uuid(_))
        | (TypeKind::Bytes, Value::Bytes(_) | Value::Decimal(_))
        | (TypeKind::Array(_), Value::Array(_))
        | (TypeKind::Map(_), Value::Map(_)) => Some(0),
        (TypeKind::Double, Value::Float(_)) => Some(1),
        (TypeKind::Long, Value::Int(_) | Value::Date(_) | Value::TimeMillis(_)) => Some(1),
        (kind @ (TypeKind::Int | TypeKind::Long), value) => integer(kind, value).map(|_| 0),
        (TypeKind::Fixed(fixed), Value::Fixed(_, bytes)) => {
            (fixed.size == bytes.len()).then_some(0)
        }
        (TypeKind::Fixed(fixed), Value::Duration(_)) => (fixed.size == 12).then_some(0),
        (TypeKind::Fixed(fixed), Value::Uuid(_)) => (fixed.size == 16).then_some(1),
        (TypeKind::Fixed(_), Value::Decimal(_)) => Some(1),
        (TypeKind::Enum(symbols), Value::Enum(_, symbol)) => {
            symbols.symbols.contains(symbol).then_some(0)
        }
        (TypeKind::Enum(symbols), Value::String(symbol)) => {
            symbols.symbols.contains(symbol).then_some(1)
        }
        (TypeKind::Record(record), Value::Record(members)) => {
            let has = |name: &str| members.iter().any(|(member, _)| member == name);
            let is_field = |name: &str| record.fields.iter().any(|field| field.name == name);
            let mut fields = record.fields.iter();
            let complete = fields.all(|field| has(&field.name) || field.default.is_some());
            (complete && members.iter().all(|(name, _)| is_field(name))).then_some(0)
        }
        _ => None,
    }
}

#[cold]
fn unlike(this: &Type, value: &Value) -> EncodeError {
    let kind = ValueKind::from(value);
    EncodeError::new(format!(
        "expected a value of {}, found {kind:?}",
        this.kind.label()
    ))
}
