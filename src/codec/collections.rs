//! The codec of types that hold others: options, sequences, maps and pointers.

use std::borrow::{Borrow, Cow};
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};
use std::rc::Rc;
use std::sync::Arc;

use super::decoder::Decoder;
use super::error::{DecodeError, DecodeErrorKind, EncodeError};
use super::plan::PlanCursor;
use super::primitives::{write_bytes, write_count};
use super::traits::{AvroDecode, AvroEncode};
use crate::schema::{AvroSchema, Depth, Kind, Node};

/// A type whose values point to a `T`, and which has the schema and the codec of `T`.
macro_rules! transparent {
    ($([$($bound:tt)*] $type:ty => $target:ty;)*) => {$(
        impl<T: AvroSchema + $($bound)*> AvroSchema for $type {
            const KIND: Kind = <$target>::KIND;
            const NODE: Node = <$target>::NODE;
            const IMPLIED_DEFAULT: Option<&'static str> = <$target>::IMPLIED_DEFAULT;
            type Nested<D: Depth> = <$target as AvroSchema>::Nested<D>;

            fn node() -> &'static Node {
                <$target>::node()
            }
        }

        impl<T: AvroEncode + $($bound)*> AvroEncode for $type {
            #[inline]
            fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                <$target>::encode(self, output)
            }
        }
    )*};
}

transparent! {
    [?Sized] &T => T;
    [?Sized] Box<T> => T;
    [?Sized] Rc<T> => T;
    [?Sized] Arc<T> => T;
    [?Sized + ToOwned] Cow<'_, T> => T;
    [] Vec<T> => [T];
}

/// Values behind a pointer can hold others of their own type, so these count as nested.
macro_rules! pointers {
    ($($pointer:ident)*) => {$(
        impl<'de, T: AvroDecode<'de>> AvroDecode<'de> for $pointer<T> {
            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                nested(decoder, T::decode).map(Self::new)
            }

            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                nested(decoder, |decoder| T::decode_resolved(decoder, plan)).map(Self::new)
            }
        }
    )*};
}

pointers!(Box Rc Arc);

#[inline]
fn nested<'de, T>(
    decoder: &mut Decoder<'de>,
    decode: impl FnOnce(&mut Decoder<'de>) -> Result<T, DecodeError>,
) -> Result<T, DecodeError> {
    decoder.enter()?;
    let value = decode(decoder)?;
    decoder.leave();
    Ok(value)
}

/// An optional value is a union of `null` and its type, in that order, and `null` unless set.
impl<T: AvroSchema> AvroSchema for Option<T> {
    const KIND: Kind = Kind::Optional;
    const NODE: Node = {
        assert!(
            !matches!(T::KIND, Kind::Null | Kind::Optional | Kind::Union),
            "an `Option` of an optional value has no Avro schema: unions do not nest"
        );
        Node::Union(&[|| &Node::Null, T::node])
    };
    const IMPLIED_DEFAULT: Option<&'static str> = Some("null");
    type Nested<D: Depth> = (D::Of<T>,);
}

impl<T: AvroEncode> AvroEncode for Option<T> {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        match self {
            None => output.push(0),
            Some(value) => {
                output.push(2);
                value.encode(output)?;
            }
        }
        Ok(())
    }
}

impl<'de, T: AvroDecode<'de>> AvroDecode<'de> for Option<T> {
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        match decoder.read_long()? {
            0 => Ok(None),
            1 => T::decode(decoder).map(Some),
            index => Err(decoder.error(DecodeErrorKind::InvalidIndex(index))),
        }
    }

    #[inline]
    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        match plan.union_branch()? {
            (0, _) => Ok(None),
            (_, value) => value.decode(decoder).map(Some),
        }
    }
}

impl<T: AvroSchema> AvroSchema for [T] {
    const KIND: Kind = if T::IS_BYTE { Kind::Bytes } else { Kind::Array };
    const NODE: Node = if T::IS_BYTE {
        Node::Bytes
    } else {
        Node::Array(T::node)
    };
    type Nested<D: Depth> = (D::Of<T>,);
}

impl<T: AvroEncode> AvroEncode for [T] {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        T::encode_slice(self, output)
    }
}

#[inline]
pub(super) fn encode_items<T: AvroEncode>(
    items: &[T],
    output: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    if !items.is_empty() {
        write_count(items.len(), output);
        for item in items {
            item.encode(output).map_err(EncodeError::in_items)?;
        }
    }
    output.push(0);
    Ok(())
}

impl<'de, T: AvroDecode<'de>> AvroDecode<'de> for Vec<T> {
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

/// Hands each block to `decode`: how many items it has, and for how many to reserve memory.
#[inline]
fn decode_blocks<'de, T>(
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

macro_rules! maps {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        impl<$($generics)*> AvroSchema for $type {
            const KIND: Kind = Kind::Map;
            const NODE: Node = Node::Map(V::node);
            type Nested<D: Depth> = (D::Of<V>,);
        }
    )*};
}

maps! {
    [K: Borrow<str>, V: AvroSchema, S] HashMap<K, V, S>;
    [K: Borrow<str>, V: AvroSchema] BTreeMap<K, V>;
}

fn encode_entries<'a, K: Borrow<str> + 'a, V: AvroEncode + 'a>(
    entries: impl ExactSizeIterator<Item = (&'a K, &'a V)>,
    output: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    if entries.len() > 0 {
        write_count(entries.len(), output);
        for (key, value) in entries {
            write_bytes(key.borrow().as_bytes(), output);
            value.encode(output).map_err(EncodeError::in_items)?;
        }
    }
    output.push(0);
    Ok(())
}

impl<K: Borrow<str>, V: AvroEncode, S> AvroEncode for HashMap<K, V, S> {
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        encode_entries(self.iter(), output)
    }
}

impl<K: Borrow<str>, V: AvroEncode> AvroEncode for BTreeMap<K, V> {
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        encode_entries(self.iter(), output)
    }
}

impl<'de, K, V, S> AvroDecode<'de> for HashMap<K, V, S>
where
    K: AvroDecode<'de> + Borrow<str> + Eq + Hash,
    V: AvroDecode<'de>,
    S: BuildHasher + Default,
{
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        decode_map(decoder, V::decode)
    }

    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        let values = plan.items()?;
        decode_map(decoder, |decoder| values.decode(decoder))
    }
}

fn decode_map<'de, K, V, S>(
    decoder: &mut Decoder<'de>,
    mut decode: impl FnMut(&mut Decoder<'de>) -> Result<V, DecodeError>,
) -> Result<HashMap<K, V, S>, DecodeError>
where
    K: AvroDecode<'de> + Eq + Hash,
    S: BuildHasher + Default,
{
    let mut map = HashMap::<K, V, S>::default();
    decode_blocks::<(K, V)>(decoder, |decoder, count, allowed| {
        map.reserve(allowed);
        for _ in 0..count {
            let key = K::decode(decoder)?;
            map.insert(key, decode(decoder).map_err(DecodeError::in_items)?);
        }
        Ok(())
    })?;
    Ok(map)
}

impl<'de, K, V> AvroDecode<'de> for BTreeMap<K, V>
where
    K: AvroDecode<'de> + Borrow<str> + Ord,
    V: AvroDecode<'de>,
{
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        decode_sorted_map(decoder, V::decode)
    }

    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        let values = plan.items()?;
        decode_sorted_map(decoder, |decoder| values.decode(decoder))
    }
}

fn decode_sorted_map<'de, K: AvroDecode<'de> + Ord, V>(
    decoder: &mut Decoder<'de>,
    mut decode: impl FnMut(&mut Decoder<'de>) -> Result<V, DecodeError>,
) -> Result<BTreeMap<K, V>, DecodeError> {
    let mut map = BTreeMap::new();
    decode_blocks::<(K, V)>(decoder, |decoder, count, _| {
        for _ in 0..count {
            let key = K::decode(decoder)?;
            map.insert(key, decode(decoder).map_err(DecodeError::in_items)?);
        }
        Ok(())
    })?;
    Ok(map)
}
