//! Under which subject of the registry the schema of a key or value stands.

use std::borrow::Cow;
use std::fmt;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum SubjectNameStrategy {
    /// `{topic}-key` or `{topic}-value`: one type a topic.
    #[default]
    TopicName,
    /// The full name of the record: the type evolves alike on every topic.
    RecordName,
    /// `{topic}-{full name of the record}`: several types a topic, each evolving on its own there.
    TopicRecordName,
}

impl SubjectNameStrategy {
    /// The subject of a schema, or nothing where the strategy needs a record's name and the
    /// schema has none.
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
        self,
        context: &SerializationContext<'a>,
        record: Option<&'a str>,
    ) -> Option<Cow<'a, str>> {
        match self {
            Self::TopicName => Some(format!("{}-{}", context.topic, context.field).into()),
            Self::RecordName => record.map(Cow::Borrowed),
            Self::TopicRecordName => record.map(|name| format!("{}-{name}", context.topic).into()),
        }
    }
}
