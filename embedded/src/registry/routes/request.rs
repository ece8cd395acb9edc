//! What a request says: its body and its query.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::{self, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::errors::Refusal;
use super::super::state::{Deleted, Page};
use super::media;

/// The longest body that is read, in bytes.
const MAX_BODY: usize = 4 << 20;

/// How much of a longer one is taken and thrown away, in bytes. Most clients read no answer before
/// they have sent everything, and would see a broken connection instead.
const MAX_DISCARDED: usize = 64 << 20;

/// How many schemas are listed at most, by the default of Confluent's `schema.search.max.limit`.
const MAX_PAGE: usize = 1000;

/// A body of JSON.
#[derive(Debug)]
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Response;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Response> {
        let is_taken = media::is_taken(request.headers());
        let bytes = read(request.into_body()).await;
        bytes
            .and_then(|bytes| {
                if is_taken {
                    parse(&bytes)
                } else {
                    Err(Refusal::http(415, "HTTP 415 Unsupported Media Type"))
                }
            })
            .map(Self)
            .map_err(IntoResponse::into_response)
    }
}

/// Reads JSON as Java does: of members with the same name the last one counts, and those that nobody
/// knows do not. The reader allows no more than 128 levels.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    let malformed = |error: serde_json::Error| Refusal::http(400, error.to_string());
    if bytes.trim_ascii().is_empty() {
        return Err(Refusal::no_body());
    }
    match serde_json::from_slice(bytes).map_err(malformed)? {
        Value::Null => Err(Refusal::no_body()),
        value @ Value::Object(_) => serde_json::from_value(value).map_err(malformed),
        _ => Err(Refusal::http(400, "the body has to be a JSON object")),
    }
}

async fn read(mut body: body::Body) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let mut received = 0_usize;
    while received <= MAX_DISCARDED {
        let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await else {
            break;
        };
        let frame = frame.map_err(|error| Refusal::http(400, error.to_string()))?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        received = received.saturating_add(data.len());
        if received <= MAX_BODY {
            bytes.extend_from_slice(data);
        }
    }
    if received > MAX_BODY {
        let problem = format!("The body is longer than {MAX_BODY} bytes");
        return Err(Refusal::http(413, problem));
    }
    Ok(bytes)
}

/// The parameters behind the question mark. What nobody asks for is ignored.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(in crate::registry) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// The value of a parameter.
    pub(in crate::registry) fn text(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// The values of a parameter that may be there several times.
    pub(in crate::registry) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a parameter is true. As in Java, anything but that word is not.
    pub(in crate::registry) fn flag(&self, name: &str) -> bool {
        self.text(name)
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// Whether soft-deleted versions are asked for.
    pub(super) fn deleted(&self) -> Deleted {
        if self.flag("deletedOnly") {
            Deleted::Only
        } else if self.flag("deleted") {
            Deleted::Shown
        } else {
            Deleted::Hidden
        }
    }

    /// The part of a list that is asked for: everything, unless there is a positive `limit`.
    pub(super) fn page(&self) -> Page {
        self.page_up_to(usize::MAX)
    }

    /// The part of a list of schemas, of ids or of associations that is asked for, which is never
    /// longer than Confluent's server allows.
    pub(super) fn page_of_schemas(&self) -> Page {
        self.page_up_to(MAX_PAGE)
    }

    /// Of a limit that is higher than `longest`, Confluent's server takes no notice.
    fn page_up_to(&self, longest: usize) -> Page {
        let number = |name| self.text(name).and_then(|value| value.parse().ok());
        Page {
            offset: number("offset").unwrap_or(0),
            limit: number("limit")
                .filter(|limit| (1..=longest).contains(limit))
                .unwrap_or(longest),
        }
    }
}

/// The time, in milliseconds since 1970.
pub(super) fn now() -> u64 {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(now.as_millis()).unwrap_or(u64::MAX)
}
