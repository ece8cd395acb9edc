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
        return Err(PlanError {
            incompatibilities: resolution.incompatibilities().to_vec(),
        });
    }
    let mut compiler = Compiler {
        resolution: &resolution,
        reader,
        skips: SkipCompiler::new(writer),
        nodes: Vec::new(),
        compiled: HashMap::new(),
    };
    let root = compiler.node(resolution.root(), reader.root());
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
    reader: &'a Schema,
    skips: SkipCompiler<'a>,
    nodes: Vec<PlanNode>,
    compiled: HashMap<(ResolvedIndex, TypeIndex), usize>,
}

impl Compiler<'_> {
    /// The node that reads as `index` says what the reader knows as the type at `reader`.
    fn node(&mut self, index: ResolvedIndex, reader: TypeIndex) -> usize {
        if let Some(node) = self.compiled.get(&(index, reader)) {
            return *node;
        }
        // The place is taken first, so that a type that contains itself finds it.
        let place = self.nodes.len();
        self.nodes.push(PlanNode::Identical);
        self.compiled.insert((index, reader), place);
        let node = self.build(index, reader);
        if let Some(reserved) = self.nodes.get_mut(place) {
            *reserved = node;
        }
        place
    }

    fn build(&mut self, index: ResolvedIndex, reader: TypeIndex) -> PlanNode {
        let resolution = self.resolution;
        let schema = self.reader;
        match (resolution.get(index), &schema.get(reader).kind) {
            (Resolved::Promoted(promotion), _) => PlanNode::Promoted(*promotion),
            (Resolved::Enum(symbols), _) => PlanNode::Enum(
                symbols
                    .iter()
                    .enumerate()
                    .map(|(position, symbol)| symbol.ok_or_else(|| position.to_string().into()))
                    .collect(),
            ),
            (Resolved::WriterUnion(branches), _) => PlanNode::WriterUnion(
                branches
                    .iter()
                    .map(|branch| self.node(*branch, reader))
                    .collect(),
            ),
            (Resolved::ReaderUnion { branch, inner }, TypeKind::Union(branches)) => {
                let of_branch = branches.get(*branch as usize).copied().unwrap_or(reader);
                PlanNode::ReaderUnion {
                    branch: *branch,
                    inner: self.node(*inner, of_branch),
                }
            }
            (Resolved::Array(items), TypeKind::Array(of_items)) => {
                PlanNode::Items(self.node(*items, *of_items))
            }
            (Resolved::Map(values), TypeKind::Map(of_values)) => {
                PlanNode::Items(self.node(*values, *of_values))
            }
            (Resolved::Record(resolved), TypeKind::Record(record)) => self.record(resolved, record),
            (Resolved::Unreadable(difference), _) => PlanNode::Unreadable(
                resolution
                    .incompatibilities()
                    .get(*difference)
                    .map_or_else(String::new, ToString::to_string)
                    .into(),
            ),
            (_, _) => PlanNode::Identical,
        }
    }

    fn record(&mut self, resolved: &ResolvedRecord, record: &Record) -> PlanNode {
        let written = resolved.writer_fields.iter().map(|field| match field {
            WriterField::Skip(index) => Step::Skip(self.skips.program(*index)),
            WriterField::Read { field, resolved } => {
                let node = match record.fields.get(*field) {
                    Some(of_reader) => self.node(*resolved, of_reader.type_index),
                    None => 0,
                };
                Step::Read {
                    field: *field,
                    node,
                }
            }
        });
        let mut steps = written.collect::<Vec<_>>();
        steps.extend(resolved.defaulted.iter().filter_map(|&field| {
            let of_reader = record.fields.get(field)?;
            let default = of_reader.default.as_ref()?;
            let datum = encode_default(self.reader, of_reader.type_index, default)?;
            Some(Step::Default { field, datum })
        }));
        PlanNode::Record(steps)
    }
}
