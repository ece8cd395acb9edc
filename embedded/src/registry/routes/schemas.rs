//! Schemas by id and GUID.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::errors::Refusal;
use super::super::state::{
    AssociationFilter, ChosenAssociations, SchemaFilter, SchemaId, State as Registered, Subject,
};
use super::super::wire::{SchemaAnswer, text_of};
use super::answer::{Answer, Result, SchemaText};
use super::associations::lifecycle;
use super::request::Parameters;
use super::router::Shared;

/// The lifecycle of what is not associated at all.
const NO_ASSOCIATION: &str = "NONE";

pub(super) async fn contexts(
    State(shared): State<Shared>,
    Query(parameters): Query<Parameters>,
) -> Answer<Vec<String>> {
    let prefix = parameters.text("contextPrefix").unwrap_or_default();
    let mut contexts = shared.lock().contexts();
    contexts.retain(|context| context.starts_with(prefix));
    Answer(parameters.page().of(contexts.into_iter()))
}

pub(super) async fn delete_context(
    State(shared): State<Shared>,
    Path(context): Path<String>,
) -> Result<StatusCode> {
    shared
        .lock()
        .delete_context(&Subject::of_context(&context))?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn types() -> Answer<[&'static str; 1]> {
    Answer(["AVRO"])
}

pub(super) async fn list(
    State(shared): State<Shared>,
    Query(parameters): Query<Parameters>,
) -> Result<Answer<Vec<SchemaAnswer>>> {
    let text = |name| parameters.text(name).filter(|text| !text.is_empty());
    let filter = SchemaFilter {
        prefix: text("subjectPrefix").unwrap_or_default().to_owned(),
        with_aliases: parameters.flag("aliases"),
        deleted: parameters.deleted(),
        latest_only: parameters.flag("latestOnly"),
        rule_type: text("ruleType").map(str::to_owned),
        associations: associations(&parameters)?,
    };
    let listed = shared.lock().schemas(&filter, parameters.page_of_schemas());
    Ok(Answer(
        listed.into_iter().map(SchemaAnswer::listed).collect(),
    ))
}

/// The associations that subjects have to have to be listed, if any are named.
fn associations(parameters: &Parameters) -> Result<Option<ChosenAssociations>> {
    let types: Vec<String> = parameters
        .all("associationType")
        .map(str::to_owned)
        .collect();
    let resource_type = parameters.text("resourceType").map(str::to_owned);
    let names = || parameters.all("lifecycle");
    if types.is_empty() && resource_type.is_none() && names().next().is_none() {
        return Ok(None);
    }
    Ok(Some(ChosenAssociations {
        lifecycles: names()
            .filter(|name| *name != NO_ASSOCIATION)
            .map(lifecycle)
            .collect::<Result<_>>()?,
        or_none: names().any(|name| name == NO_ASSOCIATION),
        of: AssociationFilter {
            resource_type,
            types,
            ..AssociationFilter::default()
        },
    }))
}

pub(super) async fn by_id(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Answer<SchemaAnswer>> {
    let id = parse_id(&id)?;
    let state = shared.lock();
    let subject = subject(&state, &parameters);
    let found = state.by_id(id, &subject)?;
    let max_id = parameters
        .flag("fetchMaxId")
        .then(|| state.highest_id(&found.subject));
    Ok(Answer(
        SchemaAnswer::by_id(&found, max_id).formatted(&found, &parameters),
    ))
}

pub(super) async fn text_by_id(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<SchemaText> {
    let id = parse_id(&id)?;
    let state = shared.lock();
    let found = state.by_id(id, &subject(&state, &parameters))?;
    Ok(SchemaText(text_of(&found, &parameters)))
}

pub(super) async fn subjects_of_id(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Answer<Vec<String>>> {
    let id = parse_id(&id)?;
    let state = shared.lock();
    let subject = subject(&state, &parameters);
    let uses = state.uses_of_id(id, &subject, parameters.flag("deleted"))?;
    let mut subjects = Vec::new();
    for found in uses {
        let subject = found.subject.to_string();
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    Ok(Answer(parameters.page().of(subjects.into_iter())))
}

pub(super) async fn versions_of_id(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Answer<Vec<Value>>> {
    let id = parse_id(&id)?;
    let state = shared.lock();
    let subject = subject(&state, &parameters);
    let uses = state.uses_of_id(id, &subject, parameters.flag("deleted"))?;
    let versions = uses
        .iter()
        .map(|found| json!({ "subject": found.subject.as_str(), "version": found.version }));
    Ok(Answer(parameters.page().of(versions)))
}

pub(super) async fn by_guid(
    State(shared): State<Shared>,
    Path(guid): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Answer<SchemaAnswer>> {
    let guid = guid
        .parse()
        .map_err(|_| Refusal::identity_not_found(&guid))?;
    let found = shared.lock().by_guid(guid)?;
    Ok(Answer(
        SchemaAnswer::by_guid(&found).formatted(&found, &parameters),
    ))
}

pub(super) async fn ids_of_guid(
    State(shared): State<Shared>,
    Path(guid): Path<String>,
) -> Result<Answer<Vec<Value>>> {
    let guid = guid
        .parse()
        .map_err(|_| Refusal::identity_not_found(&guid))?;
    let ids = shared.lock().ids_of_guid(guid)?;
    Ok(Answer(
        ids.iter()
            .map(|(context, id)| json!({ "context": context, "id": id }))
            .collect(),
    ))
}

/// The subject, or the context, that an id is meant in.
fn subject(state: &Registered, parameters: &Parameters) -> Subject {
    state.aliased(Subject::new(parameters.text("subject").unwrap_or_default()))
}

/// Java's server does not know the path of an id that is no number.
fn parse_id(id: &str) -> Result<SchemaId> {
    id.parse()
        .map_err(|_| Refusal::http(404, "HTTP 404 Not Found"))
}
