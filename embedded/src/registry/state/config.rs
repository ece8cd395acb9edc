//! Compatibility levels, and what else is configured along with them.

use avrolane::compat::CompatibilityLevel;
use avrolane::schema::SchemaMetadata;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::contract::{Metadata, RuleSet};
use super::super::errors::Refusal;
use super::scope::Scope;
use super::store::State;
use super::subject::Subject;

/// The members of a configuration besides its level.
const OTHER_MEMBERS: [&str; 12] = [
    "alias",
    "aliasForDeks",
    "normalize",
    "validateFields",
    "validateNewSchemas",
    "validateRules",
    "compatibilityPolicy",
    "compatibilityGroup",
    "defaultMetadata",
    "overrideMetadata",
    "defaultRuleSet",
    "overrideRuleSet",
];

/// A configuration: what was set of it.
#[derive(Debug, Clone, Default)]
pub(in crate::registry) struct Config {
    level: Option<CompatibilityLevel>,
    /// The members besides the level, as they were sent.
    others: Map<String, Value>,
    /// What of these the registry itself goes by.
    pub(super) rules: ConfigRules,
}

/// What a configuration asks of the schemas that are registered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ConfigRules {
    pub(super) alias: Option<String>,
    pub(super) normalize: Option<bool>,
    pub(super) validate_fields: Option<bool>,
    pub(super) validate_new_schemas: Option<bool>,
    pub(super) compatibility_group: Option<String>,
    default_metadata: Option<Metadata>,
    override_metadata: Option<Metadata>,
    pub(super) default_rule_set: Option<RuleSet>,
    pub(super) override_rule_set: Option<RuleSet>,
}

/// A configuration as a client sends it. What is null is no longer set.
#[derive(Debug, Clone, Deserialize)]
pub(in crate::registry) struct ConfigUpdate(Map<String, Value>);

/// An update of which it is known that it can be made.
#[derive(Debug, Clone)]
pub(in crate::registry) struct CheckedUpdate {
    /// Nothing if the level stays as it is.
    level: Option<Option<CompatibilityLevel>>,
    others: Map<String, Value>,
}

impl ConfigUpdate {
    /// Refuses what is no configuration.
    pub(in crate::registry) fn check(self) -> Result<CheckedUpdate, Refusal> {
        let mut others = self.0;
        let level = match others.remove("compatibility") {
            None => None,
            Some(Value::Null) => Some(None),
            Some(Value::String(level)) => Some(Some(
                level
                    .parse()
                    .map_err(|_| Refusal::invalid_compatibility())?,
            )),
            Some(_) => return Err(Refusal::invalid_compatibility()),
        };
        others.retain(|name, _| OTHER_MEMBERS.contains(&name.as_str()));
        let rules = ConfigRules::read(&others)?;
        for rule_set in [&rules.default_rule_set, &rules.override_rule_set]
            .into_iter()
            .flatten()
        {
            rule_set.check()?;
        }
        Ok(CheckedUpdate { level, others })
    }
}

impl From<Map<String, Value>> for ConfigUpdate {
    fn from(members: Map<String, Value>) -> Self {
        Self(members)
    }
}

impl CheckedUpdate {
    /// What the update sets, as a configuration of its own.
    pub(in crate::registry) fn as_config(&self) -> Config {
        let mut config = Config::default();
        config.apply(self.clone());
        config
    }
}

impl ConfigRules {
    fn read(members: &Map<String, Value>) -> Result<Self, Refusal> {
        serde_json::from_value(Value::Object(members.clone()))
            .map_err(|error| Refusal::http(400, error.to_string()))
    }

    pub(super) fn default_metadata(&self) -> Option<SchemaMetadata> {
        self.default_metadata.clone().map(Into::into)
    }

    pub(super) fn override_metadata(&self) -> Option<SchemaMetadata> {
        self.override_metadata.clone().map(Into::into)
    }
}

impl Config {
    /// The level. A configuration that names none means the default, not what holds further out.
    fn level(&self) -> CompatibilityLevel {
        self.level.unwrap_or_default()
    }

    /// The members as JSON; that of the level is named differently when it is set.
    pub(in crate::registry) fn members(&self, level_name: &str) -> Map<String, Value> {
        let mut members = self.others.clone();
        if let Some(level) = self.level {
            members.insert(level_name.to_owned(), json!(level.to_string()));
        }
        members
    }

    fn with_level(self) -> Self {
        Self {
            level: Some(self.level()),
            ..self
        }
    }

    fn apply(&mut self, update: CheckedUpdate) {
        if let Some(level) = update.level {
            self.level = level;
        }
        for (name, value) in update.others {
            if value.is_null() {
                self.others.remove(&name);
            } else {
                self.others.insert(name, value);
            }
        }
        self.rules = ConfigRules::read(&self.others).unwrap_or_default();
    }
}

impl State {
    /// The configuration of a scope; of what is further out only if asked for.
    pub(in crate::registry) fn config(
        &self,
        scope: &Scope,
        default_to_global: bool,
    ) -> Result<Config, Refusal> {
        let config = match scope {
            Some(subject) if !default_to_global => {
                let config = self.configs.get(scope);
                config
                    .ok_or_else(|| Refusal::no_compatibility(subject))?
                    .clone()
            }
            _ => self.configs.in_scope(scope).cloned().unwrap_or_default(),
        };
        Ok(config.with_level())
    }

    /// Sets what `update` says and leaves the rest as it was.
    pub(in crate::registry) fn set_config(
        &mut self,
        scope: Scope,
        update: CheckedUpdate,
    ) -> Result<(), Refusal> {
        if let Some(subject) = &scope {
            subject.check_scope()?;
        }
        self.check_scope_writable(&scope)?;
        let mut config = self.configs.remove(&scope).unwrap_or_default();
        config.apply(update);
        self.configs.set(scope, config);
        self.note_change();
        Ok(())
    }

    /// Removes the configuration of a scope and returns what it was.
    pub(in crate::registry) fn delete_config(&mut self, scope: &Scope) -> Result<Config, Refusal> {
        if let (None, Some(subject)) = (self.configs.get(scope), scope) {
            return Err(Refusal::subject_not_found(subject));
        }
        self.check_scope_writable(scope)?;
        self.note_change();
        Ok(self.configs.remove(scope).unwrap_or_default().with_level())
    }

    /// The configuration that holds for a subject.
    pub(super) fn config_in_scope(&self, subject: &Subject) -> Option<&Config> {
        self.configs.in_scope(&Some(subject.clone()))
    }

    /// The level that holds for a subject.
    pub(super) fn level_in_scope(&self, subject: &Subject) -> CompatibilityLevel {
        self.config_in_scope(subject)
            .map(Config::level)
            .unwrap_or_default()
    }

    /// Whether schemas of the subject are normalised although nobody asks for it.
    pub(super) fn normalizes(&self, subject: &Subject) -> bool {
        self.config_in_scope(subject)
            .and_then(|config| config.rules.normalize)
            .unwrap_or_default()
    }

    /// The subject that this one is another name of, or itself.
    pub(in crate::registry) fn aliased(&self, subject: Subject) -> Subject {
        let config = self.configs.get(&Some(subject.clone()));
        match config.and_then(|config| config.rules.alias.as_deref()) {
            Some(alias) if !alias.is_empty() => subject.refer_to(alias),
            _ => subject,
        }
    }
}
