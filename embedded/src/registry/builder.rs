//! How a registry is to be started.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use super::credentials::Credentials;
use super::server::EmbeddedRegistry;
use crate::error::Error;

/// How an [`EmbeddedRegistry`] is to be started.
///
/// ```
/// use avrolane_embedded::EmbeddedRegistry;
///
/// let registry = EmbeddedRegistry::builder()
///     .basic_auth("ada", "secret")
///     .start()?;
/// # Ok::<(), avrolane_embedded::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct EmbeddedRegistryBuilder {
    pub(super) host: IpAddr,
    pub(super) port: u16,
    pub(super) credentials: Credentials,
    pub(super) file: Option<PathBuf>,
}

impl EmbeddedRegistryBuilder {
    pub(super) fn new() -> Self {
        Self {
            host: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            credentials: Credentials::default(),
            file: None,
        }
    }

    /// The address to listen on; that of the loopback interface unless it is said, so that nobody
    /// outside of this machine gets in.
    pub fn host(mut self, host: impl Into<IpAddr>) -> Self {
        self.host = host.into();
        self
    }

    /// The port to listen on; a free one if it is 0, or not said.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Answers only those who name this user and this password, and others with 401. Unless it is
    /// said, everybody is answered.
    pub fn basic_auth(mut self, user: &str, password: &str) -> Self {
        self.credentials = Credentials::basic(user, password);
        self
    }

    /// Keeps everything in this file, which is made if it is not there, so that the next registry
    /// goes on where this one ended. Unless it is said, nothing outlives the registry.
    ///
    /// The file is JSON. What a request changes is in it before the request is answered, and it is
    /// whole at every moment. It is written anew each time, and has to be left to one registry at a
    /// time.
    pub fn file(mut self, file: impl AsRef<Path>) -> Self {
        self.file = Some(file.as_ref().to_owned());
        self
    }

    /// Starts the registry.
    ///
    /// # Errors
    ///
    /// If the port is taken, no thread is to be had, or the file cannot be read or written or was not
    /// written by a registry.
    pub fn start(self) -> Result<EmbeddedRegistry, Error> {
        EmbeddedRegistry::start_as(self)
    }
}
