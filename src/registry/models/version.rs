//! The numbers of schemas within their subjects.

use std::fmt;

/// The number of a schema among those of its subject, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaVersion(u32);

impl SchemaVersion {
    /// The version with this number, if there can be one: registries count from 1 in Java's `int`.
    #[must_use]
    pub const fn new(version: u32) -> Option<Self> {
        if version > 0 && version <= i32::MAX.unsigned_abs() {
            Some(Self(version))
        } else {
            None
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for SchemaVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Which of a subject's versions is meant (`VersionId.java`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VersionId {
    /// The highest that has not been deleted.
    Latest,
    /// The one with this number.
    Number(SchemaVersion),
}

impl From<SchemaVersion> for VersionId {
    fn from(version: SchemaVersion) -> Self {
        Self::Number(version)
    }
}

impl fmt::Display for VersionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latest => f.write_str("latest"),
            Self::Number(version) => version.fmt(f),
        }
    }
}

/// A version, and the subject whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub struct SubjectVersion {
    /// The subject.
    pub subject: String,
    /// The version in it.
    pub version: SchemaVersion,
}
