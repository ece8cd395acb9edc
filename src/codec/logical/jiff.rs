//! Dates, times and spans of the crate `jiff`.

use jiff::civil::{self, DateTime, Time};
use jiff::{SignedDuration, Span, Timestamp};

use super::duration::{AvroDuration, Duration};
use super::fixed::FixedName;
use super::number::{
    Date, LocalTimestampMicros, LocalTimestampMillis, LocalTimestampNanos, LogicalNumber, Number,
    TimeMicros, TimeMillis, TimestampMicros, TimestampMillis, TimestampNanos, in_range,
    out_of_range,
};
use crate::codec::{AvroDecode, AvroEncode, DecodeError, Decoder, EncodeError, PlanCursor};
use crate::schema::{AvroSchema, Depth, Kind, Natural, Node};

by_number! {
    civil::Date as Date, None,
        |date| i32::try_from(date.duration_since(EPOCH.date()).as_secs() / SECONDS_PER_DAY).ok(),
        |days: i32| {
            let seconds = i64::from(days) * SECONDS_PER_DAY;
            EPOCH.date().checked_add(SignedDuration::from_secs(seconds)).ok()
        };

    Time as TimeMillis, Some("0"), |time| {
        let number = count(time.duration_since(Time::midnight()), 1_000_000)?;
        i32::try_from(number).ok()
    }, |millis: i32| {
        Time::midnight().checked_add(SignedDuration::from_millis(millis.into())).ok()
    };
    Time as TimeMicros, Some("0"), |time| count(time.duration_since(Time::midnight()), 1_000),
        |micros| Time::midnight().checked_add(SignedDuration::from_micros(micros)).ok();

    Timestamp as TimestampMillis, Some("0"), |time| count(time.as_duration(), 1_000_000),
        |number| Timestamp::from_millisecond(number).ok();
    Timestamp as TimestampMicros, Some("0"), |time| count(time.as_duration(), 1_000),
        |number| Timestamp::from_microsecond(number).ok();
    Timestamp as TimestampNanos, Some("0"), |time| count(time.as_duration(), 1),
        |number: i64| Timestamp::from_nanosecond(number.into()).ok();

    DateTime as LocalTimestampMillis, None, |time| count(time.duration_since(EPOCH), 1_000_000),
        |number| EPOCH.checked_add(SignedDuration::from_millis(number)).ok();
    DateTime as LocalTimestampMicros, None, |time| count(time.duration_since(EPOCH), 1_000),
        |number| EPOCH.checked_add(SignedDuration::from_micros(number)).ok();
    DateTime as LocalTimestampNanos, None, |time| count(time.duration_since(EPOCH), 1),
        |number| EPOCH.checked_add(SignedDuration::from_nanos(number)).ok();
}

natural! {
    civil::Date as Date;
    Time as TimeMicros;
    Timestamp as TimestampMillis;
    DateTime as LocalTimestampMillis;
}

annotated! {
    civil::Date Time Timestamp DateTime Span
}

const EPOCH: DateTime = civil::date(1970, 1, 1).at(0, 0, 0, 0);
const SECONDS_PER_DAY: i64 = 86_400;
const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// The duration as a number of units of `nanos` nanoseconds, rounded down.
#[inline]
fn count(duration: SignedDuration, nanos: i64) -> Option<i64> {
    if nanos == 1 {
        return i64::try_from(duration.as_nanos()).ok();
    }
    let seconds = duration.as_secs().checked_mul(NANOS_PER_SECOND / nanos)?;
    seconds.checked_add(i64::from(duration.subsec_nanos()).div_euclid(nanos))
}

impl<Name: FixedName> AvroSchema<Duration<Name>> for Span {
    const KIND: Kind = <AvroDuration as AvroSchema<Duration<Name>>>::KIND;
    const NODE: Node = <AvroDuration as AvroSchema<Duration<Name>>>::NODE;
    type Nested<D: Depth> = ();
}

impl<Name> AvroEncode<Duration<Name>> for Span {
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        let duration = avro_duration(self).ok_or_else(|| {
            EncodeError::new(format!(
                "{self} is negative, too long, or finer than a millisecond, which an Avro duration \
                 is not"
            ))
        })?;
        AvroEncode::<Duration<Name>>::encode(&duration, output)
    }
}

impl<'de, Name> AvroDecode<'de, Duration<Name>> for Span {
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        let duration = <AvroDuration as AvroDecode<'de, Duration<Name>>>::decode(decoder)?;
        in_range(decoder, span(duration))
    }

    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        let duration =
            <AvroDuration as AvroDecode<'de, Duration<Name>>>::decode_resolved(decoder, plan)?;
        in_range(decoder, span(duration))
    }
}

/// A year has twelve months, a week seven days, and an hour sixty minutes; nothing else is carried
/// over.
fn avro_duration(span: &Span) -> Option<AvroDuration> {
    let months = i64::from(span.get_years()) * 12 + i64::from(span.get_months());
    let days = i64::from(span.get_weeks()) * 7 + i64::from(span.get_days());
    let minutes = i64::from(span.get_hours()) * 60 + span.get_minutes();
    let seconds = i128::from(minutes) * 60 + i128::from(span.get_seconds());
    let fine = i128::from(span.get_microseconds()) * 1_000 + i128::from(span.get_nanoseconds());
    if fine % 1_000_000 != 0 {
        return None;
    }
    let millis = seconds * 1_000 + i128::from(span.get_milliseconds()) + fine / 1_000_000;
    Some(AvroDuration {
        months: months.try_into().ok()?,
        days: days.try_into().ok()?,
        millis: millis.try_into().ok()?,
    })
}

fn span(duration: AvroDuration) -> Option<Span> {
    let span = Span::new().try_months(duration.months).ok()?;
    let span = span.try_days(duration.days).ok()?;
    span.try_milliseconds(duration.millis).ok()
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;

    use super::super::tests::{assert_number, assert_out_of_range, decode, encode, schema};
    use super::*;

    #[test]
    fn types_have_schemas_by_themselves() {
        assert_eq!(
            schema::<Natural, Timestamp>(),
            schema::<TimestampMillis, i64>()
        );
        assert_eq!(
            schema::<Natural, DateTime>(),
            schema::<LocalTimestampMillis, i64>()
        );
        assert_eq!(schema::<Natural, civil::Date>(), schema::<Date, i32>());
        assert_eq!(schema::<Natural, Time>(), schema::<TimeMicros, i64>());
        assert_eq!(
            schema::<Duration, Span>(),
            schema::<Natural, AvroDuration>()
        );
    }

    #[test]
    fn points_in_time_are_counted_in_the_unit_of_the_schema() {
        let time: Timestamp = "1969-12-31T23:59:58.750Z".parse().unwrap();
        assert_number::<Natural, _>(&time, -1_250);
        assert_number::<TimestampMillis, _>(&time, -1_250);
        assert_number::<TimestampMicros, _>(&time, -1_250_000);
        assert_number::<TimestampNanos, _>(&time, -1_250_000_000);
        let time = civil::date(1969, 12, 31).at(23, 59, 58, 750_000_000);
        assert_number::<Natural, _>(&time, -1_250);
        assert_number::<LocalTimestampMillis, _>(&time, -1_250);
        assert_number::<LocalTimestampMicros, _>(&time, -1_250_000);
        assert_number::<LocalTimestampNanos, _>(&time, -1_250_000_000);
        assert_number::<Date, _>(&time.date(), -1);
        assert_number::<TimeMillis, _>(&time.time(), 86_398_750);
        assert_number::<TimeMicros, _>(&time.time(), 86_398_750_000);
    }

    #[test]
    fn what_is_finer_than_the_unit_is_cut_off_towards_the_past() {
        let before = Timestamp::from_nanosecond(-1).unwrap();
        assert_eq!(encode::<TimestampMillis>(&before), Ok(vec![1]));
        assert_eq!(encode::<TimestampMicros>(&before), Ok(vec![1]));
        let before = civil::date(1969, 12, 31).at(23, 59, 59, 999_999_999);
        assert_eq!(encode::<LocalTimestampMillis>(&before), Ok(vec![1]));
        let after = civil::time(0, 0, 0, 1_999_999);
        assert_eq!(encode::<TimeMillis>(&after), Ok(vec![2]));
    }

    #[test]
    fn the_ends_of_the_ranges_come_back() {
        let first = Timestamp::MIN;
        assert_number::<TimestampMicros, _>(&first, first.as_microsecond());
        let last = civil::date(9999, 12, 31).at(23, 59, 59, 999_999_000);
        assert_number::<LocalTimestampMicros, _>(&last, 253_402_300_799_999_999);
        assert_out_of_range::<LocalTimestampMillis, DateTime>(253_402_300_800_000);
        assert_out_of_range::<LocalTimestampMillis, DateTime>(i64::MIN);
        assert_out_of_range::<TimestampMillis, Timestamp>(i64::MAX);
        assert_out_of_range::<TimestampMicros, Timestamp>(i64::MIN);
        assert_number::<TimestampNanos, _>(
            &Timestamp::from_nanosecond(i64::MIN.into()).unwrap(),
            i64::MIN,
        );
        let error = encode::<TimestampNanos>(&Timestamp::MAX).unwrap_err();
        assert!(
            error.ends_with("is out of the range of timestamp-nanos"),
            "{error}"
        );
        assert!(encode::<LocalTimestampNanos>(&DateTime::MIN).is_err());
        assert_number::<Date, _>(&civil::Date::MIN, -4_371_587);
        assert_number::<Date, _>(&civil::Date::MAX, 2_932_896);
        assert_out_of_range::<Date, civil::Date>(i32::MIN.into());
        assert_number::<TimeMicros, _>(&Time::midnight(), 0);
        assert_out_of_range::<TimeMillis, Time>(86_400_000);
        assert_out_of_range::<TimeMicros, Time>(86_400_000_000);
        assert_out_of_range::<TimeMicros, Time>(i64::MIN);
    }

    #[test]
    fn a_span_is_a_duration_where_nothing_is_lost() {
        let span = 1
            .year()
            .months(2)
            .weeks(1)
            .days(3)
            .hours(1)
            .milliseconds(5)
            .microseconds(2_000);
        let duration = AvroDuration {
            months: 14,
            days: 10,
            millis: 3_600_007,
        };
        let datum = encode::<Duration>(&span).unwrap();
        assert_eq!(Ok(&datum), encode::<Duration>(&duration).as_ref());
        let decoded = decode::<Duration, Span>(&datum).unwrap();
        let expected = 14.months().days(10).milliseconds(3_600_007);
        assert_eq!(decoded.fieldwise(), expected.fieldwise());

        for inexact in [
            1.microsecond(),
            -1.day(),
            1_200.hours(),
            1.day().nanoseconds(1),
        ] {
            assert!(encode::<Duration>(&inexact).is_err(), "{inexact}");
        }
        let too_long = [0xff; 12];
        let error = decode::<Duration, Span>(&too_long).unwrap_err();
        assert!(error.starts_with("a number does not fit"), "{error}");
    }
}
