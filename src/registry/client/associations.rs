//! Associations: which subjects belong to which topics.

use reqwest::Method;
use serde::{Deserialize, Serialize};

use super::SchemaRegistryClient;
use crate::registry::answer;
use crate::registry::error::Error;
use crate::registry::listing::{Associations, Listing};
use crate::registry::models::{
    AssociatedResource, AssociationBody, AssociationChange, AssociationQuery, AssociationRequest,
    AssociationResult, AssociationType,
};
use crate::registry::operation::Operation;
use crate::registry::wire::ErrorAnswer;

impl SchemaRegistryClient {
    /// Lists what a subject is associated with.
    ///
    /// # Errors
    ///
    /// [`UnexpectedAnswer`](crate::registry::ErrorKind::UnexpectedAnswer) where the registry knows
    /// no associations, as before Confluent's version 8.1, or any kind that concerns the registry
    /// itself.
    pub fn associations_by_subject(
        &self,
        subject: &str,
        query: &AssociationQuery,
    ) -> Listing<Associations> {
        let purpose = format!("list the associations of subject {subject}");
        let path = ["associations", "subjects", subject];
        let operation = Operation::get(path, purpose).about(subject);
        Listing::new(self.clone(), narrowed(operation, query))
    }

    /// Lists what a resource, such as a topic, is associated with. It is named by its id, or else
    /// by its namespace and name.
    ///
    /// # Errors
    ///
    /// As [`associations_by_subject`](Self::associations_by_subject).
    pub fn associations_by_resource(
        &self,
        resource: &AssociatedResource,
        query: &AssociationQuery,
    ) -> Listing<Associations> {
        let (namespace, name) = (resource.namespace.as_deref(), resource.name.as_deref());
        let path = match &resource.id {
            Some(id) => vec![id.as_str()],
            // Where it is not known which cluster a topic belongs to, that is written as a dash.
            None => vec![namespace.unwrap_or("-"), name.unwrap_or_default()],
        };
        let purpose = format!("list the associations of {}", path.join("/"));
        let path = ["associations", "resources"].into_iter().chain(path);
        let operation = narrowed(Operation::get(path, purpose), query);
        let operation = match &query.resource_type {
            None => operation.optional("resourceType", resource.resource_type.as_deref()),
            Some(_) => operation,
        };
        Listing::new(self.clone(), operation)
    }

    /// Associates subjects with a resource that has none of this kind yet.
    ///
    /// # Errors
    ///
    /// [`Refused`](crate::registry::ErrorKind::Refused), such as with the error code 42212 if the
    /// request is incomplete, or any kind that concerns the registry itself.
    pub async fn create_associations(
        &self,
        request: &AssociationRequest,
    ) -> Result<AssociationResult, Error> {
        let operation = Operation::new(Method::POST, ["associations"], "create associations");
        self.put_associations(operation, request).await
    }

    /// Associates subjects with a resource, or changes the associations that it has. The resource
    /// is named by its id.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::registry::ErrorKind::Configuration) if the resource has no id, and
    /// as [`create_associations`](Self::create_associations).
    pub async fn upsert_associations(
        &self,
        request: &AssociationRequest,
    ) -> Result<AssociationResult, Error> {
        let path = ["associations", "resources", id_of(&request.resource)?];
        let operation = Operation::new(Method::PUT, path, "create or change associations");
        self.put_associations(operation, request).await
    }

    async fn put_associations(
        &self,
        operation: Operation,
        request: &AssociationRequest,
    ) -> Result<AssociationResult, Error> {
        let operation = operation
            .optional("context", request.context.as_deref())
            .flag("dryRun", request.dry_run)
            .json(&ResourceBody {
                resource: &request.resource,
                associations: request.associations.iter().map(Into::into).collect(),
            });
        self.transport.call(&operation).await
    }

    /// Deletes the associations of a resource that is named by its id, all of them or those of
    /// these types.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::registry::ErrorKind::Configuration) if the resource has no id;
    /// [`Refused`](crate::registry::ErrorKind::Refused) with the error code 40410 if it has no
    /// associations; or any kind that concerns the registry itself.
    pub async fn delete_associations(
        &self,
        resource: &AssociatedResource,
        types: &[AssociationType],
    ) -> Result<(), Error> {
        let operation = delete(resource, types)?.query("cascadeLifecycle", "false");
        self.transport.call_bytes(&operation).await.map(drop)
    }

    /// The same, along with the subjects that are to go when their resource goes.
    ///
    /// # Errors
    ///
    /// As [`delete_associations`](Self::delete_associations).
    pub async fn delete_associations_with_subjects(
        &self,
        resource: &AssociatedResource,
        types: &[AssociationType],
    ) -> Result<(), Error> {
        let operation = delete(resource, types)?.query("cascadeLifecycle", "true");
        self.transport.call_bytes(&operation).await.map(drop)
    }

    /// Gets the associations of several resources, each with its own outcome.
    ///
    /// # Errors
    ///
    /// As [`associations_by_subject`](Self::associations_by_subject).
    pub async fn batch_get_associations(
        &self,
        requests: &[(AssociatedResource, AssociationQuery)],
    ) -> Result<Vec<Result<AssociationResult, Error>>, Error> {
        let requests = requests.iter().map(|(resource, query)| BatchGet {
            resource,
            association_types: &query.association_types,
            lifecycle: query.lifecycle.as_ref().map(|lifecycle| lifecycle.as_str()),
        });
        let body = Requests {
            requests: requests.collect::<Vec<_>>(),
        };
        let path = ["associations:batchGet"];
        let operation =
            Operation::new(Method::POST, path, "get associations of several resources").json(&body);
        self.batch(&operation).await
    }

    /// Changes the associations of several resources, each with its own outcome.
    ///
    /// # Errors
    ///
    /// As [`associations_by_subject`](Self::associations_by_subject).
    pub async fn batch_mutate_associations(
        &self,
        requests: &[(AssociatedResource, Vec<AssociationChange>)],
    ) -> Result<Vec<Result<AssociationResult, Error>>, Error> {
        let requests = requests.iter().map(|(resource, changes)| ResourceBody {
            resource,
            associations: changes.iter().map(Into::into).collect(),
        });
        let body = Requests {
            requests: requests.collect::<Vec<_>>(),
        };
        let path = ["associations:batchMutate"];
        let purpose = "change associations of several resources";
        let operation = Operation::new(Method::POST, path, purpose).json(&body);
        self.batch(&operation).await
    }

    async fn batch(
        &self,
        operation: &Operation,
    ) -> Result<Vec<Result<AssociationResult, Error>>, Error> {
        let answer: BatchAnswer = self.transport.call(operation).await?;
        let outcomes = answer.results.into_iter().map(|outcome| match outcome {
            BatchOutcome {
                result: Some(result),
                ..
            } => Ok(result),
            BatchOutcome { error, .. } => Err(answer::refused_part(error.unwrap_or_default())),
        });
        Ok(outcomes.collect())
    }
}

fn narrowed(operation: Operation, query: &AssociationQuery) -> Operation {
    let operation = operation.optional("resourceType", query.resource_type.as_deref());
    let operation = with_types(operation, &query.association_types);
    let lifecycle = query.lifecycle.as_ref().map(|lifecycle| lifecycle.as_str());
    operation.optional("lifecycle", lifecycle)
}

fn with_types(operation: Operation, types: &[AssociationType]) -> Operation {
    types.iter().fold(operation, |operation, kind| {
        operation.query("associationType", kind.as_str())
    })
}

fn delete(resource: &AssociatedResource, types: &[AssociationType]) -> Result<Operation, Error> {
    let path = ["associations", "resources", id_of(resource)?];
    let operation = Operation::new(Method::DELETE, path, "delete associations")
        .optional("resourceType", resource.resource_type.as_deref());
    Ok(with_types(operation, types))
}

fn id_of(resource: &AssociatedResource) -> Result<&str, Error> {
    resource.id.as_deref().ok_or_else(|| {
        Error::configuration("the resource of an association has to be named by its id here")
    })
}

/// A resource, and what belongs to it.
#[derive(Serialize)]
struct ResourceBody<'a> {
    #[serde(flatten)]
    resource: &'a AssociatedResource,
    associations: Vec<AssociationBody<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BatchGet<'a> {
    #[serde(flatten)]
    resource: &'a AssociatedResource,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    association_types: &'a [AssociationType],
    #[serde(skip_serializing_if = "Option::is_none")]
    lifecycle: Option<&'a str>,
}

#[derive(Serialize)]
struct Requests<T> {
    requests: Vec<T>,
}

#[derive(Deserialize)]
struct BatchAnswer {
    #[serde(default)]
    results: Vec<BatchOutcome>,
}

#[derive(Deserialize)]
struct BatchOutcome {
    error: Option<ErrorAnswer>,
    result: Option<AssociationResult>,
}
