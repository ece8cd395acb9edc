//! Tokens of an OAuth 2.0 server for the client's own credentials (RFC 6749, 4.4).

use std::fmt;
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Client, RequestBuilder, Response, Url};
use serde::Deserialize;

use super::AccessToken;
use crate::registry::error::{Answer, Error, ErrorKind};
use crate::registry::http;
use crate::registry::secret::Secret;

/// A client of an OAuth 2.0 server, which gives it tokens for the registry
/// (`bearer.auth.credentials.source=OAUTHBEARER`, the grant type `client_credentials`).
///
/// Tokens are asked for with the timeouts, the proxy and the certificates of the registry's client.
///
/// ```
/// use avrolane::registry::SchemaRegistryClient;
/// use avrolane::registry::authentication::OAuthClientCredentials;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let secret = "…";
/// let oauth = OAuthClientCredentials::new("http://idp.example.com/token", "orders", secret)
///     .scope("schema-registry");
/// let registry = SchemaRegistryClient::builder("http://registry.example.com")
///     .oauth(oauth)
///     .logical_cluster("lsrc-12345")
///     .identity_pool_id("pool-abcd")
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct OAuthClientCredentials {
    token_url: Secret<String>,
    client_id: String,
    client_secret: Secret<String>,
    parameters: Vec<(String, Secret<String>)>,
    secret_in_body: bool,
}

impl OAuthClientCredentials {
    /// The server's token endpoint, and the client's id and secret there
    /// (`bearer.auth.issuer.endpoint.url`, `bearer.auth.client.id`, `bearer.auth.client.secret`).
    pub fn new(
        token_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> Self {
        Self {
            token_url: Secret(token_url.into()),
            client_id: client_id.into(),
            client_secret: Secret(client_secret.into()),
            parameters: Vec::new(),
            secret_in_body: false,
        }
    }

    /// What the token is to be good for, several scopes separated by spaces (`bearer.auth.scope`).
    /// None unless set.
    pub fn scope(self, scope: impl Into<String>) -> Self {
        self.parameter("scope", scope)
    }

    /// A further parameter of the request for a token, such as `audience` or `resource`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), Secret(value.into())));
        self
    }

    /// Sends id and secret in the body of the request (`client_secret_post`).
    /// Unless set they go in the header `Authorization`, as they are, as Java's and Python's
    /// clients send them; a server that decodes what stands there, as the RFC has it, takes a
    /// secret with `%` or `+` only in the body.
    pub fn client_secret_post(mut self) -> Self {
        self.secret_in_body = true;
        self
    }

    /// The token endpoint.
    pub(super) fn url(&self) -> Result<Url, Error> {
        let url = Url::parse(&self.token_url.0).map_err(|cause| {
            Error::configuration("the token endpoint's URL is not valid").with_source(cause)
        })?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(Error::configuration(
                "the token endpoint's URL does not start with http:// or https://",
            ));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Error::configuration(
                "the token endpoint's URL has credentials in it, which have their own place",
            ));
        }
        Ok(url)
    }
}

/// Where tokens are asked for.
pub(super) struct TokenEndpoint {
    http: Client,
    url: Url,
    client: OAuthClientCredentials,
}

impl fmt::Debug for TokenEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenEndpoint")
            .field("url", &self.shown())
            .finish_non_exhaustive()
    }
}

/// The part of RFC 6749's 5.1 that matters here.
#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    token_type: Option<String>,
    expires_in: Option<ExpiresIn>,
}

/// Seconds, which some servers write as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum ExpiresIn {
    Number(f64),
    Text(String),
}

/// RFC 6749, 5.2.
#[derive(Deserialize)]
struct TokenRefusal {
    error: String,
    error_description: Option<String>,
}

/// No token is larger than the headers that a server takes.
const MAX_ANSWER_BYTES: usize = 1 << 20;

impl TokenEndpoint {
    pub(super) fn new(http: Client, client: OAuthClientCredentials) -> Result<Self, Error> {
        Ok(Self {
            http,
            url: client.url()?,
            client,
        })
    }

    pub(super) async fn token(&self) -> Result<AccessToken, Error> {
        let response = self
            .request()
            .send()
            .await
            .map_err(|cause| self.unreachable(cause))?;
        if !response.status().is_success() {
            return Err(self.refusal(response).await);
        }
        let body = http::read(response, MAX_ANSWER_BYTES)
            .await
            .map_err(|cause| match cause.kind() {
                ErrorKind::UnexpectedAnswer => self.no_token().with_source(cause),
                _ => self.unavailable("broke off its answer").with_source(cause),
            })?;
        // The cause could quote the token.
        let answer = serde_json::from_slice(&body).map_err(|_| self.no_token())?;
        self.read(answer)
    }

    fn request(&self) -> RequestBuilder {
        let OAuthClientCredentials {
            client_id,
            client_secret: Secret(client_secret),
            ..
        } = &self.client;
        let mut form = "grant_type=client_credentials".to_owned();
        let mut add = |name: &str, value: &str| {
            for part in ["&", &form_encoded(name), "=", &form_encoded(value)] {
                form.push_str(part);
            }
        };
        for (name, value) in &self.client.parameters {
            add(name, &value.0);
        }
        let request = self.http.post(self.url.clone());
        let request = if self.client.secret_in_body {
            add("client_id", client_id);
            add("client_secret", client_secret);
            request
        } else {
            request.basic_auth(client_id, Some(client_secret))
        };
        request
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form)
    }

    fn read(&self, answer: TokenAnswer) -> Result<AccessToken, Error> {
        if let Some(kind) = answer.token_type
            && !kind.eq_ignore_ascii_case("bearer")
        {
            return Err(self.no_token());
        }
        let seconds = match answer.expires_in {
            Some(ExpiresIn::Number(seconds)) => Some(seconds),
            Some(ExpiresIn::Text(text)) => text.parse().ok(),
            None => None,
        };
        let token = AccessToken::new(answer.access_token);
        // Some servers say -1 of a token that does not expire.
        let lifetime = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Ok(match lifetime {
            Some(lifetime) => token.expires_in(lifetime),
            None => token,
        })
    }

    fn unreachable(&self, cause: reqwest::Error) -> Error {
        let what = match (cause.is_timeout(), cause.is_connect()) {
            (true, _) => "did not answer in time",
            (_, true) => "cannot be reached",
            _ => "broke the connection",
        };
        self.unavailable(what).with_source(cause.without_url())
    }

    async fn refusal(&self, response: Response) -> Error {
        let status = response.status().as_u16();
        let retry_after = http::retry_after(response.headers());
        let body = http::read(response, MAX_ANSWER_BYTES)
            .await
            .unwrap_or_default();
        // What is no refusal by the RFC is not shown: it could repeat the request.
        let message = serde_json::from_slice(&body).ok().map(|refusal| {
            let TokenRefusal {
                error,
                error_description,
            } = refusal;
            error_description.map_or(error.clone(), |description| {
                format!("{error}: {description}")
            })
        });
        let error = match status {
            408 | 429 | 500.. => self.unavailable("cannot answer now"),
            _ => Error::new(ErrorKind::Unauthorized)
                .with_problem(format!(
                    "the token endpoint {} gives no token",
                    self.shown()
                ))
                .with_advice(
                    "check its URL, and id, secret and scope of OAuthClientCredentials; some \
                     servers want client_secret_post",
                ),
        };
        error.with_answer(Answer {
            status,
            error_code: None,
            message,
            retry_after,
        })
    }

    fn unavailable(&self, what: &str) -> Error {
        Error::new(ErrorKind::TokenUnavailable)
            .with_problem(format!("the token endpoint {} {what}", self.shown()))
            .with_advice(
                "it is the OAuth server, not the registry, that has to be seen to; what needs no \
                 request goes on",
            )
    }

    fn no_token(&self) -> Error {
        Error::new(ErrorKind::UnexpectedAnswer)
            .with_problem(format!(
                "what the token endpoint {} answers is no bearer token",
                self.shown()
            ))
            .with_advice("the URL must be that of the token endpoint itself, not of the issuer")
    }

    /// The URL without its query, which could hold a secret.
    fn shown(&self) -> String {
        self.url.origin().ascii_serialization() + self.url.path()
    }
}

/// What is as it is in a URL is so in a form.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

fn form_encoded(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}
