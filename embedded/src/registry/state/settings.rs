//! Compatibility levels and modes: of everything, of a context, of a subject.

use std::collections::BTreeMap;
use std::str::FromStr;

use avrolane::compat::CompatibilityLevel;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::errors::Refusal;
use super::store::State;
use super::subject::Subject;

/// The members of a configuration besides its level.
const CONFIG_MEMBERS: [&str; 9] = [
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

/// What was set, and where.
#[derive(Debug, Default)]
pub(super) struct Settings {
    configs: BTreeMap<Scope, Config>,
    modes: BTreeMap<Scope, Mode>,
}

/// Where a setting holds: for a subject or a context, or, if it is nothing, everywhere.
type Scope = Option<Subject>;

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

/// What may be done to a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub(in crate::registry) enum Mode {
    /// Everything, but not choosing ids.
    #[default]
    #[serde(rename = "READWRITE")]
    ReadWrite,
    /// Nothing may be changed.
    #[serde(rename = "READONLY")]
    ReadOnly,
    /// As `ReadOnly`, and it holds for all contexts and subjects; a name from the past.
    #[serde(rename = "READONLY_OVERRIDE")]
    ReadOnlyOverride,
    /// Schemas are registered with the ids they have elsewhere, unchecked.
    #[serde(rename = "IMPORT")]
    Import,
    /// As `Import`, but an id that is taken is replaced.
    #[serde(rename = "FORWARD")]
    Forward,
}

impl FromStr for Mode {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        match text.to_ascii_uppercase().as_str() {
            "READWRITE" => Ok(Self::ReadWrite),
            "READONLY" => Ok(Self::ReadOnly),
            "READONLY_OVERRIDE" => Ok(Self::ReadOnlyOverride),
            "IMPORT" => Ok(Self::Import),
            "FORWARD" => Ok(Self::Forward),
            _ => Err(Refusal::invalid_mode()),
        }
    }
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
        others.retain(|name, value| CONFIG_MEMBERS.contains(&name.as_str()) && !value.is_null());
        Ok(Self { level, others })
    }
}

impl Settings {
    /// Forgets what was set for `subject`.
    pub(super) fn forget(&mut self, subject: &Subject) {
        let scope = Some(subject.clone());
        self.configs.remove(&scope);
        self.modes.remove(&scope);
    }

    /// The first setting from the subject outwards: its own, its context's or, in the default
    /// context, the one that was set without a subject, and at last the one for all contexts.
    fn in_scope<'a, T>(
        settings: &'a BTreeMap<Scope, T>,
        subject: Option<&Subject>,
    ) -> Option<&'a T> {
        let everywhere = Subject::new(":.__GLOBAL:");
        let own = subject.and_then(|subject| settings.get(&Some(subject.clone())));
        own.or_else(|| settings.get(&subject.and_then(Subject::whole_context)))
            .or_else(|| settings.get(&Some(everywhere)))
    }
}

impl State {
    /// The configuration of a subject, or of everything.
    pub(in crate::registry) fn config(
        &self,
        subject: Option<&Subject>,
        default_to_global: bool,
    ) -> Result<Config, Refusal> {
        let own = self.settings.configs.get(&subject.cloned());
        let config = match subject {
            Some(subject) if !default_to_global => own
                .ok_or_else(|| Refusal::no_compatibility(subject))
                .cloned()?,
            _ => Settings::in_scope(&self.settings.configs, subject)
                .cloned()
                .unwrap_or_default(),
        };
        Ok(Config {
            level: Some(config.level.unwrap_or_default()),
            ..config
        })
    }

    /// Sets what `update` says and leaves the rest as it was.
    pub(in crate::registry) fn set_config(&mut self, subject: Option<Subject>, update: Config) {
        let config = self.settings.configs.entry(subject).or_default();
        config.level = update.level.or(config.level);
        config.others.extend(update.others);
    }

    /// Removes a configuration and returns what it was.
    pub(in crate::registry) fn delete_config(
        &mut self,
        subject: Option<&Subject>,
    ) -> Result<Config, Refusal> {
        match (self.settings.configs.remove(&subject.cloned()), subject) {
            (None, Some(subject)) => Err(Refusal::subject_not_found(subject)),
            (config, _) => {
                let config = config.unwrap_or_default();
                Ok(Config {
                    level: Some(config.level.unwrap_or_default()),
                    ..config
                })
            }
        }
    }

    /// The level that holds for a subject. A configuration that names none means the default,
    /// not what holds further out.
    pub(super) fn level_in_scope(&self, subject: &Subject) -> CompatibilityLevel {
        Settings::in_scope(&self.settings.configs, Some(subject))
            .and_then(|config| config.level)
            .unwrap_or_default()
    }

    /// The subject that this one is another name of, or itself.
    pub(in crate::registry) fn aliased(&self, subject: Subject) -> Subject {
        let config = self.settings.configs.get(&Some(subject.clone()));
        match config.and_then(|config| config.others.get("alias")?.as_str()) {
            Some(alias) => subject.refer_to(alias),
            None => subject,
        }
    }

    /// The mode of a subject, or of everything.
    pub(in crate::registry) fn mode(
        &self,
        subject: Option<&Subject>,
        default_to_global: bool,
    ) -> Result<Mode, Refusal> {
        match subject {
            Some(subject) if !default_to_global => self
                .settings
                .modes
                .get(&Some(subject.clone()))
                .copied()
                .ok_or_else(|| Refusal::no_mode(subject)),
            _ => Ok(Settings::in_scope(&self.settings.modes, subject)
                .copied()
                .unwrap_or_default()),
        }
    }

    /// Sets the mode. A subject that has versions is not imported into unless `force` is said:
    /// their ids might clash.
    pub(in crate::registry) fn set_mode(
        &mut self,
        subject: Option<Subject>,
        mode: Mode,
        force: bool,
    ) -> Result<(), Refusal> {
        let has_versions = match &subject {
            Some(subject) => self.latest(subject).is_some(),
            None => self
                .subjects
                .keys()
                .any(|subject| self.latest(subject).is_some()),
        };
        if mode == Mode::Import && has_versions && !force {
            return Err(Refusal::not_permitted(
                "Cannot import since found existing subjects",
            ));
        }
        self.settings.modes.insert(subject, mode);
        Ok(())
    }

    /// Removes the mode of a subject, or of everything, and returns what it was.
    pub(in crate::registry) fn delete_mode(
        &mut self,
        subject: Option<&Subject>,
    ) -> Result<Mode, Refusal> {
        match (self.settings.modes.remove(&subject.cloned()), subject) {
            (None, Some(subject)) => Err(Refusal::subject_not_found(subject)),
            (mode, _) => Ok(mode.unwrap_or_default()),
        }
    }

    pub(super) fn mode_in_scope(&self, subject: &Subject) -> Mode {
        Settings::in_scope(&self.settings.modes, Some(subject))
            .copied()
            .unwrap_or_default()
    }

    /// Refuses a change to a subject that may only be read.
    pub(super) fn check_writable(&self, subject: &Subject) -> Result<(), Refusal> {
        match self.mode_in_scope(subject) {
            Mode::ReadOnly | Mode::ReadOnlyOverride => Err(not_in(subject, "is in read-only mode")),
            Mode::ReadWrite | Mode::Import | Mode::Forward => Ok(()),
        }
    }

    /// Refuses a registration that the mode does not allow: with an id except for an import, and
    /// without one for an import.
    pub(super) fn check_mode(&self, subject: &Subject, with_id: bool) -> Result<(), Refusal> {
        self.check_writable(subject)?;
        let imports = matches!(self.mode_in_scope(subject), Mode::Import | Mode::Forward);
        match (with_id, imports) {
            (true, false) => Err(not_in(subject, "is not in import mode")),
            (false, true) => Err(not_in(subject, "is not in read-write mode")),
            _ => Ok(()),
        }
    }
}

fn not_in(subject: &Subject, what: &str) -> Refusal {
    let context = subject
        .whole_context()
        .map(|_| subject.context())
        .unwrap_or_default();
    Refusal::not_permitted(format!("Subject {subject} in context {context} {what}"))
}
