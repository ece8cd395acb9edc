//! What can be wrong with a schema's text, and where.

use std::error::Error;
use std::fmt;

use super::name::{InvalidName, Name};

/// A text that is no schema.
///
/// It says what is wrong, where, and what to do:
///
/// ```
/// use avrolane::schema::Schema;
///
/// let error = Schema::parse(r#"{"type": "array", "items": "strin"}"#).unwrap_err();
/// assert_eq!(error.pointer(), "/items");
/// assert_eq!((error.line(), error.column()), (1, 28));
/// assert_eq!(
///     error.to_string(),
///     "no type is named `strin`: define it before its first use, or write its full name, \
///      at /items (line 1, column 28)",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    kind: ParseErrorKind,
    pointer: String,
    line: usize,
    column: usize,
    reference: Option<String>,
}

/// What is wrong with a schema's text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// The text is not JSON.
    Json(String),
    /// The text is longer than 4 MiB.
    TooLong,
    /// Values, or types, are nested too deep.
    TooDeep,
    /// A value is not of the kind of JSON that stands there.
    WrongJson {
        /// What stands there in a schema, such as `an array of fields`.
        expected: &'static str,
    },
    /// An object lacks a member.
    MissingMember(&'static str),
    /// No type has this name.
    UnknownType(String),
    /// A name is not one that Avro allows.
    InvalidName(InvalidName),
    /// A named type has the name of a primitive one.
    ReservedName(String),
    /// Two types that differ have the same name.
    DuplicateType(Name),
    /// Two fields of a record have the same name.
    DuplicateField(String),
    /// Two symbols of an enum are the same.
    DuplicateSymbol(String),
    /// Two branches of a union are of the same unnamed type, or have the same name.
    DuplicateBranch(String),
    /// A branch of a union is itself a union.
    NestedUnion,
    /// A field's default does not fit its type.
    InvalidDefault {
        /// The full name of the record and the name of the field.
        field: String,
        /// The default, as JSON.
        default: String,
        /// The kind of the field's type.
        expected: &'static str,
    },
    /// An enum's default is not one of its symbols.
    UnknownSymbol(String),
    /// A fixed's size is not a number between 0 and 2147483647.
    InvalidSize(String),
    /// A field's order is not `ascending`, `descending` or `ignore`.
    InvalidOrder(String),
}

impl ParseError {
    #[cold]
    pub(super) fn new(kind: ParseErrorKind, pointer: String, line: usize, column: usize) -> Self {
        Self(Box::new(Inner {
            kind,
            pointer,
            line,
            column,
            reference: None,
        }))
    }

    /// Says that it was the text of the reference `name`.
    pub(super) fn in_reference(mut self, name: &str) -> Self {
        self.0.reference = Some(name.to_owned());
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &ParseErrorKind {
        &self.0.kind
    }

    /// The place in the text, as a JSON pointer such as `/fields/2/type`; empty for the whole.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.0.pointer
    }

    /// The line of that place, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// The column of that place in its line, in characters, counted from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.0.column
    }

    /// The name of the reference whose text is wrong; nothing if it is the schema's own.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        self.0.reference.as_deref()
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            kind,
            pointer,
            line,
            column,
            reference,
        } = &*self.0;
        write!(f, "{kind}")?;
        if let Some(reference) = reference {
            write!(f, ", in the reference `{reference}`")?;
        }
        if !pointer.is_empty() {
            write!(f, ", at {pointer}")?;
        }
        write!(f, " (line {line}, column {column})")
    }
}

impl Error for ParseError {}

impl fmt::Display for ParseErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(reason) => write!(f, "the text is not JSON: {reason}"),
            Self::TooLong => f.write_str("the text is longer than 4 MiB"),
            Self::TooDeep => f.write_str("types are nested too deep: nest them less"),
            Self::WrongJson { expected } => write!(f, "{expected} is expected here"),
            Self::MissingMember(member) => write!(f, "the member `{member}` is missing: add it"),
            Self::UnknownType(name) => write!(
                f,
                "no type is named `{name}`: define it before its first use, or write its full name"
            ),
            Self::InvalidName(reason) => write!(f, "{reason}"),
            Self::ReservedName(name) => write!(
                f,
                "`{name}` is the name of a primitive type: choose another, or add a namespace"
            ),
            Self::DuplicateType(name) => write!(
                f,
                "`{name}` is already the name of another type: rename one of the two"
            ),
            Self::DuplicateField(name) => write_duplicate(f, "the record", "field", name),
            Self::DuplicateSymbol(name) => write_duplicate(f, "the enum", "symbol", name),
            Self::DuplicateBranch(name) => write_duplicate(f, "the union", "branch", name),
            Self::NestedUnion => f.write_str(
                "a union stands directly in a union: put its branches into the outer one",
            ),
            Self::InvalidDefault {
                field,
                default,
                expected,
            } => write!(
                f,
                "the default {default} of the field `{field}` is no {expected}: change one of the \
                 two"
            ),
            Self::UnknownSymbol(symbol) => write!(
                f,
                "the default `{symbol}` is not a symbol of the enum: add it, or name another"
            ),
            Self::InvalidSize(size) => write!(f, "the size {size} is not from 0 to 2147483647"),
            Self::InvalidOrder(order) => write!(
                f,
                "the order `{order}` is not `ascending`, `descending` or `ignore`"
            ),
        }
    }
}

fn write_duplicate(f: &mut fmt::Formatter<'_>, owner: &str, part: &str, name: &str) -> fmt::Result {
    write!(
        f,
        "{owner} already has the {part} `{name}`: rename or remove one of the two"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_small_enough_to_be_returned_everywhere() {
        assert!(size_of::<ParseError>() <= 24);
    }
}
