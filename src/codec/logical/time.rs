//! Dates and times of the crate `time`.

use time::{Date as CivilDate, OffsetDateTime, PrimitiveDateTime, Time, UtcDateTime};

use super::number::{
    Date, LocalTimestampMicros, LocalTimestampMillis, LocalTimestampNanos, LogicalNumber, Number,
    TimeMicros, TimeMillis, TimestampMicros, TimestampMillis, TimestampNanos, in_range,
    out_of_range,
};
use crate::codec::{AvroDecode, AvroEncode, DecodeError, Decoder, EncodeError, PlanCursor};
use crate::schema::{AvroSchema, Depth, Kind, Natural, Node};

by_number! {
    CivilDate as Date, None, |date| Some(date.to_julian_day() - EPOCH), |days: i32| {
        CivilDate::from_julian_day(days.checked_add(EPOCH)?).ok()
    };

    Time as TimeMillis, None, |time| i32::try_from(nanos_of_day(*time) / 1_000_000).ok(),
        |millis: i32| time_of_day(millis.into(), 1_000_000);
    Time as TimeMicros, None, |time| Some(nanos_of_day(*time) / 1_000),
        |micros| time_of_day(micros, 1_000);

    UtcDateTime as TimestampMillis, None, |time| timestamp(*time, 1_000_000),
        |number| date_time(number, 1_000_000);
    UtcDateTime as TimestampMicros, None, |time| timestamp(*time, 1_000),
        |number| date_time(number, 1_000);
    UtcDateTime as TimestampNanos, None, |time| timestamp(*time, 1), |number| date_time(number, 1);

    PrimitiveDateTime as LocalTimestampMillis, None, |time| timestamp(time.as_utc(), 1_000_000),
        |number| date_time(number, 1_000_000).map(plain);
    PrimitiveDateTime as LocalTimestampMicros, None, |time| timestamp(time.as_utc(), 1_000),
        |number| date_time(number, 1_000).map(plain);
    PrimitiveDateTime as LocalTimestampNanos, None, |time| timestamp(time.as_utc(), 1),
        |number| date_time(number, 1).map(plain);
}

natural! {
    CivilDate as Date;
    Time as TimeMicros;
    UtcDateTime as TimestampMillis;
    OffsetDateTime as TimestampMillis;
    PrimitiveDateTime as LocalTimestampMillis;
}

annotated! {
    CivilDate Time UtcDateTime OffsetDateTime PrimitiveDateTime
}

/// An `OffsetDateTime` is a point in time as long as its offset is zero.
macro_rules! offset_date_time {
    ($($marker:ty)*) => {$(
        impl AvroSchema<$marker> for OffsetDateTime {
            const KIND: Kind = <UtcDateTime as AvroSchema<$marker>>::KIND;
            const NODE: Node = <UtcDateTime as AvroSchema<$marker>>::NODE;
            type Nested<D: Depth> = ();
        }

        impl AvroEncode<$marker> for OffsetDateTime {
            #[inline]
            fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                if !self.offset().is_utc() {
                    return Err(has_offset(*self));
                }
                AvroEncode::<$marker>::encode(&self.to_utc(), output)
            }
        }

        impl<'de> AvroDecode<'de, $marker> for OffsetDateTime {
            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                <UtcDateTime as AvroDecode<'de, $marker>>::decode(decoder).map(Self::from)
            }

            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                <UtcDateTime as AvroDecode<'de, $marker>>::decode_resolved(decoder, plan)
                    .map(Self::from)
            }
        }
    )*};
}

offset_date_time!(TimestampMillis TimestampMicros TimestampNanos);

#[cold]
fn has_offset(time: OffsetDateTime) -> EncodeError {
    EncodeError::new(format!(
        "{time} has an offset, for which Avro has no place: write `.to_utc()` of it"
    ))
}

/// 1970-01-01 as a Julian day.
const EPOCH: i32 = 2_440_588;

const NANOS_PER_SECOND: i64 = 1_000_000_000;

fn nanos_of_day(time: Time) -> i64 {
    let (hour, minute, second, nanosecond) = time.as_hms_nano();
    let seconds = (i64::from(hour) * 60 + i64::from(minute)) * 60 + i64::from(second);
    seconds * NANOS_PER_SECOND + i64::from(nanosecond)
}

/// The time of day that is so many units of `nanos` nanoseconds after midnight.
fn time_of_day(number: i64, nanos: i64) -> Option<Time> {
    let in_day = (0..24 * 3_600 * (NANOS_PER_SECOND / nanos)).contains(&number);
    let time = in_day.then(|| date_time(number, nanos))??;
    Some(time.time())
}

/// The time as a number of units of `nanos` nanoseconds, rounded down.
#[inline]
fn timestamp(time: UtcDateTime, nanos: i64) -> Option<i64> {
    if nanos == 1 {
        return i64::try_from(time.unix_timestamp_nanos()).ok();
    }
    // The fraction of a second counts forward also before 1970.
    Some(time.unix_timestamp() * (NANOS_PER_SECOND / nanos) + i64::from(time.nanosecond()) / nanos)
}

/// The inverse of [`timestamp`].
#[inline]
fn date_time(number: i64, nanos: i64) -> Option<UtcDateTime> {
    let per_second = NANOS_PER_SECOND / nanos;
    let nanosecond = u32::try_from(number.rem_euclid(per_second) * nanos).ok()?;
    let second = UtcDateTime::from_unix_timestamp(number.div_euclid(per_second)).ok()?;
    second.replace_nanosecond(nanosecond).ok()
}

fn plain(time: UtcDateTime) -> PrimitiveDateTime {
    PrimitiveDateTime::new(time.date(), time.time())
}

#[cfg(test)]
mod tests {
    use time::{Month, UtcOffset};

    use super::super::tests::{assert_number, assert_out_of_range, encode, schema};
    use super::*;

    fn utc(number: i64, nanos: i64) -> UtcDateTime {
        date_time(number, nanos).unwrap()
    }

    #[test]
    fn types_have_schemas_by_themselves() {
        let timestamp = schema::<TimestampMillis, i64>();
        assert_eq!(schema::<Natural, UtcDateTime>(), timestamp);
        assert_eq!(schema::<Natural, OffsetDateTime>(), timestamp);
        assert_eq!(
            schema::<Natural, PrimitiveDateTime>(),
            schema::<LocalTimestampMillis, i64>()
        );
        assert_eq!(schema::<Natural, CivilDate>(), schema::<Date, i32>());
        assert_eq!(schema::<Natural, Time>(), schema::<TimeMicros, i64>());
    }

    #[test]
    fn points_in_time_are_counted_in_the_unit_of_the_schema() {
        let time = OffsetDateTime::new_utc(
            CivilDate::from_calendar_date(1969, Month::December, 31).unwrap(),
            Time::from_hms_milli(23, 59, 58, 750).unwrap(),
        );
        assert_number::<Natural, _>(&time, -1_250);
        assert_number::<TimestampMillis, _>(&time, -1_250);
        assert_number::<TimestampMicros, _>(&time, -1_250_000);
        assert_number::<TimestampNanos, _>(&time, -1_250_000_000);
        assert_number::<TimestampMicros, _>(&time.to_utc(), -1_250_000);
        let time = PrimitiveDateTime::new(time.date(), time.time());
        assert_number::<Natural, _>(&time, -1_250);
        assert_number::<LocalTimestampMicros, _>(&time, -1_250_000);
        assert_number::<LocalTimestampNanos, _>(&time, -1_250_000_000);
        assert_number::<Date, _>(&time.date(), -1);
        assert_number::<TimeMillis, _>(&time.time(), 86_398_750);
        assert_number::<TimeMicros, _>(&time.time(), 86_398_750_000);
    }

    #[test]
    fn what_is_finer_than_the_unit_is_cut_off_towards_the_past() {
        assert_eq!(encode::<TimestampMillis>(&utc(-1, 1)), Ok(vec![1]));
        assert_eq!(encode::<TimestampMicros>(&utc(-1, 1)), Ok(vec![1]));
        assert_eq!(encode::<TimestampMillis>(&utc(1_999_999, 1)), Ok(vec![2]));
        assert_eq!(encode::<TimeMillis>(&utc(1_999_999, 1).time()), Ok(vec![2]));
        assert_eq!(encode::<TimeMicros>(&utc(1_999, 1).time()), Ok(vec![2]));
    }

    #[test]
    fn the_ends_of_the_ranges_come_back() {
        let (first, last) = (UtcDateTime::MIN, UtcDateTime::MAX);
        assert_number::<TimestampMicros, _>(&first, -377_705_116_800_000_000);
        assert_number::<TimestampMillis, _>(
            &utc(253_402_300_799_999, 1_000_000),
            253_402_300_799_999,
        );
        assert_out_of_range::<TimestampMillis, UtcDateTime>(253_402_300_800_000);
        assert_out_of_range::<TimestampMillis, UtcDateTime>(i64::MIN);
        assert_out_of_range::<TimestampMicros, OffsetDateTime>(i64::MAX);
        assert_out_of_range::<LocalTimestampMicros, PrimitiveDateTime>(i64::MIN);
        assert_number::<TimestampNanos, _>(&utc(i64::MIN, 1), i64::MIN);
        assert_number::<LocalTimestampNanos, _>(&plain(utc(i64::MAX, 1)), i64::MAX);
        let error = encode::<TimestampNanos>(&last).unwrap_err();
        assert!(
            error.ends_with("is out of the range of timestamp-nanos"),
            "{error}"
        );
        let (first, last) = (CivilDate::MIN, CivilDate::MAX);
        assert_number::<Date, _>(&first, -4_371_587);
        assert_number::<Date, _>(&last, 2_932_896);
        assert_out_of_range::<Date, CivilDate>(2_932_897);
        assert_out_of_range::<Date, CivilDate>(i32::MAX.into());
        assert_number::<TimeMicros, _>(&Time::MIDNIGHT, 0);
        assert_out_of_range::<TimeMillis, Time>(86_400_000);
        assert_out_of_range::<TimeMicros, Time>(86_400_000_000);
        assert_out_of_range::<TimeMicros, Time>(-1);
    }

    #[test]
    fn an_offset_is_not_lost_in_silence() {
        let time = utc(0, 1).to_offset(UtcOffset::from_hms(2, 0, 0).unwrap());
        let error = encode::<TimestampMicros>(&time).unwrap_err();
        assert_eq!(
            error,
            "1970-01-01 2:00:00.0 +02:00:00 has an offset, for which Avro has no place: write \
             `.to_utc()` of it"
        );
        assert_eq!(encode::<TimestampMicros>(&time.to_utc()), Ok(vec![0]));
    }
}
