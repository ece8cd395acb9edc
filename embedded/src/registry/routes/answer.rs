//! Answers and refusals as HTTP.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

use super::super::errors::Refusal;
use super::media::REGISTRY_JSON;

/// An answer to a request that was granted.
#[derive(Debug)]
pub(super) struct Answer<T>(pub(super) T);

/// The text of a schema, which is JSON already.
#[derive(Debug)]
pub(super) struct SchemaText(pub(super) String);

/// What a handler returns.
pub(super) type Result<T> = std::result::Result<T, Refusal>;

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        match serde_json::to_string(&self.0) {
            Ok(body) => SchemaText(body).into_response(),
            Err(error) => Refusal::http(500, error.to_string()).into_response(),
        }
    }
}

impl IntoResponse for SchemaText {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, REGISTRY_JSON)], self.0).into_response()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = json!({ "error_code": self.code, "message": self.message });
        (status, Answer(body)).into_response()
    }
}

/// Gives what axum refuses, such as an unknown path or a body that is too long, the form of the
/// registry's own refusals.
pub(super) async fn explain(response: Response) -> Response {
    let status = response.status();
    let is_ours = response.headers().get(CONTENT_TYPE) == Some(&REGISTRY_JSON);
    if is_ours || status.is_success() {
        return response;
    }
    Refusal::http(status.as_u16(), format!("HTTP {status}")).into_response()
}
