//! Who the client is, and what of it goes along with a request.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::HeaderValue;
use reqwest::{Client, Url};

use super::oauth::TokenEndpoint;
use super::token_cache::TokenCache;
use super::{OAuthClientCredentials, TokenProvider};
use crate::registry::error::Error;
use crate::registry::secret::Secret;

/// How the client says who it is.
#[derive(Debug, Clone)]
pub(in crate::registry) enum Credentials {
    Basic {
        user: String,
        password: Secret<String>,
    },
    Bearer(Secret<String>),
    OAuth(OAuthClientCredentials),
    Provider(Arc<dyn TokenProvider>),
}

impl Credentials {
    /// Where TLS may be needed beside the registry.
    pub(in crate::registry) fn token_url(&self) -> Result<Option<Url>, Error> {
        match self {
            Self::OAuth(oauth) => oauth.url().map(Some),
            _ => Ok(None),
        }
    }

    /// `http` is for the token endpoint, `buffer` how long before its end a token is not used.
    pub(in crate::registry) fn into_authorization(
        self,
        http: &Client,
        buffer: Duration,
    ) -> Result<Authorization, Error> {
        Ok(match self {
            Self::Basic { user, password } => Authorization::basic(&user, &password.0)?,
            Self::Bearer(token) => Authorization::Header(authorization("Bearer", &token.0)?),
            Self::OAuth(oauth) => {
                let endpoint = TokenEndpoint::new(http.clone(), oauth)?;
                Authorization::Token(TokenCache::new(endpoint.into(), buffer))
            }
            Self::Provider(provider) => {
                Authorization::Token(TokenCache::new(provider.into(), buffer))
            }
        })
    }
}

/// What goes along with each request.
#[derive(Debug, Clone)]
pub(in crate::registry) enum Authorization {
    None,
    Header(HeaderValue),
    Token(Arc<TokenCache>),
}

impl Authorization {
    /// That of the user and the password in a URL.
    pub(in crate::registry) fn of_url(url: &Url) -> Result<Self, Error> {
        if url.username().is_empty() && url.password().is_none() {
            return Ok(Self::None);
        }
        let password = url.password().unwrap_or_default();
        Self::basic(&decoded(url.username())?, &decoded(password)?)
    }

    fn basic(user: &str, password: &str) -> Result<Self, Error> {
        let pair = STANDARD.encode(format!("{user}:{password}"));
        authorization("Basic", &pair).map(Self::Header)
    }

    pub(in crate::registry) fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

/// The value of the header `Authorization`.
pub(super) fn authorization(scheme: &str, credentials: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(format!("{scheme} {credentials}")).map_err(|_| {
        Error::configuration("the token has characters that no header can hold")
            .with_advice("see whether a line break was read with it")
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Undoes the percent-encoding of a URL's user or password.
fn decoded(text: &str) -> Result<String, Error> {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .map(Into::into)
        .map_err(|_| Error::configuration("the credentials in the registry's URL are not UTF-8"))
}
