//! Reading the fields of a record in the order in which another schema wrote them.

use super::decoder::Decoder;
use super::error::DecodeError;
use super::plan::{PlanCursor, PlanStep, mismatch};

/// The fields of a record, read one by one.
///
/// It is apart from [`AvroDecode`](super::AvroDecode) so that the fields of one record can be those
/// of another, in which it is flattened.
#[diagnostic::on_unimplemented(
    message = "only a record can be flattened, and `{Self}` is none",
    label = "is no record",
    note = "derive `AvroEvent` or `AvroDecode` on the struct if it is yours"
)]
pub trait DecodeFields<'de> {
    /// What the fields make.
    type Value;

    /// The fields that have been read.
    type Fields: Default;

    /// How many fields there are in the schema.
    const COUNT: usize;

    /// Reads the field at `position`, or skips what no field is for.
    ///
    /// # Errors
    ///
    /// If the bytes are no such value.
    fn decode_field(
        fields: &mut Self::Fields,
        position: usize,
        step: PlanStep<'_>,
        decoder: &mut Decoder<'de>,
    ) -> Result<(), DecodeError>;

    /// Reads the field at `position` into a record that there is already.
    ///
    /// # Errors
    ///
    /// If the bytes are no such value.
    fn decode_field_into(
        record: &mut Self::Value,
        position: usize,
        step: PlanStep<'_>,
        decoder: &mut Decoder<'de>,
    ) -> Result<(), DecodeError> {
        let _ = (record, position, step, decoder);
        Err(mismatch())
    }

    /// Makes those fields that are not in the schema what they are when a record is read.
    #[inline]
    fn reset(record: &mut Self::Value) {
        let _ = record;
    }

    /// What the fields make; nothing if one is missing.
    fn finish(fields: Self::Fields) -> Option<Self::Value>;
}

/// Reads a record that another schema wrote.
///
/// # Errors
///
/// If the bytes are no such value.
#[inline]
pub fn decode_fields<'de, R: DecodeFields<'de>>(
    decoder: &mut Decoder<'de>,
    plan: PlanCursor<'_>,
) -> Result<R::Value, DecodeError> {
    let mut fields = R::Fields::default();
    for step in plan.steps()? {
        R::decode_field(&mut fields, step.field(), step, decoder)?;
    }
    R::finish(fields).ok_or_else(|| plan.incomplete())
}

/// Reads a record that another schema wrote into one that there is already.
///
/// # Errors
///
/// If the bytes are no such value. The record is then a mixture of both.
#[inline]
pub fn decode_fields_into<'de, R: DecodeFields<'de>>(
    record: &mut R::Value,
    decoder: &mut Decoder<'de>,
    plan: PlanCursor<'_>,
) -> Result<(), DecodeError> {
    R::reset(record);
    for step in plan.steps()? {
        R::decode_field_into(record, step.field(), step, decoder)?;
    }
    Ok(())
}

/// Reads a record that is a variant of an enum, `straight` where its own schema wrote it.
///
/// # Errors
///
/// If the bytes are no such value.
#[inline]
pub fn decode_variant<'de, R: DecodeFields<'de>>(
    decoder: &mut Decoder<'de>,
    plan: PlanCursor<'_>,
    straight: impl FnOnce(&mut Decoder<'de>) -> Result<R::Value, DecodeError>,
) -> Result<R::Value, DecodeError> {
    if plan.is_identical() {
        straight(decoder)
    } else {
        decode_fields::<R>(decoder, plan)
    }
}
