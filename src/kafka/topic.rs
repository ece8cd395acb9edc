//! Topics and what they carry.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// The longest name that Kafka takes (`Topic.java`, `MAX_NAME_LENGTH`).
const MAX_NAME_LENGTH: usize = 249;

/// A topic, and the types of its keys and values.
///
/// Usually a constant, which producers and consumers share:
///
/// ```
/// use avrolane::kafka::Topic;
///
/// const GREETINGS: Topic<String, String> = Topic::new("greetings");
/// assert_eq!(GREETINGS.name(), "greetings");
/// ```
///
/// A name that is known at run time only goes through [`named`](Self::named). A clone costs at most
/// a reference count.
pub struct Topic<K, V> {
    name: TopicName,
    carries: PhantomData<fn() -> (K, V)>,
}

impl<K, V> Topic<K, V> {
    /// The topic `name`, which carries keys of `K` and values of `V`.
    ///
    /// # Panics
    ///
    /// If the name is not one that Kafka takes: 1 to 249 letters, digits, `.`, `_` and `-`, other
    /// than `.` and `..`. In a constant that is an error of the compiler.
    ///
    /// ```compile_fail
    /// use avrolane::kafka::Topic;
    ///
    /// const GREETINGS: Topic<String, String> = Topic::new("greetings and farewells");
    /// ```
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        assert!(
            is_legal(name),
            "a topic's name is 1 to 249 letters, digits, '.', '_' and '-'"
        );
        Self {
            name: TopicName::Static(name),
            carries: PhantomData,
        }
    }

    /// A topic whose name is known at run time only.
    ///
    /// Whether Kafka takes the name turns out when the topic is used.
    #[must_use]
    pub fn named(name: impl Into<Cow<'static, str>>) -> Self {
        let name = match name.into() {
            Cow::Borrowed(name) => TopicName::Static(name),
            Cow::Owned(name) => TopicName::Shared(name.into()),
        };
        Self {
            name,
            carries: PhantomData,
        }
    }

    /// The topic's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The name as a value that does not borrow from the topic, which is often a temporary made
    /// from a constant.
    pub(super) fn shared_name(&self) -> TopicName {
        self.name.clone()
    }
}

impl<K, V> Clone for Topic<K, V> {
    fn clone(&self) -> Self {
        Self {
            name: self.name.clone(),
            carries: PhantomData,
        }
    }
}

impl<K, V> fmt::Debug for Topic<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Topic").field(&self.name()).finish()
    }
}

/// A topic's name, cheap to clone.
#[derive(Debug, Clone)]
pub(super) enum TopicName {
    Static(&'static str),
    Shared(Arc<str>),
}

impl TopicName {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Static(name) => name,
            Self::Shared(name) => name,
        }
    }
}

/// Whether Kafka takes the name of a topic (`Topic.java`, `validate`).
pub(super) const fn is_legal(name: &str) -> bool {
    let name = name.as_bytes();
    if matches!(name, b"" | b"." | b"..") || name.len() > MAX_NAME_LENGTH {
        return false;
    }
    let mut rest = name;
    while let [first, others @ ..] = rest {
        if !matches!(first, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-') {
            return false;
        }
        rest = others;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_kafka_takes_are_legal() {
        let longest = "n".repeat(MAX_NAME_LENGTH);
        for name in ["flights", "com.example.Flights_2-b", "...", &longest] {
            assert!(is_legal(name), "{name}");
        }
        let too_long = "n".repeat(MAX_NAME_LENGTH + 1);
        for name in ["", ".", "..", "^flights", "flüge", "a b", &too_long] {
            assert!(!is_legal(name), "{name}");
        }
    }

    #[test]
    fn topics_of_constants_and_of_run_time_names_are_alike() {
        const FLIGHTS: Topic<String, String> = Topic::new("flights");
        let named = Topic::<String, String>::named(String::from("flights"));
        assert_eq!(FLIGHTS.name(), named.name());
        assert_eq!(format!("{named:?}"), r#"Topic("flights")"#);
    }
}
