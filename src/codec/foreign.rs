//! Codecs for types of other crates.

use std::fmt::Display;

use super::error::{DecodeError, DecodeErrorKind, EncodeError};

/// Gives a type of another crate a codec: as another type, to which and from which it is converted.
///
/// Neither the type nor avrolane's traits are yours, so a marker of your own stands between them.
/// A field says it as `#[avro(with = …)]`; options, sequences, maps and pointers of the type need
/// nothing further.
///
/// ```
/// use std::time::Duration;
///
/// use avrolane::AvroEvent;
///
/// /// A `long` of seconds.
/// enum Seconds {}
///
/// avrolane::foreign! {
///     impl Seconds for Duration as i64 {
///         encode: |duration| i64::try_from(duration.as_secs()).map_err(|_| "it is too long"),
///         decode: |seconds| u64::try_from(seconds)
///             .map(Duration::from_secs)
///             .map_err(|_| "a duration is not negative"),
///     }
/// }
///
/// #[derive(AvroEvent)]
/// struct Race {
///     #[avro(with = Seconds)]
///     total: Duration,
///     #[avro(with = Seconds)]
///     laps: Vec<Duration>,
/// }
///
/// let race = Race { total: Duration::from_secs(3), laps: vec![Duration::from_secs(1)] };
/// assert_eq!(avrolane::codec::encode(&race)?, [6, 2, 2, 0]);
/// # Ok::<(), avrolane::codec::EncodeError>(())
/// ```
///
/// `encode` gets a reference to the value, and `decode` what was read. Either answers an error, as
/// anything that can be displayed, for a value that the other side cannot have: it becomes an
/// [`EncodeError`](crate::codec::EncodeError), or a
/// [`DecodeErrorKind::InvalidValue`](crate::codec::DecodeErrorKind::InvalidValue).
///
/// The other type can have a representation of its own: `as i64 as logical::TimestampMicros`.
#[macro_export]
macro_rules! foreign {
    (
        impl $marker:ident for $type:ty as $other:ty {
            encode: $encode:expr,
            decode: $decode:expr $(,)?
        }
    ) => {
        $crate::foreign! {
            impl $marker for $type as $other as $crate::schema::Natural {
                encode: $encode,
                decode: $decode,
            }
        }
    };
    (
        impl $marker:ident for $type:ty as $other:ty as $represented:ty {
            encode: $encode:expr,
            decode: $decode:expr $(,)?
        }
    ) => {
        impl $crate::AvroSchema<$marker> for $type {
            const KIND: $crate::schema::Kind = <$other as $crate::AvroSchema<$represented>>::KIND;
            const NODE: $crate::schema::Node = <$other as $crate::AvroSchema<$represented>>::NODE;
            type Nested<__D: $crate::schema::Depth> =
                <$other as $crate::AvroSchema<$represented>>::Nested<__D>;

            fn node() -> &'static $crate::schema::Node {
                <$other as $crate::AvroSchema<$represented>>::node()
            }
        }

        impl $crate::AvroEncode<$marker> for $type {
            fn encode(
                &self,
                output: &mut $crate::__private::Vec<u8>,
            ) -> ::core::result::Result<(), $crate::codec::EncodeError> {
                let other: $other = $crate::__private::convert_for_encoding(self, $encode)?;
                <$other as $crate::AvroEncode<$represented>>::encode(&other, output)
            }
        }

        impl<'__de> $crate::AvroDecode<'__de, $marker> for $type {
            fn decode(
                decoder: &mut $crate::codec::Decoder<'__de>,
            ) -> ::core::result::Result<Self, $crate::codec::DecodeError> {
                let offset = decoder.offset();
                let other = <$other as $crate::AvroDecode<'__de, $represented>>::decode(decoder)?;
                $crate::__private::convert_decoded(other, offset, $decode)
            }

            fn decode_resolved(
                decoder: &mut $crate::codec::Decoder<'__de>,
                plan: $crate::codec::PlanCursor<'_>,
            ) -> ::core::result::Result<Self, $crate::codec::DecodeError> {
                let offset = decoder.offset();
                let other = <$other as $crate::AvroDecode<'__de, $represented>>::decode_resolved(
                    decoder, plan,
                )?;
                $crate::__private::convert_decoded(other, offset, $decode)
            }
        }
    };
}

/// Converts a value to what it is written as.
///
/// # Errors
///
/// If the conversion has one.
#[inline]
pub fn convert_for_encoding<T, Other, E: Display>(
    value: &T,
    convert: impl FnOnce(&T) -> Result<Other, E>,
) -> Result<Other, EncodeError> {
    convert(value).map_err(|reason| EncodeError::new(reason.to_string()))
}

/// Converts what was read at `offset` to a value.
///
/// # Errors
///
/// [`InvalidValue`](DecodeErrorKind::InvalidValue) if the conversion has one.
#[inline]
pub fn convert_decoded<T, Other, E: Display>(
    other: Other,
    offset: usize,
    convert: impl FnOnce(Other) -> Result<T, E>,
) -> Result<T, DecodeError> {
    convert(other).map_err(|reason| {
        DecodeError::new(DecodeErrorKind::InvalidValue(reason.to_string()), offset)
    })
}
