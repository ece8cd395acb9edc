//! Requests that the crate `schema_registry_converter` makes, as the application has set it up.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::{fmt, iter};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use schema_registry_converter::async_impl::schema_registry::{SrSettings, perform_sr_call};
use schema_registry_converter::error::SRCError;
use schema_registry_converter::schema_registry_common::{RawError, SrCall};
use serde_json::json;

use super::answer::{self, Refusal};
use super::cache_settings::CacheSettings;
use super::client::SchemaRegistryClient;
use super::error::{Error, ErrorKind};
use super::operation::Operation;
use super::transport::{Carrier, Transport, Tries};

/// A client whose requests the crate `schema_registry_converter` makes, so that a service that has
/// its settings (URLs, credentials, TLS, proxy, middleware) can move to this crate one producer or
/// consumer at a time. It needs the feature `schema-registry-converter`.
///
/// It carries what that crate has calls for: to [register](SchemaRegistryClient::register) and to
/// [look up](SchemaRegistryClient::look_up) a schema that is not to be normalised, and to get one by
/// its [id](SchemaRegistryClient::schema_by_id) in the default context, by its
/// [GUID](SchemaRegistryClient::schema_by_guid), and by its
/// [version](SchemaRegistryClient::schema_by_version). All that serializers and deserializers ask
/// for is among that. Any other request fails with [`ErrorKind::Unsupported`].
///
/// What that crate does not read is not known: rule sets, when a version was registered, and
/// `Retry-After`. So the rules of a schema that has some **are not seen**, and a field that they
/// have encrypted is read as it stands in the record. A version that was deleted softly is not
/// found by its number, a schema is by its id or GUID. Answers are read whatever their size, and
/// redirects followed.
///
/// Requests are repeated as [`RetryPolicy::default`](crate::retry::RetryPolicy::default) says, and what was fetched is kept, as by
/// every other client.
///
/// That crate needs its own feature `native_tls` or `rustls_tls` wherever TLS is in the program:
/// without, `reqwest` panics over a missing provider while the settings are made.
///
/// ```
/// use avrolane::registry::{SchemaDefinition, SchemaRegistryClient};
/// use avrolane::schema::Schema;
/// use schema_registry_converter::async_impl::schema_registry::SrSettings;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = avrolane_embedded::EmbeddedRegistry::start()?;
/// # let url = server.url().to_owned();
/// // let url = "http://localhost:8081".to_owned();
/// let settings = SrSettings::new_builder(url).build()?;
/// let registry = SchemaRegistryClient::from(settings);
/// let definition = SchemaDefinition::new(&Schema::of::<String>());
/// registry.register("names-value", &definition).await?;
/// # Ok(())
/// # }
/// ```
impl From<SrSettings> for SchemaRegistryClient {
    fn from(settings: SrSettings) -> Self {
        let carrier = Carrier::Converter(Converter { settings });
        let transport = Transport::new(carrier, Tries::default());
        Self::new(transport, CacheSettings::new())
    }
}

/// Carries the requests that `schema_registry_converter` has calls for.
pub(super) struct Converter {
    settings: SrSettings,
}

impl Converter {
    /// What to call the registry, as the settings keep its URLs to themselves.
    pub(super) const URL: &'static str = "the URLs of schema_registry_converter's SrSettings";

    /// Makes a request once, to one URL after the other.
    pub(super) async fn try_once(&self, operation: &Operation) -> Result<Vec<u8>, Error> {
        let call = Call::of(operation)?;
        let answer = perform_sr_call(&self.settings, call.as_sr_call())
            .await
            .map_err(|error| failure(&error, operation))?;
        Ok(serde_json::to_vec(&answer).expect("text, numbers and maps of them are JSON"))
    }
}

/// The settings show URLs as they are, and these may hold a password.
impl fmt::Debug for Converter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Converter").finish_non_exhaustive()
    }
}

/// A request as `schema_registry_converter` knows it. Subjects are encoded already: it encodes
/// nothing but slashes.
#[derive(Debug, PartialEq, Eq)]
enum Call<'a> {
    Register(String, &'a str),
    LookUp(String, &'a str),
    ById(u32),
    ByGuid(&'a str),
    Latest(String),
    Version(String, u32),
}

impl<'a> Call<'a> {
    fn of(operation: &'a Operation) -> Result<Self, Error> {
        let path = operation.path()?;
        let (call, takes): (_, fn(&str, &str) -> bool) = match (operation.method(), &*path) {
            (Method::POST, ["subjects", subject, "versions"]) => {
                (Self::Register(encoded(subject), body(operation)?), none)
            }
            (Method::POST, ["subjects", subject]) => {
                (Self::LookUp(encoded(subject), body(operation)?), none)
            }
            (Method::GET, ["schemas", "ids", id]) => {
                (Self::ById(number(id)?), is_in_default_context)
            }
            (Method::GET, ["schemas", "guids", guid]) => (Self::ByGuid(guid), none),
            (Method::GET, ["subjects", subject, "versions", "latest"]) => {
                (Self::Latest(encoded(subject)), none)
            }
            (Method::GET, ["subjects", subject, "versions", version]) => (
                Self::Version(encoded(subject), number(version)?),
                is_with_deleted,
            ),
            _ => return Err(unsupported("schema_registry_converter has no such call")),
        };
        match operation
            .parameters()
            .find(|(key, value)| !takes(key, value))
        {
            None => Ok(call),
            Some((key, value)) => Err(unsupported(format!(
                "schema_registry_converter cannot say {key}={value} with it"
            ))),
        }
    }

    fn as_sr_call(&self) -> SrCall<'_> {
        match self {
            Self::Register(subject, body) => SrCall::PostNew(subject, body),
            Self::LookUp(subject, body) => SrCall::PostForVersion(subject, body),
            Self::ById(id) => SrCall::GetById(*id),
            Self::ByGuid(guid) => SrCall::GetByGuid(guid),
            Self::Latest(subject) => SrCall::GetLatest(subject),
            Self::Version(subject, version) => SrCall::GetBySubjectAndVersion(subject, *version),
        }
    }
}

fn none(_: &str, _: &str) -> bool {
    false
}

/// An id that is asked for without a subject is looked for in the default context first.
fn is_in_default_context(key: &str, value: &str) -> bool {
    key == "subject" && !value.starts_with(':')
}

/// What is deleted is not found then, which may never matter.
fn is_with_deleted(key: &str, value: &str) -> bool {
    (key, value) == ("deleted", "true")
}

fn encoded(subject: &str) -> String {
    utf8_percent_encode(subject, NON_ALPHANUMERIC).to_string()
}

fn number(segment: &str) -> Result<u32, Error> {
    segment
        .parse()
        .map_err(|_| unsupported("schema_registry_converter takes numbers only"))
}

fn body(operation: &Operation) -> Result<&str, Error> {
    let body = operation.body_bytes().unwrap_or_default();
    std::str::from_utf8(body)
        .map_err(|_| unsupported("schema_registry_converter takes bodies of text only"))
}

#[cold]
fn unsupported(problem: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::Unsupported)
        .with_problem(problem)
        .with_advice("for this request, make a client with SchemaRegistryClient::builder")
}

/// What it means that a call of `schema_registry_converter` failed.
#[cold]
fn failure(error: &SRCError, operation: &Operation) -> Error {
    if let Some(answer) = error.source().and_then(<dyn StdError>::downcast_ref) {
        return refused(error, answer, operation);
    }
    let cause = error.source().and_then(<dyn StdError>::downcast_ref);
    let failed = match cause {
        Some(cause) if reqwest::Error::is_timeout(cause) => Error::new(ErrorKind::Timeout)
            .with_problem("the registry did not answer in time")
            .with_advice("see whether it is overloaded, or set a longer timeout in SrSettings"),
        Some(cause) if is_of_json(cause) => answer::unexpected(),
        Some(cause) if cause.is_builder() => Error::configuration("a URL in SrSettings is no URL"),
        // Of a middleware too.
        _ => Error::new(ErrorKind::Connection)
            .with_problem("the registry cannot be reached, or the connection to it broke")
            .with_advice("is it running, and are its URLs in SrSettings right?"),
    };
    match reason(error) {
        Some(reason) => failed.with_source(reason),
        None => failed,
    }
}

/// The registry, or what stands in front of it, has answered with another status than success.
fn refused(error: &SRCError, answer: &RawError, operation: &Operation) -> Error {
    // The first three digits of the registry's error codes are the status.
    let code = answer.error_code;
    let status = if code > 999 { code / 100 } else { code };
    let status = status_in(&error.error).or_else(|| u16::try_from(status).ok());
    let body = match code {
        // There was none of the registry's, and the message is not its either.
        0 => Vec::new(),
        _ => json!({"error_code": code, "message": answer.message})
            .to_string()
            .into(),
    };
    let refusal = Refusal {
        status: status.unwrap_or_default(),
        retry_after: None,
        location: None,
        has_credentials: true,
        body,
    };
    let error = refusal.into_error(operation);
    match error.kind() {
        ErrorKind::Unauthorized => error.with_advice("check the authorization in SrSettings"),
        _ => error,
    }
}

/// The status is in no member of the error, only in its text: `… failed with status 404 Not Found`.
fn status_in(text: &str) -> Option<u16> {
    let (_, status) = text.rsplit_once("status ")?;
    status.get(..3)?.parse().ok()
}

fn is_of_json(cause: &reqwest::Error) -> bool {
    cause
        .source()
        .is_some_and(<dyn StdError>::is::<serde_json::Error>)
}

/// What the error says of its causes, without those that show the URL.
fn reason(error: &SRCError) -> Option<String> {
    let causes = iter::successors(error.source(), |&cause| cause.source());
    let reasons: Vec<_> = causes
        .filter(|cause| !cause.is::<reqwest::Error>())
        .map(ToString::to_string)
        .collect();
    (!reasons.is_empty()).then(|| reasons.join(": "))
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::time::Duration;

    use super::*;

    fn problem(operation: &Operation) -> String {
        let error = Call::of(operation).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        error.to_string()
    }

    #[test]
    fn what_a_subject_holds_stays_in_its_segment() {
        let operation = Operation::get(["subjects", "a/b?c#d%", "versions", "latest"], "get");
        let subject = "a%2Fb%3Fc%23d%25".to_owned();
        assert_eq!(Call::of(&operation).unwrap(), Call::Latest(subject));
    }

    #[test]
    fn names_that_a_url_cannot_hold_are_refused() {
        let operation = Operation::get(["subjects", "..", "versions", "latest"], "get");
        let error = Call::of(&operation).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }

    #[test]
    fn an_id_is_looked_for_in_the_default_context() {
        let in_context =
            |subject| Operation::get(["schemas", "ids", "7"], "get").query("subject", subject);
        let operation = in_context("flights-value");
        assert_eq!(Call::of(&operation).unwrap(), Call::ById(7));
        assert!(problem(&in_context(":.staging:flights-value")).contains("subject=:.staging:"));
    }

    #[test]
    fn what_the_crate_has_no_words_for_is_refused() {
        let register = Operation::new(Method::POST, ["subjects", "a", "versions"], "register");
        assert!(problem(&register.flag("normalize", true)).contains("normalize=true"));
        problem(&Operation::get(["subjects"], "list the subjects"));
        problem(&Operation::new(Method::DELETE, ["subjects", "a"], "delete"));
    }

    async fn failure_at(url: String) -> Error {
        let settings = SrSettings::new_builder(url)
            .set_timeout(Duration::from_millis(20))
            .build()
            .unwrap();
        let operation = Operation::get(["schemas", "ids", "7"], "get");
        Converter { settings }
            .try_once(&operation)
            .await
            .unwrap_err()
    }

    #[tokio::test]
    async fn registries_that_cannot_be_reached_or_do_not_answer_may_do_so_later() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://user:secret@{}", listener.local_addr().unwrap());
        let silent = failure_at(url.clone()).await;
        assert_eq!(silent.kind(), ErrorKind::Timeout);
        drop(listener);
        let gone = failure_at(url).await;
        assert_eq!(gone.kind(), ErrorKind::Connection);
        for error in [silent, gone] {
            assert!(error.is_retryable());
            assert!(!format!("{error:?}").contains("127.0.0.1"), "{error:?}");
            let source = error.source().unwrap().to_string();
            assert!(!source.contains("127.0.0.1"), "{source}");
        }
    }

    #[test]
    fn the_status_is_read_from_the_text() {
        let text = "HTTP request to schema registry failed with status 503 Service Unavailable";
        assert_eq!(status_in(text), Some(503));
        assert_eq!(status_in("status äöü"), None);
        assert_eq!(status_in("http call to schema registry failed"), None);
    }
}
