//! A bound on retries as a share of requests.

use std::time::{Duration, Instant};

/// How many retries there may be for the requests that there were.
///
/// A policy bounds the retries of one request. When a server is sick all requests fail, and each
/// then comes several times, which keeps the server from getting well. A budget bounds them all
/// together: each request deposits a share of a retry, each retry withdraws a whole one, and there
/// is a reserve, so that a client which asks seldom can try again too. Both count for ten seconds.
///
/// ```
/// use std::time::Instant;
/// use avrolane::retry::Budget;
///
/// let mut budget = Budget::default().retry_percent(50).reserve_per_second(0);
/// let now = Instant::now();
/// budget.deposit(now);
/// assert!(!budget.withdraw(now), "half a retry is none");
/// budget.deposit(now);
/// assert!(budget.withdraw(now));
/// assert!(!budget.withdraw(now));
/// ```
#[derive(Debug, Clone)]
pub struct Budget {
    retry_percent: u32,
    reserve_per_second: u32,
    slots: [Slot; SLOTS],
    /// When the first slot was begun.
    begun: Option<Instant>,
}

/// What was deposited and withdrawn within a second.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    deposits: u64,
    withdrawals: u64,
}

const SLOTS: usize = 10;
const SLOT: Duration = Duration::from_secs(1);

impl Budget {
    /// Lets every retry pass.
    #[must_use]
    pub fn unlimited() -> Self {
        Self::default().reserve_per_second(u32::MAX)
    }

    /// How many retries a hundred requests pay for. 20 unless set.
    #[must_use]
    pub const fn retry_percent(mut self, percent: u32) -> Self {
        self.retry_percent = percent;
        self
    }

    /// How many retries a second there may be beside those that requests pay for. 10 unless set;
    /// what was not used in the last ten seconds can be used at once.
    #[must_use]
    pub const fn reserve_per_second(mut self, retries: u32) -> Self {
        self.reserve_per_second = retries;
        self
    }

    /// Counts a request. Its retries are none.
    pub fn deposit(&mut self, now: Instant) {
        self.current_slot(now).deposits += 1;
    }

    /// Counts a retry, if there may be one.
    #[must_use]
    pub fn withdraw(&mut self, now: Instant) -> bool {
        self.advance(now);
        let sum = |count: fn(&Slot) -> u64| self.slots.iter().map(count).sum::<u64>();
        let paid_for = sum(|slot| slot.deposits) * u64::from(self.retry_percent) / 100;
        let reserve = u64::from(self.reserve_per_second) * SLOTS as u64;
        if sum(|slot| slot.withdrawals) >= paid_for.saturating_add(reserve) {
            return false;
        }
        self.current_slot(now).withdrawals += 1;
        true
    }

    fn current_slot(&mut self, now: Instant) -> &mut Slot {
        self.advance(now);
        let [first, ..] = &mut self.slots;
        first
    }

    /// Begins the slots that are due, and forgets as many of the oldest.
    fn advance(&mut self, now: Instant) {
        let begun = *self.begun.get_or_insert(now);
        let due = now.saturating_duration_since(begun).as_secs();
        if due == 0 {
            return;
        }
        let due_slots = usize::try_from(due).map_or(SLOTS, |due| due.min(SLOTS));
        self.slots.rotate_right(due_slots);
        self.slots
            .iter_mut()
            .take(due_slots)
            .for_each(|slot| *slot = Slot::default());
        self.begun = Some(begun + SLOT * u32::try_from(due).unwrap_or(u32::MAX));
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            retry_percent: 20,
            reserve_per_second: 10,
            slots: [Slot::default(); SLOTS],
            begun: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without_reserve() -> Budget {
        Budget::default().reserve_per_second(0)
    }

    /// How many retries pass.
    fn withdrawn(budget: &mut Budget, now: Instant) -> usize {
        (0..1_000).take_while(|_| budget.withdraw(now)).count()
    }

    #[test]
    fn five_requests_pay_for_a_retry() {
        let (mut budget, now) = (without_reserve(), Instant::now());
        for _ in 0..4 {
            budget.deposit(now);
        }
        assert_eq!(withdrawn(&mut budget, now), 0);
        for _ in 0..21 {
            budget.deposit(now);
        }
        assert_eq!(withdrawn(&mut budget, now), 5);
    }

    #[test]
    fn the_reserve_is_there_without_requests_and_comes_back() {
        let (mut budget, start) = (Budget::default(), Instant::now());
        assert_eq!(withdrawn(&mut budget, start), 100);
        assert_eq!(withdrawn(&mut budget, start + SLOT * 9), 0);
        assert_eq!(withdrawn(&mut budget, start + SLOT * 10), 100);
    }

    #[test]
    fn what_was_deposited_counts_for_ten_seconds() {
        let (mut budget, start) = (without_reserve(), Instant::now());
        for _ in 0..10 {
            budget.deposit(start);
        }
        assert!(budget.clone().withdraw(start + SLOT * 9));
        assert!(!budget.withdraw(start + SLOT * 10));
    }

    #[test]
    fn seconds_pass_one_by_one_as_well() {
        let (mut budget, start) = (without_reserve(), Instant::now());
        for second in 0..20 {
            for _ in 0..10 {
                budget.deposit(start + SLOT * second);
            }
        }
        assert_eq!(withdrawn(&mut budget, start + SLOT * 19), 20);
        assert_eq!(withdrawn(&mut budget, start + SLOT * 28), 0);
    }

    #[test]
    fn a_clock_that_jumps_breaks_nothing() {
        let (mut budget, start) = (without_reserve(), Instant::now());
        let later = start + Duration::from_secs(1 << 33);
        for now in [later, start, later] {
            budget.deposit(now);
        }
        assert_eq!(withdrawn(&mut budget, later), 0);
    }

    #[test]
    fn without_a_limit_every_retry_passes() {
        let (mut budget, now) = (Budget::unlimited(), Instant::now());
        assert_eq!(withdrawn(&mut budget, now), 1_000);
    }
}
