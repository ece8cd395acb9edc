//! Whether anything at all of a writer's can be read.

use rustc_hash::FxHashMap;

use super::{Resolution, Resolved, ResolvedIndex, WriterField};

impl Resolution {
    /// Whether no value at all can be read: what a writer's union or enum may or may not hold does
    /// not count, as long as something that it holds can be read.
    pub(crate) fn is_hopeless(&self) -> bool {
        self.is_hopeless_at(self.root, &mut FxHashMap::default())
    }

    fn is_hopeless_at(
        &self,
        index: ResolvedIndex,
        known: &mut FxHashMap<ResolvedIndex, bool>,
    ) -> bool {
        if let Some(hopeless) = known.get(&index) {
            return *hopeless;
        }
        // A type that contains itself is not hopeless for that alone.
        known.insert(index, false);
        let hopeless = match self.get(index) {
            Resolved::Identical | Resolved::Promoted(_) => false,
            Resolved::Unreadable(_) => true,
            Resolved::Array(inner) | Resolved::Map(inner) | Resolved::ReaderUnion { inner, .. } => {
                self.is_hopeless_at(*inner, known)
            }
            Resolved::Record(record) => record.writer_fields.iter().any(|field| match field {
                WriterField::Read { resolved, .. } => self.is_hopeless_at(*resolved, known),
                WriterField::Skip(_) => false,
            }),
            Resolved::Enum(symbols) => symbols.iter().all(Option::is_none),
            Resolved::WriterUnion(branches) => branches
                .iter()
                .all(|branch| self.is_hopeless_at(*branch, known)),
        };
        known.insert(index, hopeless);
        hopeless
    }
}
