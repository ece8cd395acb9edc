//! What is wrong with a lock.

use std::error::Error;
use std::fmt;

/// A text is no lock.
///
/// [`Display`](fmt::Display) says what is wrong in which line, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockError {
    kind: LockErrorKind,
    line: usize,
}

/// What is wrong with a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LockErrorKind {
    /// A merge was left unfinished: the text has `<<<<<<<`, `=======` or `>>>>>>>`.
    MergeConflict,
    /// It is no TOML, lacks something, or has something that a lock has not; this says what.
    Syntax(String),
    /// The lock has a newer format than this program reads.
    NewerFormat(u32),
    /// Two versions of a subject have one number.
    DuplicateVersion {
        /// The subject.
        subject: String,
        /// The number.
        version: u32,
    },
    /// A subject stands there twice.
    DuplicateSubject(String),
    /// A subject has no versions.
    NoVersions(String),
}

impl LockError {
    pub(super) fn new(kind: LockErrorKind, line: usize) -> Self {
        Self { kind, line }
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &LockErrorKind {
        &self.kind
    }

    /// The line in which it is wrong, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.kind)
    }
}

impl fmt::Display for LockErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MergeConflict => f.write_str(
                "the lock has the marks of a merge that was not finished: keep the versions of \
                 both sides, and if two have one number, give the later one the next number, here \
                 and in its file's name; then run `avrolane lock`",
            ),
            Self::Syntax(problem) => write!(
                f,
                "{problem}; take the lock from the last commit, and run `avrolane lock`"
            ),
            Self::NewerFormat(format) => write!(
                f,
                "the lock has format {format}, and this avrolane reads formats up to {}: use the \
                 avrolane that wrote it, or a later one",
                super::FORMAT
            ),
            Self::DuplicateVersion { subject, version } => write!(
                f,
                "the subject {subject} has version {version} twice, as happens when two branches \
                 both wrote it: give the later one the next number, here and in its file's name, \
                 and run `avrolane lock`"
            ),
            Self::DuplicateSubject(subject) => write!(
                f,
                "the subject {subject} stands there twice, as happens when two branches both added \
                 it: put the versions of both under one, each with a number of its own, and run \
                 `avrolane lock`"
            ),
            Self::NoVersions(subject) => write!(
                f,
                "the subject {subject} has no versions: remove it, and run `avrolane lock`"
            ),
        }
    }
}

impl Error for LockError {}
