//! How schemas are registered.

use std::sync::Arc;

use avrolane::schema::{SchemaMetadata, SchemaReference};

use super::super::contract::{
    RuleSet, confluent_version, merge_metadata, merge_rule_sets, with_confluent_version,
};
use super::super::errors::Refusal;
use super::config::ConfigRules;
use super::content::{Content, SchemaId, VersionNumber};
use super::look_up::Existing;
use super::mode::Mode;
use super::read::Found;
use super::store::{State, Version};
use super::subject::Subject;
use super::tags::tagged;

/// A schema as a client sends it.
#[derive(Debug, Clone, Default)]
pub(in crate::registry) struct Submission {
    pub(in crate::registry) text: String,
    /// Nothing means Avro.
    pub(in crate::registry) schema_type: Option<String>,
    pub(in crate::registry) references: Vec<SchemaReference>,
    /// Nothing means that of the latest version.
    pub(in crate::registry) metadata: Option<SchemaMetadata>,
    /// Nothing means that of the latest version.
    pub(in crate::registry) rule_set: Option<RuleSet>,
    /// The id to register the schema under, in a subject that is being imported.
    pub(in crate::registry) id: Option<SchemaId>,
    /// The version to register the schema as, in a subject that is being imported.
    pub(in crate::registry) version: Option<VersionNumber>,
    /// Whether the schema is to be normalised, whatever is configured.
    pub(in crate::registry) normalize: bool,
    /// Whether the schema may be incompatible.
    pub(in crate::registry) force: bool,
    /// Whether the schema takes over the tags that the latest version has.
    pub(in crate::registry) propagate_tags: bool,
}

impl State {
    /// Registers a schema under a subject, at the time `now` in milliseconds since 1970, or finds
    /// the version that it is registered as already.
    pub(in crate::registry) fn register(
        &mut self,
        subject: &Subject,
        submission: Submission,
        now: u64,
    ) -> Result<Found, Refusal> {
        subject.check()?;
        if let Some(rule_set) = &submission.rule_set {
            rule_set.check()?;
        }
        let Submission {
            id, version, force, ..
        } = submission;
        self.check_mode(subject, id.is_some())?;
        if let Some(id) = id {
            let content = self.build_known(subject, submission)?;
            self.check_referable(subject, &content)?;
            return self.import(subject, content, id, version, now);
        }

        let content = self.build_from_latest(subject, submission)?;
        let content = self.inherit(subject, content, version);
        self.check_referable(subject, &content)?;
        // Who names a version asks for a new one.
        let asks_for_new = version.is_some_and(|version| version != 0);
        if !asks_for_new && let Some(existing) = self.find(subject, &content, false) {
            return Ok(existing.into_found());
        }
        if !force {
            self.check_compatible(subject, &content)?;
        }
        let next = self.next_version(subject);
        if version.is_some_and(|version| version > 0 && version != next) {
            let what = "Version is not one more than previous version";
            return Err(Refusal::invalid_schema(what));
        }
        let id = self.id_for(subject, &content);
        Ok(self.add(subject, next, id, content, now))
    }

    /// Makes of a submission what would be stored of it; of one without a text, the latest schema
    /// with other metadata and rules.
    fn build_from_latest(
        &self,
        subject: &Subject,
        mut submission: Submission,
    ) -> Result<Content, Refusal> {
        let Some((_, latest)) = self.latest(subject) else {
            return self.build(subject, submission);
        };
        if submission.text.trim().is_empty() {
            let Submission {
                metadata, rule_set, ..
            } = submission;
            return Ok(latest.content.with(metadata, rule_set));
        }
        if submission.propagate_tags {
            let tags = latest.content.tagged_entities();
            submission.text = tagged(&submission.text, &tags, &[])?;
        }
        self.build(subject, submission)
    }

    /// Refuses a reference to a subject that belongs to a topic.
    fn check_referable(&self, subject: &Subject, content: &Content) -> Result<(), Refusal> {
        for SchemaReference {
            subject: referred, ..
        } in &content.references
        {
            if self.is_owned(&subject.refer_to(referred)) {
                return Err(Refusal::not_permitted(format!(
                    "Subject '{referred}' has a strong association and cannot be referenced"
                )));
            }
        }
        Ok(())
    }

    /// Adds what the latest version of the subject has and `content` does not say: without that,
    /// a client that knows no rules would take away those that someone attached by hand. Then the
    /// metadata and the rules that are configured come beneath and above these. A version in the
    /// metadata becomes that of the new schema, for which `version` may ask as well.
    pub(super) fn inherit(
        &self,
        subject: &Subject,
        content: Content,
        version: Option<VersionNumber>,
    ) -> Content {
        let latest = self.latest(subject).map(|(_, latest)| &latest.content);
        let rules = self.config_in_scope(subject).map(|config| &config.rules);
        let metadata = content
            .metadata
            .clone()
            .or_else(|| latest?.metadata.clone());
        let metadata = merge_metadata(
            merge_metadata(rules.and_then(ConfigRules::default_metadata), metadata),
            rules.and_then(ConfigRules::override_metadata),
        );
        let rule_set = content
            .rule_set
            .clone()
            .or_else(|| latest?.rule_set.clone());
        let rule_set = merge_rule_sets(
            merge_rule_sets(
                rules.and_then(|rules| rules.default_rule_set.clone()),
                rule_set,
            ),
            rules.and_then(|rules| rules.override_rule_set.clone()),
        );
        let names_version = version.is_some_and(|version| version != 0);
        let metadata = if names_version || confluent_version(metadata.as_ref()).is_some() {
            Some(with_confluent_version(metadata, self.next_version(subject)))
        } else {
            metadata
        };
        if (&metadata, &rule_set) == (&content.metadata, &content.rule_set) {
            return content;
        }
        content.with(metadata, rule_set)
    }

    fn import(
        &mut self,
        subject: &Subject,
        content: Content,
        id: SchemaId,
        version: Option<VersionNumber>,
        now: u64,
    ) -> Result<Found, Refusal> {
        let stored = self
            .context(subject)
            .and_then(|context| context.schemas.get(&id));
        let is_taken = stored.is_some_and(|stored| !stored.content.is_same_as(&content));
        if id < 1 || (is_taken && self.mode_in_scope(subject) == Mode::Import) {
            let message = format!("Overwrite new schema with id {id} is not permitted.");
            return Err(Refusal::not_permitted(message));
        }
        if let Some(Existing::Same(existing)) = self.find(subject, &content, false)
            && version.is_none_or(|version| version == existing.version)
        {
            return Ok(existing);
        }
        let id = if is_taken {
            self.id_for(subject, &content)
        } else {
            id
        };
        let number = match version {
            Some(number @ 1..) => number,
            Some(_) | None => self.next_version(subject),
        };
        Ok(self.add(subject, number, id, content, now))
    }

    /// The id that `content` has in the context already, or the next one.
    fn id_for(&self, subject: &Subject, content: &Content) -> SchemaId {
        let context = self.context(subject);
        context
            .and_then(|context| context.id_of(content))
            .unwrap_or_else(|| 1 + context.map_or(0, |context| context.highest_id))
    }

    fn next_version(&self, subject: &Subject) -> VersionNumber {
        let versions = self.subjects.get(subject);
        1 + versions
            .and_then(|versions| versions.last_key_value())
            .map_or(0, |(highest, _)| *highest)
    }

    fn add(
        &mut self,
        subject: &Subject,
        number: VersionNumber,
        id: SchemaId,
        content: Content,
        now: u64,
    ) -> Found {
        let version = Version {
            id,
            content: Arc::new(content),
            registered_at: now,
            is_deleted: false,
        };
        let found = Found::new(subject, number, &version);
        self.remove(subject, number);
        self.insert(subject, number, version);
        self.remove_deleted_twins(subject, number, id);
        found
    }

    /// Removes the soft-deleted versions with the same schema, unless something refers to them.
    fn remove_deleted_twins(&mut self, subject: &Subject, number: VersionNumber, id: SchemaId) {
        let Some(versions) = self.subjects.get(subject) else {
            return;
        };
        let twins: Vec<VersionNumber> = versions
            .iter()
            .filter(|(other, version)| **other != number && version.id == id && version.is_deleted)
            .map(|(other, _)| *other)
            .filter(|other| self.referrers(subject, *other, false).is_empty())
            .collect();
        for twin in twins {
            self.remove(subject, twin);
        }
    }
}
