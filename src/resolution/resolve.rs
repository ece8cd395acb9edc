//! The walk over both schemas.

use rustc_hash::{FxHashMap, FxHashSet};

use super::identity::mark_identical;
use super::matching::{WriterFields, branch_rank, meaning, promotion};
use super::path::ReaderPath;
use super::{
    Incompatibility, IncompatibilityKind, Promotion, Resolution, Resolved, ResolvedIndex,
    ResolvedRecord, WriterField,
};
use crate::schema::{Enum, Record, Schema, Type, TypeIndex, TypeKind};

/// How deep the two schemas are followed. One alone is not deeper, but two that recur in different
/// rhythms take longer to meet a pair of types again.
const MAX_DEPTH: usize = 300;

/// How many pairs of types are looked at: more than real schemas have, whatever both recur to.
const MAX_PAIRS: usize = 1 << 20;

/// How data of `writer` is read as `reader`.
///
/// The rules are those of the Avro specification, and of Java where that leaves something open: a
/// branch of the reader's union is taken for its type or its name before another is for a
/// promotion; names match in full, then by the reader's aliases, then without their namespaces;
/// records outside of unions are read whatever their names.
///
/// ```
/// use avrolane::resolution::{Resolved, resolve};
/// use avrolane::schema::Schema;
///
/// let writer = Schema::parse(r#"{"type": "array", "items": "int"}"#)?;
/// let reader = Schema::parse(r#"{"type": "array", "items": "long"}"#)?;
/// let resolution = resolve(&writer, &reader);
/// assert!(matches!(resolution.get(resolution.root()), Resolved::Array(_)));
/// assert!(resolution.incompatibilities().is_empty());
/// # Ok::<(), avrolane::schema::ParseError>(())
/// ```
#[must_use]
pub fn resolve(writer: &Schema, reader: &Schema) -> Resolution {
    let mut resolver = Resolver {
        writer,
        reader,
        nodes: Vec::new(),
        known: FxHashMap::default(),
        incompatibilities: Vec::new(),
        depth: 0,
    };
    let root = resolver.pair(writer.root(), reader.root(), &ReaderPath::ROOT);
    let Resolver {
        mut nodes,
        incompatibilities,
        ..
    } = resolver;
    mark_identical(&mut nodes);
    let nodes = nodes.into_iter().map(|node| node.resolved).collect();
    Resolution {
        nodes,
        root,
        incompatibilities,
    }
}

/// An entry of the resolution in the making.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) resolved: Resolved,
    /// Whether the two types are written alike, provided that those inside are.
    pub(super) alike: bool,
}

impl Node {
    fn alike(resolved: Resolved) -> Self {
        Self {
            resolved,
            alike: true,
        }
    }

    fn different(resolved: Resolved) -> Self {
        Self {
            resolved,
            alike: false,
        }
    }
}

struct Resolver<'a> {
    writer: &'a Schema,
    reader: &'a Schema,
    nodes: Vec<Node>,
    /// The entries of pairs that have been met, complete or not.
    known: FxHashMap<(TypeIndex, TypeIndex), ResolvedIndex>,
    incompatibilities: Vec<Incompatibility>,
    depth: usize,
}

impl Resolver<'_> {
    /// The entry for one type of the writer and one of the reader.
    fn pair(
        &mut self,
        writer: TypeIndex,
        reader: TypeIndex,
        path: &ReaderPath<'_>,
    ) -> ResolvedIndex {
        if let Some(index) = self.known.get(&(writer, reader)) {
            return *index;
        }
        let index = ResolvedIndex::of_position(self.nodes.len());
        self.nodes.push(Node::alike(Resolved::Identical));
        self.known.insert((writer, reader), index);
        self.depth += 1;
        let node = if self.depth > MAX_DEPTH || self.nodes.len() > MAX_PAIRS {
            self.unreadable(Incompatibility::too_deep(path))
        } else {
            self.node(writer, reader, path)
        };
        self.depth -= 1;
        if let Some(entry) = self.nodes.get_mut(index.position()) {
            *entry = node;
        }
        index
    }

    fn node(&mut self, writer: TypeIndex, reader: TypeIndex, path: &ReaderPath<'_>) -> Node {
        let (writer_type, reader_type) = (self.writer.get(writer), self.reader.get(reader));
        match (&writer_type.kind, &reader_type.kind) {
            (TypeKind::Union(branches), _) => self.writer_union(branches, reader, path),
            (_, TypeKind::Union(branches)) => self.reader_union(writer, branches, path),
            (TypeKind::Array(writer), TypeKind::Array(reader)) => {
                let items = self.pair(*writer, *reader, &path.word("items"));
                Node::alike(Resolved::Array(items))
            }
            (TypeKind::Map(writer), TypeKind::Map(reader)) => {
                let values = self.pair(*writer, *reader, &path.word("values"));
                Node::alike(Resolved::Map(values))
            }
            (TypeKind::Record(writer), TypeKind::Record(reader)) => {
                // Java reads such records all the same, only its registry refuses them.
                let found = Incompatibility::in_name(writer_type, reader_type, path);
                self.incompatibilities.extend(found);
                self.record(writer, reader, path)
            }
            (TypeKind::Enum(writer), TypeKind::Enum(reader)) => {
                match Incompatibility::in_name(writer_type, reader_type, path) {
                    Some(found) => self.unreadable(found),
                    None => self.symbols(writer, reader, path),
                }
            }
            (TypeKind::Fixed(writer), TypeKind::Fixed(reader)) => {
                let in_size = || Incompatibility::in_size(writer, reader, path);
                match Incompatibility::in_name(writer_type, reader_type, path).or_else(in_size) {
                    Some(found) => self.unreadable(found),
                    None => self.values(writer_type, reader_type, None, path),
                }
            }
            (writer, reader) => match promotion(writer, reader) {
                None if writer.label() != reader.label() => {
                    self.unreadable(Incompatibility::of_types(writer_type, reader_type, path))
                }
                promotion => self.values(writer_type, reader_type, promotion, path),
            },
        }
    }

    /// Types without others inside, whose bytes can be read: what do they stand for?
    fn values(
        &mut self,
        writer: &Type,
        reader: &Type,
        promotion: Option<Promotion>,
        path: &ReaderPath<'_>,
    ) -> Node {
        match (meaning(writer), meaning(reader), promotion) {
            (Some(writer), Some(reader), _) if writer != reader => {
                let message = format!("expected: {writer}, found: {reader}");
                let kind = IncompatibilityKind::LogicalTypeMismatch;
                self.unreadable(Incompatibility::new(kind, path, message))
            }
            (_, _, Some(promotion)) => Node::different(Resolved::Promoted(promotion)),
            (_, _, None) => Node::alike(Resolved::Identical),
        }
    }

    fn symbols(&mut self, writer: &Enum, reader: &Enum, path: &ReaderPath<'_>) -> Node {
        let missing = Incompatibility::in_symbols(writer, reader, path);
        self.incompatibilities.extend(missing);
        let positions: FxHashMap<&str, u32> =
            reader.symbols.iter().map(String::as_str).zip(0..).collect();
        let default = reader
            .default
            .as_deref()
            .and_then(|default| positions.get(default));
        let resolved = writer
            .symbols
            .iter()
            .map(|symbol| positions.get(symbol.as_str()).or(default).copied())
            .collect();
        Node {
            resolved: Resolved::Enum(resolved),
            alike: writer.symbols == reader.symbols,
        }
    }

    fn record(&mut self, writer: &Record, reader: &Record, path: &ReaderPath<'_>) -> Node {
        let fields_path = path.word("fields");
        let sources = sources(writer, reader);
        let mut writer_fields: Vec<WriterField> = writer
            .fields
            .iter()
            .map(|field| WriterField::Skip(field.type_index))
            .collect();
        let mut defaulted = Vec::new();
        let mut missing = None;
        for (position, (field, source)) in reader.fields.iter().zip(&sources).enumerate() {
            let path = fields_path.position(position);
            let written = source.and_then(|source| {
                Some((writer.fields.get(source)?, writer_fields.get_mut(source)?))
            });
            match written {
                Some((written, entry)) => {
                    let resolved =
                        self.pair(written.type_index, field.type_index, &path.word("type"));
                    *entry = WriterField::Read {
                        field: position,
                        resolved,
                    };
                }
                None if field.default.is_some() => defaulted.push(position),
                None => {
                    let position = self.report(Incompatibility::missing_default(field, &path));
                    missing.get_or_insert(position);
                }
            }
        }
        if let Some(incompatibility) = missing {
            return Node::different(Resolved::Unreadable(incompatibility));
        }
        let in_place = writer_fields.iter().enumerate().all(|(position, entry)| {
            matches!(entry, WriterField::Read { field, .. } if *field == position)
        });
        let alike = in_place && defaulted.is_empty();
        Node {
            resolved: Resolved::Record(ResolvedRecord {
                writer_fields,
                defaulted,
            }),
            alike,
        }
    }

    fn writer_union(
        &mut self,
        branches: &[TypeIndex],
        reader: TypeIndex,
        path: &ReaderPath<'_>,
    ) -> Node {
        let resolved = branches
            .iter()
            .map(|branch| self.pair(*branch, reader, path))
            .collect();
        let alike = match &self.reader.get(reader).kind {
            TypeKind::Union(reader_branches) => reader_branches.len() == branches.len(),
            _ => false,
        };
        Node {
            resolved: Resolved::WriterUnion(resolved),
            alike,
        }
    }

    /// The writer wrote no union: the value goes to the branch that matches its type best.
    fn reader_union(
        &mut self,
        writer: TypeIndex,
        branches: &[TypeIndex],
        path: &ReaderPath<'_>,
    ) -> Node {
        let writer_type = self.writer.get(writer);
        let ranked = branches
            .iter()
            .enumerate()
            .filter_map(|(position, branch)| {
                let rank = branch_rank(writer_type, self.reader.get(*branch))?;
                Some((rank, position, *branch))
            });
        let Some((_, position, branch)) = ranked.min_by_key(|(rank, ..)| *rank) else {
            return self.unreadable(Incompatibility::missing_branch(writer_type, path));
        };
        let inner = self.pair(writer, branch, &path.position(position));
        let branch =
            u32::try_from(position).expect("a union has as many branches as types at most");
        Node::different(Resolved::ReaderUnion { branch, inner })
    }

    fn unreadable(&mut self, incompatibility: Incompatibility) -> Node {
        Node::different(Resolved::Unreadable(self.report(incompatibility)))
    }

    /// Adds a difference, and answers its position.
    fn report(&mut self, incompatibility: Incompatibility) -> usize {
        self.incompatibilities.push(incompatibility);
        self.incompatibilities.len() - 1
    }
}

/// For each of the reader's fields the position of the writer's that it is read from.
///
/// A field of the writer's is read once, a name counts before an alias, and the last of the fields
/// with one alias before the others, as in Java (`Schema.applyAliases`).
fn sources(writer: &Record, reader: &Record) -> Vec<Option<usize>> {
    let candidates = WriterFields::of(writer);
    let mut sources: Vec<Option<usize>> = reader
        .fields
        .iter()
        .map(|field| candidates.position(&field.name))
        .collect();
    let mut taken: FxHashSet<usize> = sources.iter().copied().flatten().collect();
    for (field, source) in reader.fields.iter().zip(&mut sources).rev() {
        if source.is_none() {
            *source = candidates
                .all(field)
                .find(|position| !taken.contains(position));
            taken.extend(*source);
        }
    }
    sources
}
