//! From a resolution to a plan.

use std::collections::HashMap;

use super::default::encode_default;
use super::skip::SkipCompiler;
use super::{Plan, PlanError, PlanNode, Step};
use crate::resolution::{
    Incompatibility, IncompatibilityKind, Resolution, Resolved, ResolvedIndex, ResolvedRecord,
    WriterField, resolve,
};
use crate::schema::{Record, Schema, TypeIndex, TypeKind};

pub(super) fn compile(writer: &Schema, reader: &Schema) -> Result<Plan, PlanError> {
    let resolution = resolve(writer, reader);
    if is_hopeless(&resolution, resolution.root(), &mut HashMap::new()) {
        return Err(PlanError::incompatible(resolution.incompatibilities()));
    }
    let mut compiler = Compiler {
        resolution: &resolution,
        writer,
        reader,
        skips: SkipCompiler::new(writer),
        nodes: Vec::new(),
        compiled: HashMap::new(),
        invalid_default: None,
    };
    let root = compiler.node(Place {
        resolved: resolution.root(),
        writer: writer.root(),
        reader: reader.root(),
    });
    if let Some(error) = compiler.invalid_default {
        return Err(error);
    }
    let partial = resolution
        .incompatibilities()
        .iter()
        .filter(|difference| difference.kind != IncompatibilityKind::NameMismatch)
        .cloned()
        .collect::<Vec<Incompatibility>>();
    Ok(Plan {
        nodes: compiler.nodes,
        root,
        skips: compiler.skips.finish(),
        partial,
    })
}

/// Whether no value at all can be read: what a writer's union or enum may or may not hold does not
/// count, as long as something that it holds can be read.
fn is_hopeless(
    resolution: &Resolution,
    index: ResolvedIndex,
    known: &mut HashMap<ResolvedIndex, bool>,
) -> bool {
    if let Some(hopeless) = known.get(&index) {
        return *hopeless;
    }
    // A type that contains itself is not hopeless for that alone.
    known.insert(index, false);
    let hopeless = match resolution.get(index) {
        Resolved::Identical | Resolved::Promoted(_) => false,
        Resolved::Unreadable(_) => true,
        Resolved::Array(inner) | Resolved::Map(inner) | Resolved::ReaderUnion { inner, .. } => {
            is_hopeless(resolution, *inner, known)
        }
        Resolved::Record(record) => record.writer_fields.iter().any(|field| match field {
            WriterField::Read { resolved, .. } => is_hopeless(resolution, *resolved, known),
            WriterField::Skip(_) => false,
        }),
        Resolved::Enum(symbols) => symbols.iter().all(Option::is_none),
        Resolved::WriterUnion(branches) => branches
            .iter()
            .all(|branch| is_hopeless(resolution, *branch, known)),
    };
    known.insert(index, hopeless);
    hopeless
}

struct Compiler<'a> {
    resolution: &'a Resolution,
    writer: &'a Schema,
    reader: &'a Schema,
    skips: SkipCompiler<'a>,
    nodes: Vec<PlanNode>,
    compiled: HashMap<Place, usize>,
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
        if let Some(node) = self.compiled.get(&place) {
            return *node;
        }
        // The position is taken first, so that a type that contains itself finds it.
        let position = self.nodes.len();
        self.nodes.push(PlanNode::Identical);
        self.compiled.insert(place, position);
        let node = self.build(place);
        if let Some(reserved) = self.nodes.get_mut(position) {
            *reserved = node;
        }
        position
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
            (Resolved::Unreadable(difference), ..) => self.unreadable(*difference),
            _ => PlanNode::Identical,
        }
    }

    fn unreadable(&self, difference: usize) -> PlanNode {
        let difference = self.resolution.incompatibilities().get(difference);
        let reason = difference.map_or_else(String::new, ToString::to_string);
        PlanNode::Unreadable(reason.into())
    }

    fn steps(&mut self, resolved: &ResolvedRecord, written: &Record, read: &Record) -> Vec<Step> {
        let fields = resolved.writer_fields.iter().zip(&written.fields);
        let fields = fields.filter_map(|(field, written)| match field {
            WriterField::Skip(index) => Some(Step::Skip(self.skips.program(*index))),
            WriterField::Read { field, resolved } => {
                let place = Place {
                    resolved: *resolved,
                    writer: written.type_index,
                    reader: read.fields.get(*field)?.type_index,
                };
                Some(Step::Read {
                    field: *field,
                    node: self.node(place),
                })
            }
        });
        let mut steps = fields.collect::<Vec<_>>();
        for &field in &resolved.defaulted {
            let Some(of_reader) = read.fields.get(field) else {
                continue;
            };
            match encode_default(self.reader, of_reader) {
                Some(datum) => steps.push(Step::Default { field, datum }),
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
