//! The digest of a type's schema, computed by the compiler.
//!
//! The tree of a recursive type has no end, and constants may not depend on themselves. So a
//! digest is asked for together with a [`Depth`]: each step into a nested type takes one off, and
//! at [`Bottom`] a type contributes only its own node.

use std::fmt;
use std::marker::PhantomData;

use super::model::FieldOrder;
use super::node::{AvroSchema, Node, RecordNode};

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
        Self((self.0 ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3))
    }

    /// Adds a number.
    #[must_use]
    pub const fn number(mut self, number: u64) -> Self {
        let bytes = number.to_le_bytes();
        let mut rest = bytes.as_slice();
        while let [byte, others @ ..] = rest {
            self = self.byte(*byte);
            rest = others;
        }
        self
    }

    /// Adds a text, with its length so that two texts never read as one.
    #[must_use]
    pub const fn text(mut self, text: &str) -> Self {
        self = self.number(text.len() as u64);
        let mut rest = text.as_bytes();
        while let [byte, others @ ..] = rest {
            self = self.byte(*byte);
            rest = others;
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
    pub const fn texts(mut self, mut texts: &[&str]) -> Self {
        self = self.number(texts.len() as u64);
        while let [text, others @ ..] = texts {
            self = self.text(text);
            texts = others;
        }
        self
    }

    /// Adds the digest of a nested type.
    #[must_use]
    pub const fn digest(self, digest: Digest) -> Self {
        self.number(digest.0)
    }

    /// Adds a node without the nodes at the other ends of its edges.
    #[must_use]
    pub const fn node(self, node: &Node) -> Self {
        match node {
            Node::Null => self.text("null"),
            Node::Boolean => self.text("boolean"),
            Node::Int => self.text("int"),
            Node::Long => self.text("long"),
            Node::Float => self.text("float"),
            Node::Double => self.text("double"),
            Node::Bytes => self.text("bytes"),
            Node::String => self.text("string"),
            Node::Array(_) => self.text("array"),
            Node::Map(_) => self.text("map"),
            Node::Union(branches) => self.text("union").number(branches.len() as u64),
            Node::Record(record) => self.record(record),
            Node::Enum(symbols) => self
                .text("enum")
                .text(symbols.name)
                .optional(symbols.namespace)
                .optional(symbols.doc)
                .texts(symbols.aliases)
                .texts(symbols.symbols)
                .optional(symbols.default)
                .properties(symbols.properties),
            Node::Fixed(fixed) => self
                .text("fixed")
                .text(fixed.name)
                .optional(fixed.namespace)
                .optional(fixed.doc)
                .texts(fixed.aliases)
                .number(fixed.size as u64)
                .properties(fixed.properties),
            Node::Annotated {
                base,
                logical_type,
                properties,
            } => self
                .node(base)
                .optional(*logical_type)
                .properties(properties),
        }
    }

    const fn record(mut self, record: &RecordNode) -> Self {
        self = self
            .text("record")
            .text(record.name)
            .optional(record.namespace)
            .optional(record.doc)
            .texts(record.aliases)
            .properties(record.properties)
            .optional(record.java_string)
            .number(record.fields.len() as u64);
        let mut fields = record.fields;
        while let [field, others @ ..] = fields {
            self = self
                .text(field.name)
                .optional(field.doc)
                .texts(field.aliases)
                .optional(field.default)
                .byte(order_tag(field.order))
                .properties(field.properties)
                .byte(field.flatten as u8);
            fields = others;
        }
        self
    }

    const fn properties(mut self, mut properties: &[(&str, &str)]) -> Self {
        self = self.number(properties.len() as u64);
        while let [(key, value), others @ ..] = properties {
            self = self.text(key).text(value);
            properties = others;
        }
        self
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

const fn order_tag(order: Option<FieldOrder>) -> u8 {
    match order {
        None => 0,
        Some(FieldOrder::Ascending) => 1,
        Some(FieldOrder::Descending) => 2,
        Some(FieldOrder::Ignore) => 3,
    }
}

/// Something whose digest is a constant.
pub trait ConstDigest {
    /// The digest.
    const DIGEST: Digest;
}

/// How many levels of nested types go into a digest.
pub trait Depth {
    /// What computes the digest of `T`, written as `As`, at this depth.
    type Of<T: AvroSchema<As> + ?Sized, As>: ConstDigest;
}

/// The last level: nested types are not followed further.
#[derive(Debug)]
pub struct Bottom;

/// One level more than `D`.
#[derive(Debug)]
pub struct Deeper<D>(PhantomData<D>);

impl Depth for Bottom {
    type Of<T: AvroSchema<As> + ?Sized, As> = Shallow<T, As>;
}

impl<D: Depth> Depth for Deeper<D> {
    type Of<T: AvroSchema<As> + ?Sized, As> = Unrolled<T, As, D>;
}

type Four<D> = Deeper<Deeper<Deeper<Deeper<D>>>>;

/// The depth of [`AvroSchema::DIGEST`]: sixteen levels.
pub type FullDepth = Four<Four<Four<Four<Bottom>>>>;

/// The digest of `T` without its nested types.
#[derive(Debug)]
pub struct Shallow<T: ?Sized, As>(PhantomData<As>, PhantomData<T>);

impl<T: AvroSchema<As> + ?Sized, As> ConstDigest for Shallow<T, As> {
    const DIGEST: Digest = Digester::new("shallow").node(&T::NODE).finish();
}

/// The digest of `T`, its nested types at depth `D`.
#[derive(Debug)]
pub struct Unrolled<T: ?Sized, As, D>(PhantomData<(D, As)>, PhantomData<T>);

impl<T: AvroSchema<As> + ?Sized, As, D: Depth> ConstDigest for Unrolled<T, As, D> {
    const DIGEST: Digest = Digester::new("schema")
        .node(&T::NODE)
        .digest(<T::Nested<D> as ConstDigest>::DIGEST)
        .finish();
}

macro_rules! tuples {
    ($(($($nested:ident)*))*) => {$(
        impl<$($nested: ConstDigest),*> ConstDigest for ($($nested,)*) {
            const DIGEST: Digest = Digester::new("nested")$(.digest($nested::DIGEST))*.finish();
        }
    )*};
}

// A record of more fields nests tuples in tuples.
tuples! {
    () (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
}
