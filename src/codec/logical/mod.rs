//! Rust types as Avro's logical types.
//!
//! A logical type is one of Avro's types together with what its values mean: a `long` that is a
//! `timestamp-micros`. The types in this module have no values. They stand for `As` in
//! [`AvroSchema<As>`](crate::AvroSchema), [`AvroEncode<As>`](crate::AvroEncode) and
//! [`AvroDecode<As>`](crate::AvroDecode), and the derive names them where a field has an attribute
//! `logical`; options, sequences, maps and pointers hand them on to what they hold.
//!
//! ```
//! use avrolane::AvroEncode;
//! use avrolane::codec::logical::{Date, TimestampMicros};
//!
//! let mut output = Vec::new();
//! <i32 as AvroEncode<Date>>::encode(&3, &mut output)?;
//! <Vec<Option<i64>> as AvroEncode<TimestampMicros>>::encode(&vec![None, Some(1)], &mut output)?;
//! assert_eq!(output, [6, 4, 0, 2, 2, 0]);
//! # Ok::<(), avrolane::codec::EncodeError>(())
//! ```
//!
//! # Dates and times
//!
//! | `As`, `logical = "…"` | Avro | plain | `chrono` | `time` | `jiff` |
//! |---|---|---|---|---|---|
//! | [`Date`], `date` | `int` | `i32` | `NaiveDate` ¹ | `Date` ¹ | `civil::Date` ¹ |
//! | [`TimeMillis`], `time-millis` | `int` | `i32` | `NaiveTime` | `Time` | `civil::Time` |
//! | [`TimeMicros`], `time-micros` | `long` | `i64` | `NaiveTime` ¹ | `Time` ¹ | `civil::Time` ¹ |
//! | [`TimestampMillis`], `timestamp-millis` | `long` | `i64` | `DateTime<Utc>` ¹ | `UtcDateTime` ¹, `OffsetDateTime` ¹ | `Timestamp` ¹ |
//! | [`TimestampMicros`], `timestamp-micros` | `long` | `i64` | the same | the same | the same |
//! | [`TimestampNanos`], `timestamp-nanos` | `long` | `i64` | the same | the same | the same |
//! | [`LocalTimestampMillis`], `local-timestamp-millis` | `long` | `i64` | `NaiveDateTime` ¹ | `PrimitiveDateTime` ¹ | `civil::DateTime` ¹ |
//! | [`LocalTimestampMicros`], `local-timestamp-micros` | `long` | `i64` | the same | the same | the same |
//! | [`LocalTimestampNanos`], `local-timestamp-nanos` | `long` | `i64` | the same | the same | the same |
//!
//! ¹ Also without an attribute.
//!
//! - What is finer than the unit is cut off towards the past, as in Java: a microsecond before 1970
//!   is the millisecond -1.
//! - A point in time that a `long` cannot hold (nanoseconds: before 1677-09-21 or after 2262-04-11)
//!   is an [`EncodeError`](crate::codec::EncodeError). A number that the Rust type cannot hold, or
//!   that is no time of day, is
//!   [`DecodeErrorKind::OutOfRange`](crate::codec::DecodeErrorKind::OutOfRange): `chrono` holds the
//!   years -262143 to 262142, `time` and `jiff` -9999 to 9999. Plain integers are taken as they are.
//! - Avro has no place for an offset or a time zone. `DateTime<FixedOffset>`, `DateTime<Local>` and
//!   `Zoned` are refused by the compiler, an `OffsetDateTime` with another offset than zero when it
//!   is written: say `.to_utc()` where only the instant counts, and keep the offset in a field of
//!   its own where it does too.
//! - Avro has no leap seconds. `chrono` can hold one: in a time of day it becomes the last unit of
//!   the second before it, in a timestamp it counts as the second behind it, as in POSIX.
//!
//! # Decimals
//!
//! | `As`, `logical = "decimal"` | Avro | Rust |
//! |---|---|---|
//! | [`Decimal`], with `precision`, `scale` | `bytes` | `rust_decimal::Decimal`, `bigdecimal::BigDecimal`, integers, bytes |
//! | [`FixedDecimal`], with `size` too | `fixed` | the same; `[u8; N]` for bytes |
//! | [`BigDecimal`], `logical = "big-decimal"` | `bytes` | `rust_decimal::Decimal`, `bigdecimal::BigDecimal` |
//!
//! - Nothing is rounded: a value with more decimal places than the scale, trailing zeros aside, is
//!   an error when it is written, and so is one of more digits than the precision.
//! - An integer (`i32` to `i128`, `u32` to `u128`, `isize`, `usize`) is the unscaled value, whatever
//!   the scale: with a scale of 2 it counts hundredths. Bytes are the unscaled value as it is
//!   written, and are not looked at.
//! - When a decimal is read, only the Rust type sets bounds, as in Java, not the precision:
//!   `rust_decimal` holds 96 bits and 28 decimal places, and what it cannot hold exactly is
//!   [`OutOfRange`](crate::codec::DecodeErrorKind::OutOfRange). Any number of leading sign bytes is
//!   accepted.
//!
//! # Other logical types
//!
//! | `As`, attribute | Avro | Rust |
//! |---|---|---|
//! | [`UuidText`], `logical = "uuid"` | `string` | `uuid::Uuid` ¹; strings, which must be UUIDs when they are written |
//! | [`UuidFixed`], `logical = "uuid"` with `fixed` | `fixed` of 16 bytes | `uuid::Uuid`, `[u8; 16]` |
//! | [`Duration`], `logical = "duration"` | `fixed` of 12 bytes | [`AvroDuration`] ¹, `[u8; 12]`, `jiff::Span` unless that is negative or finer than a millisecond |
//! | [`FixedBytes`], `fixed` alone | `fixed` | `[u8; N]` |
//! | [`Annotated`], any other `logical`, and `type_property` | as without it | all types of this page, `bool`, numbers, text, bytes; not `u8` |
//!
//! # Between schemas
//!
//! A reader takes values of its own logical type, and of a writer that has none. Bytes that mean
//! something else to the writer are refused when the plan is made, never misread: another unit of
//! time, a local time for an instant, another scale of a decimal. Another precision is read, as in
//! Java. A `string` is not read as a `fixed` UUID, nor `bytes` as a `fixed` decimal, or the other
//! way round: the specification has no such promotion. `int` is read as `long`, and `string` as
//! `bytes`, where the types beneath ask for it.

#[macro_use]
mod annotated;
mod big_decimal;
#[macro_use]
mod fixed;
#[macro_use]
mod number;

#[cfg(feature = "chrono")]
mod chrono;
mod decimal;
mod duration;
#[cfg(feature = "jiff")]
mod jiff;
mod text;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "uuid")]
mod uuid;

pub use annotated::{Annotated, Annotation};
pub use big_decimal::BigDecimal;
pub use decimal::{Decimal, DecimalName, FixedDecimal};
pub use duration::{AvroDuration, Duration, DurationName};
pub use fixed::{FixedBytes, FixedName, UuidFixed, UuidName};
pub use number::{
    Date, LocalTimestampMicros, LocalTimestampMillis, LocalTimestampNanos, TimeMicros, TimeMillis,
    TimestampMicros, TimestampMillis, TimestampNanos,
};
pub use text::UuidText;

#[cfg(test)]
mod tests;
