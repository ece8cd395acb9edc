//! What the client keeps of the registry's answers.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::SchemaRegistryClient;
use crate::framing::SchemaIdentity;
use crate::registry::cache::Cache;
use crate::registry::cache_settings::CacheSettings;
use crate::registry::error::{Error, Request};
use crate::registry::models::{RuleSet, StoredSchema, VersionId};
use crate::registry::statistics::CacheStatistics;
use crate::schema::Schema;

/// The caches that all clones of a client share.
pub(super) struct Caches {
    settings: CacheSettings,
    writer_schemas: Arc<Cache<WriterKey, Arc<WriterSchema>>>,
    latest: Arc<Cache<LatestKey, Arc<StoredSchema>>>,
}

/// A schema that messages name.
#[derive(Debug)]
pub(crate) struct WriterSchema {
    /// The schema, its references resolved.
    pub(crate) schema: Schema,
    /// The rules of its data contract.
    pub(crate) rule_set: Option<RuleSet>,
}

/// What a message names, and where that is to be looked up.
#[derive(Clone, PartialEq, Eq, Hash)]
struct WriterKey {
    identity: SchemaIdentity,
    /// As the registry is asked: a context, a subject, or neither.
    scope: Option<Box<str>>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct LatestKey {
    subject: Box<str>,
    /// What the version's metadata must have.
    properties: BTreeMap<String, String>,
}

/// How a client's caches are used: [`SchemaRegistryClient::statistics`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RegistryStatistics {
    /// The schemas that messages name: [`SchemaRegistryClient::writer_schema`].
    pub writer_schemas: CacheStatistics,
    /// The latest versions of subjects: [`SchemaRegistryClient::latest_schema`].
    pub latest_schemas: CacheStatistics,
    /// Versions of subjects that schemas refer to: [`SchemaRegistryClient::resolve`].
    pub references: CacheStatistics,
}

impl Caches {
    pub(super) fn new(settings: CacheSettings) -> Self {
        let capacity = settings.entries();
        Self {
            writer_schemas: Arc::new(Cache::new(capacity, settings.final_answers())),
            latest: Arc::new(Cache::new(capacity, settings.passing_answers())),
            settings,
        }
    }
}

impl SchemaRegistryClient {
    /// The schema that a message names, parsed and with its references resolved. It is fetched
    /// once, by one request for all who ask at the same time, and then kept.
    ///
    /// Ids belong to contexts. `subject` says in which one the id is meant: any subject in that
    /// context, or the context itself, as `:.context:`. Of a subject that names no context, such as
    /// `flights-value`, the registry looks into the default context first, and then into the others
    /// for one that has this subject with this id. With no subject the default context is meant.
    /// GUIDs belong to no context.
    ///
    /// # Errors
    ///
    /// As [`schema_by_id`](Self::schema_by_id), [`schema_by_guid`](Self::schema_by_guid) and
    /// [`resolve`](Self::resolve). That the schema cannot be had is remembered for a while
    /// ([`CacheSettings::failure_time_to_live`]); after any other error the next one to ask has
    /// the registry asked again.
    pub async fn writer_schema(
        &self,
        identity: SchemaIdentity,
        subject: Option<&str>,
    ) -> Result<Schema, Error> {
        let key = WriterKey::new(identity, subject);
        let schemas = &self.caches.writer_schemas;
        if let Some(schema) = schemas.get(&key, |writer| writer.schema.clone()) {
            return Ok(schema);
        }
        let (client, scope) = (self.clone(), key.scope.clone());
        let fetch = || async move {
            let writer = client.fetch_writer_schema(identity, scope.as_deref()).await;
            writer.map(Arc::new)
        };
        let entry = schemas.fill(key, fetch).await?;
        Ok(entry.value().schema.clone())
    }

    /// What [`writer_schema`](Self::writer_schema) has fetched before, without asking the registry.
    #[must_use]
    pub fn cached_writer_schema(
        &self,
        identity: SchemaIdentity,
        subject: Option<&str>,
    ) -> Option<Schema> {
        let writer = self.cached_writer(identity, subject)?;
        Some(writer.schema.clone())
    }

    /// As [`cached_writer_schema`](Self::cached_writer_schema), along with the schema's rules.
    pub(crate) fn cached_writer(
        &self,
        identity: SchemaIdentity,
        subject: Option<&str>,
    ) -> Option<Arc<WriterSchema>> {
        let key = WriterKey::new(identity, subject);
        self.caches.writer_schemas.get(&key, Arc::clone)
    }

    /// The latest version of a subject. It is fetched by one request for all who ask at the same
    /// time, and then kept for a while, after which whoever asks first has it fetched again
    /// ([`CacheSettings::latest_time_to_live`]). Registering or deleting schemas of the subject
    /// through this client makes it fetched again at once.
    ///
    /// [`schema_by_version`](Self::schema_by_version) with [`VersionId::Latest`] always asks.
    ///
    /// # Errors
    ///
    /// As [`schema_by_version`](Self::schema_by_version), and for as long as
    /// [`writer_schema`](Self::writer_schema) says.
    pub async fn latest_schema(&self, subject: &str) -> Result<Arc<StoredSchema>, Error> {
        self.latest_schema_with_metadata(subject, &BTreeMap::new())
            .await
    }

    /// The latest version of a subject whose metadata has all these properties, kept as
    /// [`latest_schema`](Self::latest_schema) is. With no properties it is that one.
    ///
    /// [`latest_with_metadata`](Self::latest_with_metadata) always asks.
    ///
    /// # Errors
    ///
    /// As [`latest_schema`](Self::latest_schema).
    pub async fn latest_schema_with_metadata(
        &self,
        subject: &str,
        properties: &BTreeMap<String, String>,
    ) -> Result<Arc<StoredSchema>, Error> {
        let key = LatestKey {
            subject: subject.into(),
            properties: properties.clone(),
        };
        let latest = &self.caches.latest;
        if let Some(schema) = latest.get(&key, Arc::clone) {
            return Ok(schema);
        }
        let (client, wanted) = (self.clone(), key.clone());
        let fetch = || async move { client.fetch_latest(&wanted).await.map(Arc::new) };
        let entry = latest.fill(key, fetch).await?;
        Ok(Arc::clone(entry.value()))
    }

    /// How the client's caches have been used since it was made, by all its clones together.
    /// Deserializers have caches of their own in front of these. Serializers keep what they write
    /// themselves, and ask past `latest_schemas`.
    #[must_use]
    pub fn statistics(&self) -> RegistryStatistics {
        RegistryStatistics {
            writer_schemas: self.caches.writer_schemas.statistics(),
            latest_schemas: self.caches.latest.statistics(),
            references: self.references.statistics(),
        }
    }

    pub(crate) fn cache_settings(&self) -> &CacheSettings {
        &self.caches.settings
    }

    /// Has the latest version of a subject, which has changed, fetched again.
    pub(super) fn forget_latest(&self, subject: &str) {
        self.caches.latest.forget_if(|key| *key.subject == *subject);
    }

    async fn fetch_latest(&self, key: &LatestKey) -> Result<StoredSchema, Error> {
        if key.properties.is_empty() {
            self.schema_by_version(&key.subject, VersionId::Latest)
                .await
        } else {
            self.latest_with_metadata(&key.subject, &key.properties)
                .await
        }
    }

    async fn fetch_writer_schema(
        &self,
        identity: SchemaIdentity,
        scope: Option<&str>,
    ) -> Result<WriterSchema, Error> {
        let stored = match identity {
            SchemaIdentity::Id(id) => {
                let stored = self.schema_by_id(id, scope).await?;
                StoredSchema {
                    id: Some(id),
                    // Not every registry says in which context the references are meant.
                    subject: stored.subject.or_else(|| scope.map(str::to_owned)),
                    ..stored
                }
            }
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

impl WriterKey {
    fn new(identity: SchemaIdentity, subject: Option<&str>) -> Self {
        let scope = match identity {
            SchemaIdentity::Id(_) => subject.map(|subject| context_of(subject).unwrap_or(subject)),
            SchemaIdentity::Guid(_) => None,
        };
        Self {
            identity,
            scope: scope.map(Into::into),
        }
    }
}

/// The context that a subject names, `:.staging:` of `:.staging:flights-value`
/// (`QualifiedSubject.java`).
fn context_of(subject: &str) -> Option<&str> {
    let name = subject.strip_prefix(":.")?;
    let end = name.find(':')?;
    subject.get(..end + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_is_what_stands_between_colons() {
        assert_eq!(context_of(":.staging:a"), Some(":.staging:"));
        assert_eq!(context_of(":.:a"), Some(":.:"));
        assert_eq!(context_of(":.staging:"), Some(":.staging:"));
        assert_eq!(context_of("a:.b:c"), None);
        assert_eq!(context_of(":.staging"), None);
    }
}
