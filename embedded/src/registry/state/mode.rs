//! Modes: what may be done to a subject.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::super::errors::Refusal;
use super::content::VersionNumber;
use super::scope::Scope;
use super::store::State;
use super::subject::Subject;

/// What may be done to a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(in crate::registry) enum Mode {
    /// Everything, but not choosing ids.
    #[default]
    #[serde(rename = "READWRITE")]
    ReadWrite,
    /// Nothing may be changed.
    #[serde(rename = "READONLY")]
    ReadOnly,
    /// The same; a name from the past.
    #[serde(rename = "READONLY_OVERRIDE")]
    ReadOnlyOverride,
    /// Schemas are registered with the ids they have elsewhere, unchecked.
    #[serde(rename = "IMPORT")]
    Import,
    /// As `Import`, but an id that is taken is replaced.
    #[serde(rename = "FORWARD")]
    Forward,
}

impl FromStr for Mode {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        match text.to_ascii_uppercase().as_str() {
            "READWRITE" => Ok(Self::ReadWrite),
            "READONLY" => Ok(Self::ReadOnly),
            "READONLY_OVERRIDE" => Ok(Self::ReadOnlyOverride),
            "IMPORT" => Ok(Self::Import),
            "FORWARD" => Ok(Self::Forward),
            _ => Err(Refusal::invalid_mode()),
        }
    }
}

impl State {
    /// The mode of a scope; of what is further out only if asked for.
    pub(in crate::registry) fn mode(
        &self,
        scope: &Scope,
        default_to_global: bool,
    ) -> Result<Mode, Refusal> {
        match scope {
            Some(subject) if !default_to_global => {
                let mode = self.modes.get(scope);
                mode.copied().ok_or_else(|| Refusal::no_mode(subject))
            }
            _ => Ok(self.modes.in_scope(scope).copied().unwrap_or_default()),
        }
    }

    /// Sets the mode, or, if it is nothing, forgets it. What has versions already is not imported into
    /// unless `force` is said: their ids might clash.
    pub(in crate::registry) fn set_mode(
        &mut self,
        scope: Scope,
        mode: Option<Mode>,
        force: bool,
    ) -> Result<(), Refusal> {
        if let Some(subject) = &scope {
            subject.check_scope()?;
            if mode == Some(Mode::Forward) && *subject != Subject::all_contexts() {
                return Err(Refusal::forward_is_global());
            }
        }
        let imports = self.modes.in_scope(&scope) == Some(&Mode::Import);
        if mode == Some(Mode::Import) && !imports && !force {
            self.make_room(&scope)?;
        }
        match mode {
            Some(mode) => self.modes.set(scope, mode),
            None => drop(self.modes.remove(&scope)),
        }
        self.note_change();
        Ok(())
    }

    /// Erases what was deleted softly in a scope, so that its ids can be given to what is imported.
    fn make_room(&mut self, scope: &Scope) -> Result<(), Refusal> {
        let within = |subject: &&Subject| match scope {
            Some(scope) => scope.contains(subject),
            None => subject.is_unqualified(),
        };
        let subjects: Vec<Subject> = self.subjects.keys().filter(within).cloned().collect();
        if subjects
            .iter()
            .any(|subject| self.latest(subject).is_some())
        {
            let message = "Cannot import since found existing subjects";
            return Err(Refusal::not_permitted(message));
        }
        let versions: Vec<(Subject, VersionNumber)> = subjects
            .iter()
            .filter_map(|subject| self.subjects.get_key_value(subject))
            .flat_map(|(subject, versions)| {
                versions.keys().map(|number| (subject.clone(), *number))
            })
            .collect();
        for (subject, number) in &versions {
            if !self.referrers(subject, *number, true).is_empty() {
                return Err(Refusal::referenced(subject, *number));
            }
        }
        for (subject, number) in &versions {
            self.remove(subject, *number);
        }
        Ok(())
    }

    /// Removes the mode of a scope and returns what it was; with `recursive`, those of all subjects
    /// in it too, and then there may be none.
    pub(in crate::registry) fn delete_mode(
        &mut self,
        scope: &Scope,
        recursive: bool,
    ) -> Result<Option<Mode>, Refusal> {
        if recursive {
            self.modes.remove_where(|other| match (scope, other) {
                (Some(scope), Some(other)) => scope != other && scope.contains(other),
                (None, Some(other)) => other.is_unqualified(),
                (_, None) => false,
            });
        }
        self.note_change();
        match (self.modes.remove(scope), scope) {
            (None, Some(subject)) if !recursive => Err(Refusal::subject_not_found(subject)),
            (None, None) => Ok(Some(Mode::default())),
            (mode, _) => Ok(mode),
        }
    }

    pub(super) fn mode_in_scope(&self, subject: &Subject) -> Mode {
        self.modes
            .in_scope(&Some(subject.clone()))
            .copied()
            .unwrap_or_default()
    }

    /// Refuses a change to a subject that may only be read.
    pub(super) fn check_writable(&self, subject: &Subject) -> Result<(), Refusal> {
        self.check_scope_writable(&Some(subject.clone()))
    }

    /// Refuses a change to what holds in a scope that may only be read.
    pub(super) fn check_scope_writable(&self, scope: &Scope) -> Result<(), Refusal> {
        match (self.modes.in_scope(scope), scope) {
            (Some(Mode::ReadOnly | Mode::ReadOnlyOverride), Some(subject)) => {
                Err(refusal(subject, "is in read-only mode"))
            }
            (Some(Mode::ReadOnly | Mode::ReadOnlyOverride), None) => Err(Refusal::not_permitted(
                "Subject null in context  is in read-only mode",
            )),
            (Some(Mode::ReadWrite | Mode::Import | Mode::Forward) | None, _) => Ok(()),
        }
    }

    /// Refuses a registration that the mode does not allow: with an id except for an import, and
    /// without one for an import.
    pub(super) fn check_mode(&self, subject: &Subject, with_id: bool) -> Result<(), Refusal> {
        self.check_writable(subject)?;
        let imports = matches!(self.mode_in_scope(subject), Mode::Import | Mode::Forward);
        match (with_id, imports) {
            (true, false) => Err(refusal(subject, "is not in import mode")),
            (false, true) => Err(refusal(subject, "is not in read-write mode")),
            (true, true) | (false, false) => Ok(()),
        }
    }
}

/// Confluent's server leaves out the name of the default context.
fn refusal(subject: &Subject, what: &str) -> Refusal {
    let context = subject
        .whole_context()
        .map(|_| subject.context())
        .unwrap_or_default();
    Refusal::not_permitted(format!("Subject {subject} in context {context} {what}"))
}
