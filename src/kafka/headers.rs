//! The headers of a record.

use rdkafka::message::{Header, OwnedHeaders};

/// The headers of a record, in order: names, which may repeat, and values, which may be absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers {
    entries: Vec<(String, Option<Vec<u8>>)>,
}

impl Headers {
    /// No headers.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            entries: Vec::new(),
        }
    }

    /// Adds a header behind the others, also if there is one of that name.
    pub fn push(&mut self, name: impl Into<String>, value: Option<Vec<u8>>) {
        self.entries.push((name.into(), value));
    }

    /// The value of the last header of that name, which is the one that counts where a name
    /// repeats. Nothing if there is no such header, or if it has no value.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.iter()
            .rev()
            .find(|(candidate, _)| *candidate == name)
            .and_then(|(_, value)| value)
    }

    /// The headers in order.
    #[must_use]
    pub fn iter(
        &self,
    ) -> impl DoubleEndedIterator<Item = (&str, Option<&[u8]>)> + ExactSizeIterator {
        self.entries
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_deref()))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// As librdkafka wants them, which takes names as they are and keeps a copy.
    pub(super) fn append_to(&self, headers: OwnedHeaders) -> OwnedHeaders {
        self.iter().fold(headers, |headers, (key, value)| {
            headers.insert(Header { key, value })
        })
    }

    /// A copy of what librdkafka has.
    pub(super) fn from_rdkafka(headers: &impl rdkafka::message::Headers) -> Self {
        headers
            .iter()
            .map(|header| (header.key, header.value.map(<[u8]>::to_vec)))
            .collect()
    }
}

impl<N: Into<String>> FromIterator<(N, Option<Vec<u8>>)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, Option<Vec<u8>>)>>(headers: I) -> Self {
        let entries = headers
            .into_iter()
            .map(|(name, value)| (name.into(), value))
            .collect();
        Self { entries }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_several_headers_of_a_name_counts() {
        let headers: Headers = [
            ("a", Some(b"1".to_vec())),
            ("b", None),
            ("a", Some(b"2".to_vec())),
        ]
        .into_iter()
        .collect();
        assert_eq!(headers.get("a"), Some(&b"2"[..]));
        assert_eq!(headers.get("b"), None);
        assert_eq!(headers.get("c"), None);
        assert_eq!(headers.len(), 3);
    }

    #[test]
    fn headers_survive_the_way_through_librdkafka() {
        let headers: Headers = [
            ("empty", Some(Vec::new())),
            ("absent", None),
            ("", Some(vec![0, 255])),
        ]
        .into_iter()
        .collect();
        assert_eq!(
            Headers::from_rdkafka(&headers.append_to(OwnedHeaders::new())),
            headers
        );
    }
}
