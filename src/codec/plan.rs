//! How values of one schema are read as a type of another, worked out once.
//!
//! A [`Plan`] follows the reader's type: the code that the derive makes asks it, at each place
//! where the two schemas differ, what comes next in the data. Where they do not differ, the plan
//! ends and the type's straight-line code takes over.

mod compile;
mod default;
mod skip;

use std::fmt;

pub(super) use self::compile::is_readable;
use self::skip::{SkipProgram, SkipPrograms};
use super::decoder::Decoder;
use super::error::{DecodeError, DecodeErrorKind};
use super::limits::Limits;
use super::traits::AvroDecode;
use super::unknown::UnknownRecord;
use crate::resolution::{Incompatibility, Promotion};
use crate::schema::{AvroSchema, Field, Natural, Record, Schema, TypeIndex};

/// How data that one schema wrote is read as a type with another schema.
///
/// ```
/// use avrolane::codec::{Limits, Plan};
/// use avrolane::schema::Schema;
///
/// let writer = Schema::parse(r#"{"type": "array", "items": "int"}"#)?;
/// let plan = Plan::new(&writer, &Schema::of::<Vec<f64>>())?;
/// let values: Vec<f64> = plan.decode(&[4, 2, 4, 0], &Limits::default())?;
/// assert_eq!(values, [1.0, 2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Plan {
    nodes: Vec<PlanNode>,
    root: usize,
    skips: SkipPrograms,
    partial: Vec<Incompatibility>,
    /// Whose types [`PlanNode::Unknown`] names.
    writer: Schema,
    /// Whether a datum is the bytes of one value of `bytes`, without their length.
    is_bare: bool,
}

/// What the reader has to do at one place.
#[derive(Debug)]
enum PlanNode {
    /// Read with the type's own code.
    Identical,
    /// Read a narrower primitive.
    Promoted(Promotion),
    /// Read the items as another node says.
    Items(usize),
    /// Read the fields in the writer's order.
    Record(Vec<Step>),
    /// Map the writer's symbols to the reader's; the name of one that the reader does not have.
    Enum(Vec<Result<u32, Box<str>>>),
    /// Read which branch the writer chose, then go on as that branch's node says.
    WriterUnion(Vec<usize>),
    /// Give the value to this branch of the reader's union.
    ReaderUnion { branch: u32, inner: usize },
    /// The value cannot be read.
    Unreadable(Box<str>),
    /// The reader's union has no branch for the value.
    Unknown {
        reason: Box<str>,
        skip: SkipProgram,
        writer: TypeIndex,
    },
}

/// What happens to one field of a record.
#[derive(Debug)]
struct Step {
    /// The position of the reader's field; [`NO_FIELD`] where a field of the writer's is skipped.
    field: usize,
    source: Source,
}

const NO_FIELD: usize = usize::MAX;

/// Where the value of a field comes from.
#[derive(Debug)]
enum Source {
    /// It is read with its type's own code.
    Identical,
    /// It is read as a node says.
    Node(usize),
    /// The writer does not have it: these bytes are the reader's default.
    Default(&'static [u8]),
    /// The reader does not have it.
    Skip(SkipProgram),
}

impl Plan {
    /// Works out how to read what `writer` wrote as a type with the schema `reader`.
    ///
    /// The reader's schema is expected to be that of a type in the program: its defaults stay in
    /// memory for as long as the program runs.
    ///
    /// # Errors
    ///
    /// If no value of the writer's can be read, with every reason.
    pub fn new(writer: &Schema, reader: &Schema) -> Result<Self, PlanError> {
        compile::compile(writer, reader, false)
    }

    /// Works out how to read what `writer` wrote as `T`.
    ///
    /// It differs from [`new`](Self::new) for an enum with a variant `#[avro(other)]`, which takes
    /// what the enum has no branch for, so that nothing is missing.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    ///
    /// # Panics
    ///
    /// As [`Schema::of`].
    pub fn of<'de, T: AvroSchema + AvroDecode<'de>>(writer: &Schema) -> Result<Self, PlanError> {
        Self::with_unknown(writer, &Schema::of::<T>(), T::TAKES_UNKNOWN)
    }

    /// As [`of`](Self::of), for a type whose schema is known.
    pub(crate) fn with_unknown(
        writer: &Schema,
        reader: &Schema,
        takes_unknown: bool,
    ) -> Result<Self, PlanError> {
        compile::compile(writer, reader, takes_unknown)
    }

    /// Says whether a datum is the bytes of one value of `bytes`, without their length.
    #[cfg(feature = "registry")]
    pub(crate) fn of_bare_bytes(mut self, is_bare: bool) -> Self {
        self.is_bare = is_bare;
        self
    }

    #[inline]
    fn decoder<'de>(&self, datum: &'de [u8], limits: &Limits) -> Decoder<'de> {
        match self.is_bare {
            true => Decoder::bare(datum, limits),
            false => Decoder::new(datum, limits),
        }
    }

    /// The differences that keep some of the writer's values from being read: symbols and branches
    /// that the reader does not have. A record that carries one fails to decode.
    #[must_use]
    pub fn partial(&self) -> &[Incompatibility] {
        &self.partial
    }

    /// Whether the two schemas are written alike, so that the plan has nothing to do.
    #[must_use]
    pub fn is_identical(&self) -> bool {
        self.cursor().is_identical()
    }

    /// Reads a value; bytes behind it are ignored, as Kafka's other clients do.
    ///
    /// # Errors
    ///
    /// If the bytes are no value of the writer's schema, or one that the reader cannot hold.
    pub fn decode<'de, T: AvroDecode<'de>>(
        &self,
        datum: &'de [u8],
        limits: &Limits,
    ) -> Result<T, DecodeError> {
        self.cursor()
            .decode::<T, Natural>(&mut self.decoder(datum, limits))
    }

    /// Reads a value as [`decode`](Self::decode) does, into memory that an older value holds.
    ///
    /// A loop that reads one message after another into the same value allocates nothing once the
    /// value has grown to the size of the messages: text, bytes, sequences and options keep what
    /// they have. A map keeps its table, not its entries.
    ///
    /// ```
    /// use avrolane::codec::{Limits, Plan};
    /// use avrolane::schema::Schema;
    ///
    /// let plan = Plan::of::<Vec<String>>(&Schema::parse(r#"{"type":"array","items":"string"}"#)?)?;
    /// let mut words = vec!["kept".to_owned(), "dropped".to_owned()];
    /// plan.decode_into(&mut words, &[2, 4, b'h', b'i', 0], &Limits::default())?;
    /// assert_eq!(words, ["hi"]);
    /// assert_eq!(words[0].capacity(), 4);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode). The value is then a mixture of both.
    pub fn decode_into<'de, T: AvroDecode<'de>>(
        &self,
        value: &mut T,
        datum: &'de [u8],
        limits: &Limits,
    ) -> Result<(), DecodeError> {
        self.cursor()
            .decode_into::<T, Natural>(value, &mut self.decoder(datum, limits))
    }

    /// Reads a value and refuses bytes behind it.
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode), and [`TrailingBytes`](DecodeErrorKind::TrailingBytes).
    pub fn decode_exact<'de, T: AvroDecode<'de>>(
        &self,
        datum: &'de [u8],
        limits: &Limits,
    ) -> Result<T, DecodeError> {
        let mut decoder = self.decoder(datum, limits);
        let value = self.cursor().decode::<T, Natural>(&mut decoder)?;
        decoder.finish().map(|()| value)
    }

    /// Reads the next value of several.
    #[cfg(feature = "container")]
    pub(crate) fn decode_next<'de, T: AvroDecode<'de>>(
        &self,
        decoder: &mut Decoder<'de>,
    ) -> Result<T, DecodeError> {
        self.cursor().decode::<T, Natural>(decoder)
    }

    fn cursor(&self) -> PlanCursor<'_> {
        PlanCursor {
            plan: self,
            node: node(&self.nodes, self.root),
        }
    }
}

/// The indexes in a plan are the compiler's own.
fn node(nodes: &[PlanNode], index: usize) -> &PlanNode {
    nodes.get(index).unwrap_or(&PlanNode::Identical)
}

/// A place in a [`Plan`], for one type of the reader.
#[derive(Debug, Clone, Copy)]
pub struct PlanCursor<'p> {
    plan: &'p Plan,
    node: &'p PlanNode,
}

impl<'p> PlanCursor<'p> {
    fn at(self, index: usize) -> Self {
        Self {
            plan: self.plan,
            node: node(&self.plan.nodes, index),
        }
    }

    /// Reads a value as the plan says at this place.
    ///
    /// # Errors
    ///
    /// If the bytes are no value of the writer's schema, or one that the reader cannot hold.
    #[inline]
    pub fn decode<'de, T: AvroDecode<'de, As>, As>(
        self,
        decoder: &mut Decoder<'de>,
    ) -> Result<T, DecodeError> {
        match self.node {
            PlanNode::Identical => T::decode(decoder),
            PlanNode::WriterUnion(branches) => self
                .branch(branches, decoder)?
                .decode_branch::<T, As>(decoder),
            _ => self.decode_branch::<T, As>(decoder),
        }
    }

    /// A union has no branch that is a union, so this ends the recursion of inlining.
    fn decode_branch<'de, T: AvroDecode<'de, As>, As>(
        self,
        decoder: &mut Decoder<'de>,
    ) -> Result<T, DecodeError> {
        match self.node {
            PlanNode::Identical => T::decode(decoder),
            PlanNode::Unreadable(reason) => Err(unreadable(decoder, reason)),
            PlanNode::Unknown { .. } => T::decode_unknown(decoder, self),
            _ => T::decode_resolved(decoder, self),
        }
    }

    /// Reads a value as [`decode`](Self::decode) does, into memory that an older value holds.
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode). The value is then a mixture of both.
    #[inline]
    pub fn decode_into<'de, T: AvroDecode<'de, As>, As>(
        self,
        value: &mut T,
        decoder: &mut Decoder<'de>,
    ) -> Result<(), DecodeError> {
        match self.node {
            PlanNode::Identical => value.decode_into(decoder),
            PlanNode::WriterUnion(branches) => self
                .branch(branches, decoder)?
                .decode_branch_into(value, decoder),
            _ => self.decode_branch_into(value, decoder),
        }
    }

    fn decode_branch_into<'de, T: AvroDecode<'de, As>, As>(
        self,
        value: &mut T,
        decoder: &mut Decoder<'de>,
    ) -> Result<(), DecodeError> {
        match self.node {
            PlanNode::Identical => value.decode_into(decoder),
            PlanNode::Unreadable(reason) => Err(unreadable(decoder, reason)),
            PlanNode::Unknown { .. } => {
                *value = T::decode_unknown(decoder, self)?;
                Ok(())
            }
            _ => value.decode_resolved_into(decoder, self),
        }
    }

    fn branch(self, branches: &[usize], decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let index = decoder.read_short()?;
        usize::try_from(index)
            .ok()
            .and_then(|index| branches.get(index))
            .map(|&branch| self.at(branch))
            .ok_or_else(|| decoder.error(DecodeErrorKind::InvalidIndex(index)))
    }

    /// The error for a value for which the reader's union has no branch.
    #[cold]
    pub(super) fn unknown(self, decoder: &Decoder<'_>) -> DecodeError {
        match self.node {
            PlanNode::Unknown { reason, .. } => unreadable(decoder, reason),
            _ => mismatch(),
        }
    }

    /// Reads a value for which the reader's union has no branch, as it stands.
    ///
    /// # Errors
    ///
    /// If the bytes are no value of the writer's schema.
    #[cold]
    pub fn read_unknown(self, decoder: &mut Decoder<'_>) -> Result<UnknownRecord, DecodeError> {
        let PlanNode::Unknown { skip, writer, .. } = self.node else {
            return Err(mismatch());
        };
        let start = decoder.rest();
        self.plan.skips.run(*skip, decoder)?;
        let length = start.len() - decoder.rest().len();
        let datum = start.get(..length).unwrap_or_default();
        decoder.allow::<u8>(length)?;
        Ok(UnknownRecord::new(
            self.plan.writer.part(*writer),
            datum.to_vec(),
        ))
    }

    /// Whether the value was written as the reader's own code reads it.
    pub(super) fn is_identical(self) -> bool {
        matches!(self.node, PlanNode::Identical)
    }

    /// The promotion, where the writer's value is a narrower primitive.
    pub(super) fn promotion(self) -> Option<Promotion> {
        match self.node {
            PlanNode::Promoted(promotion) => Some(*promotion),
            _ => None,
        }
    }

    /// The place of the items of an array, or of the values of a map.
    pub(super) fn items(self) -> Result<Self, DecodeError> {
        match self.node {
            PlanNode::Items(items) => Ok(self.at(*items)),
            _ => Err(mismatch()),
        }
    }

    /// The branch of the reader's union that takes the value, and the place of that branch.
    ///
    /// # Errors
    ///
    /// If the plan was made for another type.
    #[inline]
    pub fn union_branch(self) -> Result<(u32, Self), DecodeError> {
        match self.node {
            PlanNode::ReaderUnion { branch, inner } => Ok((*branch, self.at(*inner))),
            _ => Err(mismatch()),
        }
    }

    /// Reads the position of a symbol, as the reader counts them.
    ///
    /// # Errors
    ///
    /// [`Unreadable`](DecodeErrorKind::Unreadable) for a symbol that the reader does not have, and
    /// [`InvalidIndex`](DecodeErrorKind::InvalidIndex) for one that the writer does not have.
    pub fn read_symbol(self, decoder: &mut Decoder<'_>) -> Result<u32, DecodeError> {
        let PlanNode::Enum(symbols) = self.node else {
            return Err(mismatch());
        };
        let index = decoder.read_short()?;
        match usize::try_from(index)
            .ok()
            .and_then(|index| symbols.get(index))
        {
            Some(Ok(symbol)) => Ok(*symbol),
            Some(Err(name)) => Err(decoder.error(DecodeErrorKind::Unreadable(format!(
                "the writer's symbol {name} is not one of the reader's, which has no default"
            )))),
            None => Err(decoder.error(DecodeErrorKind::InvalidIndex(index))),
        }
    }

    /// The steps of a record, in the order of the writer's fields, then the defaults.
    ///
    /// # Errors
    ///
    /// If the plan was made for another type.
    #[inline]
    pub fn steps(self) -> Result<impl Iterator<Item = PlanStep<'p>>, DecodeError> {
        match self.node {
            PlanNode::Record(steps) => Ok(steps
                .iter()
                .map(move |step| PlanStep { cursor: self, step })),
            _ => Err(mismatch()),
        }
    }

    /// The error for a record whose steps leave a field without a value.
    #[cold]
    #[must_use]
    pub fn incomplete(self) -> DecodeError {
        mismatch()
    }
}

/// One step in reading a record that another schema wrote.
#[derive(Debug, Clone, Copy)]
pub struct PlanStep<'p> {
    cursor: PlanCursor<'p>,
    step: &'p Step,
}

impl PlanStep<'_> {
    /// The position of the reader's field that this step gives a value; a position that no field
    /// has where the step skips one of the writer's.
    #[inline]
    #[must_use]
    pub fn field(self) -> usize {
        self.step.field
    }

    /// Reads the field's value.
    ///
    /// # Errors
    ///
    /// If the bytes are no such value.
    #[inline]
    pub fn decode<'de, T: AvroDecode<'de, As>, As>(
        self,
        decoder: &mut Decoder<'de>,
    ) -> Result<T, DecodeError> {
        match &self.step.source {
            Source::Identical => T::decode(decoder),
            Source::Node(node) => self.cursor.at(*node).decode::<T, As>(decoder),
            Source::Default(datum) => decoder.aside(datum, T::decode),
            Source::Skip(_) => Err(mismatch()),
        }
    }

    /// Reads the field's value into memory that an older value holds.
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode). The value is then a mixture of both.
    #[inline]
    pub fn decode_into<'de, T: AvroDecode<'de, As>, As>(
        self,
        value: &mut T,
        decoder: &mut Decoder<'de>,
    ) -> Result<(), DecodeError> {
        match &self.step.source {
            Source::Identical => value.decode_into(decoder),
            Source::Node(node) => self.cursor.at(*node).decode_into(value, decoder),
            Source::Default(datum) => decoder.aside(datum, |decoder| value.decode_into(decoder)),
            Source::Skip(_) => Err(mismatch()),
        }
    }

    /// Skips the writer's field.
    ///
    /// # Errors
    ///
    /// If the bytes are no such value.
    #[inline]
    pub fn skip(self, decoder: &mut Decoder<'_>) -> Result<(), DecodeError> {
        match &self.step.source {
            Source::Skip(program) => self.cursor.plan.skips.run(*program, decoder),
            _ => Err(mismatch()),
        }
    }
}

/// A plan that does not fit the type it is used with: the caller paired a plan with a type of
/// another schema.
#[cold]
pub(super) fn mismatch() -> DecodeError {
    DecodeError::new(
        DecodeErrorKind::Unreadable("the plan was made for a type with another schema".to_owned()),
        0,
    )
}

#[cold]
fn unreadable(decoder: &Decoder<'_>, reason: &str) -> DecodeError {
    decoder.error(DecodeErrorKind::Unreadable(reason.to_owned()))
}

/// Why a reader cannot read what a writer wrote.
#[derive(Debug)]
pub struct PlanError(Box<Reason>);

#[derive(Debug)]
enum Reason {
    Incompatible(Vec<Incompatibility>),
    /// The field whose default cannot be written as its type.
    InvalidDefault(String),
}

impl PlanError {
    pub(super) fn incompatible(incompatibilities: &[Incompatibility]) -> Self {
        Self(Box::new(Reason::Incompatible(incompatibilities.to_vec())))
    }

    fn invalid_default(record: &Record, field: &Field) -> Self {
        let field = format!("{}.{}", record.name, field.name);
        Self(Box::new(Reason::InvalidDefault(field)))
    }

    /// Every difference that keeps the writer's data from being read.
    #[must_use]
    pub fn incompatibilities(&self) -> &[Incompatibility] {
        match &*self.0 {
            Reason::Incompatible(incompatibilities) => incompatibilities,
            Reason::InvalidDefault(_) => &[],
        }
    }
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Reason::InvalidDefault(field) = &*self.0 {
            return write!(
                f,
                "the default of the reader's field {field} does not fit its type"
            );
        }
        f.write_str("the reader's schema cannot read what the writer's schema wrote")?;
        for (position, difference) in self.incompatibilities().iter().enumerate() {
            write!(f, "{} {difference}", if position == 0 { ":" } else { ";" })?;
        }
        Ok(())
    }
}

impl std::error::Error for PlanError {}
