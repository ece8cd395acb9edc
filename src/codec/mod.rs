//! Avro binary: values to bytes and back, by code made for each type.
//!
//! No value passes through a dynamic representation. [`encode`] and [`decode`] use the schema of
//! the type itself; a [`Plan`] reads what an older or newer schema wrote. A [`Transcoder`] turns data
//! of one schema that is known only at run time into data of another.

mod bulk;
mod checked_long;
mod decoder;
mod error;
pub(crate) mod fields;
pub(crate) mod foreign;
pub mod json;
mod limits;
pub mod logical;
mod maps;
mod number_text;
mod plan;
pub(crate) mod pointers;
mod primitives;
mod sequences;
pub mod single_object;
mod traits;
mod transcode;
mod unknown;
mod varint;
pub(crate) mod walk;

pub use checked_long::CheckedLong;
pub use decoder::Decoder;
pub use error::{DecodeError, DecodeErrorKind, EncodeError};
pub use limits::Limits;
pub use plan::{Plan, PlanCursor, PlanError, PlanStep};
pub(crate) use primitives::write_branch;
pub use traits::{AvroDecode, AvroEncode};
pub use transcode::Transcoder;
pub use unknown::{UnknownRecord, UnknownRecordError};

/// Writes a value as Avro binary, without any framing.
///
/// [`AvroEncode::encode`] appends to a buffer of the caller's instead.
///
/// ```
/// assert_eq!(avrolane::codec::encode(&vec!["a", "b"])?, [4, 2, b'a', 2, b'b', 0]);
/// # Ok::<(), avrolane::codec::EncodeError>(())
/// ```
///
/// # Errors
///
/// If the value does not fit its schema.
pub fn encode<T: AvroEncode + ?Sized>(value: &T) -> Result<Vec<u8>, EncodeError> {
    let mut output = Vec::new();
    value.encode(&mut output)?;
    Ok(output)
}

/// Reads a value that was written with the schema of `T`, under the default [`Limits`].
///
/// Bytes behind the value are ignored.
///
/// ```
/// let values: Vec<&str> = avrolane::codec::decode(&[4, 2, b'a', 2, b'b', 0])?;
/// assert_eq!(values, ["a", "b"]);
/// # Ok::<(), avrolane::codec::DecodeError>(())
/// ```
///
/// # Errors
///
/// If the bytes are no such value.
pub fn decode<'de, T: AvroDecode<'de>>(datum: &'de [u8]) -> Result<T, DecodeError> {
    T::decode(&mut Decoder::new(datum, &Limits::default()))
}
