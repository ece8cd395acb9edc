//! Under which subject of the registry the schema of a key or value stands.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// Which half of a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MessageField {
    /// The key.
    Key,
    /// The value.
    Value,
}

impl MessageField {
    /// `key` or `value`, as subjects and headers spell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Value => "value",
        }
    }

    /// The name of the Kafka header that carries the schema id of this half
    /// (`SchemaId.java` of Confluent's serializers).
    #[must_use]
    pub const fn schema_id_header(self) -> &'static str {
        match self {
            Self::Key => "__key_schema_id",
            Self::Value => "__value_schema_id",
        }
    }
}

impl fmt::Display for MessageField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is being serialized or deserialized: the topic, and which half of the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SerializationContext<'a> {
    /// The topic.
    pub topic: &'a str,
    /// The key or the value.
    pub field: MessageField,
}

impl<'a> SerializationContext<'a> {
    /// The context of one half of a message of `topic`.
    #[must_use]
    pub const fn new(topic: &'a str, field: MessageField) -> Self {
        Self { topic, field }
    }
}

/// How the subject of a schema is named.
///
/// An enum of events has no name of its own. Where the subject is to have the name of a record, each
/// of its events has a subject of its own; elsewhere the enum is a union in one subject.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum SubjectNameStrategy {
    /// `{topic}-key` or `{topic}-value`: one type a topic.
    ///
    /// Newer serializers of Confluent's ask for [`Associated`](Self::Associated) first, which takes
    /// a request for each topic. Where nothing is associated with a topic they name the same
    /// subject.
    #[default]
    TopicName,
    /// The full name of the record: the type evolves alike on every topic.
    RecordName,
    /// `{topic}-{full name of the record}`: several types a topic, each evolving on its own there.
    TopicRecordName,
    /// The subject that the registry has associated with the topic, or what
    /// [`AssociatedName`] says where there is none.
    Associated(AssociatedName),
    /// What a function says: [`function`](Self::function).
    Function(SubjectNameFunction),
}

impl SubjectNameStrategy {
    /// A strategy of the program's own. The function is handed the topic and whether it is about
    /// keys or values, and the full name of the record, where the schema is that of one. It answers
    /// nothing where it needs such a name and has been given none: then each event of an enum is
    /// asked for by itself, and any other schema is an error.
    ///
    /// It is called once for each topic and type, not for each record.
    ///
    /// ```
    /// use avrolane::subject::{MessageField, SerializationContext, SubjectNameStrategy};
    ///
    /// let strategy = SubjectNameStrategy::function(|context, _record| {
    ///     Some(format!(":.staging:{}-{}", context.topic, context.field))
    /// });
    /// let context = SerializationContext::new("flights", MessageField::Value);
    /// let subject = strategy.subject(&context, None);
    /// assert_eq!(subject.as_deref(), Some(":.staging:flights-value"));
    /// ```
    pub fn function(
        function: impl Fn(&SerializationContext<'_>, Option<&str>) -> Option<String>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        Self::Function(SubjectNameFunction(Arc::new(function)))
    }

    /// The subject of a schema, or nothing where the strategy needs a record's name and the
    /// schema has none. What is associated with a topic only the registry knows, so of
    /// [`Associated`](Self::Associated) this is the subject where nothing is.
    ///
    /// ```
    /// use avrolane::subject::{MessageField, SerializationContext, SubjectNameStrategy};
    ///
    /// let context = SerializationContext::new("flights", MessageField::Value);
    /// let subject = SubjectNameStrategy::TopicName.subject(&context, None);
    /// assert_eq!(subject.as_deref(), Some("flights-value"));
    /// ```
    #[must_use]
    pub fn subject<'a>(
        &self,
        context: &SerializationContext<'a>,
        record: Option<&'a str>,
    ) -> Option<Cow<'a, str>> {
        let associated = match self {
            Self::Function(function) => return (function.0)(context, record).map(Into::into),
            Self::Associated(associated) => Some(associated.fallback),
            _ => None,
        };
        match (self, associated) {
            (Self::TopicName, _) | (_, Some(SubjectNameFallback::TopicName)) => {
                Some(format!("{}-{}", context.topic, context.field).into())
            }
            (Self::RecordName, _) | (_, Some(SubjectNameFallback::RecordName)) => {
                record.map(Cow::Borrowed)
            }
            (Self::TopicRecordName, _) | (_, Some(SubjectNameFallback::TopicRecordName)) => {
                record.map(|name| format!("{}-{name}", context.topic).into())
            }
            _ => None,
        }
    }
}

/// Which association of a topic is meant, and what if there is none.
///
/// Which subject is associated with a topic is asked once for each topic and half of its messages.
/// More than one is an error.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use]
pub struct AssociatedName {
    kafka_cluster_id: Option<String>,
    fallback: SubjectNameFallback,
}

/// How the subject of a topic is named with which the registry associates none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum SubjectNameFallback {
    /// As [`SubjectNameStrategy::TopicName`] says (`TOPIC`).
    #[default]
    TopicName,
    /// As [`SubjectNameStrategy::RecordName`] says (`RECORD`).
    RecordName,
    /// As [`SubjectNameStrategy::TopicRecordName`] says (`TOPIC_RECORD`).
    TopicRecordName,
    /// Not at all: it is an error (`NONE`).
    None,
}

impl AssociatedName {
    /// Of topics of whatever cluster, with [`SubjectNameFallback::TopicName`].
    pub fn new() -> Self {
        Self::default()
    }

    /// The id of the Kafka cluster whose topic is meant. Any is unless set
    /// (`subject.name.strategy.kafka.cluster.id`).
    pub fn kafka_cluster_id(mut self, id: impl Into<String>) -> Self {
        self.kafka_cluster_id = Some(id.into());
        self
    }

    /// What becomes of topics with which nothing is associated, and of all topics where the registry
    /// knows no associations. [`SubjectNameFallback::TopicName`] unless set
    /// (`subject.name.strategy.fallback.type`).
    pub fn fallback(mut self, fallback: SubjectNameFallback) -> Self {
        self.fallback = fallback;
        self
    }

    #[cfg(feature = "registry")]
    pub(crate) fn cluster(&self) -> Option<&str> {
        self.kafka_cluster_id.as_deref()
    }

    #[cfg(feature = "registry")]
    pub(crate) fn has_fallback(&self) -> bool {
        self.fallback != SubjectNameFallback::None
    }
}

/// The function of a [`SubjectNameStrategy::function`].
///
/// One is equal to itself and its clones alone.
#[derive(Clone)]
pub struct SubjectNameFunction(Arc<NameSubject>);

type NameSubject = dyn Fn(&SerializationContext<'_>, Option<&str>) -> Option<String> + Send + Sync;

impl PartialEq for SubjectNameFunction {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for SubjectNameFunction {}

impl fmt::Debug for SubjectNameFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SubjectNameFunction")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTEXT: SerializationContext<'_> = SerializationContext::new("t", MessageField::Key);

    fn names(strategy: &SubjectNameStrategy) -> [Option<String>; 2] {
        [None, Some("it.R")].map(|record| strategy.subject(&CONTEXT, record).map(Cow::into_owned))
    }

    #[test]
    fn subjects_are_named_by_topic_by_record_or_by_both() {
        let some = |name: &str| Some(name.to_owned());
        let fallback =
            |fallback| SubjectNameStrategy::Associated(AssociatedName::new().fallback(fallback));
        for (strategy, fallback, expected) in [
            (
                SubjectNameStrategy::TopicName,
                fallback(SubjectNameFallback::TopicName),
                [some("t-key"), some("t-key")],
            ),
            (
                SubjectNameStrategy::RecordName,
                fallback(SubjectNameFallback::RecordName),
                [None, some("it.R")],
            ),
            (
                SubjectNameStrategy::TopicRecordName,
                fallback(SubjectNameFallback::TopicRecordName),
                [None, some("t-it.R")],
            ),
        ] {
            assert_eq!(names(&strategy), expected);
            assert_eq!(names(&fallback), expected);
        }
        assert_eq!(names(&fallback(SubjectNameFallback::None)), [None, None]);
    }

    #[test]
    fn a_function_is_itself_alone_and_shows_nothing_of_what_it_holds() {
        let secret = String::from("secret");
        let named = |text: String| {
            SubjectNameStrategy::function(move |_, record| {
                record.map(|record| format!("{text}-{record}"))
            })
        };
        let (one, other) = (named(secret.clone()), named(secret));
        assert_eq!(names(&one), [None, Some("secret-it.R".to_owned())]);
        assert_eq!(one, one.clone());
        assert_ne!(one, other);
        assert!(!format!("{one:?}").contains("secret"));
    }
}
