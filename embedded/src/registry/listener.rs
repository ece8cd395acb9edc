//! The registry's end of its connections, which can be cut, and its door, which can be shut.

use std::io::{self, ErrorKind, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time;

/// How long to wait after the system had no connection, or no port, to give.
const PAUSE: Duration = Duration::from_millis(20);

/// What opens and shuts the door.
#[derive(Debug)]
pub(super) struct Door {
    orders: UnboundedSender<Order>,
}

#[derive(Debug)]
struct Order {
    is_open: bool,
    done: mpsc::Sender<()>,
}

/// The door, as the server stands behind it.
#[derive(Debug)]
pub(super) struct Doorway {
    address: SocketAddr,
    /// Nothing while the door is shut.
    listener: Option<TcpListener>,
    orders: UnboundedReceiver<Order>,
    /// How often the door was shut.
    shut: Arc<AtomicU64>,
}

/// A connection, until it is cut.
#[derive(Debug)]
pub(super) struct Connection {
    stream: TcpStream,
    line: Line,
}

/// What cuts one connection.
#[derive(Debug, Clone)]
pub(super) struct Line {
    is_cut: Arc<AtomicBool>,
    shut: Arc<AtomicU64>,
    /// How often the door had been shut when the connection was made.
    since: u64,
}

impl Door {
    /// Puts a door in front of `listener`.
    pub(super) fn before(listener: TcpListener) -> io::Result<(Self, Doorway)> {
        let (orders, received) = unbounded_channel();
        let doorway = Doorway {
            address: listener.local_addr()?,
            listener: Some(listener),
            orders: received,
            shut: Arc::default(),
        };
        Ok((Self { orders }, doorway))
    }

    /// Opens the door, or shuts it and cuts all connections, and waits until that has happened.
    pub(super) fn set_open(&self, is_open: bool) {
        let (done, is_done) = mpsc::channel();
        if self.orders.send(Order { is_open, done }).is_ok() {
            // An error says that the server has ended, and its door with it.
            let _ = is_done.recv();
        }
    }
}

impl Doorway {
    async fn obey(&mut self, order: Order) {
        if !order.is_open {
            self.listener = None;
            self.shut.fetch_add(1, Ordering::Relaxed);
        }
        while order.is_open && self.listener.is_none() {
            match TcpListener::bind(self.address).await {
                Ok(listener) => self.listener = Some(listener),
                // The port is to be had again as soon as nobody else has it.
                Err(_) => time::sleep(PAUSE).await,
            }
        }
        // Whoever gave the order may have gone away.
        let _ = order.done.send(());
    }

    fn connect(&self, stream: TcpStream) -> Connection {
        // An answer must not wait for the acknowledgement of the one before; a connection that
        // refuses the option is only slower.
        let _ = stream.set_nodelay(true);
        let line = Line {
            is_cut: Arc::default(),
            shut: Arc::clone(&self.shut),
            since: self.shut.load(Ordering::Relaxed),
        };
        Connection { stream, line }
    }
}

impl Listener for Doorway {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        loop {
            let accepted = async {
                match &self.listener {
                    Some(listener) => listener.accept().await,
                    None => std::future::pending().await,
                }
            };
            let order = tokio::select! {
                order = self.orders.recv() => order,
                accepted = accepted => match accepted {
                    Ok((stream, address)) => return (self.connect(stream), address),
                    Err(_) => {
                        time::sleep(PAUSE).await;
                        continue;
                    }
                },
            };
            match order {
                Some(order) => self.obey(order).await,
                // The handle ends, and the runtime with it.
                None => std::future::pending().await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

impl Connected<IncomingStream<'_, Doorway>> for Line {
    fn connect_info(stream: IncomingStream<'_, Doorway>) -> Self {
        stream.io().line.clone()
    }
}

impl Line {
    /// Closes the connection at the next byte that is to be read or written.
    pub(super) fn cut(&self) {
        self.is_cut.store(true, Ordering::Relaxed);
    }

    fn check(&self) -> io::Result<()> {
        let is_cut =
            self.is_cut.load(Ordering::Relaxed) || self.shut.load(Ordering::Relaxed) != self.since;
        if is_cut {
            return Err(ErrorKind::ConnectionReset.into());
        }
        Ok(())
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.line.check()?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.line.check()?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.line.check()?;
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
