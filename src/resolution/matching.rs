//! Which parts of a writer's schema belong to which parts of a reader's.

use std::collections::BTreeSet;
use std::{fmt, iter};

use rustc_hash::{FxHashMap, FxHashSet};

use super::Promotion;
use crate::schema::{Enum, Field, Record, Type, TypeKind};

/// Whether the reader's named type is the writer's: by simple name, as Java compares them, or by
/// an alias of the reader's.
pub(super) fn names_match(writer: &Type, reader: &Type) -> bool {
    name_rank(writer, reader).is_some()
}

fn name_rank(writer: &Type, reader: &Type) -> Option<BranchRank> {
    let (writer_name, reader_name) = (writer.name()?, reader.name()?);
    if writer_name == reader_name {
        Some(BranchRank::Exact)
    } else if reader.aliases().contains(writer_name) {
        Some(BranchRank::Alias)
    } else if writer_name.simple() == reader_name.simple() {
        Some(BranchRank::SimpleName)
    } else {
        None
    }
}

/// How well a branch of the reader's union takes the writer's values, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum BranchRank {
    /// The types have no name, or the same.
    Exact,
    Alias,
    SimpleName,
    Promoted,
}

/// How well the reader's branch takes values of the writer's type, if it does.
pub(super) fn branch_rank(writer: &Type, branch: &Type) -> Option<BranchRank> {
    if writer.kind.label() != branch.kind.label() {
        promotion(&writer.kind, &branch.kind).map(|_| BranchRank::Promoted)
    } else if writer.name().is_some() {
        name_rank(writer, branch)
    } else {
        Some(BranchRank::Exact)
    }
}

/// The fields of the writer's record, by name.
#[derive(Debug)]
pub(crate) struct WriterFields<'a>(FxHashMap<&'a str, usize>);

impl<'a> WriterFields<'a> {
    pub(crate) fn of(record: &'a Record) -> Self {
        Self(
            record
                .fields
                .iter()
                .map(|field| field.name.as_str())
                .zip(0..)
                .collect(),
        )
    }

    /// The position of the field with this name.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.0.get(name).copied()
    }

    /// The positions of the fields that the reader's may be: by its name, then by its aliases.
    pub(crate) fn all(&self, reader_field: &Field) -> impl Iterator<Item = usize> {
        let names = iter::once(&reader_field.name).chain(&reader_field.aliases);
        names.filter_map(|name| self.position(name))
    }
}

/// How the writer's primitive becomes the reader's, if they differ and it can.
pub(crate) fn promotion(writer: &TypeKind, reader: &TypeKind) -> Option<Promotion> {
    Some(match (writer, reader) {
        (TypeKind::Int, TypeKind::Long) => Promotion::IntToLong,
        (TypeKind::Int, TypeKind::Float) => Promotion::IntToFloat,
        (TypeKind::Int, TypeKind::Double) => Promotion::IntToDouble,
        (TypeKind::Long, TypeKind::Float) => Promotion::LongToFloat,
        (TypeKind::Long, TypeKind::Double) => Promotion::LongToDouble,
        (TypeKind::Float, TypeKind::Double) => Promotion::FloatToDouble,
        (TypeKind::String, TypeKind::Bytes) => Promotion::StringToBytes,
        (TypeKind::Bytes, TypeKind::String) => Promotion::BytesToString,
        _ => return None,
    })
}

/// The writer's symbols that the reader has neither as such nor a default for.
pub(super) fn missing_symbols<'s>(writer: &'s Enum, reader: &Enum) -> BTreeSet<&'s str> {
    if reader.default.is_some() {
        return BTreeSet::new();
    }
    let known: FxHashSet<&str> = reader.symbols.iter().map(String::as_str).collect();
    writer
        .symbols
        .iter()
        .map(String::as_str)
        .filter(|symbol| !known.contains(symbol))
        .collect()
}

/// What the values of a type stand for, beyond what their bytes are.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Meaning<'a> {
    logical_type: &'a str,
    scale: &'a str,
}

impl fmt::Display for Meaning<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.logical_type {
            "decimal" => write!(f, "decimal of scale {}", self.scale),
            logical_type => f.write_str(logical_type),
        }
    }
}

/// What the values stand for, if the type has a logical type that it can have; others are ignored,
/// as the specification asks.
pub(super) fn meaning(this: &Type) -> Option<Meaning<'_>> {
    let logical_type = this.valid_logical_type()?;
    let scale = match logical_type {
        "decimal" => this.decimal_scale()?,
        _ => "0",
    };
    Some(Meaning {
        logical_type,
        scale,
    })
}
