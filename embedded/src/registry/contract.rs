//! What is registered along with a schema: metadata and rules.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use avrolane::schema::SchemaMetadata;
use serde::{Deserialize, Deserializer, Serialize};

use super::errors::Refusal;

/// The longest name that a rule may have, in UTF-16 code units.
const MAX_RULE_NAME: usize = 256;

/// The property that holds the version of a schema, as it was edited in the catalog.
const VERSION_PROPERTY: &str = "confluent:version";

/// Metadata as JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Metadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<BTreeMap<String, BTreeSet<String>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sensitive: Option<BTreeSet<String>>,
}

/// The rules of a schema.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct RuleSet {
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "nullable")]
    migration_rules: Vec<Rule>,
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "nullable")]
    domain_rules: Vec<Rule>,
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "nullable")]
    encoding_rules: Vec<Rule>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enable_at: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
struct Rule {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc: Option<String>,
    #[serde(deserialize_with = "nullable")]
    kind: RuleKind,
    #[serde(deserialize_with = "nullable")]
    mode: RuleMode,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    rule_type: Option<String>,
    #[serde(
        skip_serializing_if = "BTreeSet::is_empty",
        deserialize_with = "nullable"
    )]
    tags: BTreeSet<String>,
    #[serde(
        skip_serializing_if = "BTreeMap::is_empty",
        deserialize_with = "nullable"
    )]
    params: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expr: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_success: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_failure: Option<String>,
    disabled: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
enum RuleKind {
    #[default]
    Transform,
    Condition,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
enum RuleMode {
    Upgrade,
    Downgrade,
    UpDown,
    Write,
    Read,
    #[default]
    WriteRead,
}

fn nullable<'de, T: Default + Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

impl From<&SchemaMetadata> for Metadata {
    fn from(metadata: &SchemaMetadata) -> Self {
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
}

impl From<Metadata> for SchemaMetadata {
    fn from(metadata: Metadata) -> Self {
        let mut schema_metadata = Self::default();
        schema_metadata.tags = metadata.tags.unwrap_or_default();
        schema_metadata.properties = metadata.properties.unwrap_or_default();
        schema_metadata.sensitive = metadata.sensitive.unwrap_or_default();
        schema_metadata
    }
}

/// Both in one; what both say, the second says.
pub(super) fn merge_metadata(
    one: Option<SchemaMetadata>,
    other: Option<SchemaMetadata>,
) -> Option<SchemaMetadata> {
    let (mut merged, other) = match (one, other) {
        (Some(one), Some(other)) => (one, other),
        (one, other) => return one.or(other),
    };
    merged.tags.extend(other.tags);
    merged.properties.extend(other.properties);
    merged.sensitive.extend(other.sensitive);
    Some(merged)
}

/// The version that the metadata name.
pub(super) fn confluent_version(metadata: Option<&SchemaMetadata>) -> Option<i32> {
    metadata?.properties.get(VERSION_PROPERTY)?.parse().ok()
}

/// The metadata with another version named.
pub(super) fn with_confluent_version(
    metadata: Option<SchemaMetadata>,
    version: i32,
) -> SchemaMetadata {
    let mut metadata = metadata.unwrap_or_default();
    metadata
        .properties
        .insert(VERSION_PROPERTY.to_owned(), version.to_string());
    metadata
}

/// The metadata without the version; empty ones if there are none.
pub(super) fn without_confluent_version(metadata: Option<&SchemaMetadata>) -> SchemaMetadata {
    let mut metadata = metadata.cloned().unwrap_or_default();
    metadata.properties.remove(VERSION_PROPERTY);
    metadata
}

/// Both in one: a rule of the second replaces one of the first with the same name.
pub(super) fn merge_rule_sets(one: Option<RuleSet>, other: Option<RuleSet>) -> Option<RuleSet> {
    let (one, other) = match (one, other) {
        (Some(one), Some(other)) => (one, other),
        (one, other) => return one.or(other),
    };
    Some(RuleSet {
        migration_rules: merge_rules(one.migration_rules, other.migration_rules),
        domain_rules: merge_rules(one.domain_rules, other.domain_rules),
        encoding_rules: merge_rules(one.encoding_rules, other.encoding_rules),
        enable_at: other.enable_at.or(one.enable_at),
    })
}

fn merge_rules(mut one: Vec<Rule>, other: Vec<Rule>) -> Vec<Rule> {
    one.retain(|rule| other.iter().all(|newer| newer.name != rule.name));
    one.extend(other);
    one
}

impl RuleSet {
    /// The rules without those of these names.
    pub(super) fn without(mut self, names: &[String]) -> Self {
        for rules in [
            &mut self.migration_rules,
            &mut self.domain_rules,
            &mut self.encoding_rules,
        ] {
            rules.retain(|rule| rule.name.as_ref().is_none_or(|name| !names.contains(name)));
        }
        self
    }

    /// Whether a rule is of this type.
    pub(super) fn has_type(&self, rule_type: &str) -> bool {
        self.rules()
            .any(|rule| rule.rule_type.as_deref() == Some(rule_type))
    }

    /// What decides the identity of a schema with these rules, in the order in which it counts.
    pub(super) fn identity(&self) -> Vec<&str> {
        let mut texts = Vec::new();
        for rule in self.rules() {
            rule.add_identity(&mut texts);
        }
        texts.extend(self.enable_at.as_deref());
        texts
    }

    /// Refuses rules that Confluent's server does not take.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        let refuse = |what: String| Err(Refusal::invalid_rule_set(what));
        for (rules, is_migration, words) in [
            (
                &self.migration_rules,
                true,
                "Migration rules can only be UPGRADE, DOWNGRADE, UPDOWN",
            ),
            (
                &self.domain_rules,
                false,
                "Domain rules can only be WRITE, READ, WRITEREAD",
            ),
            (
                &self.encoding_rules,
                false,
                "Encoding rules can only be WRITE, READ, WRITEREAD",
            ),
        ] {
            for rule in rules {
                if rule.mode.is_of_migration() != is_migration {
                    return refuse(words.to_owned());
                }
            }
        }
        let mut names = HashSet::new();
        for rule in self.rules() {
            rule.check()?;
            if !names.insert(&rule.name) {
                let name = rule.name.as_deref().unwrap_or_default();
                return refuse(format!("Found rule with duplicate name '{name}'"));
            }
        }
        Ok(())
    }

    fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.migration_rules
            .iter()
            .chain(&self.domain_rules)
            .chain(&self.encoding_rules)
    }
}

impl Rule {
    fn add_identity<'a>(&'a self, texts: &mut Vec<&'a str>) {
        texts.extend(self.name.as_deref());
        texts.extend(self.doc.as_deref());
        texts.extend([self.kind.as_str(), self.mode.as_str()]);
        texts.extend(self.rule_type.as_deref());
        texts.extend(self.tags.iter().map(String::as_str));
        for (key, value) in &self.params {
            texts.extend([key.as_str(), value.as_str()]);
        }
        texts.extend(self.expr.as_deref());
        texts.extend(self.on_success.as_deref());
        texts.extend(self.on_failure.as_deref());
        texts.extend(self.disabled.then_some("\u{1}"));
    }

    fn check(&self) -> Result<(), Refusal> {
        let refuse = |what: String| Err(Refusal::invalid_rule_set(what));
        let Some(name) = &self.name else {
            return refuse("Missing rule name".to_owned());
        };
        let mut characters = name.chars();
        match characters.next() {
            None => return refuse("Empty rule name".to_owned()),
            Some(first) if !(first.is_alphabetic() || first == '_') => {
                return refuse(format!("Illegal initial character in rule name: {name}"));
            }
            Some(_) => {}
        }
        if name.encode_utf16().count() > MAX_RULE_NAME {
            return refuse("Rule name too long".to_owned());
        }
        if !characters
            .all(|character| character.is_alphanumeric() || matches!(character, '_' | '-'))
        {
            return refuse(format!("Illegal character in rule name: {name}"));
        }
        if self.rule_type.is_none() {
            return refuse("Missing rule type".to_owned());
        }
        let has_two_actions =
            |action: &Option<String>| action.as_ref().is_some_and(|action| action.contains(','));
        if !matches!(self.mode, RuleMode::WriteRead | RuleMode::UpDown)
            && (has_two_actions(&self.on_success) || has_two_actions(&self.on_failure))
        {
            let what = "Multiple actions only valid with WRITEREAD and UPDOWN";
            return refuse(what.to_owned());
        }
        Ok(())
    }
}

impl RuleKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Transform => "TRANSFORM",
            Self::Condition => "CONDITION",
        }
    }
}

impl RuleMode {
    fn as_str(self) -> &'static str {
        match self {
            Self::Upgrade => "UPGRADE",
            Self::Downgrade => "DOWNGRADE",
            Self::UpDown => "UPDOWN",
            Self::Write => "WRITE",
            Self::Read => "READ",
            Self::WriteRead => "WRITEREAD",
        }
    }

    fn is_of_migration(self) -> bool {
        matches!(self, Self::Upgrade | Self::Downgrade | Self::UpDown)
    }
}
