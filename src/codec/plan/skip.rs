//! Passing over values of the writer's that the reader does not have.

use std::collections::HashMap;

use crate::codec::decoder::{Block, Decoder};
use crate::codec::error::{DecodeError, DecodeErrorKind};
use crate::schema::{Schema, TypeIndex, TypeKind};

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

/// Makes the programs for the types of a writer's schema.
#[derive(Debug)]
pub(super) struct SkipCompiler<'w> {
    writer: &'w Schema,
    programs: SkipPrograms,
    of_types: HashMap<TypeIndex, SkipProgram>,
}

impl<'w> SkipCompiler<'w> {
    pub(super) fn new(writer: &'w Schema) -> Self {
        Self {
            writer,
            programs: SkipPrograms::default(),
            of_types: HashMap::new(),
        }
    }

    pub(super) fn finish(self) -> SkipPrograms {
        self.programs
    }

    /// The program that passes over a value of the type.
    pub(super) fn program(&mut self, index: TypeIndex) -> SkipProgram {
        if let Some(program) = self.of_types.get(&index) {
            return *program;
        }
        // The place is taken first, so that a type that contains itself finds it.
        let program = SkipProgram(self.programs.0.len());
        self.programs.0.push(Vec::new());
        self.of_types.insert(index, program);
        let mut operations = Vec::new();
        self.append(index, &mut operations, &mut vec![index]);
        if let Some(place) = self.programs.0.get_mut(program.0) {
            *place = operations;
        }
        program
    }

    fn append(
        &mut self,
        index: TypeIndex,
        operations: &mut Vec<Operation>,
        open: &mut Vec<TypeIndex>,
    ) {
        let operation = match &self.writer.get(index).kind {
            TypeKind::Null => return,
            TypeKind::Boolean => return append_fixed(operations, 1),
            TypeKind::Float => return append_fixed(operations, 4),
            TypeKind::Double => return append_fixed(operations, 8),
            TypeKind::Fixed(fixed) => return append_fixed(operations, fixed.size),
            TypeKind::Int | TypeKind::Long | TypeKind::Enum(_) => Operation::Number,
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
                    let inline =
                        !open.contains(&field.type_index) && operations.len() < INLINE_OPERATIONS;
                    if inline {
                        open.push(field.type_index);
                        self.append(field.type_index, operations, open);
                        open.pop();
                    } else {
                        operations.push(Operation::Call(self.program(field.type_index)));
                    }
                }
                return;
            }
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
