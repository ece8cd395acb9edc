//! The registry's JSON. Members that are not read are ignored, and no number is taken that does
//! not fit its type.

mod checked;
mod members;
mod schema;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::models::{
    Association, ClusterId, ContextId, Mode, SchemaVersion, StoredSchema, SubjectVersion,
};
use crate::framing::SchemaId;

pub(super) use checked::Checked;
pub(super) use members::{level, metadata, millis, other_members, stored, version};
pub(super) use schema::{DefinitionBody, RegisteredAnswer, StoredAnswer};

/// What a list of a registry holds, and what it becomes here.
pub(super) trait Listed: Send + Sized + 'static {
    type Answer: DeserializeOwned + Into<Self> + Send;
}

impl Listed for String {
    type Answer = Self;
}

impl Listed for SchemaVersion {
    type Answer = Checked<Self>;
}

impl Listed for SchemaId {
    type Answer = Checked<Self>;
}

impl Listed for StoredSchema {
    type Answer = StoredAnswer;
}

impl Listed for SubjectVersion {
    type Answer = SubjectVersionAnswer;
}

impl Listed for ContextId {
    type Answer = ContextIdAnswer;
}

impl Listed for Association {
    type Answer = Self;
}

/// `{"subject": "a", "version": 1}`.
#[derive(Deserialize)]
pub(super) struct SubjectVersionAnswer {
    subject: String,
    version: Checked<SchemaVersion>,
}

impl From<SubjectVersionAnswer> for SubjectVersion {
    fn from(answer: SubjectVersionAnswer) -> Self {
        Self {
            subject: answer.subject,
            version: answer.version.0,
        }
    }
}

/// `{"context": ".", "id": 1}`.
#[derive(Deserialize)]
pub(super) struct ContextIdAnswer {
    context: String,
    id: Checked<SchemaId>,
}

impl From<ContextIdAnswer> for ContextId {
    fn from(answer: ContextIdAnswer) -> Self {
        Self {
            context: answer.context,
            id: answer.id.0,
        }
    }
}

/// The answer to a request for a mode, and to one that changes it.
#[derive(Deserialize)]
pub(super) struct ModeAnswer {
    pub(super) mode: Mode,
}

/// The answer to a request for the ids of the clusters.
#[derive(Deserialize)]
pub(super) struct ClusterAnswer {
    scope: ScopeAnswer,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ScopeAnswer {
    path: Vec<String>,
    clusters: BTreeMap<String, String>,
}

impl From<ClusterAnswer> for ClusterId {
    fn from(answer: ClusterAnswer) -> Self {
        Self {
            path: answer.scope.path,
            clusters: answer.scope.clusters,
        }
    }
}

/// The answer to a request for where a registry runs.
#[derive(Deserialize)]
pub(super) struct DeploymentAnswer {
    #[serde(default)]
    pub(super) attributes: Vec<String>,
}

/// The answer to a request that is refused.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ErrorAnswer {
    pub(super) error_code: Option<u32>,
    pub(super) message: Option<String>,
}
