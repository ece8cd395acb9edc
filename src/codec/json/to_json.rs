//! From Avro binary to JSON.

use super::JsonEncoding;
use super::text::TextVisitor;
use crate::codec::walk::DatumReader;
use crate::codec::{DecodeError, DecodeErrorKind, Limits, PlanError};
use crate::schema::Schema;

/// Shows data of a schema as plain JSON, under the default [`Limits`].
///
/// Bytes behind the datum are ignored, as Kafka's other clients do.
///
/// # Errors
///
/// If the bytes are no such value, or would be more JSON than the limit allows.
pub fn to_json(schema: &Schema, datum: &[u8]) -> Result<String, DecodeError> {
    AvroToJson::new(schema).transcode(datum)
}

/// Shows Avro binary as JSON: one line without spaces.
///
/// The text is written straight from the datum.
///
/// ```
/// use avrolane::codec::json::{AvroToJson, JsonEncoding};
/// use avrolane::schema::Schema;
///
/// let schema = Schema::parse(r#"{"type": "array", "items": ["null", "bytes"]}"#)?;
/// let datum = [4, 0, 2, 4, 0, 0xff, 0];
/// let plain = AvroToJson::new(&schema);
/// assert_eq!(plain.transcode(&datum)?, r#"[null,"AP8="]"#);
/// let avro = plain.encoding(JsonEncoding::Avro);
/// assert_eq!(avro.transcode(&datum)?, r#"[null,{"bytes":"\u0000ÿ"}]"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct AvroToJson {
    reader: DatumReader,
    encoding: JsonEncoding,
    limits: Limits,
    fail_on_trailing_data: bool,
}

impl AvroToJson {
    /// Shows data of `schema`.
    #[must_use]
    pub fn new(schema: &Schema) -> Self {
        Self::with(DatumReader::new(schema))
    }

    /// Shows data that `writer` wrote as `reader` has it, by the rules of schema resolution. The
    /// fields of records come in the reader's order.
    ///
    /// ```
    /// use avrolane::codec::json::AvroToJson;
    /// use avrolane::schema::Schema;
    ///
    /// let writer = Schema::parse(
    ///     r#"{"type": "record", "name": "R", "fields": [{"name": "b", "type": "int"}]}"#,
    /// )?;
    /// let reader = Schema::parse(
    ///     r#"{"type": "record", "name": "R", "fields": [
    ///         {"name": "a", "type": "string", "default": "new"}, {"name": "b", "type": "double"}
    ///     ]}"#,
    /// )?;
    /// let text = AvroToJson::resolving(&writer, &reader)?.transcode(&[14])?;
    /// assert_eq!(text, r#"{"a":"new","b":7.0}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If no value of the writer's can be read, with every reason.
    pub fn resolving(writer: &Schema, reader: &Schema) -> Result<Self, PlanError> {
        DatumReader::resolving(writer, reader).map(Self::with)
    }

    fn with(reader: DatumReader) -> Self {
        Self {
            reader,
            encoding: JsonEncoding::default(),
            limits: Limits::default(),
            fail_on_trailing_data: false,
        }
    }

    /// How the data is spelled. [`JsonEncoding::Plain`] unless set.
    #[must_use]
    pub fn encoding(mut self, encoding: JsonEncoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// How much one datum may take. The default [`Limits`] unless set: arrays, maps and records may
    /// be nested [`max_depth`](Limits::max_depth) deep, and the text of one datum may be
    /// [`max_allocation`](Limits::max_allocation) long.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Whether bytes behind the datum are an error. They are ignored unless set.
    #[must_use]
    pub fn fail_on_trailing_data(mut self, fail: bool) -> Self {
        self.fail_on_trailing_data = fail;
        self
    }

    /// Shows one datum: the bare value, without any framing.
    ///
    /// # Errors
    ///
    /// If the bytes are no value of the writer's schema, or one that the reader's does not have, or
    /// would take more than the limits allow.
    pub fn transcode(&self, datum: &[u8]) -> Result<String, DecodeError> {
        let mut text = String::new();
        self.transcode_to(datum, &mut text)?;
        Ok(text)
    }

    /// As [`transcode`](Self::transcode), but appends to `output`, which an error leaves as it was.
    ///
    /// # Errors
    ///
    /// As [`transcode`](Self::transcode).
    pub fn transcode_to(&self, datum: &[u8], output: &mut String) -> Result<(), DecodeError> {
        let start = output.len();
        let mut visitor = TextVisitor::new(output, self.encoding, self.limits.max_allocation);
        let read = self.reader.read(datum, &self.limits, &mut visitor);
        let result = read.and_then(|length| match datum.len().saturating_sub(length) {
            left if left > 0 && self.fail_on_trailing_data => Err(DecodeError::new(
                DecodeErrorKind::TrailingBytes(left),
                length,
            )),
            _ => Ok(()),
        });
        if result.is_err() {
            output.truncate(start);
        }
        result
    }
}
