//! Requests and answers as JSON.

use avrolane::schema::SchemaReference;
use serde::{Deserialize, Serialize};

use super::contract::{Metadata, RuleSet};
use super::errors::Refusal;
use super::routes::Parameters;
use super::state::{
    Association, EntityTags, Existing, Found, Listed, SchemaId, Submission, VersionNumber, tagged,
};

/// A schema to register, to look up or to check.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct SchemaRequest {
    schema: Option<String>,
    schema_type: Option<String>,
    references: Option<Vec<Reference>>,
    metadata: Option<Metadata>,
    rule_set: Option<RuleSet>,
    id: Option<SchemaId>,
    version: Option<VersionNumber>,
    schema_tags_to_add: Option<Vec<EntityTags>>,
    schema_tags_to_remove: Option<Vec<EntityTags>>,
    propagate_schema_tags: Option<bool>,
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
    rule_set: Option<RuleSet>,
    schema: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_id: Option<SchemaId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ts: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    schema_tags: Vec<EntityTags>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    associations: Vec<Association>,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
pub(super) struct Reference {
    name: String,
    subject: String,
    version: VersionNumber,
}

impl From<&SchemaReference> for Reference {
    fn from(reference: &SchemaReference) -> Self {
        let SchemaReference {
            name,
            subject,
            version,
        } = reference.clone();
        Self {
            name,
            subject,
            version,
        }
    }
}

impl From<Reference> for SchemaReference {
    fn from(reference: Reference) -> Self {
        let Reference {
            name,
            subject,
            version,
        } = reference;
        Self {
            name,
            subject,
            version,
        }
    }
}

impl SchemaRequest {
    pub(super) fn into_submission(self, normalize: bool) -> Result<Submission, Refusal> {
        let text = tagged(
            &self.schema.unwrap_or_default(),
            &self.schema_tags_to_add.unwrap_or_default(),
            &self.schema_tags_to_remove.unwrap_or_default(),
        )?;
        Ok(Submission {
            text,
            schema_type: self.schema_type,
            references: self
                .references
                .unwrap_or_default()
                .into_iter()
                .map(Into::into)
                .collect(),
            metadata: self.metadata.map(Into::into),
            rule_set: self.rule_set,
            // Java's clients write -1 for none.
            id: self.id.filter(|id| *id >= 0),
            version: self.version,
            normalize,
            force: false,
            propagate_tags: self.propagate_schema_tags.unwrap_or_default(),
        })
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

    /// A version of a subject in a list.
    pub(super) fn listed(listed: Listed) -> Self {
        Self {
            aliases: listed.aliases,
            associations: listed.associations,
            ..Self::version(&listed.found)
        }
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

    /// The answer in the format that a request asks for: `format=resolved` spells out what the
    /// references define, `referenceFormat=qualified` the contexts of their subjects, and `findTags`
    /// adds what in the schema has one of these tags, or any if one is `*`.
    pub(super) fn formatted(mut self, found: &Found, parameters: &Parameters) -> Self {
        if is_resolved(parameters) {
            self.schema = found.content.resolved_text();
        }
        let tags: Vec<&str> = parameters.all("findTags").collect();
        if !tags.is_empty() {
            self.schema_tags = found.content.tagged_entities();
            self.schema_tags.retain(|entity| entity.has_one_of(&tags));
        }
        let reference_format = parameters.text("referenceFormat").unwrap_or_default();
        if reference_format.eq_ignore_ascii_case("qualified") {
            for reference in &mut self.references {
                reference.subject = found.subject.refer_to(&reference.subject).qualified();
            }
        }
        self
    }

    fn content(found: &Found) -> Self {
        let content = &found.content;
        Self {
            guid: content.guid.to_string(),
            schema_type: "AVRO",
            references: content.references.iter().map(Into::into).collect(),
            metadata: content.metadata.as_ref().map(Metadata::from),
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

/// The text of a schema in the format that a request asks for.
pub(super) fn text_of(found: &Found, parameters: &Parameters) -> String {
    if is_resolved(parameters) {
        found.content.resolved_text()
    } else {
        found.content.text.clone()
    }
}

fn is_resolved(parameters: &Parameters) -> bool {
    let format = parameters.text("format").unwrap_or_default();
    format.eq_ignore_ascii_case("resolved")
}
