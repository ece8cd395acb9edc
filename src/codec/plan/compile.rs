//! From a resolution to a plan.

use std::collections::HashMap;

use super::default::encode_default;
use super::skip::SkipCompiler;
use super::{NO_FIELD, Plan, PlanError, PlanNode, Source, Step};
use crate::resolution::{
    Incompatibility, IncompatibilityKind, Resolution, Resolved, ResolvedIndex, ResolvedRecord,
    WriterField, resolve,
};
use crate::schema::{Record, Schema, TypeIndex, TypeKind};

/// `takes_unknown` says that the reader has a place for what its union has no branch for.
pub(super) fn compile(
    writer: &Schema,
    reader: &Schema,
    takes_unknown: bool,
) -> Result<Plan, PlanError> {
    let resolution = resolve(writer, reader);
    if !is_readable(&resolution, takes_unknown) {
        return Err(PlanError::incompatible(resolution.incompatibilities()));
    }
    let mut compiler = Compiler {
        resolution: &resolution,
        writer,
        reader,
        skips: SkipCompiler::new(writer),
        nodes: Vec::new(),
        compiled: HashMap::new(),
        pending: Vec::new(),
        invalid_default: None,
    };
    let root = compiler.node(Place {
        resolved: resolution.root(),
        writer: writer.root(),
        reader: reader.root(),
    });
    compiler.build_pending();
    if let Some(error) = compiler.invalid_default {
        return Err(error);
    }
    let unreadable = resolution.unreadable();
    let partial = resolution
        .incompatibilities()
        .iter()
        .enumerate()
        .filter(|(position, difference)| match difference.kind {
            // Records are read whatever their names.
            IncompatibilityKind::NameMismatch => unreadable.contains(position),
            IncompatibilityKind::MissingUnionBranch => !takes_unknown,
            _ => true,
        })
        .map(|(_, difference)| difference.clone())
        .collect::<Vec<Incompatibility>>();
    Ok(Plan {
        nodes: compiler.nodes,
        root,
        skips: compiler.skips.finish(),
        partial,
        writer: writer.clone(),
        is_bare: false,
    })
}

/// Whether any value at all can be read.
pub(in crate::codec) fn is_readable(resolution: &Resolution, takes_unknown: bool) -> bool {
    let mut hope = Hope {
        resolution,
        takes_unknown,
        known: HashMap::new(),
        depth: 0,
    };
    hope.is_readable(resolution.root())
}

/// Finds out whether any value can be read: what a writer's union or enum may or may not hold does
/// not count, as long as something that it holds can be read.
struct Hope<'a> {
    resolution: &'a Resolution,
    takes_unknown: bool,
    known: HashMap<ResolvedIndex, bool>,
    depth: usize,
}

/// How deep a resolution is followed in search of a value that can be read: what is below is taken
/// to be one.
const MAX_DEPTH: usize = 300;

impl Hope<'_> {
    fn is_readable(&mut self, index: ResolvedIndex) -> bool {
        if let Some(readable) = self.known.get(&index) {
            return *readable;
        }
        // A type that contains itself is not hopeless for that alone.
        self.known.insert(index, true);
        if self.depth == MAX_DEPTH {
            return true;
        }
        self.depth += 1;
        let readable = self.has_readable_value(index);
        self.depth -= 1;
        self.known.insert(index, readable);
        readable
    }

    fn has_readable_value(&mut self, index: ResolvedIndex) -> bool {
        match self.resolution.get(index) {
            Resolved::Identical | Resolved::Promoted(_) => true,
            Resolved::Unreadable(difference) => {
                self.takes_unknown && is_missing_branch(self.resolution, *difference)
            }
            Resolved::Array(inner) | Resolved::Map(inner) | Resolved::ReaderUnion { inner, .. } => {
                self.is_readable(*inner)
            }
            Resolved::Record(record) => record.writer_fields.iter().all(|field| match field {
                WriterField::Read { resolved, .. } => self.is_readable(*resolved),
                WriterField::Skip(_) => true,
            }),
            // What has no values has none that cannot be read.
            Resolved::Enum(symbols) => symbols.is_empty() || symbols.iter().any(Option::is_some),
            Resolved::WriterUnion(branches) => {
                branches.is_empty() || branches.iter().any(|branch| self.is_readable(*branch))
            }
        }
    }
}

fn is_missing_branch(resolution: &Resolution, difference: usize) -> bool {
    resolution
        .incompatibilities()
        .get(difference)
        .is_some_and(|difference| difference.kind == IncompatibilityKind::MissingUnionBranch)
}

struct Compiler<'a> {
    resolution: &'a Resolution,
    writer: &'a Schema,
    reader: &'a Schema,
    skips: SkipCompiler<'a>,
    nodes: Vec<PlanNode>,
    compiled: HashMap<Place, usize>,
    /// Nodes that have a position, but nothing in it yet. They are built one after the other, as
    /// types can contain each other in longer chains than a stack holds.
    pending: Vec<(usize, Place)>,
    invalid_default: Option<PlanError>,
}

/// What a node is made from: an entry of the resolution, and the two types that it relates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Place {
    resolved: ResolvedIndex,
    writer: TypeIndex,
    reader: TypeIndex,
}

impl Compiler<'_> {
    fn node(&mut self, place: Place) -> usize {
        *self.compiled.entry(place).or_insert_with(|| {
            let position = self.nodes.len();
            self.nodes.push(PlanNode::Identical);
            self.pending.push((position, place));
            position
        })
    }

    fn build_pending(&mut self) {
        while let Some((position, place)) = self.pending.pop() {
            let node = self.build(place);
            if let Some(reserved) = self.nodes.get_mut(position) {
                *reserved = node;
            }
        }
    }

    fn build(&mut self, place: Place) -> PlanNode {
        let written = &self.writer.get(place.writer).kind;
        let read = &self.reader.get(place.reader).kind;
        match (self.resolution.get(place.resolved), written, read) {
            (Resolved::Promoted(promotion), ..) => PlanNode::Promoted(*promotion),
            (Resolved::Enum(symbols), TypeKind::Enum(written), _) => {
                PlanNode::Enum(name_missing(symbols, &written.symbols))
            }
            (Resolved::WriterUnion(resolved), TypeKind::Union(branches), _) => {
                let places = resolved.iter().zip(branches);
                let places = places.map(|(&resolved, &writer)| place.with_writer(resolved, writer));
                PlanNode::WriterUnion(places.map(|place| self.node(place)).collect())
            }
            (Resolved::ReaderUnion { branch, inner }, _, TypeKind::Union(branches)) => {
                let reader = branches.get(*branch as usize).unwrap_or(&place.reader);
                let inner = self.node(place.with_reader(*inner, *reader));
                PlanNode::ReaderUnion {
                    branch: *branch,
                    inner,
                }
            }
            (&Resolved::Array(resolved), &TypeKind::Array(writer), &TypeKind::Array(reader))
            | (&Resolved::Map(resolved), &TypeKind::Map(writer), &TypeKind::Map(reader)) => {
                PlanNode::Items(self.node(Place {
                    resolved,
                    writer,
                    reader,
                }))
            }
            (Resolved::Record(resolved), TypeKind::Record(written), TypeKind::Record(read)) => {
                PlanNode::Record(self.steps(resolved, written, read))
            }
            (Resolved::Unreadable(difference), ..) => self.unreadable(*difference, place.writer),
            _ => PlanNode::Identical,
        }
    }

    fn unreadable(&mut self, difference: usize, writer: TypeIndex) -> PlanNode {
        let found = self.resolution.incompatibilities().get(difference);
        let reason = found.map_or_else(String::new, ToString::to_string).into();
        if is_missing_branch(self.resolution, difference) {
            let skip = self.skips.program(writer);
            PlanNode::Unknown {
                reason,
                skip,
                writer,
            }
        } else {
            PlanNode::Unreadable(reason)
        }
    }

    fn steps(&mut self, resolved: &ResolvedRecord, written: &Record, read: &Record) -> Vec<Step> {
        let fields = resolved.writer_fields.iter().zip(&written.fields);
        let fields = fields.filter_map(|(field, written)| match field {
            WriterField::Skip(index) => Some(Step {
                field: NO_FIELD,
                source: Source::Skip(self.skips.program(*index)),
            }),
            WriterField::Read { field, resolved } => {
                let place = Place {
                    resolved: *resolved,
                    writer: written.type_index,
                    reader: read.fields.get(*field)?.type_index,
                };
                let source = match self.resolution.get(*resolved) {
                    Resolved::Identical => Source::Identical,
                    _ => Source::Node(self.node(place)),
                };
                Some(Step {
                    field: *field,
                    source,
                })
            }
        });
        let mut steps = fields.collect::<Vec<_>>();
        for &field in &resolved.defaulted {
            let Some(of_reader) = read.fields.get(field) else {
                continue;
            };
            match encode_default(self.reader, of_reader) {
                Some(datum) => steps.push(Step {
                    field,
                    source: Source::Default(datum),
                }),
                None => self.invalid_default = Some(PlanError::invalid_default(read, of_reader)),
            }
        }
        steps
    }
}

impl Place {
    fn with_writer(self, resolved: ResolvedIndex, writer: TypeIndex) -> Self {
        Self {
            resolved,
            writer,
            ..self
        }
    }

    fn with_reader(self, resolved: ResolvedIndex, reader: TypeIndex) -> Self {
        Self {
            resolved,
            reader,
            ..self
        }
    }
}

/// The reader's position of each of the writer's symbols, or the symbol's name.
fn name_missing(symbols: &[Option<u32>], written: &[String]) -> Vec<Result<u32, Box<str>>> {
    let symbols = symbols.iter().zip(written);
    symbols
        .map(|(symbol, name)| symbol.ok_or_else(|| name.as_str().into()))
        .collect()
}
