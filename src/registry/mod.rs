//! The Schema Registry's client, and what it keeps of the answers.

mod answer;
pub mod authentication;
mod cache;
mod cache_settings;
mod client;
mod config;
mod contract;
#[cfg(feature = "schema-registry-converter")]
mod converter;
mod endpoints;
mod error;
mod http;
pub mod listing;
mod models;
mod nearest;
mod operation;
mod publication;
mod recent;
mod reference_subjects;
mod references;
mod secret;
mod selection;
mod statistics;
mod table;
mod tls;
mod transport;
mod wire;

pub(crate) use cache::Cache;
pub(crate) use client::WriterSchema;
pub(crate) use contract::require_no_rules;
pub(crate) use publication::{Action, PublicationSettings, publish};
pub(crate) use recent::{Recent, RecentKey};
pub(crate) use table::{Entry, Table};

pub use cache_settings::CacheSettings;
pub use client::{RawRequest, RegistryStatistics, SchemaRegistryClient};
pub use config::SchemaRegistryClientBuilder;
pub use error::{Error, ErrorKind};
pub use listing::Listing;
pub(crate) use models::context_prefix;
pub use models::{
    AssociatedResource, AssociatedSubject, AssociatedSubjectResult, Association, AssociationChange,
    AssociationQuery, AssociationRequest, AssociationResult, AssociationType, ClusterId,
    CompatibilityReport, Config, ContextId, EntityType, ExecutionEnvironment, Lifecycle, Mode,
    RegisteredSchema, Rule, RuleKind, RuleMode, RuleSet, SchemaDefinition, SchemaEntity,
    SchemaQuery, SchemaTags, SchemaVersion, Scope, ServerVersion, StoredSchema, SubjectVersion,
    TagChange, VersionId,
};
pub use nearest::NearestVersion;
pub use publication::{Publication, Published, PublishedType};
pub use reference_subjects::{ReferenceSubjectFunction, ReferenceSubjectNameStrategy};
pub use selection::{PinnedSchemas, SchemaSelection};
pub use statistics::CacheStatistics;

pub use crate::framing::{SchemaId, SchemaIdentity};
pub use crate::schema::{SchemaGuid, SchemaReference};
