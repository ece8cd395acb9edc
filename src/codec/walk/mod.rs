//! Reading data of a schema that is known only at run time, part by part.

mod reader;
mod resolving;
mod straight;
mod visitor;

pub(crate) use reader::DatumReader;
pub(crate) use visitor::{Branch, Order, Outcome, Part, Scalar, Visitor};
