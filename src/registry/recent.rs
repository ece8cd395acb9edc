//! What a thread read last, so that reading it again needs no look into the table.

use std::cell::{Cell, RefCell};
use std::hash::Hash;
use std::sync::Arc;
use std::thread::LocalKey;

use super::statistics::Counters;
use super::table::{Entry, Table};

/// The entries that a thread has read last from all its tables of a kind.
///
/// What is looked up in turn, such as the keys and the values of a topic, is told apart by its
/// [`RecentKey::slot`]. An entry is remembered when it is read for the second time in a row: taking
/// hold of one writes to memory that other threads read, and one that is not read again is not worth
/// that. A remembered entry stays in memory until the thread ends or reads another; it is used only
/// while the table would hand it out too.
pub(crate) struct Recent<K, V>([RefCell<Slot<K, V>>; SLOTS]);

const SLOTS: usize = 16;

struct Slot<K, V> {
    seen: Option<Seen<K, V>>,
    /// What was read last.
    mark: u64,
}

struct Seen<K, V> {
    /// Those of the table, which tell it from others.
    counters: Arc<Counters>,
    key: K,
    entry: Arc<Entry<V>>,
    hits: Cell<u32>,
}

/// A borrowed form of `K`, which hashes alike.
pub(crate) trait RecentKey<K>: Hash + PartialEq<K> {
    /// What is read in turn with others should differ in this.
    fn slot(&self) -> u64;

    /// Keys that differ should mostly differ in this.
    fn mark(&self) -> u64;

    /// The key itself.
    fn to_key(&self) -> K;
}

impl<K, V> Recent<K, V> {
    pub(crate) const fn new() -> Self {
        Self(
            [const {
                RefCell::new(Slot {
                    seen: None,
                    mark: 0,
                })
            }; SLOTS],
        )
    }
}

impl<K, V> Seen<K, V> {
    #[inline]
    fn count_hit(&self) {
        let hits = self.hits.get() + 1;
        self.hits.set(hits);
        if hits == 256 {
            self.add_up();
        }
    }

    #[cold]
    fn add_up(&self) {
        self.counters.add_hits(self.hits.take().into());
    }
}

impl<K, V> Drop for Seen<K, V> {
    fn drop(&mut self) {
        self.add_up();
    }
}

impl<K: Hash + Eq, V> Table<K, V> {
    /// As [`get`](Self::get), looking first at what this thread has read last.
    #[inline]
    pub(crate) fn get_recent<Q, R>(
        &self,
        recent: &'static LocalKey<Recent<K, V>>,
        key: &Q,
        read: impl Fn(&V) -> R,
    ) -> Option<R>
    where
        Q: RecentKey<K>,
    {
        let found = recent.try_with(|Recent(slots)| {
            let slot = slots.get(position(key.slot()))?;
            // It is borrowed while it is read, by code that may look up something else meanwhile.
            if let Ok(slot) = slot.try_borrow()
                && let Some(seen) = &slot.seen
                && Arc::ptr_eq(&seen.counters, self.counters())
                && *key == seen.key
                && seen.entry.serves()
            {
                seen.count_hit();
                return Some(read(seen.entry.value()));
            }
            self.get_and_remember(slot, key, &read)
        });
        // What a thread keeps is gone when it ends.
        found.unwrap_or_else(|_| self.get(key, &read))
    }

    #[inline(never)]
    fn get_and_remember<Q, R>(
        &self,
        slot: &RefCell<Slot<K, V>>,
        key: &Q,
        read: impl Fn(&V) -> R,
    ) -> Option<R>
    where
        Q: RecentKey<K>,
    {
        let mark = key.mark();
        let is_second = match slot.try_borrow_mut() {
            Ok(mut slot) => std::mem::replace(&mut slot.mark, mark) == mark,
            Err(_) => false,
        };
        if !is_second {
            return self.get(key, read);
        }
        self.get_entry(key, |entry| {
            if let Ok(mut slot) = slot.try_borrow_mut() {
                slot.seen = Some(Seen {
                    counters: Arc::clone(self.counters()),
                    key: key.to_key(),
                    entry: Arc::clone(entry),
                    hits: Cell::new(0),
                });
            }
            read(entry.value())
        })
    }
}

#[inline]
fn position(slot: u64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "only the lowest bits are used"
    )]
    let slot = slot as usize;
    slot % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    impl RecentKey<Self> for u32 {
        fn slot(&self) -> u64 {
            0
        }

        fn mark(&self) -> u64 {
            (*self).into()
        }

        fn to_key(&self) -> Self {
            *self
        }
    }

    thread_local! {
        static RECENT: Recent<u32, u32> = const { Recent::new() };
    }

    fn table() -> Table<u32, u32> {
        let table = Table::new(100);
        for key in 1..=3 {
            table.insert(key, key * 10);
        }
        table
    }

    fn read(table: &Table<u32, u32>, key: u32) -> Option<u32> {
        table.get_recent(&RECENT, &key, |value| *value)
    }

    /// What the slot holds.
    fn remembered() -> Option<u32> {
        RECENT.with(|Recent(slots)| Some(slots[0].borrow().seen.as_ref()?.key))
    }

    #[test]
    fn what_is_read_twice_in_a_row_is_remembered() {
        let table = table();
        for key in [1, 2, 1, 2, 3] {
            assert_eq!(read(&table, key), Some(key * 10));
            assert_eq!(remembered(), None);
        }
        for _ in 0..3 {
            assert_eq!(read(&table, 3), Some(30));
            assert_eq!(remembered(), Some(3));
        }
        assert_eq!(read(&table, 1), Some(10));
        assert_eq!(read(&table, 4), None);
    }

    #[test]
    fn tables_are_told_apart() {
        let (table, other) = (table(), Table::new(100));
        other.insert(1, 11);
        for _ in 0..3 {
            assert_eq!(read(&table, 1), Some(10));
        }
        for _ in 0..3 {
            assert_eq!(read(&other, 1), Some(11));
        }
    }

    #[test]
    fn what_is_remembered_is_not_used_once_it_is_replaced_removed_or_expired() {
        let table = table();
        for _ in 0..3 {
            read(&table, 1);
            read(&table, 1);
            table.insert(1, 11);
            assert_eq!(read(&table, 1), Some(11));
            table.insert(1, 10);
        }
        read(&table, 1);
        read(&table, 1);
        table.entry(&1).unwrap().expire();
        assert_eq!(read(&table, 1), None);
        read(&table, 2);
        read(&table, 2);
        table.remove(&2);
        assert_eq!(read(&table, 2), None);
    }

    #[test]
    fn what_is_remembered_counts_as_used() {
        let table = table();
        for key in 4..1_000 {
            read(&table, 1);
            table.insert(key, key);
        }
        assert_eq!(remembered(), Some(1));
        assert!(table.entry(&1).is_some(), "it has not been evicted");
    }

    #[test]
    fn reading_may_look_up_something_else() {
        let table = table();
        let nested = |value: &u32| value + read(&table, 2).unwrap();
        for _ in 0..3 {
            assert_eq!(table.get_recent(&RECENT, &1, nested), Some(30));
        }
    }

    #[test]
    fn hits_are_counted_in_the_end() {
        let table = Arc::new(table());
        let reader = Arc::clone(&table);
        let thread = std::thread::spawn(move || {
            for _ in 0..1_000 {
                read(&reader, 1);
            }
        });
        thread.join().unwrap();
        assert_eq!(table.statistics().hits, 1_000);
    }
}
