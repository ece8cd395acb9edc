//! Waiting for room in a queue that is full.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Notify;

/// Lets tasks wait until there may be room again.
///
/// One is woken at a time. It tries, and passes the word on when it leaves, so that the next one
/// tries as well, until one finds the queue full and waits for more room. A task that gives up
/// passes the word on too.
#[derive(Debug, Default)]
pub(super) struct Room {
    waiting: AtomicUsize,
    made: Notify,
}

impl Room {
    /// To be called whenever records have left the queue.
    pub(super) fn made(&self) {
        if self.waiting.load(Ordering::Acquire) > 0 {
            self.made.notify_one();
        }
    }

    /// Tries until there was room: until `attempt` answers something. Cancel safe.
    pub(super) async fn wait_for<T>(&self, mut attempt: impl FnMut() -> Option<T>) -> T {
        let _waiting = Waiting::enter(self);
        loop {
            // From here on no word is missed, also if it comes during the attempt.
            let made = self.made.notified();
            if let Some(done) = attempt() {
                return done;
            }
            made.await;
        }
    }
}

/// A task that waits.
struct Waiting<'a>(&'a Room);

impl<'a> Waiting<'a> {
    fn enter(room: &'a Room) -> Self {
        room.waiting.fetch_add(1, Ordering::AcqRel);
        Self(room)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::AcqRel);
        self.0.made();
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::pin::pin;

    use futures_util::FutureExt as _;

    use super::*;

    /// Room for so many.
    struct Places(Cell<usize>);

    impl Places {
        fn take(&self) -> Option<()> {
            self.0.set(self.0.get().checked_sub(1)?);
            Some(())
        }
    }

    #[test]
    fn one_word_lets_in_as_many_as_there_is_room_for() {
        let room = Room::default();
        let places = Places(Cell::new(0));
        let mut first = pin!(room.wait_for(|| places.take()));
        let mut second = pin!(room.wait_for(|| places.take()));
        let mut third = pin!(room.wait_for(|| places.take()));
        assert!(first.as_mut().now_or_never().is_none());
        assert!(second.as_mut().now_or_never().is_none());
        assert!(third.as_mut().now_or_never().is_none());

        places.0.set(2);
        room.made();
        assert!(first.now_or_never().is_some());
        assert!(second.now_or_never().is_some());
        assert!(third.now_or_never().is_none());
    }

    #[test]
    fn a_task_that_gives_up_passes_the_word_on() {
        let room = Room::default();
        let places = Places(Cell::new(0));
        let mut stays = None;
        {
            let mut leaves = Box::pin(room.wait_for(|| places.take()));
            assert!(leaves.as_mut().now_or_never().is_none());
            let stays = stays.insert(Box::pin(room.wait_for(|| places.take())));
            assert!(stays.as_mut().now_or_never().is_none());
            places.0.set(1);
            room.made();
        }
        assert!(stays.unwrap().now_or_never().is_some());
    }
}
