//! Why an embedded server did not do what was asked.

use std::{fmt, io};

use rdkafka::error::KafkaError;

/// An embedded server that did not start, or a topic that was not created.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    what: String,
    source: Option<Source>,
}

type Source = Box<dyn std::error::Error + Send + Sync>;

/// What an [`Error`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The mock cluster did not start.
    Cluster,
    /// A topic was not created.
    Topic,
    /// The registry did not start.
    Registry,
}

impl Error {
    pub(crate) fn cluster(source: KafkaError) -> Self {
        Self::new(
            ErrorKind::Cluster,
            "the mock cluster did not start",
            Some(source.into()),
        )
    }

    pub(crate) fn no_cluster() -> Self {
        Self::new(ErrorKind::Cluster, "the mock cluster did not start", None)
    }

    pub(crate) fn topic(name: &str, source: KafkaError) -> Self {
        Self::new(
            ErrorKind::Topic,
            format!("the topic {name:?} was not created"),
            Some(source.into()),
        )
    }

    pub(crate) fn registry(what: impl Into<String>, source: io::Error) -> Self {
        Self::new(ErrorKind::Registry, what, Some(source.into()))
    }

    fn new(kind: ErrorKind, what: impl Into<String>, source: Option<Source>) -> Self {
        Self(Box::new(Inner {
            kind,
            what: what.into(),
            source,
        }))
    }

    /// What the error is about.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.what)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
