//! The parts of a datum, and who takes them.

use crate::codec::DecodeErrorKind;
use crate::schema::{Record, Schema, Type, TypeIndex};

/// Takes the parts of a datum in their order.
pub(crate) trait Visitor {
    /// Whether the parts are of no interest, so that blocks may be passed over by their size.
    const SKIPS: bool = false;

    /// Takes the next part. An error ends the walk.
    fn visit(&mut self, part: Part<'_>) -> Outcome;
}

/// One of the parts of a datum.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part<'a> {
    /// A value that has no others inside, and its type.
    Scalar(
        #[cfg_attr(
            not(feature = "generic"),
            expect(dead_code, reason = "JSON has no logical types")
        )]
        &'a Type,
        Scalar<'a>,
    ),
    BeginArray,
    /// This many items or entries come next, unless the data is wrong.
    Expect(usize),
    Item,
    EndArray,
    BeginMap,
    /// The key of the value that comes next.
    Entry(&'a str),
    EndMap,
    BeginRecord(Order),
    /// The value of the field at this position comes next.
    Field(&'a Record, usize, Order),
    EndRecord(Order),
    BeginBranch(Branch<'a>),
    EndBranch,
}

/// A branch of a union.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Branch<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) branches: &'a [TypeIndex],
    pub(crate) position: usize,
}

pub(crate) type Outcome = Result<(), DecodeErrorKind>;

/// In which order the fields of a record come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Straight,
    Shuffled,
}

/// A value that has no others inside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Scalar<'a> {
    Null,
    Boolean(bool),
    Int(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    Bytes(&'a [u8]),
    String(&'a str),
    Fixed(&'a [u8]),
    Symbol(u32, &'a str),
}

/// Passes over values.
pub(super) struct Skipped;

impl Visitor for Skipped {
    const SKIPS: bool = true;

    fn visit(&mut self, _: Part<'_>) -> Outcome {
        Ok(())
    }
}
