//! Logical types of `int` and `long`.

use crate::codec::{
    AvroDecode, AvroEncode, DecodeError, DecodeErrorKind, Decoder, EncodeError, PlanCursor,
};
use crate::schema::{AvroSchema, Depth, Kind, Natural, Node};

/// A logical type of a number.
pub(super) trait LogicalNumber {
    /// The number, by itself.
    type Number: AvroSchema;
    const LOGICAL_TYPE: &'static str;
}

macro_rules! markers {
    ($($(#[$documentation:meta])* $marker:ident, $number:ty, $logical_type:literal;)*) => {$(
        $(#[$documentation])*
        #[derive(Debug, Clone, Copy)]
        pub enum $marker {}

        impl LogicalNumber for $marker {
            type Number = $number;
            const LOGICAL_TYPE: &'static str = $logical_type;
        }
    )*};
}

markers! {
    /// `date`: an `int`, the days since 1970-01-01.
    Date, i32, "date";
    /// `time-millis`: an `int`, the milliseconds since midnight.
    TimeMillis, i32, "time-millis";
    /// `time-micros`: a `long`, the microseconds since midnight.
    TimeMicros, i64, "time-micros";
    /// `timestamp-millis`: a `long`, the milliseconds since 1970-01-01T00:00:00Z.
    TimestampMillis, i64, "timestamp-millis";
    /// `timestamp-micros`: a `long`, the microseconds since 1970-01-01T00:00:00Z.
    TimestampMicros, i64, "timestamp-micros";
    /// `timestamp-nanos`: a `long`, the nanoseconds since 1970-01-01T00:00:00Z.
    TimestampNanos, i64, "timestamp-nanos";
    /// `local-timestamp-millis`: a `long`, the milliseconds since 1970-01-01T00:00:00 in whatever
    /// time zone is meant.
    LocalTimestampMillis, i64, "local-timestamp-millis";
    /// `local-timestamp-micros`: a `long`, the microseconds since 1970-01-01T00:00:00 in whatever
    /// time zone is meant.
    LocalTimestampMicros, i64, "local-timestamp-micros";
    /// `local-timestamp-nanos`: a `long`, the nanoseconds since 1970-01-01T00:00:00 in whatever
    /// time zone is meant.
    LocalTimestampNanos, i64, "local-timestamp-nanos";
}

/// Writes a type as the number of a logical type: `$to` is a `fn(&Self) -> Option<number>`, `$from`
/// a `fn(number) -> Option<Self>`, both nothing where the value is out of range. `$zero` is the
/// type's `Default` as such a number, if it has one.
macro_rules! by_number {
    ($($type:ty as $marker:ty, $zero:expr, $to:expr, $from:expr;)*) => {$(
        impl AvroSchema<$marker> for $type {
            const KIND: Kind = <Number<$marker> as AvroSchema>::KIND;
            const NODE: Node = Node::Annotated {
                base: &<Number<$marker> as AvroSchema>::NODE,
                logical_type: Some(<$marker as LogicalNumber>::LOGICAL_TYPE),
                properties: &[],
            };
            const ZERO: Option<&'static str> = $zero;
            type Nested<D: Depth> = ();
        }

        impl AvroEncode<$marker> for $type {
            #[inline]
            fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                let to: fn(&Self) -> Option<Number<$marker>> = $to;
                match to(self) {
                    Some(number) => AvroEncode::<Natural>::encode(&number, output),
                    None => Err(out_of_range::<$marker>(self)),
                }
            }
        }

        impl<'de> AvroDecode<'de, $marker> for $type {
            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                let number = <Number<$marker> as AvroDecode<'de>>::decode(decoder)?;
                in_range(decoder, ($from)(number))
            }

            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                let number = <Number<$marker> as AvroDecode<'de>>::decode_resolved(decoder, plan)?;
                in_range(decoder, ($from)(number))
            }
        }
    )*};
}

pub(super) type Number<M> = <M as LogicalNumber>::Number;

#[cold]
pub(super) fn out_of_range<M: LogicalNumber>(value: &impl std::fmt::Debug) -> EncodeError {
    EncodeError::new(format!(
        "{value:?} is out of the range of {}",
        M::LOGICAL_TYPE
    ))
}

#[inline]
pub(super) fn in_range<T>(decoder: &Decoder<'_>, value: Option<T>) -> Result<T, DecodeError> {
    value.ok_or_else(|| decoder.error(DecodeErrorKind::OutOfRange))
}

/// The type as it is by itself, where that is one of its logical types.
macro_rules! natural {
    ($($type:ty as $marker:ty;)*) => {$(
        impl AvroSchema for $type {
            const KIND: Kind = <Self as AvroSchema<$marker>>::KIND;
            const NODE: Node = <Self as AvroSchema<$marker>>::NODE;
            const ZERO: Option<&'static str> = <Self as AvroSchema<$marker>>::ZERO;
            type Nested<D: Depth> = ();
        }

        impl AvroEncode for $type {
            #[inline]
            fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                AvroEncode::<$marker>::encode(self, output)
            }
        }

        impl<'de> AvroDecode<'de> for $type {
            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                <Self as AvroDecode<'de, $marker>>::decode(decoder)
            }

            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                <Self as AvroDecode<'de, $marker>>::decode_resolved(decoder, plan)
            }
        }
    )*};
}

/// Plain integers, as they are.
macro_rules! plain {
    ($($number:ty as $($marker:ident)*;)*) => {$($(
        by_number! {
            $number as $marker, Some("0"), |number| Some(*number), Some;
        }
    )*)*};
}

plain! {
    i32 as Date TimeMillis;
    i64 as TimeMicros TimestampMillis TimestampMicros TimestampNanos
        LocalTimestampMillis LocalTimestampMicros LocalTimestampNanos;
}
