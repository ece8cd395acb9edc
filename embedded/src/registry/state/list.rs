//! Lists of subjects, versions and ids.

use std::collections::BTreeMap;

use avrolane::schema::SchemaGuid;

use super::super::errors::Refusal;
use super::association::{Association, AssociationFilter, Lifecycle};
use super::content::{Content, SchemaId, VersionNumber};
use super::read::Found;
use super::store::{State, Version, Versions};
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

/// Which schemas are listed.
#[derive(Debug)]
pub(in crate::registry) struct SchemaFilter {
    /// How their subjects begin.
    pub(in crate::registry) prefix: String,
    /// Whether a subject whose other name begins so is listed as well, with these names.
    pub(in crate::registry) with_aliases: bool,
    pub(in crate::registry) deleted: Deleted,
    pub(in crate::registry) latest_only: bool,
    /// Only schemas with rules of this type.
    pub(in crate::registry) rule_type: Option<String>,
    /// Only schemas of subjects with these associations, which are told.
    pub(in crate::registry) associations: Option<ChosenAssociations>,
}

/// Which associations a subject has to have.
#[derive(Debug)]
pub(in crate::registry) struct ChosenAssociations {
    pub(in crate::registry) of: AssociationFilter,
    /// Any, if there are none.
    pub(in crate::registry) lifecycles: Vec<Lifecycle>,
    /// Whether subjects without any are chosen too, or alone if no lifecycle is.
    pub(in crate::registry) or_none: bool,
}

/// A schema in a list.
#[derive(Debug)]
pub(in crate::registry) struct Listed {
    pub(in crate::registry) found: Found,
    /// Other names of the subject, if they are asked for.
    pub(in crate::registry) aliases: Vec<String>,
    /// The associations of the subject, if they are asked for.
    pub(in crate::registry) associations: Vec<Association>,
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

    /// The versions of the subjects that a filter shows.
    pub(in crate::registry) fn schemas(&self, filter: &SchemaFilter, page: Page) -> Vec<Listed> {
        let prefix = &filter.prefix;
        let prefix = prefix.strip_prefix(ALL_CONTEXTS).unwrap_or(prefix);
        let aliases = if filter.with_aliases {
            self.aliases(prefix)
        } else {
            BTreeMap::new()
        };
        let listed = self
            .subjects
            .iter()
            .filter(|(subject, _)| {
                subject.as_str().starts_with(prefix) || aliases.contains_key(*subject)
            })
            .filter_map(|(subject, versions)| {
                let associations = self.chosen_associations(subject, filter)?;
                Some((subject, versions, associations))
            })
            .flat_map(|(subject, versions, associations)| {
                let aliases = aliases.get(subject).cloned().unwrap_or_default();
                filter.shown(versions).map(move |(number, version)| Listed {
                    found: Found::new(subject, *number, version),
                    aliases: aliases.clone(),
                    associations: associations.clone(),
                })
            });
        page.of(listed)
    }

    /// The subjects that others which begin with `prefix` are other names of, with those names.
    fn aliases(&self, prefix: &str) -> BTreeMap<Subject, Vec<String>> {
        let mut aliases: BTreeMap<Subject, Vec<String>> = BTreeMap::new();
        for (scope, _) in self.configs.all() {
            let Some(name) = scope
                .as_ref()
                .filter(|name| name.as_str().starts_with(prefix))
            else {
                continue;
            };
            let subject = self.aliased(name.clone());
            if subject != *name {
                aliases.entry(subject).or_default().push(name.to_string());
            }
        }
        aliases
    }

    /// The associations to tell of a subject, or nothing if the subject is not to be listed.
    fn chosen_associations(
        &self,
        subject: &Subject,
        filter: &SchemaFilter,
    ) -> Option<Vec<Association>> {
        let Some(chosen) = &filter.associations else {
            return Some(Vec::new());
        };
        let found = self.associations(&AssociationFilter {
            subject: Some(subject.clone()),
            ..chosen.of.clone()
        });
        if found.is_empty() {
            return chosen.or_none.then_some(found);
        }
        if chosen.lifecycles.is_empty() {
            return (!chosen.or_none).then_some(found);
        }
        let is_chosen =
            |association: &Association| chosen.lifecycles.contains(&association.lifecycle);
        let found: Vec<Association> = found.into_iter().filter(is_chosen).collect();
        (!found.is_empty()).then_some(found)
    }

    /// The version numbers of a subject; with `as_negative`, those of soft-deleted ones too, which
    /// are negative. That does not bring back a subject of which all are deleted.
    pub(in crate::registry) fn version_numbers(
        &self,
        subject: &Subject,
        deleted: Deleted,
        as_negative: bool,
    ) -> Result<Vec<VersionNumber>, Refusal> {
        let shown = if as_negative { Deleted::Shown } else { deleted };
        Ok(self
            .visible(subject, deleted != Deleted::Hidden)?
            .iter()
            .filter(|(_, version)| shown.shows(version))
            .map(|(number, version)| {
                if as_negative && version.is_deleted {
                    -number
                } else {
                    *number
                }
            })
            .collect())
    }

    /// The versions with the schema that `id` stands for, as a subject means it, the last registered
    /// first.
    pub(in crate::registry) fn uses_of_id(
        &self,
        id: SchemaId,
        subject: &Subject,
        with_deleted: bool,
    ) -> Result<Vec<Found>, Refusal> {
        let found = self.by_id(id, subject)?;
        let context = self.context(&found.subject);
        let stored = context.and_then(|context| context.schemas.get(&id));
        Ok(stored
            .into_iter()
            .flat_map(|stored| self.uses(stored).rev())
            .filter(|(_, _, version)| with_deleted || !version.is_deleted)
            .map(|(subject, number, version)| Found::new(subject, number, version))
            .collect())
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

impl SchemaFilter {
    fn shown<'a>(
        &'a self,
        versions: &'a Versions,
    ) -> impl Iterator<Item = (&'a VersionNumber, &'a Version)> {
        let shown = versions
            .iter()
            .filter(|(_, version)| self.deleted.shows(version));
        let skipped = if self.latest_only {
            shown.clone().count().saturating_sub(1)
        } else {
            0
        };
        shown
            .skip(skipped)
            .filter(|(_, version)| self.has_rules(&version.content))
    }

    /// Whether a schema has rules of the type that is asked for, if one is.
    fn has_rules(&self, content: &Content) -> bool {
        self.rule_type.as_ref().is_none_or(|rule_type| {
            let rule_set = content.rule_set.as_ref();
            rule_set.is_some_and(|rule_set| rule_set.has_type(rule_type))
        })
    }
}
