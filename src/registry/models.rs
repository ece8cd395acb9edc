//! What goes to the registry and what comes back, as types of this crate.

use std::fmt;

use crate::framing::SchemaId;
use crate::schema::{Schema, SchemaGuid, SchemaReference};

/// The number of a schema among those of its subject, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaVersion(u32);

impl SchemaVersion {
    /// The version with this number, if there can be one: registries count from 1 in Java's `int`.
    #[must_use]
    pub const fn new(version: u32) -> Option<Self> {
        if version > 0 && version <= i32::MAX.unsigned_abs() {
            Some(Self(version))
        } else {
            None
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for SchemaVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A schema to be registered or looked up.
///
/// ```
/// use avrolane::registry::SchemaDefinition;
/// use avrolane::schema::Schema;
///
/// let definition = SchemaDefinition::new(&Schema::of::<String>()).normalize(true);
/// assert_eq!(definition.text(), r#""string""#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaDefinition {
    text: String,
    references: Vec<SchemaReference>,
    normalize: bool,
}

impl SchemaDefinition {
    /// A schema that stands for itself.
    #[must_use]
    pub fn new(schema: &Schema) -> Self {
        Self::from_text(schema.to_string())
    }

    /// A schema given by its text, which is sent as it is.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            references: Vec::new(),
            normalize: false,
        }
    }

    /// The schemas under other subjects that this one refers to by name. None unless set.
    #[must_use]
    pub fn references(mut self, references: Vec<SchemaReference>) -> Self {
        self.references = references;
        self
    }

    /// Whether the registry brings the schema into its normal form before it compares or stores
    /// it, so that an order of properties or a way to write a name makes no difference. It does
    /// not unless this or the subject's configuration says so (`normalize.schemas`).
    #[must_use]
    pub fn normalize(mut self, normalize: bool) -> Self {
        self.normalize = normalize;
        self
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn is_normalized(&self) -> bool {
        self.normalize
    }

    pub(super) fn reference_list(&self) -> &[SchemaReference] {
        &self.references
    }
}

/// What a registry says of a schema that was registered or looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RegisteredSchema {
    /// The id.
    pub id: SchemaId,
    /// The GUID, where the registry has such: Confluent's from version 8.
    pub guid: Option<SchemaGuid>,
    /// The version in the subject; old registries do not say it on registering.
    pub version: Option<SchemaVersion>,
}

/// A schema as the registry stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredSchema {
    /// The text.
    pub text: String,
    /// `AVRO`, `JSON` or `PROTOBUF`.
    pub schema_type: String,
    /// The schemas under other subjects that this one refers to.
    pub references: Vec<SchemaReference>,
    /// The id, where it was not what was asked by.
    pub id: Option<SchemaId>,
    /// The GUID, where the registry has such.
    pub guid: Option<SchemaGuid>,
    /// A subject that the schema stands under, where the registry says one.
    pub subject: Option<String>,
    /// The version in that subject.
    pub version: Option<SchemaVersion>,
}

impl StoredSchema {
    /// The `schemaType` of Avro schemas, also where a registry leaves it out.
    pub const AVRO: &'static str = "AVRO";
}
