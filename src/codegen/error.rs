//! Why no code is made.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::schema::ParseError;

/// Schemas from which no Rust can be made, or files that cannot be read or written.
///
/// It says in which file and at which place something is wrong, and what to do. `Debug` writes the
/// same as `Display`, and the causes, since that is what cargo shows of a build script that ends
/// with an error.
pub struct CodegenError(Box<Inner>);

struct Inner {
    kind: CodegenErrorKind,
    file: Option<String>,
    source: Option<io::Error>,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CodegenErrorKind {
    /// A text is no schema.
    Schema(ParseError),
    /// Texts refer to each other in a circle: each file with the full name of the type that it
    /// needs of the next one, and the last of the first.
    Cycle(Vec<(String, String)>),
    /// A name of a type, a field or a symbol has over 255 characters, or a namespace over 1023.
    NameTooLong(String),
    /// Two Avro types of these full names would be one Rust type.
    SameName {
        /// The name of the Rust type.
        rust_name: String,
        /// The full names of the two Avro types.
        types: [String; 2],
    },
    /// A type would hold itself without end, so that it has no values.
    Infinite(String),
    /// A union has no branches, an enum no symbols: such a type has no values.
    Empty(String),
    /// A fixed has more bytes than a Rust array should have.
    FixedTooLarge {
        /// The full name of the fixed.
        name: String,
        /// Its number of bytes.
        size: usize,
    },
    /// A setting of the generator names a type or a field that no schema has.
    UnknownTarget(String),
    /// A setting of the generator is no Rust identifier.
    InvalidIdentifier(String),
    /// No schema was given, or found in this directory.
    NoSchemas(Option<PathBuf>),
    /// A file or a directory cannot be read.
    Read(PathBuf),
    /// The code cannot be written to this file.
    Write(PathBuf),
    /// `OUT_DIR` is not set: the program is no build script.
    NoOutDir,
}

impl CodegenError {
    #[cold]
    pub(super) fn new(kind: CodegenErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            file: None,
            source: None,
        }))
    }

    #[cold]
    pub(super) fn in_file(kind: CodegenErrorKind, file: &str) -> Self {
        Self::new(kind).of_file(file)
    }

    pub(super) fn of_file(mut self, file: &str) -> Self {
        self.0.file = Some(file.to_owned());
        self
    }

    #[cold]
    pub(super) fn read(path: &Path, source: io::Error) -> Self {
        let mut error = Self::new(CodegenErrorKind::Read(path.to_owned()));
        error.0.source = Some(source);
        error
    }

    #[cold]
    pub(super) fn write(path: &Path, source: io::Error) -> Self {
        let mut error = Self::new(CodegenErrorKind::Write(path.to_owned()));
        error.0.source = Some(source);
        error
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &CodegenErrorKind {
        &self.0.kind
    }

    /// The name of the schema file that it is wrong in, if it is wrong in one.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.0.file.as_deref()
    }
}

impl fmt::Display for CodegenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.0.file {
            write!(f, "{file}: ")?;
        }
        write!(f, "{}", self.0.kind)
    }
}

impl fmt::Debug for CodegenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        match &self.0.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl Error for CodegenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source.as_ref().map(|source| source as _)
    }
}

impl fmt::Display for CodegenErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Schema(error) => write!(f, "{error}"),
            Self::Cycle(files) => {
                f.write_str("the files refer to each other in a circle:")?;
                for (position, (file, name)) in files.iter().enumerate() {
                    let next = (position + 1) % files.len().max(1);
                    let next = files.get(next).map_or("", |(next, _)| next);
                    let comma = if position > 0 { "," } else { "" };
                    write!(f, "{comma} {file} needs `{name}` of {next}")?;
                }
                f.write_str("; define these types in one file")
            }
            Self::NameTooLong(name) => {
                let start = name.chars().take(40).collect::<String>();
                write!(
                    f,
                    "the name `{start}…` is too long: names have up to 255 characters, and \
                     namespaces up to 1023"
                )
            }
            Self::SameName {
                rust_name,
                types: [one, other],
            } => write!(
                f,
                "`{one}` and `{other}` would both be the Rust type `{rust_name}`: give each \
                 namespace a module with `module_per_namespace`, or name one of them with \
                 `rename_type`"
            ),
            Self::Infinite(name) => write!(
                f,
                "`{name}` contains itself in every value, so it has none: put a union with `null`, \
                 an array or a map in between"
            ),
            Self::Empty(name) => write!(
                f,
                "{name} has nothing to choose from, so it has no values: remove it, or add some"
            ),
            Self::FixedTooLarge { name, size } => write!(
                f,
                "the fixed `{name}` has {size} bytes, and a Rust array should not have over 65536: \
                 make it `bytes`"
            ),
            Self::UnknownTarget(target) => write!(
                f,
                "no schema has the type or field `{target}` that a setting names: write the full \
                 name, such as `com.example.Order` or `com.example.Order.total`"
            ),
            Self::InvalidIdentifier(text) => write!(
                f,
                "`{text}` cannot be the name of a Rust type: use letters, digits and `_`, and no \
                 keyword"
            ),
            Self::NoSchemas(None) => {
                f.write_str("no schemas were given: name a directory or a file with some")
            }
            Self::NoSchemas(Some(directory)) => write!(
                f,
                "{} has no files that end with `.avsc`: name another directory",
                directory.display()
            ),
            Self::Read(path) => write!(f, "{} cannot be read", path.display()),
            Self::Write(path) => write!(f, "{} cannot be written", path.display()),
            Self::NoOutDir => f.write_str(
                "the variable `OUT_DIR` is not set: call this in a build script, or use \
                 `generate_to_file`",
            ),
        }
    }
}
