//! The lock of committed schemas: which versions of which subjects there are, and what is known of
//! each.
//!
//! A repository commits its schemas as `schemas/<subject>/<version>.avsc`, and beside them
//! `schemas/schemas.lock`, which says what these files are: their identity, their compatibility level,
//! and the ids under which registries have them. With the two there is no need for a network to know
//! what was promised to whom.
//!
//! This module reads and writes the text of a lock. It opens no files.
//!
//! ```
//! use avrolane::lock::SchemaLock;
//!
//! let text = r#"
//! lock = 1
//!
//! [[subject]]
//! name = "orders-value"
//! record = "com.example.OrderPlaced"
//! compatibility = "BACKWARD_TRANSITIVE"
//!
//! [[subject.version]]
//! version = 1
//! guid = "5ce35a0d-61e2-35a7-a2a4-19e33b1a7ef2"
//! fingerprint = "53761d9458d60b02"
//! registered = { prod = { id = 104231, version = 7 } }
//! "#;
//! let lock: SchemaLock = text.parse()?;
//! let subject = lock.subject("orders-value").expect("the lock has this subject");
//! let latest = subject.latest().expect("a subject has a version");
//! assert_eq!(latest.number, 1);
//! assert_eq!(latest.registered["prod"].id.get(), 104_231);
//! assert_eq!(latest.file("orders-value"), "orders-value/1.avsc");
//! # Ok::<(), avrolane::lock::LockError>(())
//! ```

mod error;
mod parse;
mod path;
mod print;

use std::collections::BTreeMap;

use crate::compat::CompatibilityLevel;
use crate::framing::SchemaId;
use crate::schema::{Fingerprint, SchemaGuid, SchemaReference};

pub use error::{LockError, LockErrorKind};
pub use path::{subject_of_directory, subject_to_directory};

/// The name of the lock's file, in the directory of the schemas.
pub const FILE_NAME: &str = "schemas.lock";

/// The format that is written, and the newest that is read.
pub const FORMAT: u32 = 1;

/// What a repository knows of its committed schemas.
///
/// [`FromStr`](std::str::FromStr) reads the text of a lock, and [`Display`](std::fmt::Display) writes
/// it: sorted, with each version in lines of its own, so that changes of two branches seldom meet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchemaLock {
    subjects: BTreeMap<String, LockedSubject>,
}

/// The versions of a subject.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LockedSubject {
    /// The full name of the record, enum or fixed that the latest version is, or nothing where it
    /// has no name.
    pub record: Option<String>,
    /// The level that a further version is held to: the subject's own in the registry, or else the
    /// one that the registry has for all.
    pub compatibility: CompatibilityLevel,
    versions: BTreeMap<u32, LockedVersion>,
}

/// A version of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedVersion {
    /// The number in the file's name, from 1. It is the repository's own: a registry may have
    /// given another.
    pub number: u32,
    /// The identity that every registry gives to the schema.
    pub guid: SchemaGuid,
    /// What decides the bytes.
    pub fingerprint: Fingerprint,
    /// The named types that stand in other subjects; the versions are those of this lock.
    pub references: Vec<SchemaReference>,
    /// As what registries have it, by the registry's name in `avrolane.toml`.
    pub registered: BTreeMap<String, Registration>,
}

/// As what a registry has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Registration {
    /// Its id there.
    pub id: SchemaId,
    /// The number of the version there, from 1.
    pub version: u32,
}

impl SchemaLock {
    /// A lock without subjects.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What is known of a subject.
    #[must_use]
    pub fn subject(&self, name: &str) -> Option<&LockedSubject> {
        self.subjects.get(name)
    }

    /// The same, to be changed; a subject without versions if there is none of this name.
    pub fn subject_mut(&mut self, name: &str) -> &mut LockedSubject {
        self.subjects.entry(name.to_owned()).or_default()
    }

    /// All subjects with their names, in the order of these.
    pub fn subjects(&self) -> impl Iterator<Item = (&str, &LockedSubject)> {
        self.subjects
            .iter()
            .map(|(name, subject)| (name.as_str(), subject))
    }

    /// Takes a subject out, and answers with what was known of it.
    pub fn remove(&mut self, name: &str) -> Option<LockedSubject> {
        self.subjects.remove(name)
    }

    /// The version to which a reference leads.
    #[must_use]
    pub fn referenced(&self, reference: &SchemaReference) -> Option<&LockedVersion> {
        let number = u32::try_from(reference.version).ok()?;
        self.subject(&reference.subject)?.version(number)
    }
}

impl LockedSubject {
    /// The version with this number.
    #[must_use]
    pub fn version(&self, number: u32) -> Option<&LockedVersion> {
        self.versions.get(&number)
    }

    /// The same, to be changed.
    pub fn version_mut(&mut self, number: u32) -> Option<&mut LockedVersion> {
        self.versions.get_mut(&number)
    }

    /// All versions, the earliest first.
    #[must_use]
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = &LockedVersion> {
        self.versions.values()
    }

    /// The version with the highest number, if there is any.
    #[must_use]
    pub fn latest(&self) -> Option<&LockedVersion> {
        self.versions().next_back()
    }

    /// The version that has this identity; the latest, if several have.
    #[must_use]
    pub fn with_guid(&self, guid: SchemaGuid) -> Option<&LockedVersion> {
        self.versions().rfind(|version| version.guid == guid)
    }

    /// Adds a version, or puts it in the place of the one that has its number.
    pub fn insert(&mut self, version: LockedVersion) {
        self.versions.insert(version.number, version);
    }

    /// Takes a version out.
    pub fn remove(&mut self, number: u32) -> Option<LockedVersion> {
        self.versions.remove(&number)
    }
}

impl LockedVersion {
    /// Where the schema stands, seen from the directory of the lock.
    #[must_use]
    pub fn file(&self, subject: &str) -> String {
        format!("{}/{}.avsc", subject_to_directory(subject), self.number)
    }
}

#[cfg(test)]
mod tests;
