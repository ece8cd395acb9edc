//! The records that a consumer has taken from librdkafka and not yet handed out.

use std::collections::VecDeque;
use std::sync::Arc;

use super::error::ConsumeError;
use super::lane::Lane;
use super::shared::{Client, Shared};
use crate::kafka::native::{MessageRef, Run, Taken};

/// How many records are taken at once, at most.
const MOST_RECORDS: usize = 512;

/// How many bytes the records should have together that are taken at once.
const ENOUGH_BYTES: usize = 1 << 20;

/// Takes records from librdkafka, some at a time, and keeps them until they are handed out.
pub(super) struct Inbox {
    shared: Arc<Shared>,
    /// What comes next, in order.
    arrived: VecDeque<LaneRun>,
    /// What has to wait until its partition goes on.
    held: Vec<LaneRun>,
    /// The record that was handed out last.
    handed_out: Option<(Arc<Lane>, i64)>,
    /// How many records to take next time.
    appetite: usize,
}

/// Records of one lane.
struct LaneRun {
    lane: Arc<Lane>,
    run: Run<Client>,
}

impl Inbox {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self {
            shared,
            arrived: VecDeque::new(),
            held: Vec::new(),
            handed_out: None,
            appetite: MOST_RECORDS / 8,
        }
    }

    /// Says that the record that was handed out last is done with.
    pub(super) fn settle(&self) {
        if let Some((lane, offset)) = &self.handed_out {
            lane.store(*offset);
        }
    }

    /// Waits until there is a [`head`](Self::head). Cancel safe.
    pub(super) async fn fill(&mut self) -> Result<(), ConsumeError> {
        loop {
            self.sort_out();
            if !self.arrived.is_empty() {
                return Ok(());
            }
            if let Some(problem) = self.shared.next_problem() {
                return Err(problem);
            }
            if !self.take() {
                self.shared.news.notified().await;
            }
        }
    }

    /// The record that comes next, and its lane.
    pub(super) fn head(&mut self) -> Option<(&Arc<Lane>, MessageRef<'_>)> {
        let LaneRun { lane, run } = self.arrived.front_mut()?;
        Some((lane, run.front()?))
    }

    /// Counts the head as handed out.
    pub(super) fn advance(&mut self) {
        let Some(LaneRun { lane, run }) = self.arrived.front_mut() else {
            return;
        };
        if let Some(offset) = run.first_offset() {
            match &mut self.handed_out {
                Some((last, last_offset)) if Arc::ptr_eq(last, lane) => *last_offset = offset,
                handed_out => *handed_out = Some((Arc::clone(lane), offset)),
            }
        }
        run.pop_front();
        if run.len() == 0 {
            self.arrived.pop_front();
        }
    }

    /// Forgets everything, for good. What was handed out last is not done with.
    pub(super) fn close(&mut self) {
        self.shared.close();
        self.arrived.clear();
        self.held.clear();
        self.handed_out = None;
    }

    /// Sees to it that the head is one to hand out: of a partition that is assigned and not paused.
    fn sort_out(&mut self) {
        if !self.held.is_empty() {
            self.held.retain(|held| !held.lane.has_ended());
            let goes_on = self.held.extract_if(.., |held| !held.lane.is_paused());
            for (position, resumed) in goes_on.enumerate() {
                self.arrived.insert(position, resumed);
            }
        }
        while let Some(head) = self.arrived.front() {
            if head.lane.has_ended() {
                self.arrived.pop_front();
            } else if head.lane.is_paused() {
                self.held.extend(self.arrived.pop_front());
            } else {
                break;
            }
        }
    }

    /// Takes what there is, and says whether there was anything. If not, there will be news when
    /// there is.
    fn take(&mut self) -> bool {
        let shared = Arc::clone(&self.shared);
        let Some(mut source) = shared.try_source() else {
            return false;
        };
        let Some(queue) = &source.queue else {
            return false;
        };
        let taken = queue.take(self.appetite);
        let (mut records, mut bytes) = (0, 0);
        let found = !taken.is_empty();
        for taken in taken {
            match taken {
                Taken::Problem(problem) => self.shared.report(ConsumeError::partition(problem)),
                Taken::Run(run) => {
                    records += run.len();
                    bytes += run.bytes();
                    let Some(offsets) = run.first_offset().zip(run.last_offset()) else {
                        continue;
                    };
                    // A partition without a lane was revoked a moment ago.
                    let lane = source.lanes.take(run.topic(), run.partition(), offsets);
                    self.arrived
                        .extend(lane.and_then(|(lane, new_from)| new(lane, run, new_from)));
                }
            }
        }
        if let Some(size) = bytes.checked_div(records) {
            self.appetite = (ENOUGH_BYTES / size.max(1)).clamp(1, MOST_RECORDS);
        }
        found
    }
}

/// The records from the offset `new_from` on; those before it came before.
fn new(lane: Arc<Lane>, mut run: Run<Client>, new_from: i64) -> Option<LaneRun> {
    while run.first_offset()? < new_from {
        run.pop_front();
    }
    Some(LaneRun { lane, run })
}
