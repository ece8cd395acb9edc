//! Associations of many topics at once.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::errors::Refusal;
use super::super::state::{AssociationChange, AssociationFilter, Lifecycle, Made, Resource};
use super::answer::{Answer, Result};
use super::associations::{Info, ResourceAnswer, TOPIC};
use super::request::{Body, Parameters, now};
use super::router::Shared;

#[derive(Debug, Deserialize)]
pub(super) struct Batch<T> {
    requests: Option<Vec<T>>,
}

/// A topic whose associations are asked for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Get {
    #[serde(flatten)]
    resource: Resource,
    association_types: Option<Vec<String>>,
    lifecycle: Option<Lifecycle>,
}

/// A topic whose associations are to be changed.
#[derive(Debug, Deserialize)]
pub(super) struct Mutation {
    #[serde(flatten)]
    resource: Resource,
    associations: Option<Vec<Operation>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE", tag = "opType")]
enum Operation {
    Create(Box<Info>),
    Upsert(Box<Info>),
    #[serde(rename_all = "camelCase")]
    Delete {
        association_type: Option<String>,
        cascade_lifecycle: Option<bool>,
    },
}

#[derive(Debug, Serialize)]
pub(super) struct BatchAnswer {
    results: Vec<Outcome>,
}

/// What became of one request of a batch.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum Outcome {
    Result(ResourceAnswer),
    Error(Value),
}

type MultiStatus = Result<(StatusCode, Answer<BatchAnswer>)>;

pub(super) async fn get(
    State(shared): State<Shared>,
    Query(parameters): Query<Parameters>,
    Body(batch): Body<Batch<Get>>,
) -> MultiStatus {
    let with_schemas = parameters.flag("includeSchemas");
    each(batch, |request| find(&shared, request, with_schemas))
}

pub(super) async fn mutate(
    State(shared): State<Shared>,
    Query(parameters): Query<Parameters>,
    Body(batch): Body<Batch<Mutation>>,
) -> MultiStatus {
    let context = parameters.text("context").unwrap_or_default();
    let dry_run = parameters.flag("dryRun");
    each(batch, |request| change(&shared, request, context, dry_run))
}

/// Answers each request of a batch, whatever became of those before.
fn each<T>(batch: Batch<T>, answer: impl Fn(T) -> Result<ResourceAnswer>) -> MultiStatus {
    let requests = batch.requests.filter(|requests| !requests.is_empty());
    let requests = requests
        .ok_or_else(|| Refusal::invalid_association("requests", "cannot be null or empty"))?;
    let results = requests.into_iter().map(|request| match answer(request) {
        Ok(answer) => Outcome::Result(answer),
        Err(Refusal { code, message }) => {
            Outcome::Error(json!({ "error_code": code, "message": message }))
        }
    });
    let results = results.collect();
    Ok((StatusCode::MULTI_STATUS, Answer(BatchAnswer { results })))
}

fn find(shared: &Shared, request: Get, with_schemas: bool) -> Result<ResourceAnswer> {
    let Get {
        mut resource,
        association_types,
        lifecycle,
    } = request;
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let (id, name) = (given(&resource.resource_id), given(&resource.resource_name));
    let namespace = given(&resource.resource_namespace);
    let refuse = |property: &str, detail: &str| {
        let detail = format!("property: {property}; detail: {detail}");
        let message = format!("Error while getting associations: {detail}");
        Err(Refusal::http(500, message))
    };
    match (&id, &name, &namespace) {
        (None, None, _) => {
            let detail = "either resourceId or resourceName must be specified";
            return refuse("resourceId", detail);
        }
        (_, Some(_), None) => {
            let detail = "resourceNamespace is required when resourceName is specified";
            return refuse("resourceNamespace", detail);
        }
        _ => {}
    }
    let by_name = id.is_none();
    let filter = AssociationFilter {
        name: name.filter(|_| by_name),
        namespace: namespace.filter(|_| by_name),
        id,
        resource_type: given(&resource.resource_type).or_else(|| Some(TOPIC.to_owned())),
        types: association_types.unwrap_or_default(),
        lifecycle,
        ..AssociationFilter::default()
    };
    let state = shared.lock();
    let found: Vec<Made> = state
        .associations(&filter)
        .into_iter()
        .map(|association| {
            let schema = with_schemas
                .then(|| state.latest_of(&association))
                .flatten();
            (association, schema)
        })
        .collect();
    if let Some((first, _)) = found.first() {
        resource.complete(first);
    }
    Ok(ResourceAnswer::new(resource, found))
}

fn change(
    shared: &Shared,
    request: Mutation,
    context: &str,
    dry_run: bool,
) -> Result<ResourceAnswer> {
    let Mutation {
        resource,
        associations,
    } = request;
    let changes = associations
        .unwrap_or_default()
        .into_iter()
        .map(|operation| operation.into_change(context))
        .collect::<Result<_>>()?;
    let mut state = shared.lock();
    let made = state.change_associations(&resource, changes, dry_run, now())?;
    Ok(ResourceAnswer::new(resource, made))
}

impl Operation {
    fn into_change(self, context: &str) -> Result<AssociationChange> {
        Ok(match self {
            Self::Create(info) => AssociationChange::Create(info.into_wanted(context)?),
            Self::Upsert(info) => AssociationChange::Upsert(info.into_wanted(context)?),
            Self::Delete {
                association_type,
                cascade_lifecycle,
            } => AssociationChange::Delete {
                association_type: association_type.filter(|name| !name.is_empty()),
                cascade: cascade_lifecycle.unwrap_or_default(),
            },
        })
    }
}
