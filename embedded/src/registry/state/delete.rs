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
        self.check_writable(subject)?;
        // To delete the latest version softly is to delete the latest that is left.
        let with_deleted = permanently || selector != VersionSelector::Latest;
        let found = self.version(subject, selector, with_deleted)?;
        let number = found.version;
        match (permanently, found.is_deleted) {
            (false, true) => return Err(Refusal::version_soft_deleted(subject, number)),
            (true, false) => return Err(Refusal::version_not_soft_deleted(subject, number)),
            (false, false) | (true, true) => self.check_unreferenced(subject, number)?,
        }
        self.delete(subject, number, permanently);
        Ok(number)
    }

    /// Deletes all versions of a subject, and says which.
    pub(in crate::registry) fn delete_subject(
        &mut self,
        subject: &Subject,
        permanently: bool,
    ) -> Result<Vec<VersionNumber>, Refusal> {
        self.check_writable(subject)?;
        let versions = self.visible(subject, true)?;
        let is_active = versions.values().any(|version| !version.is_deleted);
        match (permanently, is_active) {
            (false, false) => return Err(Refusal::subject_soft_deleted(subject)),
            (true, true) => return Err(Refusal::subject_not_soft_deleted(subject)),
            _ => {}
        }
        let numbers: Vec<VersionNumber> = versions
            .iter()
            .filter(|(_, version)| permanently || !version.is_deleted)
            .map(|(number, _)| *number)
            .collect();
        for &number in &numbers {
            self.check_unreferenced(subject, number)?;
        }
        for &number in &numbers {
            self.delete(subject, number, permanently);
        }
        if permanently {
            let scope = Some(subject.clone());
            self.configs.remove(&scope);
            self.modes.remove(&scope);
        }
        Ok(numbers)
    }

    fn check_unreferenced(&self, subject: &Subject, number: VersionNumber) -> Result<(), Refusal> {
        if self.referrers(subject, number, false).is_empty() {
            return Ok(());
        }
        Err(Refusal::referenced(subject, number))
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
