//! A bounded hash table that readers neither lock nor count.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use papaya::Equivalent;
use rustc_hash::FxBuildHasher;

use super::statistics::{CacheStatistics, Counters, increment};

/// A hash table with so many entries at most.
///
/// A reader takes no lock, and writes to no memory that others read, except for noting once after
/// each sweep that an entry is in use. When the table is full, adding an entry sweeps over the
/// others, from where the last sweep ended, and removes an eighth of them: those that were not read
/// since they were swept over before (the algorithm called CLOCK).
pub(crate) struct Table<K, V> {
    entries: papaya::HashMap<K, Arc<Entry<V>>, FxBuildHasher>,
    capacity: usize,
    /// Where the last sweep ended. Whoever changes the table holds it.
    hand: Mutex<usize>,
    counters: Arc<Counters>,
}

/// A value in a [`Table`], and whether it may still be used.
pub(crate) struct Entry<V> {
    state: AtomicU8,
    value: V,
}

/// What is to be done with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It serves, and was read since the last sweep.
    Recent = 0,
    /// It serves.
    Idle = 1,
    /// It has expired, but serves while it is being refreshed, and for a while after that failed.
    Serving = 2,
    /// It has expired. It is to be refreshed, and serves meanwhile.
    Stale = 3,
    /// It expired so long ago that it is to be used only if the registry cannot be asked.
    Dead = 4,
    /// It is in the table no more.
    Retired = 5,
}

impl<V> Entry<V> {
    pub(super) fn new(value: V) -> Self {
        Self {
            state: AtomicU8::new(State::Idle as u8),
            value,
        }
    }

    pub(crate) fn value(&self) -> &V {
        &self.value
    }

    /// Whether the value may be used as it is. Notes that it was.
    #[inline]
    pub(super) fn serves(&self) -> bool {
        // The first look spares a write to memory that other readers read.
        self.state.load(Ordering::Relaxed) == State::Recent as u8 || self.serves_on()
    }

    #[cold]
    fn serves_on(&self) -> bool {
        self.change(State::Idle, State::Recent)
            || matches!(self.state(), State::Recent | State::Serving)
    }

    pub(super) fn state(&self) -> State {
        match self.state.load(Ordering::Relaxed) {
            0 => State::Recent,
            1 => State::Idle,
            2 => State::Serving,
            3 => State::Stale,
            4 => State::Dead,
            _ => State::Retired,
        }
    }

    /// Changes the state, if it is `from`, and answers whether it was.
    pub(super) fn change(&self, from: State, to: State) -> bool {
        let (from, to) = (from as u8, to as u8);
        let order = Ordering::Relaxed;
        self.state.compare_exchange(from, to, order, order).is_ok()
    }

    /// Ends the time for which the value is fresh.
    pub(super) fn expire(&self) {
        let _ = self.change(State::Recent, State::Stale) || self.change(State::Idle, State::Stale);
    }

    /// Lets an expired value serve on, if it is still in the table, and answers whether it does.
    pub(super) fn serve_on(&self) -> bool {
        let serving = State::Serving;
        self.change(State::Stale, serving)
            || self.change(State::Dead, serving)
            || self.state() == serving
    }

    fn retire(&self) {
        self.state.store(State::Retired as u8, Ordering::Relaxed);
    }
}

impl<K, V> Table<K, V> {
    /// A table for so many entries, and at least for 16.
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            entries: papaya::HashMap::with_hasher(FxBuildHasher),
            capacity: capacity.max(16),
            hand: Mutex::new(0),
            counters: Arc::default(),
        }
    }

    pub(super) fn counters(&self) -> &Arc<Counters> {
        &self.counters
    }
}

impl<K: Hash + Eq, V> Table<K, V> {
    /// Reads the value of a key, which may be a borrowed form of `K` that hashes alike.
    #[inline]
    pub(crate) fn get<Q, R>(&self, key: &Q, read: impl FnOnce(&V) -> R) -> Option<R>
    where
        Q: Hash + PartialEq<K> + ?Sized,
    {
        self.get_entry(key, |entry| read(&entry.value))
    }

    #[inline]
    pub(super) fn get_entry<Q, R>(
        &self,
        key: &Q,
        read: impl FnOnce(&Arc<Entry<V>>) -> R,
    ) -> Option<R>
    where
        Q: Hash + PartialEq<K> + ?Sized,
    {
        let entries = self.entries.pin();
        match entries.get(&Lookup(key)) {
            Some(entry) if entry.serves() => {
                self.counters.add_hits(1);
                Some(read(entry))
            }
            _ => {
                increment(&self.counters.misses);
                None
            }
        }
    }

    /// The entry of a key, in whichever state it is.
    pub(super) fn entry(&self, key: &K) -> Option<Arc<Entry<V>>> {
        self.entries.pin().get(&Lookup(key)).cloned()
    }

    /// Adds an entry, in place of the one that the key has.
    pub(crate) fn insert(&self, key: K, value: V) -> Arc<Entry<V>> {
        let entry = Arc::new(Entry::new(value));
        let mut hand = lock(&self.hand);
        let entries = self.entries.pin();
        if entries.len() >= self.capacity && !entries.contains_key(&Lookup(&key)) {
            *hand = self.make_room(*hand);
        }
        if let Some(former) = entries.insert(key, Arc::clone(&entry)) {
            former.retire();
        }
        entry
    }

    pub(super) fn remove(&self, key: &K) {
        let _writer = lock(&self.hand);
        if let Some(entry) = self.entries.pin().remove(&Lookup(key)) {
            entry.retire();
        }
    }

    /// Removes the entries of which `condition` holds.
    pub(super) fn remove_if(&self, condition: impl Fn(&K, &Arc<Entry<V>>) -> bool) {
        let _writer = lock(&self.hand);
        let entries = self.entries.pin();
        for (key, entry) in &entries {
            if condition(key, entry) {
                entries.remove(&Lookup(key));
                entry.retire();
            }
        }
    }

    pub(crate) fn statistics(&self) -> CacheStatistics {
        self.counters.read(self.entries.len())
    }

    /// Sweeps from the position `hand` on, and answers where it ended.
    #[cold]
    fn make_room(&self, hand: usize) -> usize {
        let entries = self.entries.pin();
        let mut left = (self.capacity / 8).max(1);
        let mut at = hand;
        // The first time round may find all in use, and then the second finds none so.
        for (key, entry) in entries.iter().skip(hand).chain(&entries).chain(&entries) {
            if left == 0 {
                break;
            }
            at += 1;
            if !entry.change(State::Recent, State::Idle) && entries.remove(&Lookup(key)).is_some() {
                entry.retire();
                increment(&self.counters.evictions);
                left -= 1;
            }
        }
        at % self.capacity
    }
}

/// A key to look up, as papaya wants it.
struct Lookup<'a, Q: ?Sized>(&'a Q);

impl<Q: Hash + ?Sized> Hash for Lookup<'_, Q> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<K, Q: PartialEq<K> + ?Sized> Equivalent<K> for Lookup<'_, Q> {
    fn equivalent(&self, key: &K) -> bool {
        self.0 == key
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while it holds one of these locks half way through a change.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<K, V> fmt::Debug for Table<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table")
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use super::*;

    impl Table<u32, u32> {
        fn read(&self, key: u32) -> Option<u32> {
            self.get(&key, |value| *value)
        }
    }

    #[test]
    fn an_empty_table_has_nothing() {
        assert_eq!(Table::<u32, u32>::new(100).read(1), None);
    }

    #[test]
    fn entries_are_found_again_after_the_table_has_grown() {
        let table = Table::new(10_000);
        for key in 0..5_000 {
            table.insert(key, key * 2);
        }
        assert!((0..5_000).all(|key| table.read(key) == Some(key * 2)));
        assert_eq!(table.read(5_000), None);
    }

    #[test]
    fn a_new_value_takes_the_place_of_the_old() {
        let table = Table::new(100);
        let old = table.insert(1_u32, 1_u32);
        table.insert(1, 2);
        assert_eq!(table.read(1), Some(2));
        assert!(!old.serves());
    }

    #[test]
    fn a_full_table_makes_room_and_keeps_what_is_in_use() {
        let table = Table::new(1_000);
        for key in 0..10_000 {
            table.insert(key, key);
            for used in 0..100 {
                assert!(
                    key < used || table.read(used) == Some(used),
                    "{used} at {key}"
                );
            }
        }
        let statistics = table.statistics();
        assert!(statistics.entries <= 1_000, "{statistics:?}");
        assert!(statistics.entries > 800, "{statistics:?}");
        assert_eq!(statistics.evictions + statistics.entries as u64, 10_000);
    }

    #[test]
    fn a_table_whose_entries_are_all_in_use_makes_room_all_the_same() {
        let table = Table::new(100);
        for key in 0..1_000 {
            table.insert(key, key);
            for used in 0..=key {
                table.read(used);
            }
        }
        assert!(table.statistics().entries <= 100);
        assert_eq!(table.read(999), Some(999));
    }

    #[test]
    fn readers_see_every_entry_that_a_writer_has_added() {
        let table = Table::<u32, u32>::new(50_000);
        let added = AtomicU32::new(0);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for key in 0..20_000 {
                    table.insert(key, key);
                    added.store(key + 1, Ordering::Release);
                }
            });
            scope.spawn(|| {
                let mut seen = 0;
                while seen < 20_000 {
                    seen = added.load(Ordering::Acquire);
                    assert!((seen.saturating_sub(50)..seen).all(|key| table.read(key).is_some()));
                }
            });
        });
    }
}
