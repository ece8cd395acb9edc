//! What derived code calls. No part of this is for anyone else, and all of it may change.

#[path = "private/checks.rs"]
mod checks;

pub use std::vec::Vec;

pub use self::checks::{
    Literal, branches_differ, default_mistake, flattened_names_differ, kind_inside,
    no_branch_is_union,
};
pub use crate::__payload as payload;
pub use crate::codec::fields::{DecodeFields, decode_fields, decode_fields_into, decode_variant};
pub use crate::codec::foreign::{convert_decoded, convert_for_encoding};
pub use crate::codec::pointers::NullLast;

use std::marker::PhantomData;

use crate::codec::{DecodeError, DecodeErrorKind, Decoder, EncodeError};
use crate::schema::{ConstDigest, Depth, Digest};

/// The digests of the types of which `T` is made, as [`NestedDigest`] has them.
///
/// `AvroSchema::Nested` cannot name these types: they may be private where `T` is not.
#[derive(Debug)]
pub struct NestedOf<T: ?Sized, D>(PhantomData<D>, PhantomData<T>);

impl<T: NestedDigest<D> + ?Sized, D: Depth> ConstDigest for NestedOf<T, D> {
    const DIGEST: Digest = T::NESTED;
}

/// A derived type, of which the nested types' digests are known.
pub trait NestedDigest<D: Depth> {
    /// The digest of the nested types at depth `D`.
    const NESTED: Digest;
}

/// Reads the position of a symbol.
#[inline]
pub fn read_symbol(decoder: &mut Decoder<'_>) -> Result<u32, DecodeError> {
    let index = decoder.read_int()?;
    u32::try_from(index).map_err(|_| decoder.error(DecodeErrorKind::InvalidIndex(index.into())))
}

/// The error for a position at which there is no symbol.
#[cold]
#[must_use]
pub fn invalid_symbol(decoder: &Decoder<'_>, index: u32) -> DecodeError {
    decoder.error(DecodeErrorKind::InvalidIndex(index.into()))
}

/// Writes the position of a branch of a union.
#[inline]
pub fn write_branch(index: u32, output: &mut Vec<u8>) {
    crate::codec::write_branch(index, output);
}

/// The error for a branch that the union does not have.
#[cold]
#[must_use]
pub fn invalid_branch(decoder: &Decoder<'_>, index: i64) -> DecodeError {
    decoder.error(DecodeErrorKind::InvalidIndex(index))
}

/// The error for a value that the schema has no branch for.
#[cold]
#[must_use]
pub fn unknown_is_not_written() -> EncodeError {
    EncodeError::new(
        "a value that the schema has no branch for cannot be written: send its datum with the \
         schema that wrote it",
    )
}

/// Puts an event on topics, which takes the serializers; `serdes/derived.rs` has the macro for when
/// they are there.
#[cfg(not(feature = "registry"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __payload {
    ($event:ty) => {};
}
