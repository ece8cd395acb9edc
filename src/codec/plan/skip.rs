//! Passing over values of the writer's that the reader does not have.

use std::collections::HashMap;

use crate::codec::decoder::{Block, Decoder};
use crate::codec::error::{DecodeError, DecodeErrorKind};
use crate::schema::{Record, Schema, TypeIndex, TypeKind};

/// One of the programs in [`SkipPrograms`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SkipProgram(usize);

/// How to pass over values of a writer's schema.
///
/// A program is flat: a record's fields stand in it one after another. Only what repeats, or may
/// be missing, is a program of its own.
#[derive(Debug, Default)]
pub(super) struct SkipPrograms(Vec<Vec<Operation>>);

#[derive(Debug)]
enum Operation {
    /// An `int`, a `long` or an `enum`.
    Number,
    /// `bytes` or a `string`.
    Bytes,
    /// This many bytes.
    Fixed(usize),
    /// The blocks of an array.
    Items(SkipProgram),
    /// The blocks of a map, whose keys come before what the program passes over.
    Entries(SkipProgram),
    /// One of these, as the branch says.
    Branches(Box<[SkipProgram]>),
    /// Another program.
    Call(SkipProgram),
}

impl SkipPrograms {
    pub(super) fn run(
        &self,
        program: SkipProgram,
        decoder: &mut Decoder<'_>,
    ) -> Result<(), DecodeError> {
        self.run_operations(self.operations(program), 1, decoder)
    }

    fn operations(&self, SkipProgram(program): SkipProgram) -> &[Operation] {
        self.0.get(program).map(Vec::as_slice).unwrap_or_default()
    }

    /// Runs the operations as often as `times` says.
    // What is left is kept in a variable, so that no operation waits for memory.
    fn run_operations(
        &self,
        operations: &[Operation],
        times: u64,
        decoder: &mut Decoder<'_>,
    ) -> Result<(), DecodeError> {
        let mut rest = decoder.rest();
        for _ in 0..times {
            for operation in operations {
                let skipped = match operation {
                    Operation::Number => skip_short_number(rest),
                    Operation::Bytes => skip_short_bytes(rest),
                    Operation::Fixed(size) => rest.get(*size..),
                    _ => None,
                };
                rest = match skipped {
                    Some(rest) => rest,
                    None => {
                        decoder.go_on_at(rest);
                        self.run_operation(operation, decoder)?;
                        decoder.rest()
                    }
                };
            }
        }
        decoder.go_on_at(rest);
        Ok(())
    }

    #[inline(never)]
    fn run_operation(
        &self,
        operation: &Operation,
        decoder: &mut Decoder<'_>,
    ) -> Result<(), DecodeError> {
        match operation {
            Operation::Number => decoder.read_long().map(|_| ()),
            Operation::Bytes => decoder.read_bytes().map(|_| ()),
            Operation::Fixed(size) => decoder.read_slice(*size).map(|_| ()),
            nested => self.run_nested(nested, decoder),
        }
    }

    fn run_nested(
        &self,
        operation: &Operation,
        decoder: &mut Decoder<'_>,
    ) -> Result<(), DecodeError> {
        decoder.enter()?;
        match operation {
            Operation::Items(items) => self.skip_blocks(*items, false, decoder)?,
            Operation::Entries(values) => self.skip_blocks(*values, true, decoder)?,
            Operation::Branches(branches) => {
                let index = decoder.read_short()?;
                let branch = usize::try_from(index)
                    .ok()
                    .and_then(|index| branches.get(index));
                match branch {
                    Some(branch) => self.run(*branch, decoder)?,
                    None => return Err(decoder.error(DecodeErrorKind::InvalidIndex(index))),
                }
            }
            Operation::Call(program) => self.run(*program, decoder)?,
            Operation::Number | Operation::Bytes | Operation::Fixed(_) => {}
        }
        decoder.leave();
        Ok(())
    }

    fn skip_blocks(
        &self,
        items: SkipProgram,
        keyed: bool,
        decoder: &mut Decoder<'_>,
    ) -> Result<(), DecodeError> {
        let operations = self.operations(items);
        // Items that take no bytes could be counted for ever.
        let sizeless = !keyed && operations.is_empty();
        loop {
            match decoder.skip_block()? {
                Block::End => return Ok(()),
                Block::Items(_) if sizeless => {}
                Block::Items(count) if !keyed => {
                    self.run_operations(operations, count, decoder)?;
                }
                Block::Items(count) => {
                    for _ in 0..count {
                        decoder.read_bytes()?;
                        self.run_operations(operations, 1, decoder)?;
                    }
                }
                Block::Skipped => {}
            }
        }
    }
}

/// What is behind a number of one or two bytes.
#[inline]
fn skip_short_number(rest: &[u8]) -> Option<&[u8]> {
    match rest {
        [..0x80, rest @ ..] | [_, ..0x80, rest @ ..] => Some(rest),
        _ => None,
    }
}

/// What is behind bytes whose length is one byte.
#[inline]
fn skip_short_bytes(rest: &[u8]) -> Option<&[u8]> {
    match rest {
        // The length of a negative number is odd.
        [length @ ..0x80, rest @ ..] if length % 2 == 0 => rest.get(usize::from(length / 2)..),
        _ => None,
    }
}

/// How many operations a program may have before further records become programs of their own: a
/// record that stands in many places would otherwise be written out in each.
const INLINE_OPERATIONS: usize = 32;

/// How deep records that are nested in each other are written out in one program.
const INLINE_DEPTH: usize = 32;

/// Makes the programs for the types of a writer's schema.
#[derive(Debug)]
pub(super) struct SkipCompiler<'w> {
    writer: &'w Schema,
    programs: SkipPrograms,
    of_types: HashMap<TypeIndex, SkipProgram>,
    /// Programs that have a place, but no operations yet. They are written one after the other, as
    /// types can contain each other in longer chains than a stack holds.
    pending: Vec<(SkipProgram, TypeIndex)>,
}

impl<'w> SkipCompiler<'w> {
    pub(super) fn new(writer: &'w Schema) -> Self {
        Self {
            writer,
            programs: SkipPrograms::default(),
            of_types: HashMap::new(),
            pending: Vec::new(),
        }
    }

    pub(super) fn finish(mut self) -> SkipPrograms {
        if !self.pending.is_empty() {
            let sizes = Sizes::of(self.writer);
            while let Some((program, index)) = self.pending.pop() {
                let mut operations = Vec::new();
                self.append(index, &sizes, &mut operations, &mut vec![index]);
                if let Some(place) = self.programs.0.get_mut(program.0) {
                    *place = operations;
                }
            }
        }
        self.programs
    }

    /// The program that passes over a value of the type.
    pub(super) fn program(&mut self, index: TypeIndex) -> SkipProgram {
        *self.of_types.entry(index).or_insert_with(|| {
            let program = SkipProgram(self.programs.0.len());
            self.programs.0.push(Vec::new());
            self.pending.push((program, index));
            program
        })
    }

    fn append(
        &mut self,
        index: TypeIndex,
        sizes: &Sizes<'_>,
        operations: &mut Vec<Operation>,
        open: &mut Vec<TypeIndex>,
    ) {
        if let Some(size) = sizes.get(index) {
            append_fixed(operations, size);
            return;
        }
        let operation = match &self.writer.get(index).kind {
            TypeKind::Bytes | TypeKind::String => Operation::Bytes,
            TypeKind::Array(items) => Operation::Items(self.program(*items)),
            TypeKind::Map(values) => Operation::Entries(self.program(*values)),
            TypeKind::Union(branches) => Operation::Branches(
                branches
                    .iter()
                    .map(|branch| self.program(*branch))
                    .collect(),
            ),
            TypeKind::Record(record) => {
                for field in &record.fields {
                    let inline = sizes.get(field.type_index).is_some()
                        || (!open.contains(&field.type_index)
                            && open.len() < INLINE_DEPTH
                            && operations.len() < INLINE_OPERATIONS);
                    if inline {
                        open.push(field.type_index);
                        self.append(field.type_index, sizes, operations, open);
                        open.pop();
                    } else {
                        operations.push(Operation::Call(self.program(field.type_index)));
                    }
                }
                return;
            }
            _ => Operation::Number,
        };
        operations.push(operation);
    }
}

fn append_fixed(operations: &mut Vec<Operation>, size: usize) {
    match operations.last_mut() {
        // A program that reads nothing has to be empty, for its items not to be counted.
        _ if size == 0 => {}
        Some(Operation::Fixed(before)) if before.checked_add(size).is_some() => *before += size,
        _ => operations.push(Operation::Fixed(size)),
    }
}

/// How many bytes the values of those types take that all take the same.
///
/// Without it, records that hold each other twice over and end in nothing would make as many
/// operations as there are ways through them, and take as long to pass over.
#[derive(Debug)]
struct Sizes<'w> {
    writer: &'w Schema,
    of_records: HashMap<TypeIndex, usize>,
}

impl<'w> Sizes<'w> {
    fn of(writer: &'w Schema) -> Self {
        let mut sizes = Self {
            writer,
            of_records: HashMap::new(),
        };
        let mut others = writer.records().collect::<Vec<_>>();
        loop {
            let before = others.len();
            others.retain(|(index, record)| match sizes.of_record(record) {
                Some(size) => {
                    sizes.of_records.insert(*index, size);
                    false
                }
                None => true,
            });
            if others.len() == before {
                return sizes;
            }
        }
    }

    fn of_record(&self, record: &Record) -> Option<usize> {
        record.fields.iter().try_fold(0_usize, |sum, field| {
            sum.checked_add(self.get(field.type_index)?)
        })
    }

    fn get(&self, index: TypeIndex) -> Option<usize> {
        match &self.writer.get(index).kind {
            TypeKind::Null => Some(0),
            TypeKind::Boolean => Some(1),
            TypeKind::Float => Some(4),
            TypeKind::Double => Some(8),
            TypeKind::Fixed(fixed) => Some(fixed.size),
            TypeKind::Record(_) => self.of_records.get(&index).copied(),
            _ => None,
        }
    }
}
