//! Avro binary: values to bytes and back, by code made for each type.

mod error;

pub use error::{DecodeError, DecodeErrorKind, EncodeError};
