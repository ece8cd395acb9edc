//! The client.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::answer;
use super::cache::Cache;
use super::config::SchemaRegistryClientBuilder;
use super::error::{Error, ErrorKind, Request};
use super::models::{RegisteredSchema, SchemaDefinition, SchemaVersion, StoredSchema};
use super::operation::Operation;
use super::references;
use super::transport::Transport;
use super::wire::{
    CompatibilityBody, ConfigAnswer, RegisteredAnswer, SchemaBody, StoredAnswer, VersionsAnswer,
};
use crate::compat::CompatibilityLevel;
use crate::framing::{SchemaId, SchemaIdentity};
use crate::schema::{Schema, SchemaGuid};

/// A client of a Confluent Schema Registry, or of one that speaks its language: Apicurio, Karapace,
/// Redpanda.
///
/// A client is a handle: clones share connections and caches. All requests need a Tokio runtime with
/// IO and time, give up after the timeouts and retries of the [builder](Self::builder), and are
/// cancel safe: a dropped future leaves nothing half done that asking again would not complete.
///
/// ```
/// use avrolane::registry::{SchemaDefinition, SchemaRegistryClient};
/// use avrolane::schema::Schema;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = avrolane_embedded::EmbeddedRegistry::start()?;
/// # let url = server.url();
/// // let url = "http://localhost:8081";
/// let registry = SchemaRegistryClient::builder(url).build()?;
/// let definition = SchemaDefinition::new(&Schema::of::<String>());
/// let registered = registry.register("names-value", &definition).await?;
/// let stored = registry.schema_by_id(registered.id, None).await?;
/// assert_eq!(stored.text, r#""string""#);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct SchemaRegistryClient {
    transport: Arc<Transport>,
    writer_schemas: Arc<Cache<SchemaIdentity, Schema>>,
}

impl SchemaRegistryClient {
    /// Starts the settings of a client of the registry at `url`, such as `http://localhost:8081`.
    ///
    /// The URL may hold user and password, and a path that stands before those of the registry's
    /// API (Apicurio's is `/apis/ccompat/v7`).
    pub fn builder(url: impl Into<String>) -> SchemaRegistryClientBuilder {
        SchemaRegistryClientBuilder::new(url.into())
    }

    pub(super) fn new(transport: Transport) -> Self {
        Self {
            transport: Arc::new(transport),
            writer_schemas: Arc::new(Cache::new()),
        }
    }

    /// The registry's URL, without credentials.
    #[must_use]
    pub fn url(&self) -> &str {
        self.transport.url()
    }

    #[cfg(test)]
    pub(super) fn transport(&self) -> &Transport {
        &self.transport
    }

    /// Registers a schema under a subject. One that is already there is not added again, so
    /// repeating a registration does no harm.
    ///
    /// # Errors
    ///
    /// [`Incompatible`](ErrorKind::Incompatible) with the registry's messages,
    /// [`InvalidSchema`](ErrorKind::InvalidSchema), or any kind that concerns the registry itself.
    pub async fn register(
        &self,
        subject: &str,
        definition: &SchemaDefinition,
    ) -> Result<RegisteredSchema, Error> {
        let operation = Operation::Register {
            subject,
            normalize: definition.is_normalized(),
        };
        let answer: RegisteredAnswer = self
            .transport
            .call(operation, json(&SchemaBody::new(definition)))
            .await?;
        Ok(answer.into())
    }

    /// Finds out under which id and version a schema is registered under a subject.
    ///
    /// # Errors
    ///
    /// [`SubjectNotFound`](ErrorKind::SubjectNotFound) or
    /// [`SchemaNotFound`](ErrorKind::SchemaNotFound) if it is not,
    /// [`InvalidSchema`](ErrorKind::InvalidSchema), or any kind that concerns the registry itself.
    pub async fn look_up(
        &self,
        subject: &str,
        definition: &SchemaDefinition,
    ) -> Result<RegisteredSchema, Error> {
        let operation = Operation::LookUp {
            subject,
            normalize: definition.is_normalized(),
        };
        let answer: RegisteredAnswer = self
            .transport
            .call(operation, json(&SchemaBody::new(definition)))
            .await?;
        Ok(answer.into())
    }

    /// Gets the schema with an id. Where ids belong to a context, `subject` says which: any subject
    /// in that context.
    ///
    /// # Errors
    ///
    /// [`SchemaNotFound`](ErrorKind::SchemaNotFound), or any kind that concerns the registry
    /// itself.
    pub async fn schema_by_id(
        &self,
        id: SchemaId,
        subject: Option<&str>,
    ) -> Result<StoredSchema, Error> {
        self.stored(Operation::SchemaById { id, subject }).await
    }

    /// Gets the schema with a GUID.
    ///
    /// # Errors
    ///
    /// [`SchemaNotFound`](ErrorKind::SchemaNotFound), also if the registry knows no GUIDs at all,
    /// or any kind that concerns the registry itself. To tell a registry without GUIDs from a wrong
    /// URL, one that has not answered this client yet is asked for the types of schemas it has.
    pub async fn schema_by_guid(&self, guid: SchemaGuid) -> Result<StoredSchema, Error> {
        match self.stored(Operation::SchemaByGuid { guid }).await {
            Err(error) if answer::is_unknown_request(&error) => Err(self.no_guids(error).await),
            result => result,
        }
    }

    /// Any 16 bytes behind a one look like a GUID. If there is a registry, and it knows none, that
    /// is the fault of the record that holds them; if there is none, of the URL.
    #[cold]
    async fn no_guids(&self, error: Error) -> Error {
        match self.transport.meet_registry().await {
            Ok(()) => answer::no_such_guid(error),
            Err(cause) if cause.is_retryable() => cause,
            Err(_) => error,
        }
    }

    /// Gets one version of a subject, also one that was deleted softly.
    ///
    /// # Errors
    ///
    /// [`SubjectNotFound`](ErrorKind::SubjectNotFound) or
    /// [`VersionNotFound`](ErrorKind::VersionNotFound), or any kind that concerns the registry
    /// itself.
    pub async fn schema_by_version(
        &self,
        subject: &str,
        version: SchemaVersion,
    ) -> Result<StoredSchema, Error> {
        self.stored(Operation::SchemaByVersion { subject, version })
            .await
    }

    async fn stored(&self, operation: Operation<'_>) -> Result<StoredSchema, Error> {
        let answer: StoredAnswer = self.transport.call(operation, None).await?;
        Ok(answer.into())
    }

    /// Lists the versions of a subject.
    ///
    /// # Errors
    ///
    /// [`SubjectNotFound`](ErrorKind::SubjectNotFound), or any kind that concerns the registry
    /// itself.
    pub async fn versions(&self, subject: &str) -> Result<Vec<SchemaVersion>, Error> {
        let answer: VersionsAnswer = self
            .transport
            .call(Operation::Versions { subject }, None)
            .await?;
        Ok(answer.into())
    }

    /// Gets the compatibility level of subjects that have none of their own.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub async fn compatibility(&self) -> Result<CompatibilityLevel, Error> {
        let operation = Operation::Compatibility { subject: None };
        let config: ConfigAnswer = self.transport.call(operation, None).await?;
        // A registry that says nothing has the default of all registries.
        Ok(config.level().unwrap_or_default())
    }

    /// Sets the compatibility level of subjects that have none of their own.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub async fn set_compatibility(&self, level: CompatibilityLevel) -> Result<(), Error> {
        self.set_level(None, level).await
    }

    /// Gets the compatibility level that a subject has of its own, if it has one.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub async fn subject_compatibility(
        &self,
        subject: &str,
    ) -> Result<Option<CompatibilityLevel>, Error> {
        let subject = Some(subject);
        let operation = Operation::Compatibility { subject };
        match self.transport.call::<ConfigAnswer>(operation, None).await {
            Ok(config) => Ok(config.level()),
            Err(error) if error.error_code() == Some(NO_SUBJECT_COMPATIBILITY) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Sets the compatibility level of a subject, which need not exist yet.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub async fn set_subject_compatibility(
        &self,
        subject: &str,
        level: CompatibilityLevel,
    ) -> Result<(), Error> {
        self.set_level(Some(subject), level).await
    }

    async fn set_level(
        &self,
        subject: Option<&str>,
        level: CompatibilityLevel,
    ) -> Result<(), Error> {
        let operation = Operation::SetCompatibility { subject };
        let body = json(&CompatibilityBody::from(level));
        let _: ConfigAnswer = self.transport.call(operation, body).await?;
        Ok(())
    }

    /// Parses a stored schema, having fetched all schemas that it refers to.
    ///
    /// # Errors
    ///
    /// [`UnreadableSchema`](ErrorKind::UnreadableSchema) if it or one that it refers to is no Avro
    /// schema, or if the references go in a circle or are more than 1,000; and whatever fetching
    /// those runs into.
    pub async fn resolve(&self, stored: &StoredSchema) -> Result<Schema, Error> {
        references::resolve(self, stored).await
    }

    /// The schema that a message names, parsed and with its references resolved. It is fetched
    /// once, by one request for all who ask at the same time, and then kept.
    ///
    /// # Errors
    ///
    /// As [`schema_by_id`](Self::schema_by_id), [`schema_by_guid`](Self::schema_by_guid) and
    /// [`resolve`](Self::resolve), and [`CacheFull`](ErrorKind::CacheFull). Nothing is remembered
    /// of a failure: the next one to ask has the registry asked again.
    pub async fn writer_schema(&self, identity: SchemaIdentity) -> Result<&Schema, Error> {
        if self.cached_writer_schema(identity).is_none() {
            let client = self.clone();
            let fetch = || async move { client.fetch_writer_schema(identity).await };
            self.writer_schemas.fill(identity, fetch).await?;
        }
        self.cached_writer_schema(identity)
            .ok_or_else(Error::cache_full)
    }

    /// What [`writer_schema`](Self::writer_schema) has fetched before, without asking the registry.
    #[must_use]
    pub fn cached_writer_schema(&self, identity: SchemaIdentity) -> Option<&Schema> {
        self.writer_schemas.get(&identity)
    }

    /// The error for a serializer that is to write the GUID of a schema and was told none.
    #[cold]
    pub(crate) fn no_guid(&self, subject: String) -> Error {
        Error::new(ErrorKind::NoGuid)
            .with_problem("the registry does not say it, as it knows ids only")
            .with_advice("have ids written, with SchemaIdPlacement::Prefix")
            .with_request(Request {
                purpose: format!("learn the GUID of the schema of subject {subject}"),
                url: self.url().to_owned(),
                subject: Some(subject),
            })
    }

    async fn fetch_writer_schema(&self, identity: SchemaIdentity) -> Result<Schema, Error> {
        let stored = match identity {
            SchemaIdentity::Id(id) => self.schema_by_id(id, None).await?,
            SchemaIdentity::Guid(guid) => self.schema_by_guid(guid).await?,
        };
        self.resolve(&stored).await.map_err(|error| {
            error.with_request(Request {
                purpose: format!("use the schema with {identity}"),
                url: self.url().to_owned(),
                subject: stored.subject,
            })
        })
    }
}

/// The registry's error code for a subject without a level of its own (`Errors.java`).
const NO_SUBJECT_COMPATIBILITY: u32 = 40408;

fn json<B: Serialize>(body: &B) -> Option<Vec<u8>> {
    Some(serde_json::to_vec(body).expect("text and numbers can be written as JSON"))
}

impl fmt::Debug for SchemaRegistryClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SchemaRegistryClient")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}
