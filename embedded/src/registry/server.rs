//! The registry as a server in this process.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use axum::serve::ListenerExt;
use tokio::runtime;
use tokio::sync::oneshot;

use super::faults::{Fault, Traffic};
use super::routes;
use crate::error::Error;

/// A Schema Registry inside this process, which speaks Confluent's REST API over HTTP.
///
/// It listens on the loopback interface, so clients of any kind and in any process can use it. It
/// runs on a thread of its own, keeps everything in memory, and ends with its handle.
///
/// ```
/// use avrolane_embedded::EmbeddedRegistry;
///
/// let registry = EmbeddedRegistry::start()?;
/// assert!(registry.url().starts_with("http://127.0.0.1:"));
/// # Ok::<(), avrolane_embedded::Error>(())
/// ```
///
/// # What it can do
///
/// Schemas are registered and looked up as Confluent's server does it: the same canonical text and
/// normal form, the same GUID, the same id for the same content, references, metadata and rule sets
/// with what is configured for them, all compatibility levels with the same messages, soft and
/// permanent deletion, contexts by prefix and by path, modes, and the same error codes. It knows Avro
/// only, and keeps rule sets, which Confluent's community server drops.
///
/// # When it misbehaves
///
/// [`fail_next`](Self::fail_next) has it fail on demand, and [`requests`](Self::requests) tells what
/// it was asked, for tests of what a client does when a registry is down, slow or asked too often.
pub struct EmbeddedRegistry {
    url: String,
    port: u16,
    traffic: Arc<Traffic>,
    /// Taken when the server is told to stop, which dropping the sender does.
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl EmbeddedRegistry {
    /// Starts a registry on a free port.
    ///
    /// # Errors
    ///
    /// If no socket or no thread is to be had.
    pub fn start() -> Result<Self, Error> {
        Self::start_on(0)
    }

    /// Starts a registry on the given port; on a free one if it is 0.
    ///
    /// # Errors
    ///
    /// If the port is taken, or no thread is to be had.
    pub fn start_on(port: u16) -> Result<Self, Error> {
        let failed = |error| Error::registry(format!("no registry started on port {port}"), error);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let url = format!("http://{address}");
        let traffic = Arc::new(Traffic::default());
        let (stop, stopped) = oneshot::channel();
        let serve = server(listener, traffic.clone(), stopped).map_err(failed)?;
        let thread = thread::Builder::new()
            .name("embedded-registry".to_owned())
            .spawn(serve)
            .map_err(failed)?;
        Ok(Self {
            url,
            port: address.port(),
            traffic,
            running: Some((stop, thread)),
        })
    }

    /// The URL, as a client wants it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The port that it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Has the next `requests` requests fail, behind those that are to fail already. For a registry
    /// that is down until further notice, say `usize::MAX` and later [`recover`](Self::recover).
    ///
    /// ```
    /// use avrolane_embedded::{EmbeddedRegistry, Fault};
    ///
    /// let registry = EmbeddedRegistry::start()?;
    /// registry.fail_next(2, Fault::Status(503));
    /// # Ok::<(), avrolane_embedded::Error>(())
    /// ```
    pub fn fail_next(&self, requests: usize, fault: Fault) {
        self.traffic.fail_next(requests, fault);
    }

    /// Ends what [`fail_next`](Self::fail_next) began. Requests that stall already go on stalling.
    pub fn recover(&self) {
        self.traffic.recover();
    }

    /// How many requests came whose path begins with `prefix`, such as `/schemas/ids/1`, or whose
    /// method and path do, such as `POST /subjects`. Those that were made to fail count as well.
    #[must_use]
    pub fn requests(&self, prefix: &str) -> u64 {
        self.traffic.count(prefix)
    }
}

impl Drop for EmbeddedRegistry {
    /// Stops the server. Connections end at once, also those with a request under way.
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.running.take() {
            drop(stop);
            // A panic of the server has been reported where it happened.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for EmbeddedRegistry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmbeddedRegistry")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// What the thread runs until `stopped` ends; everything that can fail is done before.
fn server(
    listener: TcpListener,
    traffic: Arc<Traffic>,
    stopped: oneshot::Receiver<()>,
) -> io::Result<impl FnOnce() + Send + 'static> {
    listener.set_nonblocking(true)?;
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let listener = {
        let _entered = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    let listener = listener.tap_io(|connection| {
        // An answer must not wait for the acknowledgement of the one before; a connection that
        // refuses the option is only slower.
        let _ = connection.set_nodelay(true);
    });
    let routes = routes::router(traffic);
    Ok(move || {
        runtime.spawn(async move { axum::serve(listener, routes).await });
        // The end of the handle shows as an error, since nothing is ever sent.
        let _ = runtime.block_on(stopped);
        // Dropping the runtime ends every connection where it stands.
    })
}
