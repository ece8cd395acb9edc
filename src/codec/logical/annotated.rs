//! Types as they are otherwise, with more said about them.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use crate::codec::{AvroDecode, AvroEncode, DecodeError, Decoder, EncodeError, PlanCursor};
use crate::schema::{AvroSchema, Depth, Kind, Natural, Node, Properties};

/// What [`Annotated`] puts on a type.
pub trait Annotation {
    /// The value of `logicalType`, such as `url`, or nothing.
    const LOGICAL_TYPE: Option<&'static str> = None;

    /// Further members of the type's JSON object, each with its value as JSON text, such as
    /// `("connect.version", "1")`.
    const PROPERTIES: Properties = &[];
}

/// What the type is as `As`, with the logical type and the properties of `M` put on.
///
/// ```
/// use avrolane::AvroSchema;
/// use avrolane::codec::logical::{Annotated, Annotation, TimestampMillis};
/// use avrolane::schema::{Node, Properties};
///
/// struct Connect;
///
/// impl Annotation for Connect {
///     const PROPERTIES: Properties =
///         &[("connect.name", r#""org.apache.kafka.connect.data.Timestamp""#)];
/// }
///
/// let node = <i64 as AvroSchema<Annotated<Connect, TimestampMillis>>>::NODE;
/// assert!(matches!(node, Node::Annotated { properties: [("connect.name", _)], .. }));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Annotated<M, As = Natural>(PhantomData<(M, As)>);

macro_rules! annotated_schema {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        impl<$($generics)* M: $crate::codec::logical::Annotation, As>
            AvroSchema<$crate::codec::logical::Annotated<M, As>> for $type
        where
            Self: AvroSchema<As>,
        {
            const KIND: Kind = <Self as AvroSchema<As>>::KIND;
            const NODE: Node = Node::Annotated {
                base: &<Self as AvroSchema<As>>::NODE,
                logical_type: M::LOGICAL_TYPE,
                properties: M::PROPERTIES,
            };
            const ZERO: Option<&'static str> = <Self as AvroSchema<As>>::ZERO;
            type Nested<D: Depth> = <Self as AvroSchema<As>>::Nested<D>;
        }
    )*};
}

macro_rules! annotated_encode {
    ($([$($generics:tt)*] $type:ty $(, $slice:tt)?;)*) => {$(
        impl<$($generics)* M, As> AvroEncode<$crate::codec::logical::Annotated<M, As>> for $type
        where
            Self: AvroEncode<As>,
        {
            #[inline]
            fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                <Self as AvroEncode<As>>::encode(self, output)
            }

            $(
                #[inline]
                fn encode_slice(items: &$slice, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                    <Self as AvroEncode<As>>::encode_slice(items, output)
                }
            )?
        }
    )*};
}

macro_rules! annotated_decode {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        impl<$($generics)* M, As> AvroDecode<'de, $crate::codec::logical::Annotated<M, As>>
            for $type
        where
            Self: AvroDecode<'de, As>,
        {
            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                <Self as AvroDecode<'de, As>>::decode(decoder)
            }

            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                <Self as AvroDecode<'de, As>>::decode_resolved(decoder, plan)
            }

            #[inline]
            fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), DecodeError> {
                <Self as AvroDecode<'de, As>>::decode_into(self, decoder)
            }

            fn decode_resolved_into(
                &mut self,
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<(), DecodeError> {
                <Self as AvroDecode<'de, As>>::decode_resolved_into(self, decoder, plan)
            }

            #[inline]
            fn decode_vec(decoder: &mut Decoder<'de>) -> Result<Vec<Self>, DecodeError> {
                <Self as AvroDecode<'de, As>>::decode_vec(decoder)
            }

            #[inline]
            fn decode_vec_into(
                items: &mut Vec<Self>,
                decoder: &mut Decoder<'de>,
            ) -> Result<(), DecodeError> {
                <Self as AvroDecode<'de, As>>::decode_vec_into(items, decoder)
            }
        }
    )*};
}

macro_rules! annotated {
    ($($type:ty)*) => {
        annotated_schema! { $([] $type;)* }
        annotated_encode! { $([] $type, [Self];)* }
        annotated_decode! { $(['de,] $type;)* }
    };
}

annotated! {
    bool i8 i16 i32 i64 u16 u32 u64 i128 u128 usize isize f32 f64 char String Vec<u8>
}

annotated_schema! {
    [] str;
    [] [u8];
    [const N: usize,] [u8; N];
}

annotated_encode! {
    [] str;
    [] [u8];
    [const N: usize,] [u8; N];
}

annotated_decode! {
    ['de: 'a, 'a,] &'a str;
    ['de: 'a, 'a,] Cow<'a, str>;
    ['de,] Box<str>;
    ['de,] Rc<str>;
    ['de,] Arc<str>;
    ['de: 'a, 'a,] &'a [u8];
    ['de: 'a, 'a,] Cow<'a, [u8]>;
    ['de,] Box<[u8]>;
    ['de,] Rc<[u8]>;
    ['de,] Arc<[u8]>;
    ['de, const N: usize,] [u8; N];
}

#[cfg(feature = "bytes")]
annotated!(bytes::Bytes);
