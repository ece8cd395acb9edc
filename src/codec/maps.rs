//! The codec of maps, whose keys are text.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use super::decoder::Decoder;
use super::error::{DecodeError, EncodeError};
use super::plan::PlanCursor;
use super::primitives::{write_bytes, write_count};
use super::sequences::decode_blocks;
use super::traits::{AvroDecode, AvroEncode};
use crate::schema::{AvroSchema, Depth, Kind, Node};

/// A map by its type, what its keys and its hasher have to be for reading, and how it makes room
/// for entries.
macro_rules! maps {
    ($($type:ty, [$($hasher:ident)?], [$($key:tt)*], [$($decode_hasher:tt)*], $reserve:expr;)*) => {$(
        impl<K: Borrow<str>, V: AvroSchema<As>, As $(, $hasher)?> AvroSchema<As> for $type {
            const KIND: Kind = Kind::Map(const { &V::KIND });
            const NODE: Node = Node::Map(V::node);
            const ZERO: Option<&'static str> = Some("{}");
            type Nested<D: Depth> = (D::Of<V, As>,);
        }

        impl<K: Borrow<str>, V: AvroEncode<As>, As $(, $hasher)?> AvroEncode<As> for $type {
            fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                encode_entries(self.iter(), output)
            }
        }

        impl<'de, K, V, As $(, $hasher)?> AvroDecode<'de, As> for $type
        where
            K: AvroDecode<'de> + Borrow<str> + $($key)*,
            V: AvroDecode<'de, As>,
            $($decode_hasher)*
        {
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                let mut map = Self::default();
                map.decode_into(decoder)?;
                Ok(map)
            }

            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                let mut map = Self::default();
                map.decode_resolved_into(decoder, plan)?;
                Ok(map)
            }

            #[inline]
            fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), DecodeError> {
                self.clear();
                decode_entries(decoder, self, $reserve, V::decode, Self::insert)
            }

            #[inline]
            fn decode_resolved_into(
                &mut self,
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<(), DecodeError> {
                self.clear();
                let values = plan.items()?;
                let value = |decoder: &mut Decoder<'de>| values.decode::<V, As>(decoder);
                decode_entries(decoder, self, $reserve, value, Self::insert)
            }
        }
    )*};
}

maps! {
    HashMap<K, V, S>, [S], [Eq + Hash], [S: BuildHasher + Default,], Self::reserve;
    BTreeMap<K, V>, [], [Ord], [], |_, _| ();
}

#[cfg(feature = "indexmap")]
maps! {
    indexmap::IndexMap<K, V, S>, [S], [Eq + Hash], [S: BuildHasher + Default,], Self::reserve;
}

fn encode_entries<'a, K: Borrow<str> + 'a, V: AvroEncode<As> + 'a, As>(
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

#[inline]
fn decode_entries<'de, M, K: AvroDecode<'de>, V>(
    decoder: &mut Decoder<'de>,
    map: &mut M,
    reserve: impl Fn(&mut M, usize),
    mut value: impl FnMut(&mut Decoder<'de>) -> Result<V, DecodeError>,
    insert: impl Fn(&mut M, K, V) -> Option<V>,
) -> Result<(), DecodeError> {
    decode_blocks::<(K, V)>(decoder, |decoder, count, allowed| {
        reserve(map, allowed);
        for _ in 0..count {
            let key = K::decode(decoder).map_err(DecodeError::in_items)?;
            let value = value(decoder).map_err(DecodeError::in_items)?;
            insert(map, key, value);
        }
        Ok(())
    })
}
