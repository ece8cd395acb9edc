//! Tokens, and whoever has them.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::registry::secret::Secret;

/// A token for bearer authentication, and how long it is good for.
#[derive(Debug, Clone)]
pub struct AccessToken {
    pub(super) token: Secret<String>,
    pub(super) lifetime: Option<Duration>,
}

impl AccessToken {
    /// A token as it stands in the header `Authorization`, without `Bearer`. It is used until the
    /// registry refuses it, unless [`expires_in`](Self::expires_in) says how long it is good for.
    pub fn new(token: impl Into<String>) -> Self {
        Self {
            token: Secret(token.into()),
            lifetime: None,
        }
    }

    /// How long the token is good for, from when the provider was asked. The next one is asked for
    /// when 80 % of that have passed, and at the latest the
    /// [buffer](crate::registry::SchemaRegistryClientBuilder::token_expiry_buffer) before the end.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}

/// What a [`TokenProvider`] answers with.
pub type TokenFuture<'a> =
    Pin<Box<dyn Future<Output = Result<AccessToken, TokenError>> + Send + 'a>>;

/// Why there is no token. It becomes the [`source`](std::error::Error::source) of a registry error,
/// so it must hold no secret.
type TokenError = Box<dyn std::error::Error + Send + Sync>;

/// Where fresh tokens for the registry come from, such as a cloud's metadata service, a vault, or a
/// file that a sidecar writes.
///
/// The client keeps what it is given, see [`AccessToken`], and asks for one token at a time. A
/// function that makes a future is a provider as well:
///
/// ```
/// use std::time::Duration;
/// use avrolane::registry::SchemaRegistryClient;
/// use avrolane::registry::authentication::AccessToken;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let registry = SchemaRegistryClient::builder("https://registry.example.com")
///     .token_provider(|| async {
///         let token = std::fs::read_to_string("/var/run/secrets/token")?;
///         std::io::Result::Ok(AccessToken::new(token.trim()).expires_in(Duration::from_secs(600)))
///     });
/// # Ok(())
/// # }
/// ```
pub trait TokenProvider: Send + Sync {
    /// Gets a token that was not given before, or is still good for long enough to be worth it.
    ///
    /// It runs in a task of its own on the runtime of whoever needed the token first, and is not
    /// cut off by the client's timeouts: it needs one of its own.
    ///
    /// # Errors
    ///
    /// Any: the request that needs the token is then tried again as the client's
    /// [`RetryPolicy`](crate::retry::RetryPolicy) says.
    fn token(&self) -> TokenFuture<'_>;
}

impl<P, F, E> TokenProvider for P
where
    P: Fn() -> F + Send + Sync,
    F: Future<Output = Result<AccessToken, E>> + Send + 'static,
    E: Into<TokenError>,
{
    fn token(&self) -> TokenFuture<'_> {
        let token = self();
        Box::pin(async { token.await.map_err(Into::into) })
    }
}

impl fmt::Debug for dyn TokenProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenProvider")
    }
}
