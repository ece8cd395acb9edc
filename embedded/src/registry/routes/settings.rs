//! Configurations and modes: of everything, or of the subject in the path.

use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::state::{ConfigUpdate, Mode, Scope, Subject};
use super::answer::{Answer, Result};
use super::request::{Body, Parameters};
use super::router::Shared;

#[derive(Debug, Deserialize)]
pub(super) struct ModeUpdate {
    /// Null forgets the mode.
    #[serde(default)]
    mode: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct ModeAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<Mode>,
}

pub(super) async fn config(
    State(shared): State<Shared>,
    subject: Option<Path<String>>,
    Query(parameters): Query<Parameters>,
) -> Result<Answer<Map<String, Value>>> {
    let config = shared
        .lock()
        .config(&scope(subject), parameters.flag("defaultToGlobal"))?;
    Ok(Answer(config.members("compatibilityLevel")))
}

pub(super) async fn set_config(
    State(shared): State<Shared>,
    subject: Option<Path<String>>,
    Body(update): Body<ConfigUpdate>,
) -> Result<Answer<Map<String, Value>>> {
    let update = update.check()?;
    let answer = update.as_config().members("compatibility");
    shared.lock().set_config(scope(subject), update)?;
    Ok(Answer(answer))
}

pub(super) async fn delete_config(
    State(shared): State<Shared>,
    subject: Option<Path<String>>,
) -> Result<Answer<Map<String, Value>>> {
    let config = shared.lock().delete_config(&scope(subject))?;
    Ok(Answer(config.members("compatibilityLevel")))
}

pub(super) async fn mode(
    State(shared): State<Shared>,
    subject: Option<Path<String>>,
    Query(parameters): Query<Parameters>,
) -> Result<Answer<ModeAnswer>> {
    let mode = shared
        .lock()
        .mode(&scope(subject), parameters.flag("defaultToGlobal"))?;
    Ok(Answer(ModeAnswer { mode: Some(mode) }))
}

pub(super) async fn set_mode(
    State(shared): State<Shared>,
    subject: Option<Path<String>>,
    Query(parameters): Query<Parameters>,
    Body(update): Body<ModeUpdate>,
) -> Result<Answer<ModeAnswer>> {
    let mode = update.mode.map(|mode| mode.parse()).transpose()?;
    shared
        .lock()
        .set_mode(scope(subject), mode, parameters.flag("force"))?;
    Ok(Answer(ModeAnswer { mode }))
}

pub(super) async fn delete_mode(
    State(shared): State<Shared>,
    subject: Option<Path<String>>,
    Query(parameters): Query<Parameters>,
) -> Result<Answer<ModeAnswer>> {
    let mode = shared
        .lock()
        .delete_mode(&scope(subject), parameters.flag("recursive"))?;
    Ok(Answer(ModeAnswer { mode }))
}

/// The default context, `:.:`, is no scope of its own.
fn scope(subject: Option<Path<String>>) -> Scope {
    let Path(subject) = subject?;
    let subject = Subject::new(&subject);
    (!subject.as_str().is_empty()).then_some(subject)
}
