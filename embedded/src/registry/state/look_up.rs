//! How schemas are looked up.

use super::super::errors::Refusal;
use super::content::{Content, VersionNumber};
use super::read::Found;
use super::register::Submission;
use super::store::State;
use super::subject::Subject;

/// How a lookup found its version, which decides what is said about it.
#[derive(Debug)]
pub(in crate::registry) enum Existing {
    /// By its content.
    Same(Found),
    /// By what its schema means.
    Equivalent(Found),
}

impl Existing {
    pub(super) fn into_found(self) -> Found {
        match self {
            Self::Same(found) | Self::Equivalent(found) => found,
        }
    }

    /// The version that was found.
    pub(in crate::registry) fn found(&self) -> &Found {
        match self {
            Self::Same(found) | Self::Equivalent(found) => found,
        }
    }
}

impl State {
    /// Finds the version of a subject that has this schema; of the same name in another context, if
    /// the subject is unqualified and has none.
    pub(in crate::registry) fn look_up(
        &self,
        subject: &Subject,
        submission: &Submission,
        with_deleted: bool,
    ) -> Result<Existing, Refusal> {
        if submission.text.trim().is_empty() {
            self.visible(subject, with_deleted)?;
            return Err(Refusal::schema_not_found());
        }
        if let Some(existing) = self.find_submitted(subject, submission.clone(), with_deleted)? {
            return Ok(existing);
        }
        let found = self.elsewhere(subject).find_map(|other| {
            let found = self.find_submitted(&other, submission.clone(), with_deleted);
            found.ok().flatten()
        });
        match (found, self.visible(subject, with_deleted)) {
            (Some(existing), _) => Ok(existing),
            (None, Err(refusal)) => Err(refusal),
            (None, Ok(_)) => Err(Refusal::schema_not_found()),
        }
    }

    fn find_submitted(
        &self,
        subject: &Subject,
        submission: Submission,
        with_deleted: bool,
    ) -> Result<Option<Existing>, Refusal> {
        let content = self.build_known(subject, submission)?;
        let found = self.find(subject, &content, with_deleted);
        Ok(found.or_else(|| {
            let content = self.inherit(subject, content, None);
            self.find(subject, &content, with_deleted)
        }))
    }

    /// The version with this content; if there is none, one whose schema means the same.
    pub(super) fn find(
        &self,
        subject: &Subject,
        content: &Content,
        with_deleted: bool,
    ) -> Option<Existing> {
        let versions = self.subjects.get(subject)?;
        let find = |matches: &dyn Fn(&Content, VersionNumber) -> bool| {
            versions
                .iter()
                .rev()
                .filter(|(_, version)| with_deleted || !version.is_deleted)
                .find(|(number, version)| matches(&version.content, **number))
                .map(|(number, version)| Found::new(subject, *number, version))
        };
        find(&|registered, _| content.is_same_as(registered))
            .map(Existing::Same)
            .or_else(|| {
                find(&|registered, number| content.finds(registered, number))
                    .map(Existing::Equivalent)
            })
    }
}
