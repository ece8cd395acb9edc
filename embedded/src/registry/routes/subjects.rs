//! Subjects and their versions.

use axum::extract::{Path, Query, State};

use super::super::state::{SchemaId, Subject, Submission, VersionNumber};
use super::super::wire::{SchemaAnswer, SchemaRequest, text_of};
use super::answer::{Answer, Result, SchemaText};
use super::request::{Body, Parameters, now};
use super::router::Shared;

pub(super) async fn list(
    State(shared): State<Shared>,
    Query(parameters): Query<Parameters>,
) -> Answer<Vec<String>> {
    Answer(shared.lock().subjects(
        parameters.text("subjectPrefix").unwrap_or_default(),
        parameters.deleted(),
        parameters.page(),
    ))
}

pub(super) async fn register(
    State(shared): State<Shared>,
    Path(subject): Path<String>,
    Query(parameters): Query<Parameters>,
    Body(request): Body<SchemaRequest>,
) -> Result<Answer<SchemaAnswer>> {
    let mut state = shared.lock();
    let subject = state.aliased(Subject::new(&subject));
    let submission = Submission {
        force: parameters.flag("force"),
        ..request.into_submission(parameters.flag("normalize"))?
    };
    let found = state.register(&subject, submission, now())?;
    Ok(Answer(
        SchemaAnswer::registered(&found).formatted(&found, &parameters),
    ))
}

pub(super) async fn look_up(
    State(shared): State<Shared>,
    Path(subject): Path<String>,
    Query(parameters): Query<Parameters>,
    Body(request): Body<SchemaRequest>,
) -> Result<Answer<SchemaAnswer>> {
    let state = shared.lock();
    let subject = state.aliased(Subject::new(&subject));
    let existing = state.look_up(
        &subject,
        &request.into_submission(parameters.flag("normalize"))?,
        parameters.flag("deleted"),
    )?;
    Ok(Answer(
        SchemaAnswer::looked_up(&existing).formatted(existing.found(), &parameters),
    ))
}

pub(super) async fn versions(
    State(shared): State<Shared>,
    Path(subject): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Answer<Vec<VersionNumber>>> {
    let state = shared.lock();
    let subject = state.aliased(Subject::new(&subject));
    let as_negative = parameters.flag("deletedAsNegative");
    let numbers = state.version_numbers(&subject, parameters.deleted(), as_negative)?;
    Ok(Answer(parameters.page().of(numbers.into_iter())))
}

pub(super) async fn version(
    State(shared): State<Shared>,
    Path((subject, version)): Path<(String, String)>,
    Query(parameters): Query<Parameters>,
) -> Result<Answer<SchemaAnswer>> {
    let selector = version.parse()?;
    let state = shared.lock();
    let subject = state.aliased(Subject::new(&subject));
    let found = state.version_anywhere(&subject, selector, parameters.flag("deleted"))?;
    Ok(Answer(
        SchemaAnswer::version(&found).formatted(&found, &parameters),
    ))
}

pub(super) async fn text(
    State(shared): State<Shared>,
    Path((subject, version)): Path<(String, String)>,
    Query(parameters): Query<Parameters>,
) -> Result<SchemaText> {
    let selector = version.parse()?;
    let state = shared.lock();
    let subject = state.aliased(Subject::new(&subject));
    let found = state.version_anywhere(&subject, selector, parameters.flag("deleted"))?;
    Ok(SchemaText(text_of(&found, &parameters)))
}

pub(super) async fn referrers(
    State(shared): State<Shared>,
    Path((subject, version)): Path<(String, String)>,
    Query(parameters): Query<Parameters>,
) -> Result<Answer<Vec<SchemaId>>> {
    let selector = version.parse()?;
    let state = shared.lock();
    let subject = state.aliased(Subject::new(&subject));
    let found = state.version_anywhere(&subject, selector, true)?;
    let ids = state.referrers(&found.subject, found.version, parameters.flag("deleted"));
    Ok(Answer(parameters.page_of_schemas().of(ids.into_iter())))
}

pub(super) async fn latest_with_metadata(
    State(shared): State<Shared>,
    Path(subject): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Answer<SchemaAnswer>> {
    let properties: Vec<(String, String)> = parameters
        .all("key")
        .zip(parameters.all("value"))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    let state = shared.lock();
    let subject = state.aliased(Subject::new(&subject));
    let found = state.latest_with_properties(&subject, &properties, parameters.flag("deleted"))?;
    Ok(Answer(
        SchemaAnswer::version(&found).formatted(&found, &parameters),
    ))
}

pub(super) async fn delete(
    State(shared): State<Shared>,
    Path(subject): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Answer<Vec<VersionNumber>>> {
    let mut state = shared.lock();
    let subject = state.aliased(Subject::new(&subject));
    let numbers = state.delete_subject(&subject, parameters.flag("permanent"))?;
    Ok(Answer(numbers))
}

pub(super) async fn delete_version(
    State(shared): State<Shared>,
    Path((subject, version)): Path<(String, String)>,
    Query(parameters): Query<Parameters>,
) -> Result<Answer<VersionNumber>> {
    let selector = version.parse()?;
    let mut state = shared.lock();
    let subject = state.aliased(Subject::new(&subject));
    let number = state.delete_version(&subject, selector, parameters.flag("permanent"))?;
    Ok(Answer(number))
}
