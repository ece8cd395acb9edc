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
    /// Reads as `reader` has it, or else as the writer has it. A message may be the bytes of one
    /// value of `bytes` without their length.
    pub(in crate::serdes) fn new(
        writer: &Schema,
        reader: Option<&GenericSchema>,
        is_bare: bool,
    ) -> Result<Self, PlanError> {
        let (schema, reader) = match reader {
            Some(schema) => {
                let reader = DatumReader::resolving(writer, schema.schema())?;
                (schema.clone(), reader)
            }
            None => (GenericSchema::new(writer), DatumReader::new(writer)),
        };
        Ok(Self {
            schema,
            reader: reader.of_bare_bytes(is_bare),
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
