//! What becomes of a record that was queued.

use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context as TaskContext, Poll, ready};
use std::time::{Duration, Instant};

use futures_channel::oneshot;
use rdkafka::ClientContext;
use rdkafka::error::KafkaError;
use rdkafka::message::{BorrowedMessage, DeliveryResult, Message as _};
use rdkafka::producer::ProducerContext;

use super::error::{ProduceError, ProduceErrorKind};
use crate::kafka::headers::Headers;
use crate::kafka::timestamp::Timestamp;

/// Where a record was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// The partition.
    pub partition: i32,
    /// The offset. Nothing where the broker did not say it: with `acks=0`, or when a record turned
    /// out to have been written by an earlier try.
    pub offset: Option<i64>,
    /// The record's time.
    pub timestamp: Option<Timestamp>,
}

/// Becomes the outcome of a record that was queued.
///
/// It need not be awaited: the record is sent all the same. It always ends, as a record that is not
/// delivered within `delivery.timeout.ms` fails, and one whose producer is dropped as well.
#[derive(Debug)]
pub struct DeliveryFuture {
    outcome: oneshot::Receiver<Result<Delivery, ProduceError>>,
}

impl Future for DeliveryFuture {
    type Output = Result<Delivery, ProduceError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let outcome = ready!(Pin::new(&mut self.outcome).poll(context));
        Poll::Ready(outcome.unwrap_or_else(|_| Err(ProduceError::abandoned())))
    }
}

/// What librdkafka keeps with a record until its report: where to send the outcome. It is all that
/// is allocated for it.
pub(super) type Reporter = Box<oneshot::Sender<Result<Delivery, ProduceError>>>;

/// The two ends of one record's outcome.
pub(super) fn report() -> (Reporter, DeliveryFuture) {
    let (reporter, outcome) = oneshot::channel();
    (Box::new(reporter), DeliveryFuture { outcome })
}

/// The report of one record, as the producer's delivery callback sees it.
pub struct DeliveryReport<'a> {
    message: &'a BorrowedMessage<'a>,
    outcome: &'a Result<Delivery, ProduceError>,
}

impl DeliveryReport<'_> {
    /// Where the record was written, or why it was not.
    ///
    /// # Errors
    ///
    /// What the record's [`DeliveryFuture`] ends with.
    pub fn outcome(&self) -> Result<&Delivery, &ProduceError> {
        self.outcome.as_ref()
    }

    /// The topic.
    #[must_use]
    pub fn topic(&self) -> &str {
        self.message.topic()
    }

    /// The key in bytes.
    #[must_use]
    pub fn key(&self) -> Option<&[u8]> {
        self.message.key()
    }

    /// The value in bytes.
    #[must_use]
    pub fn value(&self) -> Option<&[u8]> {
        self.message.payload()
    }

    /// A copy of the headers.
    #[must_use]
    pub fn headers(&self) -> Headers {
        self.message
            .headers()
            .map(Headers::from_rdkafka)
            .unwrap_or_default()
    }
}

impl fmt::Debug for DeliveryReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeliveryReport")
            .field("topic", &self.topic())
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

/// The producer's delivery callback.
pub(super) type OnDelivery = Box<dyn Fn(&DeliveryReport<'_>) + Send + Sync>;

/// What librdkafka calls back. All of it on the producer's thread.
pub(super) struct Context {
    on_delivery: Option<OnDelivery>,
    purged: AtomicUsize,
    /// What librdkafka said last that concerned no record, and when.
    last_words: Mutex<Option<(Instant, String)>>,
}

/// For how long what librdkafka said explains why a record was not delivered.
const LATELY: Duration = Duration::from_secs(120);

impl Context {
    pub(super) fn new(on_delivery: Option<OnDelivery>) -> Self {
        Self {
            on_delivery,
            purged: AtomicUsize::new(0),
            last_words: Mutex::default(),
        }
    }

    /// How many records came back because they were purged.
    pub(super) fn purged(&self) -> usize {
        self.purged.load(Ordering::Relaxed)
    }
}

impl ClientContext for Context {
    /// A producer's errors come with its records. What concerns none of them is for the log, and
    /// explains why records are late.
    fn error(&self, error: KafkaError, reason: &str) {
        log::warn!("{error}: {reason}");
        *lock(&self.last_words) = Some((Instant::now(), reason.to_owned()));
    }

    fn stats_raw(&self, _: &[u8]) {}
}

impl ProducerContext for Context {
    type DeliveryOpaque = Reporter;

    fn delivery(&self, result: &DeliveryResult<'_>, reporter: Reporter) {
        let (message, outcome) = match result {
            Ok(message) => (message, Ok(delivered(message))),
            Err((error, message)) => {
                let last_words = lock(&self.last_words).clone();
                let last_words = last_words.filter(|(when, _)| when.elapsed() < LATELY);
                let last_words = last_words.map(|(_, words)| words);
                let error = ProduceError::undelivered(error.clone(), message, last_words);
                if error.kind() == ProduceErrorKind::Purged {
                    self.purged.fetch_add(1, Ordering::Relaxed);
                }
                (message, Err(error))
            }
        };
        if let Some(on_delivery) = &self.on_delivery {
            let report = DeliveryReport {
                message,
                outcome: &outcome,
            };
            // A panic must not end the thread: all other records would wait for ever.
            if catch_unwind(AssertUnwindSafe(|| on_delivery(&report))).is_err() {
                log::error!("the delivery callback panicked");
            }
        }
        // Whoever does not await the outcome has dropped the other end.
        let _ = reporter.send(outcome);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn delivered(message: &BorrowedMessage<'_>) -> Delivery {
    Delivery {
        partition: message.partition(),
        offset: (message.offset() >= 0).then(|| message.offset()),
        timestamp: Timestamp::from_rdkafka(message.timestamp()),
    }
}
