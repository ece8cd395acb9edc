//! One try of a request over HTTP: credentials, timeouts, and bounds on what comes back.

use std::time::{Duration, SystemTime};

use reqwest::header::{self, HeaderMap};
use reqwest::{Client, RequestBuilder, Response, Url, redirect};

use super::answer::Refusal;
use super::config::{CONTENT_TYPE, Credentials, SchemaRegistryClientBuilder};
use super::error::{Error, ErrorKind};
use super::operation::Operation;
use super::tls;

/// Carries requests to a registry over HTTP.
#[derive(Debug)]
pub(super) struct Http {
    client: Client,
    base: Url,
    credentials: Option<Credentials>,
    max_response_bytes: usize,
}

impl Http {
    pub(super) fn new(base: Url, settings: SchemaRegistryClientBuilder) -> Result<Self, Error> {
        let client = Client::builder()
            .default_headers(settings.header_map()?)
            .user_agent(concat!("avrolane/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.request_timeout)
            // Registries do not redirect, and credentials are not for whomever an answer names.
            .redirect(redirect::Policy::none());
        let client = tls::configure(client, &base)?.build().map_err(|cause| {
            Error::configuration("the HTTP client cannot be set up")
                .with_source(cause.without_url())
        })?;
        Ok(Self {
            client,
            base,
            credentials: settings.credentials,
            max_response_bytes: settings.max_response_bytes,
        })
    }

    /// The registry's URL, without credentials.
    pub(super) fn url(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// Makes a request once.
    pub(super) async fn try_once(&self, operation: &Operation) -> Result<Vec<u8>, Error> {
        let url = self.url_of(operation)?;
        let mut request = self.authorized(self.client.request(operation.method(), url));
        if let Some(body) = operation.body_bytes() {
            request = request
                .header(header::CONTENT_TYPE, CONTENT_TYPE)
                .body(body.to_vec());
        }
        let response = request.send().await.map_err(transport_error)?;
        let status = response.status();
        if status.is_success() {
            return self.read(response).await;
        }
        let refusal = Refusal {
            status: status.as_u16(),
            retry_after: retry_after(response.headers(), SystemTime::now()),
            location: location(&response),
            has_credentials: self.credentials.is_some(),
            // What can be read of it: the status says more than the body.
            body: self.read(response).await.unwrap_or_default(),
        };
        Err(refusal.into_error(operation))
    }

    fn authorized(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.credentials {
            None => request,
            Some(Credentials::Basic { user, password }) => {
                request.basic_auth(user, Some(&password.0))
            }
            Some(Credentials::Bearer(token)) => request.bearer_auth(&token.0),
        }
    }

    async fn read(&self, mut response: Response) -> Result<Vec<u8>, Error> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(transport_error)? {
            if body.len() + chunk.len() > self.max_response_bytes {
                return Err(Error::new(ErrorKind::UnexpectedAnswer)
                    .with_problem(format!(
                        "the answer has over {} bytes",
                        self.max_response_bytes
                    ))
                    .with_advice("max_response_bytes of the client's builder allows more"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    fn url_of(&self, operation: &Operation) -> Result<Url, Error> {
        let mut url = self.base.clone();
        operation.add_to(&mut url)?;
        Ok(url)
    }
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

/// How long the server asks to be left alone: a number of seconds or a date (RFC 9110, 10.2.3).
fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
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
        let settings = SchemaRegistryClientBuilder::new(base.to_owned());
        let http = Http::new(base.parse().unwrap(), settings)?;
        http.url_of(operation).map(String::from)
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
            retry_after(&headers, now).map(|delay| delay.as_secs())
        };
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:37 GMT"), Some(7));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:00 GMT"), Some(0));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("-1"), None);
    }
}
