//! The partitions that a consumer reads, each for as long as it reads it without a break.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use super::control::TopicPartition;

/// No offset has been stored.
const NONE: i64 = -1;

/// One uninterrupted reading of a partition: from its assignment, or from a seek, until it is
/// revoked or the next seek.
///
/// Records remember the lane that they came by. One whose lane has ended is not handed out, and an
/// offset that is stored in such a lane is never seen, so nothing of an earlier reading gets into a
/// later one, at whatever moment a rebalance comes.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) topic: Arc<str>,
    pub(super) partition: i32,
    ended: AtomicBool,
    paused: AtomicBool,
    stored: AtomicI64,
}

impl Lane {
    pub(super) fn has_ended(&self) -> bool {
        self.ended.load(Ordering::Acquire)
    }

    pub(super) fn is_paused(&self) -> bool {
        self.paused.load(Ordering::Acquire)
    }

    pub(super) fn pause(&self, paused: bool) {
        self.paused.store(paused, Ordering::Release);
    }

    /// Says that the record at `offset` and those before it are done with.
    pub(super) fn store(&self, offset: i64) {
        self.stored.store(offset + 1, Ordering::Release);
    }

    /// The offset to read from next time.
    pub(super) fn stored(&self) -> Option<i64> {
        match self.stored.load(Ordering::Acquire) {
            NONE => None,
            offset => Some(offset),
        }
    }
}

/// The lanes of the partitions that are assigned.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    topics: HashMap<Arc<str>, HashMap<i32, Entry>>,
}

#[derive(Debug)]
struct Entry {
    lane: Arc<Lane>,
    /// Behind the last record that was taken from librdkafka.
    taken: i64,
    /// Records below this offset come again and are not new; those of a pause, until it is passed.
    repeated_below: i64,
    /// What librdkafka has been told of `Lane::stored`.
    told: Option<i64>,
}

impl Lanes {
    /// Starts to read a partition, from a new place if it is being read.
    pub(super) fn open(&mut self, topic: &str, partition: i32) {
        let topic = match self.topics.get_key_value(topic) {
            Some((topic, _)) => Arc::clone(topic),
            None => Arc::from(topic),
        };
        let paused = self
            .get(&topic, partition)
            .is_some_and(|lane| lane.is_paused());
        self.close(&topic, partition);
        let lane = Arc::new(Lane {
            topic: Arc::clone(&topic),
            partition,
            ended: AtomicBool::new(false),
            paused: AtomicBool::new(paused),
            stored: AtomicI64::new(NONE),
        });
        let entry = Entry {
            lane,
            taken: i64::MIN,
            repeated_below: i64::MIN,
            told: None,
        };
        self.topics
            .entry(topic)
            .or_default()
            .insert(partition, entry);
    }

    /// Ends the reading of a partition.
    pub(super) fn close(&mut self, topic: &str, partition: i32) -> Option<Arc<Lane>> {
        let entry = self.topics.get_mut(topic)?.remove(&partition)?;
        entry.lane.ended.store(true, Ordering::Release);
        Some(entry.lane)
    }

    /// Ends the reading of all partitions.
    pub(super) fn close_all(&mut self) {
        for entry in self
            .topics
            .drain()
            .flat_map(|(_, partitions)| partitions.into_values())
        {
            entry.lane.ended.store(true, Ordering::Release);
        }
    }

    pub(super) fn get(&self, topic: &str, partition: i32) -> Option<&Arc<Lane>> {
        Some(&self.topics.get(topic)?.get(&partition)?.lane)
    }

    /// All lanes, in no order.
    pub(super) fn all(&self) -> Vec<Arc<Lane>> {
        let entries = self.topics.values().flat_map(HashMap::values);
        entries.map(|entry| Arc::clone(&entry.lane)).collect()
    }

    /// The partitions that are assigned, in order.
    pub(super) fn partitions(&self) -> Vec<TopicPartition> {
        let lanes = self.all().into_iter();
        let mut partitions: Vec<_> = lanes
            .map(|lane| TopicPartition {
                topic: Arc::clone(&lane.topic),
                partition: lane.partition,
            })
            .collect();
        partitions.sort();
        partitions
    }

    /// Says that a partition is paused or goes on, whereupon librdkafka fetches anew and may hand
    /// out once more what has been taken.
    pub(super) fn expect_repeats(&mut self, lane: &Lane) {
        let partitions = self.topics.get_mut(&lane.topic);
        if let Some(entry) = partitions.and_then(|found| found.get_mut(&lane.partition)) {
            entry.repeated_below = entry.taken;
        }
    }

    /// The lane of records from `first` to `last`, and from which offset on they are new. Other
    /// than after a pause they all are: where the broker no longer has what comes next, because
    /// the topic was truncated or made anew, `auto.offset.reset` goes back without a rebalance.
    pub(super) fn take(
        &mut self,
        topic: &str,
        partition: i32,
        (first, last): (i64, i64),
    ) -> Option<(Arc<Lane>, i64)> {
        let entry = self.topics.get_mut(topic)?.get_mut(&partition)?;
        let new_from = entry.repeated_below;
        if first.max(last + 1) >= new_from {
            entry.repeated_below = i64::MIN;
        }
        entry.taken = last + 1;
        Some((Arc::clone(&entry.lane), new_from))
    }

    /// The offsets that were stored since the last call, for librdkafka.
    pub(super) fn newly_stored(&mut self) -> Vec<(Arc<Lane>, i64)> {
        let entries = self.topics.values_mut().flat_map(HashMap::values_mut);
        entries
            .filter_map(|entry| {
                let stored = entry.lane.stored()?;
                (entry.told.replace(stored) != Some(stored))
                    .then(|| (Arc::clone(&entry.lane), stored))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_ends_when_its_partition_is_revoked_or_sought() {
        let mut lanes = Lanes::default();
        lanes.open("flights", 0);
        let assigned = Arc::clone(lanes.get("flights", 0).unwrap());
        lanes.open("flights", 0);
        assert!(assigned.has_ended());
        let sought = lanes.close("flights", 0).unwrap();
        assert!(sought.has_ended());
        assert!(lanes.get("flights", 0).is_none());
    }

    #[test]
    fn an_offset_that_is_stored_too_late_is_not_seen() {
        let mut lanes = Lanes::default();
        lanes.open("flights", 0);
        let before = Arc::clone(lanes.get("flights", 0).unwrap());
        lanes.open("flights", 0);
        before.store(41);
        assert!(lanes.newly_stored().is_empty());
        lanes.get("flights", 0).unwrap().store(6);
        let stored: Vec<i64> = lanes
            .newly_stored()
            .into_iter()
            .map(|(_, offset)| offset)
            .collect();
        assert_eq!(stored, [7]);
        assert!(lanes.newly_stored().is_empty());
    }

    #[test]
    fn records_that_come_again_after_a_pause_are_told_from_new_ones() {
        let mut lanes = Lanes::default();
        lanes.open("flights", 0);
        let lane = Arc::clone(lanes.get("flights", 0).unwrap());
        assert_eq!(lanes.take("flights", 0, (0, 9)).unwrap().1, i64::MIN);
        lanes.expect_repeats(&lane);
        assert_eq!(lanes.take("flights", 0, (6, 8)).unwrap().1, 10);
        assert_eq!(lanes.take("flights", 0, (9, 12)).unwrap().1, 10);
        assert_eq!(lanes.take("flights", 0, (13, 14)).unwrap().1, i64::MIN);
        assert!(lanes.take("flights", 1, (0, 11)).is_none());
    }

    #[test]
    fn records_of_a_topic_that_was_made_anew_are_new() {
        let mut lanes = Lanes::default();
        lanes.open("flights", 0);
        assert_eq!(lanes.take("flights", 0, (100, 109)).unwrap().1, i64::MIN);
        assert_eq!(lanes.take("flights", 0, (0, 9)).unwrap().1, i64::MIN);
    }

    #[test]
    fn a_seek_leaves_a_paused_partition_paused() {
        let mut lanes = Lanes::default();
        lanes.open("flights", 0);
        lanes.get("flights", 0).unwrap().pause(true);
        lanes.open("flights", 0);
        assert!(lanes.get("flights", 0).unwrap().is_paused());
        lanes.close("flights", 0);
        lanes.open("flights", 0);
        assert!(!lanes.get("flights", 0).unwrap().is_paused());
    }
}
