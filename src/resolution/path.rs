//! Where in the reader's schema a walk has arrived.

use std::fmt;

/// A way down into the reader's schema, as Java's `SchemaCompatibility` names places.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReaderPath<'a> {
    parent: Option<&'a Self>,
    step: Step,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    None,
    Word(&'static str),
    Position(usize),
}

impl ReaderPath<'_> {
    /// The whole schema.
    pub(crate) const ROOT: Self = Self {
        parent: None,
        step: Step::None,
    };

    pub(crate) fn word(&self, word: &'static str) -> ReaderPath<'_> {
        ReaderPath {
            parent: Some(self),
            step: Step::Word(word),
        }
    }

    pub(crate) fn position(&self, position: usize) -> ReaderPath<'_> {
        ReaderPath {
            parent: Some(self),
            step: Step::Position(position),
        }
    }

    fn write_steps(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.write_steps(f)?;
        }
        match self.step {
            Step::None => Ok(()),
            Step::Word(word) => write!(f, "/{word}"),
            Step::Position(position) => write!(f, "/{position}"),
        }
    }
}

/// Writes the way as a JSON pointer, except that the whole schema is `/`.
impl fmt::Display for ReaderPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parent {
            Some(_) => self.write_steps(f),
            None => f.write_str("/"),
        }
    }
}
