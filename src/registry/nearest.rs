//! The registered version that is most like a schema that was not found.

use std::fmt;
use std::time::Duration;

use tokio::time::timeout;

use super::client::SchemaRegistryClient;
use super::error::{Error, ErrorKind};
use super::models::{SchemaVersion, StoredSchema, VersionId};
use crate::framing::SchemaId;
use crate::schema::{Schema, SchemaDifference, SchemaDifferenceKind};

/// How many versions are looked at, the newest first.
const MAX_VERSIONS: usize = 4;

/// How long an error may wait for what explains it.
const TIME_TO_EXPLAIN: Duration = Duration::from_secs(5);

/// A registered version, and what a schema differs from it in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NearestVersion {
    /// The version.
    pub version: SchemaVersion,
    /// Its id, where the registry says it.
    pub id: Option<SchemaId>,
    /// Whether it is the subject's latest version.
    pub is_latest: bool,
    /// In what the schema differs from it. Nothing if it differs in nothing that a schema says, such
    /// as the order of properties, or in the texts of references.
    pub differences: Vec<SchemaDifference>,
}

impl SchemaRegistryClient {
    /// Finds the version of a subject that a schema differs least from, among the four newest. There
    /// is none if none of them is an Avro schema.
    ///
    /// # Errors
    ///
    /// As [`versions`](Self::versions) and [`schema_by_version`](Self::schema_by_version).
    pub async fn nearest_version(
        &self,
        subject: &str,
        schema: &Schema,
    ) -> Result<Option<NearestVersion>, Error> {
        let mut versions = self.versions(subject).await?;
        versions.sort_unstable_by(|one, other| other.cmp(one));
        let mut nearest: Option<NearestVersion> = None;
        for (position, &version) in versions.iter().take(MAX_VERSIONS).enumerate() {
            let id = VersionId::Number(version);
            let stored = self.schema_by_version(subject, id).await?;
            let Some(differences) = self.differences(&stored, schema).await? else {
                continue;
            };
            let found = NearestVersion {
                version,
                id: stored.id,
                is_latest: position == 0,
                differences,
            };
            // Of two that are as near the newer one is meant.
            if nearest
                .as_ref()
                .is_none_or(|nearest| found.distance() < nearest.distance())
            {
                nearest = Some(found);
            }
            if nearest.as_ref().is_some_and(NearestVersion::is_very_near) {
                break;
            }
        }
        Ok(nearest)
    }

    /// Nothing if the stored schema is none of Avro.
    async fn differences(
        &self,
        stored: &StoredSchema,
        schema: &Schema,
    ) -> Result<Option<Vec<SchemaDifference>>, Error> {
        match self.resolve(stored).await {
            Ok(registered) => Ok(Some(schema.differences_from(&registered))),
            Err(error) if error.kind() == ErrorKind::UnreadableSchema => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Adds the nearest version to the error of a look-up that did not find a schema. Where that
    /// cannot be learned, or not soon, the error stays as it is.
    #[cold]
    pub(crate) async fn explain_not_found(
        &self,
        error: Error,
        subject: &str,
        schema: &Schema,
    ) -> Error {
        // What was not found may be a type that the schema refers to.
        if error.kind() != ErrorKind::SchemaNotFound || error.subject() != Some(subject) {
            return error;
        }
        match timeout(TIME_TO_EXPLAIN, self.nearest_version(subject, schema)).await {
            Ok(Ok(Some(nearest))) => error.with_nearest(nearest),
            _ => error,
        }
    }
}

impl NearestVersion {
    /// Whether only what is said about data differs, not the data.
    #[must_use]
    pub fn is_written_alike(&self) -> bool {
        let mut differences = self.differences.iter();
        !differences.any(|difference| difference.kind.changes_data())
    }

    /// Whether no other version can be worth looking at.
    fn is_very_near(&self) -> bool {
        self.differences
            .iter()
            .all(|difference| weight(&difference.kind) == 1)
    }

    fn distance(&self) -> usize {
        let weights = self.differences.iter();
        weights.map(|difference| weight(&difference.kind)).sum()
    }
}

/// How much two schemas are apart that differ in this.
fn weight(kind: &SchemaDifferenceKind) -> usize {
    match kind {
        SchemaDifferenceKind::Documentation
        | SchemaDifferenceKind::Aliases
        | SchemaDifferenceKind::SortOrder
        | SchemaDifferenceKind::Property(_) => 1,
        SchemaDifferenceKind::Default | SchemaDifferenceKind::Namespace => 2,
        SchemaDifferenceKind::LogicalType
        | SchemaDifferenceKind::FieldRenamed
        | SchemaDifferenceKind::FieldOrder => 10,
        SchemaDifferenceKind::FieldAdded
        | SchemaDifferenceKind::FieldRemoved
        | SchemaDifferenceKind::Symbols
        | SchemaDifferenceKind::Branches => 20,
        SchemaDifferenceKind::Name | SchemaDifferenceKind::Type | SchemaDifferenceKind::Size => 30,
    }
}

/// Writes which version it is, and in one line what differs.
impl fmt::Display for NearestVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "version {}", self.version)?;
        if let Some(id) = self.id {
            write!(f, " (id {id})")?;
        }
        let line = SchemaDifference::summary(&self.differences);
        write!(f, " is nearest: {line}")
    }
}
