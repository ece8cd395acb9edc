//! What a consumer and its thread share.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use rdkafka::consumer::BaseConsumer;
use tokio::sync::Notify;

use super::context::Context;
use super::error::{ConsumeError, ConsumeErrorKind};
use super::lane::Lanes;
use crate::kafka::native::Queue;

pub(super) type Client = BaseConsumer<Context>;

/// How many problems are kept for the next call. Older ones give way.
const MOST_PROBLEMS: usize = 16;

/// What a consumer and its thread share: where records come from, and what went wrong.
#[derive(Default)]
pub(super) struct Shared {
    source: Mutex<Source>,
    problems: Mutex<Problems>,
    closed: AtomicBool,
    /// Told when there is something to look at: records, a problem, a partition that goes on, the
    /// end.
    pub(super) news: Notify,
}

/// Where records come from. Its lock sees to it that no records are taken in the middle of a
/// change.
#[derive(Default)]
pub(super) struct Source {
    /// The queue that all partitions are forwarded to. It keeps the client alive and the client's
    /// context keeps it, a ring that the thread breaks at the end by taking it away.
    pub(super) queue: Option<Queue<Client>>,
    pub(super) lanes: Lanes,
}

#[derive(Default)]
struct Problems {
    waiting: VecDeque<ConsumeError>,
    /// Why the consumer cannot go on, which each call is told.
    fatal: Option<String>,
}

impl Shared {
    /// Changes where records come from. The thread only; it may wait for librdkafka meanwhile.
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut Source) -> T) -> T {
        let changed = change(&mut lock(&self.source));
        // The consumer may have found the source locked.
        self.news.notify_one();
        changed
    }

    /// The source, unless the thread is changing it; then there will be news.
    pub(super) fn try_source(&self) -> Option<MutexGuard<'_, Source>> {
        match self.source.try_lock() {
            Ok(source) => Some(source),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// Has the next call fail with `problem`.
    pub(super) fn report(&self, problem: ConsumeError) {
        let mut problems = lock(&self.problems);
        if problem.kind() == ConsumeErrorKind::Fatal {
            problems.fatal = Some(problem.to_string());
        }
        if problems.waiting.len() == MOST_PROBLEMS {
            problems.waiting.pop_front();
        }
        problems.waiting.push_back(problem);
        drop(problems);
        self.news.notify_one();
    }

    /// What the consumer has to be told before it waits.
    pub(super) fn next_problem(&self) -> Option<ConsumeError> {
        if self.closed.load(Ordering::Acquire) {
            return Some(ConsumeError::closed());
        }
        let mut problems = lock(&self.problems);
        let waiting = problems.waiting.pop_front();
        waiting.or_else(|| problems.fatal.as_ref().map(ConsumeError::fatal))
    }

    /// Says that no more records come.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.news.notify_one();
    }
}

/// What a lock guards is whole at any time, so a panic elsewhere does not matter.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
