//! Logical types are what apache-avro takes them for, and each reads what the other wrote.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::types::Value;
use apache_avro::writer::datum::GenericDatumWriter;
use apache_avro::{Days, Millis, Months};
use avrolane::AvroEvent;
use avrolane::codec::{self, logical::AvroDuration};
use avrolane::schema::Schema;
use bigdecimal::BigDecimal;
use bigdecimal::num_bigint::BigInt;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(namespace = "com.example")]
struct Logical {
    date: NaiveDate,
    #[avro(logical = "time-millis")]
    time_millis: NaiveTime,
    time_micros: NaiveTime,
    timestamp_millis: DateTime<Utc>,
    #[avro(logical = "timestamp-micros")]
    timestamp_micros: DateTime<Utc>,
    #[avro(logical = "timestamp-nanos")]
    timestamp_nanos: DateTime<Utc>,
    local_timestamp_millis: NaiveDateTime,
    #[avro(logical = "local-timestamp-micros")]
    local_timestamp_micros: NaiveDateTime,
    #[avro(logical = "local-timestamp-nanos")]
    local_timestamp_nanos: NaiveDateTime,
    uuid: Uuid,
    #[avro(logical = "uuid", fixed = "Id")]
    uuid_fixed: Uuid,
    duration: AvroDuration,
    #[avro(logical = "decimal", precision = 28, scale = 4)]
    decimal: Decimal,
    #[avro(
        logical = "decimal",
        precision = 28,
        scale = 4,
        fixed = "Money",
        size = 13
    )]
    decimal_fixed: Decimal,
    #[avro(logical = "decimal", precision = 28, scale = 0)]
    integer: i64,
    #[avro(logical = "decimal", precision = 80, scale = 20)]
    long_decimal: BigDecimal,
    #[avro(
        logical = "decimal",
        precision = 80,
        scale = 20,
        fixed = "Long",
        size = 40
    )]
    long_decimal_fixed: BigDecimal,
    #[avro(logical = "big-decimal")]
    big_decimal: BigDecimal,
}

/// The largest number of milliseconds that `chrono` holds, the smaller one of both ends.
const MAX_MILLIS: i64 = 8_210_266_876_799_999;

prop_compose! {
    fn times()(
        date in -90_000_000..90_000_000_i32,
        time_millis in 0..86_400_000_i64,
        time_micros in 0..86_400_000_000_i64,
        millis in -MAX_MILLIS..MAX_MILLIS,
        micros in -MAX_MILLIS * 1_000..MAX_MILLIS * 1_000,
        nanos: i64,
    ) -> (NaiveDate, NaiveTime, NaiveTime, [DateTime<Utc>; 3]) {
        (
            NaiveDate::from_epoch_days(date).unwrap(),
            DateTime::from_timestamp_millis(time_millis).unwrap().time(),
            DateTime::from_timestamp_micros(time_micros).unwrap().time(),
            [
                DateTime::from_timestamp_millis(millis).unwrap(),
                DateTime::from_timestamp_micros(micros).unwrap(),
                DateTime::from_timestamp_nanos(nanos),
            ],
        )
    }
}

fn long_decimal(scale: i64) -> impl Strategy<Value = BigDecimal> {
    prop::collection::vec(any::<u8>(), 0..32)
        .prop_map(move |bytes| BigDecimal::new(BigInt::from_signed_bytes_be(&bytes), scale))
}

fn decimal() -> impl Strategy<Value = Decimal> {
    // Numbers of all lengths, which random bits alone are not.
    (any::<i64>(), 0..64_u32, any::<bool>(), 0..=4_u32).prop_map(|(number, shift, more, scale)| {
        let number = i128::from(number >> shift) * if more { 99_999 } else { 1 };
        Decimal::from_i128_with_scale(number, scale)
    })
}

prop_compose! {
    fn values()(
        (date, time_millis, time_micros, [millis, micros, nanos]) in times(),
        uuid: [u8; 16],
        (months, days, duration_millis) in any::<(u32, u32, u32)>(),
        decimal in decimal(),
        integer: i64,
        long_decimal in long_decimal(20),
        big_decimal in (-50..50_i64).prop_flat_map(long_decimal),
    ) -> Logical {
        let uuid = Uuid::from_bytes(uuid);
        Logical {
            date,
            time_millis,
            time_micros,
            timestamp_millis: millis,
            timestamp_micros: micros,
            timestamp_nanos: nanos,
            local_timestamp_millis: millis.naive_utc(),
            local_timestamp_micros: micros.naive_utc(),
            local_timestamp_nanos: nanos.naive_utc(),
            uuid,
            uuid_fixed: uuid,
            duration: AvroDuration { months, days, millis: duration_millis },
            decimal,
            decimal_fixed: decimal,
            integer,
            long_decimal_fixed: long_decimal.clone(),
            long_decimal,
            big_decimal,
        }
    }
}

/// The value as apache-avro has it, by its own conversions and the definition of each logical type.
fn dynamic(value: &Logical) -> Value {
    let midnight = |time: NaiveTime| time.signed_duration_since(NaiveTime::MIN);
    let local = |time: NaiveDateTime| time.and_utc();
    let unscaled = |value: &BigDecimal, scale| {
        let (digits, _) = value.with_scale(scale).into_bigint_and_scale();
        Value::Decimal(digits.to_signed_bytes_be().into())
    };
    let decimal: BigDecimal = value.decimal.to_string().parse().unwrap();
    let duration = apache_avro::Duration::new(
        Months::new(value.duration.months),
        Days::new(value.duration.days),
        Millis::new(value.duration.millis),
    );
    let fields = vec![
        (
            "date",
            Value::Date(
                value
                    .date
                    .signed_duration_since(NaiveDate::default())
                    .num_days()
                    .try_into()
                    .unwrap(),
            ),
        ),
        (
            "time_millis",
            Value::TimeMillis(
                midnight(value.time_millis)
                    .num_milliseconds()
                    .try_into()
                    .unwrap(),
            ),
        ),
        (
            "time_micros",
            Value::TimeMicros(midnight(value.time_micros).num_microseconds().unwrap()),
        ),
        (
            "timestamp_millis",
            Value::TimestampMillis(value.timestamp_millis.timestamp_millis()),
        ),
        (
            "timestamp_micros",
            Value::TimestampMicros(value.timestamp_micros.timestamp_micros()),
        ),
        (
            "timestamp_nanos",
            Value::TimestampNanos(value.timestamp_nanos.timestamp_nanos_opt().unwrap()),
        ),
        (
            "local_timestamp_millis",
            Value::LocalTimestampMillis(local(value.local_timestamp_millis).timestamp_millis()),
        ),
        (
            "local_timestamp_micros",
            Value::LocalTimestampMicros(local(value.local_timestamp_micros).timestamp_micros()),
        ),
        (
            "local_timestamp_nanos",
            Value::LocalTimestampNanos(
                local(value.local_timestamp_nanos)
                    .timestamp_nanos_opt()
                    .unwrap(),
            ),
        ),
        ("uuid", Value::Uuid(value.uuid)),
        ("uuid_fixed", Value::Uuid(value.uuid_fixed)),
        ("duration", Value::Duration(duration)),
        ("decimal", unscaled(&decimal, 4)),
        ("decimal_fixed", unscaled(&decimal, 4)),
        ("integer", unscaled(&value.integer.into(), 0)),
        ("long_decimal", unscaled(&value.long_decimal, 20)),
        (
            "long_decimal_fixed",
            unscaled(&value.long_decimal_fixed, 20),
        ),
        ("big_decimal", Value::BigDecimal(value.big_decimal.clone())),
    ];
    let named = fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value));
    Value::Record(named.collect())
}

proptest! {
    #[test]
    fn each_reads_what_the_other_wrote(value in values()) {
        let schema = Schema::of::<Logical>().to_string();
        let schema = apache_avro::Schema::parse_str(&schema).unwrap();
        let theirs = dynamic(&value);

        let ours = codec::encode(&value).unwrap();
        let reader = GenericDatumReader::builder(&schema).build().unwrap();
        prop_assert_eq!(&reader.read_value(&mut ours.as_slice()).unwrap(), &theirs);

        let writer = GenericDatumWriter::builder(&schema).build().unwrap();
        let datum = writer.write_value_to_vec(theirs).unwrap();
        prop_assert_eq!(&datum, &ours);
        prop_assert_eq!(codec::decode::<Logical>(&datum).unwrap(), value);
    }
}
