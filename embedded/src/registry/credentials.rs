//! Who may ask the registry.

use std::fmt;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::errors::Refusal;

/// The one user that may ask, or nothing if everybody may.
#[derive(Clone, Default)]
pub(super) struct Credentials(Option<Arc<str>>);

impl Credentials {
    pub(super) fn basic(user: &str, password: &str) -> Self {
        let header = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
        Self(Some(header.into()))
    }

    fn allow(&self, header: Option<&HeaderValue>) -> bool {
        let Some(expected) = &self.0 else {
            return true;
        };
        header.is_some_and(|header| header.as_bytes() == expected.as_bytes())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "Credentials(Basic)"
        } else {
            "Credentials(none)"
        })
    }
}

/// Refuses whoever does not say who he is.
pub(super) async fn authenticate(
    State(credentials): State<Credentials>,
    request: Request,
    next: Next,
) -> Response {
    if credentials.allow(request.headers().get(AUTHORIZATION)) {
        return next.run(request).await;
    }
    let challenge = HeaderValue::from_static("Basic realm=\"SchemaRegistry\"");
    (
        [(WWW_AUTHENTICATE, challenge)],
        Refusal::http(401, "Unauthorized"),
    )
        .into_response()
}
