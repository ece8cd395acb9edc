//! Single versions and schemas.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use avrolane::schema::SchemaGuid;

use super::super::errors::Refusal;
use super::content::{Content, SchemaId, VersionNumber};
use super::store::{State, Stored, Version, Versions};
use super::subject::Subject;

/// Which version of a subject is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::registry) enum VersionSelector {
    Latest,
    Number(VersionNumber),
}

/// A version of a subject, with everything that there is to say about it.
#[derive(Debug, Clone)]
pub(in crate::registry) struct Found {
    pub(in crate::registry) subject: Subject,
    pub(in crate::registry) version: VersionNumber,
    pub(in crate::registry) id: SchemaId,
    pub(in crate::registry) content: Arc<Content>,
    pub(in crate::registry) registered_at: u64,
    pub(in crate::registry) is_deleted: bool,
}

impl FromStr for VersionSelector {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        match text.parse() {
            Ok(-1) => Ok(Self::Latest),
            Ok(number @ 1..) => Ok(Self::Number(number)),
            Err(_) if text.eq_ignore_ascii_case("latest") => Ok(Self::Latest),
            Ok(_) | Err(_) => Err(Refusal::invalid_version(text)),
        }
    }
}

impl fmt::Display for VersionSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latest => f.write_str("latest"),
            Self::Number(number) => number.fmt(f),
        }
    }
}

impl Found {
    pub(super) fn new(subject: &Subject, number: VersionNumber, version: &Version) -> Self {
        Self {
            subject: subject.clone(),
            version: number,
            id: version.id,
            content: version.content.clone(),
            registered_at: version.registered_at,
            is_deleted: version.is_deleted,
        }
    }
}

impl State {
    /// One version of a subject; a soft-deleted one only if asked for.
    pub(in crate::registry) fn version(
        &self,
        subject: &Subject,
        selector: VersionSelector,
        with_deleted: bool,
    ) -> Result<Found, Refusal> {
        let versions = self.visible(subject, with_deleted)?;
        let found = match selector {
            VersionSelector::Latest => latest(versions, with_deleted),
            VersionSelector::Number(number) => versions
                .get_key_value(&number)
                .filter(|(_, version)| with_deleted || !version.is_deleted),
        };
        match (found, selector) {
            (Some((number, version)), _) => Ok(Found::new(subject, *number, version)),
            (None, VersionSelector::Number(number)) => Err(Refusal::version_not_found(number)),
            (None, VersionSelector::Latest) => Err(Refusal::subject_not_found(subject)),
        }
    }

    /// One version of a subject, or, if the subject is unqualified and has none such in the default
    /// context, of the first of the same name in another one: Confluent's readers look there as well.
    pub(in crate::registry) fn version_anywhere(
        &self,
        subject: &Subject,
        selector: VersionSelector,
        with_deleted: bool,
    ) -> Result<Found, Refusal> {
        self.version(subject, selector, with_deleted)
            .or_else(|refusal| {
                self.elsewhere(subject)
                    .find_map(|other| self.version(&other, selector, with_deleted).ok())
                    .ok_or(refusal)
            })
    }

    /// The subjects of the same name in other contexts, if this one is unqualified.
    pub(super) fn elsewhere(&self, subject: &Subject) -> impl Iterator<Item = Subject> {
        let contexts = subject.is_unqualified().then(|| self.contexts.keys());
        contexts
            .into_iter()
            .flatten()
            .map(|context| subject.moved_to(context))
            .filter(move |other| other != subject)
    }

    /// The versions of a subject that has any, soft-deleted ones counted only if asked for.
    pub(super) fn visible(
        &self,
        subject: &Subject,
        with_deleted: bool,
    ) -> Result<&Versions, Refusal> {
        self.subjects
            .get(subject)
            .filter(|versions| latest(versions, with_deleted).is_some())
            .ok_or_else(|| Refusal::subject_not_found(subject))
    }

    /// The latest version that was not deleted.
    pub(super) fn latest(&self, subject: &Subject) -> Option<(VersionNumber, &Version)> {
        let (number, version) = latest(self.subjects.get(subject)?, false)?;
        Some((*number, version))
    }

    /// The latest version whose metadata have all of these properties.
    pub(in crate::registry) fn latest_with_properties(
        &self,
        subject: &Subject,
        properties: &[(String, String)],
        with_deleted: bool,
    ) -> Result<Found, Refusal> {
        let matches = |version: &Version| {
            let metadata = version.content.metadata.as_ref();
            properties.iter().all(|(key, value)| {
                metadata.and_then(|metadata| metadata.properties.get(key)) == Some(value)
            })
        };
        self.visible(subject, with_deleted)?
            .iter()
            .rev()
            .find(|(_, version)| (with_deleted || !version.is_deleted) && matches(version))
            .map(|(number, version)| Found::new(subject, *number, version))
            .ok_or_else(Refusal::schema_not_found)
    }

    /// A version with the schema that `id` stands for: one of `subject`. If that is unqualified and has
    /// none, one of the same name in another context, or else any in the default one
    /// (`AbstractSchemaRegistry.getSchemaKeyUsingContexts`). A context as a whole means any there, the
    /// one that was registered last. Soft-deleted ones come last.
    pub(in crate::registry) fn by_id(
        &self,
        id: SchemaId,
        subject: &Subject,
    ) -> Result<Found, Refusal> {
        let any = || {
            let stored = self.context(subject)?.schemas.get(&id)?;
            self.last_use(stored)
        };
        let found = if !subject.has_name() {
            any()
        } else if subject.is_unqualified() {
            let elsewhere = || {
                self.elsewhere(subject)
                    .find_map(|other| self.own(id, &other))
            };
            self.own(id, subject).or_else(elsewhere).or_else(any)
        } else {
            self.own(id, subject)
        };
        found.ok_or_else(|| Refusal::identity_not_found(id))
    }

    /// The version of `subject` itself with the schema `id`.
    fn own(&self, id: SchemaId, subject: &Subject) -> Option<Found> {
        let versions = self.subjects.get(subject).into_iter().flatten();
        let versions = versions.filter(|(_, version)| version.id == id);
        let (number, version) = versions.max_by_key(|(_, version)| !version.is_deleted)?;
        Some(Found::new(subject, *number, version))
    }

    /// The highest id in the context of `subject`.
    pub(in crate::registry) fn highest_id(&self, subject: &Subject) -> SchemaId {
        self.context(subject)
            .map_or(0, |context| context.highest_id)
    }

    /// A version with the schema of this GUID, in whichever context.
    pub(in crate::registry) fn by_guid(&self, guid: SchemaGuid) -> Result<Found, Refusal> {
        self.contexts
            .values()
            .flat_map(|context| {
                context
                    .ids_of(guid)
                    .iter()
                    .filter_map(|id| context.schemas.get(id))
            })
            .filter_map(|stored| self.last_use(stored))
            .max_by_key(|found| !found.is_deleted)
            .ok_or_else(|| Refusal::identity_not_found(guid))
    }

    /// The version of a schema that was registered last; a soft-deleted one if there is no other.
    fn last_use(&self, stored: &Stored) -> Option<Found> {
        let active = self
            .uses(stored)
            .rev()
            .find(|(_, _, version)| !version.is_deleted);
        let (subject, number, version) = active.or_else(|| self.uses(stored).next_back())?;
        Some(Found::new(subject, number, version))
    }

    /// The versions that are of a schema, in the order in which they were registered.
    pub(super) fn uses(
        &self,
        stored: &Stored,
    ) -> impl DoubleEndedIterator<Item = (&Subject, VersionNumber, &Version)> {
        stored.uses.iter().filter_map(|(subject, number)| {
            let (subject, versions) = self.subjects.get_key_value(subject)?;
            Some((subject, *number, versions.get(number)?))
        })
    }
}

fn latest(versions: &Versions, with_deleted: bool) -> Option<(&VersionNumber, &Version)> {
    versions
        .iter()
        .rev()
        .find(|(_, version)| with_deleted || !version.is_deleted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_a_positive_number_or_the_latest() {
        assert_eq!("7".parse(), Ok(VersionSelector::Number(7)));
        for latest in ["latest", "LATEST", "-1"] {
            assert_eq!(latest.parse(), Ok(VersionSelector::Latest));
        }
        for text in ["0", "-2", "abc", "", "2147483648"] {
            assert_eq!(
                text.parse::<VersionSelector>().unwrap_err().code,
                42202,
                "{text:?}"
            );
        }
    }
}
