//! The traits that the derive implements for each type.

use super::decoder::Decoder;
use super::error::{DecodeError, EncodeError};
use super::plan::PlanCursor;

/// A type whose values can be written as Avro binary.
///
/// Derive it with `#[derive(AvroEncode)]`, or with `#[derive(AvroEvent)]` together with the rest.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as Avro",
    note = "derive `AvroEvent` on it if it is yours",
    note = "types of other crates need avrolane's feature of that name, such as `chrono` or `uuid`"
)]
pub trait AvroEncode {
    /// Appends the value to `output`: the bare datum, without any framing.
    ///
    /// # Errors
    ///
    /// If the value does not fit its schema. What `output` then holds behind its former end is of
    /// no use.
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError>;

    /// Appends a sequence of such values.
    #[doc(hidden)]
    fn encode_slice(items: &[Self], output: &mut Vec<u8>) -> Result<(), EncodeError>
    where
        Self: Sized,
    {
        super::collections::encode_items(items, output)
    }
}

/// A type whose values can be read from Avro binary that lives for `'de`.
///
/// Derive it with `#[derive(AvroDecode)]`, or with `#[derive(AvroEvent)]` together with the rest.
/// A type with a lifetime borrows text and bytes from the datum.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from Avro",
    note = "derive `AvroEvent` on it if it is yours",
    note = "types of other crates need avrolane's feature of that name, such as `chrono` or `uuid`"
)]
pub trait AvroDecode<'de>: Sized {
    /// Reads a value that was written with this type's own schema.
    ///
    /// # Errors
    ///
    /// If the bytes are no such value.
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError>;

    /// Reads a value that was written with another schema, as `plan` says. Not called where the
    /// plan finds the two schemas alike.
    ///
    /// # Errors
    ///
    /// If the bytes are no such value, or are one that this type cannot hold.
    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError>;

    /// Reads a sequence of such values.
    #[doc(hidden)]
    fn decode_vec(decoder: &mut Decoder<'de>) -> Result<Vec<Self>, DecodeError> {
        super::collections::decode_items(decoder, Self::decode)
    }

    /// Reads a sequence of such values that was written with another schema.
    #[doc(hidden)]
    fn decode_vec_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Vec<Self>, DecodeError> {
        let items = plan.items()?;
        super::collections::decode_items(decoder, |decoder| items.decode(decoder))
    }
}
