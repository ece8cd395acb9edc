//! The digest of a type's schema, computed by the compiler.
//!
//! The tree of a recursive type has no end, and constants may not depend on themselves. So a
//! digest is asked for together with a [`Depth`]: each step into a nested type takes one off, and
//! at [`Bottom`] a type contributes only its kind and, if it has one, its name.

use std::fmt;
use std::marker::PhantomData;

use super::node::{AvroSchema, Kind};

/// A number that stands for a schema: equal for equal schemas, and as good as never otherwise.
///
/// It covers names, documentation, defaults and aliases, not only what decides the bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(u64);

impl Digest {
    /// The digest as a number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// Computes a [`Digest`] in a constant: FNV-1a over everything that is added, then the finaliser
/// of `MurmurHash3` so that every bit depends on every byte.
#[derive(Debug, Clone, Copy)]
pub struct Digester(u64);

impl Digester {
    /// Starts with a tag, so that different kinds of things never look alike.
    #[must_use]
    pub const fn new(tag: &str) -> Self {
        Self(0xcbf2_9ce4_8422_2325).text(tag)
    }

    const fn byte(self, byte: u8) -> Self {
        // `as`: lossless, and `From` is not callable in a constant.
        #[expect(clippy::cast_lossless, reason = "From is not const")]
        Self((self.0 ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3))
    }

    /// Adds a number.
    #[must_use]
    pub const fn number(mut self, number: u64) -> Self {
        let bytes = number.to_le_bytes();
        let mut at = 0;
        while at < bytes.len() {
            self = self.byte(bytes[at]);
            at += 1;
        }
        self
    }

    /// Adds a text, with its length so that two texts never read as one.
    #[must_use]
    pub const fn text(mut self, text: &str) -> Self {
        let bytes = text.as_bytes();
        self = self.number(bytes.len() as u64);
        let mut at = 0;
        while at < bytes.len() {
            self = self.byte(bytes[at]);
            at += 1;
        }
        self
    }

    /// Adds a text that may be missing.
    #[must_use]
    pub const fn optional(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.byte(1).text(text),
            None => self.byte(0),
        }
    }

    /// Adds a list of texts.
    #[must_use]
    pub const fn texts(mut self, texts: &[&str]) -> Self {
        self = self.number(texts.len() as u64);
        let mut at = 0;
        while at < texts.len() {
            self = self.text(texts[at]);
            at += 1;
        }
        self
    }

    /// Adds the digest of a nested type.
    #[must_use]
    pub const fn digest(self, digest: Digest) -> Self {
        self.number(digest.0)
    }

    /// The digest of everything added.
    #[must_use]
    pub const fn finish(self) -> Digest {
        let mut hash = self.0;
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        Digest(hash ^ (hash >> 33))
    }
}

/// Something whose digest is a constant.
pub trait ConstDigest {
    /// The digest.
    const DIGEST: Digest;
}

/// How many levels of nested types go into a digest.
pub trait Depth {
    /// What computes the digest of `T` at this depth.
    type Of<T: AvroSchema + ?Sized>: ConstDigest;
}

/// The last level: nested types are not followed further.
#[derive(Debug)]
pub struct Bottom;

/// One level more than `D`.
#[derive(Debug)]
pub struct Deeper<D>(PhantomData<D>);

impl Depth for Bottom {
    type Of<T: AvroSchema + ?Sized> = Shallow<T>;
}

impl<D: Depth> Depth for Deeper<D> {
    type Of<T: AvroSchema + ?Sized> = T::Digest<D>;
}

type Four<D> = Deeper<Deeper<Deeper<Deeper<D>>>>;

/// The depth of [`AvroSchema::DIGEST`]: sixteen levels.
pub type FullDepth = Four<Four<Four<Four<Bottom>>>>;

/// The digest of `T` without its nested types.
#[derive(Debug)]
pub struct Shallow<T: ?Sized>(PhantomData<T>);

impl<T: AvroSchema + ?Sized> ConstDigest for Shallow<T> {
    const DIGEST: Digest = Digester::new("shallow").text(kind_name(T::KIND)).finish();
}

const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Boolean => "boolean",
        Kind::Int => "int",
        Kind::Long => "long",
        Kind::Float => "float",
        Kind::Double => "double",
        Kind::Bytes => "bytes",
        Kind::String => "string",
        Kind::Array => "array",
        Kind::Map => "map",
        Kind::Optional | Kind::Union => "union",
        Kind::Record => "record",
        Kind::Enum(_) => "enum",
        Kind::Fixed => "fixed",
    }
}
