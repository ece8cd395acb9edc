//! The codec of options, and of pointers, which are written as what they point to.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::decoder::Decoder;
use super::error::{DecodeError, EncodeError};
use super::plan::PlanCursor;
use super::primitives::write_count;
use super::traits::{AvroDecode, AvroEncode};
use crate::schema::{AvroSchema, Depth, Digest, Kind, Node};

/// A type whose values point to a `T`, and which has the schema and the codec of `T`.
macro_rules! transparent {
    ($([$($bound:tt)*] $type:ty => $target:ty;)*) => {$(
        impl<T: AvroSchema<As> + $($bound)*, As> AvroSchema<As> for $type {
            const KIND: Kind = <$target as AvroSchema<As>>::KIND;
            const NODE: Node = <$target as AvroSchema<As>>::NODE;
            const IMPLIED_DEFAULT: Option<&'static str> =
                <$target as AvroSchema<As>>::IMPLIED_DEFAULT;
            const ZERO: Option<&'static str> = <$target as AvroSchema<As>>::ZERO;
            const BRANCH_DIGESTS: &'static [Digest] =
                <$target as AvroSchema<As>>::BRANCH_DIGESTS;
            type Nested<D: Depth> = <$target as AvroSchema<As>>::Nested<D>;

            fn node() -> &'static Node {
                <$target as AvroSchema<As>>::node()
            }
        }

        impl<T: AvroEncode<As> + $($bound)*, As> AvroEncode<As> for $type {
            #[inline]
            fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                <$target as AvroEncode<As>>::encode(self, output)
            }

            #[inline]
            fn encode_branch(&self, first: u32, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                <$target as AvroEncode<As>>::encode_branch(self, first, output)
            }

            fn branch(&self) -> Option<usize> {
                <$target as AvroEncode<As>>::branch(self)
            }

            fn encode_bare(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                <$target as AvroEncode<As>>::encode_bare(self, output)
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
    ($($pointer:ident {$($further:tt)*})*) => {$(
        impl<'de, T: AvroDecode<'de, As>, As> AvroDecode<'de, As> for $pointer<T> {
            const TAKES_UNKNOWN: bool = T::TAKES_UNKNOWN;

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

            $($further)*

            #[inline]
            fn decode_branch(
                index: i64,
                first: i64,
                decoder: &mut Decoder<'de>,
            ) -> Result<Self, DecodeError> {
                nested(decoder, |decoder| T::decode_branch(index, first, decoder)).map(Self::new)
            }

            fn decode_branch_resolved(
                branch: u32,
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                nested(decoder, |decoder| {
                    T::decode_branch_resolved(branch, decoder, plan)
                })
                .map(Self::new)
            }

            fn decode_unknown(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                T::decode_unknown(decoder, plan).map(Self::new)
            }
        }
    )*};
}

pointers! {
    Box {
        #[inline]
        fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), DecodeError> {
            nested(decoder, |decoder| (**self).decode_into(decoder))
        }

        fn decode_resolved_into(
            &mut self,
            decoder: &mut Decoder<'de>,
            plan: PlanCursor<'_>,
        ) -> Result<(), DecodeError> {
            nested(decoder, |decoder| (**self).decode_resolved_into(decoder, plan))
        }
    }
    Rc {}
    Arc {}
}

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
///
/// Where its type is a union itself, the two are one, as unions do not nest.
impl<T: AvroSchema<As>, As> AvroSchema<As> for Option<T> {
    const KIND: Kind = Kind::Optional;
    const NODE: Node = {
        assert!(
            !matches!(T::KIND, Kind::Null | Kind::Optional),
            "an `Option` of an optional value has no Avro schema: a union has `null` once"
        );
        Node::Union(&[|| &Node::Null, T::node])
    };
    const IMPLIED_DEFAULT: Option<&'static str> = Some("null");
    const ZERO: Option<&'static str> = Some("null");
    const BRANCHES: usize = 1 + T::BRANCHES;
    type Nested<D: Depth> = (D::Of<T, As>,);
}

impl<T: AvroEncode<As>, As> AvroEncode<As> for Option<T> {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        match self {
            None => {
                output.push(0);
                Ok(())
            }
            Some(value) => value.encode_branch(1, output),
        }
    }
}

impl<'de, T: AvroDecode<'de, As>, As> AvroDecode<'de, As> for Option<T> {
    const TAKES_UNKNOWN: bool = T::TAKES_UNKNOWN;

    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        match decoder.read_short()? {
            0 => Ok(None),
            index => T::decode_branch(index, 1, decoder).map(Some),
        }
    }

    #[inline]
    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        match plan.union_branch()? {
            (0, _) => Ok(None),
            (branch, value) => T::decode_branch_resolved(branch - 1, decoder, value).map(Some),
        }
    }

    #[inline]
    fn decode_into(&mut self, decoder: &mut Decoder<'de>) -> Result<(), DecodeError> {
        match (decoder.read_short()?, &mut *self) {
            (0, _) => *self = None,
            (index, Some(value)) => value.decode_branch_into(index, 1, decoder)?,
            (index, None) => *self = Some(T::decode_branch(index, 1, decoder)?),
        }
        Ok(())
    }

    fn decode_unknown(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        T::decode_unknown(decoder, plan).map(Some)
    }
}

/// An `Option` whose union has `null` last, so that the default of its field can be a value: the
/// schema of a field with `#[avro(null_last)]`.
#[derive(Debug, Clone, Copy)]
pub struct NullLast<T>(pub T);

impl<T: AvroSchema<As>, As> AvroSchema<As> for NullLast<Option<T>> {
    /// That of the first branch, which the default of a field is for.
    const KIND: Kind = T::KIND;
    const NODE: Node = {
        assert!(
            !matches!(T::KIND, Kind::Null | Kind::Optional),
            "an `Option` of an optional value has no Avro schema: a union has `null` once"
        );
        Node::Union(&[T::node, || &Node::Null])
    };
    const BRANCHES: usize = 1 + T::BRANCHES;
    type Nested<D: Depth> = (D::Of<T, As>,);
}

impl<T: AvroSchema<As> + AvroEncode<As>, As> AvroEncode<As> for NullLast<&Option<T>> {
    #[inline]
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        if let Some(value) = self.0 {
            return value.encode_branch(0, output);
        }
        write_count(T::BRANCHES, output);
        Ok(())
    }
}

impl<'de, T, As> AvroDecode<'de, As> for NullLast<Option<T>>
where
    T: AvroSchema<As> + AvroDecode<'de, As>,
{
    #[inline]
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        let index = decoder.read_short()?;
        if usize::try_from(index).is_ok_and(|index| index == T::BRANCHES) {
            return Ok(Self(None));
        }
        T::decode_branch(index, 0, decoder).map(|value| Self(Some(value)))
    }

    fn decode_resolved(
        decoder: &mut Decoder<'de>,
        plan: PlanCursor<'_>,
    ) -> Result<Self, DecodeError> {
        let (branch, value) = plan.union_branch()?;
        if branch as usize == T::BRANCHES {
            return Ok(Self(None));
        }
        T::decode_branch_resolved(branch, decoder, value).map(|value| Self(Some(value)))
    }
}
