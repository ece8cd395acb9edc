//! Compatibility levels, and what else is configured along with them.

use avrolane::compat::CompatibilityLevel;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::errors::Refusal;
use super::scope::Scope;
use super::store::State;
use super::subject::Subject;

/// The members of a configuration besides its level.
const OTHER_MEMBERS: [&str; 9] = [
    "alias",
    "normalize",
    "validateFields",
    "validateRules",
    "compatibilityGroup",
    "defaultMetadata",
    "overrideMetadata",
    "defaultRuleSet",
    "overrideRuleSet",
];

/// A configuration: what was set of it.
#[derive(Debug, Clone, Default)]
pub(in crate::registry) struct Config {
    pub(in crate::registry) level: Option<CompatibilityLevel>,
    pub(in crate::registry) others: Map<String, Value>,
}

/// A configuration as a client sends it.
#[derive(Debug, Deserialize)]
pub(in crate::registry) struct ConfigUpdate {
    compatibility: Option<String>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

impl TryFrom<ConfigUpdate> for Config {
    type Error = Refusal;

    fn try_from(update: ConfigUpdate) -> Result<Self, Refusal> {
        let level = update
            .compatibility
            .map(|level| level.parse())
            .transpose()
            .map_err(|_| Refusal::invalid_compatibility())?;
        let mut others = update.others;
        others.retain(|name, value| OTHER_MEMBERS.contains(&name.as_str()) && !value.is_null());
        Ok(Self { level, others })
    }
}

impl Config {
    /// The level. A configuration that names none means the default, not what holds further out.
    fn level(&self) -> CompatibilityLevel {
        self.level.unwrap_or_default()
    }

    fn with_level(self) -> Self {
        Self {
            level: Some(self.level()),
            ..self
        }
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
    pub(in crate::registry) fn set_config(&mut self, scope: Scope, update: Config) {
        let mut config = self.configs.remove(&scope).unwrap_or_default();
        config.level = update.level.or(config.level);
        config.others.extend(update.others);
        self.configs.set(scope, config);
    }

    /// Removes the configuration of a scope and returns what it was.
    pub(in crate::registry) fn delete_config(&mut self, scope: &Scope) -> Result<Config, Refusal> {
        match (self.configs.remove(scope), scope) {
            (None, Some(subject)) => Err(Refusal::subject_not_found(subject)),
            (config, _) => Ok(config.unwrap_or_default().with_level()),
        }
    }

    /// The level that holds for a subject.
    pub(super) fn level_in_scope(&self, subject: &Subject) -> CompatibilityLevel {
        let config = self.configs.in_scope(&Some(subject.clone()));
        config.map(Config::level).unwrap_or_default()
    }

    /// The subject that this one is another name of, or itself.
    pub(in crate::registry) fn aliased(&self, subject: Subject) -> Subject {
        let config = self.configs.get(&Some(subject.clone()));
        match config.and_then(|config| config.others.get("alias")?.as_str()) {
            Some(alias) => subject.refer_to(alias),
            None => subject,
        }
    }
}
