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
//! | `As`, `#[avro(logical = "…")]` | Avro | `chrono` | without a feature |
//! |---|---|---|---|
//! | [`Date`], `date` | `int`, days | `NaiveDate` ¹ | `i32` |
//! | [`TimeMillis`], `time-millis` | `int` | `NaiveTime` | `i32` |
//! | [`TimeMicros`], `time-micros` | `long` | `NaiveTime` ¹ | `i64` |
//! | [`TimestampMillis`], `timestamp-millis` | `long` | `DateTime<Utc>` ¹ | `i64` |
//! | [`TimestampMicros`], `timestamp-micros` | `long` | `DateTime<Utc>` | `i64` |
//! | [`TimestampNanos`], `timestamp-nanos` | `long` | `DateTime<Utc>` | `i64` |
//! | [`LocalTimestampMillis`], `local-timestamp-millis` | `long` | `NaiveDateTime` ¹ | `i64` |
//! | [`LocalTimestampMicros`], `local-timestamp-micros` | `long` | `NaiveDateTime` | `i64` |
//! | [`LocalTimestampNanos`], `local-timestamp-nanos` | `long` | `NaiveDateTime` | `i64` |
//!
//! ¹ Also without an attribute.
//!
//! - What is finer than the unit is cut off towards the past, as in Java: half a millisecond before
//!   1970 is the millisecond -1.
//! - A point in time that a `long` cannot hold (nanoseconds: before 1677-09-21 or after 2262-04-11)
//!   is an [`EncodeError`](crate::codec::EncodeError); a number that the Rust type cannot hold, or
//!   that is no time of day, is a
//!   [`DecodeErrorKind::OutOfRange`](crate::codec::DecodeErrorKind::OutOfRange). Plain integers are
//!   taken as they are.
//! - Avro has no leap seconds. `chrono` can hold one: in a time of day it becomes the last unit of
//!   the second before it, in a timestamp it counts as the second behind it, as in POSIX.
//! - A point in time with an offset or a time zone (`DateTime<FixedOffset>`, `DateTime<Local>`) is
//!   refused by the compiler: Avro has no place for the offset, and what is read back would not
//!   equal what was written. Say `.to_utc()` where only the instant counts, and keep the offset in
//!   a field of its own where it does too.
//!
//! # Other logical types
//!
//! | `As`, `#[avro(logical = "…")]` | Avro | Rust |
//! |---|---|---|
//! | [`UuidText`], `uuid` | `string` | `uuid::Uuid` ¹; strings, which must be UUIDs when written |
//! | [`UuidFixed`], `uuid` with `fixed` | `fixed` of 16 bytes | `uuid::Uuid`, `[u8; 16]` |
//! | [`Duration`], `duration` | `fixed` of 12 bytes | [`AvroDuration`] ¹, `[u8; 12]` |
//! | [`FixedBytes`], `fixed` alone | `fixed` | `[u8; N]` |
//! | [`Annotated`], any other | what the type is | every type of this page, numbers, text, bytes |

#[macro_use]
mod annotated;
#[macro_use]
mod fixed;
#[macro_use]
mod number;

#[cfg(feature = "chrono")]
mod chrono;
mod decimal;
mod duration;
mod text;
#[cfg(feature = "uuid")]
mod uuid;

pub use annotated::{Annotated, Annotation};
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
