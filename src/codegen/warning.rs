//! What Rust types cannot say of a schema.

use std::fmt;

/// Something of a schema that the Rust types do not have, so that the schema of the types is not
/// quite that of the file. The bytes on the wire are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    pub(super) file: String,
    pub(super) path: String,
    pub(super) kind: WarningKind,
}

/// What is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WarningKind {
    /// A property of an array or a map, or of `null`: attributes of a field belong to what these
    /// hold, or to the other branch.
    Property(String),
    /// An alias that Avro does not allow as a name, or one without a namespace of a type that has
    /// one.
    Alias(String),
    /// A decimal of more than 28 digits, for which `rust_decimal` may have no room. Values that do
    /// not fit are errors, not rounded.
    Precision(u64),
    /// A decimal that leaves its scale out, which then is 0: the schema of the type says so.
    Scale,
}

impl Warning {
    /// The name of the schema file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The full name of the type, with a dot and the field behind it if it is about a field.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is lost.
    #[must_use]
    pub fn kind(&self) -> &WarningKind {
        &self.kind
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, path, kind } = self;
        write!(f, "{file}: `{path}`: {kind}")
    }
}

impl fmt::Display for WarningKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Property(key) => write!(
                f,
                "the property `{key}` of an array, a map or `null` has no place in the Rust type: \
                 move it to the field"
            ),
            Self::Alias(alias) => write!(
                f,
                "the alias `{alias}` has no place in the Rust type: it is no Avro name, or has no \
                 namespace where the type has one"
            ),
            Self::Scale => f.write_str(
                "the schema of the type says that the scale is 0, and the file leaves it out: write \
                 `\"scale\": 0`",
            ),
            Self::Precision(precision) => write!(
                f,
                "`rust_decimal` has room for 28 digits, not for {precision}: larger values fail, \
                 unless decimals are those of `bigdecimal`"
            ),
        }
    }
}
