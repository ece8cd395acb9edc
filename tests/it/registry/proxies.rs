//! Proxies between client and registry.

use std::process::Command;
use std::sync::{Arc, Mutex};

use avrolane::registry::{ErrorKind, SchemaRegistryClient};
use avrolane::retry::RetryPolicy;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use super::support::{Answer, Server, nobody};

/// A proxy that remembers the first bytes of each connection.
pub(super) struct Proxy {
    pub(super) address: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&heads);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(carry(stream, Arc::clone(&seen)));
            }
        });
        Self { address, heads }
    }

    pub(super) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

async fn carry(mut stream: TcpStream, seen: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    let text = String::from_utf8(head.clone()).unwrap();
    seen.lock().unwrap().push(text.clone());
    let (method, target) = text.split_once(' ').unwrap();
    let target = target.split_once(' ').unwrap().0;
    let host = target
        .trim_start_matches("http://")
        .split('/')
        .next()
        .unwrap();
    let mut server = TcpStream::connect(host).await.unwrap();
    if method == "CONNECT" {
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
    } else {
        server.write_all(&head).await.unwrap();
    }
    let _ = copy_bidirectional(&mut stream, &mut server).await;
}

async fn registry() -> Server {
    Server::answering(Answer::json(&json!([1]))).await
}

#[tokio::test]
async fn requests_go_through_the_given_proxy() {
    let (registry, proxy) = (registry().await, Proxy::start().await);
    let url = format!("http://user:hunter2@{}", proxy.address);
    let client = registry
        .builder()
        .basic_auth("a", "b")
        .proxy(url)
        .build()
        .unwrap();
    client.versions("a").await.unwrap();
    let head = proxy.heads().remove(0).to_lowercase();
    let expected = format!("get {}/subjects/a/versions", registry.url());
    assert!(head.starts_with(&expected), "{head}");
    assert!(
        head.contains("proxy-authorization: basic dxnlcjpodw50zxiy"),
        "{head}"
    );
    assert_eq!(
        registry.received()[0].header("authorization"),
        Some("Basic YTpi")
    );
    assert!(!format!("{client:?}").contains("hunter2"));
}

#[tokio::test]
async fn a_proxy_that_cannot_be_reached_fails_the_request() {
    let registry = registry().await;
    let builder = registry.builder().retry(RetryPolicy::never());
    let client = builder.proxy(nobody()).build().unwrap();
    let error = client.versions("a").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(registry.received().is_empty());
}

#[test]
fn the_url_of_a_proxy_must_be_valid() {
    for url in ["proxy", "socks5://user:hunter2@proxy", "http://", ""] {
        let builder = SchemaRegistryClient::builder("http://registry").proxy(url);
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{url}");
        assert!(error.to_string().contains("the proxy's URL"), "{error}");
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
}

/// Which URL the test below has its child process ask.
const URL_OF_CHILD: &str = "AVROLANE_TEST_PROXIED_REGISTRY";

/// What the child process of the next test runs; by itself it has nothing to do.
#[tokio::test]
async fn child_with_an_environment() {
    let Ok(url) = std::env::var(URL_OF_CHILD) else {
        return;
    };
    let through = SchemaRegistryClient::builder(&url).build().unwrap();
    through.versions("through").await.unwrap();
    let past = SchemaRegistryClient::builder(url)
        .no_proxy()
        .build()
        .unwrap();
    past.versions("past").await.unwrap();
}

#[tokio::test]
async fn the_environment_names_a_proxy_unless_the_client_wants_none() {
    let (registry, proxy) = (registry().await, Proxy::start().await);
    let url = registry.url().to_owned();
    let proxy_url = format!("http://{}", proxy.address);
    let child = tokio::task::spawn_blocking(move || {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "registry::proxies::child_with_an_environment"])
            .env(URL_OF_CHILD, url)
            .env("HTTP_PROXY", proxy_url)
            .env_remove("NO_PROXY")
            .env_remove("no_proxy")
            .output()
    });
    let output = child.await.unwrap().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    assert_eq!(proxy.heads().len(), 1);
    assert!(proxy.heads()[0].contains("/subjects/through/versions"));
    assert_eq!(registry.received().len(), 2);
}
