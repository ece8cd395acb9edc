//! The thread that serves a producer's delivery reports, and ends it.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use futures_channel::oneshot;
use rdkafka::producer::{BaseProducer, Producer, PurgeConfig};

use super::delivery::Context;
use super::error::FlushError;
use super::room::Room;
use crate::kafka::native::{self, Queue};

/// How long the thread sleeps at most. Whatever there is to do wakes it; this is the net below.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);

/// How long librdkafka flushes before the thread serves reports again.
const FLUSH_SLICE: Duration = Duration::from_millis(5);

/// How long the thread waits for the reports of purged records. They take no network.
const PURGE_TIMEOUT: Duration = Duration::from_millis(500);

/// How many events are served before others get their turn.
const EVENTS_IN_TURN: usize = 64;

/// What the handles of a producer share with its thread.
pub(super) struct Core {
    pub(super) client: Arc<BaseProducer<Context>>,
    pub(super) room: Room,
}

/// The way to the thread. The thread ends when all of them are gone.
///
/// The order of the fields matters: first the core goes, which leaves the last one to the thread,
/// then the channel closes, and then the thread is woken to see that.
pub(super) struct Link {
    pub(super) core: Arc<Core>,
    requests: Sender<Request>,
    thread: WokenOnDrop,
}

/// Something asked of the thread.
struct Request {
    deadline: Instant,
    answer: oneshot::Sender<Result<(), FlushError>>,
}

struct WokenOnDrop(Thread);

impl Drop for WokenOnDrop {
    fn drop(&mut self) {
        self.0.unpark();
    }
}

impl Link {
    /// Starts the thread of a producer.
    pub(super) fn start(client: BaseProducer<Context>) -> std::io::Result<Self> {
        let core = Arc::new(Core {
            client: Arc::new(client),
            room: Room::default(),
        });
        let (requests, incoming) = std::sync::mpsc::channel();
        let of_thread = Arc::clone(&core);
        let thread = thread::Builder::new()
            .name("avrolane-producer".to_owned())
            .spawn(move || ProducerThread::new(of_thread, incoming).run())?;
        Ok(Self {
            core,
            requests,
            thread: WokenOnDrop(thread.thread().clone()),
        })
    }

    /// How many records are queued or on their way.
    pub(super) fn queued(&self) -> usize {
        queued(&self.core.client)
    }

    /// Has the thread flush.
    pub(super) async fn flush(&self, timeout: Duration) -> Result<(), FlushError> {
        let now = Instant::now();
        // A time that lies beyond what the clock can say never comes.
        let deadline = now
            .checked_add(timeout)
            .unwrap_or(now + Duration::from_secs(1 << 32));
        let (answer, answered) = oneshot::channel();
        let unanswered = || FlushError {
            queued: self.queued(),
        };
        if self.requests.send(Request { deadline, answer }).is_err() {
            return Err(unanswered());
        }
        self.thread.0.unpark();
        answered.await.unwrap_or_else(|_| Err(unanswered()))
    }
}

struct ProducerThread {
    core: Arc<Core>,
    events: Queue<BaseProducer<Context>>,
    incoming: Receiver<Request>,
    flushes: Vec<Request>,
}

impl ProducerThread {
    fn new(core: Arc<Core>, incoming: Receiver<Request>) -> Self {
        let this = thread::current();
        let events = Queue::main(&core.client).on_filled(move || this.unpark());
        Self {
            core,
            events,
            incoming,
            flushes: Vec::new(),
        }
    }

    fn run(mut self) {
        loop {
            self.serve_events();
            match self.incoming.try_recv() {
                Ok(request) => {
                    self.flushes.push(request);
                    continue;
                }
                Err(TryRecvError::Disconnected) => break,
                Err(TryRecvError::Empty) => {}
            }
            self.answer_flushes();
            if self.events.len() > 0 {
                continue;
            }
            if self.flushes.is_empty() {
                thread::park_timeout(LONGEST_SLEEP);
            } else {
                native::flush(&*self.core.client, FLUSH_SLICE);
            }
        }
        self.purge();
        // This thread has the last of the client, so the destruction, which blocks, happens here.
    }

    /// Serves what waits, up to a bound, so that those who wait for room or for a flush get their
    /// turn while others go on producing. The queue calls back when it fills again.
    fn serve_events(&self) {
        for _ in 0..EVENTS_IN_TURN {
            if self.events.len() == 0 {
                break;
            }
            self.core.client.poll(Duration::ZERO);
        }
        // Only now: librdkafka frees a record's place after its report has been served.
        self.core.room.made();
    }

    fn answer_flushes(&mut self) {
        let now = Instant::now();
        let queued = queued(&self.core.client);
        self.flushes.retain(|flush| !flush.answer.is_canceled());
        let settled = |flush: &mut Request| queued == 0 || flush.deadline <= now;
        for flush in self.flushes.extract_if(.., settled) {
            let outcome = if queued == 0 {
                Ok(())
            } else {
                Err(FlushError { queued })
            };
            let _ = flush.answer.send(outcome);
        }
    }

    /// Has all that is queued come back as purged.
    fn purge(&self) {
        self.core
            .client
            .purge(PurgeConfig::default().queue().inflight());
        let deadline = Instant::now() + PURGE_TIMEOUT;
        loop {
            self.serve_events();
            if queued(&self.core.client) == 0 || Instant::now() >= deadline {
                break;
            }
            thread::park_timeout(Duration::from_millis(10));
        }
        let purged = self.core.client.context().purged();
        if purged > 0 {
            log::warn!(
                "a producer was dropped with {purged} records queued, which were not sent; \
                 `flush` waits for them"
            );
        }
    }
}

/// How many records are queued or on their way. Events that wait to be served are counted too.
fn queued(client: &BaseProducer<Context>) -> usize {
    usize::try_from(client.in_flight_count()).unwrap_or(0)
}
