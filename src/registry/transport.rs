//! Requests until they are answered: their tries, and what is known of whoever answers.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde::de::DeserializeOwned;
use tokio::time::Instant;

use super::answer;
#[cfg(feature = "schema-registry-converter")]
use super::converter::Converter;
use super::error::{Error, ErrorKind};
use super::http::Http;
use super::operation::{self, Operation};
use super::table::lock;
use crate::retry::{Backoff, Budget, RetryPolicy};

/// Carries requests to one registry.
#[derive(Debug)]
pub(super) struct Transport {
    carrier: Carrier,
    tries: Tries,
    /// What is left of that for retries.
    budget: Mutex<Budget>,
    /// Whether there was an answer such as only a registry gives.
    has_met_registry: AtomicBool,
}

/// How often, and how long, a request is tried.
#[derive(Debug, Clone)]
pub(super) struct Tries {
    pub(super) policy: RetryPolicy,
    /// For the retries of all requests together.
    pub(super) budget: Budget,
    /// For all tries of one request together, and the waits between them.
    pub(super) total_timeout: Duration,
}

impl Default for Tries {
    fn default() -> Self {
        Self {
            policy: RetryPolicy::default(),
            budget: Budget::default(),
            total_timeout: Duration::from_secs(120),
        }
    }
}

/// What makes one try of a request.
#[derive(Debug)]
pub(super) enum Carrier {
    Http(Http),
    #[cfg(feature = "schema-registry-converter")]
    Converter(Converter),
}

impl Carrier {
    fn url(&self) -> &str {
        match self {
            Self::Http(http) => http.url(),
            #[cfg(feature = "schema-registry-converter")]
            Self::Converter(_) => Converter::URL,
        }
    }

    async fn try_once(&self, operation: &Operation) -> Result<Vec<u8>, Error> {
        match self {
            Self::Http(http) => http.try_once(operation).await,
            #[cfg(feature = "schema-registry-converter")]
            Self::Converter(converter) => converter.try_once(operation).await,
        }
    }
}

impl Transport {
    pub(super) fn new(carrier: Carrier, tries: Tries) -> Self {
        Self {
            carrier,
            budget: Mutex::new(tries.budget.clone()),
            tries,
            has_met_registry: AtomicBool::new(false),
        }
    }

    /// The registry's URL, without credentials.
    pub(super) fn url(&self) -> &str {
        self.carrier.url()
    }

    /// Makes a request and reads the answer, trying again as the policy says.
    pub(super) async fn call<A: DeserializeOwned>(
        &self,
        operation: &Operation,
    ) -> Result<A, Error> {
        self.call_with(operation, answer::parse).await
    }

    /// The same, with another way to read the answer.
    pub(super) async fn call_with<A>(
        &self,
        operation: &Operation,
        parse: impl FnOnce(&[u8]) -> Result<A, Error>,
    ) -> Result<A, Error> {
        let answer = self.call_bytes(operation).await?;
        self.parse_with(operation, &answer, parse)
    }

    /// Reads what [`call_bytes`](Self::call_bytes) got.
    pub(super) fn parse_with<A>(
        &self,
        operation: &Operation,
        answer: &[u8],
        parse: impl FnOnce(&[u8]) -> Result<A, Error>,
    ) -> Result<A, Error> {
        let answer =
            parse(answer).map_err(|error| error.with_request(operation.describe(self.url())))?;
        self.has_met_registry.store(true, Ordering::Relaxed);
        Ok(answer)
    }

    /// Makes a request whose answer is not looked at here.
    pub(super) async fn call_bytes(&self, operation: &Operation) -> Result<Vec<u8>, Error> {
        self.call_with_retries(operation)
            .await
            .map_err(|error| error.with_request(operation.describe(self.url())))
    }

    /// Makes sure that there is a registry at this URL. Where none has answered yet, it is asked
    /// for what every registry knows.
    pub(super) async fn meet_registry(&self) -> Result<(), Error> {
        if !self.has_met_registry.load(Ordering::Relaxed) {
            let _: Vec<String> = self.call(&operation::schema_types()).await?;
        }
        Ok(())
    }

    async fn call_with_retries(&self, operation: &Operation) -> Result<Vec<u8>, Error> {
        let end = Instant::now().checked_add(self.tries.total_timeout);
        lock(&self.budget).deposit(Instant::now().into_std());
        let mut backoff = self.tries.policy.backoff();
        let mut failure = None;
        loop {
            let error = match self.try_until(operation, end).await {
                None => return Err(failure.unwrap_or_else(out_of_time)),
                Some(Err(error)) if error.is_retryable() => error,
                Some(result) => return result,
            };
            let Some(delay) = self.delay(&mut backoff, &error, end) else {
                return Err(error);
            };
            log::debug!(
                "trying again in {delay:?} to {}: {error}",
                operation.purpose()
            );
            failure = Some(error);
            tokio::time::sleep(delay).await;
        }
    }

    /// One try, or nothing if it did not end in time.
    async fn try_until(
        &self,
        operation: &Operation,
        end: Option<Instant>,
    ) -> Option<Result<Vec<u8>, Error>> {
        let answer = self.carrier.try_once(operation);
        match end {
            Some(end) => tokio::time::timeout_at(end, answer).await.ok(),
            None => Some(answer.await),
        }
    }

    /// How long to wait before the next try, or nothing if there is to be none.
    fn delay(
        &self,
        backoff: &mut Backoff,
        error: &Error,
        end: Option<Instant>,
    ) -> Option<Duration> {
        let delay = backoff.next_delay(fastrand::f64(), error.retry_after())?;
        let now = Instant::now();
        if end.is_some_and(|end| delay >= end.saturating_duration_since(now)) {
            return None;
        }
        if !lock(&self.budget).withdraw(now.into_std()) {
            log::debug!("not trying again, as the budget for retries is used up: {error}");
            return None;
        }
        Some(delay)
    }
}

fn out_of_time() -> Error {
    Error::new(ErrorKind::Timeout)
        .with_problem("the registry did not answer in time")
        .with_advice("see whether it is overloaded, or allow more with total_timeout")
}
