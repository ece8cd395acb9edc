//! Whether a schema could be registered.

use axum::extract::{Path, Query, State};
use serde::Serialize;

use super::super::state::Subject;
use super::super::wire::SchemaRequest;
use super::answer::{Answer, Result};
use super::request::{Body, Parameters};
use super::router::Shared;

#[derive(Debug, Serialize)]
pub(super) struct Verdict {
    is_compatible: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    messages: Option<Vec<String>>,
}

pub(super) async fn with_one(
    State(shared): State<Shared>,
    Path((subject, version)): Path<(String, String)>,
    Query(parameters): Query<Parameters>,
    Body(request): Body<SchemaRequest>,
) -> Result<Answer<Verdict>> {
    let selector = version.parse()?;
    let state = shared.lock();
    let subject = state.aliased(Subject::new(&subject));
    verdict(
        &parameters,
        state.check_with(
            &subject,
            selector,
            request.into_submission(parameters.flag("normalize"))?,
        ),
    )
}

pub(super) async fn with_all(
    State(shared): State<Shared>,
    Path(subject): Path<String>,
    Query(parameters): Query<Parameters>,
    Body(request): Body<SchemaRequest>,
) -> Result<Answer<Verdict>> {
    let state = shared.lock();
    let subject = state.aliased(Subject::new(&subject));
    verdict(
        &parameters,
        state.check_all(
            &subject,
            request.into_submission(parameters.flag("normalize"))?,
        ),
    )
}

/// The verdict on a schema. With `verbose`, one that cannot be parsed is merely incompatible.
fn verdict(parameters: &Parameters, messages: Result<Vec<String>>) -> Result<Answer<Verdict>> {
    let verbose = parameters.flag("verbose");
    let messages = match messages {
        Err(refusal) if verbose && refusal.code == 42201 => vec![refusal.message],
        messages => messages?,
    };
    Ok(Answer(Verdict {
        is_compatible: messages.is_empty(),
        messages: verbose.then_some(messages),
    }))
}
