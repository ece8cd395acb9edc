//! Which path leads where.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::middleware;
use axum::routing::{delete, get, post};
use serde_json::{Value, json};

use super::super::credentials::{self, Credentials};
use super::super::faults::{self, Traffic};
use super::super::state::State;
use super::super::storage::{self, Kept};
use super::answer::{Answer, explain};
use super::{
    association_batch, associations, compatibility, context, media, schemas, settings, subjects,
    tags,
};

/// The registry's state, as the handlers share it.
#[derive(Debug, Clone, Default)]
pub(in crate::registry) struct Shared(Arc<Mutex<State>>);

/// What the routes need besides: who looks on, who may ask, and where everything is kept.
#[derive(Debug)]
pub(in crate::registry) struct Service {
    pub(in crate::registry) shared: Shared,
    pub(in crate::registry) traffic: Arc<Traffic>,
    pub(in crate::registry) credentials: Credentials,
    pub(in crate::registry) kept: Option<Arc<Kept>>,
}

impl Shared {
    pub(in crate::registry) fn new(state: State) -> Self {
        Self(Arc::new(Mutex::new(state)))
    }

    pub(in crate::registry) fn lock(&self) -> MutexGuard<'_, State> {
        // A handler that panicked has closed its connection. The state it left is whole but for
        // that one request, and a test that asks again learns more than from a dead server.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All routes.
pub(in crate::registry) fn router(service: Service) -> Router {
    let Service {
        shared,
        traffic,
        credentials,
        kept,
    } = service;
    let routes = Router::new()
        .route("/", get(async || Answer(json!({}))))
        .route("/contexts", get(schemas::contexts))
        .route("/contexts/{context}", delete(schemas::delete_context))
        .route("/v1/metadata/id", get(async || Answer(cluster())))
        .route("/v1/metadata/version", get(async || Answer(version())))
        .route(
            "/v1/metadata/deployment",
            get(async || Answer(deployment())),
        )
        .merge(schema_routes())
        .merge(subject_routes())
        .merge(setting_routes())
        .merge(association_routes())
        .layer(middleware::from_fn_with_state(kept, storage::keep))
        .layer(middleware::from_fn_with_state(
            credentials,
            credentials::authenticate,
        ))
        .layer(middleware::map_response(explain))
        .layer(middleware::from_fn(media::negotiate))
        .layer(middleware::from_fn_with_state(traffic, faults::interfere))
        .with_state(shared);
    // Around the routes, so that they see the path as it is rewritten.
    Router::new()
        .fallback_service(routes)
        .layer(middleware::map_request(async |request| {
            context::rewrite(request)
        }))
}

fn schema_routes() -> Router<Shared> {
    Router::new()
        .route("/schemas", get(schemas::list))
        .route("/schemas/types", get(schemas::types))
        .route("/schemas/ids/{id}", get(schemas::by_id))
        .route("/schemas/ids/{id}/schema", get(schemas::text_by_id))
        .route("/schemas/ids/{id}/subjects", get(schemas::subjects_of_id))
        .route("/schemas/ids/{id}/versions", get(schemas::versions_of_id))
        .route("/schemas/guids/{guid}", get(schemas::by_guid))
        .route("/schemas/guids/{guid}/ids", get(schemas::ids_of_guid))
}

fn subject_routes() -> Router<Shared> {
    Router::new()
        .route("/subjects", get(subjects::list))
        .route(
            "/subjects/{subject}",
            post(subjects::look_up).delete(subjects::delete),
        )
        .route(
            "/subjects/{subject}/metadata",
            get(subjects::latest_with_metadata),
        )
        .route(
            "/subjects/{subject}/versions",
            get(subjects::versions).post(subjects::register),
        )
        .route(
            "/subjects/{subject}/versions/{version}",
            get(subjects::version).delete(subjects::delete_version),
        )
        .route(
            "/subjects/{subject}/versions/{version}/schema",
            get(subjects::text),
        )
        .route(
            "/subjects/{subject}/versions/{version}/referencedby",
            get(subjects::referrers),
        )
        .route(
            "/subjects/{subject}/versions/{version}/tags",
            post(tags::tag),
        )
}

fn setting_routes() -> Router<Shared> {
    Router::new()
        .route(
            "/compatibility/subjects/{subject}/versions",
            post(compatibility::with_all),
        )
        .route(
            "/compatibility/subjects/{subject}/versions/{version}",
            post(compatibility::with_one),
        )
        .route(
            "/config",
            get(settings::config)
                .put(settings::set_config)
                .delete(settings::delete_config),
        )
        .route(
            "/config/{subject}",
            get(settings::config)
                .put(settings::set_config)
                .delete(settings::delete_config),
        )
        .route(
            "/mode",
            get(settings::mode)
                .put(settings::set_mode)
                .delete(settings::delete_mode),
        )
        .route(
            "/mode/{subject}",
            get(settings::mode)
                .put(settings::set_mode)
                .delete(settings::delete_mode),
        )
}

fn association_routes() -> Router<Shared> {
    Router::new()
        .route("/associations", post(associations::create))
        .route("/associations:batchGet", post(association_batch::get))
        .route("/associations:batchMutate", post(association_batch::mutate))
        .route(
            "/associations/subjects/{subject}",
            get(associations::of_subject),
        )
        .route(
            "/associations/resources/{id}",
            get(associations::of_id)
                .put(associations::upsert)
                .delete(associations::delete),
        )
        .route(
            "/associations/resources/{namespace}/{name}",
            get(associations::of_name),
        )
}

fn cluster() -> Value {
    let clusters = json!({
        "kafka-cluster": "avrolane-embedded",
        "schema-registry-cluster": "avrolane-embedded",
    });
    json!({ "scope": { "path": [], "clusters": clusters } })
}

fn deployment() -> Value {
    json!({ "attributes": [] })
}

fn version() -> Value {
    json!({ "version": env!("CARGO_PKG_VERSION"), "commitId": "" })
}
