//! The parts of a datum as JSON text.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::JsonEncoding;
use super::union::{Spelling, text_of_not_finite, with_digits_of};
use crate::codec::DecodeErrorKind;
use crate::codec::walk::{Branch, Order, Outcome, Part, Scalar, Visitor};
use crate::schema::{Record, java_double, write_quoted};

/// Appends the parts of a datum to a text.
pub(super) struct TextVisitor<'o> {
    output: &'o mut String,
    encoding: JsonEncoding,
    /// The length that the output may not go beyond.
    most: usize,
    /// Of the branches that are open, how each is spelled.
    branches: Vec<Opened>,
    /// Of the shuffled records that are open, where their fields begin.
    shuffled: Vec<Vec<(usize, usize)>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opened {
    Bare,
    Named,
    BareUnlessText(&'static str),
}

impl<'o> TextVisitor<'o> {
    pub(super) fn new(output: &'o mut String, encoding: JsonEncoding, most: usize) -> Self {
        let most = output.len().saturating_add(most);
        Self {
            output,
            encoding,
            most,
            branches: Vec::new(),
            shuffled: Vec::new(),
        }
    }

    /// Puts a comma behind an item or member that came before.
    fn separate(&mut self) {
        if !self.output.ends_with(['[', '{']) {
            self.output.push(',');
        }
    }

    fn quote(&mut self, text: &str) {
        write_quoted(self.output, text).expect("a string takes any text");
    }

    fn number(&mut self, number: impl std::fmt::Display) {
        write!(self.output, "{number}").expect("a string takes any text");
    }

    fn scalar(&mut self, scalar: Scalar<'_>) {
        match scalar {
            Scalar::Null => self.output.push_str("null"),
            Scalar::Boolean(value) => self.output.push_str(if value { "true" } else { "false" }),
            Scalar::Int(number) => self.number(number),
            Scalar::Long(number) => self.number(number),
            Scalar::Float(number) => match self.encoding {
                JsonEncoding::Avro => self.double(number.into()),
                JsonEncoding::Plain => self.double(with_digits_of(number)),
            },
            Scalar::Double(number) => self.double(number),
            Scalar::String(text) | Scalar::Symbol(_, text) => self.quote(text),
            Scalar::Bytes(bytes) | Scalar::Fixed(bytes) => self.bytes(bytes),
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        match self.encoding {
            JsonEncoding::Avro => {
                let text: String = bytes.iter().copied().map(char::from).collect();
                self.quote(&text);
            }
            JsonEncoding::Plain => {
                self.output.push('"');
                STANDARD.encode_string(bytes, self.output);
                self.output.push('"');
            }
        }
    }

    fn double(&mut self, number: f64) {
        if number.is_finite() {
            return self.output.push_str(&java_double(number));
        }
        if let Some(opened) = self.branches.last_mut()
            && let Opened::BareUnlessText(name) = *opened
        {
            *opened = Opened::Named;
            self.open_branch(name);
        }
        self.quote(text_of_not_finite(number));
    }

    fn begin_branch(&mut self, branch: Branch<'_>) {
        let opened = match Spelling::of(branch, self.encoding) {
            Spelling::Bare => Opened::Bare,
            Spelling::BareUnlessText(name) => Opened::BareUnlessText(name),
            Spelling::Named(name) => {
                self.open_branch(name);
                Opened::Named
            }
        };
        self.branches.push(opened);
    }

    fn open_branch(&mut self, name: &str) {
        self.output.push('{');
        self.quote(name);
        self.output.push(':');
    }

    fn begin_field(&mut self, record: &Record, position: usize, order: Order) {
        match (order, self.shuffled.last_mut()) {
            (Order::Shuffled, Some(fields)) => fields.push((position, self.output.len())),
            _ => self.separate(),
        }
        if let Some(field) = record.fields.get(position) {
            self.quote(&field.name);
            self.output.push(':');
        }
    }

    /// Brings the fields of the record that ends into the order of its schema.
    fn sort_fields(&mut self) {
        let mut fields = self.shuffled.pop().unwrap_or_default();
        let Some(&(_, start)) = fields.first() else {
            return;
        };
        let ends = fields.iter().skip(1).map(|(_, start)| *start);
        let ends: Vec<usize> = ends.chain([self.output.len()]).collect();
        let mut fields: Vec<(usize, &str)> = fields
            .drain(..)
            .zip(ends)
            .map(|((position, start), end)| {
                (position, self.output.get(start..end).unwrap_or_default())
            })
            .collect();
        fields.sort_unstable_by_key(|(position, _)| *position);
        let fields: Vec<&str> = fields.into_iter().map(|(_, text)| text).collect();
        let sorted = fields.join(",");
        self.output.truncate(start);
        self.output.push_str(&sorted);
    }
}

impl Visitor for TextVisitor<'_> {
    fn visit(&mut self, part: Part<'_>) -> Outcome {
        match part {
            Part::Scalar(_, scalar) => self.scalar(scalar),
            Part::BeginArray => self.output.push('['),
            // Each item takes a character and a comma.
            Part::Expect(count) => {
                if count > self.most.saturating_sub(self.output.len()) / 2 {
                    return Err(DecodeErrorKind::TooLarge);
                }
            }
            Part::Item => self.separate(),
            Part::EndArray => self.output.push(']'),
            Part::BeginMap => self.output.push('{'),
            Part::Entry(key) => {
                self.separate();
                self.quote(key);
                self.output.push(':');
            }
            Part::EndMap => self.output.push('}'),
            Part::BeginRecord(order) => {
                self.output.push('{');
                if order == Order::Shuffled {
                    self.shuffled.push(Vec::new());
                }
            }
            Part::Field(record, position, order) => self.begin_field(record, position, order),
            Part::EndRecord(order) => {
                if order == Order::Shuffled {
                    self.sort_fields();
                }
                self.output.push('}');
            }
            Part::BeginBranch(branch) => self.begin_branch(branch),
            Part::EndBranch => {
                if self.branches.pop() == Some(Opened::Named) {
                    self.output.push('}');
                }
            }
        }
        if self.output.len() > self.most {
            return Err(DecodeErrorKind::TooLarge);
        }
        Ok(())
    }
}
