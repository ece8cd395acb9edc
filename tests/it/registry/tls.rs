//! TLS, with authorities and certificates of our own. `certificates/make.sh` made them.

use std::error::Error as _;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use avrolane::registry::authentication::OAuthClientCredentials;
use avrolane::registry::{Error, ErrorKind, SchemaRegistryClient, SchemaRegistryClientBuilder};
use avrolane::retry::RetryPolicy;
use axum::serve::Listener;
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};
use tokio_rustls::server::TlsStream;

use super::proxies::Proxy;
use super::support::{Answer, Server, Then, sending};

const AUTHORITY: &str = include_str!("certificates/authority.pem");
const STRANGER: &str = include_str!("certificates/stranger.pem");
const SERVER: &str = include_str!("certificates/server.pem");
const SERVER_KEY: &str = include_str!("certificates/server.key");
const CLIENT: &str = include_str!("certificates/client.pem");
const CLIENT_KEY: &str = include_str!("certificates/client.key");

/// A listener whose connections speak TLS.
struct TlsListener {
    tcp: TcpListener,
    acceptor: TlsAcceptor,
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let (stream, address) = self.tcp.accept().await.unwrap();
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.tcp.local_addr()
    }
}

/// Whether a server lets in only clients whose certificates it knows.
#[derive(PartialEq)]
enum Clients {
    Any,
    Known,
}

async fn serve(clients: Clients, answer: Answer) -> Server {
    let provider = Arc::new(ring::default_provider());
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap();
    let config = if clients == Clients::Known {
        let mut roots = RootCertStore::empty();
        roots.add(certificate(AUTHORITY)).unwrap();
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
        config.with_client_cert_verifier(verifier.build().unwrap())
    } else {
        config.with_no_client_auth()
    };
    let key = PrivateKeyDer::from_pem_slice(SERVER_KEY.as_bytes()).unwrap();
    let config = config
        .with_single_cert(vec![certificate(SERVER)], key)
        .unwrap();
    let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", tcp.local_addr().unwrap());
    let acceptor = TlsAcceptor::from(Arc::new(config));
    Server::serve(TlsListener { tcp, acceptor }, url, move |_, _| {
        answer.clone()
    })
}

fn certificate(pem: &str) -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(pem.as_bytes()).unwrap()
}

async fn registry(clients: Clients) -> Server {
    serve(clients, Answer::json(&json!([1]))).await
}

fn builder(server: &Server) -> SchemaRegistryClientBuilder {
    server.builder().retry(RetryPolicy::never())
}

async fn versions(builder: SchemaRegistryClientBuilder) -> Result<(), Error> {
    builder.build().unwrap().versions("a").await.map(drop)
}

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/registry/certificates")
        .join(name)
}

#[tokio::test]
async fn a_registry_is_trusted_whose_authority_was_given() {
    let server = registry(Clients::Any).await;
    versions(builder(&server).ca_pem(AUTHORITY)).await.unwrap();
    versions(builder(&server).ca_file(file("authority.pem")))
        .await
        .unwrap();
    let several = format!("{STRANGER}\n{AUTHORITY}");
    versions(builder(&server).ca_pem(several)).await.unwrap();
    versions(builder(&server).ca_pem(STRANGER).ca_pem(AUTHORITY))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_registry_is_not_trusted_whose_authority_is_another() {
    let server = registry(Clients::Any).await;
    for builder in [builder(&server).ca_pem(STRANGER), builder(&server)] {
        let error = versions(builder).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connection);
        assert!(error.to_string().contains("ca_file"), "{error}");
        assert!(error.source().is_some());
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_registry_is_not_trusted_under_a_name_that_is_not_its_own() {
    let server = registry(Clients::Any).await;
    let url = server.url().replace("127.0.0.1", "127.0.0.2");
    let client = SchemaRegistryClient::builder(url).ca_pem(AUTHORITY);
    versions(client.retry(RetryPolicy::never()))
        .await
        .unwrap_err();
}

#[tokio::test]
async fn a_registry_that_does_not_greet_back_runs_into_the_timeout_of_connections() {
    let silent = sending(b"", Then::Stall).await;
    let client = SchemaRegistryClient::builder(silent.replace("http:", "https:"))
        .ca_pem(AUTHORITY)
        .retry(RetryPolicy::never())
        .connect_timeout(Duration::from_millis(50))
        .request_timeout(Duration::from_secs(1 << 28))
        .total_timeout(Duration::MAX);
    let error = versions(client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_client_is_let_in_by_its_certificate() {
    let server = registry(Clients::Known).await;
    let trusting = builder(&server).ca_pem(AUTHORITY);
    let known = trusting.clone().client_certificate_pem(CLIENT, CLIENT_KEY);
    assert!(!format!("{known:?}").contains("PRIVATE KEY"));
    versions(known).await.unwrap();
    let known = trusting.clone();
    let known = known.client_certificate_files(file("client.pem"), file("client.key"));
    versions(known).await.unwrap();
    let both = format!("{CLIENT_KEY}{CLIENT}");
    let known = trusting.clone();
    let known = known.client_certificate_pem(both.clone(), both);
    versions(known).await.unwrap();
    let error = versions(trusting).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn a_token_endpoint_is_trusted_as_the_registry_is() {
    let endpoint = serve(Clients::Any, Answer::json(&json!({"access_token": "t"}))).await;
    let server = Server::answering(Answer::json(&json!([1]))).await;
    let oauth = || OAuthClientCredentials::new(endpoint.url(), "id", "secret");
    versions(builder(&server).oauth(oauth()).ca_pem(AUTHORITY))
        .await
        .unwrap();
    let error = versions(builder(&server).oauth(oauth()).ca_pem(STRANGER))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenUnavailable);
}

#[tokio::test]
async fn tls_goes_through_a_tunnel_of_the_proxy() {
    let (server, proxy) = (registry(Clients::Any).await, Proxy::start().await);
    let client = builder(&server)
        .ca_pem(AUTHORITY)
        .basic_auth("user", "hunter2");
    versions(client.proxy(format!("http://{}", proxy.address)))
        .await
        .unwrap();
    let head = proxy.heads().remove(0);
    assert!(head.starts_with("CONNECT 127.0.0.1:"), "{head}");
    assert!(!head.to_lowercase().contains("\r\nauthorization"), "{head}");
}

/// A proxy that is spoken to over TLS.
#[tokio::test]
async fn a_proxy_is_trusted_as_the_registry_is() {
    let proxy = registry(Clients::Any).await;
    let client = SchemaRegistryClient::builder("http://registry.invalid")
        .ca_pem(AUTHORITY)
        .proxy(proxy.url());
    versions(client).await.unwrap();
    let line = "GET http://registry.invalid/subjects/a/versions";
    assert_eq!(proxy.lines(), [line]);
}

#[test]
fn what_is_no_certificate_is_refused_by_name() {
    let new = || SchemaRegistryClient::builder("https://registry");
    let missing = file("missing.pem").display().to_string();
    let encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII=\n\
                     -----END ENCRYPTED PRIVATE KEY-----\n";
    let broken = "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n";
    for (builder, expected) in [
        (new().ca_file(file("missing.pem")), &*missing),
        (new().ca_file("/dev/zero"), "/dev/zero cannot be read"),
        (new().ca_pem(""), "has no certificate"),
        (new().ca_pem(SERVER_KEY), "has no certificate"),
        (new().ca_pem(broken), "the PEM text"),
        (
            new()
                .ca_pem(AUTHORITY)
                .client_certificate_pem(CLIENT, encrypted),
            "private key",
        ),
        (
            new()
                .ca_pem(AUTHORITY)
                .client_certificate_pem(CLIENT, SERVER_KEY),
            "private key",
        ),
        (
            new()
                .ca_pem(AUTHORITY)
                .client_certificate_pem("", CLIENT_KEY),
            "",
        ),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
        assert!(error.to_string().contains(expected), "{error}");
    }
}
