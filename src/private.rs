//! What derived code calls. No part of this is for anyone else, and all of it may change.

pub use std::vec::Vec;

pub use crate::__payload as payload;
pub use crate::codec::fields::{DecodeFields, decode_fields, decode_fields_into, decode_variant};
pub use crate::codec::foreign::{convert_decoded, convert_for_encoding};
pub use crate::codec::pointers::NullLast;

use std::marker::PhantomData;

use crate::codec::{DecodeError, DecodeErrorKind, Decoder, EncodeError};
use crate::schema::{ConstDigest, Depth, Digest, Kind};

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

/// What kind of literal a field's default is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Literal {
    /// `None`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Float,
    /// Text.
    String,
    /// `[…]`.
    Array,
    /// `{…}`.
    Object,
}

/// Whether a literal can be the default of a field of this kind.
#[must_use]
pub const fn default_fits(kind: Kind, literal: Literal, json: &str) -> bool {
    let kind = match kind {
        Kind::Union(first) => *first,
        kind => kind,
    };
    match literal {
        Literal::Null => matches!(kind, Kind::Null | Kind::Optional),
        Literal::Boolean => matches!(kind, Kind::Boolean),
        Literal::Integer => {
            matches!(kind, Kind::Int | Kind::Long | Kind::Float | Kind::Double)
        }
        Literal::Float => matches!(kind, Kind::Float | Kind::Double),
        Literal::String => match kind {
            Kind::String | Kind::Bytes | Kind::Fixed => true,
            Kind::Enum(symbols) => is_symbol(symbols, json),
            _ => false,
        },
        Literal::Array => matches!(kind, Kind::Array),
        Literal::Object => matches!(kind, Kind::Map | Kind::Record),
    }
}

/// Whether no branch of a union is a union itself.
#[must_use]
pub const fn no_branch_is_union(mut kinds: &[Kind]) -> bool {
    while let [kind, others @ ..] = kinds {
        if matches!(kind, Kind::Optional | Kind::Union(_)) {
            return false;
        }
        kinds = others;
    }
    true
}

/// Whether the branches of a union can be told apart.
#[must_use]
pub const fn branches_differ(mut kinds: &[Kind]) -> bool {
    while let [kind, others @ ..] = kinds {
        let mut further = others;
        while let [other, rest @ ..] = further {
            if are_alike(*kind, *other) {
                return false;
            }
            further = rest;
        }
        kinds = others;
    }
    true
}

/// Whether a union cannot have both, named types apart.
const fn are_alike(one: Kind, other: Kind) -> bool {
    matches!(
        (one, other),
        (Kind::Null, Kind::Null)
            | (Kind::Boolean, Kind::Boolean)
            | (Kind::Int, Kind::Int)
            | (Kind::Long, Kind::Long)
            | (Kind::Float, Kind::Float)
            | (Kind::Double, Kind::Double)
            | (Kind::Bytes, Kind::Bytes)
            | (Kind::String, Kind::String)
            | (Kind::Array, Kind::Array)
            | (Kind::Map, Kind::Map)
    )
}

/// Whether `json`, a symbol in quotation marks, is one of the symbols.
const fn is_symbol(mut symbols: &[&str], json: &str) -> bool {
    while let [symbol, others @ ..] = symbols {
        if is_quoted(symbol.as_bytes(), json.as_bytes()) {
            return true;
        }
        symbols = others;
    }
    false
}

const fn is_quoted(mut symbol: &[u8], json: &[u8]) -> bool {
    let [b'"', rest @ .., b'"'] = json else {
        return false;
    };
    let mut rest = rest;
    while let ([one, symbol_rest @ ..], [other, json_rest @ ..]) = (symbol, rest) {
        if *one != *other {
            return false;
        }
        symbol = symbol_rest;
        rest = json_rest;
    }
    symbol.is_empty() && rest.is_empty()
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
