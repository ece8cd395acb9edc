//! Servers that do what they are told, and clients of them.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use avrolane::registry::{SchemaRegistryClient, SchemaRegistryClientBuilder};
use avrolane::retry::RetryPolicy;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Response};
use axum::serve::Listener;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A server whose answers a test chooses, and which remembers what it was asked.
pub(crate) struct Server {
    url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

/// A request that a [`Server`] has had.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    /// Method, path and query: `GET /schemas/ids/1?subject=a`.
    pub(crate) line: String,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    /// The text as JSON, null if it is none.
    pub(crate) body: Value,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// What a [`Server`] answers.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    Response {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    },
    /// Nothing, ever.
    Silence,
}

impl Answer {
    pub(crate) fn json(body: &Value) -> Self {
        Self::text(200, &body.to_string())
    }

    pub(crate) fn text(status: u16, body: &str) -> Self {
        Self::Response {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    /// A refusal as registries word it.
    pub(crate) fn refusal(status: u16, error_code: u32, message: &str) -> Self {
        let body = json!({"error_code": error_code, "message": message});
        Self::text(status, &body.to_string())
    }

    pub(crate) fn with_header(self, name: &'static str, value: &str) -> Self {
        match self {
            Self::Response {
                status,
                mut headers,
                body,
            } => {
                headers.push((name, value.to_owned()));
                Self::Response {
                    status,
                    headers,
                    body,
                }
            }
            Self::Silence => Self::Silence,
        }
    }

    async fn into_response(self) -> Response<Body> {
        match self {
            Self::Silence => std::future::pending().await,
            Self::Response {
                status,
                headers,
                body,
            } => {
                let response = Response::builder().status(status);
                let response = headers
                    .into_iter()
                    .fold(response, |response, (name, value)| {
                        response.header(name, value)
                    });
                response.body(body.into()).unwrap()
            }
        }
    }
}

impl Server {
    /// A server that answers by the request and by how many came before it.
    pub(crate) async fn start(
        answer: impl Fn(&Received, usize) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        Self::serve(listener, url, answer)
    }

    /// The same, on connections that are made in another way.
    pub(crate) fn serve<L: Listener<Addr: Debug>>(
        listener: L,
        url: String,
        answer: impl Fn(&Received, usize) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let received = Arc::new(Mutex::new(Vec::new()));
        let (answer, requests) = (Arc::new(answer), Arc::clone(&received));
        let app = Router::new().fallback(move |request: Request| {
            let (answer, requests) = (Arc::clone(&answer), Arc::clone(&requests));
            async move {
                let request = receive(request).await;
                let answer = {
                    let mut requests = requests.lock().unwrap();
                    requests.push(request.clone());
                    answer(&request, requests.len() - 1)
                };
                answer.into_response().await
            }
        });
        tokio::spawn(axum::serve(listener, app).into_future());
        Self { url, received }
    }

    /// A server with one answer to everything.
    pub(crate) async fn answering(answer: Answer) -> Self {
        Self::start(move |_, _| answer.clone()).await
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The requests so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// Method, path and query of the requests so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.received()
            .into_iter()
            .map(|request| request.line)
            .collect()
    }

    /// The settings of a client that tries again at once, three times.
    pub(crate) fn builder(&self) -> SchemaRegistryClientBuilder {
        SchemaRegistryClient::builder(self.url())
            .retry(RetryPolicy::default().base_delay(Duration::ZERO))
    }

    pub(crate) fn client(&self) -> SchemaRegistryClient {
        self.builder().build().unwrap()
    }
}

async fn receive(request: Request) -> Received {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    Received {
        line: format!("{} {}", head.method, head.uri),
        headers: head.headers,
        text: String::from_utf8_lossy(&body).into_owned(),
        body: serde_json::from_slice(&body).unwrap_or_default(),
    }
}

/// What a server does behind the bytes that it sends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Then {
    Close,
    /// Breaks the connection off, so that the client sees a reset.
    Reset,
    Stall,
    /// Sends these bytes for as long as they are taken.
    Repeat(&'static [u8]),
    /// The same, with a pause before each time.
    Drip(&'static [u8]),
}

/// The URL of a server that sends the same bytes to whoever asks, whatever they are.
pub(crate) async fn sending(bytes: &'static [u8], then: Then) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut stalled = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(bytes).await;
            match then {
                Then::Close => {}
                Then::Reset => stream.set_zero_linger().unwrap(),
                Then::Stall => stalled.push(stream),
                Then::Repeat(bytes) => {
                    tokio::spawn(async move { while stream.write_all(bytes).await.is_ok() {} });
                }
                Then::Drip(bytes) => {
                    tokio::spawn(async move {
                        while stream.write_all(bytes).await.is_ok() {
                            tokio::time::sleep(Duration::from_millis(5)).await;
                        }
                    });
                }
            }
        }
    });
    url
}

/// The URL of a server that is not there.
pub(crate) fn nobody() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}
