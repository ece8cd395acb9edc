//! Whether a schema may follow those that a subject has.

use avrolane::compat::{self, CompatibilityLevel};

use super::super::errors::Refusal;
use super::content::{Content, VersionNumber};
use super::read::VersionSelector;
use super::register::Submission;
use super::store::State;
use super::subject::Subject;

impl State {
    /// What keeps a schema from following one version of the subject, in the words of Confluent's
    /// server; nothing if nothing does.
    pub(in crate::registry) fn check_with(
        &self,
        subject: &Subject,
        selector: VersionSelector,
        submission: Submission,
    ) -> Result<Vec<String>, Refusal> {
        let found = match (self.version(subject, selector, false), selector) {
            (Ok(found), _) => Some(found),
            (Err(_), VersionSelector::Latest) => None,
            (Err(_), VersionSelector::Number(number)) => {
                return Err(Refusal::version_not_found(number));
            }
        };
        let content = self.build(subject, submission)?;
        let versions = found.iter().map(|found| (found.version, &*found.content));
        Ok(self.differences(subject, &content, versions))
    }

    /// What keeps a schema from being registered, in the words of Confluent's server.
    pub(in crate::registry) fn check_all(
        &self,
        subject: &Subject,
        submission: Submission,
    ) -> Result<Vec<String>, Refusal> {
        let content = self.build(subject, submission)?;
        Ok(self.differences_from_all(subject, &content))
    }

    /// Refuses a schema that may not follow those that the subject has.
    pub(super) fn check_compatible(
        &self,
        subject: &Subject,
        content: &Content,
    ) -> Result<(), Refusal> {
        let messages = self.differences_from_all(subject, content);
        if messages.is_empty() {
            return Ok(());
        }
        Err(Refusal::incompatible(subject, &messages))
    }

    fn differences_from_all(&self, subject: &Subject, content: &Content) -> Vec<String> {
        let newest_first = self.subjects.get(subject).into_iter().flatten().rev();
        let active = newest_first
            .filter(|(_, version)| !version.is_deleted)
            .map(|(number, version)| (*number, &*version.content));
        self.differences(subject, content, active)
    }

    fn differences<'a>(
        &self,
        subject: &Subject,
        content: &Content,
        versions: impl IntoIterator<Item = (VersionNumber, &'a Content)>,
    ) -> Vec<String> {
        let rules = self.config_in_scope(subject).map(|config| &config.rules);
        let group = rules.and_then(|rules| rules.compatibility_group.as_deref());
        // Within a group alone, if there are groups.
        let is_compared = |other: &Content| {
            group.is_none_or(|group| other.property(group) == content.property(group))
        };
        let mut versions = versions.into_iter().peekable();
        let latest = versions.peek().map(|(_, latest)| *latest);
        let versions = versions
            .filter(|(_, other)| is_compared(other))
            .map(|(number, other)| (number, &other.schema));
        let level = self.level_in_scope(subject);
        let found = compat::check(level, &content.schema, versions).messages();
        if rules.and_then(|rules| rules.validate_fields) == Some(true) {
            with_reserved_fields(content, latest, found, level)
        } else {
            found
        }
    }
}

/// Adds what is wrong about the fields that the metadata reserve: none may be in use, nor be given up
/// again. The last message says that this was looked at.
fn with_reserved_fields(
    content: &Content,
    latest: Option<&Content>,
    mut found: Vec<String>,
    level: CompatibilityLevel,
) -> Vec<String> {
    let reserved = content.reserved_fields();
    let before = latest.map(Content::reserved_fields).unwrap_or_default();
    let removed = before.difference(&reserved).map(|field| {
        format!(
            "The new schema has reserved field {field} removed from its metadata which is present \
             in the old schema's metadata."
        )
    });
    let fields = content.field_names();
    let used = reserved.intersection(&fields).map(|field| {
        format!("The new schema has field that conflicts with the reserved field {field}.")
    });
    let mut messages: Vec<String> = removed.chain(used).collect();
    // The message on the settings, in which fields are not looked at.
    found.pop();
    messages.extend(found);
    if !messages.is_empty() {
        messages.push(format!(
            "{{validateFields: 'true', compatibility: '{level}'}}"
        ));
    }
    messages
}
