//! How much a cache is used, and how well.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// How often a cache was asked since it was made, and what became of it.
///
/// A thread counts the hits of what it read last for itself and adds them up now and then, so that
/// counting costs next to nothing: of each thread up to 255 hits may be missing. Everything else is
/// exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct CacheStatistics {
    /// Lookups that found what they looked for.
    pub hits: u64,
    /// Lookups that did not, and had to wait for a request. Any number of them wait for one, and
    /// each looks again when it is through.
    pub misses: u64,
    /// Requests that were begun to fill the cache or to refresh what is in it.
    pub requests: u64,
    /// Those of the requests that failed.
    pub errors: u64,
    /// Entries that had to go for others, as the cache was full. Where these keep growing, the
    /// [`capacity`](super::CacheSettings::capacity) is too small.
    pub evictions: u64,
    /// Entries that are in the cache now.
    pub entries: usize,
}

/// Counts for a [`CacheStatistics`].
#[derive(Debug, Default)]
pub(crate) struct Counters {
    hits: [Shard; SHARDS],
    pub(super) misses: AtomicU64,
    pub(super) requests: AtomicU64,
    pub(super) errors: AtomicU64,
    pub(super) evictions: AtomicU64,
}

const SHARDS: usize = 16;

/// A counter that shares its cache lines with no other.
#[derive(Debug, Default)]
#[repr(align(128))]
struct Shard(AtomicU64);

thread_local! {
    static SHARD: Cell<Option<usize>> = const { Cell::new(None) };
}

impl Counters {
    /// Counts where other threads hardly ever count.
    #[inline]
    pub(super) fn add_hits(&self, hits: u64) {
        if let Some(Shard(counter)) = self.hits.get(shard() % SHARDS) {
            counter.fetch_add(hits, Ordering::Relaxed);
        }
    }

    pub(super) fn read(&self, entries: usize) -> CacheStatistics {
        CacheStatistics {
            hits: self.hits.iter().map(|Shard(counter)| count(counter)).sum(),
            misses: count(&self.misses),
            requests: count(&self.requests),
            errors: count(&self.errors),
            evictions: count(&self.evictions),
            entries,
        }
    }
}

#[inline]
fn shard() -> usize {
    SHARD.get().unwrap_or_else(choose_shard)
}

/// Threads take the shards in turn.
#[cold]
fn choose_shard() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let shard = NEXT.fetch_add(1, Ordering::Relaxed) % SHARDS;
    SHARD.set(Some(shard));
    shard
}

fn count(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

pub(super) fn increment(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}
