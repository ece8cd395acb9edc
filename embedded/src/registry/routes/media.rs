//! What bodies are taken and sent as.

use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::super::errors::Refusal;

/// The content type of everything that the registry itself says, unless another is asked for.
pub(in crate::registry) const REGISTRY_JSON: HeaderValue =
    HeaderValue::from_static("application/vnd.schemaregistry.v1+json");

/// What answers can be sent as, the best first, by the resources of Confluent's server.
const PRODUCED: [&str; 3] = [
    "application/vnd.schemaregistry.v1+json",
    "application/vnd.schemaregistry+json",
    "application/json",
];

/// Whether the resources of Confluent's server take a body of this content type. One without any is
/// taken as bytes.
pub(super) fn is_taken(headers: &HeaderMap) -> bool {
    let Some(content_type) = headers.get(CONTENT_TYPE) else {
        return true;
    };
    content_type.to_str().is_ok_and(|content_type| {
        let essence = essence(content_type);
        PRODUCED
            .into_iter()
            .chain(["application/octet-stream"])
            .any(|taken| taken.eq_ignore_ascii_case(essence))
    })
}

/// Sends the answer as what the request accepts, or refuses the request if that is nothing we know.
pub(super) async fn negotiate(request: Request, next: Next) -> Response {
    let Some(accepted) = accepted(request.headers()) else {
        return Refusal::http(406, "HTTP 406 Not Acceptable").into_response();
    };
    let mut response = next.run(request).await;
    if response.headers().get(CONTENT_TYPE) == Some(&REGISTRY_JSON) {
        let content_type = HeaderValue::from_static(accepted);
        response.headers_mut().insert(CONTENT_TYPE, content_type);
    }
    response
}

/// The first content type that the request accepts most. What it says of its wishes is taken to the
/// letter of `q` alone, as few clients say more.
fn accepted(headers: &HeaderMap) -> Option<&'static str> {
    if !headers.contains_key(ACCEPT) {
        return PRODUCED.first().copied();
    }
    let ranges: Vec<(&str, f32)> = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|range| (essence(range), quality(range)))
        .collect();
    let wish = |produced: &str| {
        let wishes = ranges.iter().filter(|(range, _)| covers(range, produced));
        wishes.map(|(_, quality)| *quality).fold(0.0, f32::max)
    };
    let mut best = (None, 0.0);
    for produced in PRODUCED {
        let wish = wish(produced);
        if wish > best.1 {
            best = (Some(produced), wish);
        }
    }
    best.0
}

fn covers(range: &str, content_type: &str) -> bool {
    matches!(range, "" | "*/*" | "application/*") || range.eq_ignore_ascii_case(content_type)
}

/// The content type without its parameters.
fn essence(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}

fn quality(range: &str) -> f32 {
    range
        .split(';')
        .filter_map(|parameter| parameter.trim().strip_prefix("q="))
        .find_map(|quality| quality.trim().parse().ok())
        .unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered_as(accept: &'static str) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        accepted(&headers)
    }

    #[test]
    fn answers_are_sent_as_what_is_accepted_most() {
        let [first, second, plain] = PRODUCED;
        assert_eq!(accepted(&HeaderMap::new()), Some(first));
        for (accept, expected) in [
            ("*/*", Some(first)),
            ("application/*", Some(first)),
            ("application/json", Some(plain)),
            ("application/json, */*; q=0.1", Some(plain)),
            ("text/html, application/xml;q=0.9, */*;q=0.8", Some(first)),
            (
                "application/vnd.schemaregistry.v1+json, application/vnd.schemaregistry+json, application/json",
                Some(first),
            ),
            ("application/vnd.schemaregistry+json;q=0.5", Some(second)),
            ("text/html", None),
            ("application/json;q=0", None),
            ("", Some(first)),
        ] {
            assert_eq!(answered_as(accept), expected, "{accept:?}");
        }
    }
}
