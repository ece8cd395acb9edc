//! Tags within the text of a schema.

use serde::{Deserialize, Serialize};

use super::super::wire::{metadata, version};
use super::rules::RuleSet;
use super::text_enum::text_enum;
use super::version::SchemaVersion;
use crate::schema::SchemaMetadata;

/// Tags of a record or of a field in a schema, which stand there as `confluent:tags`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SchemaTags {
    /// What is tagged.
    pub schema_entity: SchemaEntity,
    /// The tags.
    pub tags: Vec<String>,
}

impl SchemaTags {
    /// Tags of the record whose full name is `path`.
    #[must_use]
    pub fn record<T: Into<String>>(
        path: impl Into<String>,
        tags: impl IntoIterator<Item = T>,
    ) -> Self {
        Self::new(path.into(), EntityType::Record, tags)
    }

    /// Tags of a field; `path` is the full name of its record, a dot and the field's name.
    #[must_use]
    pub fn field<T: Into<String>>(
        path: impl Into<String>,
        tags: impl IntoIterator<Item = T>,
    ) -> Self {
        Self::new(path.into(), EntityType::Field, tags)
    }

    fn new<T: Into<String>>(
        entity_path: String,
        entity_type: EntityType,
        tags: impl IntoIterator<Item = T>,
    ) -> Self {
        Self {
            schema_entity: SchemaEntity {
                entity_path,
                entity_type,
            },
            tags: tags.into_iter().map(Into::into).collect(),
        }
    }
}

/// A part of a schema that has tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SchemaEntity {
    /// The full name of a record, and behind a dot that of a field.
    pub entity_path: String,
    /// What the path leads to.
    pub entity_type: EntityType,
}

text_enum! {
    /// What a [`SchemaEntity`] is.
    EntityType {
        /// A record.
        Record = "sr_record",
        /// A field.
        Field = "sr_field",
    }
}

/// A change to the tags, the metadata and the rules of a version, which becomes a new version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TagChange {
    /// The number that the new version is to have; the next one unless set.
    #[serde(with = "version", skip_serializing_if = "Option::is_none")]
    pub new_version: Option<SchemaVersion>,
    /// Tags to add.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags_to_add: Vec<SchemaTags>,
    /// Tags to take away.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags_to_remove: Vec<SchemaTags>,
    /// Metadata in place of that of the version.
    #[serde(with = "metadata", skip_serializing_if = "Option::is_none")]
    pub metadata: Option<SchemaMetadata>,
    /// Rules in place of those of the version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_set: Option<RuleSet>,
    /// Rules to add to those of the version, or to put in the place of those with their names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules_to_merge: Option<RuleSet>,
    /// The names of rules to take away.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules_to_remove: Vec<String>,
}
