//! Settings that cannot be used.

use std::fmt;

/// Settings that are unknown, have no counterpart here, are not valid, or contradict each other.
///
/// It names all of them, so that a file of settings is put right in one go, and shows no value, as
/// any may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    problems: Vec<Problem>,
}

/// What is wrong with one setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    /// The name, as it was given.
    pub(super) name: String,
    pub(super) reason: String,
}

impl SettingsError {
    pub(super) fn new(problems: Vec<Problem>) -> Self {
        Self { problems }
    }

    pub(super) fn one(name: &str, reason: &str) -> Self {
        Self::new(vec![Problem {
            name: name.to_owned(),
            reason: reason.to_owned(),
        }])
    }

    /// The name of each setting that cannot be used, as it was given, and why not.
    #[must_use]
    pub fn problems(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.problems
            .iter()
            .map(|problem| (problem.name.as_str(), problem.reason.as_str()))
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, Problem { name, reason }) in self.problems.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}setting `{name}`: {reason}")?;
        }
        Ok(())
    }
}

impl std::error::Error for SettingsError {}
