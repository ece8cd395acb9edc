//! The traits that the derive implements for each type.

use super::decoder::Decoder;
use super::error::{DecodeError, DecodeErrorKind, EncodeError};
use super::plan::{PlanCursor, mismatch};
use super::primitives::write_branch;
use crate::schema::Natural;

/// A type whose values can be written as Avro binary.
///
/// Derive it with `#[derive(AvroEncode)]`, or with `#[derive(AvroEvent)]` together with the rest.
/// The parameter `As` is that of [`AvroSchema`](crate::AvroSchema). Numbers, text and bytes have
/// several such schemas, so that the one that is meant has to be said:
///
/// ```
/// use avrolane::AvroEncode;
/// use avrolane::codec::logical::TimestampMicros;
/// use avrolane::schema::Natural;
///
/// let mut output = Vec::new();
/// AvroEncode::<Natural>::encode("id", &mut output)?;
/// AvroEncode::<TimestampMicros>::encode(&1_i64, &mut output)?;
/// assert_eq!(output, [4, b'i', b'd', 2]);
/// # Ok::<(), avrolane::codec::EncodeError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as Avro",
    label = "cannot be written as `{As}`",
    note = "derive `AvroEvent` on it if it is yours",
    note = "types of other crates need avrolane's feature of that name, such as `chrono` or `uuid`"
)]
pub trait AvroEncode<As = Natural> {
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
        super::sequences::encode_items::<Self, As>(items, output)
    }

    /// Appends an array of such values, whose number the schema may know.
    #[doc(hidden)]
    fn encode_array(items: &[Self], output: &mut Vec<u8>) -> Result<(), EncodeError>
    where
        Self: Sized,
    {
        super::sequences::encode_items::<Self, As>(items, output)
    }

    /// Appends the value as a branch of a union in which this type's branches begin at `first`.
    #[doc(hidden)]
    #[inline]
    fn encode_branch(&self, first: u32, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        write_branch(first, output);
        self.encode(output)
    }

    /// Which branch of its union the value is, where the type is an enum of events.
    #[doc(hidden)]
    fn branch(&self) -> Option<usize> {
        None
    }

    /// Appends the value of a branch by itself, as its own schema has it.
    #[doc(hidden)]
    fn encode_bare(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        self.encode(output)
    }
}

/// A type whose values can be read from Avro binary that lives for `'de`.
///
/// Derive it with `#[derive(AvroDecode)]`, or with `#[derive(AvroEvent)]` together with the rest.
/// A type with a lifetime borrows text and bytes from the datum. The parameter `As` is that of
/// [`AvroSchema`](crate::AvroSchema).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from Avro",
    label = "cannot be read as `{As}`",
    note = "derive `AvroEvent` on it if it is yours",
    note = "types of other crates need avrolane's feature of that name, such as `chrono` or `uuid`"
)]
pub trait AvroDecode<'de, As = Natural>: Sized {
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

    /// Reads a value as [`decode`](Self::decode) does, into memory that an older value holds:
    /// text, bytes, sequences and options keep what they have allocated.
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode). The value is then a mixture of both.
    #[inline]
    fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), DecodeError> {
        *self = Self::decode(decoder)?;
        Ok(())
    }

    /// Reads a value as [`decode_resolved`](Self::decode_resolved) does, into memory that an older
    /// value holds.
    ///
    /// # Errors
    ///
    /// As [`decode_resolved`](Self::decode_resolved). The value is then a mixture of both.
    fn decode_resolved_into(
        &mut self,
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<(), DecodeError> {
        *self = Self::decode_resolved(decoder, plan)?;
        Ok(())
    }

    /// Reads a sequence of such values.
    #[doc(hidden)]
    fn decode_vec(decoder: &mut Decoder<'de>) -> Result<Vec<Self>, DecodeError> {
        super::sequences::decode_items(decoder, Self::decode)
    }

    /// Reads a sequence of such values into the memory of another.
    #[doc(hidden)]
    fn decode_vec_into(
        items: &mut Vec<Self>,
        decoder: &mut Decoder<'de>,
    ) -> Result<(), DecodeError> {
        super::sequences::decode_items_into(items, decoder, Self::decode, Self::decode_into)
    }

    /// Reads a sequence of such values that was written with another schema.
    #[doc(hidden)]
    fn decode_vec_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Vec<Self>, DecodeError> {
        let items = plan.items()?;
        super::sequences::decode_items(decoder, |decoder| items.decode::<Self, As>(decoder))
    }

    /// Reads a sequence of such values that was written with another schema into the memory of
    /// another.
    #[doc(hidden)]
    fn decode_vec_resolved_into(
        items: &mut Vec<Self>,
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<(), DecodeError> {
        let place = plan.items()?;
        super::sequences::decode_items_into(
            items,
            decoder,
            |decoder| place.decode::<Self, As>(decoder),
            |item, decoder| place.decode_into::<Self, As>(item, decoder),
        )
    }

    /// Reads an array of such values, whose number the schema may know.
    #[doc(hidden)]
    fn decode_array<const N: usize>(decoder: &mut Decoder<'de>) -> Result<[Self; N], DecodeError> {
        super::sequences::decode_array(decoder, Self::decode)
    }

    /// Reads an array of such values that was written with another schema.
    #[doc(hidden)]
    fn decode_array_resolved<const N: usize>(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<[Self; N], DecodeError> {
        let items = plan.items()?;
        super::sequences::decode_array(decoder, |decoder| items.decode::<Self, As>(decoder))
    }

    /// Reads the value of the branch `index` of a union in which this type's branches begin at
    /// `first`; it is the only one, unless the type is a union itself.
    #[doc(hidden)]
    #[inline]
    fn decode_branch(
        index: i64,
        first: i64,
        decoder: &mut Decoder<'de>,
    ) -> Result<Self, DecodeError> {
        if index == first {
            Self::decode(decoder)
        } else {
            Err(decoder.error(DecodeErrorKind::InvalidIndex(index)))
        }
    }

    /// Reads the value of a branch into the memory of another value.
    #[doc(hidden)]
    #[inline]
    fn decode_branch_into(
        &mut self,
        index: i64,
        first: i64,
        decoder: &mut Decoder<'de>,
    ) -> Result<(), DecodeError> {
        if index == first {
            self.decode_into(decoder)
        } else {
            *self = Self::decode_branch(index, first, decoder)?;
            Ok(())
        }
    }

    /// Reads a value that was written with another schema as the branch `branch` of this type's
    /// own, of which there is one, unless the type is a union itself.
    #[doc(hidden)]
    fn decode_branch_resolved(
        branch: u32,
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        match branch {
            0 => plan.decode::<Self, As>(decoder),
            _ => Err(mismatch()),
        }
    }

    /// What becomes of a value for which the reader's union has no branch: an error, unless the
    /// type has a place for it.
    #[doc(hidden)]
    fn decode_unknown(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        Err(plan.unknown(decoder))
    }

    /// Whether [`decode_unknown`](Self::decode_unknown) makes a value.
    #[doc(hidden)]
    const TAKES_UNKNOWN: bool = false;
}
