//! What librdkafka calls back, all of it on the consumer's thread: rebalances above all.

use std::sync::{Arc, Mutex, PoisonError};

use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext, RebalanceProtocol};
use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};
use rdkafka::types::RDKafkaRespErr;
use rdkafka::{ClientContext, Offset, TopicPartitionList};

use super::error::ConsumeError;
use super::lane::Lane;
use super::shared::{Client, Shared};

pub(super) struct Context {
    shared: Arc<Shared>,
    /// What librdkafka said with the error that it hands out next.
    last_words: Mutex<String>,
}

impl Context {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self {
            shared,
            last_words: Mutex::default(),
        }
    }

    /// The words that belong to an error which `poll` handed out.
    pub(super) fn take_last_words(&self) -> String {
        std::mem::take(
            &mut *self
                .last_words
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    fn assign(&self, client: &Client, partitions: &TopicPartitionList) -> KafkaResult<()> {
        log::debug!("assigned: {partitions:?}");
        self.shared.change(|source| {
            for partition in partitions.elements() {
                source.lanes.open(partition.topic(), partition.partition());
                // Before the assignment, so that nothing arrives by another way.
                if let Some(queue) = &source.queue {
                    queue.forward_partition(partition.topic(), partition.partition());
                }
            }
        });
        if is_incremental(client) {
            client.incremental_assign(partitions)
        } else {
            client.assign(partitions)
        }
    }

    fn revoke(&self, client: &Client, partitions: &TopicPartitionList) -> KafkaResult<()> {
        let lost = client.assignment_lost();
        log::debug!("{}: {partitions:?}", if lost { "lost" } else { "revoked" });
        let revoked = self.shared.change(|source| {
            let partitions = partitions.elements();
            let closed = partitions.iter().filter_map(|partition| {
                source.lanes.close(partition.topic(), partition.partition())
            });
            closed.collect::<Vec<_>>()
        });
        // What is stored now, librdkafka commits with the revocation, if it commits at all. A
        // partition that is lost may be another's already, whose commit must not be overwritten.
        if !lost {
            let offsets = revoked
                .iter()
                .filter_map(|lane| Some((lane, lane.stored()?)));
            store_offsets(client, offsets);
        }
        // librdkafka would remember the pause if it got the partition again.
        let paused: Vec<_> = revoked.iter().filter(|lane| lane.is_paused()).collect();
        if !paused.is_empty() {
            client.resume(&list(paused))?;
        }
        if is_incremental(client) {
            client.incremental_unassign(partitions)
        } else {
            client.unassign()
        }
    }
}

impl ClientContext for Context {
    fn error(&self, error: KafkaError, reason: &str) {
        log::debug!("{error}: {reason}");
        *self
            .last_words
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = reason.to_owned();
    }

    fn stats_raw(&self, _: &[u8]) {}
}

impl ConsumerContext for Context {
    fn commit_callback(&self, outcome: KafkaResult<()>, _: &TopicPartitionList) {
        match outcome {
            // There was nothing new to commit.
            Ok(()) | Err(KafkaError::ConsumerCommit(RDKafkaErrorCode::NoOffset)) => {}
            Err(error) => log::warn!("offsets were not committed, and will be later: {error}"),
        }
    }

    fn rebalance(
        &self,
        client: &BaseConsumer<Self>,
        event: RDKafkaRespErr,
        partitions: &mut TopicPartitionList,
    ) {
        let done = match event {
            RDKafkaRespErr::RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS => self.assign(client, partitions),
            _ => self.revoke(client, partitions),
        };
        if let Err(error) = done {
            self.shared
                .report(ConsumeError::kafka("the rebalance failed", error));
        }
    }
}

/// Whether a rebalance says what changes rather than what is from now on.
fn is_incremental(client: &Client) -> bool {
    matches!(client.rebalance_protocol(), RebalanceProtocol::Cooperative)
}

/// Tells librdkafka which offsets to commit next time.
pub(super) fn store_offsets<'a>(
    client: &Client,
    offsets: impl Iterator<Item = (&'a Arc<Lane>, i64)>,
) {
    let mut stored = TopicPartitionList::new();
    for (lane, offset) in offsets {
        let added =
            stored.add_partition_offset(&lane.topic, lane.partition, Offset::Offset(offset));
        debug_assert!(added.is_ok(), "records have offsets of at least 0");
    }
    if stored.count() > 0
        && let Err(error) = client.store_offsets(&stored)
    {
        // One of them was revoked in the meantime; librdkafka has stored the others.
        log::debug!("offsets cannot be stored: {error}");
    }
}

/// The partitions of these lanes, for librdkafka.
pub(super) fn list<'a>(lanes: impl IntoIterator<Item = &'a Arc<Lane>>) -> TopicPartitionList {
    let mut list = TopicPartitionList::new();
    for lane in lanes {
        list.add_partition(&lane.topic, lane.partition);
    }
    list
}
