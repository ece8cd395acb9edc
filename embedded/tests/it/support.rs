//! A registry, and what is asked of it most.

use avrolane_embedded::EmbeddedRegistry;
use serde_json::Value;

use crate::http::{Response, get, post, send};

pub(crate) struct Registry(pub(crate) EmbeddedRegistry);

impl Registry {
    pub(crate) fn start() -> Self {
        Self(EmbeddedRegistry::start().unwrap())
    }

    pub(crate) fn url(&self) -> &str {
        self.0.url()
    }

    pub(crate) fn register(&self, subject: &str, body: &Value) -> Value {
        granted(&self.post(&format!("/subjects/{subject}/versions"), body))
    }

    pub(crate) fn get(&self, path: &str) -> Value {
        get(self.url(), path).json()
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Response {
        post(self.url(), path, body)
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> Value {
        granted(&send(self.url(), "PUT", path, Some(&body.to_string())))
    }

    pub(crate) fn delete(&self, path: &str) -> Value {
        granted(&send(self.url(), "DELETE", path, None))
    }
}

fn granted(response: &Response) -> Value {
    assert_eq!(response.status, 200, "{response:?}");
    response.json()
}

/// Checks that a request was refused with this code.
pub(crate) fn assert_refused(response: &Response, error_code: u32) {
    let status = error_code / 100;
    assert_eq!(
        (u32::from(response.status), &response.json()["error_code"]),
        (status, &Value::from(error_code)),
        "{response:?}"
    );
}
