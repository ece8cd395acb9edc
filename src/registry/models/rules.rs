//! The rules of a data contract, as data: nothing here runs them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::super::wire::other_members;
use super::text_enum::text_enum;
use crate::schema::Json;

/// The rules that a schema has its clients follow (`ruleSet`).
///
/// It is read and written as the registry's JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct RuleSet {
    /// Rules between versions of the schema.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "nullable")]
    pub migration_rules: Vec<Rule>,
    /// Rules for values, before they are written and after they were read.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "nullable")]
    pub domain_rules: Vec<Rule>,
    /// Rules for the bytes of written values.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "nullable")]
    pub encoding_rules: Vec<Rule>,
    /// Where the rules run; everywhere if it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_at: Option<ExecutionEnvironment>,
    /// Members that this crate does not know.
    #[serde(flatten, with = "other_members")]
    pub other: BTreeMap<String, Json>,
}

/// One rule of a [`RuleSet`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Rule {
    /// The name, which is unique in its set.
    pub name: String,
    /// What it is for, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// Whether it changes values or checks them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<RuleKind>,
    /// When it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<RuleMode>,
    /// What runs it, such as `CEL`, `JSONATA` or `ENCRYPT`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub rule_type: Option<String>,
    /// The tags of the fields that it concerns.
    #[serde(
        skip_serializing_if = "BTreeSet::is_empty",
        deserialize_with = "nullable"
    )]
    pub tags: BTreeSet<String>,
    /// Settings of what runs it.
    #[serde(
        skip_serializing_if = "BTreeMap::is_empty",
        deserialize_with = "nullable"
    )]
    pub params: BTreeMap<String, String>,
    /// What is run, in the language of its type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expr: Option<String>,
    /// The action after a success; two, with a comma between them, for a rule of two modes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_success: Option<String>,
    /// The action after a failure, as [`on_success`](Self::on_success).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_failure: Option<String>,
    /// Whether it is switched off.
    pub disabled: bool,
    /// Members that this crate does not know.
    #[serde(flatten, with = "other_members")]
    pub other: BTreeMap<String, Json>,
}

impl RuleSet {
    /// The rules that Confluent's clients run on an occasion:
    /// [`Write`](RuleMode::Write) or [`Read`](RuleMode::Read) for values,
    /// [`Upgrade`](RuleMode::Upgrade) or [`Downgrade`](RuleMode::Downgrade) between versions.
    ///
    /// None of them is disabled, and the set is not for gateways or brokers only. A rule that does
    /// not say when it runs does so when a value is written and when it is read (`Rule.java`); one
    /// that says what is not known here counts, too.
    pub fn required_on(&self, occasion: &RuleMode) -> impl Iterator<Item = &Rule> {
        let runs_in_clients = !matches!(
            self.enable_at,
            Some(
                ExecutionEnvironment::Gateway
                    | ExecutionEnvironment::Server
                    | ExecutionEnvironment::None
            )
        );
        let lists = match occasion {
            RuleMode::Upgrade | RuleMode::Downgrade | RuleMode::UpDown => {
                [self.migration_rules.as_slice(), &[]]
            }
            _ => [self.domain_rules.as_slice(), &self.encoding_rules],
        };
        lists
            .into_iter()
            .flatten()
            .filter(move |rule| runs_in_clients && rule.is_required_on(occasion))
    }
}

impl Rule {
    fn is_required_on(&self, occasion: &RuleMode) -> bool {
        let runs = match &self.mode {
            None | Some(RuleMode::WriteRead | RuleMode::UpDown | RuleMode::Other(_)) => true,
            Some(mode) => mode == occasion,
        };
        runs && !self.disabled
    }
}

text_enum! {
    /// What a [`Rule`] does with a value.
    RuleKind {
        /// It changes the value.
        Transform = "TRANSFORM",
        /// It checks the value.
        Condition = "CONDITION",
    }
}

text_enum! {
    /// When a [`Rule`] runs.
    RuleMode {
        /// When a value of an older version is read.
        Upgrade = "UPGRADE",
        /// When a value of a newer version is read.
        Downgrade = "DOWNGRADE",
        /// When a value of another version is read.
        UpDown = "UPDOWN",
        /// When a value is written.
        Write = "WRITE",
        /// When a value is read.
        Read = "READ",
        /// When a value is written and when it is read.
        WriteRead = "WRITEREAD",
    }
}

text_enum! {
    /// Where the rules of a [`RuleSet`] run.
    ExecutionEnvironment {
        /// Everywhere.
        All = "ALL",
        /// In clients.
        Client = "CLIENT",
        /// In a gateway in front of Kafka.
        Gateway = "GATEWAY",
        /// In the broker.
        Server = "SERVER",
        /// Nowhere.
        None = "NONE",
    }
}

/// Reads `null` as if the member were not there: some registries write it for an empty list.
fn nullable<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_set_is_kept_with_what_is_not_known_of_it() {
        let text = concat!(
            r#"{"migrationRules":[{"name":"up","kind":"TRANSFORM","mode":"UPGRADE","#,
            r#""type":"JSONATA","expr":"$","disabled":false,"later":{"a":[1,2.50]}}],"#,
            r#""domainRules":[{"name":"pii","kind":"GUESS","mode":"WRITEREAD","type":"ENCRYPT","#,
            r#""tags":["PII"],"params":{"k":"v"},"onFailure":"ERROR,NONE","disabled":true}],"#,
            r#""enableAt":"CLIENT","extra":null}"#
        );
        let rules: RuleSet = serde_json::from_str(text).unwrap();
        let [up] = rules.migration_rules.as_slice() else {
            panic!("{rules:?}");
        };
        assert_eq!(up.mode, Some(RuleMode::Upgrade));
        let [pii] = rules.domain_rules.as_slice() else {
            panic!("{rules:?}");
        };
        assert_eq!(pii.kind, Some(RuleKind::Other("GUESS".to_owned())));
        assert!(pii.disabled && pii.tags.contains("PII"));
        let again: serde_json::Value = serde_json::to_value(&rules).unwrap();
        assert_eq!(
            again,
            serde_json::from_str::<serde_json::Value>(text).unwrap()
        );
    }

    #[test]
    fn nulls_stand_for_nothing() {
        let text =
            r#"{"migrationRules":null,"domainRules":[{"name":"a","tags":null,"params":null}]}"#;
        let rules: RuleSet = serde_json::from_str(text).unwrap();
        assert_eq!(rules.migration_rules, []);
        assert_eq!(rules.domain_rules.len(), 1);
    }
}
