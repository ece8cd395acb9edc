//! Schemas as JSON.

use std::borrow::Cow;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::super::models::{
    RegisteredSchema, RuleSet, SchemaDefinition, SchemaTags, SchemaVersion, StoredSchema,
};
use super::{Checked, metadata, millis};
use crate::framing::SchemaId;
use crate::schema::{SchemaGuid, SchemaMetadata, SchemaReference};

/// The body of a registration, of a look-up and of a check.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::registry) struct DefinitionBody<'a> {
    schema: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    references: Vec<Reference<'a>>,
    #[serde(with = "metadata", skip_serializing_if = "Option::is_none")]
    metadata: Option<SchemaMetadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_set: Option<&'a RuleSet>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u32>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    schema_tags_to_add: &'a [SchemaTags],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    schema_tags_to_remove: &'a [SchemaTags],
    #[serde(skip_serializing_if = "Option::is_none")]
    propagate_schema_tags: Option<bool>,
}

impl<'a> DefinitionBody<'a> {
    pub(in crate::registry) fn new(definition: &'a SchemaDefinition) -> Self {
        let references = definition.references.iter().map(|reference| Reference {
            name: Cow::Borrowed(&*reference.name),
            subject: Cow::Borrowed(&*reference.subject),
            version: reference.version,
        });
        let imported_as = definition.imported_as;
        Self {
            schema: &definition.text,
            schema_type: definition.schema_type.as_deref(),
            references: references.collect(),
            metadata: definition.metadata.clone(),
            rule_set: definition.rule_set.as_ref(),
            id: imported_as.map(|(id, _)| id.get()),
            version: imported_as
                .and_then(|(_, version)| version)
                .map(SchemaVersion::get),
            schema_tags_to_add: &definition.tags_to_add,
            schema_tags_to_remove: &definition.tags_to_remove,
            propagate_schema_tags: definition.propagate_tags.then_some(true),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Reference<'a> {
    name: Cow<'a, str>,
    subject: Cow<'a, str>,
    version: i32,
}

impl From<Reference<'static>> for SchemaReference {
    fn from(reference: Reference<'static>) -> Self {
        Self {
            name: reference.name.into_owned(),
            subject: reference.subject.into_owned(),
            version: reference.version,
        }
    }
}

fn schema_references(references: Option<Vec<Reference<'static>>>) -> Vec<SchemaReference> {
    references
        .unwrap_or_default()
        .into_iter()
        .map(Into::into)
        .collect()
}

/// The answer to a registration and to a look-up.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::registry) struct RegisteredAnswer {
    id: Checked<SchemaId>,
    guid: Option<Checked<SchemaGuid>>,
    version: Option<Checked<SchemaVersion>>,
    schema: Option<String>,
    references: Option<Vec<Reference<'static>>>,
    #[serde(with = "metadata", default)]
    metadata: Option<SchemaMetadata>,
    // Confluent's reader of its own answers knows both spellings.
    #[serde(alias = "ruleset")]
    rule_set: Option<RuleSet>,
}

impl From<RegisteredAnswer> for RegisteredSchema {
    fn from(answer: RegisteredAnswer) -> Self {
        Self {
            id: answer.id.0,
            guid: answer.guid.map(|guid| guid.0),
            version: answer.version.map(|version| version.0),
            text: answer.schema,
            references: schema_references(answer.references),
            metadata: answer.metadata,
            rule_set: answer.rule_set,
        }
    }
}

/// The answer to a request for a schema.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::registry) struct StoredAnswer {
    schema: String,
    schema_type: Option<String>,
    references: Option<Vec<Reference<'static>>>,
    #[serde(with = "metadata", default)]
    metadata: Option<SchemaMetadata>,
    #[serde(alias = "ruleset")]
    rule_set: Option<RuleSet>,
    id: Option<Checked<SchemaId>>,
    guid: Option<Checked<SchemaGuid>>,
    subject: Option<String>,
    version: Option<Checked<SchemaVersion>>,
    #[serde(rename = "ts", with = "millis", default)]
    registered_at: Option<SystemTime>,
    deleted: Option<bool>,
    schema_tags: Option<Vec<SchemaTags>>,
    aliases: Option<Vec<String>>,
    max_id: Option<Checked<SchemaId>>,
}

impl From<StoredAnswer> for StoredSchema {
    fn from(answer: StoredAnswer) -> Self {
        Self {
            text: answer.schema,
            schema_type: answer.schema_type.unwrap_or_else(|| Self::AVRO.to_owned()),
            references: schema_references(answer.references),
            metadata: answer.metadata,
            rule_set: answer.rule_set,
            id: answer.id.map(|id| id.0),
            guid: answer.guid.map(|guid| guid.0),
            subject: answer.subject,
            version: answer.version.map(|version| version.0),
            registered_at: answer.registered_at,
            is_deleted: answer.deleted.unwrap_or_default(),
            tags: answer.schema_tags.unwrap_or_default(),
            aliases: answer.aliases.unwrap_or_default(),
            max_id: answer.max_id.map(|id| id.0),
        }
    }
}
