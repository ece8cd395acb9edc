//! The token in use, and one request for all tasks that need the next.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::header::HeaderValue;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::Instant;

use super::credentials::authorization;
use super::oauth::TokenEndpoint;
use super::{AccessToken, TokenProvider};
use crate::registry::error::{Error, ErrorKind};
use crate::registry::table::lock;

/// Keeps a token, and gets the next one before it expires.
///
/// Each token is asked for in a task of its own, which goes on if those who wait for it stop.
pub(in crate::registry) struct TokenCache {
    source: TokenSource,
    /// How long before its end a token is to be replaced.
    buffer: Duration,
    state: Mutex<State>,
}

/// Where tokens come from.
#[derive(Debug)]
pub(super) enum TokenSource {
    Endpoint(TokenEndpoint),
    Provider(Arc<dyn TokenProvider>),
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    request: Option<watch::Receiver<Outcome>>,
}

/// What has become of a request for a token: nothing yet, or its end.
type Outcome = Option<Result<HeaderValue, Error>>;

struct Token {
    authorization: HeaderValue,
    /// When the next one is to be asked for, and when this one is not good any more; never if
    /// nobody said how long it is.
    times: Option<Times>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Times {
    refresh: Instant,
    end: Instant,
}

impl TokenCache {
    pub(super) fn new(source: TokenSource, buffer: Duration) -> Arc<Self> {
        Arc::new(Self {
            source,
            buffer,
            state: Mutex::default(),
        })
    }

    /// The header of a token that is good now. Waits only where there is none; cancel safe.
    pub(in crate::registry) async fn authorization(self: &Arc<Self>) -> Result<HeaderValue, Error> {
        let mut request = match self.token_or_request()? {
            Ok(authorization) => return Ok(authorization),
            Err(request) => request,
        };
        match request.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(outcome)) => outcome.clone(),
            _ => Err(unavailable(
                "the request for a token was cut off, as the runtime that carried it shut down, or \
                 the TokenProvider panicked",
            )),
        }
    }

    /// Gives up a token that the registry refused, unless it was replaced since.
    pub(in crate::registry) fn give_up(&self, refused: &HeaderValue) {
        let mut state = lock(&self.state);
        if state
            .token
            .as_ref()
            .is_some_and(|token| token.authorization == *refused)
        {
            state.token = None;
        }
    }

    fn token_or_request(
        self: &Arc<Self>,
    ) -> Result<Result<HeaderValue, watch::Receiver<Outcome>>, Error> {
        let now = Instant::now();
        let mut state = lock(&self.state);
        if let Some(authorization) = state.fresh(now) {
            return Ok(Ok(authorization));
        }
        let request = match state.running_request() {
            Some(request) => request,
            None => {
                let runtime = Handle::try_current().map_err(|cause| {
                    Error::configuration("a request to the registry needs a Tokio runtime")
                        .with_source(cause)
                })?;
                let (sender, request) = watch::channel(None);
                state.request = Some(request.clone());
                runtime.spawn(Arc::clone(self).carry_out(sender));
                request
            }
        };
        Ok(state.valid(now).ok_or(request))
    }

    async fn carry_out(self: Arc<Self>, outcome: watch::Sender<Outcome>) {
        let asked = Instant::now();
        let result = self.source.token().await;
        let result = result.and_then(|token| Token::new(&token, asked, self.buffer));
        let mut state = lock(&self.state);
        state.request = None;
        let result = match result {
            Ok(token) => {
                let authorization = token.authorization.clone();
                state.token = Some(token);
                Ok(authorization)
            }
            Err(error) => {
                log::warn!("no fresh token for the registry: {error}");
                state.postpone_refresh(Instant::now());
                Err(error)
            }
        };
        drop(state);
        outcome.send_replace(Some(result));
    }
}

impl TokenSource {
    async fn token(&self) -> Result<AccessToken, Error> {
        match self {
            Self::Endpoint(endpoint) => endpoint.token().await,
            Self::Provider(provider) => provider
                .token()
                .await
                .map_err(|cause| unavailable("the TokenProvider has none").with_source(cause)),
        }
    }
}

impl From<TokenEndpoint> for TokenSource {
    fn from(endpoint: TokenEndpoint) -> Self {
        Self::Endpoint(endpoint)
    }
}

impl From<Arc<dyn TokenProvider>> for TokenSource {
    fn from(provider: Arc<dyn TokenProvider>) -> Self {
        Self::Provider(provider)
    }
}

impl State {
    /// The token, if it need not be replaced yet.
    fn fresh(&self, now: Instant) -> Option<HeaderValue> {
        let token = self.token.as_ref()?;
        let is_fresh = token.times.is_none_or(|times| now < times.refresh);
        is_fresh.then(|| token.authorization.clone())
    }

    /// The token, if it is good, though it may be time to replace it.
    fn valid(&self, now: Instant) -> Option<HeaderValue> {
        let token = self.token.as_ref()?;
        let is_valid = token.times.is_none_or(|times| now < times.end);
        is_valid.then(|| token.authorization.clone())
    }

    /// A request whose runtime was shut down has no sender any more.
    fn running_request(&self) -> Option<watch::Receiver<Outcome>> {
        let request = self.request.as_ref()?;
        request.has_changed().is_ok().then(|| request.clone())
    }

    /// Halves what is left of the token's time, so that an endpoint that fails is not asked at
    /// every request to the registry.
    fn postpone_refresh(&mut self, now: Instant) {
        if let Some(Token {
            times: Some(times), ..
        }) = &mut self.token
        {
            times.refresh = now + times.end.saturating_duration_since(now) / 2;
        }
    }
}

impl Token {
    fn new(token: &AccessToken, asked: Instant, buffer: Duration) -> Result<Self, Error> {
        Ok(Self {
            authorization: authorization("Bearer", &token.token.0)?,
            times: token
                .lifetime
                .and_then(|lifetime| Times::new(asked, lifetime, buffer)),
        })
    }
}

impl Times {
    /// 80 % of the lifetime, or the buffer before its end if that is earlier; a buffer that is
    /// longer than the lifetime does not count (`OauthTokenCache.java`). Nothing for a lifetime
    /// without end.
    fn new(asked: Instant, lifetime: Duration, buffer: Duration) -> Option<Self> {
        let share = lifetime.mul_f64(0.8);
        let until_refresh = match lifetime.checked_sub(buffer) {
            Some(before_buffer) if !before_buffer.is_zero() => share.min(before_buffer),
            _ => share,
        };
        Some(Self {
            refresh: asked.checked_add(until_refresh)?,
            end: asked.checked_add(lifetime)?,
        })
    }
}

fn unavailable(problem: &'static str) -> Error {
    Error::new(ErrorKind::TokenUnavailable)
        .with_problem(problem)
        .with_advice("see to where the tokens come from; the registry was not asked")
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCache")
            .field("source", &self.source)
            .field("buffer", &self.buffer)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds_until_refresh(lifetime: u64, buffer: u64) -> u64 {
        let asked = Instant::now();
        let [lifetime, buffer] = [lifetime, buffer].map(Duration::from_secs);
        let times = Times::new(asked, lifetime, buffer).unwrap();
        assert_eq!(times.end, asked + lifetime);
        (times.refresh - asked).as_secs()
    }

    #[test]
    fn a_token_is_replaced_before_its_end_as_javas_client_does() {
        assert_eq!(seconds_until_refresh(3_600, 300), 2_880, "80 % come first");
        assert_eq!(
            seconds_until_refresh(1_000, 300),
            700,
            "the buffer comes first"
        );
        assert_eq!(seconds_until_refresh(300, 300), 240, "it leaves nothing");
        assert_eq!(seconds_until_refresh(60, 300), 48, "it does not fit");
        assert_eq!(seconds_until_refresh(0, 300), 0);
    }

    #[test]
    fn a_lifetime_beyond_all_clocks_has_no_end() {
        assert_eq!(
            Times::new(Instant::now(), Duration::MAX, Duration::ZERO),
            None
        );
    }
}
