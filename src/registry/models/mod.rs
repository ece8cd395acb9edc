//! What goes to the registry and what comes back, as types of this crate.

mod association;
mod cluster;
mod compatibility;
mod config;
mod definition;
mod identity;
mod query;
mod rules;
mod stored;
mod tags;
mod text_enum;
mod version;

pub(crate) use config::context_prefix;

pub(super) use association::AssociationBody;

pub use association::{
    AssociatedResource, AssociatedSubject, AssociatedSubjectResult, Association, AssociationChange,
    AssociationQuery, AssociationRequest, AssociationResult, AssociationType, Lifecycle,
};
pub use cluster::{ClusterId, ServerVersion};
pub use compatibility::CompatibilityReport;
pub use config::{Config, Mode, Scope};
pub use definition::SchemaDefinition;
pub use query::SchemaQuery;
pub use rules::{ExecutionEnvironment, Rule, RuleKind, RuleMode, RuleSet};
pub use stored::{ContextId, RegisteredSchema, StoredSchema};
pub use tags::{EntityType, SchemaEntity, SchemaTags, TagChange};
pub use version::{SchemaVersion, SubjectVersion, VersionId};
