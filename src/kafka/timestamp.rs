//! When a record was made.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The time of a record, in milliseconds since the Unix epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Timestamp {
    /// When the producer made the record, or what it said (`CreateTime`).
    CreateTime(i64),
    /// When the broker appended it to its log (`LogAppendTime`).
    LogAppendTime(i64),
}

impl Timestamp {
    /// The milliseconds since the Unix epoch.
    #[must_use]
    pub fn as_millis(self) -> i64 {
        match self {
            Self::CreateTime(millis) | Self::LogAppendTime(millis) => millis,
        }
    }

    /// From what librdkafka says, which may be nothing.
    pub(super) fn from_rdkafka(timestamp: rdkafka::Timestamp) -> Option<Self> {
        let millis = timestamp.to_millis()?;
        Some(match timestamp {
            rdkafka::Timestamp::LogAppendTime(_) => Self::LogAppendTime(millis),
            rdkafka::Timestamp::CreateTime(_) | rdkafka::Timestamp::NotAvailable => {
                Self::CreateTime(millis)
            }
        })
    }
}

impl From<Timestamp> for SystemTime {
    fn from(timestamp: Timestamp) -> Self {
        let millis = timestamp.as_millis();
        let distance = Duration::from_millis(millis.unsigned_abs());
        if millis < 0 {
            UNIX_EPOCH - distance
        } else {
            UNIX_EPOCH + distance
        }
    }
}

impl From<SystemTime> for Timestamp {
    /// The time as a producer says it, to the millisecond.
    fn from(time: SystemTime) -> Self {
        let millis = |distance: Duration| i64::try_from(distance.as_millis()).unwrap_or(i64::MAX);
        Self::CreateTime(match time.duration_since(UNIX_EPOCH) {
            Ok(since) => millis(since),
            Err(before) => -millis(before.duration()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_survive_the_way_there_and_back_to_the_millisecond() {
        for millis in [0, 1, 1_374_000_000_123, -86_400_001] {
            let time = SystemTime::from(Timestamp::LogAppendTime(millis));
            assert_eq!(Timestamp::from(time), Timestamp::CreateTime(millis));
        }
    }
}
