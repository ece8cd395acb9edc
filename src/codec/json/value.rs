//! The parts of a datum as a JSON value.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::JsonEncoding;
use super::union::{Spelling, text_of_not_finite, with_digits_of};
use crate::codec::walk::{Outcome, Part, Scalar, Visitor};
use crate::codec::{DecodeErrorKind, Limits};

/// Makes a value of plain JSON from the parts of a datum.
#[derive(Debug)]
pub(crate) struct ValueVisitor {
    /// What is not yet complete, the innermost last.
    open: Vec<Open>,
    whole: Value,
    /// How much memory the value may still take.
    left: usize,
}

#[derive(Debug)]
enum Open {
    Array(Vec<Value>),
    /// An object, and the key of the value that comes next.
    Object(Map<String, Value>, String),
    Bare,
    Named(String),
    /// Bare, but for numbers that are spelled as text.
    BareUnlessText(&'static str),
}

impl ValueVisitor {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            open: Vec::new(),
            whole: Value::Null,
            left: limits.max_allocation,
        }
    }

    /// The value, after a walk without an error.
    pub(crate) fn finish(self) -> Value {
        self.whole
    }

    fn take(&mut self, bytes: usize) -> Outcome {
        let left = self.left.checked_sub(bytes);
        self.left = left.ok_or(DecodeErrorKind::TooLarge)?;
        Ok(())
    }

    fn scalar(&mut self, scalar: Scalar<'_>) -> Outcome {
        let value = match scalar {
            Scalar::Null => Value::Null,
            Scalar::Boolean(value) => value.into(),
            Scalar::Int(number) => number.into(),
            Scalar::Long(number) => number.into(),
            Scalar::Float(number) => return self.double(with_digits_of(number)),
            Scalar::Double(number) => return self.double(number),
            Scalar::String(text) | Scalar::Symbol(_, text) => {
                self.take(text.len())?;
                text.into()
            }
            Scalar::Bytes(bytes) | Scalar::Fixed(bytes) => {
                self.take(bytes.len())?;
                STANDARD.encode(bytes).into()
            }
        };
        self.add(value)
    }

    fn double(&mut self, number: f64) -> Outcome {
        if number.is_finite() {
            return self.add(number.into());
        }
        if let Some(open) = self.open.last_mut()
            && let Open::BareUnlessText(name) = open
        {
            *open = Open::Named((*name).to_owned());
        }
        self.add(text_of_not_finite(number).into())
    }

    /// Puts a value where it belongs.
    fn add(&mut self, value: Value) -> Outcome {
        self.take(size_of::<Value>())?;
        match self.open.last_mut() {
            Some(Open::Array(items)) => items.push(value),
            Some(Open::Object(members, key)) => {
                members.insert(std::mem::take(key), value);
            }
            Some(Open::Bare | Open::Named(_) | Open::BareUnlessText(_)) | None => {
                self.whole = value;
            }
        }
        Ok(())
    }

    fn begin_object(&mut self) {
        self.open.push(Open::Object(Map::new(), String::new()));
    }

    fn key(&mut self, name: &str) -> Outcome {
        // An entry of a map takes more than the key and the value.
        self.take(name.len() + 2 * size_of::<String>())?;
        if let Some(Open::Object(_, key)) = self.open.last_mut() {
            name.clone_into(key);
        }
        Ok(())
    }

    /// Completes what is innermost.
    fn end(&mut self) -> Outcome {
        let value = match self.open.pop() {
            Some(Open::Array(items)) => Value::Array(items),
            Some(Open::Object(members, _)) => Value::Object(members),
            Some(Open::Named(name)) => {
                self.take(name.len() + 2 * size_of::<String>())?;
                let value = std::mem::take(&mut self.whole);
                Value::Object(Map::from_iter([(name, value)]))
            }
            Some(Open::Bare | Open::BareUnlessText(_)) | None => std::mem::take(&mut self.whole),
        };
        self.add(value)
    }
}

impl Visitor for ValueVisitor {
    fn visit(&mut self, part: Part<'_>) -> Outcome {
        match part {
            Part::Scalar(_, scalar) => self.scalar(scalar)?,
            Part::BeginArray => self.open.push(Open::Array(Vec::new())),
            Part::Expect(count) => {
                if count > self.left / size_of::<Value>() {
                    return Err(DecodeErrorKind::TooLarge);
                }
            }
            Part::Item => {}
            Part::BeginMap | Part::BeginRecord(_) => self.begin_object(),
            Part::Entry(key) => self.key(key)?,
            Part::Field(record, position, _) => {
                self.key(record.fields.get(position).map_or("", |field| &field.name))?;
            }
            Part::EndArray | Part::EndMap | Part::EndRecord(_) | Part::EndBranch => self.end()?,
            Part::BeginBranch(branch) => {
                let open = match Spelling::of(branch, JsonEncoding::Plain) {
                    Spelling::Bare => Open::Bare,
                    Spelling::Named(name) => Open::Named(name.to_owned()),
                    Spelling::BareUnlessText(name) => Open::BareUnlessText(name),
                };
                self.open.push(open);
            }
        }
        Ok(())
    }
}
