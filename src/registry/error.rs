//! What can go wrong between here and the registry.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::nearest::NearestVersion;
use crate::disposition::Disposition;
use crate::resolution::Incompatibility;

/// The registry cannot be reached, refuses, or answers what cannot be used.
///
/// [`kind`](Self::kind) says which, [`is_retryable`](Self::is_retryable) whether it may pass, and
/// [`Display`](fmt::Display) what was asked where, what came back, and what to do about it. Cloning
/// is cheap: all tasks that waited for one request get the same error.
#[derive(Clone)]
pub struct Error(Arc<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    kind: ErrorKind,
    request: Option<Request>,
    problem: Cow<'static, str>,
    advice: Option<&'static str>,
    answer: Option<Answer>,
    /// What came of the registry's other URLs before.
    elsewhere: Vec<Elsewhere>,
    nearest: Option<NearestVersion>,
    incompatibilities: Vec<Incompatibility>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// The request that failed.
#[derive(Debug, Clone)]
pub(super) struct Request {
    /// What it was for: `look up the schema of subject flights-value`.
    pub(super) purpose: String,
    /// The registry's URL, without credentials.
    pub(super) url: String,
    pub(super) subject: Option<String>,
}

/// What the registry answered.
#[derive(Debug, Clone, Default)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) error_code: Option<u32>,
    pub(super) message: Option<String>,
    pub(super) retry_after: Option<Duration>,
}

/// What came of one of the registry's URLs, after which another was asked.
#[derive(Debug, Clone)]
struct Elsewhere {
    url: String,
    problem: Cow<'static, str>,
    status: Option<u16>,
}

/// What went wrong with a request to the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The registry cannot be reached, or the connection broke.
    Connection,
    /// The registry did not answer in time.
    Timeout,
    /// The registry cannot answer now: 408, 429, 500, 502, 503 or 504.
    Unavailable,
    /// No token for the registry can be had now, see
    /// [`authentication`](super::authentication#tokens).
    TokenUnavailable,
    /// The registry wants other credentials: 401. Or the OAuth server does.
    Unauthorized,
    /// The credentials do not permit this: 403.
    Forbidden,
    /// What answered does not speak as a registry does: an HTML page, a redirect, a 404 without a
    /// registry's error code (but see [`SchemaNotFound`](Self::SchemaNotFound)), an id out of
    /// range, a body that is too large.
    UnexpectedAnswer,
    /// The registry does not have the subject: 40401.
    SubjectNotFound,
    /// The registry does not have this version of the subject: 40402.
    VersionNotFound,
    /// The registry does not have the schema: 40403. Of a GUID also a 404 without an error code,
    /// where a registry answers other requests: it may know ids only.
    SchemaNotFound,
    /// The registry refuses a schema as incompatible with earlier versions: 409.
    Incompatible,
    /// The registry refuses a schema as invalid: 42201.
    InvalidSchema,
    /// The registry refuses the request for another reason; the message is its own.
    Refused,
    /// A stored schema is not one that this crate can read: another format than Avro, not valid
    /// Avro, or its references have no end.
    UnreadableSchema,
    /// The schema that a [`SchemaSelection`](super::SchemaSelection) names cannot take every event
    /// of the type: [`Error::incompatibilities`] says why.
    UnsuitableSchema,
    /// A schema's data contract has rules that would have to run, such as one that encrypts, and
    /// none are run.
    UnsupportedRules,
    /// The registry does not say a schema's GUID, which
    /// [`SchemaIdPlacement`](crate::serdes::SchemaIdPlacement) asks to be written.
    NoGuid,
    /// A setting makes the request impossible, such as Avro without a registry.
    Configuration,
    /// What carries the client's requests has no way to make this one: `SrSettings` of the crate
    /// `schema_registry_converter` carry but a few.
    Unsupported,
}

impl Error {
    #[cold]
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self(Arc::new(Inner {
            kind,
            request: None,
            problem: Cow::Borrowed(""),
            advice: None,
            answer: None,
            nearest: None,
            incompatibilities: Vec::new(),
            elsewhere: Vec::new(),
            source: None,
        }))
    }

    /// Those who share the error do not see the change.
    fn change(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    pub(crate) fn with_problem(self, problem: impl Into<Cow<'static, str>>) -> Self {
        self.change(|inner| inner.problem = problem.into())
    }

    pub(crate) fn with_advice(self, advice: &'static str) -> Self {
        self.change(|inner| inner.advice = Some(advice))
    }

    pub(crate) fn with_source(
        self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.change(|inner| inner.source = Some(Arc::from(source.into())))
    }

    pub(super) fn with_answer(self, answer: Answer) -> Self {
        self.change(|inner| inner.answer = Some(answer))
    }

    /// Adds what keeps a schema from taking the events of a type.
    pub(crate) fn with_incompatibilities(self, differences: &[Incompatibility]) -> Self {
        self.change(|inner| inner.incompatibilities = differences.to_vec())
    }

    /// Says which registered version is most like the schema that was not found.
    pub(super) fn with_nearest(self, nearest: NearestVersion) -> Self {
        let advice = match nearest.is_written_alike() && nearest.is_latest {
            true => {
                "register it before the producer starts, or write what is registered, with \
                 SchemaSelection::UseLatest"
            }
            false => "register it before the producer starts, from CI or by hand",
        };
        self.with_advice(advice)
            .change(|inner| inner.nearest = Some(nearest))
    }

    /// Says what was asked for, unless the error comes from a request that said so already.
    pub(super) fn with_request(self, request: Request) -> Self {
        self.change(|inner| {
            inner.request.get_or_insert(request);
        })
    }

    /// Says what came of the registry's other URLs, which were asked first.
    pub(super) fn with_elsewhere(self, failures: &[Self]) -> Self {
        let elsewhere = |failure: &Self| Elsewhere {
            url: failure.url().unwrap_or_default().to_owned(),
            problem: failure.0.problem.clone(),
            status: failure.status(),
        };
        self.change(|inner| inner.elsewhere = failures.iter().map(elsewhere).collect())
    }

    /// Says what went wrong in the light of something learned since.
    pub(super) fn with_kind(self, kind: ErrorKind) -> Self {
        self.change(|inner| inner.kind = kind)
    }

    /// A setting makes something impossible.
    #[cold]
    pub(crate) fn configuration(problem: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Configuration).with_problem(problem)
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether the same request may succeed later, unchanged. It has already been repeated as the
    /// client's [`RetryPolicy`](crate::retry::RetryPolicy) says.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.disposition() == Disposition::Retry
    }

    /// What to do about the record on whose behalf the registry was asked:
    /// [`Skip`](Disposition::Skip) where it is this schema that cannot be had, and
    /// [`Fatal`](Disposition::Fatal) where the registry cannot be asked for any.
    #[must_use]
    pub fn disposition(&self) -> Disposition {
        match self.kind() {
            ErrorKind::Connection
            | ErrorKind::Timeout
            | ErrorKind::Unavailable
            | ErrorKind::TokenUnavailable => Disposition::Retry,
            ErrorKind::SubjectNotFound
            | ErrorKind::VersionNotFound
            | ErrorKind::SchemaNotFound
            | ErrorKind::Incompatible
            | ErrorKind::InvalidSchema
            | ErrorKind::UnreadableSchema
            | ErrorKind::UnsuitableSchema
            | ErrorKind::UnsupportedRules => Disposition::Skip,
            ErrorKind::Unauthorized
            | ErrorKind::Forbidden
            | ErrorKind::UnexpectedAnswer
            | ErrorKind::Refused
            | ErrorKind::NoGuid
            | ErrorKind::Configuration
            | ErrorKind::Unsupported => Disposition::Fatal,
        }
    }

    /// The HTTP status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.answer.as_ref().map(|answer| answer.status)
    }

    /// The registry's own error code, such as 40403, if it gave one.
    #[must_use]
    pub fn error_code(&self) -> Option<u32> {
        self.0.answer.as_ref()?.error_code
    }

    /// The registry's own message, whole, if it gave one.
    #[must_use]
    pub fn registry_message(&self) -> Option<&str> {
        self.0.answer.as_ref()?.message.as_deref()
    }

    /// How long the registry asked to be left alone, if it did.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.answer.as_ref()?.retry_after
    }

    /// The registered version that is most like a schema that was looked up and not found, and what
    /// differs. Serializers add it to an error of [`SchemaNotFound`](ErrorKind::SchemaNotFound),
    /// where the registry can say it.
    #[must_use]
    pub fn nearest_version(&self) -> Option<&NearestVersion> {
        self.0.nearest.as_ref()
    }

    /// Every difference that keeps a schema from taking all events of a type, of an error of
    /// [`UnsuitableSchema`](ErrorKind::UnsuitableSchema). The reader is the schema that is to be
    /// written, the writer the type's.
    #[must_use]
    pub fn incompatibilities(&self) -> &[Incompatibility] {
        &self.0.incompatibilities
    }

    /// The subject that was asked for, if the request was about one.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.0.request.as_ref()?.subject.as_deref()
    }

    /// The registry's URL, without credentials, if it was asked. Of several the one that was asked
    /// last; [`Display`](fmt::Display) names them all.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.0.request.as_ref().map(|request| request.url.as_str())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Request { purpose, url, .. }) = &self.0.request {
            write!(f, "cannot {purpose} at {url}: ")?;
        }
        f.write_str(&self.0.problem)?;
        if let Some(answer) = &self.0.answer {
            write!(f, "{answer}")?;
        }
        if let Some(nearest) = &self.0.nearest {
            write!(f, "; {nearest}")?;
        }
        for Elsewhere {
            url,
            problem,
            status,
        } in &self.0.elsewhere
        {
            write!(f, ", before that at {url}: {problem}")?;
            if let Some(status) = status {
                write!(f, " ({status})")?;
            }
        }
        match self.0.advice {
            Some(advice) => write!(f, "; {advice}"),
            None => Ok(()),
        }
    }
}

/// In brackets: ` (404, error code 40403: Schema not found)`.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " ({}", self.status)?;
        if let Some(code) = self
            .error_code
            .filter(|&code| code != u32::from(self.status))
        {
            write!(f, ", error code {code}")?;
        }
        if let Some(message) = &self.message {
            write!(f, ": {message}")?;
        }
        f.write_str(")")
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
