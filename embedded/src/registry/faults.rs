//! A registry that misbehaves, for the tests of those who depend on one.

use std::collections::{HashMap, VecDeque};
use std::future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What the registry does instead of answering a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// It answers this HTTP status, such as 503, and says nothing that a client could read.
    Status(u16),
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
    /// Each with the number of requests that it still applies to.
    faults: VecDeque<(Fault, usize)>,
}

impl Traffic {
    /// Has the next `requests` requests fail, those behind the ones that are to fail already.
    pub(super) fn fail_next(&self, requests: usize, fault: Fault) {
        if requests > 0 {
            self.lock().faults.push_back((fault, requests));
        }
    }

    /// Forgets all faults.
    pub(super) fn recover(&self) {
        self.lock().faults.clear();
    }

    /// How many requests came whose path begins with `prefix`, or whose method and path do.
    pub(super) fn count(&self, prefix: &str) -> u64 {
        let begins = |request: &str| {
            let path = request.split_once(' ').map_or(request, |(_, path)| path);
            request.starts_with(prefix) || path.starts_with(prefix)
        };
        let inner = self.lock();
        inner
            .counts
            .iter()
            .filter(|(request, _)| begins(request))
            .map(|(_, count)| count)
            .sum()
    }

    /// Notes a request, and says how it is to fail, if it is.
    fn note(&self, request: &Request) -> Option<Fault> {
        let request = format!("{} {}", request.method(), request.uri().path());
        let mut inner = self.lock();
        *inner.counts.entry(request).or_default() += 1;
        let (fault, left) = inner.faults.front_mut()?;
        let fault = *fault;
        *left -= 1;
        if *left == 0 {
            inner.faults.pop_front();
        }
        Some(fault)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Whatever is in there, it is whole: nothing above panics half-way.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Notes each request and lets it through, unless it is to fail.
pub(super) async fn interfere(
    State(traffic): State<Arc<Traffic>>,
    request: Request,
    next: Next,
) -> Response {
    match traffic.note(&request) {
        None => next.run(request).await,
        Some(Fault::Status(status)) => StatusCode::from_u16(status)
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response(),
        Some(Fault::Stall) => future::pending().await,
    }
}
