//! What Java finds different between two schemas.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::resolution::{
    Incompatibility, IncompatibilityKind, ReaderPath, WriterFields, java_label, promotion,
};
use crate::schema::{Enum, Record, Schema, TypeIndex, TypeKind};

/// How deep the two schemas are followed, and how many pairs of types are looked at: more than
/// real schemas ask for.
const MAX_DEPTH: usize = 300;
const MAX_PAIRS: usize = 1 << 20;

/// How many differences are listed. A type that is used in several places brings its own along to
/// each of them, so that they could become more than any memory holds.
const MAX_DIFFERENCES: usize = 10_000;

/// The differences that keep some of what `writer` wrote from being read as `reader`: those that
/// Java's `SchemaCompatibility` of Avro 1.12.1 lists, in its order and in its words.
///
/// [`resolve`](crate::resolution::resolve) lists what really keeps data from being read. The two
/// do not always agree: Java sees no logical types, says of a union only which of its branches is
/// missing, repeats the differences of a type that is used in several places, and takes branches
/// of the writer's unions for places of the reader's schema.
#[must_use]
pub fn differences(reader: &Schema, writer: &Schema) -> Vec<Incompatibility> {
    let mut walk = Walk {
        reader,
        writer,
        known: FxHashMap::default(),
        depth: 0,
    };
    match walk.pair(reader.root(), writer.root(), &ReaderPath::ROOT) {
        Ok(differences) => differences.to_vec(),
        Err(ambiguity) => vec![*ambiguity],
    }
}

/// The differences of one pair of types. An error is one at which Java gives up altogether.
type Differences = Result<Rc<[Incompatibility]>, Box<Incompatibility>>;

struct Walk<'a> {
    reader: &'a Schema,
    writer: &'a Schema,
    /// What was found for each pair; nothing while it is being looked at.
    known: FxHashMap<(TypeIndex, TypeIndex), Option<Rc<[Incompatibility]>>>,
    depth: usize,
}

impl<'a> Walk<'a> {
    /// A pair that is met again has the differences of the first time, with the places of the
    /// first time, and none while it is being looked at.
    fn pair(&mut self, reader: TypeIndex, writer: TypeIndex, path: &ReaderPath<'_>) -> Differences {
        if let Some(known) = self.known.get(&(reader, writer)) {
            return Ok(known.clone().unwrap_or_default());
        }
        self.known.insert((reader, writer), None);
        self.depth += 1;
        let differences = if self.depth > MAX_DEPTH || self.known.len() > MAX_PAIRS {
            Rc::new([Incompatibility::too_deep(path)])
        } else {
            self.types(reader, writer, path)?
        };
        self.depth -= 1;
        self.known
            .insert((reader, writer), Some(Rc::clone(&differences)));
        Ok(differences)
    }

    fn types(
        &mut self,
        reader_index: TypeIndex,
        writer_index: TypeIndex,
        path: &ReaderPath<'_>,
    ) -> Differences {
        let reader_type = self.reader.get(reader_index);
        let writer_type = self.writer.get(writer_index);
        match (&reader_type.kind, &writer_type.kind) {
            (TypeKind::Array(reader), TypeKind::Array(writer)) => {
                self.pair(*reader, *writer, &path.word("items"))
            }
            (TypeKind::Map(reader), TypeKind::Map(writer)) => {
                self.pair(*reader, *writer, &path.word("values"))
            }
            (TypeKind::Union(_), TypeKind::Union(branches)) => {
                self.unions(reader_index, branches, path)
            }
            (_, TypeKind::Union(branches)) => {
                let mut found = Vec::new();
                for (position, branch) in branches.iter().enumerate() {
                    extend(
                        &mut found,
                        &self.pair(reader_index, *branch, &path.position(position))?,
                    );
                }
                Ok(found.into())
            }
            (TypeKind::Union(branches), _) => match self.reads_some(branches, writer_index)? {
                true => Ok(Rc::default()),
                false => Ok(Rc::new([Incompatibility::missing_branch(
                    writer_type,
                    path,
                )])),
            },
            (TypeKind::Record(reader), TypeKind::Record(_)) => {
                let name = Incompatibility::in_name(writer_type, reader_type, path);
                let mut found = Vec::from_iter(name);
                extend(&mut found, &self.fields(reader, writer_index, path)?);
                Ok(found.into())
            }
            (TypeKind::Enum(reader), TypeKind::Enum(writer)) => {
                let name = Incompatibility::in_name(writer_type, reader_type, path);
                let symbols = Incompatibility::in_symbols(writer, reader, path);
                Ok(name.into_iter().chain(symbols).collect())
            }
            (TypeKind::Fixed(reader), TypeKind::Fixed(writer)) => {
                let name = Incompatibility::in_name(writer_type, reader_type, path);
                let size = Incompatibility::in_size(writer, reader, path);
                Ok(name.into_iter().chain(size).collect())
            }
            (reader, writer) if reader.label() == writer.label() => Ok(Rc::default()),
            (reader, writer) if promotion(writer, reader).is_some() => Ok(Rc::default()),
            _ => Ok(Rc::new([Incompatibility::of_types(
                writer_type,
                reader_type,
                path,
            )])),
        }
    }

    /// Each of the writer's branches is looked at by itself, its place not being one of the
    /// reader's.
    fn unions(
        &mut self,
        reader: TypeIndex,
        branches: &[TypeIndex],
        path: &ReaderPath<'_>,
    ) -> Differences {
        let mut found = Vec::new();
        for (position, branch) in branches.iter().enumerate() {
            if !self.pair(reader, *branch, &ReaderPath::ROOT)?.is_empty() {
                let branch = self.writer.get(*branch);
                let missing = Incompatibility::missing_branch(branch, &path.position(position));
                extend(&mut found, &[missing]);
            }
        }
        Ok(found.into())
    }

    fn reads_some(
        &mut self,
        branches: &[TypeIndex],
        writer: TypeIndex,
    ) -> Result<bool, Box<Incompatibility>> {
        for branch in branches {
            if self.pair(*branch, writer, &ReaderPath::ROOT)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn fields(
        &mut self,
        reader: &Record,
        writer_index: TypeIndex,
        path: &ReaderPath<'_>,
    ) -> Differences {
        let TypeKind::Record(writer) = &self.writer.get(writer_index).kind else {
            return Ok(Rc::default());
        };
        let path = path.word("fields");
        let writer_fields = WriterFields::of(writer);
        let mut found = Vec::new();
        for (position, field) in reader.fields.iter().enumerate() {
            let path = path.position(position);
            let mut candidates = writer_fields.all(field);
            let source = candidates
                .next()
                .and_then(|source| writer.fields.get(source));
            if candidates.next().is_some() {
                return Err(self.ambiguity(reader, position, writer_index, &path));
            }
            let nested = match source {
                Some(source) => {
                    self.pair(field.type_index, source.type_index, &path.word("type"))?
                }
                None if field.default.is_some() => Rc::default(),
                // Java takes the default of an enum for a reason to compare it with the record.
                None if self.has_enum_default(field.type_index) => {
                    self.pair(field.type_index, writer_index, &path.word("type"))?
                }
                None => Rc::new([Incompatibility::missing_default(field, &path)]),
            };
            extend(&mut found, &nested);
        }
        Ok(found.into())
    }

    fn has_enum_default(&self, reader: TypeIndex) -> bool {
        matches!(
            &self.reader.get(reader).kind,
            TypeKind::Enum(Enum {
                default: Some(_),
                ..
            })
        )
    }

    #[cold]
    fn ambiguity(
        &self,
        reader: &Record,
        position: usize,
        writer: TypeIndex,
        path: &ReaderPath<'_>,
    ) -> Box<Incompatibility> {
        let field = reader.fields.get(position).map(|field| {
            let label = java_label(&self.reader.get(field.type_index).kind);
            format!("{} type:{label} pos:{position}", field.name)
        });
        let message = format!(
            "Reader record field {} matches multiple fields in writer record schema {}",
            field.unwrap_or_default(),
            self.writer.part(writer),
        );
        Box::new(Incompatibility::new(
            IncompatibilityKind::AmbiguousField,
            path,
            message,
        ))
    }
}

fn extend(found: &mut Vec<Incompatibility>, more: &[Incompatibility]) {
    let room = MAX_DIFFERENCES.saturating_sub(found.len());
    found.extend(more.iter().take(room).cloned());
}
