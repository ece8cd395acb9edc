//! What derived code calls. No part of this is for anyone else, and all of it may change.

pub use std::vec::Vec;

pub use crate::__payload as payload;
pub use crate::codec::pointers::{NullLast, Optional};

use crate::codec::{DecodeError, DecodeErrorKind, Decoder};
use crate::schema::Kind;

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
    /// `{}`.
    Map,
}

/// Whether a literal can be the default of a field of this kind.
#[must_use]
pub const fn default_fits(kind: Kind, literal: Literal, json: &str) -> bool {
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
        Literal::Map => matches!(kind, Kind::Map),
    }
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

/// Puts an event on topics, which takes the serializers; `serdes/derived.rs` has the macro for when
/// they are there.
#[cfg(not(feature = "registry"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __payload {
    ($event:ty) => {};
}
