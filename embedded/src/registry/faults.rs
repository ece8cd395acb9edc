//! A registry that misbehaves, for the tests of those who depend on one.

use std::collections::{HashMap, VecDeque};
use std::future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::errors::Refusal;
use super::listener::Line;
use super::routes::REGISTRY_JSON;

/// What is no JSON and no UTF-8 either.
const GARBAGE: &[u8] = b"{\"id\": \xff\xfe\0";

/// What the registry does instead of answering a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// It answers this HTTP status, such as 503, and says nothing that a client could read.
    Status(u16),
    /// It answers this HTTP status, such as 429, and asks in `Retry-After` to wait so many seconds.
    RetryAfter {
        /// The HTTP status.
        status: u16,
        /// For how long to wait.
        seconds: u32,
    },
    /// It refuses in the words of the API, with this error code, such as 40901 or 50003, and with the
    /// HTTP status that the code begins with.
    ErrorCode(u32),
    /// It answers 200 with the content type of the API, and with bytes that are neither JSON nor
    /// text.
    Garbage,
    /// It closes the connection without an answer.
    Disconnect,
    /// It keeps the connection open and never answers.
    Stall,
}

/// The requests that came, and the faults that wait for those to come.
#[derive(Debug, Default)]
pub(super) struct Traffic {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// How often each request came, by its method and path.
    counts: HashMap<String, u64>,
    faults: VecDeque<Planned>,
}

/// A fault that waits for requests.
#[derive(Debug)]
struct Planned {
    /// How the paths begin, or the methods and paths, of the requests that it applies to.
    prefix: String,
    fault: Fault,
    /// The number of requests that it still applies to.
    left: usize,
}

impl Traffic {
    /// Has the next `requests` requests that begin with `prefix` fail, those behind the ones that
    /// are to fail already.
    pub(super) fn fail(&self, prefix: &str, requests: usize, fault: Fault) {
        if requests > 0 {
            self.lock().faults.push_back(Planned {
                prefix: prefix.to_owned(),
                fault,
                left: requests,
            });
        }
    }

    /// Forgets all faults.
    pub(super) fn recover(&self) {
        self.lock().faults.clear();
    }

    /// How many requests came whose path begins with `prefix`, or whose method and path do.
    pub(super) fn count(&self, prefix: &str) -> u64 {
        let inner = self.lock();
        inner
            .counts
            .iter()
            .filter(|(request, _)| begins(request, prefix))
            .map(|(_, count)| count)
            .sum()
    }

    /// Notes a request, and says how it is to fail, if it is.
    fn note(&self, request: &Request) -> Option<Fault> {
        let request = format!("{} {}", request.method(), request.uri().path());
        let mut inner = self.lock();
        let position = inner
            .faults
            .iter()
            .position(|planned| begins(&request, &planned.prefix));
        *inner.counts.entry(request).or_default() += 1;
        let position = position?;
        let planned = inner.faults.get_mut(position)?;
        let fault = planned.fault;
        planned.left -= 1;
        if planned.left == 0 {
            inner.faults.remove(position);
        }
        Some(fault)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Whatever is in there, it is whole: nothing above panics half-way.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a request, which is a method and a path, begins so, or its path does.
fn begins(request: &str, prefix: &str) -> bool {
    let path = request.split_once(' ').map_or(request, |(_, path)| path);
    request.starts_with(prefix) || path.starts_with(prefix)
}

/// Notes each request and lets it through, unless it is to fail.
pub(super) async fn interfere(
    State(traffic): State<Arc<Traffic>>,
    request: Request,
    next: Next,
) -> Response {
    let Some(fault) = traffic.note(&request) else {
        return next.run(request).await;
    };
    let status = |status| StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match fault {
        Fault::Status(code) => status(code).into_response(),
        Fault::RetryAfter {
            status: code,
            seconds,
        } => (status(code), [(RETRY_AFTER, HeaderValue::from(seconds))]).into_response(),
        Fault::ErrorCode(code) => Refusal::on_demand(code).into_response(),
        Fault::Garbage => ([(CONTENT_TYPE, REGISTRY_JSON)], GARBAGE).into_response(),
        Fault::Disconnect => {
            if let Some(ConnectInfo(line)) = request.extensions().get::<ConnectInfo<Line>>() {
                line.cut();
            }
            // It does not get through.
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Fault::Stall => future::pending().await,
    }
}
