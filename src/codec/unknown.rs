//! Values of types that a reader has no branch for.

use super::error::DecodeError;
use super::limits::Limits;
use super::plan::{Plan, PlanError};
use super::traits::AvroDecode;
use crate::schema::{AvroSchema, Name, Schema};

/// A value of a type that an enum of events has no variant for: the content of its variant
/// `#[avro(other)]`.
///
/// It keeps the value as it was written, together with its schema, so that it can be stored,
/// handed on, or read later by [`decode`](Self::decode).
#[derive(Debug, Clone)]
pub struct UnknownRecord {
    schema: Schema,
    datum: Vec<u8>,
}

impl UnknownRecord {
    pub(super) fn new(schema: Schema, datum: Vec<u8>) -> Self {
        Self { schema, datum }
    }

    /// The schema that wrote the value.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The full name of the value's type; nothing where that is a type without a name, such as
    /// `string`.
    #[must_use]
    pub fn name(&self) -> Option<&Name> {
        self.schema.name()
    }

    /// The value as Avro binary, without framing and without the position of a branch.
    #[must_use]
    pub fn datum(&self) -> &[u8] {
        &self.datum
    }

    /// Reads the value as a type after all.
    ///
    /// # Errors
    ///
    /// [`UnknownRecordError::Plan`] if the type cannot be read from the value's schema,
    /// [`UnknownRecordError::Decode`] if this value cannot.
    ///
    /// # Panics
    ///
    /// As [`Schema::of`].
    pub fn decode<'de, T: AvroSchema + AvroDecode<'de>>(
        &'de self,
        limits: &Limits,
    ) -> Result<T, UnknownRecordError> {
        let plan = Plan::of::<T>(&self.schema).map_err(UnknownRecordError::Plan)?;
        plan.decode(&self.datum, limits)
            .map_err(UnknownRecordError::Decode)
    }
}

impl PartialEq for UnknownRecord {
    /// Whether both values were written alike: with the same schema text, as the same bytes.
    fn eq(&self, other: &Self) -> bool {
        self.datum == other.datum && self.schema.to_string() == other.schema.to_string()
    }
}

/// Why an [`UnknownRecord`] cannot be read as a type.
#[derive(Debug)]
#[non_exhaustive]
pub enum UnknownRecordError {
    /// The type cannot be read from the value's schema.
    Plan(PlanError),
    /// The value cannot be read.
    Decode(DecodeError),
}

impl std::fmt::Display for UnknownRecordError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Plan(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for UnknownRecordError {}
