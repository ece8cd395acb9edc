//! What can go wrong when a record is sent.

use std::fmt;

use rdkafka::error::KafkaError;
use rdkafka::message::BorrowedMessage;
use rdkafka::message::Message as _;
use rdkafka::types::RDKafkaErrorCode;

use crate::kafka::headers::Headers;
use crate::kafka::timestamp::Timestamp;
use crate::registry;
use crate::serdes::SerializeError;
use crate::subject::MessageField;

/// A record that was not delivered, or of which it is not known.
///
/// [`kind`](Self::kind) says what happened, [`is_retryable`](Self::is_retryable) whether sending it
/// again can help, and [`record`](Self::record) gives back what was to be sent, in bytes.
pub struct ProduceError(Box<ProduceInner>);

struct ProduceInner {
    kind: ProduceErrorKind,
    topic: String,
    cause: Cause,
    /// What librdkafka said before it gave the record up.
    last_words: Option<String>,
    record: Option<FailedRecord>,
}

enum Cause {
    Serialize(MessageField, SerializeError),
    Registry(MessageField, registry::Error),
    Kafka(KafkaError),
    Said(&'static str),
}

/// What kept a record from being delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProduceErrorKind {
    /// The key or the value does not fit its schema.
    Serialize,
    /// The registry could not be asked for the schema's id, or refused.
    Registry,
    /// The schema's id has not been fetched yet, which
    /// [`try_enqueue`](super::SerializingProducer::try_enqueue) does not wait for.
    NotPrepared,
    /// The queue is full, which [`try_enqueue`](super::SerializingProducer::try_enqueue) does not
    /// wait for.
    QueueFull,
    /// The record is larger than `message.max.bytes`, or than the broker or the topic allows.
    TooLarge,
    /// There is no such topic, or no such partition of it.
    UnknownTopic,
    /// The user may not write to the topic, or the producer could not log in.
    NotAuthorized,
    /// The record was not delivered within `delivery.timeout.ms`. It may have been written all the
    /// same, where the broker got it and could not say so.
    TimedOut,
    /// The producer was dropped with the record still queued. It may have been written, if it was
    /// on its way.
    Purged,
    /// The producer cannot go on; a new one has to be built.
    Fatal,
    /// Kafka refused the record for another reason.
    Kafka,
}

/// A record that was not delivered, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FailedRecord {
    /// The topic.
    pub topic: String,
    /// The partition, if it was chosen.
    pub partition: Option<i32>,
    /// The key.
    pub key: Option<Vec<u8>>,
    /// The value.
    pub value: Option<Vec<u8>>,
    /// The headers, also one that carries a schema id.
    pub headers: Headers,
    /// The record's time.
    pub timestamp: Option<Timestamp>,
}

impl ProduceError {
    #[cold]
    pub(super) fn serialize(topic: &str, field: MessageField, error: SerializeError) -> Self {
        let kind = match error {
            SerializeError::Registry(_) => ProduceErrorKind::Registry,
            SerializeError::NotPrepared => ProduceErrorKind::NotPrepared,
            _ => ProduceErrorKind::Serialize,
        };
        Self::new(kind, topic, Cause::Serialize(field, error))
    }

    #[cold]
    pub(super) fn registry(topic: &str, field: MessageField, error: registry::Error) -> Self {
        Self::new(
            ProduceErrorKind::Registry,
            topic,
            Cause::Registry(field, error),
        )
    }

    /// Of a record that librdkafka did not take, or did not deliver.
    #[cold]
    pub(super) fn kafka(topic: &str, error: KafkaError) -> Self {
        let kind = error
            .rdkafka_error_code()
            .map_or(ProduceErrorKind::Kafka, kind_of);
        Self::new(kind, topic, Cause::Kafka(error))
    }

    /// Of a delivery report. `last_words` is what librdkafka said before.
    #[cold]
    pub(super) fn undelivered(
        error: KafkaError,
        message: &BorrowedMessage<'_>,
        last_words: Option<String>,
    ) -> Self {
        let mut failure = Self::kafka(message.topic(), error);
        if failure.0.kind == ProduceErrorKind::TimedOut {
            failure.0.last_words = last_words;
        }
        failure.0.record = Some(FailedRecord {
            topic: message.topic().to_owned(),
            partition: (message.partition() >= 0).then(|| message.partition()),
            key: message.key().map(<[u8]>::to_vec),
            value: message.payload().map(<[u8]>::to_vec),
            headers: message
                .headers()
                .map(Headers::from_rdkafka)
                .unwrap_or_default(),
            timestamp: Timestamp::from_rdkafka(message.timestamp()),
        });
        failure
    }

    /// Of a record whose report will not come, as its producer's thread has ended.
    #[cold]
    pub(super) fn abandoned() -> Self {
        Self::new(
            ProduceErrorKind::Purged,
            "",
            Cause::Said("the producer has ended"),
        )
    }

    #[cold]
    pub(super) fn never_prepared(topic: &str) -> Self {
        let said = "the serializer asks to be prepared again and again";
        Self::new(ProduceErrorKind::NotPrepared, topic, Cause::Said(said))
    }

    fn new(kind: ProduceErrorKind, topic: &str, cause: Cause) -> Self {
        Self(Box::new(ProduceInner {
            kind,
            topic: topic.to_owned(),
            cause,
            last_words: None,
            record: None,
        }))
    }

    /// What happened.
    #[must_use]
    pub fn kind(&self) -> ProduceErrorKind {
        self.0.kind
    }

    /// The topic that the record was meant for.
    #[must_use]
    pub fn topic(&self) -> &str {
        &self.0.topic
    }

    /// Whether sending the record again, as it is and by this producer, can succeed.
    ///
    /// Where the kind is [`TimedOut`](ProduceErrorKind::TimedOut) that may write it twice.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            ProduceErrorKind::QueueFull
            | ProduceErrorKind::NotPrepared
            | ProduceErrorKind::TimedOut => true,
            ProduceErrorKind::Registry => match &self.0.cause {
                Cause::Registry(_, error)
                | Cause::Serialize(_, SerializeError::Registry(error)) => error.is_retryable(),
                _ => false,
            },
            ProduceErrorKind::Kafka => self.error_code().is_some_and(passes),
            _ => false,
        }
    }

    /// What Kafka or librdkafka said, where it was one of them.
    #[must_use]
    pub fn error_code(&self) -> Option<RDKafkaErrorCode> {
        match &self.0.cause {
            Cause::Kafka(error) => error.rdkafka_error_code(),
            _ => None,
        }
    }

    /// Which half of the record is at fault, if one is.
    #[must_use]
    pub fn field(&self) -> Option<MessageField> {
        match self.0.cause {
            Cause::Serialize(field, _) | Cause::Registry(field, _) => Some(field),
            Cause::Kafka(_) | Cause::Said(_) => None,
        }
    }

    /// What was to be sent, of a record that had been queued.
    #[must_use]
    pub fn record(&self) -> Option<&FailedRecord> {
        self.0.record.as_ref()
    }

    /// As [`record`](Self::record), by value.
    #[must_use]
    pub fn into_record(self) -> Option<FailedRecord> {
        self.0.record
    }
}

fn kind_of(code: RDKafkaErrorCode) -> ProduceErrorKind {
    use RDKafkaErrorCode as Code;

    match code {
        Code::QueueFull => ProduceErrorKind::QueueFull,
        Code::MessageSizeTooLarge | Code::MessageBatchTooLarge => ProduceErrorKind::TooLarge,
        Code::UnknownTopic
        | Code::UnknownPartition
        | Code::UnknownTopicOrPartition
        | Code::InvalidTopic => ProduceErrorKind::UnknownTopic,
        Code::TopicAuthorizationFailed
        | Code::ClusterAuthorizationFailed
        | Code::Authentication
        | Code::SaslAuthenticationFailed => ProduceErrorKind::NotAuthorized,
        Code::MessageTimedOut | Code::RequestTimedOut => ProduceErrorKind::TimedOut,
        Code::PurgeQueue | Code::PurgeInflight => ProduceErrorKind::Purged,
        Code::Fatal | Code::Fenced | Code::InvalidProducerEpoch => ProduceErrorKind::Fatal,
        _ => ProduceErrorKind::Kafka,
    }
}

/// Whether an error of Kafka's is one that passes.
fn passes(code: RDKafkaErrorCode) -> bool {
    use RDKafkaErrorCode as Code;

    matches!(
        code,
        Code::BrokerTransportFailure
            | Code::AllBrokersDown
            | Code::LeaderNotAvailable
            | Code::NotLeaderForPartition
            | Code::NotEnoughReplicas
            | Code::NotEnoughReplicasAfterAppend
            | Code::ThrottlingQuotaExceeded
            | Code::KafkaStorageError
    )
}

impl fmt::Display for ProduceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ProduceInner {
            kind,
            topic,
            cause,
            last_words,
            ..
        } = &*self.0;
        let what = match (kind, cause) {
            (_, Cause::Said(said)) => said,
            (_, Cause::Serialize(MessageField::Key, _)) => "the key cannot be serialized",
            (_, Cause::Serialize(MessageField::Value, _)) => "the value cannot be serialized",
            (_, Cause::Registry(MessageField::Key, _)) => "the key's schema id cannot be had",
            (_, Cause::Registry(MessageField::Value, _)) => "the value's schema id cannot be had",
            (ProduceErrorKind::QueueFull, _) => "the producer's queue is full",
            (ProduceErrorKind::TimedOut, _) => "the record was not delivered in time",
            (ProduceErrorKind::TooLarge, _) => "the record is too large",
            (ProduceErrorKind::UnknownTopic, _) => "there is no such topic or partition",
            (ProduceErrorKind::NotAuthorized, _) => "the record was refused to this user",
            (ProduceErrorKind::Fatal, _) => "the producer cannot go on",
            (ProduceErrorKind::Purged, _) => "the producer was dropped with the record queued",
            (_, Cause::Kafka(_)) => "the record was not delivered",
        };
        if !topic.is_empty() {
            write!(f, "topic {topic}: ")?;
        }
        f.write_str(what)?;
        match last_words {
            Some(words) => write!(f, ", after {words}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ProduceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = std::error::Error::source(self).map(ToString::to_string);
        f.debug_struct("ProduceError")
            .field("kind", &self.0.kind)
            .field("topic", &self.0.topic)
            .field("source", &source)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ProduceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.cause {
            Cause::Serialize(_, error) => Some(error),
            Cause::Registry(_, error) => Some(error),
            Cause::Kafka(error) => Some(error),
            Cause::Said(_) => None,
        }
    }
}

/// A flush that did not end in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlushError {
    pub(super) queued: usize,
}

impl FlushError {
    /// How many records are still queued or on their way. They stay so.
    #[must_use]
    pub fn queued(&self) -> usize {
        self.queued
    }
}

impl fmt::Display for FlushError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} records were not delivered in time and are still queued",
            self.queued
        )
    }
}

impl std::error::Error for FlushError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: RDKafkaErrorCode) -> ProduceError {
        ProduceError::kafka("flights", KafkaError::MessageProduction(code))
    }

    #[test]
    fn errors_are_small() {
        assert!(size_of::<ProduceError>() <= 24);
    }

    #[test]
    fn errors_name_the_topic_and_keep_their_source() {
        let error = of(RDKafkaErrorCode::MessageTimedOut);
        assert_eq!(error.kind(), ProduceErrorKind::TimedOut);
        assert_eq!(
            error.to_string(),
            "topic flights: the record was not delivered in time"
        );
        assert!(std::error::Error::source(&error).is_some());
    }

    #[test]
    fn what_passes_is_retryable() {
        assert!(of(RDKafkaErrorCode::NotEnoughReplicas).is_retryable());
        assert!(of(RDKafkaErrorCode::QueueFull).is_retryable());
        assert!(!of(RDKafkaErrorCode::MessageSizeTooLarge).is_retryable());
        assert!(!of(RDKafkaErrorCode::PurgeQueue).is_retryable());
    }
}
