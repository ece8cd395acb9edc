//! What was fetched once and is read for every record, and one request for all tasks that miss it
//! at once.

use std::fmt;
use std::future::Future;
use std::hash::Hash;
use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;
use tokio::runtime::Handle;
use tokio::sync::watch;

use super::error::{Error, ErrorKind};
use super::table::{Full, Table, lock};

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
                .with_problem("the request was cut off, as the runtime that carried it shut down")
                .with_advice("ask again from a runtime that goes on")),
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
            Error::configuration("a request to the registry needs a Tokio runtime")
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
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::task::{Context, Poll, Waker};

    use tokio::sync::Semaphore;

    use super::*;

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
