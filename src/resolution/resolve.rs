//! The walk over both schemas.

use super::Resolution;
use crate::schema::Schema;

/// How data of `writer` is read as `reader`.
#[must_use]
pub fn resolve(writer: &Schema, reader: &Schema) -> Resolution {
    todo!("{writer} {reader}")
}
