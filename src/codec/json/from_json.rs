//! From JSON to Avro binary.

use super::JsonEncoding;
use super::encode::{Bounds, Dialect, Encoder};
use super::tree::{self, Tree};
use crate::codec::{EncodeError, Limits};
use crate::schema::Schema;

/// Writes plain JSON as data of a schema, under the default [`Limits`].
///
/// # Errors
///
/// If the text is not JSON, or no value of the schema.
pub fn from_json(schema: &Schema, text: &str) -> Result<Vec<u8>, EncodeError> {
    JsonToAvro::new(schema).transcode(text)
}

/// Writes JSON as Avro binary.
///
/// Errors name the place in the JSON and what was expected there:
///
/// ```
/// use avrolane::codec::json::JsonToAvro;
/// use avrolane::schema::Schema;
///
/// let schema = Schema::parse(
///     r#"{"type": "record", "name": "Order", "fields": [
///         {"name": "lines", "type": {"type": "array", "items": "int"}},
///         {"name": "note", "type": ["null", "string"], "default": null}
///     ]}"#,
/// )?;
/// let to_avro = JsonToAvro::new(&schema);
/// assert_eq!(to_avro.transcode(r#"{"lines": [1, 2]}"#)?, [4, 2, 4, 0, 0]);
///
/// let error = to_avro.transcode(r#"{"lines": [1, 3000000000]}"#).unwrap_err();
/// assert_eq!(error.to_string(), "field lines[1]: the number 3000000000 does not fit an int");
/// let error = to_avro.transcode(r#"{"lines": [], "notes": "?"}"#).unwrap_err();
/// assert_eq!(error.to_string(), "the record Order has no field `notes`");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct JsonToAvro {
    schema: Schema,
    encoding: JsonEncoding,
    limits: Limits,
}

impl JsonToAvro {
    /// Writes data of `schema`.
    #[must_use]
    pub fn new(schema: &Schema) -> Self {
        Self {
            schema: schema.clone(),
            encoding: JsonEncoding::default(),
            limits: Limits::default(),
        }
    }

    /// How the data is spelled. [`JsonEncoding::Plain`] unless set.
    #[must_use]
    pub fn encoding(mut self, encoding: JsonEncoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// How much one datum may take. The default [`Limits`] unless set: arrays, maps and records may
    /// be nested [`max_depth`](Limits::max_depth) deep, and one datum may be
    /// [`max_allocation`](Limits::max_allocation) long, as defaults can make much of a short text.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Writes one datum: the bare value, without any framing.
    ///
    /// # Errors
    ///
    /// If the text is not JSON, or no value of the schema, or would take more than the limits
    /// allow.
    pub fn transcode(&self, text: &str) -> Result<Vec<u8>, EncodeError> {
        let mut datum = Vec::new();
        self.transcode_to(text, &mut datum)?;
        Ok(datum)
    }

    /// As [`transcode`](Self::transcode), but appends to `output`, which an error leaves as it was.
    ///
    /// # Errors
    ///
    /// As [`transcode`](Self::transcode).
    pub fn transcode_to(&self, text: &str, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        // Each level of Avro takes one of JSON, and one more for the name of a union's branch.
        let max_nesting = self.limits.max_depth.saturating_mul(2).saturating_add(1);
        let tree = tree::parse(text, max_nesting)
            .map_err(|error| EncodeError::new(format!("the text is not JSON: {error}")))?;
        encode_tree(&self.schema, &tree, self.encoding, &self.limits, output)
    }
}

/// Appends a JSON value as data of `schema`; an error leaves `output` as it was.
pub(crate) fn encode_tree<J: Tree>(
    schema: &Schema,
    tree: &J,
    encoding: JsonEncoding,
    limits: &Limits,
    output: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    let dialect = match encoding {
        JsonEncoding::Plain => Dialect::Plain,
        JsonEncoding::Avro => Dialect::Avro,
    };
    let start = output.len();
    let bounds = Bounds {
        depth: limits.max_depth,
        values: limits.max_allocation,
        bytes: limits.max_allocation,
    };
    let result = Encoder::new(schema, output, bounds).value(dialect, schema.root(), tree);
    if result.is_err() {
        output.truncate(start);
    }
    result
}
