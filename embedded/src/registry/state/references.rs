//! Schemas that refer to each other.

use std::collections::HashSet;

use avrolane::schema::SchemaReference;

use super::content::{Resolved, SchemaId, VersionNumber};
use super::read::VersionSelector;
use super::store::{State, Version};
use super::subject::Subject;

/// How many references may lead from one schema to the next.
const MAX_DEPTH: usize = 64;

/// How many schemas one may refer to, directly and by others.
const MAX_REFERENCES: usize = 1000;

/// How long the texts of these may be in all, in bytes.
const MAX_LENGTH: usize = 8 << 20;

impl State {
    /// Replaces the version -1 by the number of the latest one.
    pub(super) fn pin(
        &self,
        subject: &Subject,
        references: Vec<SchemaReference>,
    ) -> Vec<SchemaReference> {
        references
            .into_iter()
            .map(|reference| {
                let latest = self.latest(&subject.refer_to(&reference.subject));
                match latest {
                    Some((version, _)) if reference.version == -1 => SchemaReference {
                        version,
                        ..reference
                    },
                    _ => reference,
                }
            })
            .collect()
    }

    /// Finds what `references` name, and what that refers to in turn: each before its first use
    /// and each name once, as Confluent's `AbstractSchemaProvider` orders them. A new schema may
    /// not refer to versions that were deleted; one that is stored already does, `with_deleted`. The
    /// error says in words which one is missing.
    pub(super) fn resolve(
        &self,
        subject: &Subject,
        references: &[SchemaReference],
        with_deleted: bool,
    ) -> Result<Vec<Resolved>, String> {
        let mut walk = Walk {
            state: self,
            with_deleted,
            names: HashSet::new(),
            length: 0,
            found: Vec::new(),
        };
        walk.resolve(subject, references, 0)?;
        Ok(walk.found)
    }

    /// The ids of the schemas that refer to this version, soft-deleted ones only if asked for.
    pub(in crate::registry) fn referrers(
        &self,
        subject: &Subject,
        number: VersionNumber,
        with_deleted: bool,
    ) -> Vec<SchemaId> {
        let mut ids: Vec<_> = self
            .referring(subject, number, with_deleted)
            .map(|(_, version)| version.id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Whether any version of a subject is referred to, deleted ones counted.
    pub(super) fn is_referenced(&self, subject: &Subject) -> bool {
        let mut versions = self.subjects.get(subject).into_iter().flatten();
        versions.any(|(number, _)| !self.referrers(subject, *number, true).is_empty())
    }

    /// Whether another subject has a version that refers to this one.
    pub(super) fn is_referenced_elsewhere(
        &self,
        subject: &Subject,
        number: VersionNumber,
        with_deleted: bool,
    ) -> bool {
        self.referring(subject, number, with_deleted)
            .any(|(referrer, _)| referrer != subject)
    }

    /// The versions that refer to this one.
    fn referring(
        &self,
        subject: &Subject,
        number: VersionNumber,
        with_deleted: bool,
    ) -> impl Iterator<Item = (&Subject, &Version)> {
        let versions = self.subjects.iter().flat_map(|(referrer, versions)| {
            versions.values().map(move |version| (referrer, version))
        });
        versions.filter(move |(referrer, version)| {
            (with_deleted || !version.is_deleted)
                && version.content.references.iter().any(|reference| {
                    reference.version == number && referrer.refer_to(&reference.subject) == *subject
                })
        })
    }
}

struct Walk<'a> {
    state: &'a State,
    with_deleted: bool,
    names: HashSet<String>,
    /// The length of the texts that were found.
    length: usize,
    found: Vec<Resolved>,
}

impl Walk<'_> {
    fn resolve(
        &mut self,
        subject: &Subject,
        references: &[SchemaReference],
        depth: usize,
    ) -> Result<(), String> {
        if depth > MAX_DEPTH {
            return Err(format!(
                "more than {MAX_DEPTH} references lead from schema to schema"
            ));
        }
        for SchemaReference {
            name,
            subject: referred,
            version,
        } in references
        {
            if !self.names.insert(name.clone()) {
                continue;
            }
            if self.names.len() > MAX_REFERENCES {
                return Err(format!(
                    "a schema refers to more than {MAX_REFERENCES} others"
                ));
            }
            let referred = subject.refer_to(referred);
            let selector = VersionSelector::Number(*version);
            // What is stored already may refer to what was deleted since.
            let found = self
                .state
                .version(&referred, selector, self.with_deleted || depth > 0)
                .map_err(|_| {
                    format!(
                        "No schema reference found for subject \"{referred}\" and version {version}"
                    )
                })?;
            self.length += found.content.text.len();
            if self.length > MAX_LENGTH {
                return Err(format!(
                    "what a schema refers to is longer than {MAX_LENGTH} bytes in all"
                ));
            }
            self.resolve(&referred, &found.content.references, depth + 1)?;
            self.found.push(Resolved {
                name: name.clone(),
                text: found.content.text.as_str().into(),
            });
        }
        Ok(())
    }
}
