//! What the registry's answers mean.

use std::time::Duration;

use serde::de::DeserializeOwned;

use super::error::{Answer, Error, ErrorKind};
use super::operation::{Intent, Operation};
use super::wire::ErrorAnswer;

/// Reads the body of a good answer.
pub(super) fn parse<A: DeserializeOwned>(body: &[u8]) -> Result<A, Error> {
    serde_json::from_slice(body).map_err(|cause| {
        if is_html(body) {
            Error::new(ErrorKind::UnexpectedAnswer)
                .with_problem("the answer is an HTML page, not JSON")
                .with_advice(BASE_URL)
        } else {
            unexpected().with_source(cause)
        }
    })
}

/// What answered does not speak as a registry does.
pub(super) fn unexpected() -> Error {
    Error::new(ErrorKind::UnexpectedAnswer)
        .with_problem("the answer is not what a registry answers here")
        .with_advice(BASE_URL)
}

/// Reads a body that is text.
pub(super) fn text(body: &[u8]) -> Result<String, Error> {
    String::from_utf8(body.to_vec()).map_err(|cause| {
        Error::new(ErrorKind::UnexpectedAnswer)
            .with_problem("the answer is not UTF-8")
            .with_advice(BASE_URL)
            .with_source(cause.utf8_error())
    })
}

/// One part of a request of several was refused.
pub(super) fn refused_part(answer: ErrorAnswer) -> Error {
    let ErrorAnswer {
        error_code,
        message,
    } = answer;
    // The first three digits of the registry's error codes are the status.
    let status = error_code.map_or(0, |code| if code > 999 { code / 100 } else { code });
    refused().with_answer(Answer {
        status: u16::try_from(status).unwrap_or_default(),
        error_code,
        message,
        retry_after: None,
    })
}

const BASE_URL: &str = "the URL must be the registry's base, such as http://localhost:8081, or for \
                        Apicurio http://localhost:8080/apis/ccompat/v7";

fn is_html(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

/// An answer with another status than success.
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) retry_after: Option<Duration>,
    /// Where to a redirect points.
    pub(super) location: Option<String>,
    pub(super) has_credentials: bool,
    pub(super) body: Vec<u8>,
}

impl Refusal {
    pub(super) fn into_error(self, operation: &Operation) -> Error {
        let ErrorAnswer {
            error_code,
            message,
        } = self.error_answer();
        let error = match self.status {
            300..=399 => self.redirect(),
            401 => self.unauthorized(),
            403 => Error::new(ErrorKind::Forbidden)
                .with_problem("the credentials do not permit this")
                .with_advice("have the registry permit it, or use other credentials"),
            407 => Error::new(ErrorKind::Refused)
                .with_problem("the proxy in front of the registry wants credentials")
                .with_advice("put user:password@ in the proxy's URL"),
            404 => not_found(operation, error_code),
            409 => conflict(operation, error_code),
            422 if error_code == Some(42201) => Error::new(ErrorKind::InvalidSchema)
                .with_problem("the registry does not take the schema for a valid one")
                .with_advice("correct what its message names, such as a default or a reference"),
            408 | 429 | 500 | 502 | 503 | 504 => unavailable(self.status),
            _ => refused(),
        };
        let Self {
            status,
            retry_after,
            ..
        } = self;
        error.with_answer(Answer {
            status,
            error_code,
            message,
            retry_after,
        })
    }

    /// What the body says; of one that is not the registry's JSON, how it starts.
    fn error_answer(&self) -> ErrorAnswer {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| {
            let text = match is_html(&self.body) {
                true => "an HTML page".to_owned(),
                false => String::from_utf8_lossy(&self.body)
                    .trim()
                    .chars()
                    .take(200)
                    .collect(),
            };
            ErrorAnswer {
                error_code: None,
                message: Some(text).filter(|text| !text.is_empty()),
            }
        })
    }

    fn redirect(&self) -> Error {
        let target = self.location.as_deref().unwrap_or("nowhere");
        Error::new(ErrorKind::UnexpectedAnswer)
            .with_problem(format!(
                "the answer is a redirect to {target}, which is not followed"
            ))
            .with_advice("if that is the registry, give its URL to the client")
    }

    fn unauthorized(&self) -> Error {
        let error = Error::new(ErrorKind::Unauthorized);
        if self.has_credentials {
            error.with_problem("the registry does not accept the client's credentials").with_advice(
                "check basic_auth or bearer_token of the client's builder, or the user and password \
                 in its URL",
            )
        } else {
            error.with_problem("the registry wants credentials").with_advice(
                "set basic_auth or bearer_token on the client's builder, or put user:password@ in \
                 its URL",
            )
        }
    }
}

fn unavailable(status: u16) -> Error {
    let error = Error::new(ErrorKind::Unavailable).with_problem("the registry cannot answer now");
    if status == 429 {
        error.with_advice("ask less often, or have the registry's operator raise the limit")
    } else {
        error.with_advice(
            "try again later; if it stays so, the log of the registry, or of the proxy in front of \
             it, says why",
        )
    }
}

fn refused() -> Error {
    Error::new(ErrorKind::Refused)
        .with_problem("the registry refuses")
        .with_advice(
            "its message says why; if there is none, look into its log, and whether its version \
             knows this request",
        )
}

fn not_found(operation: &Operation, error_code: Option<u32>) -> Error {
    let kind = match error_code {
        Some(40401) => ErrorKind::SubjectNotFound,
        Some(40402) => ErrorKind::VersionNotFound,
        Some(40403) => ErrorKind::SchemaNotFound,
        Some(40400..=40499) => return refused(),
        // Any web server answers 404. Only the registry's own code says that it looked.
        _ => {
            return Error::new(ErrorKind::UnexpectedAnswer)
                .with_problem("what answers there does not know the request")
                .with_advice(BASE_URL);
        }
    };
    let error = Error::new(kind).with_problem("the registry does not have it");
    if operation.is_to(Intent::LookUp) {
        error.with_advice(
            "register it before the producer starts, from CI or by hand, or have the producer \
             register it with SchemaSelection::Register",
        )
    } else if operation.is_to(Intent::Identify) {
        error.with_advice(
            "the record was written with another registry, or the schema was deleted for good, or \
             the record is no Avro at all and only starts like it",
        )
    } else {
        error.with_advice("check the name and the version, and that it is this registry")
    }
}

/// Whether what answered does not know the request itself, rather than what was asked for.
pub(super) fn is_unknown_request(error: &Error) -> bool {
    error.kind() == ErrorKind::UnexpectedAnswer && error.status() == Some(404)
}

/// What it means that a registry does not know the request for a GUID.
pub(super) fn no_such_guid(error: Error) -> Error {
    error
        .with_kind(ErrorKind::SchemaNotFound)
        .with_problem("the registry does not have it, and may know no GUIDs at all")
        .with_advice(
            "the record was written for a registry that knows GUIDs, as Apicurio does not, or it \
             is no Avro at all and only starts with the same byte",
        )
}

/// Confluent's code is 40901, other registries' 409.
fn conflict(operation: &Operation, error_code: Option<u32>) -> Error {
    let is_incompatible = match error_code {
        Some(40901) => true,
        None | Some(409) => operation.is_to(Intent::Register),
        Some(_) => false,
    };
    if !is_incompatible {
        return refused();
    }
    Error::new(ErrorKind::Incompatible)
        .with_problem("the schema is incompatible with an earlier version")
        .with_advice(
            "change it so that the subject's compatibility level allows it, or change the level",
        )
}
