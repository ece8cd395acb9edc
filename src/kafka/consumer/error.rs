//! What can go wrong with a consumer.

use std::fmt;
use std::sync::Arc;

use rdkafka::error::KafkaError;
use rdkafka::types::RDKafkaErrorCode;

use super::lane::Lane;
use crate::disposition::Disposition;
use crate::kafka::native::PartitionProblem;
use crate::registry;

/// A failure of the consumer itself.
///
/// A record that cannot be read is none: see [`Received::Undecodable`](super::Received).
pub struct ConsumeError(Box<ConsumeInner>);

struct ConsumeInner {
    kind: ConsumeErrorKind,
    reason: String,
    cause: Option<Cause>,
}

enum Cause {
    Registry(registry::Error),
    Kafka(KafkaError),
}

/// What keeps a consumer from going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConsumeErrorKind {
    /// The consumer was closed.
    Closed,
    /// No broker can be reached. The consumer goes on trying.
    BrokersUnreachable,
    /// There is no such topic, or no such partition. The consumer goes on looking for it.
    UnknownTopic,
    /// The user may not read the topic or be in the group, or could not log in.
    NotAuthorized,
    /// The consumer was thrown out of its group, as it did not poll within `max.poll.interval.ms`:
    /// the process was stopped, or its threads were starved. The consumer joins again.
    PollIntervalExceeded,
    /// There is no offset to read from, and `auto.offset.reset` is `error`.
    NoOffset,
    /// The schema of a record cannot be had. The next call tries the same record again.
    Schema,
    /// What was asked for was not done in time.
    TimedOut,
    /// The partition is not, or not yet, assigned to this consumer.
    NotAssigned,
    /// The consumer cannot go on; a new one has to be built.
    Fatal,
    /// Kafka refused something for another reason.
    Kafka,
}

impl ConsumeError {
    pub(super) fn closed() -> Self {
        Self::new(ConsumeErrorKind::Closed, "the consumer is closed")
    }

    pub(super) fn timed_out(what: &str) -> Self {
        Self::new(
            ConsumeErrorKind::TimedOut,
            format!("{what} was not done in time"),
        )
    }

    pub(super) fn not_assigned(topic: &str, partition: i32) -> Self {
        let reason =
            format!("partition {partition} of topic {topic} is not assigned to this consumer");
        Self::new(ConsumeErrorKind::NotAssigned, reason)
    }

    pub(super) fn fatal(reason: impl Into<String>) -> Self {
        Self::new(ConsumeErrorKind::Fatal, reason)
    }

    /// The schema of the record at this place cannot be had.
    pub(super) fn schema(place: Option<(Arc<Lane>, i64)>, error: registry::Error) -> Self {
        let reason = match place {
            Some((lane, offset)) => {
                let Lane {
                    topic, partition, ..
                } = &*lane;
                format!(
                    "topic {topic}, partition {partition}, offset {offset}: \
                     the writer's schema cannot be had"
                )
            }
            None => "a writer's schema cannot be had".to_owned(),
        };
        Self::new(ConsumeErrorKind::Schema, reason).caused_by(Cause::Registry(error))
    }

    /// Of what was asked of librdkafka.
    pub(super) fn kafka(what: &str, error: KafkaError) -> Self {
        let kind = error
            .rdkafka_error_code()
            .map_or(ConsumeErrorKind::Kafka, kind_of);
        Self::new(kind, what).caused_by(Cause::Kafka(error))
    }

    /// Of what librdkafka says by itself, with its words.
    pub(super) fn event(error: KafkaError, reason: String) -> Self {
        let kind = match &error {
            KafkaError::MessageConsumptionFatal(_) => ConsumeErrorKind::Fatal,
            error => error
                .rdkafka_error_code()
                .map_or(ConsumeErrorKind::Kafka, kind_of),
        };
        Self::new(kind, reason).caused_by(Cause::Kafka(error))
    }

    /// Of what librdkafka says of one partition.
    pub(super) fn partition(problem: PartitionProblem) -> Self {
        let PartitionProblem {
            topic,
            partition,
            code,
            reason,
        } = problem;
        let reason = format!("partition {partition} of topic {topic}: {reason}");
        Self::event(KafkaError::MessageConsumption(code), reason)
    }

    fn new(kind: ConsumeErrorKind, reason: impl Into<String>) -> Self {
        Self(Box::new(ConsumeInner {
            kind,
            reason: reason.into(),
            cause: None,
        }))
    }

    fn caused_by(mut self, cause: Cause) -> Self {
        self.0.cause = Some(cause);
        self
    }

    /// What happened.
    #[must_use]
    pub fn kind(&self) -> ConsumeErrorKind {
        self.0.kind
    }

    /// Whether calling again can succeed although nobody changes anything.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            ConsumeErrorKind::BrokersUnreachable
            | ConsumeErrorKind::UnknownTopic
            | ConsumeErrorKind::PollIntervalExceeded
            | ConsumeErrorKind::TimedOut
            | ConsumeErrorKind::NotAssigned
            | ConsumeErrorKind::Kafka => true,
            ConsumeErrorKind::Schema => match &self.0.cause {
                Some(Cause::Registry(error)) => error.disposition() == Disposition::Retry,
                _ => false,
            },
            ConsumeErrorKind::Closed
            | ConsumeErrorKind::NotAuthorized
            | ConsumeErrorKind::NoOffset
            | ConsumeErrorKind::Fatal => false,
        }
    }

    /// What Kafka or librdkafka said, where it was one of them.
    #[must_use]
    pub fn error_code(&self) -> Option<RDKafkaErrorCode> {
        match &self.0.cause {
            Some(Cause::Kafka(error)) => error.rdkafka_error_code(),
            _ => None,
        }
    }
}

fn kind_of(code: RDKafkaErrorCode) -> ConsumeErrorKind {
    use RDKafkaErrorCode as Code;

    match code {
        Code::AllBrokersDown => ConsumeErrorKind::BrokersUnreachable,
        Code::UnknownTopic | Code::UnknownPartition | Code::UnknownTopicOrPartition => {
            ConsumeErrorKind::UnknownTopic
        }
        Code::TopicAuthorizationFailed
        | Code::GroupAuthorizationFailed
        | Code::ClusterAuthorizationFailed
        | Code::Authentication
        | Code::SaslAuthenticationFailed => ConsumeErrorKind::NotAuthorized,
        Code::PollExceeded => ConsumeErrorKind::PollIntervalExceeded,
        Code::AutoOffsetReset | Code::OffsetOutOfRange => ConsumeErrorKind::NoOffset,
        Code::OperationTimedOut | Code::RequestTimedOut => ConsumeErrorKind::TimedOut,
        Code::State => ConsumeErrorKind::NotAssigned,
        Code::Fatal | Code::FencedInstanceId => ConsumeErrorKind::Fatal,
        _ => ConsumeErrorKind::Kafka,
    }
}

impl fmt::Display for ConsumeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.reason)
    }
}

impl fmt::Debug for ConsumeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = std::error::Error::source(self).map(ToString::to_string);
        f.debug_struct("ConsumeError")
            .field("kind", &self.0.kind)
            .field("reason", &self.0.reason)
            .field("source", &source)
            .finish()
    }
}

impl std::error::Error for ConsumeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self.0.cause.as_ref()? {
            Cause::Registry(error) => Some(error),
            Cause::Kafka(error) => Some(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_small() {
        assert!(size_of::<ConsumeError>() <= 24);
    }

    #[test]
    fn what_librdkafka_says_has_a_kind() {
        let of = |code| {
            ConsumeError::event(
                KafkaError::MessageConsumption(code),
                "1/1 brokers are down".into(),
            )
        };
        let unreachable = of(RDKafkaErrorCode::AllBrokersDown);
        assert_eq!(unreachable.kind(), ConsumeErrorKind::BrokersUnreachable);
        assert_eq!(unreachable.to_string(), "1/1 brokers are down");
        assert!(unreachable.is_retryable());
        let code = RDKafkaErrorCode::FencedInstanceId;
        let fatal = KafkaError::MessageConsumptionFatal(code);
        let fatal = ConsumeError::event(fatal, "fenced".into());
        assert_eq!(fatal.kind(), ConsumeErrorKind::Fatal);
        assert_eq!(fatal.error_code(), Some(code));
        assert!(!fatal.is_retryable());
    }
}
