//! Between Avro binary and JSON, by a schema that is known only at run time.
//!
//! ```
//! use avrolane::codec::json::{from_json, to_json};
//! use avrolane::schema::Schema;
//!
//! let schema = Schema::parse(
//!     r#"{"type": "record", "name": "Reading", "fields": [
//!         {"name": "celsius", "type": "double"},
//!         {"name": "station", "type": ["null", "string"], "default": null}
//!     ]}"#,
//! )?;
//! let datum = from_json(&schema, r#"{"celsius": 21.5, "station": "Zürich"}"#)?;
//! assert_eq!(to_json(&schema, &datum)?, r#"{"celsius":21.5,"station":"Zürich"}"#);
//!
//! let error = from_json(&schema, r#"{"celsius": "warm"}"#).unwrap_err();
//! assert_eq!(error.to_string(), "field celsius: expected a double, found the text \"warm\"");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`AvroToJson`] and [`JsonToAvro`] do the same with a choice of the [`JsonEncoding`] and of the
//! limits; [`AvroToJson::resolving`] shows data as another schema has it.

mod describe;
mod encode;
mod from_json;
mod select;
#[cfg(test)]
mod tests;
mod text;
mod to_json;
mod tree;
mod union;
#[cfg(feature = "registry")]
mod value;

pub(crate) use encode::encode_default;
#[cfg(feature = "registry")]
pub(crate) use from_json::encode_tree;
pub use from_json::{JsonToAvro, from_json};
pub use to_json::{AvroToJson, to_json};
#[cfg(feature = "registry")]
pub(crate) use value::ValueVisitor;

/// How data is spelled as JSON.
///
/// In both, an enum's value is its symbol, a record is an object of its fields, and numbers that
/// JSON does not have are the texts `"NaN"`, `"Infinity"` and `"-Infinity"`. Logical types are
/// shown as the types that they stand on: a `timestamp-millis` is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum JsonEncoding {
    /// JSON as people and other programs write it, the default.
    ///
    /// - A value of a union stands bare. Only where two branches would look alike is it an object
    ///   with the name of its branch, as in the other encoding: where several branches are records,
    ///   maps, or several are strings, bytes, enums or fixeds, or where a number is spelled as a text
    ///   and there is such a branch. Objects always are where several branches look alike.
    /// - `bytes` and `fixed` are base64 (RFC 4648, section 4), as Kafka Connect's and Protobuf's
    ///   JSON have them. Reading takes it without the padding, too.
    /// - Fields that an object leaves out take the defaults of the schema. A member that is no field
    ///   is an error.
    ///
    /// Reading a value of a union takes both forms, and picks the branch by the look of the value:
    ///
    /// - a number without fraction and exponent: `int`, or `long` if it is too large for that, or
    ///   `double`, or `float`; another number: `double`, or `float`;
    /// - a text: `string`, or an enum that has the symbol, or a `fixed` or `bytes` whose base64 it
    ///   is;
    /// - an object: the record whose fields its members are, of several the one of which it has most
    ///   fields; else a `map`. If two records have as many it is an error, and the name of the
    ///   branch has to be written.
    #[default]
    Plain,
    /// The JSON encoding of the Avro specification, as Java's `JsonEncoder` writes and its
    /// `JsonDecoder` reads it.
    ///
    /// A value of a union that is not null is an object whose one member has the name of the branch:
    /// `{"string": "a"}`. The characters of text for `bytes` and `fixed` stand for a byte each
    /// (ISO-8859-1). A `float` has the digits of the `double` that it is equal to. An object has all
    /// fields of its record, in any order.
    Avro,
}
