//! Whether a schema may follow the earlier ones of its subject.
//!
//! [`check`] answers as Confluent's registry does, to the letter of its messages;
//! [`check_every_version`] does not stop at the first version that fails. [`differences`] answers the
//! question under it: what keeps one schema from reading what another wrote.
//!
//! Where there are no differences, a [`Plan`](crate::codec::Plan) reads every value, and where there
//! are, some value cannot be read, except for what Java sees in another way than its own readers:
//!
//! - Records whose names differ are incompatible, and read all the same outside of unions.
//! - Logical types are not looked at, and data that they give another meaning is not read.
//! - A field that may be several of the writer's, by its name and its aliases, ends the check; it is
//!   read, the name counting first. Two fields that may both be one of the writer's are compatible,
//!   and one of them is left without a value.
//! - A union is compatible if any of its branches is; the branch with the name of the writer's type is
//!   the one that is read, be it that it cannot.
//! - An enum with a default of its own, in a field without one that the writer lacks, is reported as
//!   a type mismatch; what is missing is the default of the field.

mod differences;
mod level;
mod message;
mod report;
#[cfg(test)]
mod tests;

pub use differences::differences;
pub use level::{CompatibilityLevel, UnknownCompatibilityLevel};
pub use report::{Direction, Report, VersionReport, check, check_every_version};
