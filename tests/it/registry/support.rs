//! Servers that do what they are told, and clients of them.

use std::time::Duration;

use avrolane::registry::{SchemaRegistryClient, SchemaRegistryClientBuilder};
use avrolane::retry::RetryPolicy;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// A server with one answer to everything.
pub(crate) async fn answering(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

/// An answer in JSON.
pub(crate) fn json(status: u16, body: serde_json::Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(body)
}

/// A refusal as registries word it.
pub(crate) fn refusal(status: u16, error_code: u32, message: &str) -> ResponseTemplate {
    json(
        status,
        serde_json::json!({"error_code": error_code, "message": message}),
    )
}

/// A client that tries again at once, three times.
pub(crate) fn builder(server: &MockServer) -> SchemaRegistryClientBuilder {
    SchemaRegistryClient::builder(server.uri())
        .retry(RetryPolicy::default().base_delay(Duration::ZERO))
}

pub(crate) fn client(server: &MockServer) -> SchemaRegistryClient {
    builder(server).build().unwrap()
}

/// How many requests a server has had.
pub(crate) async fn requests(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}

/// What a server does behind the bytes that it sends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Then {
    Close,
    Stall,
}

/// A server that sends the same bytes to whoever asks, and the URL of it.
pub(crate) async fn sending(bytes: &'static [u8], then: Then) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut stalled = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(bytes).await;
            if matches!(then, Then::Stall) {
                stalled.push(stream);
            }
        }
    });
    url
}
