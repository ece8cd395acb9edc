//! What keeps data of one schema from being read as another.

use std::fmt;

use super::matching::{missing_symbols, names_match};
use super::path::ReaderPath;
use crate::schema::{Enum, Field, Fixed, Type, TypeKind};

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

/// The messages are those of Java's `SchemaCompatibility`.
impl Incompatibility {
    pub(crate) fn new(kind: IncompatibilityKind, path: &ReaderPath<'_>, message: String) -> Self {
        Self {
            kind,
            reader_path: path.to_string(),
            message,
        }
    }

    /// The difference in name of two named types, if there is one.
    pub(crate) fn in_name(writer: &Type, reader: &Type, path: &ReaderPath<'_>) -> Option<Self> {
        let name = writer.name().filter(|_| !names_match(writer, reader))?;
        let message = format!("expected: {name}");
        Some(Self::new(
            IncompatibilityKind::NameMismatch,
            &path.word("name"),
            message,
        ))
    }

    /// The difference in size of two fixeds, if there is one.
    pub(crate) fn in_size(writer: &Fixed, reader: &Fixed, path: &ReaderPath<'_>) -> Option<Self> {
        if writer.size == reader.size {
            return None;
        }
        let message = format!("expected: {}, found: {}", writer.size, reader.size);
        Some(Self::new(
            IncompatibilityKind::FixedSizeMismatch,
            &path.word("size"),
            message,
        ))
    }

    /// The symbols that the reader's enum lacks, if it lacks some.
    pub(crate) fn in_symbols(writer: &Enum, reader: &Enum, path: &ReaderPath<'_>) -> Option<Self> {
        let missing = missing_symbols(writer, reader);
        if missing.is_empty() {
            return None;
        }
        let message = format!("[{}]", Vec::from_iter(missing).join(", "));
        Some(Self::new(
            IncompatibilityKind::MissingEnumSymbols,
            &path.word("symbols"),
            message,
        ))
    }

    /// The reader's field at `path` is in need of a default.
    pub(crate) fn missing_default(field: &Field, path: &ReaderPath<'_>) -> Self {
        let kind = IncompatibilityKind::ReaderFieldMissingDefaultValue;
        Self::new(kind, path, field.name.clone())
    }

    /// The two types have nothing in common.
    pub(crate) fn of_types(writer: &Type, reader: &Type, path: &ReaderPath<'_>) -> Self {
        let (writer, reader) = (java_label(&writer.kind), java_label(&reader.kind));
        let message = format!("reader type: {reader} not compatible with writer type: {writer}");
        Self::new(IncompatibilityKind::TypeMismatch, path, message)
    }

    /// The reader's union has no branch for the writer's type.
    pub(crate) fn missing_branch(writer: &Type, path: &ReaderPath<'_>) -> Self {
        let message = format!(
            "reader union lacking writer type: {}",
            java_label(&writer.kind)
        );
        Self::new(IncompatibilityKind::MissingUnionBranch, path, message)
    }

    /// The walk over the two schemas stops here.
    pub(crate) fn too_deep(path: &ReaderPath<'_>) -> Self {
        let message = "types are nested too deep".to_owned();
        Self::new(IncompatibilityKind::TypeMismatch, path, message)
    }
}

/// How Java calls the kind of a type, such as `RECORD`.
pub(crate) fn java_label(kind: &TypeKind) -> String {
    kind.label().to_ascii_uppercase()
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
