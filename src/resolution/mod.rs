//! What a reader's schema makes of data that another schema wrote.
//!
//! [`resolve`] walks both schemas once and answers with a [`Resolution`]: for each place, how the
//! writer's value becomes the reader's, and every difference that stands in the way. The codec
//! compiles it into a plan; the compatibility checker reports its differences.

mod difference;
mod identity;
mod matching;
mod path;
mod resolve;
#[cfg(test)]
mod tests;

pub(crate) use difference::java_label;
pub use difference::{Incompatibility, IncompatibilityKind};
pub(crate) use matching::{WriterFields, promotion};
pub(crate) use path::ReaderPath;
pub use resolve::resolve;

use rustc_hash::FxHashSet;

use crate::schema::TypeIndex;

/// How data of one schema is read as another.
#[derive(Debug, Clone)]
pub struct Resolution {
    nodes: Vec<Resolved>,
    root: ResolvedIndex,
    incompatibilities: Vec<Incompatibility>,
}

/// Where a [`Resolved`] stands in its [`Resolution`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ResolvedIndex(u32);

/// How one type of the writer is read as one type of the reader.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Resolved {
    /// The two types are written alike, all the way down, so the reader's own code reads the bytes.
    Identical,
    /// A primitive becomes a wider one.
    Promoted(Promotion),
    /// An array whose items differ.
    Array(ResolvedIndex),
    /// A map whose values differ.
    Map(ResolvedIndex),
    /// A record whose fields differ.
    Record(ResolvedRecord),
    /// An enum: for each symbol of the writer the position of the reader's symbol, the reader's
    /// default already applied; nothing where a record with that symbol cannot be read.
    Enum(Vec<Option<u32>>),
    /// The writer wrote a union: how each of its branches is read as the reader's type.
    WriterUnion(Vec<ResolvedIndex>),
    /// The writer wrote no union where the reader has one.
    ReaderUnion {
        /// The position of the reader's branch that takes the value.
        branch: u32,
        /// How the writer's type is read as that branch.
        inner: ResolvedIndex,
    },
    /// Such a value cannot be read: the position in [`Resolution::incompatibilities`] of why.
    Unreadable(usize),
}

/// How a record is read.
#[derive(Debug, Clone, PartialEq)]
pub struct ResolvedRecord {
    /// The writer's fields, in the order in which they are written.
    pub writer_fields: Vec<WriterField>,
    /// The positions of the reader's fields that take their defaults.
    pub defaulted: Vec<usize>,
}

/// What becomes of a field that the writer wrote.
#[derive(Debug, Clone, PartialEq)]
pub enum WriterField {
    /// It is read as a field of the reader.
    Read {
        /// The position of the reader's field.
        field: usize,
        /// How the writer's type is read.
        resolved: ResolvedIndex,
    },
    /// The reader has no such field: a value of this type of the writer's schema is skipped.
    Skip(TypeIndex),
}

/// A primitive read as a wider one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promotion {
    /// `int` as `long`.
    IntToLong,
    /// `int` as `float`.
    IntToFloat,
    /// `int` as `double`.
    IntToDouble,
    /// `long` as `float`.
    LongToFloat,
    /// `long` as `double`.
    LongToDouble,
    /// `float` as `double`.
    FloatToDouble,
    /// `string` as `bytes`.
    StringToBytes,
    /// `bytes` as `string`.
    BytesToString,
}

impl ResolvedIndex {
    fn of_position(position: usize) -> Self {
        Self(u32::try_from(position).expect("pairs of types are too few for so many entries"))
    }

    fn position(self) -> usize {
        self.0 as usize
    }
}

impl Resolution {
    /// How the outermost types are read.
    #[must_use]
    pub fn root(&self) -> ResolvedIndex {
        self.root
    }

    /// The entry at `index`.
    ///
    /// # Panics
    ///
    /// If `index` comes from another resolution and this one has fewer entries.
    #[must_use]
    pub fn get(&self, index: ResolvedIndex) -> &Resolved {
        self.nodes
            .get(index.position())
            .expect("an index is used with the resolution that it comes from")
    }

    /// The positions in [`incompatibilities`](Self::incompatibilities) of those for which there are
    /// types that cannot be read.
    pub(crate) fn unreadable(&self) -> FxHashSet<usize> {
        let unreadable = self.nodes.iter().filter_map(|node| match node {
            Resolved::Unreadable(position) => Some(*position),
            _ => None,
        });
        unreadable.collect()
    }

    /// Whether every value of the writer's can be read.
    #[must_use]
    pub fn is_total(&self) -> bool {
        self.nodes.iter().all(|node| match node {
            Resolved::Unreadable(_) => false,
            Resolved::Enum(symbols) => symbols.iter().all(Option::is_some),
            _ => true,
        })
    }

    /// All differences that keep some or all of the writer's data from being read, and the names of
    /// records that differ, which does not: in the order of the reader's schema, each once.
    #[must_use]
    pub fn incompatibilities(&self) -> &[Incompatibility] {
        &self.incompatibilities
    }
}
