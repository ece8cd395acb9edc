//! What a producer sends.

use std::fmt;
use std::time::SystemTime;

use rdkafka::message::{Header, OwnedHeaders};

use super::headers::Headers;
use super::timestamp::Timestamp;
use super::topic::{Topic, TopicName};
use crate::serdes::Payload;

/// A record to be sent: a topic, and a key and a value of the topic's types by reference.
///
/// ```
/// use avrolane::kafka::{Record, Topic};
///
/// const GREETINGS: Topic<String, String> = Topic::new("greetings");
///
/// let greeting = Record::to(&GREETINGS).key("world").value("hello").header("lang", "en");
/// let farewell = Record::to(&GREETINGS).key("world").tombstone();
/// # let _ = (greeting, farewell);
/// ```
///
/// Key and value may be absent. A record without a value is a tombstone: where the topic is
/// compacted, it deletes what stands under its key.
#[must_use = "a record does nothing until it is sent"]
pub struct Record<'a, K: Payload, V: Payload> {
    pub(super) topic: TopicName,
    pub(super) key: Option<&'a K::Borrowed>,
    pub(super) value: Option<&'a V::Borrowed>,
    pub(super) partition: Option<i32>,
    pub(super) timestamp: Option<i64>,
    pub(super) headers: Option<OwnedHeaders>,
}

impl<'a, K: Payload, V: Payload> Record<'a, K, V> {
    /// A record of `topic`, as yet without key and value.
    pub fn to(topic: &Topic<K, V>) -> Self {
        Self {
            topic: topic.shared_name(),
            key: None,
            value: None,
            partition: None,
            timestamp: None,
            headers: None,
        }
    }

    /// Sets the key. Records of one key go to one partition and stay in order.
    pub fn key(mut self, key: &'a K::Borrowed) -> Self {
        self.key = Some(key);
        self
    }

    /// Sets the value.
    pub fn value(mut self, value: &'a V::Borrowed) -> Self {
        self.value = Some(value);
        self
    }

    /// Says that the record has no value, which is so unless [`value`](Self::value) was called.
    pub fn tombstone(mut self) -> Self {
        self.value = None;
        self
    }

    /// Sets the partition. Without it the setting `partitioner` decides, by the key.
    pub fn partition(mut self, partition: i32) -> Self {
        self.partition = Some(partition);
        self
    }

    /// Sets the record's time, to the millisecond: a [`SystemTime`], a
    /// [`Timestamp`](super::Timestamp), or chrono's `DateTime`. Without it, it is the time at which
    /// the record is queued. librdkafka takes the very start of 1970 for no time at all.
    pub fn timestamp(mut self, timestamp: impl Into<SystemTime>) -> Self {
        self.timestamp = Some(Timestamp::from(timestamp.into()).as_millis());
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let header = Header {
            key: name,
            value: Some(value.as_ref()),
        };
        self.headers = Some(self.headers.take().unwrap_or_default().insert(header));
        self
    }

    /// Adds all of these headers.
    ///
    /// A schema id among those of another record (`__key_schema_id`, `__value_schema_id`) says how
    /// that record's bytes were written, and readers believe it before anything else: pass it on
    /// with the same bytes only.
    pub fn headers(mut self, headers: &Headers) -> Self {
        if !headers.is_empty() {
            self.headers = Some(headers.append_to(self.headers.take().unwrap_or_default()));
        }
        self
    }
}

impl<K: Payload, V: Payload> Clone for Record<'_, K, V> {
    fn clone(&self) -> Self {
        Self {
            topic: self.topic.clone(),
            headers: self.headers.clone(),
            ..*self
        }
    }
}

impl<K: Payload, V: Payload> fmt::Debug for Record<'_, K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("topic", &self.topic.as_str())
            .field("partition", &self.partition)
            .field("timestamp", &self.timestamp)
            .finish_non_exhaustive()
    }
}
