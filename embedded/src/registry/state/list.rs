//! Lists of subjects, versions and ids.

use avrolane::schema::SchemaGuid;

use super::super::errors::Refusal;
use super::content::{Content, SchemaId, VersionNumber};
use super::read::Found;
use super::store::{State, Version};
use super::subject::Subject;

/// The prefix that means every context; a list without a prefix has them all as well.
const ALL_CONTEXTS: &str = ":*:";

/// Whether soft-deleted versions are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::registry) enum Deleted {
    Hidden,
    Shown,
    Only,
}

/// A part of a list.
#[derive(Debug, Clone, Copy)]
pub(in crate::registry) struct Page {
    pub(in crate::registry) offset: usize,
    /// How many items at most.
    pub(in crate::registry) limit: usize,
}

impl Deleted {
    fn shows(self, version: &Version) -> bool {
        match self {
            Self::Hidden => !version.is_deleted,
            Self::Shown => true,
            Self::Only => version.is_deleted,
        }
    }
}

impl Page {
    /// Cuts the page out of the list.
    pub(in crate::registry) fn of<T>(self, items: impl Iterator<Item = T>) -> Vec<T> {
        items.skip(self.offset).take(self.limit).collect()
    }
}

impl State {
    /// The names of all contexts; the default one is always there.
    pub(in crate::registry) fn contexts(&self) -> Vec<String> {
        let default = Subject::new("").context().to_owned();
        let others = self
            .contexts
            .keys()
            .filter(|context| **context != default)
            .cloned();
        std::iter::once(default.clone()).chain(others).collect()
    }

    /// Forgets a context in which nothing is registered any more.
    pub(in crate::registry) fn delete_context(&mut self, context: &Subject) -> Result<(), Refusal> {
        let is_used = |subject: &Subject| context.contains(subject);
        if self.subjects.keys().any(is_used) {
            return Err(Refusal::context_not_empty(context.as_str()));
        }
        self.contexts.remove(context.context());
        self.note_change();
        Ok(())
    }

    /// The subjects that begin with `prefix`, in alphabetical order.
    pub(in crate::registry) fn subjects(
        &self,
        prefix: &str,
        deleted: Deleted,
        page: Page,
    ) -> Vec<String> {
        let prefix = prefix.strip_prefix(ALL_CONTEXTS).unwrap_or(prefix);
        page.of(self
            .subjects
            .iter()
            .filter(|(subject, versions)| {
                subject.as_str().starts_with(prefix)
                    && versions.values().any(|version| deleted.shows(version))
                    && (deleted != Deleted::Only
                        || versions.values().all(|version| version.is_deleted))
            })
            .map(|(subject, _)| subject.to_string()))
    }

    /// The versions of all subjects that begin with `prefix`.
    pub(in crate::registry) fn schemas(
        &self,
        prefix: &str,
        deleted: Deleted,
        latest_only: bool,
        rule_type: Option<&str>,
        page: Page,
    ) -> Vec<Found> {
        let prefix = prefix.strip_prefix(ALL_CONTEXTS).unwrap_or(prefix);
        page.of(self
            .subjects
            .iter()
            .filter(|(subject, _)| subject.as_str().starts_with(prefix))
            .flat_map(|(subject, versions)| {
                let shown = versions
                    .iter()
                    .filter(|(_, version)| deleted.shows(version))
                    .filter(move |(_, version)| has_rules(&version.content, rule_type));
                let skipped = if latest_only {
                    shown.clone().count().max(1) - 1
                } else {
                    0
                };
                shown
                    .skip(skipped)
                    .map(|(number, version)| Found::new(subject, *number, version))
            }))
    }

    /// The version numbers of a subject, each with whether it is soft-deleted.
    pub(in crate::registry) fn version_numbers(
        &self,
        subject: &Subject,
        deleted: Deleted,
    ) -> Result<Vec<(VersionNumber, bool)>, Refusal> {
        Ok(self
            .visible(subject, deleted != Deleted::Hidden)?
            .iter()
            .filter(|(_, version)| deleted.shows(version))
            .map(|(number, version)| (*number, version.is_deleted))
            .collect())
    }

    /// The versions with the schema `id` in the context of `subject`, the last registered first.
    pub(in crate::registry) fn uses_of_id(
        &self,
        id: SchemaId,
        subject: &Subject,
        with_deleted: bool,
    ) -> Result<Vec<Found>, Refusal> {
        self.context(subject)
            .and_then(|context| context.schemas.get(&id))
            .map(|stored| {
                self.uses(stored)
                    .rev()
                    .filter(|(_, _, version)| with_deleted || !version.is_deleted)
                    .map(|(subject, number, version)| Found::new(subject, number, version))
                    .collect()
            })
            .ok_or_else(|| Refusal::identity_not_found(id))
    }

    /// The ids of the schema with this GUID, each with its context.
    pub(in crate::registry) fn ids_of_guid(
        &self,
        guid: SchemaGuid,
    ) -> Result<Vec<(String, SchemaId)>, Refusal> {
        let ids: Vec<_> = self
            .contexts
            .iter()
            .flat_map(|(name, context)| context.ids_of(guid).iter().map(|id| (name.clone(), *id)))
            .collect();
        if ids.is_empty() {
            Err(Refusal::identity_not_found(guid))
        } else {
            Ok(ids)
        }
    }
}

/// Whether a schema has rules of a type, if one is asked for.
fn has_rules(content: &Content, rule_type: Option<&str>) -> bool {
    rule_type.is_none_or(|rule_type| {
        let rule_set = content.rule_set.as_ref();
        rule_set.is_some_and(|rule_set| rule_set.has_type(rule_type))
    })
}
