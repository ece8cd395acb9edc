//! The client: what it is. What it can be asked stands in the modules below, by what it concerns.

mod associations;
mod cached;
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

use super::cache_settings::CacheSettings;
use super::config::SchemaRegistryClientBuilder;
use super::error::{Error, ErrorKind, Request};
use super::models::StoredSchema;
use super::references::{self, References};
use super::transport::Transport;
use crate::framing::SchemaIdentity;
use crate::schema::Schema;

use cached::Caches;

pub use cached::RegistryStatistics;
pub(crate) use cached::WriterSchema;
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
    caches: Arc<Caches>,
    references: Arc<References>,
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

    pub(super) fn new(transport: Transport, caches: CacheSettings) -> Self {
        Self {
            transport: Arc::new(transport),
            references: Arc::new(References::new(&caches)),
            caches: Arc::new(Caches::new(caches)),
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

    /// Says which subject's schema was to be written when an error came up.
    pub(crate) fn about_subject(&self, subject: &str, error: Error) -> Error {
        error.with_request(Request {
            purpose: format!("write a schema of subject {subject}"),
            url: self.url().to_owned(),
            subject: Some(subject.to_owned()),
        })
    }
}

impl fmt::Debug for SchemaRegistryClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SchemaRegistryClient")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}
