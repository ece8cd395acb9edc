//! What keeps data of one schema from being read as another.

use std::fmt;

use super::path::ReaderPath;

/// One difference between two schemas that keeps some data of the writer's from being read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Incompatibility {
    /// What kind of difference it is.
    pub kind: IncompatibilityKind,
    /// Where in the reader's schema, as a JSON pointer; `/` is the whole.
    pub reader_path: String,
    /// What differs, in the words of Java's `SchemaCompatibility`.
    pub message: String,
}

impl Incompatibility {
    pub(crate) fn new(kind: IncompatibilityKind, path: &ReaderPath<'_>, message: String) -> Self {
        Self {
            kind,
            reader_path: path.to_string(),
            message,
        }
    }
}

/// A kind of difference; those that Avro knows keep its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IncompatibilityKind {
    /// Records, enums or fixeds have different names.
    NameMismatch,
    /// Fixeds have different sizes.
    FixedSizeMismatch,
    /// The reader's enum lacks symbols of the writer's, and has no default for them.
    MissingEnumSymbols,
    /// The reader's record has a field that the writer's lacks, without a default.
    ReaderFieldMissingDefaultValue,
    /// A type cannot be read as the other.
    TypeMismatch,
    /// The reader's union has no branch for a type that the writer may write.
    MissingUnionBranch,
    /// A field of the reader's may be several of the writer's, by its name and its aliases. Java
    /// gives up at the first such field; data is read all the same, the name counting first.
    AmbiguousField,
    /// The same bytes mean different values, such as milliseconds and microseconds. Java does not
    /// see it.
    LogicalTypeMismatch,
}

impl IncompatibilityKind {
    /// Whether Java's `SchemaCompatibility`, and with it the registry, reports such a difference.
    #[must_use]
    pub fn is_reported_by_java(self) -> bool {
        self != Self::LogicalTypeMismatch
    }

    /// The name that Java gives to the kind, such as `TYPE_MISMATCH`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NameMismatch => "NAME_MISMATCH",
            Self::FixedSizeMismatch => "FIXED_SIZE_MISMATCH",
            Self::MissingEnumSymbols => "MISSING_ENUM_SYMBOLS",
            Self::ReaderFieldMissingDefaultValue => "READER_FIELD_MISSING_DEFAULT_VALUE",
            Self::TypeMismatch => "TYPE_MISMATCH",
            Self::MissingUnionBranch => "MISSING_UNION_BRANCH",
            Self::AmbiguousField => "AMBIGUOUS_FIELD",
            Self::LogicalTypeMismatch => "LOGICAL_TYPE_MISMATCH",
        }
    }
}

impl fmt::Display for IncompatibilityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Incompatibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: {}", self.kind, self.reader_path, self.message)
    }
}
