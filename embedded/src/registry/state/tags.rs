//! Tags inside of schemas: `confluent:tags` of records and of fields.

use avrolane::schema::{Json, SchemaMetadata};
use serde::{Deserialize, Serialize};

use super::super::contract::{RuleSet, confluent_version, merge_rule_sets, with_confluent_version};
use super::super::errors::Refusal;
use super::content::{Content, VersionNumber};
use super::read::{Found, VersionSelector};
use super::register::Submission;
use super::store::State;
use super::subject::Subject;

const TAGS: &str = "confluent:tags";

/// What is to be tagged, and with what.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::registry) struct EntityTags {
    schema_entity: Entity,
    tags: Vec<String>,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Entity {
    /// The full name of a record; of a field with its own name behind.
    entity_path: String,
    entity_type: EntityType,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum EntityType {
    SrRecord,
    SrField,
}

/// What is to be changed of a version; the outcome is a new one.
#[derive(Debug, Default)]
pub(in crate::registry) struct Tagging {
    pub(in crate::registry) new_version: Option<VersionNumber>,
    pub(in crate::registry) add: Vec<EntityTags>,
    pub(in crate::registry) remove: Vec<EntityTags>,
    pub(in crate::registry) metadata: Option<SchemaMetadata>,
    pub(in crate::registry) rule_set: Option<RuleSet>,
    pub(in crate::registry) rules_to_merge: Option<RuleSet>,
    pub(in crate::registry) rules_to_remove: Vec<String>,
}

impl EntityTags {
    /// Whether one of `tags` is among these, or is `*`.
    pub(in crate::registry) fn has_one_of(&self, tags: &[&str]) -> bool {
        tags.contains(&"*") || self.tags.iter().any(|tag| tags.contains(&tag.as_str()))
    }

    fn of(entity_path: String, entity_type: EntityType, members: &Json) -> Option<Self> {
        let Some(Json::Array(tags)) = members.get(TAGS) else {
            return None;
        };
        let tags: Vec<String> = tags
            .iter()
            .map(|tag| tag.as_str().map_or_else(|| tag.to_string(), str::to_owned))
            .collect();
        (!tags.is_empty()).then_some(Self {
            schema_entity: Entity {
                entity_path,
                entity_type,
            },
            tags,
        })
    }
}

impl Content {
    /// The records and fields with tags, those that references define among them.
    pub(in crate::registry) fn tagged_entities(&self) -> Vec<EntityTags> {
        let mut found = Vec::new();
        if let Ok(schema) = self.resolved_text().parse() {
            collect(&schema, "", &mut found);
        }
        found
    }
}

/// Finds the tags of a schema in which every type is defined where it is used first.
fn collect(schema: &Json, namespace: &str, found: &mut Vec<EntityTags>) {
    match schema {
        Json::Array(branches) => {
            for branch in branches {
                collect(branch, namespace, found);
            }
        }
        Json::Object(_) => {
            let text = |key| schema.get(key).and_then(Json::as_str);
            let name = full_name(
                text("name").unwrap_or_default(),
                text("namespace").unwrap_or(namespace),
            );
            if let Some(Json::Array(fields)) = schema.get("fields") {
                let namespace = name.rsplit_once('.').map_or("", |(namespace, _)| namespace);
                found.extend(EntityTags::of(name.clone(), EntityType::SrRecord, schema));
                for field in fields {
                    let own = field.get("name").and_then(Json::as_str).unwrap_or_default();
                    let path = format!("{name}.{own}");
                    found.extend(EntityTags::of(path, EntityType::SrField, field));
                    if let Some(schema) = field.get("type") {
                        collect(schema, namespace, found);
                    }
                }
            }
            for nested in ["type", "items", "values"] {
                if let Some(nested) = schema.get(nested) {
                    collect(nested, namespace, found);
                }
            }
        }
        _ => {}
    }
}

fn full_name(name: &str, namespace: &str) -> String {
    if namespace.is_empty() || name.contains('.') {
        name.to_owned()
    } else {
        format!("{namespace}.{name}")
    }
}

impl State {
    /// Registers a version again, with other tags, metadata or rules.
    pub(in crate::registry) fn tag(
        &mut self,
        subject: &Subject,
        selector: VersionSelector,
        tagging: Tagging,
        now: u64,
    ) -> Result<Found, Refusal> {
        let changes_rules = tagging.rules_to_merge.is_some() || !tagging.rules_to_remove.is_empty();
        if changes_rules && tagging.rule_set.is_some() {
            let what = "ruleSet should be omitted if specifying rulesToMerge or rulesToRemove";
            return Err(Refusal::invalid_rule_set(what));
        }
        if let Some(rule_set) = &tagging.rules_to_merge {
            rule_set.check()?;
        }
        let found = self.version(subject, selector, false)?;
        let rule_set = if changes_rules {
            let previous = match tagging.new_version {
                Some(version @ 2..) => VersionSelector::Number(version - 1),
                _ => VersionSelector::Latest,
            };
            let previous = self.version(subject, previous, false)?;
            merge_rule_sets(previous.content.rule_set.clone(), tagging.rules_to_merge)
                .map(|rule_set| rule_set.without(&tagging.rules_to_remove))
        } else {
            tagging.rule_set
        };
        let metadata = tagging.metadata.or_else(|| found.content.metadata.clone());
        let version = tagging.new_version.unwrap_or_default();
        let metadata = match confluent_version(metadata.as_ref()) {
            Some(named) if named == version => metadata,
            _ => Some(with_confluent_version(metadata, version)),
        };
        let submission = Submission {
            text: tagged(&found.content.text, &tagging.add, &tagging.remove)?,
            references: found.content.references.clone(),
            metadata,
            rule_set,
            ..Submission::default()
        };
        self.register(subject, submission, now)
    }
}

/// The text of a schema with these tags added and those removed.
pub(in crate::registry) fn tagged(
    text: &str,
    add: &[EntityTags],
    remove: &[EntityTags],
) -> Result<String, Refusal> {
    if add.is_empty() && remove.is_empty() {
        return Ok(text.to_owned());
    }
    let mut schema: Json = text
        .parse()
        .map_err(|error| Refusal::invalid_schema(format!("{error}")))?;
    for EntityTags {
        schema_entity,
        tags,
    } in add
    {
        change(&mut schema, schema_entity, |known| {
            let new = tags.iter().filter(|tag| !known.contains(tag));
            let new: Vec<String> = new.cloned().collect();
            known.extend(new);
        })?;
    }
    for EntityTags {
        schema_entity,
        tags,
    } in remove
    {
        change(&mut schema, schema_entity, |known| {
            known.retain(|tag| !tags.contains(tag));
        })?;
    }
    Ok(schema.to_string())
}

/// Changes the tags of a record or of a field.
fn change(
    schema: &mut Json,
    entity: &Entity,
    change: impl FnOnce(&mut Vec<String>),
) -> Result<(), Refusal> {
    let path = entity.entity_path.trim_start_matches('.');
    let (record, field) = match entity.entity_type {
        EntityType::SrRecord => (path, None),
        EntityType::SrField => path
            .rsplit_once('.')
            .map_or(("", Some(path)), |(record, field)| (record, Some(field))),
    };
    let members = find(schema, record, field, "").ok_or_else(|| {
        Refusal::invalid_schema(format!(
            "No matching path '{}' found in the schema",
            entity.entity_path
        ))
    })?;
    let mut tags = match members.iter().find(|(key, _)| key == TAGS) {
        Some((_, Json::Array(tags))) => tags
            .iter()
            .filter_map(Json::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    };
    change(&mut tags);
    let tags = Json::Array(tags.into_iter().map(Json::String).collect());
    match (members.iter().position(|(key, _)| key == TAGS), &tags) {
        (Some(at), Json::Array(tags)) if tags.is_empty() => {
            members.remove(at);
        }
        (Some(at), _) => {
            if let Some((_, value)) = members.get_mut(at) {
                *value = tags;
            }
        }
        (None, Json::Array(tags)) if tags.is_empty() => {}
        (None, _) => members.push((TAGS.to_owned(), tags)),
    }
    Ok(())
}

type Members = Vec<(String, Json)>;

/// The members of the record, or of its field, if there is such a one in the schema.
fn find<'a>(
    schema: &'a mut Json,
    record: &str,
    field: Option<&str>,
    namespace: &str,
) -> Option<&'a mut Members> {
    match schema {
        Json::Array(branches) => branches
            .iter_mut()
            .find_map(|branch| find(branch, record, field, namespace)),
        Json::Object(_) => {
            let text = |key: &str| schema.get(key).and_then(Json::as_str).unwrap_or_default();
            let namespace = match text("namespace") {
                "" => namespace.to_owned(),
                own => own.to_owned(),
            };
            let is_record = text("type") == "record";
            let name = text("name");
            let matches = is_record && (name == record || format!("{namespace}.{name}") == record);
            let Json::Object(members) = schema else {
                return None;
            };
            match (matches, field) {
                (true, None) => Some(members),
                (true, Some(field)) => fields(members)?.iter_mut().find_map(|item| match item {
                    Json::Object(members)
                        if members
                            .iter()
                            .any(|(key, value)| key == "name" && value.as_str() == Some(field)) =>
                    {
                        Some(members)
                    }
                    _ => None,
                }),
                (false, _) => {
                    let nested = members.iter_mut().filter(|(key, _)| {
                        matches!(key.as_str(), "fields" | "items" | "values" | "type")
                    });
                    nested
                        .map(|(_, nested)| nested)
                        .find_map(|nested| find(nested, record, field, &namespace))
                }
            }
        }
        _ => None,
    }
}

fn fields(members: &mut Members) -> Option<&mut Vec<Json>> {
    members.iter_mut().find_map(|(key, value)| match value {
        Json::Array(fields) if key == "fields" => Some(fields),
        _ => None,
    })
}
