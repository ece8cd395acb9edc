//! Which Rust types stand for logical types.

/// Which types stand for dates and times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum DateTimeTypes {
    /// Those of `chrono`: `NaiveDate`, `NaiveTime`, `DateTime<Utc>`, `NaiveDateTime`.
    #[default]
    Chrono,
    /// Those of `time`: `Date`, `Time`, `OffsetDateTime`, `PrimitiveDateTime`.
    Time,
    /// Those of `jiff`: `civil::Date`, `civil::Time`, `Timestamp`, `civil::DateTime`.
    Jiff,
    /// The numbers that are on the wire: `i32` and `i64`.
    Numbers,
}

/// Which type stands for decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum DecimalTypes {
    /// `rust_decimal::Decimal`, which has room for 28 digits.
    #[default]
    RustDecimal,
    /// `bigdecimal::BigDecimal`, which has room for any number of digits.
    BigDecimal,
    /// The bytes that are on the wire: `Vec<u8>`, or a newtype of `[u8; N]`.
    Bytes,
}

/// Which type stands for UUIDs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum UuidTypes {
    /// `uuid::Uuid`.
    #[default]
    Uuid,
    /// What is on the wire: `String`, or a newtype of `[u8; 16]`.
    Wire,
}

/// Which Rust types stand for logical types.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LogicalTypes {
    pub(super) dates_and_times: DateTimeTypes,
    pub(super) decimals: DecimalTypes,
    pub(super) uuids: UuidTypes,
}
