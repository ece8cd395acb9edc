//! What must show nowhere.

use std::sync::Mutex;

use avrolane::registry::SchemaRegistryClientBuilder;
use avrolane::registry::authentication::{AccessToken, OAuthClientCredentials};
use log::{LevelFilter, Log, Metadata, Record};
use serde_json::json;

use super::support::{Answer, Server};

/// Keeps what this crate logs.
struct Journal(Mutex<String>);

static JOURNAL: Journal = Journal(Mutex::new(String::new()));

impl Log for Journal {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("avrolane")
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let mut journal = self.0.lock().unwrap();
            journal.push_str(&format!("{}\n", record.args()));
        }
    }

    fn flush(&self) {}
}

/// Every setting that holds a secret.
fn settings(server: &Server, endpoint: &Server) -> Vec<SchemaRegistryClientBuilder> {
    let with_userinfo = |url: &str| url.replace("http://", "http://user:hunter2@");
    let oauth = OAuthClientCredentials::new(endpoint.url(), "id", "hunter2");
    let sasl = [("sasl.username", "user"), ("sasl.password", "hunter2")];
    let new = || server.builder().header("x-key", "hunter2");
    vec![
        new().basic_auth("user", "hunter2"),
        new().bearer_token("hunter2"),
        new().oauth(oauth.clone().parameter("api_key", "hunter2")),
        new().oauth(oauth.client_secret_post()),
        new().token_provider(|| async { std::io::Result::Ok(AccessToken::new("hunter2")) }),
        new().sasl_inherit(sasl),
        new().additional_url(with_userinfo(server.url())),
        new().proxy(with_userinfo(server.url())),
    ]
}

#[tokio::test]
async fn secrets_show_in_no_debug_output_no_error_and_no_log() {
    log::set_logger(&JOURNAL).unwrap();
    log::set_max_level(LevelFilter::Trace);
    let token = json!({"access_token": "hunter2"});
    let tokens = Server::answering(Answer::json(&token)).await;
    let no_tokens = Server::answering(Answer::text(503, "")).await;
    for (status, endpoint) in [
        (401, &tokens),
        (503, &tokens),
        (302, &no_tokens),
        (200, &tokens),
    ] {
        let answer = Answer::text(status, "{").with_header("location", "/?token=hunter2");
        let server = Server::answering(answer).await;
        for builder in settings(&server, endpoint) {
            let mut shown = format!("{builder:?}");
            let client = builder.build().unwrap();
            let error = client.versions("a").await.unwrap_err();
            shown += &format!("{client:?} {error} {error:?} {:?}", client.url());
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }
    let journal = JOURNAL.0.lock().unwrap();
    assert!(journal.contains("trying again"), "the journal is kept");
    assert!(!journal.contains("hunter2"), "{journal}");
}
