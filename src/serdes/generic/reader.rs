//! Reading what one schema wrote.

use super::value::codec::Datum;
use super::{Generic, GenericSchema, GenericValue};
use crate::codec::walk::DatumReader;
use crate::codec::{DecodeError, DecodeErrorKind, Limits, PlanError};
use crate::schema::Schema;
use crate::serdes::DeserializeError;

/// Reads what a writer's schema wrote.
#[derive(Debug)]
pub(in crate::serdes) struct GenericReader {
    /// What the values are of.
    schema: GenericSchema,
    reader: DatumReader,
}

impl GenericReader {
    /// Reads as `reader` has it, or else as the writer has it.
    pub(in crate::serdes) fn new(
        writer: &Schema,
        reader: Option<&GenericSchema>,
    ) -> Result<Self, PlanError> {
        Ok(match reader {
            Some(schema) => Self {
                schema: schema.clone(),
                reader: DatumReader::resolving(writer, schema.schema())?,
            },
            None => Self {
                schema: GenericSchema::new(writer),
                reader: DatumReader::new(writer),
            },
        })
    }

    pub(in crate::serdes) fn read<T: GenericValue>(
        &self,
        bytes: &[u8],
        limits: &Limits,
        fail_on_trailing_data: bool,
    ) -> Result<Generic<T>, DeserializeError> {
        let (value, length) = T::decode(Datum {
            bytes,
            reader: &self.reader,
            limits,
        })?;
        match bytes.len().saturating_sub(length) {
            left if left > 0 && fail_on_trailing_data => {
                Err(DecodeError::new(DecodeErrorKind::TrailingBytes(left), length).into())
            }
            _ => Ok(Generic::new(&self.schema, value)),
        }
    }
}
