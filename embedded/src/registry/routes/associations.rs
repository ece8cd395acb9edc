//! Associations of topics with subjects.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use super::super::errors::Refusal;
use super::super::state::{
    Association, AssociationFilter, Lifecycle, Made, Resource, Subject, Wanted,
};
use super::super::wire::{SchemaAnswer, SchemaRequest};
use super::answer::{Answer, Result};
use super::request::{Body, Parameters, now};
use super::router::Shared;

/// The name, or the namespace, that means every one.
const EVERY: &str = "-";

/// The one type of resource that there is.
pub(super) const TOPIC: &str = "topic";

#[derive(Debug, Deserialize)]
pub(super) struct Request {
    #[serde(flatten)]
    resource: Resource,
    associations: Option<Vec<Info>>,
}

/// An association that is to be.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Info {
    subject: Option<String>,
    association_type: Option<String>,
    lifecycle: Option<Lifecycle>,
    frozen: Option<bool>,
    schema: Option<SchemaRequest>,
    normalize: Option<bool>,
}

/// A topic with associations of it.
#[derive(Debug, Serialize)]
pub(super) struct ResourceAnswer {
    #[serde(flatten)]
    resource: Resource,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    associations: Vec<InfoAnswer>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct InfoAnswer {
    subject: String,
    association_type: String,
    lifecycle: Lifecycle,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<SchemaAnswer>,
}

pub(super) async fn of_subject(
    State(shared): State<Shared>,
    Path(subject): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Answer<Vec<Association>>> {
    let subject = Some(shared.lock().aliased(Subject::new(&subject)));
    list(&shared, &parameters, |filter| AssociationFilter {
        subject,
        ..filter
    })
}

pub(super) async fn of_name(
    State(shared): State<Shared>,
    Path((namespace, name)): Path<(String, String)>,
    Query(parameters): Query<Parameters>,
) -> Result<Answer<Vec<Association>>> {
    let given = |text: String| (text != EVERY).then_some(text);
    list(&shared, &parameters, |filter| AssociationFilter {
        namespace: given(namespace),
        name: given(name),
        ..filter
    })
}

pub(super) async fn of_id(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Answer<Vec<Association>>> {
    list(&shared, &parameters, |filter| AssociationFilter {
        id: Some(id),
        ..filter
    })
}

pub(super) async fn create(
    State(shared): State<Shared>,
    Query(parameters): Query<Parameters>,
    Body(request): Body<Request>,
) -> Result<Answer<ResourceAnswer>> {
    associate(&shared, &parameters, request, false)
}

pub(super) async fn upsert(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
    Body(mut request): Body<Request>,
) -> Result<Answer<ResourceAnswer>> {
    let named = request.resource.resource_id.get_or_insert(id.clone());
    if *named != id {
        let detail =
            "Resource ID in the path parameter does not match the resource ID in the request body";
        return Err(Refusal::invalid_association("resourceId", detail));
    }
    associate(&shared, &parameters, request, true)
}

pub(super) async fn delete(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<StatusCode> {
    let filter = AssociationFilter {
        id: Some(id),
        ..filter(&parameters)?
    };
    shared.lock().dissociate(
        &filter,
        parameters.flag("cascadeLifecycle"),
        parameters.flag("dryRun"),
    )?;
    Ok(StatusCode::NO_CONTENT)
}

fn list(
    shared: &Shared,
    parameters: &Parameters,
    narrow: impl FnOnce(AssociationFilter) -> AssociationFilter,
) -> Result<Answer<Vec<Association>>> {
    let filter = narrow(filter(parameters)?);
    let found = shared.lock().associations(&filter);
    Ok(Answer(parameters.page_of_schemas().of(found.into_iter())))
}

fn filter(parameters: &Parameters) -> Result<AssociationFilter> {
    let lifecycle = match parameters.text("lifecycle") {
        None | Some("") => None,
        Some(name) => Some(lifecycle(name)?),
    };
    let resource_type = parameters.text("resourceType");
    Ok(AssociationFilter {
        resource_type: resource_type
            .filter(|name| !name.is_empty())
            .map(str::to_owned),
        types: parameters
            .all("associationType")
            .map(str::to_owned)
            .collect(),
        lifecycle,
        ..AssociationFilter::default()
    })
}

/// Java does not find a path for a parameter that is none of an enum's.
pub(super) fn lifecycle(name: &str) -> Result<Lifecycle> {
    match name {
        "STRONG" => Ok(Lifecycle::Strong),
        "WEAK" => Ok(Lifecycle::Weak),
        _ => Err(Refusal::http(404, "HTTP 404 Not Found")),
    }
}

fn associate(
    shared: &Shared,
    parameters: &Parameters,
    request: Request,
    is_upsert: bool,
) -> Result<Answer<ResourceAnswer>> {
    let Request {
        resource,
        associations,
    } = request;
    let context = parameters.text("context").unwrap_or_default();
    let associations = associations
        .unwrap_or_default()
        .into_iter()
        .map(|info| info.into_wanted(context))
        .collect::<Result<_>>()?;
    let mut state = shared.lock();
    let dry_run = parameters.flag("dryRun");
    let made = state.associate(&resource, associations, is_upsert, dry_run, now())?;
    Ok(Answer(ResourceAnswer::new(resource, made)))
}

impl ResourceAnswer {
    pub(super) fn new(resource: Resource, associations: Vec<Made>) -> Self {
        let resource_type = resource.resource_type.filter(|name| !name.is_empty());
        Self {
            resource: Resource {
                resource_type: resource_type.or_else(|| Some(TOPIC.to_owned())),
                ..resource
            },
            associations: associations.into_iter().map(InfoAnswer::from).collect(),
        }
    }
}

impl Info {
    pub(super) fn into_wanted(self, context: &str) -> Result<Wanted> {
        let subject = self.subject.map(|subject| {
            let context = Subject::new(context);
            context.refer_to(&subject).to_string()
        });
        let normalize = self.normalize.unwrap_or_default();
        let schema = self.schema.map(|schema| schema.into_submission(normalize));
        Ok(Wanted {
            subject,
            association_type: self.association_type,
            lifecycle: self.lifecycle,
            frozen: self.frozen,
            schema: schema.transpose()?,
        })
    }
}

impl From<Made> for InfoAnswer {
    fn from((association, schema): Made) -> Self {
        Self {
            subject: association.subject,
            association_type: association.association_type,
            lifecycle: association.lifecycle,
            schema: schema.as_ref().map(SchemaAnswer::version),
        }
    }
}
