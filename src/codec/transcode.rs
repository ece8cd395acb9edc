//! From data of one schema to data of another.

use super::walk::{DatumReader, Order, Outcome, Part, Scalar, Visitor};
use super::{DecodeError, DecodeErrorKind, Limits, PlanError, varint};
use crate::resolution::Incompatibility;
use crate::schema::Schema;

/// Rewrites data of one schema as data of another, by the rules of schema resolution.
///
/// ```
/// use avrolane::codec::Transcoder;
/// use avrolane::schema::Schema;
///
/// let from = Schema::parse(
///     r#"{"type": "record", "name": "Reading", "fields": [
///         {"name": "station", "type": "string"}, {"name": "celsius", "type": "int"}
///     ]}"#,
/// )?;
/// let to = Schema::parse(
///     r#"{"type": "record", "name": "Reading", "fields": [
///         {"name": "celsius", "type": "long"}, {"name": "source", "type": "string", "default": "?"}
///     ]}"#,
/// )?;
/// let transcoder = Transcoder::new(&from, &to)?;
/// assert!(transcoder.partial().is_empty());
/// assert_eq!(transcoder.transcode(&[2, b'A', 42])?, [42, 2, b'?']);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Transcoder {
    reader: DatumReader,
    partial: Vec<Incompatibility>,
    limits: Limits,
}

impl Transcoder {
    /// Rewrites data of `from` as data of `to`.
    ///
    /// # Errors
    ///
    /// If no value of `from` can be read as one of `to`, with every reason.
    pub fn new(from: &Schema, to: &Schema) -> Result<Self, PlanError> {
        let reader = DatumReader::resolving(from, to)?;
        Ok(Self {
            partial: reader.partial(),
            reader,
            limits: Limits::default(),
        })
    }

    /// How much one datum may take. The default [`Limits`] unless set: arrays, maps and records may
    /// be nested [`max_depth`](Limits::max_depth) deep, and the items and the bytes of what is
    /// written may be [`max_allocation`](Limits::max_allocation) together.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The differences that keep some values from being rewritten, such as symbols and branches
    /// that the schema of the result does not have. Such a value is an error.
    #[must_use]
    pub fn partial(&self) -> &[Incompatibility] {
        &self.partial
    }

    /// Whether data of the two schemas is written alike, so that there is nothing to rewrite.
    #[must_use]
    pub fn is_identical(&self) -> bool {
        self.reader.is_straight()
    }

    /// Rewrites one datum: the bare value, without any framing. Bytes behind it are ignored.
    ///
    /// # Errors
    ///
    /// If the bytes are no value of the one schema, or one that the other does not have, or would
    /// take more than the limits allow.
    pub fn transcode(&self, datum: &[u8]) -> Result<Vec<u8>, DecodeError> {
        let mut output = Vec::with_capacity(datum.len());
        self.transcode_to(datum, &mut output)?;
        Ok(output)
    }

    /// As [`transcode`](Self::transcode), but appends to `output`, which an error leaves as it was.
    ///
    /// # Errors
    ///
    /// As [`transcode`](Self::transcode).
    pub fn transcode_to(&self, datum: &[u8], output: &mut Vec<u8>) -> Result<(), DecodeError> {
        let start = output.len();
        let mut visitor = BinaryVisitor {
            output,
            shuffled: Vec::new(),
            left: self.limits.max_allocation,
        };
        let result = self.reader.read(datum, &self.limits, &mut visitor);
        if result.is_err() {
            output.truncate(start);
        }
        result.map(drop)
    }
}

/// Writes the parts of a datum as they come, and puts fields that come out of order in theirs.
struct BinaryVisitor<'o> {
    output: &'o mut Vec<u8>,
    /// The records that are not complete and whose fields come in any order, the innermost last.
    shuffled: Vec<Shuffled>,
    /// How many items and bytes may still come.
    left: usize,
}

/// A record whose fields come in any order.
struct Shuffled {
    start: usize,
    /// The position of each field that has come, and where it begins.
    fields: Vec<(usize, usize)>,
}

impl BinaryVisitor<'_> {
    fn take(&mut self, count: usize) -> Outcome {
        let left = self.left.checked_sub(count);
        self.left = left.ok_or(DecodeErrorKind::TooLarge)?;
        Ok(())
    }

    fn number(&mut self, number: i64) -> Outcome {
        self.take(1)?;
        varint::write(self.output, number);
        Ok(())
    }

    fn count(&mut self, count: usize) -> Outcome {
        self.number(i64::try_from(count).map_err(|_| DecodeErrorKind::TooLarge)?)
    }

    fn raw(&mut self, bytes: &[u8]) -> Outcome {
        self.take(bytes.len())?;
        self.output.extend_from_slice(bytes);
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> Outcome {
        self.count(bytes.len())?;
        self.raw(bytes)
    }

    fn scalar(&mut self, scalar: Scalar<'_>) -> Outcome {
        match scalar {
            Scalar::Null => Ok(()),
            Scalar::Boolean(value) => self.raw(&[u8::from(value)]),
            Scalar::Int(number) => self.number(number.into()),
            Scalar::Long(number) => self.number(number),
            Scalar::Float(number) => self.raw(&number.to_le_bytes()),
            Scalar::Double(number) => self.raw(&number.to_le_bytes()),
            Scalar::Bytes(bytes) => self.bytes(bytes),
            Scalar::String(text) => self.bytes(text.as_bytes()),
            Scalar::Fixed(bytes) => self.raw(bytes),
            Scalar::Symbol(position, _) => self.number(position.into()),
        }
    }

    /// Puts the fields of the innermost record in the order in which it has them.
    fn sort(&mut self) {
        let Some(Shuffled { start, mut fields }) = self.shuffled.pop() else {
            return;
        };
        if fields.is_sorted() {
            return;
        }
        let written = self.output.split_off(start);
        let mut end = written.len();
        let mut parts: Vec<(usize, &[u8])> = Vec::with_capacity(fields.len());
        while let Some((position, begin)) = fields.pop() {
            let begin = begin - start;
            parts.push((position, written.get(begin..end).unwrap_or_default()));
            end = begin;
        }
        parts.sort_unstable_by_key(|(position, _)| *position);
        for (_, part) in parts {
            self.output.extend_from_slice(part);
        }
    }
}

impl Visitor for BinaryVisitor<'_> {
    fn visit(&mut self, part: Part<'_>) -> Outcome {
        match part {
            Part::Scalar(_, scalar) => self.scalar(scalar),
            Part::Expect(count) => {
                self.take(count)?;
                self.count(count)
            }
            Part::Entry(key) => self.bytes(key.as_bytes()),
            Part::EndArray | Part::EndMap => self.count(0),
            Part::BeginBranch(branch) => self.count(branch.position),
            Part::BeginRecord(Order::Shuffled) => {
                self.shuffled.push(Shuffled {
                    start: self.output.len(),
                    fields: Vec::new(),
                });
                Ok(())
            }
            Part::Field(_, position, Order::Shuffled) => {
                let begin = self.output.len();
                if let Some(record) = self.shuffled.last_mut() {
                    record.fields.push((position, begin));
                }
                Ok(())
            }
            Part::EndRecord(Order::Shuffled) => {
                self.sort();
                Ok(())
            }
            Part::BeginArray
            | Part::Item
            | Part::BeginMap
            | Part::EndBranch
            | Part::BeginRecord(Order::Straight)
            | Part::Field(_, _, Order::Straight)
            | Part::EndRecord(Order::Straight) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transcoder(from: &str, to: &str) -> Transcoder {
        let parse = |text| Schema::parse(text).unwrap();
        Transcoder::new(&parse(from), &parse(to)).unwrap()
    }

    #[test]
    fn fields_come_in_the_order_of_the_result_at_each_level() {
        let inner = |name: &str, fields: &str| {
            format!(r#"{{"type": "record", "name": "{name}", "fields": [{fields}]}}"#)
        };
        let a = r#"{"name": "a", "type": "string"}"#;
        let b = r#"{"name": "b", "type": "long"}"#;
        let from = inner(
            "Outer",
            &format!(
                r#"{{"name": "in", "type": {}}}, {{"name": "z", "type": "int"}}"#,
                inner("Inner", &format!("{a}, {b}"))
            ),
        );
        let to = inner(
            "Outer",
            &format!(
                r#"{{"name": "z", "type": "long"}}, {{"name": "in", "type": {}}}"#,
                inner("Inner", &format!("{b}, {a}"))
            ),
        );
        let datum = [2, b'A', 6, 8];
        assert_eq!(
            transcoder(&from, &to).transcode(&datum).unwrap(),
            [8, 6, 2, b'A']
        );
    }

    #[test]
    fn a_value_becomes_that_of_a_branch_and_items_stay_in_their_blocks() {
        let to_union = transcoder(r#""int""#, r#"["null", "long"]"#);
        assert_eq!(to_union.transcode(&[6]).unwrap(), [2, 6]);
        let items = transcoder(
            r#"{"type": "array", "items": "int"}"#,
            r#"{"type": "array", "items": "double"}"#,
        );
        let mut expected = vec![2];
        expected.extend(1.0_f64.to_le_bytes());
        expected.push(0);
        assert_eq!(items.transcode(&[2, 2, 0]).unwrap(), expected);
    }

    #[test]
    fn what_the_result_has_no_place_for_is_known_before_and_an_error_then() {
        let transcoder = transcoder(r#"["null", "string"]"#, r#""string""#);
        let [difference] = transcoder.partial() else {
            panic!("{:?}", transcoder.partial());
        };
        assert_eq!(difference.reader_path, "/");
        assert_eq!(transcoder.transcode(&[2, 2, b'A']).unwrap(), [2, b'A']);
        let mut output = vec![9];
        let error = transcoder.transcode_to(&[0], &mut output).unwrap_err();
        assert!(
            matches!(error.kind(), DecodeErrorKind::Unreadable(_)),
            "{error}"
        );
        assert_eq!(output, [9]);
    }

    #[test]
    fn schemas_that_are_written_alike_leave_nothing_to_do() {
        assert!(transcoder(r#""int""#, r#"{"type": "int", "owner": "ops"}"#).is_identical());
        assert!(!transcoder(r#""int""#, r#""long""#).is_identical());
    }

    #[test]
    fn items_without_bytes_do_not_take_for_ever() {
        let transcoder = transcoder(
            r#"{"type": "array", "items": {"type": "record", "name": "R", "fields": []}}"#,
            r#"{"type": "array", "items": {"type": "record", "name": "R", "fields": [
                {"name": "text", "type": "string", "default": "long"}
            ]}}"#,
        );
        let mut datum = Vec::new();
        varint::write(&mut datum, 1 << 40);
        datum.push(0);
        let error = transcoder.transcode(&datum).unwrap_err();
        assert_eq!(error.kind(), &DecodeErrorKind::TooLarge);
    }
}
