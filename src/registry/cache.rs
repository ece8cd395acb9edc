//! What was fetched once and is read for every record, and one request for all tasks that miss it
//! at once.

use std::fmt;
use std::future::Future;
use std::hash::Hash;
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use rustc_hash::FxHashMap;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::error::{Error, ErrorKind};
use super::statistics::{CacheStatistics, increment};
use super::table::{Entry, State, Table, lock};
use crate::disposition::Disposition;

/// A [`Table`] whose missing entries are fetched, each by one request at a time.
///
/// A request runs in a task of its own: it goes on, and fills the table, even if everyone who waited
/// for it has stopped waiting. A failure goes to all who wait for that request. That what was asked
/// for cannot be had is remembered for a while; any other failure is forgotten, and the next one to
/// miss asks again.
///
/// Where entries expire, no reader looks at a clock: a task sleeps and marks them.
pub(crate) struct Cache<K, V> {
    table: Table<K, V>,
    requests: Mutex<Requests<K, V>>,
    capacity: usize,
    freshness: Freshness,
}

/// For how long what was learned holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Freshness {
    /// How long a value serves before it is fetched again; without end if there is none.
    ///
    /// Whoever asks first after that time has a request begun, and is served the old value
    /// meanwhile, unless as much time has gone by once more: then everyone waits.
    pub(crate) time_to_live: Option<Duration>,
    /// Whether the old value goes on serving if it cannot be fetched again for now.
    pub(crate) serves_stale_on_error: bool,
    /// How long it is remembered that something cannot be had.
    pub(crate) failure_time_to_live: Duration,
}

/// What is being fetched, and what could not be.
struct Requests<K, V> {
    running: FxHashMap<K, Request<V>>,
    failed: FxHashMap<K, Failure>,
}

type Request<V> = watch::Receiver<Outcome<V>>;

/// What has become of a request: nothing yet, or its end.
type Outcome<V> = Option<Result<Arc<Entry<V>>, Error>>;

struct Failure {
    error: Error,
    end: Instant,
}

/// What there is for somebody who needs a value.
enum Joined<V> {
    Present(Arc<Entry<V>>),
    Waiting(Request<V>),
}

/// How long a value that could not be refreshed serves before that is tried again, unless it lives
/// shorter than this anyway.
const PAUSE_AFTER_ERROR: Duration = Duration::from_secs(5);

impl<K: Hash + Eq, V> Cache<K, V> {
    pub(crate) fn new(capacity: usize, freshness: Freshness) -> Self {
        Self {
            table: Table::new(capacity),
            requests: Mutex::default(),
            capacity,
            freshness,
        }
    }

    /// Reads the value of a key, if it has been fetched and is not to be fetched again.
    #[inline]
    pub(crate) fn get<Q, R>(&self, key: &Q, read: impl FnOnce(&V) -> R) -> Option<R>
    where
        Q: Hash + PartialEq<K> + ?Sized,
    {
        self.table.get(key, read)
    }

    /// Forgets the keys of which `condition` holds, also what is being fetched for them.
    pub(crate) fn forget_if(&self, condition: impl Fn(&K) -> bool) {
        let mut requests = lock(&self.requests);
        requests.running.retain(|key, _| !condition(key));
        requests.failed.retain(|key, _| !condition(key));
        self.table.remove_if(|key, _| condition(key));
    }

    pub(crate) fn statistics(&self) -> CacheStatistics {
        self.table.statistics()
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
    ) -> Result<Arc<Entry<V>>, Error>
    where
        F: Future<Output = Result<V, Error>> + Send + 'static,
    {
        let mut request = match self.join(key, fetch)? {
            Joined::Present(entry) => return Ok(entry),
            Joined::Waiting(request) => request,
        };
        match request.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(outcome)) => outcome.clone(),
            _ => Err(Error::new(ErrorKind::Connection)
                .with_problem(
                    "the request was cut off, as the runtime that carried it shut down, or a \
                     function of the program's panicked in it",
                )
                .with_advice("ask again from a runtime that goes on")),
        }
    }

    /// The value of this key, or the request for it, begun now if there is none.
    fn join<F>(self: &Arc<Self>, key: K, fetch: impl FnOnce() -> F) -> Result<Joined<V>, Error>
    where
        F: Future<Output = Result<V, Error>> + Send + 'static,
    {
        let mut requests = lock(&self.requests);
        // A request adds its value before it leaves the map, so this look is the last one needed.
        let former = self.table.entry(&key);
        if let Some(entry) = former.as_ref().filter(|entry| entry.serves()) {
            return Ok(Joined::Present(Arc::clone(entry)));
        }
        let request = match requests.running(&key) {
            Some(request) => request,
            None => {
                requests.recall(&key)?;
                let runtime = runtime()?;
                let (sender, request) = watch::channel(None);
                requests.running.insert(key.clone(), request.clone());
                increment(&self.table.counters().requests);
                let fetch = fetch();
                let refresh = Refresh::begin(former.clone());
                runtime.spawn(Arc::clone(self).carry_out(key, refresh, fetch, sender));
                request
            }
        };
        Ok(match former {
            Some(entry) if entry.state() == State::Serving => Joined::Present(entry),
            _ => Joined::Waiting(request),
        })
    }

    async fn carry_out<F>(
        self: Arc<Self>,
        key: K,
        refresh: Refresh<V>,
        fetch: F,
        sender: watch::Sender<Outcome<V>>,
    ) where
        F: Future<Output = Result<V, Error>>,
    {
        let result = fetch.await;
        let freshness = self.freshness;
        let outcome = self.settle(key, &refresh, result, &sender);
        drop(self);
        let fresh = outcome.as_ref().ok().map(Arc::downgrade);
        sender.send_replace(Some(outcome));
        // From here on the task only keeps time.
        let Some(time_to_live) = freshness.time_to_live else {
            return;
        };
        if refresh.goes_on() {
            return sleep(time_to_live.min(PAUSE_AFTER_ERROR)).await;
        }
        if let Some(entry) = fresh {
            age(entry, time_to_live).await;
        }
    }

    /// Puts what was fetched where it belongs, and answers with what those who wait are to get.
    fn settle(
        &self,
        key: K,
        refresh: &Refresh<V>,
        result: Result<V, Error>,
        sender: &watch::Sender<Outcome<V>>,
    ) -> Result<Arc<Entry<V>>, Error> {
        let mut requests = lock(&self.requests);
        // The key may have been forgotten since, and fetched anew.
        let is_wanted = (requests.running.get(&key))
            .is_some_and(|request| request.same_channel(&sender.subscribe()));
        if is_wanted {
            requests.running.remove(&key);
        }
        match result {
            Ok(value) if is_wanted => Ok(self.table.insert(key, value)),
            Ok(value) => Ok(Arc::new(Entry::new(value))),
            Err(error) => {
                increment(&self.table.counters().errors);
                if let Some(entry) = &refresh.0
                    && says_nothing_of_the_value(&error)
                    && self.freshness.serves_stale_on_error
                    && entry.serve_on()
                {
                    log::warn!("using what was fetched before, as it cannot be refreshed: {error}");
                    return Ok(Arc::clone(entry));
                }
                if is_wanted {
                    self.table.remove(&key);
                    requests.remember(key, &error, self.freshness, self.capacity);
                }
                Err(error)
            }
        }
    }
}

/// Whether the registry could not be asked, or something in front of it answered.
fn says_nothing_of_the_value(error: &Error) -> bool {
    error.is_retryable()
        || matches!(
            error.kind(),
            ErrorKind::Unauthorized | ErrorKind::Forbidden | ErrorKind::UnexpectedAnswer
        )
}

impl<K, V> Default for Requests<K, V> {
    fn default() -> Self {
        Self {
            running: FxHashMap::default(),
            failed: FxHashMap::default(),
        }
    }
}

impl<K: Hash + Eq, V> Requests<K, V> {
    /// The request for this key, unless its runtime was shut down, which leaves it without a sender.
    fn running(&self, key: &K) -> Option<Request<V>> {
        let request = self.running.get(key)?;
        request.has_changed().is_ok().then(|| request.clone())
    }

    /// Fails if the last request did, and that is not to be tried again yet.
    fn recall(&mut self, key: &K) -> Result<(), Error> {
        match self.failed.get(key) {
            Some(failure) if failure.end > Instant::now() => Err(failure.error.clone()),
            Some(_) => {
                self.failed.remove(key);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn remember(&mut self, key: K, error: &Error, freshness: Freshness, capacity: usize) {
        // One that concerns all requests ends when somebody sees to it, not by time.
        if error.disposition() != Disposition::Skip || freshness.failure_time_to_live.is_zero() {
            return;
        }
        let now = Instant::now();
        if self.failed.len() >= capacity {
            self.failed.retain(|_, failure| failure.end > now);
        }
        if self.failed.len() < capacity
            && let Some(end) = now.checked_add(freshness.failure_time_to_live)
        {
            let error = error.clone();
            self.failed.insert(key, Failure { error, end });
        }
    }
}

/// An expired entry while it is being refreshed. However that ends, it does not serve on for ever.
struct Refresh<V>(Option<Arc<Entry<V>>>);

impl<V> Refresh<V> {
    fn begin(former: Option<Arc<Entry<V>>>) -> Self {
        if let Some(entry) = &former {
            entry.change(State::Stale, State::Serving);
        }
        Self(former)
    }

    fn goes_on(&self) -> bool {
        self.0
            .as_ref()
            .is_some_and(|entry| entry.state() == State::Serving)
    }
}

impl<V> Drop for Refresh<V> {
    fn drop(&mut self) {
        if let Some(entry) = &self.0 {
            entry.change(State::Serving, State::Stale);
        }
    }
}

/// An entry while it is fresh. It also expires when the runtime is shut down that keeps time.
struct Fresh<V>(Weak<Entry<V>>);

impl<V> Drop for Fresh<V> {
    fn drop(&mut self) {
        if let Some(entry) = self.0.upgrade() {
            entry.expire();
        }
    }
}

/// Lets an entry expire, and then grow too old to serve while it is being refreshed.
async fn age<V>(entry: Weak<Entry<V>>, time_to_live: Duration) {
    let fresh = Fresh(Weak::clone(&entry));
    sleep(time_to_live).await;
    drop(fresh);
    sleep(time_to_live).await;
    if let Some(entry) = entry.upgrade() {
        entry.change(State::Stale, State::Dead);
    }
}

fn runtime() -> Result<Handle, Error> {
    Handle::try_current().map_err(|cause| {
        Error::configuration("a request to the registry needs a Tokio runtime").with_source(cause)
    })
}

impl<K, V> fmt::Debug for Cache<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.table.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, poll_fn, ready};
    use std::pin::Pin;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::task::{Context, Poll, Waker};

    use tokio::sync::Semaphore;
    use tokio::task::yield_now;
    use tokio::time::advance;

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);
    const SECOND: Duration = Duration::from_secs(1);

    const FOR_EVER: Freshness = Freshness {
        time_to_live: None,
        serves_stale_on_error: true,
        failure_time_to_live: MINUTE,
    };

    const A_MINUTE: Freshness = Freshness {
        time_to_live: Some(MINUTE),
        ..FOR_EVER
    };

    const NEVER_STALE: Freshness = Freshness {
        serves_stale_on_error: false,
        ..A_MINUTE
    };

    /// Polls a future once.
    async fn is_pending<F: Future>(future: &mut Pin<Box<F>>) -> bool {
        poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_pending())).await
    }

    fn cache(freshness: Freshness) -> Arc<Cache<u32, u32>> {
        Arc::new(Cache::new(100, freshness))
    }

    fn error(kind: ErrorKind) -> Error {
        Error::new(kind)
    }

    impl Cache<u32, u32> {
        fn read(&self, key: u32) -> Option<u32> {
            self.get(&key, |value| *value)
        }

        /// Fills as a client does: only if there is nothing to read.
        async fn obtain(self: &Arc<Self>, answer: Result<u32, ErrorKind>) -> Result<u32, Error> {
            if let Some(value) = self.read(1) {
                return Ok(value);
            }
            let entry = self.fill(1, || ready(answer.map_err(error))).await?;
            Ok(*entry.value())
        }
    }

    /// Lets the tasks that are ready go on.
    async fn settle() {
        for _ in 0..10 {
            yield_now().await;
        }
    }

    async fn pass(time: Duration) {
        settle().await;
        advance(time).await;
        settle().await;
    }

    #[tokio::test]
    async fn any_number_of_tasks_share_one_request() {
        let (cache, requests) = (cache(FOR_EVER), Arc::new(AtomicU32::new(0)));
        let tasks = (0..1_000).map(|_| {
            let (cache, requests) = (Arc::clone(&cache), Arc::clone(&requests));
            tokio::spawn(async move {
                let fetch = || async move {
                    yield_now().await;
                    Ok(requests.fetch_add(1, Ordering::Relaxed))
                };
                cache.fill(7, fetch).await.map(drop)
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap().unwrap();
        }
        assert_eq!(cache.read(7), Some(0));
        assert_eq!(requests.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn a_cancelled_waiter_fails_neither_the_others_nor_the_request() {
        let (cache, gate) = (cache(FOR_EVER), Arc::new(Semaphore::new(0)));
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
        assert_eq!(cache.read(1), Some(7));
    }

    #[tokio::test]
    async fn a_failure_goes_to_all_waiters_and_is_forgotten_where_it_may_pass() {
        let cache = cache(FOR_EVER);
        for kind in [ErrorKind::Timeout, ErrorKind::Unauthorized] {
            let fail = || async move { Err(error(kind)) };
            let (first, second) = tokio::join!(cache.fill(1, fail), cache.fill(1, fail));
            for outcome in [first, second] {
                assert_eq!(outcome.map(drop).unwrap_err().kind(), kind);
            }
        }
        assert_eq!(cache.obtain(Ok(5)).await.unwrap(), 5);
    }

    #[tokio::test(start_paused = true)]
    async fn that_something_is_not_there_is_remembered_for_a_while() {
        let cache = cache(FOR_EVER);
        let refused = cache.obtain(Err(ErrorKind::SchemaNotFound)).await;
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::SchemaNotFound);
        pass(MINUTE - SECOND).await;
        let refused = cache.obtain(Ok(5)).await;
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::SchemaNotFound);
        assert_eq!(cache.statistics().requests, 1);
        pass(SECOND).await;
        assert_eq!(cache.obtain(Ok(5)).await.unwrap(), 5);
    }

    #[tokio::test(start_paused = true)]
    async fn an_expired_value_serves_while_it_is_refreshed_by_one_request() {
        let cache = cache(A_MINUTE);
        assert_eq!(cache.obtain(Ok(1)).await.unwrap(), 1);
        pass(MINUTE - SECOND).await;
        assert_eq!(cache.obtain(Ok(2)).await.unwrap(), 1);
        pass(SECOND).await;
        assert_eq!(cache.read(1), None, "whoever is first has it refreshed");
        let gate = Arc::new(Semaphore::new(0));
        let refresh = || {
            let gate = Arc::clone(&gate);
            async move {
                let _permit = gate.acquire().await;
                Ok(2)
            }
        };
        for _ in 0..10 {
            assert_eq!(*cache.fill(1, refresh).await.unwrap().value(), 1);
            assert_eq!(cache.read(1), Some(1), "nobody waits");
        }
        gate.add_permits(1);
        settle().await;
        assert_eq!(cache.read(1), Some(2));
        assert_eq!(cache.statistics().requests, 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_value_that_expired_long_ago_is_waited_for() {
        let cache = cache(A_MINUTE);
        cache.obtain(Ok(1)).await.unwrap();
        pass(MINUTE).await;
        pass(MINUTE).await;
        assert_eq!(cache.obtain(Ok(2)).await.unwrap(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refreshed_value_expires_again() {
        let cache = cache(A_MINUTE);
        for value in 1..4 {
            cache.obtain(Ok(value)).await.unwrap();
            settle().await;
            assert_eq!(cache.read(1), Some(value));
            pass(MINUTE).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_stale_value_serves_while_the_registry_is_down() {
        let cache = cache(A_MINUTE);
        cache.obtain(Ok(1)).await.unwrap();
        pass(MINUTE).await;
        // Each time, one request is tried, and nobody asks again for a while.
        let reasons = [
            ErrorKind::Connection,
            ErrorKind::Unauthorized,
            ErrorKind::UnexpectedAnswer,
        ];
        for (round, reason) in (1..).zip(reasons) {
            assert_eq!(cache.obtain(Err(reason)).await.unwrap(), 1);
            settle().await;
            assert_eq!(cache.obtain(Err(reason)).await.unwrap(), 1);
            assert_eq!(cache.statistics().errors, round);
            pass(PAUSE_AFTER_ERROR).await;
        }
        cache.obtain(Ok(2)).await.unwrap();
        settle().await;
        assert_eq!(cache.read(1), Some(2));
    }

    #[tokio::test(start_paused = true)]
    async fn also_a_value_that_was_not_used_for_long_serves_while_the_registry_is_down() {
        let cache = cache(A_MINUTE);
        cache.obtain(Ok(1)).await.unwrap();
        pass(MINUTE).await;
        pass(MINUTE).await;
        let down = Err(ErrorKind::Unavailable);
        assert_eq!(cache.obtain(down).await.unwrap(), 1);
        assert_eq!(cache.read(1), Some(1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_stale_value_is_not_used_against_the_settings() {
        let cache = cache(NEVER_STALE);
        cache.obtain(Ok(1)).await.unwrap();
        pass(MINUTE).await;
        let down = Err(ErrorKind::Connection);
        assert_eq!(cache.obtain(down).await.unwrap(), 1, "not known to be down");
        settle().await;
        let error = cache.obtain(down).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connection);
    }

    #[tokio::test(start_paused = true)]
    async fn a_value_that_is_gone_from_the_registry_does_not_serve_on() {
        let cache = cache(A_MINUTE);
        cache.obtain(Ok(1)).await.unwrap();
        pass(MINUTE).await;
        let gone = Err(ErrorKind::SubjectNotFound);
        cache.obtain(gone).await.unwrap();
        settle().await;
        let error = cache.obtain(Ok(2)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::SubjectNotFound);
    }

    #[tokio::test]
    async fn what_is_forgotten_is_fetched_again_and_an_earlier_request_does_not_bring_it_back() {
        let (cache, gate) = (cache(FOR_EVER), Arc::new(Semaphore::new(0)));
        let late = {
            let gate = Arc::clone(&gate);
            || async move {
                let _permit = gate.acquire().await;
                Ok(1)
            }
        };
        let mut waiter = Box::pin(cache.fill(1, late));
        assert!(is_pending(&mut waiter).await);
        cache.forget_if(|key| *key == 1);
        assert_eq!(cache.obtain(Ok(2)).await.unwrap(), 2);
        gate.add_permits(1);
        assert_eq!(*waiter.await.unwrap().value(), 1);
        assert_eq!(cache.read(1), Some(2));
    }

    #[test]
    fn a_request_whose_runtime_is_gone_is_made_again() {
        let cache = cache(FOR_EVER);
        let first = runtime();
        first.block_on(async {
            let mut waiter = Box::pin(cache.fill(1, pending));
            assert!(is_pending(&mut waiter).await);
        });
        drop(first);
        runtime().block_on(cache.obtain(Ok(5))).unwrap();
        assert_eq!(cache.read(1), Some(5));
    }

    #[test]
    fn a_value_whose_runtime_is_gone_is_refreshed_and_not_kept_for_ever() {
        let cache = cache(A_MINUTE);
        let first = runtime();
        first.block_on(cache.obtain(Ok(1))).unwrap();
        assert_eq!(cache.read(1), Some(1));
        drop(first);
        assert_eq!(cache.read(1), None);
        let second = runtime();
        second.block_on(async {
            let stale = cache.fill(1, pending).await.unwrap();
            assert_eq!(*stale.value(), 1);
            assert_eq!(cache.read(1), Some(1));
        });
        drop(second);
        assert_eq!(cache.read(1), None, "the refresh was cut off");
    }

    #[tokio::test]
    async fn statistics_count_hits_misses_requests_and_errors() {
        let cache = cache(FOR_EVER);
        cache.obtain(Err(ErrorKind::Timeout)).await.unwrap_err();
        for _ in 0..3 {
            cache.obtain(Ok(1)).await.unwrap();
        }
        let statistics = cache.statistics();
        assert_eq!((statistics.hits, statistics.misses), (2, 2));
        assert_eq!((statistics.requests, statistics.errors), (2, 1));
        assert_eq!((statistics.entries, statistics.evictions), (1, 0));
    }

    #[test]
    fn without_a_runtime_there_is_an_error_and_no_panic() {
        let cache = cache(FOR_EVER);
        let mut waiter = Box::pin(cache.fill(1, || ready(Ok(5))));
        let mut context = Context::from_waker(Waker::noop());
        let Poll::Ready(Err(error)) = waiter.as_mut().poll(&mut context) else {
            panic!("the request was not refused");
        };
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }

    fn runtime() -> tokio::runtime::Runtime {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_time().build().unwrap()
    }
}
