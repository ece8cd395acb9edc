//! Requests and answers as JSON.

use std::collections::{BTreeMap, BTreeSet};

use avrolane::schema::{SchemaMetadata, SchemaReference};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::state::{Existing, Found, SchemaId, Submission, VersionNumber};

/// A schema to register, to look up or to check.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct SchemaRequest {
    schema: Option<String>,
    schema_type: Option<String>,
    references: Option<Vec<Reference>>,
    metadata: Option<Metadata>,
    rule_set: Option<Value>,
    id: Option<SchemaId>,
    version: Option<VersionNumber>,
}

/// A schema as it is told: each endpoint leaves out other members.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SchemaAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<VersionNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<SchemaId>,
    guid: String,
    schema_type: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    references: Vec<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<Metadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_set: Option<Value>,
    schema: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_id: Option<SchemaId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ts: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted: Option<bool>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Reference {
    name: String,
    subject: String,
    version: VersionNumber,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
struct Metadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<BTreeMap<String, BTreeSet<String>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sensitive: Option<BTreeSet<String>>,
}

impl SchemaRequest {
    pub(super) fn into_submission(self) -> Submission {
        Submission {
            text: self.schema.unwrap_or_default(),
            schema_type: self.schema_type,
            references: self
                .references
                .unwrap_or_default()
                .into_iter()
                .map(
                    |Reference {
                         name,
                         subject,
                         version,
                     }| SchemaReference {
                        name,
                        subject,
                        version,
                    },
                )
                .collect(),
            metadata: self.metadata.map(Metadata::into_schema_metadata),
            rule_set: self.rule_set,
            // Java's clients write -1 for none.
            id: self.id.filter(|id| *id >= 0),
            version: self.version,
        }
    }
}

impl SchemaAnswer {
    /// What a registration answers.
    pub(super) fn registered(found: &Found) -> Self {
        Self {
            id: Some(found.id),
            version: Some(found.version),
            ..Self::content(found)
        }
    }

    /// A version of a subject.
    pub(super) fn version(found: &Found) -> Self {
        Self {
            subject: Some(found.subject.to_string()),
            ..Self::registered(found)
        }
        .with_history(found)
    }

    /// What a lookup answers.
    pub(super) fn looked_up(existing: &Existing) -> Self {
        match existing {
            Existing::Same(found) => Self {
                subject: Some(found.subject.to_string()),
                ..Self::registered(found)
            },
            Existing::Equivalent(found) => Self::version(found),
        }
    }

    /// What an id stands for.
    pub(super) fn by_id(found: &Found, max_id: Option<SchemaId>) -> Self {
        Self {
            id: None,
            max_id,
            ..Self::version(found)
        }
    }

    /// What a GUID stands for.
    pub(super) fn by_guid(found: &Found) -> Self {
        Self::content(found).with_history(found)
    }

    fn content(found: &Found) -> Self {
        let content = &found.content;
        Self {
            guid: content.guid.to_string(),
            schema_type: "AVRO",
            references: content
                .references
                .iter()
                .map(|reference| Reference {
                    name: reference.name.clone(),
                    subject: reference.subject.clone(),
                    version: reference.version,
                })
                .collect(),
            metadata: content.metadata.as_ref().map(Metadata::of),
            rule_set: content.rule_set.clone(),
            schema: content.text.clone(),
            ..Self::default()
        }
    }

    fn with_history(self, found: &Found) -> Self {
        Self {
            ts: Some(found.registered_at),
            deleted: Some(found.is_deleted),
            ..self
        }
    }
}

impl Metadata {
    fn of(metadata: &SchemaMetadata) -> Self {
        let SchemaMetadata {
            tags,
            properties,
            sensitive,
            ..
        } = metadata.clone();
        Self {
            tags: (!tags.is_empty()).then_some(tags),
            properties: (!properties.is_empty()).then_some(properties),
            sensitive: (!sensitive.is_empty()).then_some(sensitive),
        }
    }

    fn into_schema_metadata(self) -> SchemaMetadata {
        let mut metadata = SchemaMetadata::default();
        metadata.tags = self.tags.unwrap_or_default();
        metadata.properties = self.properties.unwrap_or_default();
        metadata.sensitive = self.sensitive.unwrap_or_default();
        metadata
    }
}
