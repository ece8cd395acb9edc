//! What is set for the registry as a whole, for a context, and for a subject.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::wire::{level, metadata, other_members};
use super::rules::RuleSet;
use super::text_enum::text_enum;
use crate::compat::CompatibilityLevel;
use crate::schema::{Json, SchemaMetadata};

/// What a [`Config`] or a [`Mode`] is set for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope<'a> {
    /// All that has no setting of its own.
    Global,
    /// A context by its name, such as `.staging`; the dot may be left out.
    Context(&'a str),
    /// A subject, which need not exist yet. It may be qualified: `:.staging:flights-value`.
    Subject(&'a str),
}

impl<'a> Scope<'a> {
    /// How the scope stands in a path, if it does.
    pub(in crate::registry) fn as_subject(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Global => None,
            Self::Context(name) => Some(context_prefix(name).into()),
            Self::Subject(subject) => Some(subject.into()),
        }
    }
}

/// A context's name as the prefix of the subjects in it, `:.staging:`
/// (`QualifiedSubject.normalizeContext`).
pub(crate) fn context_prefix(name: &str) -> String {
    let name = name.trim_matches(':');
    let name = name.strip_prefix('.').unwrap_or(name);
    format!(":.{name}:")
}

impl fmt::Display for Scope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Global => f.write_str("the registry"),
            Self::Context(name) => write!(f, "context {name}"),
            Self::Subject(subject) => write!(f, "subject {subject}"),
        }
    }
}

/// The configuration of the registry, of a context or of a subject.
///
/// A member that is `None` is not set there. When a configuration is sent, such members stay as
/// they are; to unset one, put it into [`other`](Self::other) by the registry's name as
/// [`Json::Null`].
///
/// ```
/// use avrolane::compat::CompatibilityLevel;
/// use avrolane::registry::Config;
///
/// let mut config = Config::default();
/// config.compatibility_level = Some(CompatibilityLevel::FullTransitive);
/// config.normalize = Some(true);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Config {
    /// The subject that this one is another name for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// The same for the keys of encrypted fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias_for_deks: Option<String>,
    /// Whether schemas are brought into their normal form, whatever a request says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normalize: Option<bool>,
    /// Whether fields with reserved names are refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validate_fields: Option<bool>,
    /// Whether new schemas are checked more strictly than old ones, such as in their defaults.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validate_new_schemas: Option<bool>,
    /// Whether rule sets are checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validate_rules: Option<bool>,
    /// What is asked of new versions. It is `compatibility` when it is set and
    /// `compatibilityLevel` when it is read.
    #[serde(
        rename(serialize = "compatibility"),
        alias = "compatibility",
        with = "level",
        skip_serializing_if = "Option::is_none"
    )]
    pub compatibility_level: Option<CompatibilityLevel>,
    /// How strictly formats other than Avro are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compatibility_policy: Option<String>,
    /// The property of the metadata whose value tells versions apart that need not be compatible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compatibility_group: Option<String>,
    /// Metadata for schemas that say none.
    #[serde(with = "metadata", skip_serializing_if = "Option::is_none")]
    pub default_metadata: Option<SchemaMetadata>,
    /// Metadata that takes the place of what schemas say.
    #[serde(with = "metadata", skip_serializing_if = "Option::is_none")]
    pub override_metadata: Option<SchemaMetadata>,
    /// Rules for schemas that have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_rule_set: Option<RuleSet>,
    /// Rules that take the place of those that schemas have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub override_rule_set: Option<RuleSet>,
    /// Members that this crate does not know.
    #[serde(flatten, with = "other_members")]
    pub other: BTreeMap<String, Json>,
}

impl From<CompatibilityLevel> for Config {
    fn from(level: CompatibilityLevel) -> Self {
        Self {
            compatibility_level: Some(level),
            ..Self::default()
        }
    }
}

text_enum! {
    /// What the registry, a context or a subject lets its users do.
    Mode {
        /// To read and to register, which is the default.
        ReadWrite = "READWRITE",
        /// To read.
        ReadOnly = "READONLY",
        /// To read, whatever subjects say of their own.
        ReadOnlyOverride = "READONLY_OVERRIDE",
        /// To read, and to register under ids and versions that are given.
        Import = "IMPORT",
        /// As [`Import`](Self::Import), with ids that the registry gives anew.
        Forward = "FORWARD",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_is_a_prefix_of_subjects_however_it_is_written() {
        for name in ["staging", ".staging", ":.staging:"] {
            assert_eq!(context_prefix(name), ":.staging:");
        }
        assert_eq!(context_prefix("."), ":.:");
    }

    #[test]
    fn the_level_is_read_under_both_names_and_written_under_one() {
        for text in [
            r#"{"compatibility":"FULL","normalize":true,"later":[1]}"#,
            r#"{"compatibilityLevel":"FULL","normalize":true,"later":[1]}"#,
        ] {
            let config: Config = serde_json::from_str(text).unwrap();
            assert_eq!(config.compatibility_level, Some(CompatibilityLevel::Full));
            assert_eq!(
                serde_json::to_string(&config).unwrap(),
                r#"{"normalize":true,"compatibility":"FULL","later":[1]}"#
            );
        }
    }

    #[test]
    fn a_member_is_unset_by_its_name() {
        let mut config = Config::default();
        config.other.insert("alias".to_owned(), Json::Null);
        assert_eq!(serde_json::to_string(&config).unwrap(), r#"{"alias":null}"#);
    }
}
