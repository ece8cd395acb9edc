//! How versions and subjects are deleted: softly first, then for good.

use super::super::errors::Refusal;
use super::content::VersionNumber;
use super::read::VersionSelector;
use super::store::State;
use super::subject::Subject;

impl State {
    /// Deletes a version, and says which.
    pub(in crate::registry) fn delete_version(
        &mut self,
        subject: &Subject,
        selector: VersionSelector,
        permanently: bool,
    ) -> Result<VersionNumber, Refusal> {
        // To delete the latest version softly is to delete the latest that is left.
        let with_deleted = permanently || selector != VersionSelector::Latest;
        let found = self.version(subject, selector, with_deleted)?;
        let number = found.version;
        if found.is_deleted && !permanently {
            return Err(Refusal::version_soft_deleted(subject, number));
        }
        self.check_writable(subject)?;
        if !permanently && self.is_associated(subject) && self.is_last(subject, number) {
            return Err(Refusal::no_active_version(subject));
        }
        if !self.referrers(subject, number, permanently).is_empty() {
            return Err(Refusal::referenced(subject, number));
        }
        if permanently && !found.is_deleted {
            return Err(Refusal::version_not_soft_deleted(subject, number));
        }
        self.delete(subject, number, permanently);
        if !self.subjects.contains_key(subject) {
            self.forget_settings(subject);
        }
        Ok(number)
    }

    /// Deletes all versions of a subject, and says which.
    pub(in crate::registry) fn delete_subject(
        &mut self,
        subject: &Subject,
        permanently: bool,
    ) -> Result<Vec<VersionNumber>, Refusal> {
        let versions = self.visible(subject, true)?;
        let is_active = versions.values().any(|version| !version.is_deleted);
        if !is_active && !permanently {
            return Err(Refusal::subject_soft_deleted(subject));
        }
        self.check_writable(subject)?;
        if self.is_associated(subject) {
            return Err(Refusal::association_exists(subject));
        }
        let numbers: Vec<VersionNumber> = versions
            .iter()
            .filter(|(_, version)| permanently || !version.is_deleted)
            .map(|(number, _)| *number)
            .collect();
        for &number in &numbers {
            if self.is_referenced_elsewhere(subject, number, permanently) {
                return Err(Refusal::referenced(subject, number));
            }
        }
        if is_active && permanently {
            return Err(Refusal::subject_not_soft_deleted(subject));
        }
        for &number in &numbers {
            self.delete(subject, number, permanently);
        }
        if permanently {
            self.forget_settings(subject);
        }
        Ok(numbers)
    }

    /// Whether this is the last version that was not deleted.
    fn is_last(&self, subject: &Subject, number: VersionNumber) -> bool {
        let versions = self.subjects.get(subject).into_iter().flatten();
        versions
            .filter(|(_, version)| !version.is_deleted)
            .all(|(other, _)| *other == number)
    }

    /// The settings of a subject go with its last version.
    fn forget_settings(&mut self, subject: &Subject) {
        let scope = Some(subject.clone());
        self.configs.remove(&scope);
        self.modes.remove(&scope);
    }

    fn delete(&mut self, subject: &Subject, number: VersionNumber, permanently: bool) {
        if permanently {
            self.remove(subject, number);
        } else if let Some(version) = self
            .subjects
            .get_mut(subject)
            .and_then(|versions| versions.get_mut(&number))
        {
            version.is_deleted = true;
            self.note_change();
        }
    }
}
