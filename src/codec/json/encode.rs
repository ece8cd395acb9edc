//! JSON values as data of a schema.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::describe::{describe_kind, out_of_range, unlike};
use super::select::select;
use super::tree::{Number, Shape, Tree};
use crate::codec::EncodeError;
use crate::codec::error::clip;
use crate::codec::varint;
use crate::schema::{Enum, Field, Record, Schema, TypeIndex, TypeKind};

/// How many values a default may consist of. A record takes its fields' defaults for members that
/// the text leaves out, so a short text can stand for very many, or for itself.
const MAX_DEFAULT_VALUES: usize = 10_000;
/// How deep the values of a default may be nested.
const MAX_DEFAULT_DEPTH: u32 = 64;
/// How many bytes a default may take.
const MAX_DEFAULT_BYTES: usize = 64 << 20;

/// Base64, with or without the padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The default of a field as data, or nothing if it has none, or one that does not fit its type or
/// is very large.
pub(crate) fn encode_default(schema: &Schema, field: &Field) -> Option<Vec<u8>> {
    let mut datum = Vec::new();
    let bounds = Bounds {
        depth: MAX_DEFAULT_DEPTH,
        values: MAX_DEFAULT_VALUES,
        bytes: MAX_DEFAULT_BYTES,
    };
    let default = field.default.as_ref()?;
    Encoder::new(schema, &mut datum, bounds)
        .value(Dialect::Default, field.type_index, default)
        .ok()?;
    Some(datum)
}

/// Which JSON stands for which data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// [`JsonEncoding::Plain`](super::JsonEncoding::Plain).
    Plain,
    /// [`JsonEncoding::Avro`](super::JsonEncoding::Avro).
    Avro,
    /// The defaults of fields: bytes as in `Avro`, a value of a union bare, of the first branch that
    /// it fits. The specification has it fit the very first, Java since 1.12 any.
    Default,
}

/// How much a datum may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// How deep values may be nested.
    pub(super) depth: u32,
    /// How many values there may be.
    pub(super) values: usize,
    /// How many bytes there may be.
    pub(super) bytes: usize,
}

/// Appends values to data.
pub(super) struct Encoder<'s, 'o> {
    schema: &'s Schema,
    output: &'o mut Vec<u8>,
    start: usize,
    left: Bounds,
}

type Outcome = Result<(), EncodeError>;

impl<'s, 'o> Encoder<'s, 'o> {
    pub(super) fn new(schema: &'s Schema, output: &'o mut Vec<u8>, bounds: Bounds) -> Self {
        let start = output.len();
        Self {
            schema,
            output,
            start,
            left: bounds,
        }
    }

    pub(super) fn value<J: Tree>(
        &mut self,
        dialect: Dialect,
        index: TypeIndex,
        value: &J,
    ) -> Outcome {
        self.left.values = match self.left.values.checked_sub(1) {
            Some(left) if self.output.len() - self.start <= self.left.bytes => left,
            _ => {
                return Err(EncodeError::new(
                    "the value takes more memory than the limit",
                ));
            }
        };
        let kind = &self.schema.get(index).kind;
        match (kind, value.shape()) {
            (TypeKind::Null, Shape::Null) => Ok(()),
            (TypeKind::Boolean, Shape::Boolean(value)) => {
                self.output.push(u8::from(value));
                Ok(())
            }
            (TypeKind::Int | TypeKind::Long, Shape::Number(number)) => {
                self.integer(dialect, kind, number)
            }
            (TypeKind::Float | TypeKind::Double, Shape::Number(number)) => self.float(kind, number),
            (TypeKind::Float | TypeKind::Double, Shape::Text(text)) => match not_finite(text) {
                Some(number) => self.float(kind, Number::Float(number)),
                None => Err(unlike(kind, value)),
            },
            (TypeKind::String, Shape::Text(text)) => {
                self.bytes(text.as_bytes());
                Ok(())
            }
            (TypeKind::Bytes | TypeKind::Fixed(_), Shape::Text(text)) => {
                let bytes = bytes_of(dialect, text)?;
                self.bytes_or_fixed(kind, &bytes)
            }
            (TypeKind::Enum(symbols), Shape::Text(symbol)) => self.symbol(symbols, symbol),
            (TypeKind::Union(branches), _) => self.branch(dialect, branches, value),
            _ => self.nested(dialect, kind, value),
        }
    }

    fn nested<J: Tree>(&mut self, dialect: Dialect, kind: &TypeKind, value: &J) -> Outcome {
        self.left.depth = match self.left.depth.checked_sub(1) {
            Some(left) => left,
            None => return Err(EncodeError::new("values are nested deeper than the limit")),
        };
        match (kind, value.shape()) {
            (TypeKind::Array(index), Shape::Array(items)) => {
                self.count(items.len());
                for (position, item) in items.iter().enumerate() {
                    self.value(dialect, *index, item)
                        .map_err(|error| error.in_item(position))?;
                }
                self.long(0);
            }
            (TypeKind::Map(index), Shape::Object(count)) => {
                self.count(count);
                for (key, value) in value.members() {
                    self.bytes(key.as_bytes());
                    self.value(dialect, *index, value)
                        .map_err(|error| error.in_entry(key))?;
                }
                self.long(0);
            }
            (TypeKind::Record(record), Shape::Object(count)) => {
                self.record(dialect, record, value, count)?;
            }
            _ => return Err(unlike(kind, value)),
        }
        self.left.depth += 1;
        Ok(())
    }

    fn record<J: Tree>(
        &mut self,
        dialect: Dialect,
        record: &Record,
        value: &J,
        count: usize,
    ) -> Outcome {
        let mut found = 0;
        for (position, field) in record.fields.iter().enumerate() {
            let member = value.member(&field.name, position);
            let outcome = match (member, &field.default, dialect) {
                (Some(value), ..) => {
                    found += 1;
                    self.value(dialect, field.type_index, value)
                }
                (None, Some(default), Dialect::Plain | Dialect::Default) => {
                    self.value(Dialect::Default, field.type_index, default)
                }
                (None, default, _) => {
                    let hint = match default {
                        Some(_) => ": only plain JSON may leave out fields that have a default",
                        None => ", and it has no default",
                    };
                    Err(EncodeError::new(format!("it is missing{hint}")))
                }
            };
            outcome.map_err(|error| error.in_named_field(&field.name))?;
        }
        // Defaults may have more, as Java allows it.
        if found == count || dialect == Dialect::Default {
            return Ok(());
        }
        let is_field = |key: &str| record.fields.iter().any(|field| field.name == key);
        let unknown = value.members().find(|(key, _)| !is_field(key));
        let unknown = unknown.map_or("", |(key, _)| key);
        Err(EncodeError::new(format!(
            "the record {} has no field `{}`",
            record.name,
            clip(unknown)
        )))
    }

    fn branch<J: Tree>(&mut self, dialect: Dialect, branches: &[TypeIndex], value: &J) -> Outcome {
        if dialect == Dialect::Default {
            return self.first_branch(branches, value);
        }
        let (position, value) = select(self.schema, dialect, branches, value)?;
        self.long(i64::try_from(position).unwrap_or_default());
        match branches.get(position) {
            Some(branch) => self.value(dialect, *branch, value),
            None => Ok(()),
        }
    }

    /// The first branch that a default fits.
    fn first_branch<J: Tree>(&mut self, branches: &[TypeIndex], value: &J) -> Outcome {
        let (length, depth) = (self.output.len(), self.left.depth);
        for (branch, position) in branches.iter().zip(0_i64..) {
            self.output.truncate(length);
            self.left.depth = depth;
            self.long(position);
            if self.value(Dialect::Default, *branch, value).is_ok() {
                return Ok(());
            }
        }
        Err(EncodeError::new("no branch of the union takes the value"))
    }

    fn integer(&mut self, dialect: Dialect, kind: &TypeKind, number: Number) -> Outcome {
        let integer = match number {
            Number::Integer(number) => Some(number),
            // As in Java's JsonDecoder. Up to here a double has all integers.
            #[expect(clippy::cast_possible_truncation, reason = "it is checked before")]
            Number::Float(number) => (dialect != Dialect::Default
                && number.fract() == 0.0
                && number.abs() <= 9_007_199_254_740_992.0)
                .then_some(number as i128),
        };
        let Some(integer) = integer else {
            return Err(EncodeError::new(format!(
                "expected {}, found the number {number}",
                describe_kind(kind)
            )));
        };
        let in_range = match kind {
            TypeKind::Int => i32::try_from(integer).ok().map(i64::from),
            _ => i64::try_from(integer).ok(),
        };
        self.long(in_range.ok_or_else(|| out_of_range(kind, number))?);
        Ok(())
    }

    fn float(&mut self, kind: &TypeKind, number: Number) -> Outcome {
        #[expect(clippy::cast_precision_loss, reason = "floating-point numbers round")]
        let double = match number {
            Number::Integer(number) => number as f64,
            Number::Float(number) => number,
        };
        if let TypeKind::Double = kind {
            self.output.extend_from_slice(&double.to_le_bytes());
            return Ok(());
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "floating-point numbers round"
        )]
        let float = double as f32;
        if float.is_infinite() && double.is_finite() {
            return Err(out_of_range(kind, number));
        }
        self.output.extend_from_slice(&float.to_le_bytes());
        Ok(())
    }

    fn bytes_or_fixed(&mut self, kind: &TypeKind, bytes: &[u8]) -> Outcome {
        let TypeKind::Fixed(fixed) = kind else {
            self.bytes(bytes);
            return Ok(());
        };
        if bytes.len() != fixed.size {
            return Err(EncodeError::new(format!(
                "expected the {} bytes of the fixed {}, found {}",
                fixed.size,
                fixed.name,
                bytes.len()
            )));
        }
        self.output.extend_from_slice(bytes);
        Ok(())
    }

    fn symbol(&mut self, symbols: &Enum, symbol: &str) -> Outcome {
        let position = symbols.symbols.iter().position(|known| known == symbol);
        let position = position.and_then(|position| i64::try_from(position).ok());
        self.long(position.ok_or_else(|| {
            EncodeError::new(format!(
                "the enum {} has no symbol `{}`, only {}",
                symbols.name,
                clip(symbol),
                clip(&symbols.symbols.join(", "))
            ))
        })?);
        Ok(())
    }

    fn count(&mut self, count: usize) {
        if count > 0 {
            self.long(i64::try_from(count).unwrap_or(i64::MAX));
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.long(i64::try_from(bytes.len()).unwrap_or(i64::MAX));
        self.output.extend_from_slice(bytes);
    }

    fn long(&mut self, number: i64) {
        varint::write(self.output, number);
    }
}

/// The numbers that JSON does not have, as Java's Jackson writes them.
pub(super) fn not_finite(text: &str) -> Option<f64> {
    Some(match text {
        "NaN" => f64::NAN,
        "Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        _ => return None,
    })
}

/// The bytes that a text stands for.
pub(super) fn bytes_of(dialect: Dialect, text: &str) -> Result<Vec<u8>, EncodeError> {
    if dialect == Dialect::Plain {
        return BASE64.decode(text).map_err(|error| {
            EncodeError::new(format!(
                "expected bytes in base64, found the text {:?}: {error}",
                clip(text)
            ))
        });
    }
    // Avro specification, "JSON Encoding", and "Complex Types", table of field defaults.
    let bytes = text.chars().map(|character| u8::try_from(character).ok());
    bytes.collect::<Option<_>>().ok_or_else(|| {
        EncodeError::new(format!(
            "expected bytes as text whose characters are up to U+00FF, found {:?}",
            clip(text)
        ))
    })
}
