//! Everything that the registry knows, as JSON that outlives it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use avrolane::schema::Schema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::contract::{Metadata, RuleSet};
use super::super::wire::Reference;
use super::association::Association;
use super::config::{Config, ConfigUpdate};
use super::content::{Content, Resolved, SchemaId, VersionNumber};
use super::mode::Mode;
use super::scope::{Scope, Scoped};
use super::store::{State, Version};
use super::subject::Subject;

/// What is written into every snapshot: another number means that older versions of this crate would
/// misread it.
const FORMAT: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Snapshot {
    format: u32,
    contexts: BTreeMap<String, ContextPart>,
    versions: Vec<VersionPart>,
    configs: Vec<ConfigPart>,
    modes: Vec<ModePart>,
    #[serde(default)]
    associations: Vec<Association>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ContextPart {
    highest_id: SchemaId,
    schemas: BTreeMap<SchemaId, SchemaPart>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SchemaPart {
    schema: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    references: Vec<Reference>,
    /// What the references define, each with its name: it may be deleted since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    resolved: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    metadata: Option<Metadata>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rule_set: Option<RuleSet>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct VersionPart {
    subject: String,
    version: VersionNumber,
    id: SchemaId,
    ts: u64,
    #[serde(default)]
    deleted: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct ConfigPart {
    scope: Option<String>,
    config: Map<String, Value>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ModePart {
    scope: Option<String>,
    mode: Mode,
}

impl State {
    /// Everything as JSON.
    pub(in crate::registry) fn to_json(&self) -> Result<Vec<u8>, String> {
        serde_json::to_vec_pretty(&self.snapshot()).map_err(|error| error.to_string())
    }

    /// What [`to_json`](Self::to_json) wrote.
    pub(in crate::registry) fn from_json(json: &[u8]) -> Result<Self, String> {
        let value: Value = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        match value.get("format").and_then(Value::as_u64) {
            Some(format) if format == u64::from(FORMAT) => {}
            Some(format) => {
                return Err(format!(
                    "it has format {format}, and this version of the registry reads {FORMAT}"
                ));
            }
            None => return Err("it has no `format`, so no registry wrote it".to_owned()),
        }
        let snapshot = serde_json::from_value(value).map_err(|error| error.to_string())?;
        Self::restore(snapshot)
    }

    fn snapshot(&self) -> Snapshot {
        let contexts = self.contexts.iter().map(|(name, context)| {
            let schemas = context.schemas.iter();
            let part = ContextPart {
                highest_id: context.highest_id,
                schemas: schemas
                    .map(|(id, stored)| (*id, SchemaPart::of(&stored.content)))
                    .collect(),
            };
            (name.clone(), part)
        });
        // In the order in which they were registered: it decides which subject an id is told of.
        let stored = self
            .contexts
            .values()
            .flat_map(|context| context.schemas.values());
        let versions =
            stored
                .flat_map(|stored| self.uses(stored))
                .map(|(subject, number, version)| VersionPart {
                    subject: subject.to_string(),
                    version: number,
                    id: version.id,
                    ts: version.registered_at,
                    deleted: version.is_deleted,
                });
        Snapshot {
            format: FORMAT,
            contexts: contexts.collect(),
            versions: versions.collect(),
            configs: self
                .configs
                .all()
                .map(|(scope, config)| ConfigPart {
                    scope: scope.as_ref().map(ToString::to_string),
                    config: config.members("compatibility"),
                })
                .collect(),
            modes: self
                .modes
                .all()
                .map(|(scope, mode)| ModePart {
                    scope: scope.as_ref().map(ToString::to_string),
                    mode: *mode,
                })
                .collect(),
            associations: self.associations.clone(),
        }
    }

    fn restore(snapshot: Snapshot) -> Result<Self, String> {
        let mut state = Self::default();
        let mut contents: HashMap<(String, SchemaId), Arc<Content>> = HashMap::new();
        for (name, context) in snapshot.contexts {
            for (id, part) in context.schemas {
                let content = part
                    .restore()
                    .map_err(|error| format!("the schema {id} of context {name}: {error}"))?;
                contents.insert((name.clone(), id), Arc::new(content));
            }
            state.contexts.entry(name).or_default().highest_id = context.highest_id;
        }
        for part in snapshot.versions {
            let subject = Subject::new(&part.subject);
            let content = contents
                .get(&(subject.context().to_owned(), part.id))
                .ok_or_else(|| {
                    let VersionPart {
                        subject,
                        version,
                        id,
                        ..
                    } = &part;
                    format!("version {version} of {subject} has the id {id}, which has no schema")
                })?;
            let version = Version {
                id: part.id,
                content: Arc::clone(content),
                registered_at: part.ts,
                is_deleted: part.deleted,
            };
            state.insert(&subject, part.version, version);
        }
        state.configs = Scoped::of(snapshot.configs.into_iter().map(|part| {
            let config = restore_config(part.config)?;
            Ok::<_, String>((scope(part.scope), config))
        }))?;
        state.modes = Scoped::of(
            snapshot
                .modes
                .into_iter()
                .map(|part| Ok::<_, String>((scope(part.scope), part.mode))),
        )?;
        state.associations = snapshot.associations;
        Ok(state)
    }
}

impl SchemaPart {
    fn of(content: &Content) -> Self {
        Self {
            schema: content.text.clone(),
            references: content.references.iter().map(Into::into).collect(),
            resolved: content
                .resolved
                .iter()
                .map(|resolved| (resolved.name.clone(), resolved.text.to_string()))
                .collect(),
            metadata: content.metadata.as_ref().map(Metadata::from),
            rule_set: content.rule_set.clone(),
        }
    }

    fn restore(self) -> Result<Content, String> {
        let texts: Vec<(&str, &str)> = self
            .resolved
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        let schema = Schema::parse_registered(&self.schema, &texts);
        let schema = schema.map_err(|error| error.to_string())?;
        let resolved = self.resolved.into_iter().map(|(name, text)| Resolved {
            name,
            text: text.into(),
        });
        Ok(Content::new(
            schema,
            self.references.into_iter().map(Into::into).collect(),
            resolved.collect(),
            self.metadata.map(Into::into),
            self.rule_set,
        ))
    }
}

fn restore_config(members: Map<String, Value>) -> Result<Config, String> {
    let update = ConfigUpdate::from(members).check();
    update
        .map(|update| update.as_config())
        .map_err(|refusal| refusal.message)
}

fn scope(text: Option<String>) -> Scope {
    text.map(|text| Subject::new(&text))
}
