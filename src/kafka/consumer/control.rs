//! Steering a consumer from elsewhere.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread::Thread;
use std::time::Instant;

use futures_channel::oneshot;
use rdkafka::Offset;

use super::error::ConsumeError;

/// Where the outcome of a command goes.
pub(super) type Answer<T> = oneshot::Sender<Result<T, ConsumeError>>;

/// What the consumer's thread is asked to do.
pub(super) enum Command {
    Commit(Answer<()>),
    Pause {
        partitions: Partitions,
        paused: bool,
        answer: Answer<()>,
    },
    Seek {
        topic: String,
        partition: i32,
        offset: Offset,
        answer: Answer<()>,
    },
    Assignment(Answer<Vec<TopicPartition>>),
    /// Answers when it is done; the commit is waited for until then.
    Close(Option<(Answer<()>, Instant)>),
}

/// Which partitions a command is about.
pub(super) enum Partitions {
    All,
    One(String, i32),
}

/// A partition of a topic.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub struct TopicPartition {
    /// The topic.
    pub topic: Arc<str>,
    /// The number of the partition, from 0.
    pub partition: i32,
}

/// Where a partition is to be read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SeekTo {
    /// The oldest record that there is.
    Beginning,
    /// Behind the newest record.
    End,
    /// This offset.
    Offset(i64),
}

/// Steers a consumer while another task is in [`recv`](super::DeserializingConsumer::recv).
///
/// It is a handle, which any number of tasks may have. Each call is carried out by the consumer's
/// thread; when it answers, it has been done. If its future is dropped, it is done all the same.
///
/// Once the consumer is closed or dropped, each call fails with an error of
/// [`ConsumeErrorKind::Closed`](super::ConsumeErrorKind::Closed).
#[derive(Clone)]
pub struct ConsumerControl {
    commands: Sender<Command>,
    thread: Thread,
}

impl ConsumerControl {
    pub(super) fn new(commands: Sender<Command>, thread: Thread) -> Self {
        Self { commands, thread }
    }

    /// Commits what is stored: each record but the one that
    /// [`recv`](super::DeserializingConsumer::recv) handed out last, which may still be worked on.
    /// [`DeserializingConsumer::commit`](super::DeserializingConsumer::commit) commits that one
    /// too.
    ///
    /// # Errors
    ///
    /// If the group's coordinator cannot be reached or refuses, as it does when the partitions have
    /// gone to another consumer.
    pub async fn commit(&self) -> Result<(), ConsumeError> {
        self.ask(Command::Commit).await
    }

    /// Hands out no records of a partition until it is [resumed](Self::resume) or assigned anew.
    /// The consumer stays its owner.
    ///
    /// # Errors
    ///
    /// If the partition is not assigned to this consumer.
    pub async fn pause(&self, topic: &str, partition: i32) -> Result<(), ConsumeError> {
        let partitions = Partitions::One(topic.to_owned(), partition);
        self.ask(|answer| Command::Pause {
            partitions,
            paused: true,
            answer,
        })
        .await
    }

    /// Goes on with a partition that was [paused](Self::pause), where it stopped.
    ///
    /// # Errors
    ///
    /// If the partition is not assigned to this consumer.
    pub async fn resume(&self, topic: &str, partition: i32) -> Result<(), ConsumeError> {
        let partitions = Partitions::One(topic.to_owned(), partition);
        self.ask(|answer| Command::Pause {
            partitions,
            paused: false,
            answer,
        })
        .await
    }

    /// [Pauses](Self::pause) all partitions that are assigned now.
    ///
    /// # Errors
    ///
    /// If librdkafka refuses.
    pub async fn pause_all(&self) -> Result<(), ConsumeError> {
        let partitions = Partitions::All;
        self.ask(|answer| Command::Pause {
            partitions,
            paused: true,
            answer,
        })
        .await
    }

    /// [Resumes](Self::resume) all partitions that are assigned now.
    ///
    /// # Errors
    ///
    /// If librdkafka refuses.
    pub async fn resume_all(&self) -> Result<(), ConsumeError> {
        let partitions = Partitions::All;
        self.ask(|answer| Command::Pause {
            partitions,
            paused: false,
            answer,
        })
        .await
    }

    /// Reads a partition from another place on. What was taken from it before is not handed out any
    /// more, and the record that was handed out last is not stored.
    ///
    /// # Errors
    ///
    /// If the partition is not assigned to this consumer, or so recently that it has not been read
    /// from yet.
    pub async fn seek(&self, topic: &str, partition: i32, to: SeekTo) -> Result<(), ConsumeError> {
        let topic = topic.to_owned();
        let offset = match to {
            SeekTo::Beginning => Offset::Beginning,
            SeekTo::End => Offset::End,
            SeekTo::Offset(offset) => Offset::Offset(offset),
        };
        self.ask(|answer| Command::Seek {
            topic,
            partition,
            offset,
            answer,
        })
        .await
    }

    /// The partitions that are assigned now, in order.
    ///
    /// # Errors
    ///
    /// None but that the consumer is closed.
    pub async fn assignment(&self) -> Result<Vec<TopicPartition>, ConsumeError> {
        self.ask(Command::Assignment).await
    }

    /// Has the thread carry out a command, which it does not do if it has ended.
    pub(super) fn send(&self, command: Command) {
        let _ = self.commands.send(command);
        self.thread.unpark();
    }

    async fn ask<T>(&self, command: impl FnOnce(Answer<T>) -> Command) -> Result<T, ConsumeError> {
        let (answer, answered) = oneshot::channel();
        self.send(command(answer));
        answered
            .await
            .unwrap_or_else(|_| Err(ConsumeError::closed()))
    }
}

impl fmt::Debug for ConsumerControl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConsumerControl").finish_non_exhaustive()
    }
}
