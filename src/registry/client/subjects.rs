//! Subjects and their versions.

use reqwest::Method;
use serde::de::DeserializeOwned;

use super::SchemaRegistryClient;
use crate::registry::error::Error;
use crate::registry::listing::{Listing, ReferencedBy, Subjects, Versions};
use crate::registry::models::{
    RegisteredSchema, SchemaDefinition, SchemaQuery, SchemaVersion, StoredSchema, TagChange,
    VersionId,
};
use crate::registry::operation::{Intent, Operation};
use crate::registry::wire::{Checked, DefinitionBody, RegisteredAnswer, StoredAnswer};

impl SchemaRegistryClient {
    /// Lists the subjects of all contexts.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub fn subjects(&self) -> Listing<Subjects> {
        let operation = Operation::get(["subjects"], "list the subjects");
        Listing::new(self.clone(), operation)
    }

    /// Lists the versions of a subject.
    ///
    /// # Errors
    ///
    /// [`SubjectNotFound`](crate::registry::ErrorKind::SubjectNotFound), or any kind that concerns
    /// the registry itself.
    pub fn versions(&self, subject: &str) -> Listing<Versions> {
        let purpose = format!("list the versions of subject {subject}");
        let operation = Operation::get(["subjects", subject, "versions"], purpose).about(subject);
        Listing::new(self.clone(), operation)
    }

    /// Registers a schema under a subject. One that is already there is not added again, so
    /// repeating a registration does no harm.
    ///
    /// # Errors
    ///
    /// [`Incompatible`](crate::registry::ErrorKind::Incompatible) with the registry's messages,
    /// [`InvalidSchema`](crate::registry::ErrorKind::InvalidSchema), or any kind that concerns the
    /// registry itself.
    pub async fn register(
        &self,
        subject: &str,
        definition: &SchemaDefinition,
    ) -> Result<RegisteredSchema, Error> {
        let purpose = format!("register a schema for subject {subject}");
        let operation = Operation::new(Method::POST, ["subjects", subject, "versions"], purpose)
            .about(subject)
            .intent(Intent::Register)
            .flag("normalize", definition.normalize)
            .json(&DefinitionBody::new(definition));
        self.change::<RegisteredAnswer>(subject, &operation)
            .await
            .map(Into::into)
    }

    /// Finds out under which id and version a schema is registered under a subject.
    ///
    /// # Errors
    ///
    /// [`SubjectNotFound`](crate::registry::ErrorKind::SubjectNotFound) or
    /// [`SchemaNotFound`](crate::registry::ErrorKind::SchemaNotFound) if it is not,
    /// [`InvalidSchema`](crate::registry::ErrorKind::InvalidSchema), or any kind that concerns the
    /// registry itself.
    pub async fn look_up(
        &self,
        subject: &str,
        definition: &SchemaDefinition,
    ) -> Result<RegisteredSchema, Error> {
        self.find(look_up(subject, definition)).await
    }

    /// The same, also among versions that were deleted softly.
    ///
    /// # Errors
    ///
    /// As [`look_up`](Self::look_up).
    pub async fn look_up_with_deleted(
        &self,
        subject: &str,
        definition: &SchemaDefinition,
    ) -> Result<RegisteredSchema, Error> {
        self.find(look_up(subject, definition).flag("deleted", true))
            .await
    }

    async fn find(&self, operation: Operation) -> Result<RegisteredSchema, Error> {
        let answer: RegisteredAnswer = self.transport.call(&operation).await?;
        Ok(answer.into())
    }

    /// Gets one version of a subject: the latest, or by its number, and then also one that was
    /// deleted softly.
    ///
    /// # Errors
    ///
    /// [`SubjectNotFound`](crate::registry::ErrorKind::SubjectNotFound) or
    /// [`VersionNotFound`](crate::registry::ErrorKind::VersionNotFound), or any kind that concerns
    /// the registry itself.
    pub async fn schema_by_version(
        &self,
        subject: &str,
        version: impl Into<VersionId>,
    ) -> Result<StoredSchema, Error> {
        self.schema_by_version_with(subject, version, &SchemaQuery::default())
            .await
    }

    /// The same, saying what to answer and in which form.
    ///
    /// # Errors
    ///
    /// As [`schema_by_version`](Self::schema_by_version).
    pub async fn schema_by_version_with(
        &self,
        subject: &str,
        version: impl Into<VersionId>,
        query: &SchemaQuery,
    ) -> Result<StoredSchema, Error> {
        let operation = query.add_to(one_version(subject, version.into()));
        let answer: StoredAnswer = self.transport.call(&operation).await?;
        Ok(answer.into())
    }

    /// Gets the text of one version of a subject and nothing else, as
    /// [`schema_by_version`](Self::schema_by_version) does.
    ///
    /// # Errors
    ///
    /// As [`schema_by_version`](Self::schema_by_version).
    pub async fn raw_schema_by_version(
        &self,
        subject: &str,
        version: impl Into<VersionId>,
    ) -> Result<String, Error> {
        let version = version.into();
        let path = [
            "subjects",
            subject,
            "versions",
            &version.to_string(),
            "schema",
        ];
        let purpose = format!("get the text of version {version} of subject {subject}");
        let operation = with_deleted(Operation::get(path, purpose).about(subject), version);
        self.text(&operation).await
    }

    /// Gets the latest version of a subject whose metadata has these properties.
    ///
    /// # Errors
    ///
    /// As [`schema_by_version`](Self::schema_by_version).
    pub async fn latest_with_metadata<K: AsRef<str>, V: AsRef<str>>(
        &self,
        subject: &str,
        properties: impl IntoIterator<Item = (K, V)>,
    ) -> Result<StoredSchema, Error> {
        let purpose = format!("get the latest version of subject {subject} by its metadata");
        let mut operation =
            Operation::get(["subjects", subject, "metadata"], purpose).about(subject);
        // The server pairs the first key with the first value, and so on.
        for (key, value) in properties {
            operation = operation
                .query("key", key.as_ref())
                .query("value", value.as_ref());
        }
        let answer: StoredAnswer = self.transport.call(&operation).await?;
        Ok(answer.into())
    }

    /// Lists the ids of the schemas that refer to one version of a subject.
    ///
    /// # Errors
    ///
    /// As [`schema_by_version`](Self::schema_by_version).
    pub fn referenced_by(
        &self,
        subject: &str,
        version: impl Into<VersionId>,
    ) -> Listing<ReferencedBy> {
        let version = version.into();
        let purpose = format!("list what refers to version {version} of subject {subject}");
        let path = [
            "subjects",
            subject,
            "versions",
            &version.to_string(),
            "referencedby",
        ];
        Listing::new(self.clone(), Operation::get(path, purpose).about(subject))
    }

    /// Deletes a subject softly: records that were written with its schemas can still be read, and
    /// its versions are not given out again. The answer is which versions it had.
    ///
    /// Repeated after an answer was lost, it is refused with the error code 40404.
    ///
    /// # Errors
    ///
    /// [`SubjectNotFound`](crate::registry::ErrorKind::SubjectNotFound);
    /// [`Refused`](crate::registry::ErrorKind::Refused) with the error code 40404 if it is deleted
    /// already, or 42206 if other schemas refer to it; or any kind that concerns the registry
    /// itself.
    pub async fn delete_subject(&self, subject: &str) -> Result<Vec<SchemaVersion>, Error> {
        self.delete_versions(subject, delete_subject(subject)).await
    }

    /// Deletes for good a subject that was deleted softly. Records that were written with its
    /// schemas cannot be read any more, unless other subjects have them.
    ///
    /// # Errors
    ///
    /// As [`delete_subject`](Self::delete_subject), and
    /// [`Refused`](crate::registry::ErrorKind::Refused) with the error code 40405 if it was not
    /// deleted softly before.
    pub async fn delete_subject_permanently(
        &self,
        subject: &str,
    ) -> Result<Vec<SchemaVersion>, Error> {
        self.delete_versions(subject, delete_subject(subject).flag("permanent", true))
            .await
    }

    async fn delete_versions(
        &self,
        subject: &str,
        operation: Operation,
    ) -> Result<Vec<SchemaVersion>, Error> {
        let versions: Vec<Checked<SchemaVersion>> = self.change(subject, &operation).await?;
        Ok(versions.into_iter().map(Into::into).collect())
    }

    /// Deletes one version of a subject softly, and says which one it was.
    ///
    /// # Errors
    ///
    /// [`SubjectNotFound`](crate::registry::ErrorKind::SubjectNotFound) or
    /// [`VersionNotFound`](crate::registry::ErrorKind::VersionNotFound);
    /// [`Refused`](crate::registry::ErrorKind::Refused) with the error code 40406 if it is deleted
    /// already, or 42206 if other schemas refer to it; or any kind that concerns the registry
    /// itself.
    pub async fn delete_version(
        &self,
        subject: &str,
        version: impl Into<VersionId>,
    ) -> Result<SchemaVersion, Error> {
        self.delete_one(subject, delete_version(subject, version.into()))
            .await
    }

    /// Deletes for good a version that was deleted softly, and says which one it was.
    ///
    /// # Errors
    ///
    /// As [`delete_version`](Self::delete_version), and
    /// [`Refused`](crate::registry::ErrorKind::Refused) with the error code 40407 if it was not
    /// deleted softly before.
    pub async fn delete_version_permanently(
        &self,
        subject: &str,
        version: impl Into<VersionId>,
    ) -> Result<SchemaVersion, Error> {
        let operation = delete_version(subject, version.into()).flag("permanent", true);
        self.delete_one(subject, operation).await
    }

    async fn delete_one(
        &self,
        subject: &str,
        operation: Operation,
    ) -> Result<SchemaVersion, Error> {
        let version: Checked<SchemaVersion> = self.change(subject, &operation).await?;
        Ok(version.0)
    }

    /// Changes the tags, the metadata and the rules of a version, by registering a new one.
    ///
    /// # Errors
    ///
    /// As [`register`](Self::register) and [`schema_by_version`](Self::schema_by_version).
    pub async fn modify_tags(
        &self,
        subject: &str,
        version: impl Into<VersionId>,
        change: &TagChange,
    ) -> Result<RegisteredSchema, Error> {
        let version = version.into();
        let purpose = format!("change the tags of version {version} of subject {subject}");
        let path = [
            "subjects",
            subject,
            "versions",
            &version.to_string(),
            "tags",
        ];
        let operation = Operation::new(Method::POST, path, purpose)
            .about(subject)
            .json(change);
        self.change::<RegisteredAnswer>(subject, &operation)
            .await
            .map(Into::into)
    }

    /// Carries out what may change which version of a subject is the latest. It may have done so
    /// even if it failed.
    async fn change<A: DeserializeOwned>(
        &self,
        subject: &str,
        operation: &Operation,
    ) -> Result<A, Error> {
        let answer = self.transport.call(operation).await;
        self.forget_latest(subject);
        answer
    }

    /// The text in the answer to a request for one, which Confluent's server sends as it is.
    pub(super) async fn text(&self, operation: &Operation) -> Result<String, Error> {
        self.transport
            .call_with(operation, crate::registry::answer::text)
            .await
    }
}

fn look_up(subject: &str, definition: &SchemaDefinition) -> Operation {
    let purpose = format!("look up a schema of subject {subject}");
    Operation::new(Method::POST, ["subjects", subject], purpose)
        .about(subject)
        .intent(Intent::LookUp)
        .flag("normalize", definition.normalize)
        .json(&DefinitionBody::new(definition))
}

fn one_version(subject: &str, version: VersionId) -> Operation {
    let purpose = format!("get version {version} of subject {subject}");
    let path = ["subjects", subject, "versions", &version.to_string()];
    with_deleted(Operation::get(path, purpose).about(subject), version)
}

/// A version that was deleted softly may still be referred to; it is not the latest one.
fn with_deleted(operation: Operation, version: VersionId) -> Operation {
    operation.flag("deleted", matches!(version, VersionId::Number(_)))
}

fn delete_subject(subject: &str) -> Operation {
    let purpose = format!("delete subject {subject}");
    Operation::new(Method::DELETE, ["subjects", subject], purpose).about(subject)
}

fn delete_version(subject: &str, version: VersionId) -> Operation {
    let purpose = format!("delete version {version} of subject {subject}");
    let path = ["subjects", subject, "versions", &version.to_string()];
    Operation::new(Method::DELETE, path, purpose).about(subject)
}
