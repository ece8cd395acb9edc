//! Bytes that are decimals already, as they are.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::{Decimal, FixedDecimal};
use crate::codec::primitives::write_bytes;
use crate::codec::{AvroDecode, AvroEncode, DecodeError, Decoder, EncodeError, PlanCursor};
use crate::schema::{AvroSchema, Depth, Kind, Node};

macro_rules! write_as_is {
    ($($type:ty)*) => {$(
        impl<const PRECISION: usize, const SCALE: usize> AvroSchema<Decimal<PRECISION, SCALE>>
            for $type
        {
            const KIND: Kind = Kind::Bytes;
            const NODE: Node = Decimal::<PRECISION, SCALE>::NODE;
            type Nested<D: Depth> = ();
        }

        impl<const PRECISION: usize, const SCALE: usize> AvroEncode<Decimal<PRECISION, SCALE>>
            for $type
        {
            #[inline]
            fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                write_bytes(self, output);
                Ok(())
            }
        }
    )*};
}

macro_rules! read_as_is {
    ($([$($lifetime:tt)*] $type:ty;)*) => {$(
        impl<'de $($lifetime)*, const PRECISION: usize, const SCALE: usize>
            AvroDecode<'de, Decimal<PRECISION, SCALE>> for $type
        {
            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                <Self as AvroDecode<'de>>::decode(decoder)
            }

            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                <Self as AvroDecode<'de>>::decode_resolved(decoder, plan)
            }

            #[inline]
            fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), DecodeError> {
                <Self as AvroDecode<'de>>::decode_into(self, decoder)
            }

            fn decode_resolved_into(
                &mut self,
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<(), DecodeError> {
                <Self as AvroDecode<'de>>::decode_resolved_into(self, decoder, plan)
            }
        }
    )*};
}

write_as_is!([u8] Vec<u8>);

read_as_is! {
    [: 'a, 'a] &'a [u8];
    [: 'a, 'a] Cow<'a, [u8]>;
    [] Vec<u8>;
    [] Box<[u8]>;
    [] Rc<[u8]>;
    [] Arc<[u8]>;
}

#[cfg(feature = "bytes")]
write_as_is!(::bytes::Bytes);
#[cfg(feature = "bytes")]
read_as_is!([] ::bytes::Bytes;);

array!(
    [const PRECISION: usize, const SCALE: usize, const SIZE: usize] [SIZE]
    Name, FixedDecimal<PRECISION, SCALE, SIZE, Name>,
    FixedDecimal::<PRECISION, SCALE, SIZE, Name>::NODE
);
