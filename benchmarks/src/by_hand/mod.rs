//! What one would write by hand for each workload: plain loops without `unsafe`, with the same
//! checks, limits and refusals as the derived code.

pub mod evolved;
pub mod order;
pub mod profile;
mod reader;
pub mod telemetry;
mod writer;

pub use self::reader::{Invalid, Problem};
pub use self::writer::Unwritable;
