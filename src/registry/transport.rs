//! Requests until they are answered: their tries, and what is known of whoever answers.

use std::sync::atomic::{AtomicBool, Ordering};

use serde::de::DeserializeOwned;

use super::answer;
#[cfg(feature = "schema-registry-converter")]
use super::converter::Converter;
use super::error::{Error, Request};
use super::http::Http;
use super::operation::{self, Operation};
use crate::retry::RetryPolicy;

/// Carries requests to one registry.
#[derive(Debug)]
pub(super) struct Transport {
    carrier: Carrier,
    retry: RetryPolicy,
    /// Whether there was an answer such as only a registry gives.
    has_met_registry: AtomicBool,
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
    pub(super) fn new(carrier: Carrier, retry: RetryPolicy) -> Self {
        Self {
            carrier,
            retry,
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
        let answer = parse(answer).map_err(|error| error.with_request(self.describe(operation)))?;
        self.has_met_registry.store(true, Ordering::Relaxed);
        Ok(answer)
    }

    /// Makes a request whose answer is not looked at here.
    pub(super) async fn call_bytes(&self, operation: &Operation) -> Result<Vec<u8>, Error> {
        self.call_with_retries(operation)
            .await
            .map_err(|error| error.with_request(self.describe(operation)))
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
        let mut backoff = self.retry.backoff();
        loop {
            let error = match self.carrier.try_once(operation).await {
                Err(error) if error.is_retryable() => error,
                result => return result,
            };
            let Some(delay) = backoff.next_delay(fastrand::f64(), error.retry_after()) else {
                return Err(error);
            };
            log::debug!(
                "trying again in {delay:?} to {}: {error}",
                operation.purpose()
            );
            tokio::time::sleep(delay).await;
        }
    }

    fn describe(&self, operation: &Operation) -> Request {
        Request {
            purpose: operation.purpose().to_owned(),
            url: self.url().to_owned(),
            subject: operation.subject().map(str::to_owned),
        }
    }
}
