//! What a consumer hands out.

use std::fmt;
use std::sync::Arc;

use crate::codec::AvroDecode;
use crate::framing::SchemaIdentity;
use crate::kafka::headers::Headers;
use crate::kafka::native::MessageRef;
use crate::kafka::timestamp::Timestamp;
use crate::schema::AvroSchema;
use crate::serdes::{AvroDeserializer, DeserializeError, Input};
use crate::subject::MessageField;

/// A record, or what there is of it.
#[derive(Debug)]
pub enum Received<K, V> {
    /// A record whose key and value were read.
    Record(Message<K, V>),
    /// A record of which the key or the value cannot be read, ever. The consumer goes on behind it.
    Undecodable(UndecodableRecord),
}

/// A record with its key and value.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Message<K, V> {
    /// The key, if the record has one.
    pub key: Option<K>,
    /// The value. A record without one is a tombstone.
    pub value: Option<V>,
    /// The headers.
    pub headers: Headers,
    /// The topic.
    pub topic: Arc<str>,
    /// The partition.
    pub partition: i32,
    /// The position in the partition.
    pub offset: i64,
    /// The record's time.
    pub timestamp: Option<Timestamp>,
    /// Which schema wrote the key, where it says so, as Avro does.
    pub key_schema: Option<SchemaIdentity>,
    /// Which schema wrote the value, where it says so, as Avro does.
    pub value_schema: Option<SchemaIdentity>,
}

/// A record in bytes, which it owns.
#[derive(Clone)]
pub struct RawRecord {
    topic: Arc<str>,
    partition: i32,
    offset: i64,
    timestamp: Option<Timestamp>,
    key: Option<Box<[u8]>>,
    value: Option<Box<[u8]>>,
    headers: Headers,
    avro: AvroDeserializer,
}

impl RawRecord {
    pub(super) fn copy(
        topic: &Arc<str>,
        message: &MessageRef<'_>,
        avro: &AvroDeserializer,
    ) -> Self {
        Self {
            topic: Arc::clone(topic),
            partition: message.partition(),
            offset: message.offset(),
            timestamp: message.timestamp(),
            key: message.key().map(Box::from),
            value: message.value().map(Box::from),
            headers: message.headers(),
            avro: avro.clone(),
        }
    }

    /// The topic.
    #[must_use]
    pub fn topic(&self) -> &str {
        &self.topic
    }

    /// The partition.
    #[must_use]
    pub fn partition(&self) -> i32 {
        self.partition
    }

    /// The position in the partition.
    #[must_use]
    pub fn offset(&self) -> i64 {
        self.offset
    }

    /// The record's time.
    #[must_use]
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.timestamp
    }

    /// The bytes of the key, if the record has one.
    #[must_use]
    pub fn key(&self) -> Option<&[u8]> {
        self.key.as_deref()
    }

    /// The bytes of the value. A record without one is a tombstone.
    #[must_use]
    pub fn value(&self) -> Option<&[u8]> {
        self.value.as_deref()
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// Reads the key as an event, which may borrow from the record. Nothing if there is no key.
    ///
    /// # Errors
    ///
    /// As [`decode_value`](Self::decode_value).
    pub async fn decode_key<'de, T>(&'de self) -> Result<Option<T>, DeserializeError>
    where
        T: AvroSchema + AvroDecode<'de>,
    {
        self.decode(MessageField::Key, self.key()).await
    }

    /// Reads the value as an event, which may borrow from the record. Nothing if it is a tombstone.
    ///
    /// It waits only if the writer's schema has to be fetched. Cancel safe.
    ///
    /// # Errors
    ///
    /// If the bytes are no such event, or if the schema cannot be had;
    /// [`disposition`](DeserializeError::disposition) says whether to try again.
    pub async fn decode_value<'de, T>(&'de self) -> Result<Option<T>, DeserializeError>
    where
        T: AvroSchema + AvroDecode<'de>,
    {
        self.decode(MessageField::Value, self.value()).await
    }

    async fn decode<'de, T>(
        &'de self,
        field: MessageField,
        bytes: Option<&'de [u8]>,
    ) -> Result<Option<T>, DeserializeError>
    where
        T: AvroSchema + AvroDecode<'de>,
    {
        let Some(bytes) = bytes else { return Ok(None) };
        let schema_id_header = self.headers.get(field.schema_id_header());
        let input = Input {
            bytes,
            schema_id_header,
        };
        match self.avro.decode(input) {
            Err(DeserializeError::NotPrepared) => {
                self.avro.fetch(input).await?;
                self.avro.decode(input).map(Some)
            }
            decoded => decoded.map(Some),
        }
    }
}

impl fmt::Debug for RawRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawRecord")
            .field("topic", &self.topic)
            .field("partition", &self.partition)
            .field("offset", &self.offset)
            .field("key", &self.key)
            .field("value", &self.value)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

/// A record whose key or value cannot be read, as it was found.
#[derive(Debug)]
pub struct UndecodableRecord {
    raw: RawRecord,
    field: MessageField,
    error: DeserializeError,
}

impl UndecodableRecord {
    pub(super) fn new(raw: RawRecord, field: MessageField, error: DeserializeError) -> Self {
        Self { raw, field, error }
    }

    /// The record in bytes, and where it stands.
    #[must_use]
    pub fn raw(&self) -> &RawRecord {
        &self.raw
    }

    /// As [`raw`](Self::raw), by value.
    #[must_use]
    pub fn into_raw(self) -> RawRecord {
        self.raw
    }

    /// Which half cannot be read.
    #[must_use]
    pub fn field(&self) -> MessageField {
        self.field
    }

    /// Why it cannot be read.
    #[must_use]
    pub fn error(&self) -> &DeserializeError {
        &self.error
    }
}

impl fmt::Display for UndecodableRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { raw, field, error } = self;
        let RawRecord {
            topic,
            partition,
            offset,
            ..
        } = raw;
        write!(
            f,
            "topic {topic}, partition {partition}, offset {offset}: the {field}: {error}"
        )
    }
}
