//! When to try again: decisions only. The caller brings the clock and the dice.

mod budget;

use std::time::Duration;

pub use budget::Budget;

/// How often, and after which waits, a request is tried again.
///
/// Each wait is drawn evenly from zero to a bound ("full jitter"), so that clients which failed
/// together do not come back together. The bound starts at [`base_delay`](Self::base_delay) and
/// doubles up to [`max_delay`](Self::max_delay).
///
/// ```
/// use std::time::Duration;
/// use avrolane::retry::RetryPolicy;
///
/// let policy = RetryPolicy::default().max_retries(5).max_delay(Duration::from_secs(5));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    max_retries: u32,
    base_delay: Duration,
    max_delay: Duration,
}

impl RetryPolicy {
    /// Never tries again.
    #[must_use]
    pub const fn never() -> Self {
        Self {
            max_retries: 0,
            base_delay: Duration::ZERO,
            max_delay: Duration::ZERO,
        }
    }

    /// How many times a failed request is sent again. 3 unless set (`max.retries`).
    #[must_use]
    pub const fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// The bound of the first wait. 1 second unless set (`retries.wait.ms`).
    #[must_use]
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// What no wait exceeds. 20 seconds unless set (`retries.max.wait.ms`).
    #[must_use]
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The waits of one request.
    #[must_use]
    pub const fn backoff(&self) -> Backoff {
        Backoff {
            policy: *self,
            retries: 0,
        }
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_retries: 3,
            base_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(20),
        }
    }
}

/// The waits of one request, as its [`RetryPolicy`] says.
#[derive(Debug, Clone)]
pub struct Backoff {
    policy: RetryPolicy,
    retries: u32,
}

impl Backoff {
    /// How long to wait before the next try, or nothing if there is to be none.
    ///
    /// `random` is a number from 0 to 1, drawn anew for each call. `retry_after` is what the server
    /// asked for: it takes the place of the drawn wait, and where it exceeds
    /// [`RetryPolicy::max_delay`] there is no further try, since an earlier one would be refused.
    #[must_use]
    pub fn next_delay(&mut self, random: f64, retry_after: Option<Duration>) -> Option<Duration> {
        let RetryPolicy {
            max_retries,
            base_delay,
            max_delay,
        } = self.policy;
        if self.retries >= max_retries {
            return None;
        }
        let doublings = 1_u32.checked_shl(self.retries).unwrap_or(u32::MAX);
        self.retries += 1;
        match retry_after {
            Some(delay) => (delay <= max_delay).then_some(delay),
            None => {
                let bound = base_delay.saturating_mul(doublings).min(max_delay);
                Some(bound.mul_f64(if (0.0..=1.0).contains(&random) {
                    random
                } else {
                    1.0
                }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn the_bound_doubles_up_to_the_cap() {
        let mut backoff = RetryPolicy::default().max_retries(7).backoff();
        let bounds = std::array::from_fn(|_| backoff.next_delay(1.0, None));
        let expected = [1, 2, 4, 8, 16, 20, 20].map(|delay| Some(seconds(delay)));
        assert_eq!(bounds, expected);
        assert_eq!(backoff.next_delay(1.0, None), None);
    }

    #[test]
    fn a_wait_is_drawn_from_zero_to_the_bound() {
        let mut backoff = RetryPolicy::default().backoff();
        assert_eq!(backoff.next_delay(0.0, None), Some(Duration::ZERO));
        assert_eq!(
            backoff.next_delay(0.25, None),
            Some(Duration::from_millis(500))
        );
    }

    #[test]
    fn there_are_three_retries_by_default() {
        let mut backoff = RetryPolicy::default().backoff();
        let delays = std::iter::from_fn(|| backoff.next_delay(0.5, None));
        assert_eq!(delays.count(), 3);
    }

    #[test]
    fn the_server_says_how_long_to_wait() {
        let mut backoff = RetryPolicy::default().backoff();
        assert_eq!(
            backoff.next_delay(0.5, Some(seconds(20))),
            Some(seconds(20))
        );
    }

    #[test]
    fn a_server_that_asks_for_more_than_the_cap_is_not_asked_again() {
        let mut backoff = RetryPolicy::default().backoff();
        assert_eq!(backoff.next_delay(0.5, Some(seconds(21))), None);
    }

    #[test]
    fn never_means_no_retry() {
        assert_eq!(RetryPolicy::never().backoff().next_delay(0.0, None), None);
    }

    #[test]
    fn many_retries_do_not_overflow() {
        let mut backoff = RetryPolicy::default().max_retries(u32::MAX).backoff();
        for _ in 0..100 {
            assert!(
                backoff
                    .next_delay(f64::NAN, None)
                    .is_some_and(|delay| delay <= seconds(20))
            );
        }
    }
}
