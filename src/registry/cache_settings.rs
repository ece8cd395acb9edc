//! What a client and its serializers keep, and for how long.

use std::time::Duration;

use super::cache::Freshness;

/// What a [`SchemaRegistryClient`](super::SchemaRegistryClient), and the serializers and
/// deserializers that use it, keep of the registry's answers, and for how long.
///
/// What an id or a GUID stands for never changes and is kept until there is no room. Which version
/// of a subject is the latest does change, so it is asked for again after
/// [`latest_time_to_live`](Self::latest_time_to_live): by the first who needs it after that time,
/// who gets the old answer meanwhile and does not wait. Where the old answer has not been needed for
/// as long as that once more, it is not used, and everyone waits for the new one; unless asking for
/// it has failed meanwhile, and then it serves once more while it is asked for.
#[derive(Debug, Clone)]
#[must_use]
pub struct CacheSettings {
    pub(super) capacity: usize,
    pub(super) latest_time_to_live: Duration,
    pub(super) serve_stale_on_error: bool,
    pub(super) failure_time_to_live: Duration,
}

impl CacheSettings {
    /// The default settings.
    pub fn new() -> Self {
        Self {
            capacity: 10_000,
            latest_time_to_live: Duration::from_secs(60),
            serve_stale_on_error: true,
            failure_time_to_live: Duration::from_secs(5),
        }
    }

    /// How many entries each cache has room for, and at least 16. When one is full, entries that
    /// have not been used for long make room for others. 10,000 unless set (`cache.capacity`,
    /// `latest.cache.size`).
    pub fn capacity(mut self, entries: usize) -> Self {
        self.capacity = entries;
        self
    }

    /// How long an answer serves that can change: which version of a subject is the latest. A
    /// minute unless set (`latest.cache.ttl.sec`, whose default is the same in Java's client;
    /// `cache.latest.ttl.sec`). [`Duration::MAX`] is for ever.
    pub fn latest_time_to_live(mut self, time: Duration) -> Self {
        self.latest_time_to_live = time;
        self
    }

    /// Whether such an answer goes on serving while the registry cannot be asked. It does unless
    /// set, and a new one is tried for every 5 seconds: Java's and Python's serializers keep the
    /// answer for ever, and a producer that runs is not to stop because a registry does. If the
    /// registry answers that there is no such version any more, the old one serves in no case.
    pub fn serve_stale_on_error(mut self, serve: bool) -> Self {
        self.serve_stale_on_error = serve;
        self
    }

    /// How long it is remembered that a schema cannot be had: that it is not there, that it is
    /// incompatible, that it cannot be read. 5 seconds unless set, so that a registry is not asked
    /// again for each of many records. Zero asks each time (`missing.id.cache.ttl.sec`,
    /// `missing.schema.cache.ttl.sec`). Any other failure, such as that the registry is down or wants
    /// other credentials, is not remembered.
    pub fn failure_time_to_live(mut self, time: Duration) -> Self {
        self.failure_time_to_live = time;
        self
    }

    /// For answers that never change.
    pub(crate) fn final_answers(&self) -> Freshness {
        Freshness {
            time_to_live: None,
            ..self.passing_answers()
        }
    }

    /// For answers that can change.
    pub(crate) fn passing_answers(&self) -> Freshness {
        let time = self.latest_time_to_live;
        Freshness {
            time_to_live: (time != Duration::MAX).then_some(time),
            serves_stale_on_error: self.serve_stale_on_error,
            failure_time_to_live: self.failure_time_to_live,
        }
    }

    pub(crate) fn entries(&self) -> usize {
        self.capacity
    }
}

impl Default for CacheSettings {
    fn default() -> Self {
        Self::new()
    }
}
