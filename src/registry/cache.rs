//! What was fetched once and is read for every record: a table that readers neither lock nor
//! count, and one request for all tasks that miss at once.

use std::fmt;
use std::future::Future;
use std::hash::{BuildHasher, Hash};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rustc_hash::{FxBuildHasher, FxHashMap};
use tokio::runtime::Handle;
use tokio::sync::watch;

use super::error::{Error, ErrorKind};

/// How many slots the first generation has; each further one has twice as many.
const FIRST_SLOTS: usize = 32;
/// How many generations there can be.
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

/// A [`Table`] that holds [`Table::MAX_LENGTH`] entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Full;

impl<K, V> Table<K, V> {
    /// How many entries fit: 65,536.
    pub(crate) const MAX_LENGTH: usize = (FIRST_SLOTS << (GENERATIONS - 1)) / 2;

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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
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

/// A [`Table`] whose missing entries are fetched, each by one request at a time.
///
/// A request runs in a task of its own: it goes on, and fills the table, even if everyone who waited
/// for it has stopped waiting. A failure goes to all who wait for that request and is then
/// forgotten: the next one to miss asks again.
pub(crate) struct Cache<K, V> {
    table: Table<K, V>,
    requests: Mutex<FxHashMap<K, watch::Receiver<Outcome>>>,
}

/// What has become of a request: nothing yet, or its end.
type Outcome = Option<Result<(), Error>>;

impl<K, V> Cache<K, V> {
    pub(crate) fn new() -> Self {
        Self {
            table: Table::new(),
            requests: Mutex::default(),
        }
    }

    /// The value of a key, if it has been fetched.
    #[inline]
    pub(crate) fn get<Q>(&self, key: &Q) -> Option<&V>
    where
        Q: Hash + PartialEq<K> + ?Sized,
    {
        self.table.get(key)
    }
}

impl<K, V> Cache<K, V>
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    /// Waits until the key has a value, having it fetched if nobody else does. Cancel safe.
    pub(crate) async fn fill<F>(
        self: &Arc<Self>,
        key: K,
        fetch: impl FnOnce() -> F,
    ) -> Result<(), Error>
    where
        F: Future<Output = Result<V, Error>> + Send + 'static,
    {
        let Some(mut request) = self.join(key, fetch)? else {
            return Ok(());
        };
        match request.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(outcome)) => outcome.clone(),
            _ => Err(Error::new(ErrorKind::Connection)
                .with_problem("the request was cut off, as the runtime that carried it shut down")),
        }
    }

    /// The request for this key, begun now if there is none; nothing if the key has a value.
    fn join<F>(
        self: &Arc<Self>,
        key: K,
        fetch: impl FnOnce() -> F,
    ) -> Result<Option<watch::Receiver<Outcome>>, Error>
    where
        F: Future<Output = Result<V, Error>> + Send + 'static,
    {
        let mut requests = lock(&self.requests);
        // A request adds its value before it leaves the map, so this look is the last one needed.
        if self.table.get(&key).is_some() {
            return Ok(None);
        }
        if let Some(request) = requests.get(&key).filter(|request| is_running(request)) {
            return Ok(Some(request.clone()));
        }
        let runtime = Handle::try_current().map_err(|cause| {
            Error::new(ErrorKind::Configuration)
                .with_problem("a request to the registry needs a Tokio runtime")
                .with_source(cause)
        })?;
        let (sender, request) = watch::channel(None);
        requests.insert(key.clone(), request.clone());
        runtime.spawn(Arc::clone(self).carry_out(key, fetch(), sender));
        Ok(Some(request))
    }

    async fn carry_out<F>(self: Arc<Self>, key: K, fetch: F, outcome: watch::Sender<Outcome>)
    where
        F: Future<Output = Result<V, Error>>,
    {
        let result = fetch.await.and_then(|value| {
            self.table
                .insert(key.clone(), value)
                .map(drop)
                .map_err(|Full| Error::cache_full())
        });
        lock(&self.requests).remove(&key);
        outcome.send_replace(Some(result));
    }
}

/// A request whose runtime was shut down stays in the map, without a sender.
fn is_running(request: &watch::Receiver<Outcome>) -> bool {
    request.has_changed().is_ok()
}

impl<K, V> fmt::Debug for Cache<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.table.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::Pin;
    use std::sync::atomic::AtomicU32;
    use std::task::{Context, Poll, Waker};

    use tokio::sync::Semaphore;

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
        for key in 0..Table::<u64, ()>::MAX_LENGTH as u64 {
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

    /// Polls a future once.
    async fn is_pending<F: Future>(future: &mut Pin<Box<F>>) -> bool {
        poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_pending())).await
    }

    fn cache() -> Arc<Cache<u32, u32>> {
        Arc::new(Cache::new())
    }

    #[tokio::test]
    async fn any_number_of_tasks_share_one_request() {
        let (cache, requests) = (cache(), Arc::new(AtomicU32::new(0)));
        let tasks = (0..1_000).map(|_| {
            let (cache, requests) = (Arc::clone(&cache), Arc::clone(&requests));
            tokio::spawn(async move {
                cache
                    .fill(7, || async move {
                        tokio::task::yield_now().await;
                        Ok(requests.fetch_add(1, Ordering::Relaxed))
                    })
                    .await
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap().unwrap();
        }
        assert_eq!(cache.get(&7), Some(&0));
        assert_eq!(requests.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn a_cancelled_waiter_fails_neither_the_others_nor_the_request() {
        let (cache, gate) = (cache(), Arc::new(Semaphore::new(0)));
        let fetch = || {
            let gate = Arc::clone(&gate);
            async move {
                let _permit = gate.acquire().await;
                Ok(7)
            }
        };
        let mut first = Box::pin(cache.fill(1, fetch));
        let mut second = Box::pin(cache.fill(1, fetch));
        assert!(is_pending(&mut first).await && is_pending(&mut second).await);
        drop(first);
        gate.add_permits(1);
        second.await.unwrap();
        assert_eq!(cache.get(&1), Some(&7));
    }

    #[tokio::test]
    async fn a_failure_goes_to_all_waiters_and_is_not_kept() {
        let cache = cache();
        let fail = || async { Err(Error::new(ErrorKind::SchemaNotFound)) };
        let (first, second) = tokio::join!(cache.fill(1, fail), cache.fill(1, fail));
        assert_eq!(first.unwrap_err().kind(), ErrorKind::SchemaNotFound);
        assert_eq!(second.unwrap_err().kind(), ErrorKind::SchemaNotFound);
        cache.fill(1, || async { Ok(5) }).await.unwrap();
        assert_eq!(cache.get(&1), Some(&5));
    }

    #[test]
    fn a_request_whose_runtime_is_gone_is_made_again() {
        let cache = cache();
        let runtime = || {
            tokio::runtime::Builder::new_current_thread()
                .build()
                .unwrap()
        };
        let first = runtime();
        first.block_on(async {
            let mut waiter = Box::pin(cache.fill(1, std::future::pending));
            assert!(is_pending(&mut waiter).await);
        });
        drop(first);
        runtime()
            .block_on(cache.fill(1, || async { Ok(5) }))
            .unwrap();
        assert_eq!(cache.get(&1), Some(&5));
    }

    #[test]
    fn without_a_runtime_there_is_an_error_and_no_panic() {
        let cache = cache();
        let mut waiter = Box::pin(cache.fill(1, || async { Ok(5) }));
        let mut context = Context::from_waker(Waker::noop());
        let Poll::Ready(Err(error)) = waiter.as_mut().poll(&mut context) else {
            panic!("the request was not refused");
        };
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
}
