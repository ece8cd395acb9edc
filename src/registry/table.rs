//! A hash table that readers neither lock nor count.

use std::fmt;
use std::hash::{BuildHasher, Hash};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rustc_hash::FxBuildHasher;

/// How many slots the first generation has; each further one has twice as many.
const FIRST_SLOTS: usize = 32;
/// How many generations there can be. Half of the last one is 65,536 entries.
const GENERATIONS: usize = 13;

/// A hash table to which entries are added and from which none is ever removed.
///
/// A reader hashes, probes and borrows: it takes no lock, writes to no shared memory, and what it
/// borrows lives as long as the table. To make that possible in safe code a slot is a [`OnceLock`],
/// and a table that is half full is not resized but followed by a new generation of twice the size,
/// which shares the entries. Readers use the newest one; the others stay, as some reader may be
/// inside, and together take no more memory than the newest.
pub(crate) struct Table<K, V> {
    generations: [OnceLock<Slots<K, V>>; GENERATIONS],
    newest: AtomicUsize,
    /// The number of entries; whoever adds one holds the lock.
    length: Mutex<usize>,
}

type Slots<K, V> = Box<[OnceLock<Arc<Entry<K, V>>>]>;

struct Entry<K, V> {
    key: K,
    value: V,
}

/// A [`Table`] that holds 65,536 entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Full;

impl<K, V> Table<K, V> {
    pub(crate) const fn new() -> Self {
        Self {
            generations: [const { OnceLock::new() }; GENERATIONS],
            newest: AtomicUsize::new(0),
            length: Mutex::new(0),
        }
    }

    /// The value of a key, which may be a borrowed form of `K` that hashes alike.
    #[inline]
    pub(crate) fn get<Q>(&self, key: &Q) -> Option<&V>
    where
        Q: Hash + PartialEq<K> + ?Sized,
    {
        let slots = self
            .generations
            .get(self.newest.load(Ordering::Acquire))?
            .get()?;
        probe(slots, FxBuildHasher.hash_one(key))
            .map_while(OnceLock::get)
            .find(|entry| *key == entry.key)
            .map(|entry| &entry.value)
    }
}

impl<K: Hash + PartialEq, V> Table<K, V> {
    /// Adds an entry, unless the key has one already, and answers with the value that stands.
    pub(crate) fn insert(&self, key: K, value: V) -> Result<&V, Full> {
        let mut length = lock(&self.length);
        if let Some(present) = self.get(&key) {
            return Ok(present);
        }
        let slots = self.slots_for(*length + 1)?;
        let slot = vacancy(slots, &key).ok_or(Full)?;
        *length += 1;
        Ok(&slot.get_or_init(|| Arc::new(Entry { key, value })).value)
    }

    /// The newest generation, of which `length` entries fill no more than half.
    fn slots_for(&self, length: usize) -> Result<&Slots<K, V>, Full> {
        let newest = self.newest.load(Ordering::Relaxed);
        let current = self.generations.get(newest).ok_or(Full)?;
        let current = current.get_or_init(|| empty_slots(FIRST_SLOTS));
        if length * 2 <= current.len() {
            return Ok(current);
        }
        let next = self.generations.get(newest + 1).ok_or(Full)?;
        let next = next.get_or_init(|| doubled(current));
        self.newest.store(newest + 1, Ordering::Release);
        Ok(next)
    }
}

fn empty_slots<K, V>(count: usize) -> Slots<K, V> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

/// A generation of twice the size with the same entries.
fn doubled<K: Hash, V>(slots: &Slots<K, V>) -> Slots<K, V> {
    let next = empty_slots(slots.len() * 2);
    for entry in slots.iter().filter_map(OnceLock::get) {
        if let Some(slot) = vacancy(&next, &entry.key) {
            slot.get_or_init(|| Arc::clone(entry));
        }
    }
    next
}

fn vacancy<'a, K: Hash, V>(
    slots: &'a Slots<K, V>,
    key: &K,
) -> Option<&'a OnceLock<Arc<Entry<K, V>>>> {
    probe(slots, FxBuildHasher.hash_one(key)).find(|slot| slot.get().is_none())
}

/// The slots in the order in which an entry with this hash looks for a free one. Their number is a
/// power of two.
#[inline]
fn probe<T>(slots: &[T], hash: u64) -> impl Iterator<Item = &T> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "only the lowest bits are used"
    )]
    let start = hash as usize & (slots.len() - 1);
    let (before, after) = slots.split_at(start);
    after.iter().chain(before)
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while it holds one of these locks half way through a change.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<K, V> fmt::Debug for Table<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table")
            .field("length", &*lock(&self.length))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use super::*;

    #[test]
    fn an_empty_table_has_nothing() {
        assert_eq!(Table::<u32, u32>::new().get(&1), None);
    }

    #[test]
    fn entries_are_found_again_after_the_table_has_grown() {
        let table = Table::new();
        let first: &u32 = table.insert(0_u32, 0_u32).unwrap();
        for key in 1..5_000 {
            table.insert(key, key * 2).unwrap();
        }
        assert!((0..5_000).all(|key| table.get(&key) == Some(&(key * 2))));
        assert_eq!(table.get(&5_000), None);
        assert!(
            std::ptr::eq(first, table.get(&0).unwrap()),
            "a borrow outlives growth"
        );
    }

    #[test]
    fn the_first_value_of_a_key_stays() {
        let table = Table::new();
        table.insert(1_u32, "first").unwrap();
        assert_eq!(table.insert(1, "second"), Ok(&"first"));
        assert_eq!(table.get(&1), Some(&"first"));
    }

    #[test]
    fn a_full_table_says_so_and_keeps_what_it_has() {
        let table = Table::new();
        for key in 0..65_536 {
            table.insert(key, ()).unwrap();
        }
        assert_eq!(table.insert(u64::MAX, ()), Err(Full));
        assert_eq!(table.insert(7, ()), Ok(&()));
    }

    #[test]
    fn readers_see_every_entry_that_a_writer_has_added() {
        let table = Table::<u32, u32>::new();
        let added = AtomicU32::new(0);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for key in 0..20_000 {
                    table.insert(key, key).unwrap();
                    added.store(key + 1, Ordering::Release);
                }
            });
            scope.spawn(|| {
                let mut seen = 0;
                while seen < 20_000 {
                    seen = added.load(Ordering::Acquire);
                    assert!((seen.saturating_sub(50)..seen).all(|key| table.get(&key).is_some()));
                }
            });
        });
    }
}
