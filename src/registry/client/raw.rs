//! Requests that this crate has no method for.

use reqwest::Method;

use super::SchemaRegistryClient;
use crate::registry::answer;
use crate::registry::error::Error;
use crate::registry::operation::Operation;

/// A request that the client has no method for, such as one to an extension of the registry.
#[derive(Debug, Clone)]
#[must_use]
pub struct RawRequest {
    method: String,
    path: Vec<String>,
    query: Vec<(String, String)>,
    body: Option<String>,
}

impl RawRequest {
    /// A request of a method such as `GET` to a path below the registry's URL. The path is given by
    /// its segments, not encoded: `["subjects", "a/b", "versions"]`.
    pub fn new<S: Into<String>>(
        method: impl Into<String>,
        path: impl IntoIterator<Item = S>,
    ) -> Self {
        Self {
            method: method.into(),
            path: path.into_iter().map(Into::into).collect(),
            query: Vec::new(),
            body: None,
        }
    }

    /// Adds a parameter to the query. Neither part is encoded.
    pub fn query(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((key.into(), value.into()));
        self
    }

    /// The body, as JSON. None unless set.
    pub fn body(mut self, json: impl Into<String>) -> Self {
        self.body = Some(json.into());
        self
    }
}

impl SchemaRegistryClient {
    /// Makes a request that the client has no method for, with the credentials, the timeouts and
    /// the retries of all others, and answers with the body.
    ///
    /// ```
    /// # use avrolane::registry::{RawRequest, SchemaRegistryClient};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = avrolane_embedded::EmbeddedRegistry::start()?;
    /// # let registry = SchemaRegistryClient::builder(server.url()).build()?;
    /// let request = RawRequest::new("GET", ["subjects"]).query("subjectPrefix", "flights-");
    /// assert_eq!(registry.raw(&request).await?, "[]");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`UnexpectedAnswer`](crate::registry::ErrorKind::UnexpectedAnswer) if the body is not UTF-8,
    /// [`Configuration`](crate::registry::ErrorKind::Configuration) if the method is none, or any
    /// kind that concerns the registry itself.
    pub async fn raw(&self, request: &RawRequest) -> Result<String, Error> {
        let RawRequest {
            method,
            path,
            query,
            body,
        } = request;
        let purpose = format!("make a request to /{}", path.join("/"));
        let method = Method::from_bytes(method.as_bytes())
            .map_err(|_| Error::configuration(format!("{method:?} is no method of HTTP")))?;
        let mut operation = Operation::new(method, path, purpose);
        for (key, value) in query {
            operation = operation.query(key.clone(), value);
        }
        if let Some(body) = body {
            operation = operation.body(body.clone().into_bytes());
        }
        let body = self.transport.call_bytes(&operation).await?;
        // Any web server answers something, so this proves no registry.
        answer::text(&body)
    }
}
