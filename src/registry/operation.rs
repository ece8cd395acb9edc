//! One request to the registry: method, path, query, body, and what it is for in words.

use std::borrow::Cow;

use reqwest::Method;
use serde::Serialize;

use super::error::{Error, Request};

/// One request to the registry.
#[derive(Debug, Clone)]
pub(super) struct Operation {
    method: Method,
    /// The segments of the path, not yet encoded.
    path: Vec<String>,
    query: Vec<(Cow<'static, str>, String)>,
    body: Option<Vec<u8>>,
    purpose: String,
    subject: Option<String>,
    intent: Intent,
}

/// What is asked for, as far as it changes what a refusal means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Intent {
    /// To register a schema.
    Register,
    /// To find a schema by its text.
    LookUp,
    /// To get the schema that a record names.
    Identify,
    /// Anything else.
    Other,
}

impl Operation {
    /// A request of this method to the path of these segments. `purpose` completes "cannot …".
    pub(super) fn new<S: Into<String>>(
        method: Method,
        path: impl IntoIterator<Item = S>,
        purpose: impl Into<String>,
    ) -> Self {
        Self {
            method,
            path: path.into_iter().map(Into::into).collect(),
            query: Vec::new(),
            body: None,
            purpose: purpose.into(),
            subject: None,
            intent: Intent::Other,
        }
    }

    pub(super) fn get<S: Into<String>>(
        path: impl IntoIterator<Item = S>,
        purpose: impl Into<String>,
    ) -> Self {
        Self::new(Method::GET, path, purpose)
    }

    pub(super) fn query(
        mut self,
        key: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Self {
        self.query.push((key.into(), value.into()));
        self
    }

    /// Adds `key=true` if it is to be.
    pub(super) fn flag(self, key: &'static str, is_set: bool) -> Self {
        if is_set {
            self.query(key, "true")
        } else {
            self
        }
    }

    pub(super) fn optional(self, key: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.query(key, value),
            None => self,
        }
    }

    /// Adds a body of JSON.
    pub(super) fn json<B: Serialize>(self, body: &B) -> Self {
        let body = serde_json::to_vec(body).expect("text, numbers and maps of them are JSON");
        self.body(body)
    }

    pub(super) fn body(mut self, body: Vec<u8>) -> Self {
        self.body = Some(body);
        self
    }

    /// Says which subject this is about.
    pub(super) fn about(mut self, subject: &str) -> Self {
        self.subject = Some(subject.to_owned());
        self
    }

    pub(super) fn intent(mut self, intent: Intent) -> Self {
        self.intent = intent;
        self
    }

    pub(super) fn method(&self) -> Method {
        self.method.clone()
    }

    /// The segments of the path, not yet encoded.
    pub(super) fn path(&self) -> Result<Vec<&str>, Error> {
        if self.path.iter().any(|segment| is_unwritable(segment)) {
            return Err(Error::configuration(
                "a subject, or another name in the request, cannot be written in a URL",
            ));
        }
        Ok(self.path.iter().map(String::as_str).collect())
    }

    /// The keys and values of the query, not yet encoded.
    #[cfg(feature = "schema-registry-converter")]
    pub(super) fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query
            .iter()
            .map(|(key, value)| (&**key, value.as_str()))
    }

    /// What stands behind the registry's base in the URL, ready to be appended.
    pub(super) fn add_to(&self, url: &mut reqwest::Url) -> Result<(), Error> {
        let path = self.path()?;
        url.path_segments_mut()
            .map_err(|()| Error::configuration("the registry's URL is not valid"))?
            .pop_if_empty()
            .extend(path);
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        Ok(())
    }

    pub(super) fn body_bytes(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }

    /// Completes "cannot …".
    pub(super) fn purpose(&self) -> &str {
        &self.purpose
    }

    /// What an error says of this request to a URL.
    pub(super) fn describe(&self, url: &str) -> Request {
        Request {
            purpose: self.purpose.clone(),
            url: url.to_owned(),
            subject: self.subject.clone(),
        }
    }

    pub(super) fn is_to(&self, intent: Intent) -> bool {
        self.intent == intent
    }
}

/// For the formats that schemas can have, which every registry knows.
pub(super) fn schema_types() -> Operation {
    Operation::get(["schemas", "types"], "list the types of schemas")
}

/// URLs have no way to write these: dots are resolved, and control characters dropped.
fn is_unwritable(segment: &str) -> bool {
    matches!(segment, "." | "..") || segment.contains(char::is_control)
}
