//! What is registered: a schema with all that belongs to it.

use std::collections::BTreeSet;
use std::sync::Arc;

use avrolane::schema::{Json, Schema, SchemaGuid, SchemaMetadata, SchemaReference};

use super::super::contract::{RuleSet, confluent_version, without_confluent_version};

/// The number of a schema in its context.
pub(in crate::registry) type SchemaId = i32;

/// The number of a version of a subject, counted from 1.
pub(in crate::registry) type VersionNumber = i32;

/// The property that holds the names of fields that no later version may have.
const RESERVED: &str = "confluent:reserved";

/// A schema with its references, metadata and rules: what an id stands for.
#[derive(Debug)]
pub(in crate::registry) struct Content {
    /// The text that is stored and handed out.
    pub(in crate::registry) text: String,
    pub(in crate::registry) references: Vec<SchemaReference>,
    pub(in crate::registry) metadata: Option<SchemaMetadata>,
    pub(in crate::registry) rule_set: Option<RuleSet>,
    pub(in crate::registry) guid: SchemaGuid,
    /// What the references define, and the references of these, each before its first use.
    pub(super) resolved: Vec<Resolved>,
    /// The schema together with what its references define.
    pub(super) schema: Schema,
    /// What the text means, and what it means together with what its references define.
    meaning: SchemaGuid,
    resolved_meaning: SchemaGuid,
}

/// A text that a reference leads to, and the name of its type.
#[derive(Debug, Clone)]
pub(super) struct Resolved {
    pub(super) name: String,
    pub(super) text: Arc<str>,
}

impl Content {
    pub(super) fn new(
        schema: Schema,
        references: Vec<SchemaReference>,
        resolved: Vec<Resolved>,
        metadata: Option<SchemaMetadata>,
        rule_set: Option<RuleSet>,
    ) -> Self {
        let text = schema.registered_text();
        let metadata_hashed = metadata.as_ref();
        let guid = match &rule_set {
            Some(rules) => {
                SchemaGuid::with_rules(&text, &references, metadata_hashed, rules.identity())
            }
            None => SchemaGuid::of(&text, &references, metadata_hashed),
        };
        let own_meaning = meaning(&text);
        let resolved_meaning = if references.is_empty() {
            own_meaning
        } else {
            meaning(&schema.to_string())
        };
        Self {
            guid,
            meaning: own_meaning,
            resolved_meaning,
            schema,
            text,
            references,
            resolved,
            metadata,
            rule_set,
        }
    }

    /// The same schema with other metadata and rules.
    pub(super) fn with(&self, metadata: Option<SchemaMetadata>, rule_set: Option<RuleSet>) -> Self {
        Self::new(
            self.schema.clone(),
            self.references.clone(),
            self.resolved.clone(),
            metadata,
            rule_set,
        )
    }

    /// The text with what its references define spelled out.
    pub(in crate::registry) fn resolved_text(&self) -> String {
        self.schema.to_string()
    }

    /// The value of a property of the metadata.
    pub(super) fn property(&self, key: &str) -> Option<&str> {
        let metadata = self.metadata.as_ref()?;
        metadata.properties.get(key).map(String::as_str)
    }

    /// The fields that the metadata reserve, as names with commas between them.
    pub(super) fn reserved_fields(&self) -> BTreeSet<String> {
        let names = self.property(RESERVED).unwrap_or_default().split(',');
        names
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect()
    }

    /// The names of the fields, if the schema is a record.
    pub(super) fn field_names(&self) -> BTreeSet<String> {
        let schema: Option<Json> = self.text.parse().ok();
        let Some(Json::Array(fields)) = schema.as_ref().and_then(|schema| schema.get("fields"))
        else {
            return BTreeSet::new();
        };
        let names = fields
            .iter()
            .filter_map(|field| field.get("name").and_then(Json::as_str));
        names.map(str::to_owned).collect()
    }

    /// Whether both are stored as one.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        self.guid == other.guid
    }

    /// Whether looking this up finds `registered`, by Confluent's `ParsedSchema.canLookup`: the
    /// order of properties and aliases does not count, and the text of a schema with everything
    /// spelled out finds the one that has references instead. A version in the metadata counts only
    /// where both have one; else it has to be `number`, the version of `registered`.
    pub(super) fn finds(&self, registered: &Self, number: VersionNumber) -> bool {
        let same_schema = if self.references.is_empty() && !registered.references.is_empty() {
            self.resolved_meaning == registered.resolved_meaning
        } else {
            self.meaning == registered.meaning && self.references == registered.references
        };
        same_schema
            && self.has_metadata_of(registered, number)
            && self.rule_set == registered.rule_set
    }

    fn has_metadata_of(&self, registered: &Self, number: VersionNumber) -> bool {
        let (own, theirs) = (self.metadata.as_ref(), registered.metadata.as_ref());
        match (confluent_version(own), confluent_version(theirs)) {
            (Some(version), None) if version != number => false,
            (Some(_), None) | (None, Some(_)) => {
                without_confluent_version(own) == without_confluent_version(theirs)
            }
            (Some(_), Some(_)) | (None, None) => own == theirs,
        }
    }
}

/// A number that is the same for texts that differ only in the order of members and of aliases.
fn meaning(text: &str) -> SchemaGuid {
    // What is stored was parsed, so it is JSON.
    let mut schema = text
        .parse()
        .unwrap_or_else(|_| Json::String(text.to_owned()));
    sort_aliases(&mut schema);
    sort_members(&mut schema);
    SchemaGuid::of(&schema.to_string(), &[], None)
}

/// Sorts the aliases of every type and field; defaults and other properties are left alone.
fn sort_aliases(schema: &mut Json) {
    match schema {
        Json::Array(branches) => branches.iter_mut().for_each(sort_aliases),
        Json::Object(members) => {
            for (name, value) in members {
                match (name.as_str(), value) {
                    ("aliases", Json::Array(aliases)) => {
                        aliases.sort_by(|one, other| one.as_str().cmp(&other.as_str()));
                    }
                    ("type" | "fields" | "items" | "values", inner) => sort_aliases(inner),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// Sorts the members of all objects by their names.
fn sort_members(value: &mut Json) {
    match value {
        Json::Array(items) => items.iter_mut().for_each(sort_members),
        Json::Object(members) => {
            members.sort_by(|(one, _), (other, _)| one.cmp(other));
            members
                .iter_mut()
                .for_each(|(_, value)| sort_members(value));
        }
        _ => {}
    }
}
