//! One try of a request over HTTP: URLs, credentials, timeouts, and bounds on what comes back.

use std::error::Error as StdError;
#[cfg(feature = "rustls-tls")]
use std::io;
use std::time::{Duration, SystemTime};

use reqwest::header::{self, AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Response, Url, redirect};

use super::answer::Refusal;
use super::authentication::Authorization;
use super::config::{GivenCredentials, Proxy, SchemaRegistryClientBuilder};
use super::endpoints::{Endpoint, Endpoints};
use super::error::{Error, ErrorKind, Request};
use super::operation::Operation;
use super::tls::{self, TlsSettings};

/// Carries requests to a registry over HTTP.
#[derive(Debug)]
pub(super) struct Http {
    client: Client,
    endpoints: Endpoints,
    /// For the registry alone: the client also asks for tokens, elsewhere.
    headers: HeaderMap,
    max_response_bytes: usize,
}

/// What registries speak (`Versions.java`).
const CONTENT_TYPE: &str = "application/vnd.schemaregistry.v1+json";

impl Http {
    pub(super) fn new(settings: SchemaRegistryClientBuilder) -> Result<Self, Error> {
        let endpoints = Endpoint::parse_list(&settings.urls.0)?;
        let headers = header_map(&settings)?;
        let credentials = match &settings.credentials {
            Some(GivenCredentials::Own(credentials)) => Some(credentials.clone()),
            Some(GivenCredentials::OfKafka(sasl)) => Some(sasl.clone().into_credentials()?),
            None => None,
        };
        let token_url = match &credentials {
            Some(credentials) => credentials.token_url()?,
            None => None,
        };
        let proxy_url = match &settings.proxy {
            Proxy::Url(url) => Some(parse_proxy(&url.0)?),
            Proxy::OfEnvironment | Proxy::None => None,
        };
        let registry_urls = endpoints.iter().map(|endpoint| &endpoint.base);
        let mut urls = registry_urls.chain(&token_url).chain(&proxy_url);
        let tls = TlsSettings {
            is_needed: urls.any(|url| url.scheme() == "https"),
            authorities: settings.authorities,
            client_certificate: settings.client_certificate,
        };
        let client = Client::builder()
            .user_agent(concat!("avrolane/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.request_timeout)
            // Registries do not redirect, and credentials are not for whomever an answer names.
            .redirect(redirect::Policy::none());
        let client = match (settings.proxy, proxy_url) {
            (_, Some(url)) => client.proxy(reqwest::Proxy::all(url).map_err(|_| no_proxy())?),
            (Proxy::None, None) => client.no_proxy(),
            (_, None) => client,
        };
        let client = tls::configure(client, &tls)?.build().map_err(|cause| {
            Error::configuration("the HTTP client cannot be set up")
                .with_source(cause.without_url())
        })?;
        let authorization = match credentials {
            None => Authorization::None,
            Some(given) => given.into_authorization(&client, settings.token_expiry_buffer)?,
        };
        Ok(Self {
            endpoints: Endpoints::new(endpoints, &authorization)?,
            client,
            headers,
            max_response_bytes: settings.max_response_bytes,
        })
    }

    /// The registry's URL, without credentials. Of several the one to ask first.
    pub(super) fn url(&self) -> &str {
        self.endpoints.preferred().url()
    }

    /// Makes a request once: to the first URL that can answer.
    pub(super) async fn try_once(&self, operation: &Operation) -> Result<Vec<u8>, Error> {
        let mut failures = Vec::new();
        for (place, endpoint) in self.endpoints.in_order() {
            match self.try_at(endpoint, operation).await {
                Err(error) if is_for_another_url(&error) => {
                    failures.push(error.with_request(describe(endpoint, operation)));
                }
                result => {
                    if has_answered(&result) {
                        if let Some(failure) = failures.first() {
                            log::warn!("{failure}; from now on {} is asked first", endpoint.url());
                        }
                        self.endpoints.prefer(place);
                    }
                    return result.map_err(|error| {
                        error
                            .with_request(describe(endpoint, operation))
                            .with_elsewhere(&failures)
                    });
                }
            }
        }
        let last = failures.pop().expect("there is a URL, and it was asked");
        Err(last.with_elsewhere(&failures))
    }

    /// Makes a request to one URL, and once more where it refuses a token that can be replaced.
    async fn try_at(&self, endpoint: &Endpoint, operation: &Operation) -> Result<Vec<u8>, Error> {
        let tokens = match &endpoint.authorization {
            Authorization::None => return self.send(endpoint, operation, None).await,
            Authorization::Header(header) => {
                return self.send(endpoint, operation, Some(header.clone())).await;
            }
            Authorization::Token(tokens) => tokens,
        };
        let token = tokens.authorization().await?;
        match self.send(endpoint, operation, Some(token.clone())).await {
            Err(error) if error.kind() == ErrorKind::Unauthorized => {
                tokens.give_up(&token);
                let fresh = tokens.authorization().await?;
                let result = self.send(endpoint, operation, Some(fresh)).await;
                result.map_err(|error| match error.kind() {
                    ErrorKind::Unauthorized => error
                        .with_problem("the registry does not accept a fresh token either")
                        .with_advice(
                            "check the token's scope, logical_cluster and identity_pool_id of the \
                             client's builder, and what the registry lets this client do",
                        ),
                    _ => error,
                })
            }
            result => result,
        }
    }

    async fn send(
        &self,
        endpoint: &Endpoint,
        operation: &Operation,
        authorization: Option<HeaderValue>,
    ) -> Result<Vec<u8>, Error> {
        let mut url = endpoint.base.clone();
        operation.add_to(&mut url)?;
        let mut headers = self.headers.clone();
        if let Some(authorization) = authorization {
            headers.insert(AUTHORIZATION, authorization);
        }
        let request = self.client.request(operation.method(), url);
        let mut request = request.headers(headers);
        if let Some(body) = operation.body_bytes() {
            request = request
                .header(header::CONTENT_TYPE, CONTENT_TYPE)
                .body(body.to_vec());
        }
        let response = request.send().await.map_err(transport_error)?;
        if response.status().is_success() {
            return read(response, self.max_response_bytes).await;
        }
        let refusal = Refusal {
            status: response.status().as_u16(),
            retry_after: retry_after(response.headers()),
            location: location(&response),
            has_credentials: !endpoint.authorization.is_none(),
            // What can be read of it: the status says more than the body.
            body: read(response, self.max_response_bytes)
                .await
                .unwrap_or_default(),
        };
        Err(refusal.into_error(operation))
    }
}

fn describe(endpoint: &Endpoint, operation: &Operation) -> Request {
    operation.describe(endpoint.url())
}

/// Whether the registry said anything: without a token it was not asked.
fn has_answered(result: &Result<Vec<u8>, Error>) -> bool {
    !matches!(result, Err(error) if error.kind() == ErrorKind::TokenUnavailable)
}

/// Whether another instance may answer where this one did not.
fn is_for_another_url(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Connection | ErrorKind::Timeout => true,
        ErrorKind::Unavailable => error.status().is_some_and(|status| status >= 500),
        _ => false,
    }
}

fn header_map(settings: &SchemaRegistryClientBuilder) -> Result<HeaderMap, Error> {
    let mut map = HeaderMap::new();
    map.insert("accept", HeaderValue::from_static(CONTENT_TYPE));
    // Without it, newer members of a request are an error to older servers of Confluent's
    // (`RestService.java`).
    map.insert(
        "confluent-accept-unknown-properties",
        HeaderValue::from_static("true"),
    );
    let of_kafka = match &settings.credentials {
        Some(GivenCredentials::OfKafka(sasl)) => sasl.identity_pool_id(),
        _ => None,
    };
    let pool = settings.identity_pool_id.as_deref().or(of_kafka);
    let pool = pool.map(|id| ("confluent-identity-pool-id", id));
    let given = settings
        .headers
        .iter()
        .map(|(name, value)| (&**name, &*value.0));
    for (name, value) in given.chain(pool) {
        let invalid = || Error::configuration(format!("the header {name:?} is not valid"));
        let key: HeaderName = name.parse().map_err(|_| invalid())?;
        let mut value: HeaderValue = value.parse().map_err(|_| invalid())?;
        value.set_sensitive(true);
        map.append(key, value);
    }
    Ok(map)
}

fn parse_proxy(text: &str) -> Result<Url, Error> {
    let url = Url::parse(text).map_err(|_| no_proxy())?;
    let is_proxy = matches!(url.scheme(), "http" | "https") && url.has_host();
    is_proxy.then_some(url).ok_or_else(no_proxy)
}

fn no_proxy() -> Error {
    Error::configuration("the proxy's URL does not start with http:// or https://")
}

/// Reads an answer, as long as it is not too large.
pub(super) async fn read(mut response: Response, max_bytes: usize) -> Result<Vec<u8>, Error> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(transport_error)? {
        if body.len() + chunk.len() > max_bytes {
            return Err(Error::new(ErrorKind::UnexpectedAnswer)
                .with_problem(format!("the answer has over {max_bytes} bytes"))
                .with_advice("max_response_bytes of the client's builder allows more"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn transport_error(cause: reqwest::Error) -> Error {
    let error = if cause.is_timeout() {
        Error::new(ErrorKind::Timeout)
            .with_problem("the registry did not answer in time")
            .with_advice(
                "see whether it is overloaded, or allow more with request_timeout and \
                 connect_timeout of the client's builder",
            )
    } else if cause.is_builder() {
        Error::configuration("the credentials cannot be sent")
    } else if is_of_tls(&cause) {
        Error::new(ErrorKind::Connection)
            .with_problem("the registry and the client do not agree on TLS")
            .with_advice(
                "the source says why; ca_file of the client's builder names an authority to trust, \
                 client_certificate_files says who the client is",
            )
    } else if cause.is_connect() {
        Error::new(ErrorKind::Connection)
            .with_problem("the registry cannot be reached")
            .with_advice("is it running, and is this its URL?")
    } else {
        Error::new(ErrorKind::Connection)
            .with_problem("the connection to the registry broke")
            .with_advice(
                "try again later; if it stays so, see whether the URL should say https, and what a \
                 proxy in between does",
            )
    };
    error.with_source(cause.without_url())
}

/// Whether a connection failed for what was said over TLS, such as a certificate.
#[cfg(feature = "rustls-tls")]
fn is_of_tls(cause: &(dyn StdError + 'static)) -> bool {
    // An error of IO hides what it was made of from those who follow sources.
    let hidden = cause
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref);
    cause.is::<rustls::Error>()
        || hidden.is_some_and(|cause| is_of_tls(cause))
        || cause.source().is_some_and(is_of_tls)
}

#[cfg(not(feature = "rustls-tls"))]
fn is_of_tls(_cause: &(dyn StdError + 'static)) -> bool {
    false
}

/// How long the server asks to be left alone.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    retry_after_from(headers, SystemTime::now())
}

/// A number of seconds or a date (RFC 9110, 10.2.3).
fn retry_after_from(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    match value.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => {
            let date = httpdate::parse_http_date(value).ok()?;
            Some(date.duration_since(now).unwrap_or_default())
        }
    }
}

/// Where a redirect points to, without what could be secret.
fn location(response: &Response) -> Option<String> {
    let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
    let target = response.url().join(location).ok()?;
    Some(target.origin().ascii_serialization() + target.path())
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    fn url(base: &str, operation: &Operation) -> Result<String, Error> {
        let mut url = base.parse().unwrap();
        operation.add_to(&mut url)?;
        Ok(String::from(url))
    }

    fn versions(subject: &str) -> Operation {
        Operation::get(["subjects", subject, "versions"], "list")
    }

    #[test]
    fn a_subject_is_one_segment_of_the_path() {
        assert_eq!(
            url("http://registry:8081", &versions(":.ctx:a/b c?d#e%2F")).unwrap(),
            "http://registry:8081/subjects/:.ctx:a%2Fb%20c%3Fd%23e%252F/versions"
        );
    }

    #[test]
    fn a_path_in_the_base_url_stays() {
        for base in [
            "http://registry/apis/ccompat/v7",
            "http://registry/apis/ccompat/v7/",
        ] {
            assert_eq!(
                url(base, &versions("s").flag("deleted", true)).unwrap(),
                "http://registry/apis/ccompat/v7/subjects/s/versions?deleted=true"
            );
        }
    }

    #[test]
    fn a_subject_in_the_query_is_encoded() {
        let operation = Operation::get(["schemas"], "list").query("subject", "a&b=c");
        assert_eq!(
            url("http://registry", &operation).unwrap(),
            "http://registry/schemas?subject=a%26b%3Dc"
        );
    }

    #[test]
    fn names_that_a_url_cannot_hold_are_refused() {
        for subject in [".", "..", "a\nb", "\t"] {
            let error = url("http://registry", &versions(subject)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
        }
    }

    #[test]
    fn retry_after_is_a_number_of_seconds_or_a_date() {
        let now = UNIX_EPOCH + Duration::from_secs(784_111_770);
        let seconds = |value: &str| {
            let headers = HeaderMap::from_iter([(header::RETRY_AFTER, value.parse().unwrap())]);
            retry_after_from(&headers, now).map(|delay| delay.as_secs())
        };
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:37 GMT"), Some(7));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:00 GMT"), Some(0));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("-1"), None);
    }
}
