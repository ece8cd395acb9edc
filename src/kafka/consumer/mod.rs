//! Consuming records of one type.

mod builder;
mod context;
mod control;
mod error;
mod inbox;
mod lane;
mod message;
mod read;
mod shared;
mod thread;

use std::fmt;
use std::marker::PhantomData;
use std::time::{Duration, Instant};

use futures_channel::oneshot;
use futures_util::stream::{self, Stream};

pub use builder::{AutoOffsetReset, DeserializingConsumerBuilder};
pub use control::{ConsumerControl, SeekTo, TopicPartition};
pub use error::{ConsumeError, ConsumeErrorKind};
pub use message::{Message, RawRecord, Received, UndecodableRecord};

use super::topic::Topic;
use crate::retry::RetryPolicy;
use crate::serdes::{AvroDeserializer, Payload};
use control::Command;
use inbox::Inbox;
use read::Patience;

/// Reads the records of topics, as a member of a group.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use avrolane::kafka::{AutoOffsetReset, DeserializingConsumer, Received, Topic};
///
/// const GREETINGS: Topic<String, String> = Topic::new("greetings");
///
/// let mut consumer = DeserializingConsumer::builder(&GREETINGS)
///     .bootstrap_servers("localhost:9092")
///     .group_id("readers")
///     .auto_offset_reset(AutoOffsetReset::Earliest)
///     .build()?;
/// loop {
///     match consumer.recv().await? {
///         Received::Record(message) => println!("{:?}: {:?}", message.key, message.value),
///         Received::Undecodable(record) => eprintln!("{record}"),
///     }
/// }
/// # }
/// ```
///
/// # What is guaranteed
///
/// Each record is handed out at least once. Asking for the next record says that the one before is
/// done with: its offset is stored then, and what is stored is committed every
/// `auto.commit.interval.ms` (5 seconds), when the partition is revoked, and by
/// [`close`](Self::close). A record that was handed out but not followed by a call for the next one
/// comes again after a restart, and so does what was not committed if the process dies.
/// [`commit`](Self::commit) commits at once, with the record that was handed out last. To have
/// nothing committed but by that call, set `enable.auto.commit` to `false`.
///
/// Records of one partition come in the order of their offsets. When partitions go to another
/// member of the group, none of their records is handed out any more, and no offset of them is
/// committed.
///
/// # How it works
///
/// A thread of its own serves librdkafka, so the consumer stays in its group however long a record
/// is worked on. The price is that a program that hangs keeps its partitions; watch the lag of the
/// group.
///
/// What librdkafka fetches ahead is bounded by `queued.min.messages` and
/// `queued.max.messages.kbytes`; the consumer takes some of it at a time, about a megabyte.
///
/// # Its end
///
/// [`close`](Self::close) commits and leaves the group. Dropping the consumer does so too, in the
/// background and without waiting; if the process ends at once, the group notices only after
/// `session.timeout.ms`.
pub struct DeserializingConsumer<K, V> {
    inbox: Inbox,
    control: ConsumerControl,
    avro: AvroDeserializer,
    schema_retries: RetryPolicy,
    patience: Option<Patience>,
    is_open: bool,
    hands_out: PhantomData<fn() -> (K, V)>,
}

impl<K: Payload, V: Payload> DeserializingConsumer<K, V> {
    /// Starts the settings of a consumer of `topic`.
    pub fn builder(topic: &Topic<K, V>) -> DeserializingConsumerBuilder<K, V> {
        DeserializingConsumerBuilder::new(topic)
    }

    fn new(
        inbox: Inbox,
        control: ConsumerControl,
        avro: AvroDeserializer,
        schema_retries: RetryPolicy,
    ) -> Self {
        Self {
            inbox,
            control,
            avro,
            schema_retries,
            patience: None,
            is_open: true,
            hands_out: PhantomData,
        }
    }

    /// Waits for the next record. The one before is done with.
    ///
    /// Cancel safe: a record stays with the consumer until it is returned, also while its schema
    /// is being fetched.
    ///
    /// # Errors
    ///
    /// What keeps the consumer itself from going on; a record that cannot be read is no error but
    /// [`Received::Undecodable`]. Where the error [is retryable](ConsumeError::is_retryable),
    /// calling again may help. In particular, if the schema of a record cannot be had for a passing
    /// reason, it is an error of [`ConsumeErrorKind::Schema`] after some tries
    /// ([`schema_retries`](DeserializingConsumerBuilder::schema_retries)), and the next call tries
    /// the same record again.
    pub async fn recv(&mut self) -> Result<Received<K::Owned, V::Owned>, ConsumeError> {
        self.inbox.settle();
        loop {
            self.inbox.fill().await?;
            if let Some(received) = self.read_head().await? {
                self.patience = None;
                self.inbox.advance();
                return Ok(received);
            }
        }
    }

    /// As [`recv`](Self::recv), but answers nothing if no record comes within `timeout`. Needs
    /// Tokio's timer.
    ///
    /// # Errors
    ///
    /// As [`recv`](Self::recv).
    pub async fn recv_timeout(
        &mut self,
        timeout: Duration,
    ) -> Result<Option<Received<K::Owned, V::Owned>>, ConsumeError> {
        match tokio::time::timeout(timeout, self.recv()).await {
            Ok(received) => received.map(Some),
            Err(_) => Ok(None),
        }
    }

    /// Waits for the next record and hands it out in bytes, read or not. The one before is done
    /// with.
    ///
    /// This is the way to borrow from a record: see
    /// [`decode_value`](RawRecord::decode_value). Cancel safe, as [`recv`](Self::recv).
    ///
    /// # Errors
    ///
    /// As [`recv`](Self::recv), but for schemas.
    pub async fn recv_raw(&mut self) -> Result<RawRecord, ConsumeError> {
        self.inbox.settle();
        loop {
            self.inbox.fill().await?;
            if let Some((lane, message)) = self.inbox.head() {
                let record = RawRecord::copy(&lane.topic, &message, &self.avro);
                self.patience = None;
                self.inbox.advance();
                return Ok(record);
            }
        }
    }

    /// The records as a stream, each of which is done with when the next one is asked for. Where
    /// [`recv`](Self::recv) would fail, the stream has an error and goes on; it ends when the
    /// consumer is closed. Dropping it loses nothing.
    pub fn stream(
        &mut self,
    ) -> impl Stream<Item = Result<Received<K::Owned, V::Owned>, ConsumeError>> + Send + Unpin + '_
    {
        Box::pin(stream::unfold(self, |consumer| async {
            match consumer.recv().await {
                Err(error) if error.kind() == ConsumeErrorKind::Closed => None,
                received => Some((received, consumer)),
            }
        }))
    }

    /// Commits all records that were handed out, also the last one, which this call says is done
    /// with.
    ///
    /// Cancel safe: if the future is dropped, it is committed all the same.
    ///
    /// # Errors
    ///
    /// If the group's coordinator cannot be reached or refuses, as it does when the partitions have
    /// gone to another consumer.
    pub async fn commit(&mut self) -> Result<(), ConsumeError> {
        self.inbox.settle();
        self.control.commit().await
    }

    /// A handle to steer the consumer while [`recv`](Self::recv) waits.
    #[must_use]
    pub fn control(&self) -> ConsumerControl {
        self.control.clone()
    }

    /// Commits what is stored, unless `enable.auto.commit` is `false`, and leaves the group. Never
    /// takes longer than `timeout`. Needs Tokio's timer.
    ///
    /// The record that was handed out last is not stored, as no call has said that it is done with.
    /// Call [`commit`](Self::commit) before if it is.
    ///
    /// Afterwards every call fails with an error of [`ConsumeErrorKind::Closed`], but a second
    /// `close`, which does nothing. If the future is dropped, the consumer is closed all the same.
    ///
    /// # Errors
    ///
    /// If the commit fails, or if it all takes too long, in which case it goes on in the
    /// background.
    pub async fn close(&mut self, timeout: Duration) -> Result<(), ConsumeError> {
        let (answer, answered) = oneshot::channel();
        // Long timeouts are as good as none to the commit, which has its own.
        let deadline = Instant::now() + timeout.min(Duration::from_secs(3600));
        if !self.end(Some((answer, deadline))) {
            return Ok(());
        }
        match tokio::time::timeout(timeout, answered).await {
            Ok(answer) => answer.unwrap_or_else(|_| Err(ConsumeError::closed())),
            Err(_) => Err(ConsumeError::timed_out("closing the consumer")),
        }
    }
}

impl<K, V> DeserializingConsumer<K, V> {
    /// Has the thread end, and says whether it had not been told to before.
    fn end(&mut self, answer: Option<(control::Answer<()>, Instant)>) -> bool {
        if !std::mem::replace(&mut self.is_open, false) {
            return false;
        }
        // Before the thread destroys the client, from which these records are.
        self.inbox.close();
        self.control.send(Command::Close(answer));
        true
    }
}

impl<K, V> Drop for DeserializingConsumer<K, V> {
    fn drop(&mut self) {
        self.end(None);
    }
}

impl<K, V> fmt::Debug for DeserializingConsumer<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeserializingConsumer")
            .finish_non_exhaustive()
    }
}
