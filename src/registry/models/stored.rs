//! Schemas as the registry has them.

use std::time::SystemTime;

use super::rules::RuleSet;
use super::tags::SchemaTags;
use super::version::SchemaVersion;
use crate::framing::SchemaId;
use crate::schema::{SchemaGuid, SchemaMetadata, SchemaReference};

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
    /// The text that is stored, where the registry says it. It can differ from what was sent: it
    /// is written in one way, and normalised if that was asked for.
    pub text: Option<String>,
    /// The references that are stored.
    pub references: Vec<SchemaReference>,
    /// The metadata, which can come from the latest version or from the subject's configuration.
    pub metadata: Option<SchemaMetadata>,
    /// The rules, which can come from the latest version or from the subject's configuration.
    pub rule_set: Option<RuleSet>,
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
    /// What is kept along with the schema.
    pub metadata: Option<SchemaMetadata>,
    /// The rules of the schema's data contract.
    pub rule_set: Option<RuleSet>,
    /// The id, where it was not what was asked by.
    pub id: Option<SchemaId>,
    /// The GUID, where the registry has such.
    pub guid: Option<SchemaGuid>,
    /// A subject that the schema stands under, where the registry says one.
    pub subject: Option<String>,
    /// The version in that subject.
    pub version: Option<SchemaVersion>,
    /// When it was registered, where the registry says it.
    pub registered_at: Option<SystemTime>,
    /// Whether it was deleted softly.
    pub is_deleted: bool,
    /// The tags that were looked for and found.
    pub tags: Vec<SchemaTags>,
    /// Other names of the subject, where they were asked for.
    pub aliases: Vec<String>,
    /// The highest id that there is, where it was asked for.
    pub max_id: Option<SchemaId>,
}

impl StoredSchema {
    /// The `schemaType` of Avro schemas, also where a registry leaves it out.
    pub const AVRO: &'static str = "AVRO";
}

/// An id, and the context that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ContextId {
    /// The context, such as `.`, the default one.
    pub context: String,
    /// The id in it.
    pub id: SchemaId,
}
