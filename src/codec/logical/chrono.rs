//! Dates and times of the crate `chrono`.
//!
//! | type | schema | what is lost |
//! |---|---|---|
//! | `DateTime<Utc>` | `timestamp-millis` | fractions of a millisecond |
//! | `NaiveDateTime` | `local-timestamp-millis` | fractions of a millisecond |
//! | `NaiveDate` | `date` | nothing |
//! | `NaiveTime` | `time-micros` | fractions of a microsecond, leap seconds |

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

use super::logical_schema;
use crate::codec::{
    AvroDecode, AvroEncode, DecodeError, DecodeErrorKind, Decoder, EncodeError, PlanCursor,
};
use crate::schema::{AvroSchema, Depth, Kind, Node};

/// A type that is written as a number.
macro_rules! by_number {
    ($type:ty, $kind:ident, $logical_type:literal, $number:ty, $to:expr, $from:expr) => {
        logical_schema!($type, $kind, $logical_type);

        impl AvroEncode for $type {
            #[inline]
            fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                let to: fn(&Self) -> $number = $to;
                to(self).encode(output)
            }
        }

        impl<'de> AvroDecode<'de> for $type {
            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                let number = <$number>::decode(decoder)?;
                in_range(decoder, $from(number))
            }

            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                let number = <$number>::decode_resolved(decoder, plan)?;
                in_range(decoder, $from(number))
            }
        }
    };
}

#[inline]
fn in_range<T>(decoder: &Decoder<'_>, value: Option<T>) -> Result<T, DecodeError> {
    value.ok_or_else(|| decoder.error(DecodeErrorKind::OutOfRange))
}

by_number!(
    DateTime<Utc>,
    Long,
    "timestamp-millis",
    i64,
    Self::timestamp_millis,
    Self::from_timestamp_millis
);

by_number!(
    NaiveDateTime,
    Long,
    "local-timestamp-millis",
    i64,
    |time| time.and_utc().timestamp_millis(),
    |number| DateTime::from_timestamp_millis(number).map(|time| time.naive_utc())
);

by_number!(
    NaiveDate,
    Int,
    "date",
    i32,
    Self::to_epoch_days,
    Self::from_epoch_days
);

by_number!(
    NaiveTime,
    Long,
    "time-micros",
    i64,
    micros_of_day,
    time_of_day
);

const MICROS_PER_SECOND: i64 = 1_000_000;

fn micros_of_day(time: &NaiveTime) -> i64 {
    // A leap second is a nanosecond of 1,000,000,000 or more.
    let micros = i64::from(time.nanosecond() / 1_000).min(MICROS_PER_SECOND - 1);
    i64::from(time.num_seconds_from_midnight()) * MICROS_PER_SECOND + micros
}

fn time_of_day(micros: i64) -> Option<NaiveTime> {
    let seconds = u32::try_from(micros.div_euclid(MICROS_PER_SECOND)).ok()?;
    let nanos = u32::try_from(micros.rem_euclid(MICROS_PER_SECOND) * 1_000).ok()?;
    NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanos)
}
