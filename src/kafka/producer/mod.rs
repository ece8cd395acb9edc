//! Producing records of any number of types.

mod buffer;
mod builder;
mod delivery;
mod error;
mod room;
mod send;
mod thread;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use builder::SerializingProducerBuilder;
pub use delivery::{Delivery, DeliveryFuture, DeliveryReport};
pub use error::{FailedRecord, FlushError, ProduceError, ProduceErrorKind};

use super::record::Record;
use super::topic::Topic;
use crate::serdes::{AvroSerializer, Payload};
use thread::Link;

/// Sends records, of any types to any topics.
///
/// It is a handle: clones share one client, and any number of tasks may use them.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use avrolane::kafka::{Record, SerializingProducer, Topic};
///
/// const GREETINGS: Topic<String, String> = Topic::new("greetings");
///
/// let producer = SerializingProducer::builder().bootstrap_servers("localhost:9092").build()?;
/// let delivery = producer.send(Record::to(&GREETINGS).key("world").value("hello")).await?;
/// println!("written to partition {} at {:?}", delivery.partition, delivery.offset);
/// # Ok(())
/// # }
/// ```
///
/// # Three ways to send
///
/// - [`send`](Self::send) waits until the record is delivered.
/// - [`enqueue`](Self::enqueue) waits until it is queued, and hands out a [`DeliveryFuture`] for
///   the rest. It is the base of the others, and the way to high throughput.
/// - [`try_enqueue`](Self::try_enqueue) does not wait at all.
///
/// # Order
///
/// Records of one partition are written in the order in which they were queued. A task that awaits
/// each [`enqueue`](Self::enqueue) before the next one queues its records in the order of its
/// calls, also if the first one waits for its schema id.
///
/// # What is guaranteed
///
/// Unless set otherwise, a record that was delivered has been written by all in-sync replicas
/// (`acks=all`), once and in order (`enable.idempotence=true`). One that is not delivered within
/// two minutes (`delivery.timeout.ms=120000`, as in the Java client) fails. Where the topic does
/// not exist that takes 30 seconds (`topic.metadata.propagation.max.ms`), as a topic that was just
/// created takes a moment to be known everywhere.
///
/// # Its end
///
/// Dropping the last handle does not wait: what is still queued is not sent, ends with an error of
/// [`ProduceErrorKind::Purged`], and is counted in the log. Call [`flush`](Self::flush) first. The
/// client is ended by its own thread, so no async worker is blocked.
#[derive(Clone)]
pub struct SerializingProducer {
    link: Arc<Link>,
    avro: AvroSerializer,
}

impl SerializingProducer {
    /// Starts the settings of a producer.
    pub fn builder() -> SerializingProducerBuilder {
        SerializingProducerBuilder::default()
    }

    /// Sends a record and waits until it is delivered.
    ///
    /// If the future is dropped, the record is sent all the same, unless it was not queued yet.
    ///
    /// # Errors
    ///
    /// As [`enqueue`](Self::enqueue), and those of the delivery: of
    /// [`ProduceErrorKind::TimedOut`], [`UnknownTopic`](ProduceErrorKind::UnknownTopic),
    /// [`NotAuthorized`](ProduceErrorKind::NotAuthorized),
    /// [`TooLarge`](ProduceErrorKind::TooLarge), [`Purged`](ProduceErrorKind::Purged),
    /// [`Fatal`](ProduceErrorKind::Fatal) or [`Kafka`](ProduceErrorKind::Kafka).
    pub async fn send<K: Payload, V: Payload>(
        &self,
        record: Record<'_, K, V>,
    ) -> Result<Delivery, ProduceError> {
        self.enqueue(record).await?.await
    }

    /// Queues a record, and answers a future of its delivery.
    ///
    /// It waits for schema ids that have not been fetched, and for room where the queue is full
    /// (`queue.buffering.max.messages`, `queue.buffering.max.kbytes`). With the ids at hand and
    /// room in the queue it does not wait, makes no request and takes no lock of this crate's.
    ///
    /// Cancel safe: if the future is dropped before it is done, the record is not queued.
    ///
    /// # Errors
    ///
    /// Of [`ProduceErrorKind::Serialize`] if key or value do not fit their schemas, of
    /// [`Registry`](ProduceErrorKind::Registry) if a schema id cannot be had, of
    /// [`TooLarge`](ProduceErrorKind::TooLarge), [`UnknownTopic`](ProduceErrorKind::UnknownTopic)
    /// or [`Fatal`](ProduceErrorKind::Fatal) if librdkafka does not take the record.
    pub async fn enqueue<K: Payload, V: Payload>(
        &self,
        record: Record<'_, K, V>,
    ) -> Result<DeliveryFuture, ProduceError> {
        send::enqueue(self, record).await
    }

    /// As [`enqueue`](Self::enqueue), but answers at once.
    ///
    /// # Errors
    ///
    /// As [`enqueue`](Self::enqueue), and of [`ProduceErrorKind::QueueFull`] or
    /// [`NotPrepared`](ProduceErrorKind::NotPrepared) where that one would wait.
    /// [`prepare`](Self::prepare) keeps the latter away.
    pub fn try_enqueue<K: Payload, V: Payload>(
        &self,
        record: Record<'_, K, V>,
    ) -> Result<DeliveryFuture, ProduceError> {
        send::try_enqueue(self, record)
    }

    /// Has the schema ids of a topic's keys and values looked up, registered or whatever else the
    /// [`SchemaSelection`](crate::registry::SchemaSelection) says, so that mistakes come to light
    /// at the start and the first record need not wait. A [`Generic`](crate::serdes::Generic) brings
    /// its own schema, so there is nothing to prepare until the first one comes.
    ///
    /// # Errors
    ///
    /// Of [`ProduceErrorKind::Registry`] if the registry cannot be asked, or refuses.
    pub async fn prepare<K: Payload, V: Payload>(
        &self,
        topic: &Topic<K, V>,
    ) -> Result<(), ProduceError> {
        send::prepare::<K>(&self.avro, topic.name(), crate::subject::MessageField::Key).await?;
        send::prepare::<V>(
            &self.avro,
            topic.name(),
            crate::subject::MessageField::Value,
        )
        .await
    }

    /// Waits until nothing is queued any more, without lingering. What other tasks queue meanwhile
    /// is waited for as well.
    ///
    /// Cancel safe: records stay queued, and are sent.
    ///
    /// # Errors
    ///
    /// If that takes longer than `timeout`. The error says how many are left; they stay queued.
    pub async fn flush(&self, timeout: Duration) -> Result<(), FlushError> {
        self.link.flush(timeout).await
    }

    /// How many records are queued or on their way.
    #[must_use]
    pub fn queued(&self) -> usize {
        self.link.queued()
    }
}

impl fmt::Debug for SerializingProducer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SerializingProducer")
            .finish_non_exhaustive()
    }
}
