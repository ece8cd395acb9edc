//! Tags, metadata and rules of a version that is registered already.

use axum::extract::{Path, State};
use serde::Deserialize;

use super::super::contract::{Metadata, RuleSet};
use super::super::state::{EntityTags, Subject, Tagging, VersionNumber};
use super::super::wire::SchemaAnswer;
use super::answer::{Answer, Result};
use super::request::{Body, now};
use super::router::Shared;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TagRequest {
    new_version: Option<VersionNumber>,
    tags_to_add: Option<Vec<EntityTags>>,
    tags_to_remove: Option<Vec<EntityTags>>,
    metadata: Option<Metadata>,
    rule_set: Option<RuleSet>,
    rules_to_merge: Option<RuleSet>,
    rules_to_remove: Option<Vec<String>>,
}

pub(super) async fn tag(
    State(shared): State<Shared>,
    Path((subject, version)): Path<(String, String)>,
    Body(request): Body<TagRequest>,
) -> Result<Answer<SchemaAnswer>> {
    let selector = version.parse()?;
    let tagging = Tagging {
        new_version: request.new_version,
        add: request.tags_to_add.unwrap_or_default(),
        remove: request.tags_to_remove.unwrap_or_default(),
        metadata: request.metadata.map(Into::into),
        rule_set: request.rule_set,
        rules_to_merge: request.rules_to_merge,
        rules_to_remove: request.rules_to_remove.unwrap_or_default(),
    };
    let mut state = shared.lock();
    let subject = state.aliased(Subject::new(&subject));
    let found = state.tag(&subject, selector, tagging, now())?;
    Ok(Answer(SchemaAnswer::registered(&found)))
}
