//! Messages that are nothing but bytes.

use crate::schema::{Schema, TypeKind};

/// How a message is written whose schema is `bytes`, with or without a logical type.
///
/// It is not so for `bytes` inside of other types, which always have their length in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum TopLevelBytes {
    /// The bytes alone, as Java's, Python's and Go's clients of Confluent write them
    /// (`AbstractKafkaAvroSerializer.java`).
    #[default]
    Bare,
    /// The bytes behind their length, as Avro has it anywhere else: so do clients that know no such
    /// exception, as `schema_registry_converter` and earlier versions of programs that use this crate.
    LengthPrefixed,
}

impl TopLevelBytes {
    /// Whether data of the schema is bytes without a length.
    pub(super) fn are_bare(self, schema: &Schema) -> bool {
        self == Self::Bare && matches!(schema.root_type().kind, TypeKind::Bytes)
    }
}
