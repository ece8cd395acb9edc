//! The thread that serves a consumer's events and carries out what its handles ask for.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::thread;
use std::time::{Duration, Instant};

use rdkafka::consumer::Consumer;
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::message::Message as _;
use rdkafka::types::RDKafkaErrorCode;
use rdkafka::{Offset, TopicPartitionList};

use super::context::{list, store_offsets};
use super::control::{Answer, Command, Partitions};
use super::error::ConsumeError;
use super::shared::{Client, Shared};
use crate::kafka::native::{Commits, Queue};

/// How long the thread sleeps at most. Events and commands wake it; offsets that were stored wait
/// so long to be told to librdkafka, which commits them every `auto.commit.interval.ms`.
const LONGEST_SLEEP: Duration = Duration::from_millis(100);

/// How long a seek may take until librdkafka has acknowledged it. It asks no broker.
const SEEK_TIMEOUT: Duration = Duration::from_secs(10);

pub(super) struct ConsumerThread {
    client: Arc<Client>,
    shared: Arc<Shared>,
    events: Queue<Client>,
    commits: Commits<Client>,
    commands: Receiver<Command>,
    /// Who waits for which commit.
    committing: HashMap<usize, Answer<()>>,
    commits_started: usize,
    commits_automatically: bool,
    /// What librdkafka said last of a single connection.
    connection_problem: String,
}

/// Says that no more records come, however the thread ends.
struct EndOfThread(Arc<Shared>);

impl Drop for EndOfThread {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl ConsumerThread {
    /// To be called on the thread.
    pub(super) fn new(
        client: Arc<Client>,
        shared: Arc<Shared>,
        commands: Receiver<Command>,
        commits_automatically: bool,
    ) -> Self {
        let this = thread::current();
        let events = Queue::consumer(&client).on_filled(move || this.unpark());
        let this = thread::current();
        let commits = Commits::new(&client, move || this.unpark());
        Self {
            client,
            shared,
            events,
            commits,
            commands,
            committing: HashMap::new(),
            commits_started: 0,
            commits_automatically,
            connection_problem: String::new(),
        }
    }

    pub(super) fn run(mut self, topics: &[&str]) {
        let _end = EndOfThread(Arc::clone(&self.shared));
        if let Err(error) = self.client.subscribe(topics) {
            self.shared.report(ConsumeError::fatal(format!(
                "the subscription failed: {error}"
            )));
        }
        let answer = loop {
            self.serve();
            match self.commands.try_recv() {
                Ok(command) => {
                    if let ControlFlow::Break(answer) = self.execute(command) {
                        break answer;
                    }
                }
                Err(TryRecvError::Empty) => thread::park_timeout(LONGEST_SLEEP),
                Err(TryRecvError::Disconnected) => break None,
            }
        };
        self.close(answer);
    }

    /// Serves everything that waits. The queues call back when they fill again.
    ///
    /// It polls also if nothing waits: that is what keeps the consumer in its group.
    fn serve(&mut self) {
        loop {
            match self.client.poll(Duration::ZERO) {
                Some(Err(error)) => self.report(error),
                Some(Ok(message)) => {
                    // Partitions are forwarded before they are assigned, so this does not happen;
                    // if it does, the record comes again by the right way.
                    let (topic, partition) = (message.topic(), message.partition());
                    log::warn!("topic {topic}, partition {partition}: a record came the wrong way");
                    let _ = self.seek(topic, partition, Offset::Offset(message.offset()));
                }
                None => {}
            }
            if self.events.len() == 0 {
                break;
            }
        }
        self.store_offsets();
        while let Some((number, outcome)) = self.commits.next_outcome() {
            if let Some(answer) = self.committing.remove(&number) {
                let _ = answer.send(committed(outcome));
            }
        }
    }

    /// Passes on what librdkafka says, unless it concerns a single connection, which librdkafka
    /// makes anew by itself. That is told if there is no other connection.
    fn report(&mut self, error: KafkaError) {
        use RDKafkaErrorCode as Code;

        let mut reason = self.client.context().take_last_words();
        match error.rdkafka_error_code() {
            Some(Code::BrokerTransportFailure | Code::Resolve | Code::SSL) => {
                self.connection_problem = reason;
                return;
            }
            Some(Code::AllBrokersDown) if !self.connection_problem.is_empty() => {
                reason = format!(
                    "{reason}, the last one because of {}",
                    self.connection_problem
                );
            }
            _ => {}
        }
        self.shared.report(ConsumeError::event(error, reason));
    }

    fn store_offsets(&self) {
        let stored = self.shared.change(|source| source.lanes.newly_stored());
        store_offsets(
            &self.client,
            stored.iter().map(|(lane, offset)| (lane, *offset)),
        );
    }

    fn execute(&mut self, command: Command) -> ControlFlow<Option<(Answer<()>, Instant)>> {
        match command {
            Command::Commit(answer) => self.start_commit(answer),
            Command::Pause {
                partitions,
                paused,
                answer,
            } => {
                let _ = answer.send(self.pause(&partitions, paused));
            }
            Command::Seek {
                topic,
                partition,
                offset,
                answer,
            } => {
                let _ = answer.send(self.seek(&topic, partition, offset));
            }
            Command::Assignment(answer) => {
                let _ = answer.send(Ok(self.shared.change(|source| source.lanes.partitions())));
            }
            Command::Close(answer) => return ControlFlow::Break(answer),
        }
        ControlFlow::Continue(())
    }

    /// Starts to commit what is stored.
    fn start_commit(&mut self, answer: Answer<()>) {
        self.store_offsets();
        self.commits_started += 1;
        match self.commits.start(self.commits_started) {
            Ok(()) => {
                self.committing.insert(self.commits_started, answer);
            }
            Err(code) => {
                let _ = answer.send(committed(Err(code)));
            }
        }
    }

    fn pause(&self, partitions: &Partitions, paused: bool) -> Result<(), ConsumeError> {
        self.shared.change(|source| {
            let lanes = match partitions {
                Partitions::All => source.lanes.all(),
                Partitions::One(topic, partition) => match source.lanes.get(topic, *partition) {
                    Some(lane) => vec![Arc::clone(lane)],
                    None => return Err(ConsumeError::not_assigned(topic, *partition)),
                },
            };
            // Only what changes: librdkafka starts to fetch anew.
            let changing: Vec<_> = lanes
                .into_iter()
                .filter(|lane| lane.is_paused() != paused)
                .collect();
            let list = list(&changing);
            // What is being fetched comes again when the partition goes on. No records are taken
            // meanwhile, as librdkafka notes where they end only after it has handed them out.
            let done = if paused {
                self.client.pause(&list)
            } else {
                self.client.resume(&list)
            };
            done.map_err(|error| ConsumeError::kafka("pausing or resuming failed", error))?;
            for lane in &changing {
                lane.pause(paused);
                source.lanes.expect_repeats(lane);
            }
            Ok(())
        })
    }

    fn seek(&self, topic: &str, partition: i32, offset: Offset) -> Result<(), ConsumeError> {
        self.shared.change(|source| {
            if source.lanes.get(topic, partition).is_none() {
                return Err(ConsumeError::not_assigned(topic, partition));
            }
            let sought = self.seek_natively(topic, partition, offset);
            if matches!(&sought, Err(error) if error.rdkafka_error_code().is_some()) {
                // The partition is where it was.
                return sought.map_err(|error| ConsumeError::kafka("the seek failed", error));
            }
            // What was taken before is not handed out any more.
            source.lanes.open(topic, partition);
            sought.map_err(|_| ConsumeError::timed_out("the seek"))
        })
    }

    /// Fails with a code if librdkafka refuses, and without if it takes too long, in which case the
    /// seek is still going to happen.
    fn seek_natively(&self, topic: &str, partition: i32, offset: Offset) -> KafkaResult<()> {
        let mut list = TopicPartitionList::new();
        list.add_partition_offset(topic, partition, offset)?;
        let list = self.client.seek_partitions(list, SEEK_TIMEOUT)?;
        list.elements()
            .iter()
            .try_for_each(|element| element.error())
    }

    /// Commits, leaves the group, and destroys the client. All of it may take its time.
    fn close(mut self, answer: Option<(Answer<()>, Instant)>) {
        self.serve();
        let mut outcome = Ok(());
        if let Some((_, deadline)) = &answer
            && self.commits_automatically
        {
            outcome = self.commit_until(*deadline);
        }
        let Self {
            client,
            shared,
            events,
            commits,
            commands,
            committing,
            ..
        } = self;
        // Whoever still waits is told that it is over.
        drop((commands, committing));
        drop((events, commits, shared.change(|source| source.queue.take())));
        // This is the last of the client. It leaves the group and waits until it has.
        drop(client);
        shared.change(|source| source.lanes.close_all());
        if let Some((answer, _)) = answer {
            let _ = answer.send(outcome);
        }
    }

    /// Commits what is stored, and waits for it.
    fn commit_until(&mut self, deadline: Instant) -> Result<(), ConsumeError> {
        let (answer, mut answered) = futures_channel::oneshot::channel();
        self.start_commit(answer);
        loop {
            self.serve();
            match answered.try_recv() {
                Ok(Some(outcome)) => return outcome,
                Err(_) => return Err(ConsumeError::closed()),
                Ok(None) => {}
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(ConsumeError::timed_out("the commit"));
            }
            thread::park_timeout(left.min(LONGEST_SLEEP));
        }
    }
}

/// The outcome of a commit. That there was nothing to commit is no failure.
fn committed(outcome: Result<(), RDKafkaErrorCode>) -> Result<(), ConsumeError> {
    match outcome {
        Ok(()) | Err(RDKafkaErrorCode::NoOffset) => Ok(()),
        Err(code) => Err(ConsumeError::kafka(
            "the commit failed",
            KafkaError::ConsumerCommit(code),
        )),
    }
}
