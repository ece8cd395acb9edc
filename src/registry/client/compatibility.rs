//! Whether the registry would take a schema.

use reqwest::Method;

use super::SchemaRegistryClient;
use crate::registry::error::Error;
use crate::registry::models::{CompatibilityReport, SchemaDefinition, VersionId};
use crate::registry::operation::Operation;
use crate::registry::wire::DefinitionBody;

impl SchemaRegistryClient {
    /// Asks whether a schema is compatible with one version of a subject, whatever its level says
    /// of further ones. For what a registration would say ask
    /// [`test_compatibility_with_all`](Self::test_compatibility_with_all).
    ///
    /// With the latest version of a subject that has none every schema is compatible. Text that is
    /// no schema is not, and the report says why.
    ///
    /// # Errors
    ///
    /// [`VersionNotFound`](crate::registry::ErrorKind::VersionNotFound), or any kind that concerns
    /// the registry itself.
    pub async fn test_compatibility(
        &self,
        subject: &str,
        version: impl Into<VersionId>,
        definition: &SchemaDefinition,
    ) -> Result<CompatibilityReport, Error> {
        let version = version.into().to_string();
        let path = ["compatibility", "subjects", subject, "versions", &version];
        let purpose = format!("compare a schema with version {version} of subject {subject}");
        let operation = Operation::new(Method::POST, path, purpose);
        self.compare(operation.about(subject), definition).await
    }

    /// Asks whether a subject would take a schema: whether it is compatible with the versions that
    /// the subject's level names.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub async fn test_compatibility_with_all(
        &self,
        subject: &str,
        definition: &SchemaDefinition,
    ) -> Result<CompatibilityReport, Error> {
        let path = ["compatibility", "subjects", subject, "versions"];
        let purpose = format!("compare a schema with the versions of subject {subject}");
        let operation = Operation::new(Method::POST, path, purpose);
        self.compare(operation.about(subject), definition).await
    }

    async fn compare(
        &self,
        operation: Operation,
        definition: &SchemaDefinition,
    ) -> Result<CompatibilityReport, Error> {
        let operation = operation
            .flag("verbose", true)
            .flag("normalize", definition.normalize)
            .json(&DefinitionBody::new(definition));
        self.transport.call(&operation).await
    }
}
