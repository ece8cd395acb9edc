//! The URLs under which one registry can be asked.

use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::Url;

use super::authentication::Authorization;
use super::error::Error;

/// The instances of one registry, of which the one that answered last is asked first.
#[derive(Debug)]
pub(super) struct Endpoints {
    all: Box<[Endpoint]>,
    preferred: AtomicUsize,
}

/// One instance of the registry.
#[derive(Debug)]
pub(super) struct Endpoint {
    pub(super) base: Url,
    pub(super) authorization: Authorization,
}

impl Endpoint {
    /// Reads a list of URLs that is separated by commas. What comes back has one member at least.
    pub(super) fn parse_list(list: &str) -> Result<Vec<Self>, Error> {
        list.split(',').map(|url| Self::parse(url.trim())).collect()
    }

    fn parse(text: &str) -> Result<Self, Error> {
        let mut base = Url::parse(text).map_err(|cause| {
            Error::configuration("the registry's URL is not valid").with_source(cause)
        })?;
        if !matches!(base.scheme(), "http" | "https") || !base.has_host() {
            return Err(Error::configuration(
                "the registry's URL does not start with http:// or https://",
            ));
        }
        if base.query().is_some() || base.fragment().is_some() {
            return Err(Error::configuration(
                "the registry's URL has a query or a fragment",
            ));
        }
        let authorization = Authorization::of_url(&base)?;
        // Neither can fail for a URL with a host.
        let _ = base.set_username("");
        let _ = base.set_password(None);
        Ok(Self {
            base,
            authorization,
        })
    }

    /// Takes the credentials that the client was given beside the URL.
    fn authorize(&mut self, given: &Authorization) -> Result<(), Error> {
        match (&self.authorization, given) {
            (_, Authorization::None) => Ok(()),
            (Authorization::None, given) => {
                self.authorization = given.clone();
                Ok(())
            }
            _ => Err(Error::configuration(
                "credentials are given both in the registry's URL and to the builder",
            )),
        }
    }

    /// The URL, without credentials.
    pub(super) fn url(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }
}

impl Endpoints {
    /// `given` are the credentials beside those of the URLs, of which there is one at least.
    pub(super) fn new(mut all: Vec<Endpoint>, given: &Authorization) -> Result<Self, Error> {
        for endpoint in &mut all {
            endpoint.authorize(given)?;
        }
        Ok(Self {
            all: all.into(),
            preferred: AtomicUsize::new(0),
        })
    }

    /// The one to ask first.
    pub(super) fn preferred(&self) -> &Endpoint {
        let (_, preferred) = self.in_order().next().expect("there is one at least");
        preferred
    }

    /// All of them, each with its place, in the order in which they are to be asked.
    pub(super) fn in_order(&self) -> impl Iterator<Item = (usize, &Endpoint)> {
        let (count, preferred) = (self.all.len(), self.preferred.load(Ordering::Relaxed));
        self.all
            .iter()
            .enumerate()
            .cycle()
            .skip(preferred)
            .take(count)
    }

    /// Has the one at a place asked first from now on.
    pub(super) fn prefer(&self, place: usize) {
        if self.preferred.load(Ordering::Relaxed) != place {
            self.preferred.store(place, Ordering::Relaxed);
        }
    }
}
