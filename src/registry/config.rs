//! The settings of the client.

use std::fmt;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::client::SchemaRegistryClient;
use super::error::Error;
use super::http::Http;
use super::transport::{Carrier, Transport};
use crate::retry::RetryPolicy;

/// Sets up a [`SchemaRegistryClient`].
///
/// Proxies are those of the environment: `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`.
#[derive(Debug, Clone)]
#[must_use]
pub struct SchemaRegistryClientBuilder {
    pub(super) url: Secret<String>,
    pub(super) credentials: Option<Credentials>,
    pub(super) headers: Vec<(String, Secret<String>)>,
    pub(super) connect_timeout: Duration,
    pub(super) request_timeout: Duration,
    pub(super) retry: RetryPolicy,
    pub(super) max_response_bytes: usize,
}

impl SchemaRegistryClientBuilder {
    pub(super) fn new(url: String) -> Self {
        Self {
            url: Secret(url),
            credentials: None,
            headers: Vec::new(),
            connect_timeout: Duration::from_secs(5),
            request_timeout: Duration::from_secs(30),
            retry: RetryPolicy::default(),
            max_response_bytes: 16 << 20,
        }
    }

    /// The user and password for basic authentication (`basic.auth.user.info`). They may stand in
    /// the URL instead. None unless set.
    pub fn basic_auth(mut self, user: impl Into<String>, password: impl Into<String>) -> Self {
        let (user, password) = (user.into(), Secret(password.into()));
        self.credentials = Some(Credentials::Basic { user, password });
        self
    }

    /// The token for bearer authentication (`bearer.auth.token`). None unless set.
    pub fn bearer_token(mut self, token: impl Into<String>) -> Self {
        self.credentials = Some(Credentials::Bearer(Secret(token.into())));
        self
    }

    /// A header to send with each request, such as `target-sr-cluster` (`request.header.*`).
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), Secret(value.into())));
        self
    }

    /// How long making a connection may take, name resolution and TLS included. 5 seconds unless
    /// set: a healthy network needs a fraction of one.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long one try of a request may take, up to the last byte of the answer. 30 seconds
    /// unless set: a registry that writes to its log under load needs several.
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.request_timeout = timeout;
        self
    }

    /// How often and when a request that failed is sent again. 3 times unless set, with waits of
    /// up to 1, 2 and 4 seconds, after a broken connection, a timeout, and the statuses 408, 429,
    /// 500, 502, 503 and 504.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// The largest answer that is read. 16 MiB unless set: registries take schemas of at most 1
    /// or 2.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Makes the client. It connects to nothing before its first request.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](super::ErrorKind::Configuration) if the URL is none, or is `https` while neither `rustls-tls`
    /// nor `native-tls` is enabled; if credentials are given both here and in the URL; if a header
    /// is not valid; or if the system's TLS certificates cannot be read.
    pub fn build(mut self) -> Result<SchemaRegistryClient, Error> {
        let url = self.take_url()?;
        let retry = self.retry;
        let carrier = Carrier::Http(Http::new(url, self)?);
        Ok(SchemaRegistryClient::new(Transport::new(carrier, retry)))
    }

    /// The URL, its credentials moved to where the given ones stand.
    fn take_url(&mut self) -> Result<Url, Error> {
        let mut url = Url::parse(&self.url.0).map_err(|cause| {
            Error::configuration("the registry's URL is not valid").with_source(cause)
        })?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(Error::configuration(
                "the registry's URL does not start with http:// or https://",
            ));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(Error::configuration(
                "the registry's URL has a query or a fragment",
            ));
        }
        if let Some(credentials) = Credentials::of_url(&url)? {
            if self.credentials.is_some() {
                return Err(Error::configuration(
                    "credentials are given both in the registry's URL and to the builder",
                ));
            }
            self.credentials = Some(credentials);
        }
        // Neither can fail for a URL with a host.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        Ok(url)
    }

    pub(super) fn header_map(&self) -> Result<HeaderMap, Error> {
        let mut map = HeaderMap::new();
        map.insert("accept", HeaderValue::from_static(CONTENT_TYPE));
        // Without it, newer members of a request are an error to older servers of Confluent's
        // (`RestService.java`).
        map.insert(
            "confluent-accept-unknown-properties",
            HeaderValue::from_static("true"),
        );
        for (name, value) in &self.headers {
            let invalid = || Error::configuration(format!("the header {name:?} is not valid"));
            let key: HeaderName = name.parse().map_err(|_| invalid())?;
            let mut value: HeaderValue = value.0.parse().map_err(|_| invalid())?;
            value.set_sensitive(true);
            map.append(key, value);
        }
        Ok(map)
    }
}

/// What registries speak (`Versions.java`).
pub(super) const CONTENT_TYPE: &str = "application/vnd.schemaregistry.v1+json";

/// How the client says who it is.
#[derive(Debug, Clone)]
pub(super) enum Credentials {
    Basic {
        user: String,
        password: Secret<String>,
    },
    Bearer(Secret<String>),
}

impl Credentials {
    fn of_url(url: &Url) -> Result<Option<Self>, Error> {
        if url.username().is_empty() && url.password().is_none() {
            return Ok(None);
        }
        Ok(Some(Self::Basic {
            user: decoded(url.username())?,
            password: Secret(decoded(url.password().unwrap_or_default())?),
        }))
    }
}

/// Undoes the percent-encoding of a URL's user or password.
fn decoded(text: &str) -> Result<String, Error> {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .map(Into::into)
        .map_err(|_| Error::configuration("the credentials in the registry's URL are not UTF-8"))
}

/// Something that is not to be shown.
#[derive(Clone)]
pub(super) struct Secret<T>(pub(super) T);

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(url: &str) -> Result<SchemaRegistryClient, Error> {
        SchemaRegistryClient::builder(url).build()
    }

    fn problem(url: &str) -> String {
        client(url).unwrap_err().to_string()
    }

    #[test]
    fn a_url_must_be_one_of_http() {
        assert_eq!(
            problem("registry:8081"),
            "the registry's URL does not start with http:// or https://"
        );
        assert_eq!(problem("registry"), "the registry's URL is not valid");
        assert_eq!(
            problem("http://registry?a=b"),
            "the registry's URL has a query or a fragment"
        );
    }

    #[test]
    fn credentials_are_given_once() {
        let error = SchemaRegistryClient::builder("http://user:secret@registry")
            .bearer_token("secret")
            .build()
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "credentials are given both in the registry's URL and to the builder"
        );
    }

    #[test]
    fn secrets_show_in_no_debug_output() {
        let builder = SchemaRegistryClient::builder("http://user:secret@registry")
            .header("x-token", "secret");
        assert!(!format!("{builder:?}").contains("secret"));
        assert!(!format!("{:?}", builder.build().unwrap()).contains("secret"));
        let builder = SchemaRegistryClient::builder("http://registry").basic_auth("user", "secret");
        assert!(!format!("{builder:?}").contains("secret"));
        assert!(!format!("{:?}", builder.build().unwrap()).contains("secret"));
    }

    #[test]
    fn a_header_must_be_valid() {
        let error = SchemaRegistryClient::builder("http://registry")
            .header("a b", "c")
            .build()
            .unwrap_err();
        assert_eq!(error.to_string(), r#"the header "a b" is not valid"#);
    }

    #[cfg(not(any(feature = "rustls-tls", feature = "native-tls")))]
    #[test]
    fn https_without_tls_names_the_features() {
        assert!(problem("https://registry").contains("rustls-tls"));
    }
}
