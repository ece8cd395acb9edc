//! A value with its schema.

use super::GenericSchema;

/// A value and the schema that it is of.
///
/// A topic of such values is a `Topic<String, Generic<serde_json::Value>>`. One topic can carry
/// values of different schemas.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Generic<T> {
    /// The schema: of a value that was read the writer's, or the one that the
    /// [deserializer](super::super::AvroDeserializerBuilder::generic_reader_schema) reads it as.
    pub schema: GenericSchema,
    /// The value.
    pub value: T,
}

impl<T> Generic<T> {
    /// A value of the schema. Whether it is one shows when it is written.
    pub fn new(schema: &GenericSchema, value: T) -> Self {
        Self {
            schema: schema.clone(),
            value,
        }
    }
}

/// What a [`Generic`] can hold: `serde_json::Value`; with the feature `generic` also
/// `apache_avro::types::Value` and `Serde<T>`.
pub trait GenericValue: codec::Codec + Send + Sized + 'static {}

impl<T: codec::Codec + Send + 'static> GenericValue for T {}

pub(super) mod codec {
    use super::GenericSchema;
    use crate::codec::Limits;
    use crate::codec::walk::DatumReader;
    use crate::serdes::{DeserializeError, SerializeError};

    /// How values are written and read. Only the types of this crate's choice are.
    pub trait Codec: Sized {
        /// Appends the value as data of the schema.
        fn encode(
            &self,
            schema: &GenericSchema,
            output: &mut Vec<u8>,
        ) -> Result<(), SerializeError>;

        /// Reads the value at the start of the datum and says how many bytes it takes.
        fn decode(datum: Datum<'_>) -> Result<(Self, usize), DeserializeError>;
    }

    /// Data, and how to read it.
    #[derive(Debug, Clone, Copy)]
    pub struct Datum<'a> {
        pub(in crate::serdes::generic) bytes: &'a [u8],
        pub(in crate::serdes::generic) reader: &'a DatumReader,
        pub(in crate::serdes::generic) limits: &'a Limits,
    }
}
