//! Whether a schema may follow the earlier ones of its subject.
//!
//! [`check`] answers as Confluent's registry does, to the letter of its messages. [`differences`]
//! answers the question under it: what keeps one schema from reading what another wrote.

mod differences;
mod level;
mod message;
mod report;
#[cfg(test)]
mod tests;

pub use differences::differences;
pub use level::{CompatibilityLevel, UnknownCompatibilityLevel};
pub use report::{Direction, Report, VersionReport, check};
