//! What the registry refuses, in the words and with the codes of Confluent's.

use std::fmt::Display;
use std::io;

use super::state::{Subject, VersionNumber};

/// A refusal: the code and the message that the client is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: u32,
    pub(super) message: String,
}

impl Refusal {
    fn new(code: u32, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// The HTTP status: the first three digits of the code.
    pub(super) fn status(&self) -> u16 {
        let status = if self.code < 1000 {
            self.code
        } else {
            self.code / 100
        };
        u16::try_from(status).unwrap_or(500)
    }

    /// A refusal that is none of the registry's own: its code is the HTTP status.
    pub(super) fn http(status: u16, message: impl Into<String>) -> Self {
        Self::new(status.into(), message)
    }

    /// What a test asked for.
    pub(super) fn on_demand(code: u32) -> Self {
        Self::new(code, "The registry fails on demand")
    }

    pub(super) fn no_body() -> Self {
        Self::http(422, "The body of the request must not be null")
    }

    pub(super) fn subject_not_found(subject: &Subject) -> Self {
        Self::new(40401, format!("Subject '{subject}' not found."))
    }

    pub(super) fn version_not_found(version: VersionNumber) -> Self {
        Self::new(40402, format!("Version {version} not found."))
    }

    pub(super) fn schema_not_found() -> Self {
        Self::new(40403, "Schema not found")
    }

    pub(super) fn identity_not_found(identity: impl Display) -> Self {
        Self::new(40403, format!("Schema {identity} not found"))
    }

    pub(super) fn subject_soft_deleted(subject: &Subject) -> Self {
        let message = format!(
            "Subject '{subject}' was soft deleted.Set permanent=true to delete permanently"
        );
        Self::new(40404, message)
    }

    pub(super) fn subject_not_soft_deleted(subject: &Subject) -> Self {
        let message =
            format!("Subject '{subject}' was not deleted first before being permanently deleted");
        Self::new(40405, message)
    }

    pub(super) fn version_soft_deleted(subject: &Subject, version: VersionNumber) -> Self {
        let message = format!(
            "Subject '{subject}' Version {version} was soft deleted.\
             Set permanent=true to delete permanently"
        );
        Self::new(40406, message)
    }

    pub(super) fn version_not_soft_deleted(subject: &Subject, version: VersionNumber) -> Self {
        let message = format!(
            "Subject '{subject}' Version {version} was not deleted first \
             before being permanently deleted"
        );
        Self::new(40407, message)
    }

    pub(super) fn no_compatibility(subject: &Subject) -> Self {
        let message =
            format!("Subject '{subject}' does not have subject-level compatibility configured");
        Self::new(40408, message)
    }

    pub(super) fn no_mode(subject: &Subject) -> Self {
        Self::new(
            40409,
            format!("Subject '{subject}' does not have subject-level mode configured"),
        )
    }

    pub(super) fn incompatible(subject: &Subject, messages: &[String]) -> Self {
        let message = format!(
            "Schema being registered is incompatible with an earlier schema for subject \
             \"{subject}\", details: [{}]",
            messages.join(", ")
        );
        Self::new(40901, message)
    }

    pub(super) fn invalid_schema(message: impl Into<String>) -> Self {
        Self::new(42201, message)
    }

    pub(super) fn invalid_version(version: &str) -> Self {
        let message = format!(
            "The specified version '{version}' is not a valid version id. \
             Allowed values are between [1, 2^31-1] and the string \"latest\""
        );
        Self::new(42202, message)
    }

    pub(super) fn invalid_compatibility() -> Self {
        let message = "Invalid compatibility level. Valid values are none, backward, forward, \
                       full, backward_transitive, forward_transitive, and full_transitive";
        Self::new(42203, message)
    }

    pub(super) fn invalid_mode() -> Self {
        let message = "Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.";
        Self::new(42204, message)
    }

    pub(super) fn not_permitted(message: impl Into<String>) -> Self {
        Self::new(42205, message)
    }

    pub(super) fn referenced(subject: &Subject, version: VersionNumber) -> Self {
        let message = format!(
            "One or more references exist to the schema \
             {{magic=1,keytype=SCHEMA,subject={subject},version={version}}}."
        );
        Self::new(42206, message)
    }

    pub(super) fn subject_referenced(subject: &Subject) -> Self {
        Self::new(
            42206,
            format!("One or more references exist to the schema {subject}."),
        )
    }

    pub(super) fn association_not_found(resource: &str) -> Self {
        Self::new(40410, format!("Association for '{resource}' not found."))
    }

    pub(super) fn association_of_resource_exists(kind: &str, resource: &str) -> Self {
        Self::new(
            40903,
            format!("An association of type '{kind}' already exists for resource '{resource}'"),
        )
    }

    pub(super) fn association_exists(subject: &Subject) -> Self {
        Self::new(
            40904,
            format!("An association already exists for subject '{subject}'"),
        )
    }

    pub(super) fn strong_association_exists(subject: &Subject) -> Self {
        Self::new(
            40905,
            format!("A strong association already exists for subject '{subject}'"),
        )
    }

    pub(super) fn no_active_version(subject: &Subject) -> Self {
        Self::new(
            40907,
            format!("No active (non-deleted) version exists for subject '{subject}'"),
        )
    }

    /// With Confluent's two spaces.
    pub(super) fn association_frozen(kind: &str, subject: &str) -> Self {
        Self::new(
            40908,
            format!("The association of type  '{kind}' is frozen for subject '{subject}'"),
        )
    }

    pub(super) fn invalid_association(property: &str, detail: &str) -> Self {
        let message = format!(
            "The association specified an invalid value for property: '{property}', \
             detail: {detail}"
        );
        Self::new(42212, message)
    }

    pub(super) fn store(error: &io::Error) -> Self {
        Self::new(50001, format!("Error in the backend datastore: {error}"))
    }

    pub(super) fn schema_too_large() -> Self {
        Self::new(
            42209,
            "Register operation failed because schema is too large",
        )
    }

    pub(super) fn invalid_rule_set(message: impl Into<String>) -> Self {
        Self::new(42210, message)
    }

    pub(super) fn context_not_empty(context: &str) -> Self {
        Self::new(
            42211,
            format!("The specified context '{context}' is not empty."),
        )
    }

    pub(super) fn forward_is_global() -> Self {
        Self::new(42204, "Forward mode only supported on global level")
    }

    pub(super) fn invalid_subject(subject: &str) -> Self {
        Self::new(
            42208,
            format!("The specified subject '{subject}' is not a valid."),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_of_a_refusal_is_how_its_code_begins() {
        assert_eq!(Refusal::schema_not_found().status(), 404);
        assert_eq!(Refusal::invalid_schema("").status(), 422);
        assert_eq!(Refusal::http(413, "").status(), 413);
    }
}
