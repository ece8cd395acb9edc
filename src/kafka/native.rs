//! What rdkafka does not wrap of librdkafka: queues that are read in batches, and messages that
//! outlive the call that took them.
//!
//! Everything here keeps its client alive, so that nothing of librdkafka's is used after it was
//! destroyed. The threads that own the clients see to it that they let go of them last.
#![expect(
    unsafe_code,
    reason = "these parts of librdkafka are to be had from its C interface alone"
)]

use std::collections::VecDeque;
use std::ffi::{CStr, CString, c_void};
use std::marker::PhantomData;
use std::ptr::{self, NonNull};
use std::slice;
use std::sync::Arc;
use std::time::Duration;

use rdkafka::bindings as sys;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext};
use rdkafka::producer::{BaseProducer, Producer, ProducerContext};
use rdkafka::types::{RDKafka, RDKafkaErrorCode};

use super::headers::Headers;
use super::timestamp::Timestamp;

/// A client whose queues can be had.
///
/// # Safety
///
/// [`native`](Self::native) is a client that lives as long as the value.
pub(super) unsafe trait NativeClient: Send + Sync + 'static {
    fn native(&self) -> *mut RDKafka;
}

// SAFETY: the consumer destroys its client when it is dropped.
unsafe impl<C: ConsumerContext + 'static> NativeClient for BaseConsumer<C> {
    fn native(&self) -> *mut RDKafka {
        self.client().native_ptr()
    }
}

// SAFETY: the producer destroys its client when it is dropped.
unsafe impl<C: ProducerContext + 'static> NativeClient for BaseProducer<C> {
    fn native(&self) -> *mut RDKafka {
        self.client().native_ptr()
    }
}

/// One of librdkafka's queues.
pub(super) struct Queue<C: NativeClient> {
    queue: NonNull<sys::rd_kafka_queue_t>,
    /// From `Box::into_raw`, and with librdkafka as well.
    filled: Option<NonNull<Filled>>,
    // Dropped last.
    client: Arc<C>,
}

/// What is called when a queue that was empty no longer is.
type Filled = Box<dyn Fn() + Send + Sync>;

// SAFETY: librdkafka's queues may be used by any number of threads; they have locks of their own.
unsafe impl<C: NativeClient> Send for Queue<C> {}
// SAFETY: as above.
unsafe impl<C: NativeClient> Sync for Queue<C> {}

impl<C: NativeClient> Queue<C> {
    /// A new queue, which nothing arrives on as yet.
    pub(super) fn new(client: &Arc<C>) -> Self {
        // SAFETY: the client is alive.
        Self::own(client, unsafe { sys::rd_kafka_queue_new(client.native()) })
    }

    /// The queue of a producer's events.
    pub(super) fn main(client: &Arc<C>) -> Self {
        // SAFETY: the client is alive.
        Self::own(client, unsafe {
            sys::rd_kafka_queue_get_main(client.native())
        })
    }

    /// The queue of a group consumer's events.
    pub(super) fn consumer(client: &Arc<C>) -> Self {
        // SAFETY: the client is alive.
        Self::own(client, unsafe {
            sys::rd_kafka_queue_get_consumer(client.native())
        })
    }

    fn own(client: &Arc<C>, queue: *mut sys::rd_kafka_queue_t) -> Self {
        let queue = NonNull::new(queue).expect("librdkafka has all of these queues");
        Self {
            queue,
            filled: None,
            client: Arc::clone(client),
        }
    }

    /// Has `filled` called whenever something arrives on the queue while it is empty. It is called
    /// under a lock of librdkafka's, so it must not call librdkafka.
    pub(super) fn on_filled(mut self, filled: impl Fn() + Send + Sync + 'static) -> Self {
        unsafe extern "C" fn call(_: *mut sys::rd_kafka_t, filled: *mut c_void) {
            // SAFETY: `on_filled` passed a pointer to what lives until this function has been
            // unregistered.
            let filled = unsafe { &*filled.cast::<Filled>() };
            filled();
        }

        debug_assert!(self.filled.is_none(), "it is set once");
        let filled: *mut Filled = Box::into_raw(Box::new(Box::new(filled)));
        self.filled = NonNull::new(filled);
        // SAFETY: the queue is alive, and what `filled` points to lives until `drop`.
        unsafe {
            let queue = self.queue.as_ptr();
            sys::rd_kafka_queue_cb_event_enable(queue, Some(call), filled.cast());
        }
        self
    }

    /// How much waits on the queue.
    pub(super) fn len(&self) -> usize {
        // SAFETY: the queue is alive.
        unsafe { sys::rd_kafka_queue_length(self.queue.as_ptr()) }
    }
}

impl<C: NativeClient> Drop for Queue<C> {
    fn drop(&mut self) {
        // SAFETY: the queue is alive and not used again. Unregistering takes the lock under which
        // `filled` is called, so it does not run any more when it is dropped.
        unsafe {
            sys::rd_kafka_queue_cb_event_enable(self.queue.as_ptr(), None, ptr::null_mut());
            if let Some(filled) = self.filled {
                drop(Box::from_raw(filled.as_ptr()));
            }
            sys::rd_kafka_queue_destroy(self.queue.as_ptr());
        }
    }
}

impl<C: NativeClient> Queue<C> {
    /// Has the messages of a partition arrive on this queue. To be called before the partition is
    /// assigned, and again each time it is: librdkafka forgets it when the partition is revoked.
    pub(super) fn forward_partition(&self, topic: &str, partition: i32) {
        let Ok(topic) = CString::new(topic) else {
            return;
        };
        // SAFETY: client and queue are alive, `topic` ends in a zero byte. What `get_partition`
        // hands out is ours to destroy, which leaves the forwarding in place.
        unsafe {
            let source =
                sys::rd_kafka_queue_get_partition(self.client.native(), topic.as_ptr(), partition);
            if !source.is_null() {
                sys::rd_kafka_queue_forward(source, self.queue.as_ptr());
                sys::rd_kafka_queue_destroy(source);
            }
        }
    }

    /// Takes up to `max` messages without waiting, in runs of one partition each.
    pub(super) fn take(&self, max: usize) -> Vec<Taken<C>> {
        let mut messages: Vec<*mut sys::rd_kafka_message_t> = Vec::with_capacity(max);
        // SAFETY: the queue is alive, and there is room for `max` pointers.
        let count = unsafe {
            sys::rd_kafka_consume_batch_queue(
                self.queue.as_ptr(),
                0,
                messages.as_mut_ptr(),
                messages.capacity(),
            )
        };
        // SAFETY: librdkafka wrote this many pointers; it says -1 if it failed.
        unsafe { messages.set_len(usize::try_from(count).unwrap_or(0)) };
        let mut taken = Vec::new();
        for message in messages.into_iter().filter_map(NonNull::new) {
            self.sort_in(message, &mut taken);
        }
        taken
    }

    /// Adds a message, which becomes ours, to the last run if it is of the same partition.
    fn sort_in(&self, message: NonNull<sys::rd_kafka_message_t>, taken: &mut Vec<Taken<C>>) {
        if let Some(Taken::Run(run)) = taken.last_mut()
            && run.continues_with(message)
        {
            run.messages.push_back(message);
            return;
        }
        let run = Run {
            messages: VecDeque::from([message]),
            _client: Arc::clone(&self.client),
        };
        taken.push(match run.problem() {
            Some(problem) => Taken::Problem(problem),
            None => Taken::Run(run),
        });
    }
}

/// What comes from a queue of partitions.
pub(super) enum Taken<C: NativeClient> {
    Run(Run<C>),
    Problem(PartitionProblem),
}

/// What librdkafka says of a partition in place of a message.
#[derive(Debug)]
pub(super) struct PartitionProblem {
    pub(super) topic: String,
    pub(super) partition: i32,
    pub(super) code: RDKafkaErrorCode,
    pub(super) reason: String,
}

/// Messages of one partition in the order of their offsets; never empty when it is made.
pub(super) struct Run<C: NativeClient> {
    messages: VecDeque<NonNull<sys::rd_kafka_message_t>>,
    /// Outlives the messages, which point into it.
    _client: Arc<C>,
}

// SAFETY: a message belongs to whoever took it, and may be read and destroyed by any thread.
unsafe impl<C: NativeClient> Send for Run<C> {}
// SAFETY: a shared reference reads fields that nobody writes; headers, which librdkafka parses at
// the first look, are looked at by `front` only, which asks for the run exclusively.
unsafe impl<C: NativeClient> Sync for Run<C> {}

impl<C: NativeClient> Run<C> {
    pub(super) fn topic(&self) -> &str {
        self.messages.front().map_or("", |message| {
            // SAFETY: the message is alive, and with it the topic, whose name ends in a zero byte.
            let name = unsafe { CStr::from_ptr(sys::rd_kafka_topic_name(message.as_ref().rkt)) };
            name.to_str().unwrap_or("")
        })
    }

    pub(super) fn partition(&self) -> i32 {
        // SAFETY: the message is alive.
        self.messages
            .front()
            .map_or(-1, |message| unsafe { message.as_ref() }.partition)
    }

    pub(super) fn len(&self) -> usize {
        self.messages.len()
    }

    /// How many bytes the keys and values take.
    pub(super) fn bytes(&self) -> usize {
        // SAFETY: the messages are alive.
        let messages = self
            .messages
            .iter()
            .map(|message| unsafe { message.as_ref() });
        messages.map(|message| message.key_len + message.len).sum()
    }

    /// The offset of the first message.
    pub(super) fn first_offset(&self) -> Option<i64> {
        let first = self.messages.front()?;
        // SAFETY: the message is alive.
        Some(unsafe { first.as_ref() }.offset)
    }

    /// The offset of the last message.
    pub(super) fn last_offset(&self) -> Option<i64> {
        let last = self.messages.back()?;
        // SAFETY: the message is alive.
        Some(unsafe { last.as_ref() }.offset)
    }

    /// The first message.
    pub(super) fn front(&mut self) -> Option<MessageRef<'_>> {
        let message = *self.messages.front()?;
        let mut headers = ptr::null_mut();
        // SAFETY: the message is alive, and no one else uses it. Where it has headers, they live
        // as long as it does.
        let found = unsafe { sys::rd_kafka_message_headers(message.as_ptr(), &mut headers) };
        let headers = match found {
            sys::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR_NO_ERROR => NonNull::new(headers),
            _ => None,
        };
        Some(MessageRef {
            message,
            headers,
            lives: PhantomData,
        })
    }

    /// Destroys the first message.
    pub(super) fn pop_front(&mut self) {
        if let Some(message) = self.messages.pop_front() {
            // SAFETY: the message is ours, and is not used again.
            unsafe { sys::rd_kafka_message_destroy(message.as_ptr()) };
        }
    }

    /// What librdkafka says in place of the first message, if it does.
    fn problem(&self) -> Option<PartitionProblem> {
        // SAFETY: the message is alive.
        let message = unsafe { self.messages.front()?.as_ref() };
        if message.err == sys::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR_NO_ERROR {
            return None;
        }
        let topic = if message.rkt.is_null() {
            ""
        } else {
            self.topic()
        };
        // SAFETY: librdkafka puts its words where the value would be.
        let reason = unsafe { bytes_at(message.payload, message.len) }.unwrap_or_default();
        Some(PartitionProblem {
            topic: topic.to_owned(),
            partition: message.partition,
            code: message.err.into(),
            reason: String::from_utf8_lossy(reason).into_owned(),
        })
    }

    fn continues_with(&self, message: NonNull<sys::rd_kafka_message_t>) -> bool {
        // SAFETY: the messages are alive.
        let next = unsafe { message.as_ref() };
        next.err == sys::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR_NO_ERROR
            && self.messages.back().is_some_and(|last| {
                // SAFETY: as above.
                let last = unsafe { last.as_ref() };
                last.rkt == next.rkt && last.partition == next.partition
            })
    }
}

impl<C: NativeClient> Drop for Run<C> {
    fn drop(&mut self) {
        while !self.messages.is_empty() {
            self.pop_front();
        }
    }
}

/// A message of librdkafka's, borrowed from its run.
#[derive(Clone, Copy)]
pub(super) struct MessageRef<'a> {
    message: NonNull<sys::rd_kafka_message_t>,
    headers: Option<NonNull<sys::rd_kafka_headers_t>>,
    lives: PhantomData<&'a sys::rd_kafka_message_t>,
}

// SAFETY: the headers have been parsed, so nothing of the message is written while it is borrowed.
unsafe impl Send for MessageRef<'_> {}
// SAFETY: as above.
unsafe impl Sync for MessageRef<'_> {}

impl<'a> MessageRef<'a> {
    fn fields(&self) -> &'a sys::rd_kafka_message_t {
        // SAFETY: the message lives for `'a`.
        unsafe { self.message.as_ref() }
    }

    pub(super) fn key(&self) -> Option<&'a [u8]> {
        let message = self.fields();
        // SAFETY: librdkafka points to this many bytes, which live as long as the message.
        unsafe { bytes_at(message.key, message.key_len) }
    }

    pub(super) fn value(&self) -> Option<&'a [u8]> {
        let message = self.fields();
        // SAFETY: as above.
        unsafe { bytes_at(message.payload, message.len) }
    }

    pub(super) fn partition(&self) -> i32 {
        self.fields().partition
    }

    pub(super) fn offset(&self) -> i64 {
        self.fields().offset
    }

    pub(super) fn timestamp(&self) -> Option<Timestamp> {
        use sys::rd_kafka_timestamp_type_t as kind;

        let mut said = kind::RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
        // SAFETY: the message is alive.
        let millis = unsafe { sys::rd_kafka_message_timestamp(self.message.as_ptr(), &mut said) };
        match said {
            kind::RD_KAFKA_TIMESTAMP_NOT_AVAILABLE => None,
            kind::RD_KAFKA_TIMESTAMP_CREATE_TIME => Some(Timestamp::CreateTime(millis)),
            kind::RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME => Some(Timestamp::LogAppendTime(millis)),
        }
    }

    /// The headers in order: name and value, both as the bytes that they are.
    fn raw_headers(&self) -> impl Iterator<Item = (&'a [u8], Option<&'a [u8]>)> {
        let headers = self.headers;
        (0..).map_while(move |index| {
            let (mut name, mut value, mut size) = (ptr::null(), ptr::null(), 0);
            // SAFETY: the headers live as long as the message. Names end in a zero byte.
            unsafe {
                let found = sys::rd_kafka_header_get_all(
                    headers?.as_ptr(),
                    index,
                    &mut name,
                    &mut value,
                    &mut size,
                );
                (found == sys::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR_NO_ERROR)
                    .then(|| (CStr::from_ptr(name).to_bytes(), bytes_at(value, size)))
            }
        })
    }

    /// The value of the last header of that name.
    pub(super) fn header(&self, name: &str) -> Option<&'a [u8]> {
        self.headers?;
        let headers = self
            .raw_headers()
            .filter(|(candidate, _)| *candidate == name.as_bytes());
        headers.last().and_then(|(_, value)| value)
    }

    /// A copy of the headers.
    pub(super) fn headers(&self) -> Headers {
        let headers = self.raw_headers();
        headers
            .map(|(name, value)| (String::from_utf8_lossy(name), value.map(<[u8]>::to_vec)))
            .collect()
    }
}

/// The bytes at `start`, or nothing if it is null.
///
/// # Safety
///
/// Where `start` is not null, it points to `length` bytes that live and are not written for `'a`.
unsafe fn bytes_at<'a>(start: *const c_void, length: usize) -> Option<&'a [u8]> {
    // SAFETY: the caller says so.
    (!start.is_null()).then(|| unsafe { slice::from_raw_parts(start.cast::<u8>(), length) })
}

/// The commits of a consumer's stored offsets that were asked for, and their outcomes.
pub(super) struct Commits<C: NativeClient> {
    replies: Queue<C>,
}

impl<C: NativeClient> Commits<C> {
    /// Commits, of which `replied` is called when there is an outcome.
    pub(super) fn new(client: &Arc<C>, replied: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            replies: Queue::new(client).on_filled(replied),
        }
    }

    /// Starts to commit what is stored. The outcome comes under `number`.
    pub(super) fn start(&self, number: usize) -> Result<(), RDKafkaErrorCode> {
        // SAFETY: client and queue are alive. The opaque pointer is a number, which librdkafka
        // hands back as it is.
        let started = unsafe {
            sys::rd_kafka_commit_queue(
                self.replies.client.native(),
                ptr::null(),
                self.replies.queue.as_ptr(),
                None,
                ptr::without_provenance_mut(number),
            )
        };
        outcome(started)
    }

    /// The next outcome, if there is one.
    pub(super) fn next_outcome(&self) -> Option<(usize, Result<(), RDKafkaErrorCode>)> {
        // SAFETY: the queue is alive, and the event, if there is one, is ours to destroy.
        unsafe {
            let event = NonNull::new(sys::rd_kafka_queue_poll(self.replies.queue.as_ptr(), 0))?;
            let number = sys::rd_kafka_event_opaque(event.as_ptr()).addr();
            let outcome = outcome(sys::rd_kafka_event_error(event.as_ptr())).and_then(|()| {
                // The error of the whole is none as long as one partition was committed.
                let list = sys::rd_kafka_event_topic_partition_list(event.as_ptr()).as_ref();
                list.map_or(Ok(()), |list| first_problem(list))
            });
            sys::rd_kafka_event_destroy(event.as_ptr());
            Some((number, outcome))
        }
    }
}

/// The first error that a partition of the list has.
///
/// # Safety
///
/// The list is one that librdkafka made.
unsafe fn first_problem(
    list: &sys::rd_kafka_topic_partition_list_t,
) -> Result<(), RDKafkaErrorCode> {
    let length = usize::try_from(list.cnt).unwrap_or(0);
    if length == 0 {
        return Ok(());
    }
    // SAFETY: librdkafka points to this many elements.
    let partitions = unsafe { slice::from_raw_parts(list.elems, length) };
    partitions
        .iter()
        .try_for_each(|partition| outcome(partition.err))
}

/// Sends what is queued without lingering, for up to `slice`, and says whether all of it has been
/// delivered and reported. Another thread, or this one between two calls, serves the reports.
pub(super) fn flush<C: NativeClient>(producer: &C, slice: Duration) -> bool {
    let millis = i32::try_from(slice.as_millis()).unwrap_or(i32::MAX);
    // SAFETY: the client is alive.
    let flushed = unsafe { sys::rd_kafka_flush(producer.native(), millis) };
    outcome(flushed).is_ok()
}

fn outcome(error: sys::rd_kafka_resp_err_t) -> Result<(), RDKafkaErrorCode> {
    match error {
        sys::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR_NO_ERROR => Ok(()),
        error => Err(error.into()),
    }
}
