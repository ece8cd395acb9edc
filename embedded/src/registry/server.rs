//! The registry as a server in this process.

use std::fmt;
use std::io;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::runtime;
use tokio::sync::oneshot;
use tokio::time;

use super::builder::EmbeddedRegistryBuilder;
use super::faults::{Fault, Traffic};
use super::listener::{Door, Doorway, Line};
use super::routes::{self, Service, Shared};
use super::storage::{Kept, Storage};
use crate::error::Error;

/// A Schema Registry inside this process, which speaks Confluent's REST API over HTTP.
///
/// It listens on the loopback interface, so clients of any kind and in any process can use it. It
/// runs on a thread of its own, keeps everything in memory, and in a file too if
/// [asked](EmbeddedRegistryBuilder::file), and ends with its handle.
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
/// # Its limits
///
/// A body may have 4 MiB and 128 levels of JSON, the text of a schema a million bytes, and a schema
/// 256 levels and a thousand others that it refers to, of 8 MiB in all. A list of schemas ends
/// after a thousand, as Confluent's does. What is beyond is refused with an error of the API.
///
/// # When it misbehaves
///
/// [`fail_next`](Self::fail_next), [`fail`](Self::fail) and [`refuse`](Self::refuse) have it fail on
/// demand, and [`requests`](Self::requests) tells what it was asked, for tests of what a client does
/// when a registry is down, slow or asked too often.
pub struct EmbeddedRegistry {
    url: String,
    port: u16,
    traffic: Arc<Traffic>,
    door: Door,
    /// Taken when the server is told to stop: with so much patience, or none if the sender is dropped.
    running: Option<(oneshot::Sender<Duration>, JoinHandle<()>)>,
}

impl EmbeddedRegistry {
    /// Starts a registry on a free port.
    ///
    /// # Errors
    ///
    /// If no socket or no thread is to be had.
    pub fn start() -> Result<Self, Error> {
        Self::builder().start()
    }

    /// How to start a registry: on which port, for whom, with which file.
    pub fn builder() -> EmbeddedRegistryBuilder {
        EmbeddedRegistryBuilder::new()
    }

    /// Starts a registry on the given port; on a free one if it is 0.
    ///
    /// # Errors
    ///
    /// If the port is taken, or no thread is to be had.
    pub fn start_on(port: u16) -> Result<Self, Error> {
        Self::builder().port(port).start()
    }

    pub(super) fn start_as(settings: EmbeddedRegistryBuilder) -> Result<Self, Error> {
        let EmbeddedRegistryBuilder {
            host,
            port,
            credentials,
            file,
        } = settings;
        let failed = |error| Error::registry(format!("no registry started on port {port}"), error);
        let listener = TcpListener::bind((host, port)).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let (shared, kept) = match file {
            Some(file) => {
                let kept = keep_in(&file).map_err(|error| {
                    Error::registry(format!("no registry started with the file {file:?}"), error)
                })?;
                (kept.shared().clone(), Some(Arc::new(kept)))
            }
            None => (Shared::default(), None),
        };
        let traffic = Arc::new(Traffic::default());
        let service = Service {
            shared,
            traffic: Arc::clone(&traffic),
            credentials,
            kept,
        };
        let (stop, stopped) = oneshot::channel();
        let (door, serve) = server(listener, service, stopped).map_err(failed)?;
        let thread = thread::Builder::new()
            .name("embedded-registry".to_owned())
            .spawn(serve)
            .map_err(failed)?;
        Ok(Self {
            url: format!("http://{address}"),
            port: address.port(),
            traffic,
            door,
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
        self.fail("", requests, fault);
    }

    /// Has the next `requests` requests fail whose path begins with `prefix`, such as
    /// `/schemas/ids/1`, or whose method and path do, such as `POST /subjects`. Of several faults
    /// that apply to a request, the one comes first that was asked for first.
    ///
    /// ```
    /// use avrolane_embedded::{EmbeddedRegistry, Fault};
    ///
    /// let registry = EmbeddedRegistry::start()?;
    /// registry.fail("/schemas/ids", usize::MAX, Fault::Garbage);
    /// # Ok::<(), avrolane_embedded::Error>(())
    /// ```
    pub fn fail(&self, prefix: &str, requests: usize, fault: Fault) {
        self.traffic.fail(prefix, requests, fault);
    }

    /// Has nobody get through until it [recovers](Self::recover): the port is closed, so that
    /// connections are refused, and those that are open end.
    pub fn refuse(&self) {
        self.door.set_open(false);
    }

    /// Ends what [`fail_next`](Self::fail_next), [`fail`](Self::fail) and [`refuse`](Self::refuse)
    /// began. Requests that stall already go on stalling.
    pub fn recover(&self) {
        self.traffic.recover();
        self.door.set_open(true);
    }

    /// How many requests came whose path begins with `prefix`, such as `/schemas/ids/1`, or whose
    /// method and path do, such as `POST /subjects`. Those that were made to fail count as well.
    #[must_use]
    pub fn requests(&self, prefix: &str) -> u64 {
        self.traffic.count(prefix)
    }
}

impl EmbeddedRegistry {
    /// Stops the server politely: it takes no more requests, answers those that are under way, and
    /// ends. What is not answered after `patience` is cut off. Blocks until then.
    ///
    /// To drop a registry is to stop it without patience.
    pub fn shut_down(mut self, patience: Duration) {
        if let Some((stop, thread)) = self.running.take() {
            // A server that has ended already needs none; a panic has been reported where it happened.
            let _ = stop.send(patience);
            let _ = thread.join();
        }
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

/// A registry that goes on where the file ends. Whether the file can be written shows at once.
fn keep_in(file: &Path) -> io::Result<Kept> {
    let storage = Storage::at(file);
    let state = storage.load()?;
    storage.save(&state.to_json().map_err(io::Error::other)?)?;
    Ok(Kept::new(Shared::new(state), storage))
}

/// What the thread runs until `stopped` says with how much patience it is to end, or that it is to end
/// at once; everything that can fail is done before.
fn server(
    listener: TcpListener,
    service: Service,
    stopped: oneshot::Receiver<Duration>,
) -> io::Result<(Door, impl FnOnce() + Send + 'static)> {
    listener.set_nonblocking(true)?;
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (door, doorway): (Door, Doorway) = {
        let _entered = runtime.enter();
        Door::before(tokio::net::TcpListener::from_std(listener)?)?
    };
    let routes = routes::router(service).into_make_service_with_connect_info::<Line>();
    let serve = move || {
        runtime.block_on(async move {
            let (finish, finished) = oneshot::channel::<()>();
            // The end of the sender shows as an error, since nothing is ever sent.
            let finished = async { drop(finished.await) };
            let served = axum::serve(doorway, routes).with_graceful_shutdown(finished);
            let stopped = async {
                if let Ok(patience) = stopped.await {
                    drop(finish);
                    time::sleep(patience).await;
                }
            };
            tokio::select! {
                _ = served.into_future() => {}
                () = stopped => {}
            }
        });
        // Dropping the runtime ends every connection where it stands.
    };
    Ok((door, serve))
}
