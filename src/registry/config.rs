//! The settings of the client.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::authentication::{Credentials, OAuthClientCredentials, SaslSettings, TokenProvider};
use super::cache_settings::CacheSettings;
use super::client::SchemaRegistryClient;
use super::error::Error;
use super::http::Http;
use super::secret::Secret;
use super::tls::{ClientCertificate, Pem};
use super::transport::{Carrier, Transport, Tries};
use crate::retry::{Budget, RetryPolicy};

/// Sets up a [`SchemaRegistryClient`].
///
/// The names in brackets are those of Confluent's clients; [`authentication`](super::authentication)
/// has a table of those that concern credentials. [`Settings`](crate::settings::Settings) makes a
/// builder of all of them.
#[derive(Debug, Clone)]
#[must_use]
pub struct SchemaRegistryClientBuilder {
    pub(super) urls: Secret<String>,
    pub(super) credentials: Option<GivenCredentials>,
    pub(super) identity_pool_id: Option<String>,
    pub(super) headers: Vec<(String, Secret<String>)>,
    pub(super) token_expiry_buffer: Duration,
    pub(super) authorities: Vec<Pem>,
    pub(super) client_certificate: Option<ClientCertificate>,
    pub(super) proxy: Proxy,
    pub(super) connect_timeout: Duration,
    pub(super) request_timeout: Duration,
    tries: Tries,
    pub(super) max_response_bytes: usize,
    caches: CacheSettings,
}

/// Credentials as the builder got them.
#[derive(Debug, Clone)]
pub(super) enum GivenCredentials {
    Own(Credentials),
    OfKafka(SaslSettings),
}

/// How requests get out.
#[derive(Debug, Clone)]
pub(super) enum Proxy {
    OfEnvironment,
    None,
    Url(Secret<String>),
}

impl SchemaRegistryClientBuilder {
    pub(super) fn new(urls: String) -> Self {
        Self {
            urls: Secret(urls),
            credentials: None,
            identity_pool_id: None,
            headers: Vec::new(),
            token_expiry_buffer: Duration::from_secs(300),
            authorities: Vec::new(),
            client_certificate: None,
            proxy: Proxy::OfEnvironment,
            connect_timeout: Duration::from_secs(5),
            request_timeout: Duration::from_secs(30),
            tries: Tries::default(),
            max_response_bytes: 16 << 20,
            caches: CacheSettings::new(),
        }
    }

    /// Adds the URL of a further instance of the same registry. None unless set, here or in the
    /// list that the [client's builder](SchemaRegistryClient::builder) was given.
    ///
    /// The first one is asked until it cannot be reached, does not answer in time, or answers 500,
    /// 502, 503 or 504; then the next one at once, without a wait, and whichever answered last is
    /// asked first from then on. Only when all have failed is it time for a
    /// [retry](Self::retry).
    pub fn additional_url(mut self, url: impl AsRef<str>) -> Self {
        self.urls.0.push(',');
        self.urls.0.push_str(url.as_ref());
        self
    }

    /// The user and password for basic authentication (`basic.auth.user.info`). They may stand in
    /// the URL instead. None unless set.
    pub fn basic_auth(self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.credentials(Credentials::Basic {
            user: user.into(),
            password: Secret(password.into()),
        })
    }

    /// The token for bearer authentication (`bearer.auth.token`), where it stays the same. None
    /// unless set.
    pub fn bearer_token(self, token: impl Into<String>) -> Self {
        self.credentials(Credentials::Bearer(Secret(token.into())))
    }

    /// Has tokens for bearer authentication fetched from an OAuth server
    /// (`bearer.auth.credentials.source=OAUTHBEARER`). None unless set.
    pub fn oauth(self, client: OAuthClientCredentials) -> Self {
        self.credentials(Credentials::OAuth(client))
    }

    /// Has tokens for bearer authentication fetched by a provider, which may be a function
    /// (`bearer.auth.credentials.source=CUSTOM`). None unless set.
    pub fn token_provider(self, provider: impl TokenProvider + 'static) -> Self {
        self.credentials(Credentials::Provider(Arc::new(provider)))
    }

    /// Takes the credentials of a Kafka client, out of all its settings by librdkafka's names
    /// (`basic.auth.credentials.source=SASL_INHERIT`, and `SASL_OAUTHBEARER_INHERIT` if its
    /// `sasl.mechanism` is `OAUTHBEARER`).
    ///
    /// `sasl.username` and `sasl.password` become those of basic authentication; the token
    /// endpoint, client id, secret and scope of `sasl.oauthbearer.*` those of
    /// [`oauth`](Self::oauth), and the extension `identityPoolId` the
    /// [`identity_pool_id`](Self::identity_pool_id), unless that is set. Of rdkafka's
    /// `ClientConfig` the settings are what `config_map` gives.
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use avrolane::registry::SchemaRegistryClient;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let kafka = HashMap::from([
    ///     ("bootstrap.servers", "kafka.example.com:9093"),
    ///     ("sasl.mechanism", "PLAIN"),
    ///     ("sasl.username", "orders"),
    ///     ("sasl.password", "…"),
    /// ]);
    /// let registry = SchemaRegistryClient::builder("http://registry.example.com:8081")
    ///     .sasl_inherit(&kafka)
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn sasl_inherit<K: AsRef<str>, V: AsRef<str>>(
        mut self,
        settings: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let mut sasl = SaslSettings::default();
        for (key, value) in settings {
            sasl.set(key.as_ref(), value.as_ref());
        }
        self.credentials = Some(GivenCredentials::OfKafka(sasl));
        self
    }

    fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(GivenCredentials::Own(credentials));
        self
    }

    /// How long before a token expires the next one is fetched
    /// (`bearer.auth.cache.expiry.buffer.seconds`). 300 seconds unless set; it is fetched when 80 %
    /// of its time have passed if that is earlier, or if the token lives for no longer than this.
    pub fn token_expiry_buffer(mut self, buffer: Duration) -> Self {
        self.token_expiry_buffer = buffer;
        self
    }

    /// The registry's cluster in Confluent Cloud, such as `lsrc-12345`, which the header
    /// `target-sr-cluster` says (`bearer.auth.logical.cluster`). None unless set.
    pub fn logical_cluster(self, id: impl Into<String>) -> Self {
        self.header("target-sr-cluster", id)
    }

    /// The identity pool of the token in Confluent Cloud, such as `pool-abcd`, which the header
    /// `Confluent-Identity-Pool-Id` says (`bearer.auth.identity.pool.id`). None unless set.
    pub fn identity_pool_id(mut self, id: impl Into<String>) -> Self {
        self.identity_pool_id = Some(id.into());
        self
    }

    /// A header to send with each request to the registry (`request.header.*`).
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), Secret(value.into())));
        self
    }

    /// Trusts the certificate authorities of this PEM text, and no longer those of the system. May
    /// be called several times. The system's unless set.
    pub fn ca_pem(mut self, certificates: impl Into<Vec<u8>>) -> Self {
        self.authorities.push(Pem::text(certificates));
        self
    }

    /// The same, with a file that is read when the client is made (`ssl.ca.location`).
    pub fn ca_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.authorities.push(Pem::file(path));
        self
    }

    /// The certificate by which the registry knows the client (mutual TLS), as PEM text: a chain
    /// that begins with the client's own, and its private key, not encrypted. None unless set.
    pub fn client_certificate_pem(
        mut self,
        chain: impl Into<Vec<u8>>,
        key: impl Into<Vec<u8>>,
    ) -> Self {
        self.client_certificate = Some(ClientCertificate {
            chain: Pem::text(chain),
            key: Pem::text(key),
        });
        self
    }

    /// The same, with files that are read when the client is made; they may be one
    /// (`ssl.certificate.location`, `ssl.key.location`).
    pub fn client_certificate_files(
        mut self,
        chain: impl Into<PathBuf>,
        key: impl Into<PathBuf>,
    ) -> Self {
        self.client_certificate = Some(ClientCertificate {
            chain: Pem::file(chain),
            key: Pem::file(key),
        });
        self
    }

    /// The proxy for all requests, those for tokens included, such as
    /// `http://user:password@proxy:3128` (`proxy`, `proxy.host`). Requests to `https` URLs go
    /// through a tunnel that it opens (`CONNECT`).
    ///
    /// Unless set the environment says which: `HTTPS_PROXY` and `HTTP_PROXY`, or else `ALL_PROXY`,
    /// for all hosts but those of `NO_PROXY`, each also in lower case; where they are not set, the
    /// system's settings do on macOS and Windows. Where a program runs as a CGI script, `HTTP_PROXY`
    /// does not count. A proxy that was given here is used for all hosts.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Proxy::Url(Secret(url.into()));
        self
    }

    /// Uses no proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = Proxy::None;
        self
    }

    /// How long making a connection may take, name resolution and TLS included
    /// (`http.connect.timeout.ms`). 5 seconds unless set: a healthy network needs a fraction of
    /// one.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long one try of a request may take, up to the last byte of the answer
    /// (`http.read.timeout.ms`, `timeout`). 30 seconds unless set: a registry that writes to its
    /// log under load needs several.
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.request_timeout = timeout;
        self
    }

    /// How long a request may take with all its tries and the waits between them, at all URLs. 120
    /// seconds unless set. A try under way is then broken off, and no wait is begun that would end
    /// later.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.tries.total_timeout = timeout;
        self
    }

    /// How often and when a request that failed is sent again. 3 times unless set, with waits of
    /// up to 1, 2 and 4 seconds, after a broken connection, a timeout, a failure to get a token,
    /// and the statuses 408, 429, 500, 502, 503 and 504 (`max.retries`, `retries.wait.ms`,
    /// `retries.max.wait.ms`).
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.tries.policy = policy;
        self
    }

    /// How many retries there may be for all requests together, those of the client's clones
    /// included. 20 for a hundred requests and 10 a second beside them unless set, counted over ten
    /// seconds. A request whose retry it does not allow fails as if it was the last.
    pub fn retry_budget(mut self, budget: Budget) -> Self {
        self.tries.budget = budget;
        self
    }

    /// The largest answer that is read. 16 MiB unless set: registries take schemas of at most 1
    /// or 2.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// What is kept of the answers, and for how long. The default [`CacheSettings`] unless set.
    pub fn caches(mut self, settings: CacheSettings) -> Self {
        self.caches = settings;
        self
    }

    /// Makes the client. It connects to nothing before its first request.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](super::ErrorKind::Configuration) if a URL, a header, a token or
    /// a certificate is not valid, or a file cannot be read; if a URL is `https` while neither
    /// `rustls-tls` nor `native-tls` is enabled; if credentials are given both here and in a URL,
    /// or are to be taken from settings that have none; or if the system's TLS certificates cannot
    /// be read.
    pub fn build(self) -> Result<SchemaRegistryClient, Error> {
        let (tries, caches) = (self.tries.clone(), self.caches.clone());
        let transport = Transport::new(Carrier::Http(Http::new(self)?), tries);
        Ok(SchemaRegistryClient::new(transport, caches))
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
