//! The client: what it is, and the schemas that it keeps. What it can be asked stands in the
//! modules below, by what it concerns.

mod associations;
mod cluster;
mod compatibility;
mod config;
mod contexts;
mod publish;
mod raw;
mod schemas;
mod subjects;

use std::fmt;
use std::sync::Arc;

use super::cache::Cache;
use super::config::SchemaRegistryClientBuilder;
use super::error::{Error, ErrorKind, Request};
use super::models::{RuleSet, StoredSchema};
use super::references::{self, References};
use super::transport::Transport;
use crate::framing::SchemaIdentity;
use crate::schema::Schema;

pub use raw::RawRequest;

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
    writer_schemas: Arc<Cache<SchemaIdentity, WriterSchema>>,
    references: Arc<References>,
}

/// A schema that messages name.
#[derive(Debug)]
pub(crate) struct WriterSchema {
    /// The schema, its references resolved.
    pub(crate) schema: Schema,
    /// The rules of its data contract.
    pub(crate) rule_set: Option<RuleSet>,
}

impl SchemaRegistryClient {
    /// Starts the settings of a client of the registry at `url`, such as `http://localhost:8081`.
    ///
    /// The URL may hold user and password, and a path that stands before those of the registry's
    /// API (Apicurio's is `/apis/ccompat/v7`). It may be a list of URLs of the same registry,
    /// separated by commas (`schema.registry.url`), see
    /// [`additional_url`](SchemaRegistryClientBuilder::additional_url); a comma in a password is
    /// written as `%2C`.
    pub fn builder(url: impl Into<String>) -> SchemaRegistryClientBuilder {
        SchemaRegistryClientBuilder::new(url.into())
    }

    pub(super) fn new(transport: Transport) -> Self {
        Self {
            transport: Arc::new(transport),
            writer_schemas: Arc::new(Cache::new()),
            references: Arc::default(),
        }
    }

    /// The registry's URL, without credentials. Of several the one that is asked first now.
    #[must_use]
    pub fn url(&self) -> &str {
        self.transport.url()
    }

    pub(super) fn references(&self) -> &References {
        &self.references
    }

    pub(super) fn transport(&self) -> &Transport {
        &self.transport
    }

    /// Parses a stored schema together with all that it refers to, directly and through others.
    ///
    /// A registry that resolves references itself, as Confluent's does with `format=resolved`, is
    /// asked for the whole at once. From any other, each schema that is referred to is fetched, and
    /// kept: the next one that refers to it needs no request. A subject without a context is looked
    /// for in that of the schema that names it, as [`StoredSchema::subject`] says.
    ///
    /// # Errors
    ///
    /// [`UnreadableSchema`](ErrorKind::UnreadableSchema) if it or one that it refers to is no Avro
    /// schema, or if the references go in a circle, are more than 1,000, lead over more than 256
    /// schemas, or have more than 64 MiB of text; and whatever fetching those runs into.
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
        self.cached_writer(identity).map(|writer| &writer.schema)
    }

    /// As [`cached_writer_schema`](Self::cached_writer_schema), along with the schema's rules.
    pub(crate) fn cached_writer(&self, identity: SchemaIdentity) -> Option<&WriterSchema> {
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

    /// Says what a schema was to be used for when an error came up.
    pub(crate) fn about_use(&self, identity: SchemaIdentity, error: Error) -> Error {
        error.with_request(Request {
            purpose: format!("use the schema with {identity}"),
            url: self.url().to_owned(),
            subject: None,
        })
    }

    async fn fetch_writer_schema(&self, identity: SchemaIdentity) -> Result<WriterSchema, Error> {
        let stored = match identity {
            SchemaIdentity::Id(id) => StoredSchema {
                id: Some(id),
                ..self.schema_by_id(id, None).await?
            },
            SchemaIdentity::Guid(guid) => StoredSchema {
                guid: Some(guid),
                ..self.schema_by_guid(guid).await?
            },
        };
        match self.resolve(&stored).await {
            Ok(schema) => Ok(WriterSchema {
                schema,
                rule_set: stored.rule_set,
            }),
            Err(error) => Err(error.with_request(Request {
                purpose: format!("use the schema with {identity}"),
                url: self.url().to_owned(),
                subject: stored.subject,
            })),
        }
    }
}

impl fmt::Debug for SchemaRegistryClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SchemaRegistryClient")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}
