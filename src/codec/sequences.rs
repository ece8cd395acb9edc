//! The codec of vectors, slices, arrays and sets.
//!
//! A slice, a vector and an array of bytes are `bytes` and `fixed`; all else is an `array`.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};
use std::rc::Rc;
use std::sync::Arc;

use super::decoder::Decoder;
use super::error::{DecodeError, DecodeErrorKind, EncodeError};
use super::number_text::NumberText;
use super::plan::PlanCursor;
use super::primitives::write_count;
use super::traits::{AvroDecode, AvroEncode};
use crate::schema::{AvroSchema, Depth, FixedNode, Kind, Node};

impl<T: AvroSchema<As>, As> AvroSchema<As> for [T] {
    const KIND: Kind = if T::IS_BYTE {
        Kind::Bytes
    } else {
        Kind::Array(const { &T::KIND })
    };
    const NODE: Node = if T::IS_BYTE {
        Node::Bytes
    } else {
        Node::Array(T::node)
    };
    const ZERO: Option<&'static str> = Some(if T::IS_BYTE { "\"\"" } else { "[]" });
    type Nested<D: Depth> = (D::Of<T, As>,);
}

impl<T: AvroEncode<As>, As> AvroEncode<As> for [T] {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        T::encode_slice(self, output)
    }
}

#[inline]
pub(super) fn encode_items<T: AvroEncode<As>, As>(
    items: &[T],
    output: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    encode_each::<T, As>(items.iter(), output)
}

#[inline]
fn encode_each<'a, T: AvroEncode<As> + 'a, As>(
    items: impl ExactSizeIterator<Item = &'a T>,
    output: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    if items.len() > 0 {
        write_count(items.len(), output);
        for item in items {
            item.encode(output).map_err(EncodeError::in_items)?;
        }
    }
    output.push(0);
    Ok(())
}

impl<'de, T: AvroDecode<'de, As>, As> AvroDecode<'de, As> for Vec<T> {
    const TAKES_UNKNOWN: bool = T::TAKES_UNKNOWN;

    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        T::decode_vec(decoder)
    }

    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        T::decode_vec_resolved(decoder, plan)
    }

    #[inline]
    fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), DecodeError> {
        T::decode_vec_into(self, decoder)
    }

    fn decode_resolved_into(
        &mut self,
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<(), DecodeError> {
        T::decode_vec_resolved_into(self, decoder, plan)
    }
}

#[inline]
pub(super) fn decode_items<'de, T>(
    decoder: &mut Decoder<'de>,
    mut decode: impl FnMut(&mut Decoder<'de>) -> Result<T, DecodeError>,
) -> Result<Vec<T>, DecodeError> {
    let mut items = Vec::new();
    decode_blocks::<T>(decoder, |decoder, count, allowed| {
        items.reserve(allowed);
        for _ in 0..count {
            items.push(decode(decoder).map_err(DecodeError::in_items)?);
        }
        Ok(())
    })?;
    Ok(items)
}

/// Decodes into the items that there are, and adds or drops what differs in number.
#[inline]
pub(super) fn decode_items_into<'de, T>(
    items: &mut Vec<T>,
    decoder: &mut Decoder<'de>,
    mut decode: impl FnMut(&mut Decoder<'de>) -> Result<T, DecodeError>,
    mut decode_into: impl FnMut(&mut T, &mut Decoder<'de>) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    let mut filled = 0;
    decode_blocks::<T>(decoder, |decoder, count, allowed| {
        items.reserve((filled + allowed).saturating_sub(items.len()));
        for _ in 0..count {
            match items.get_mut(filled) {
                Some(item) => decode_into(item, decoder).map_err(DecodeError::in_items)?,
                None => items.push(decode(decoder).map_err(DecodeError::in_items)?),
            }
            filled += 1;
        }
        Ok(())
    })?;
    items.truncate(filled);
    Ok(())
}

/// Hands each block to `decode`: how many items it has, and for how many to reserve memory.
#[inline]
pub(super) fn decode_blocks<'de, T>(
    decoder: &mut Decoder<'de>,
    mut decode: impl FnMut(&mut Decoder<'de>, usize, usize) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    decoder.enter()?;
    loop {
        let count = decoder.read_block()?;
        if count == 0 {
            decoder.leave();
            return Ok(());
        }
        let allowed = decoder.allow::<T>(count)?;
        decode(decoder, count, allowed)?;
    }
}

/// `[u8; N]` is a `fixed` of the name `FixedN` unless its field says `#[avro(fixed = "…")]`; any
/// other array is an `array` with exactly so many items.
impl<T: AvroSchema<As>, As, const N: usize> AvroSchema<As> for [T; N] {
    const KIND: Kind = if T::IS_BYTE {
        Kind::Fixed(N)
    } else {
        Kind::Array(const { &T::KIND })
    };
    const NODE: Node = if T::IS_BYTE {
        Node::Fixed(FixedNode {
            name: NumberText::<N>::FIXED,
            namespace: None,
            doc: None,
            aliases: &[],
            size: N,
            properties: &[],
        })
    } else {
        Node::Array(T::node)
    };
    type Nested<D: Depth> = (D::Of<T, As>,);
}

impl<T: AvroEncode<As>, As, const N: usize> AvroEncode<As> for [T; N] {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        T::encode_array(self, output)
    }
}

impl<'de, T: AvroDecode<'de, As>, As, const N: usize> AvroDecode<'de, As> for [T; N] {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        T::decode_array(decoder)
    }

    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        T::decode_array_resolved(decoder, plan)
    }
}

pub(super) fn decode_array<'de, T, const N: usize>(
    decoder: &mut Decoder<'de>,
    decode: impl FnMut(&mut Decoder<'de>) -> Result<T, DecodeError>,
) -> Result<[T; N], DecodeError> {
    let offset = decoder.offset();
    let items = decode_items(decoder, decode)?;
    <[T; N]>::try_from(items).map_err(|items| {
        let found = items.len();
        DecodeError::new(DecodeErrorKind::WrongLength { expected: N, found }, offset)
    })
}

/// Collections that are made from a vector.
macro_rules! by_way_of_vec {
    ($($type:ty)*) => {$(
        impl<'de, T: AvroDecode<'de, As>, As> AvroDecode<'de, As> for $type {
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                T::decode_vec(decoder).map(Self::from_iter)
            }

            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                T::decode_vec_resolved(decoder, plan).map(Self::from_iter)
            }
        }
    )*};
}

by_way_of_vec!(Box<[T]> Rc<[T]> Arc<[T]>);

/// Collections whose items do not lie side by side.
macro_rules! collections {
    ($([$($more:tt)*] $type:ty;)*) => {$(
        impl<T: AvroSchema<As>, As $($more)*> AvroSchema<As> for $type {
            const KIND: Kind = Kind::Array(const { &T::KIND });
            const NODE: Node = Node::Array(T::node);
            const ZERO: Option<&'static str> = Some("[]");
            type Nested<D: Depth> = (D::Of<T, As>,);
        }

        impl<T: AvroEncode<As>, As $($more)*> AvroEncode<As> for $type {
            fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                encode_each::<T, As>(self.iter(), output)
            }
        }
    )*};
}

collections! {
    [] VecDeque<T>;
    [] BTreeSet<T>;
    [, S] HashSet<T, S>;
}

macro_rules! decode_collections {
    ($([$($bounds:tt)*] [$($more:tt)*] $type:ty, $add:ident;)*) => {$(
        impl<'de, T: AvroDecode<'de, As> $($bounds)*, As $($more)*> AvroDecode<'de, As> for $type {
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                decode_each(decoder, T::decode, Self::$add)
            }

            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                let items = plan.items()?;
                decode_each(decoder, |decoder| items.decode::<T, As>(decoder), Self::$add)
            }
        }
    )*};
}

decode_collections! {
    [] [] VecDeque<T>, push_back;
    [+ Ord] [] BTreeSet<T>, insert;
    [+ Eq + Hash] [, S: BuildHasher + Default] HashSet<T, S>, insert;
}

fn decode_each<'de, C: Default, T, A>(
    decoder: &mut Decoder<'de>,
    mut decode: impl FnMut(&mut Decoder<'de>) -> Result<T, DecodeError>,
    add: impl Fn(&mut C, T) -> A,
) -> Result<C, DecodeError> {
    let mut items = C::default();
    decode_blocks::<T>(decoder, |decoder, count, _| {
        for _ in 0..count {
            add(&mut items, decode(decoder).map_err(DecodeError::in_items)?);
        }
        Ok(())
    })?;
    Ok(items)
}
