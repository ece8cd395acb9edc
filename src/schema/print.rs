//! From a [`Schema`] to its text.

use std::fmt;

use super::model::Schema;

impl Schema {
    /// The text that a registry stores: as [`Display`](fmt::Display), but the types that
    /// references define are left as names.
    #[must_use]
    pub fn registered_text(&self) -> String {
        todo!()
    }
}

/// Writes the text that Java's `Schema.toString()` gives, which registries store.
impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        todo!("{}", f.alternate())
    }
}
