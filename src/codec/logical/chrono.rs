//! Dates and times of the crate `chrono`.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

use super::number::{
    Date, LocalTimestampMicros, LocalTimestampMillis, LocalTimestampNanos, LogicalNumber, Number,
    TimeMicros, TimeMillis, TimestampMicros, TimestampMillis, TimestampNanos, in_range,
    out_of_range,
};
use crate::codec::{AvroDecode, AvroEncode, DecodeError, Decoder, EncodeError, PlanCursor};
use crate::schema::{AvroSchema, Depth, Kind, Natural, Node};

by_number! {
    NaiveDate as Date, Some("0"), |date| Some(date.to_epoch_days()), NaiveDate::from_epoch_days;

    NaiveTime as TimeMillis, Some("0"), millis_of_day, |millis: i32| {
        time_of_day(i64::from(millis) * 1_000)
    };
    NaiveTime as TimeMicros, Some("0"), |time| Some(micros_of_day(time)), time_of_day;

    DateTime<Utc> as TimestampMillis, Some("0"), |time| Some(time.timestamp_millis()),
        DateTime::from_timestamp_millis;
    DateTime<Utc> as TimestampMicros, Some("0"), |time| Some(time.timestamp_micros()),
        DateTime::from_timestamp_micros;
    DateTime<Utc> as TimestampNanos, Some("0"), DateTime::timestamp_nanos_opt, |nanos| {
        Some(DateTime::from_timestamp_nanos(nanos))
    };

    NaiveDateTime as LocalTimestampMillis, Some("0"),
        |time| Some(time.and_utc().timestamp_millis()),
        |number| DateTime::from_timestamp_millis(number).map(|time| time.naive_utc());
    NaiveDateTime as LocalTimestampMicros, Some("0"),
        |time| Some(time.and_utc().timestamp_micros()),
        |number| DateTime::from_timestamp_micros(number).map(|time| time.naive_utc());
    NaiveDateTime as LocalTimestampNanos, Some("0"),
        |time| time.and_utc().timestamp_nanos_opt(),
        |number| Some(DateTime::from_timestamp_nanos(number).naive_utc());
}

natural! {
    NaiveDate as Date;
    NaiveTime as TimeMicros;
    DateTime<Utc> as TimestampMillis;
    NaiveDateTime as LocalTimestampMillis;
}

annotated! {
    NaiveDate NaiveTime DateTime<Utc> NaiveDateTime
}

const MICROS_PER_SECOND: i64 = 1_000_000;

fn micros_of_day(time: &NaiveTime) -> i64 {
    // A leap second is a nanosecond of 1,000,000,000 or more.
    let micros = i64::from(time.nanosecond() / 1_000).min(MICROS_PER_SECOND - 1);
    i64::from(time.num_seconds_from_midnight()) * MICROS_PER_SECOND + micros
}

fn millis_of_day(time: &NaiveTime) -> Option<i32> {
    i32::try_from(micros_of_day(time) / 1_000).ok()
}

fn time_of_day(micros: i64) -> Option<NaiveTime> {
    let seconds = u32::try_from(micros.div_euclid(MICROS_PER_SECOND)).ok()?;
    let nanos = u32::try_from(micros.rem_euclid(MICROS_PER_SECOND) * 1_000).ok()?;
    NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanos)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_number, assert_out_of_range, encode, schema};
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn naive(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn time(text: &str) -> NaiveTime {
        text.parse().unwrap()
    }

    #[test]
    fn types_have_schemas_by_themselves() {
        assert_eq!(
            schema::<Natural, DateTime<Utc>>(),
            schema::<TimestampMillis, i64>()
        );
        assert_eq!(
            schema::<Natural, NaiveDateTime>(),
            schema::<LocalTimestampMillis, i64>()
        );
        assert_eq!(schema::<Natural, NaiveDate>(), schema::<Date, i32>());
        assert_eq!(schema::<Natural, NaiveTime>(), schema::<TimeMicros, i64>());
    }

    #[test]
    fn points_in_time_are_counted_in_the_unit_of_the_schema() {
        for natural_or_not in [1_234, -1] {
            let time = DateTime::from_timestamp_millis(natural_or_not).unwrap();
            assert_number::<Natural, _>(&time, natural_or_not);
            assert_number::<TimestampMillis, _>(&time, natural_or_not);
            assert_number::<TimestampMicros, _>(&time, natural_or_not * 1_000);
            assert_number::<TimestampNanos, _>(&time, natural_or_not * 1_000_000);
            let time = time.naive_utc();
            assert_number::<Natural, _>(&time, natural_or_not);
            assert_number::<LocalTimestampMillis, _>(&time, natural_or_not);
            assert_number::<LocalTimestampMicros, _>(&time, natural_or_not * 1_000);
            assert_number::<LocalTimestampNanos, _>(&time, natural_or_not * 1_000_000);
        }
    }

    #[test]
    fn what_is_finer_than_the_unit_is_cut_off_towards_the_past() {
        let after = utc("1970-01-01T00:00:00.001999999Z");
        assert_eq!(encode::<TimestampMillis>(&after), Ok(vec![2]));
        let before = utc("1969-12-31T23:59:59.999999999Z");
        assert_eq!(encode::<TimestampMillis>(&before), Ok(vec![1]));
        assert_eq!(encode::<TimestampMicros>(&before), Ok(vec![1]));
        assert_eq!(
            encode::<LocalTimestampMillis>(&before.naive_utc()),
            Ok(vec![1])
        );
        assert_eq!(
            encode::<LocalTimestampMicros>(&before.naive_utc()),
            Ok(vec![1])
        );
        assert_eq!(encode::<TimeMillis>(&time("00:00:00.001999")), Ok(vec![2]));
        assert_eq!(
            encode::<TimeMicros>(&time("00:00:00.000001999")),
            Ok(vec![2])
        );
    }

    #[test]
    fn the_ends_of_the_ranges_come_back() {
        let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
        let [first, last] = [first, last].map(|time| time.timestamp_millis());
        assert_number::<TimestampMillis, _>(
            &DateTime::<Utc>::from_timestamp_millis(first).unwrap(),
            first,
        );
        assert_number::<TimestampMillis, _>(
            &DateTime::<Utc>::from_timestamp_millis(last).unwrap(),
            last,
        );
        assert_number::<TimestampNanos, _>(&utc("1677-09-21T00:12:43.145224192Z"), i64::MIN);
        assert_number::<TimestampNanos, _>(&utc("2262-04-11T23:47:16.854775807Z"), i64::MAX);
        assert_number::<Date, _>(&NaiveDate::MIN, NaiveDate::MIN.to_epoch_days().into());
        assert_number::<Date, _>(&NaiveDate::MAX, NaiveDate::MAX.to_epoch_days().into());
        assert_number::<TimeMillis, _>(&time("23:59:59.999"), 86_399_999);
        assert_number::<TimeMicros, _>(&time("00:00:00"), 0);
        assert_number::<TimeMicros, _>(&time("23:59:59.999999"), 86_399_999_999);
    }

    #[test]
    fn what_is_out_of_range_is_an_error() {
        let late = utc("2262-04-11T23:47:16.854775808Z");
        let error = "2262-04-11T23:47:16.854775808Z is out of the range of timestamp-nanos";
        assert_eq!(encode::<TimestampNanos>(&late), Err(error.to_owned()));
        let error = "2262-04-11T23:47:16.854775808 is out of the range of local-timestamp-nanos";
        assert_eq!(
            encode::<LocalTimestampNanos>(&late.naive_utc()),
            Err(error.to_owned())
        );
        assert_out_of_range::<TimestampMillis, DateTime<Utc>>(i64::MAX);
        assert_out_of_range::<TimestampMicros, DateTime<Utc>>(i64::MIN);
        assert_out_of_range::<LocalTimestampMillis, NaiveDateTime>(i64::MIN);
        assert_out_of_range::<LocalTimestampMicros, NaiveDateTime>(i64::MAX);
        assert_out_of_range::<Date, NaiveDate>(i32::MAX.into());
        assert_out_of_range::<TimeMillis, NaiveTime>(86_400_000);
        assert_out_of_range::<TimeMillis, NaiveTime>(-1);
        assert_out_of_range::<TimeMicros, NaiveTime>(86_400_000_000);
        assert_out_of_range::<TimeMicros, NaiveTime>(i64::MIN);
    }

    #[test]
    fn a_leap_second_stays_in_its_day_or_counts_as_the_next_second() {
        let leap = NaiveDate::from_ymd_opt(2016, 12, 31)
            .and_then(|date| date.and_hms_milli_opt(23, 59, 59, 1_500))
            .unwrap();
        assert_eq!(
            encode::<TimeMillis>(&leap.time()),
            encode::<TimeMillis>(&time("23:59:59.999"))
        );
        assert_eq!(
            encode::<TimeMicros>(&leap.time()),
            encode::<TimeMicros>(&time("23:59:59.999999"))
        );
        let following = naive("2017-01-01T00:00:00.500");
        assert_eq!(
            encode::<LocalTimestampMicros>(&leap),
            encode::<LocalTimestampMicros>(&following)
        );
        assert_eq!(
            encode::<TimestampNanos>(&leap.and_utc()),
            encode::<TimestampNanos>(&following.and_utc())
        );
    }

    #[test]
    fn containers_hand_the_marker_on() {
        type Nested = Option<Vec<std::collections::HashMap<String, DateTime<Utc>>>>;
        let value: Nested = Some(vec![[("a".to_owned(), utc("1970-01-01T00:00:01Z"))].into()]);
        let datum = encode::<TimestampMicros>(&value).unwrap();
        assert_eq!(datum, [2, 2, 2, 2, b'a', 0x80, 0x89, 0x7a, 0, 0]);
        let decoded = super::super::tests::decode::<TimestampMicros, Nested>(&datum);
        assert_eq!(decoded, Ok(value));
    }
}
