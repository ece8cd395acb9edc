//! Logical types of `fixed`, and fixeds with names of their own.

use std::marker::PhantomData;

use crate::codec::{AvroDecode, AvroEncode, DecodeError, Decoder, EncodeError, PlanCursor};
use crate::schema::{AvroSchema, Depth, FixedNode, Kind, Node, Properties};

/// The name of a `fixed`, and what else its definition says.
///
/// ```
/// use avrolane::codec::logical::FixedName;
///
/// struct Md5;
///
/// impl FixedName for Md5 {
///     const NAME: &'static str = "Md5";
///     const NAMESPACE: Option<&'static str> = Some("com.example");
/// }
/// ```
pub trait FixedName {
    /// The name without its namespace.
    const NAME: &'static str;

    /// The namespace; empty for none at all; nothing to take that of the enclosing named type.
    const NAMESPACE: Option<&'static str> = None;

    /// The documentation, or nothing.
    const DOC: Option<&'static str> = None;

    /// Other names under which writers may know the fixed; one without a dot is of its namespace.
    const ALIASES: &'static [&'static str] = &[];
}

/// The node of a fixed.
pub(super) const fn fixed_node<Name: FixedName>(size: usize, properties: Properties) -> Node {
    Node::Fixed(FixedNode {
        name: Name::NAME,
        namespace: Name::NAMESPACE,
        doc: Name::DOC,
        aliases: Name::ALIASES,
        size,
        properties,
    })
}

/// A `fixed` with this name, of as many bytes as the Rust type has.
///
/// Without it `[u8; N]` is called `FixedN`.
#[derive(Debug, Clone, Copy)]
pub struct FixedBytes<Name>(PhantomData<Name>);

/// `uuid` of a `fixed` of 16 bytes, the most significant first.
#[derive(Debug, Clone, Copy)]
pub struct UuidFixed<Name = UuidName>(PhantomData<Name>);

/// The name `Uuid`, which [`UuidFixed`] has unless another is said.
#[derive(Debug, Clone, Copy)]
pub enum UuidName {}

impl FixedName for UuidName {
    const NAME: &'static str = "Uuid";
}

/// Arrays of bytes, as they are.
macro_rules! array {
    ([$($generics:tt)*] [$($size:tt)*] $name:ident, $marker:ty, $node:expr) => {
        impl<$name: $crate::codec::logical::FixedName, $($generics)*> AvroSchema<$marker>
            for [u8; $($size)*]
        {
            const KIND: Kind = Kind::Fixed($($size)*);
            const NODE: Node = $node;
            type Nested<D: Depth> = ();
        }

        impl<$name, $($generics)*> AvroEncode<$marker> for [u8; $($size)*] {
            #[inline]
            fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
                output.extend_from_slice(self);
                Ok(())
            }
        }

        impl<'de, $name, $($generics)*> AvroDecode<'de, $marker> for [u8; $($size)*] {
            #[inline]
            fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
                decoder.read_array()
            }

            // A fixed is read as one of the same size, or not at all.
            fn decode_resolved(
                decoder: &mut Decoder<'de>,
                plan: PlanCursor<'_>,
            ) -> Result<Self, DecodeError> {
                <Self as AvroDecode<'de>>::decode_resolved(decoder, plan)
            }
        }
    };
}

pub(super) const UUID: Properties = &[("logicalType", "\"uuid\"")];

array!([const N: usize] [N] Name, FixedBytes<Name>, fixed_node::<Name>(N, &[]));
array!([] [16] Name, UuidFixed<Name>, fixed_node::<Name>(16, UUID));
