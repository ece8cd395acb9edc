//! The generator and its settings.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::path::PathBuf;

use super::error::{CodegenError, CodegenErrorKind};
use super::lower::{Lowered, lower};
use super::model::{Body, Item};
use super::names::Layout;
use super::order::Sources;
use super::print::{Style, WIDTH, print};
use super::recursion::{break_circles, refuse_infinite};
use super::settings::{DateTimeTypes, DecimalTypes, LogicalTypes, UuidTypes};
use super::warning::Warning;

/// How many files the first line names at most.
const NAMED_FILES: usize = 5;

/// Makes Rust types of schemas.
///
/// [`codegen`](super) shows what it makes, and how a build script calls it.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Generator {
    pub(super) directories: Vec<PathBuf>,
    pub(super) files: Vec<PathBuf>,
    logical_types: LogicalTypes,
    layout: Layout,
    derives: Vec<String>,
    attributes: BTreeMap<String, Vec<String>>,
    renames: BTreeMap<String, String>,
    krate: Option<String>,
}

/// Rust code, and what it does not say of the schemas.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Generated {
    /// The code of one file, laid out as rustfmt does.
    pub code: String,
    /// What the types do not say of the schemas; empty as a rule.
    pub warnings: Vec<Warning>,
}

impl Generator {
    /// A generator with the defaults: all types in one module, `chrono`, `uuid` and
    /// `rust_decimal`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads all files below the directory that end with `.avsc`.
    pub fn schema_dir(mut self, directory: impl Into<PathBuf>) -> Self {
        self.directories.push(directory.into());
        self
    }

    /// Reads the file.
    pub fn schema_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.files.push(file.into());
        self
    }

    /// Which types stand for dates and times; those of `chrono` unless set.
    ///
    /// avrolane needs its feature of the crate's name, and so does the crate that the code is for.
    pub fn dates_and_times(mut self, types: DateTimeTypes) -> Self {
        self.logical_types.dates_and_times = types;
        self
    }

    /// Which type stands for decimals; that of `rust_decimal` unless set.
    pub fn decimals(mut self, types: DecimalTypes) -> Self {
        self.logical_types.decimals = types;
        self
    }

    /// Which type stands for UUIDs; that of `uuid` unless set.
    pub fn uuids(mut self, types: UuidTypes) -> Self {
        self.logical_types.uuids = types;
        self
    }

    /// Gives each namespace a module, so that the type `com.example.Order` is
    /// `com::example::Order`. Without this, all types stand in one module, and two of the same
    /// name are an error.
    pub fn module_per_namespace(mut self) -> Self {
        self.layout = Layout::Modules;
        self
    }

    /// Derives another trait for all types, such as `serde::Serialize`.
    ///
    /// The derives of serde see Rust's names, not those of the schema, unless
    /// [`attribute`](Self::attribute) says otherwise. They ask for the feature `serde` of the crates
    /// whose types stand for logical types, and refuse a fixed of more than 32 bytes.
    pub fn derive(mut self, path: impl Into<String>) -> Self {
        self.derives.push(path.into());
        self
    }

    /// Puts an attribute on the type or the field with this full name.
    ///
    /// ```
    /// use avrolane::codegen::Generator;
    ///
    /// # fn main() -> Result<(), avrolane::codegen::CodegenError> {
    /// let schema = r#"{"type": "record", "name": "com.example.Pong", "fields": []}"#;
    /// let generated = Generator::new()
    ///     .attribute("com.example.Pong", "#[non_exhaustive]")
    ///     .generate(&[("pong.avsc", schema)])?;
    /// assert!(generated.code.contains("#[non_exhaustive]\npub struct Pong {}"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn attribute(mut self, full_name: impl Into<String>, attribute: impl Into<String>) -> Self {
        let attributes = self.attributes.entry(full_name.into()).or_default();
        attributes.push(attribute.into());
        self
    }

    /// Calls the Rust type for the Avro type with this full name differently. The name on the wire
    /// stays.
    pub fn rename_type(
        mut self,
        full_name: impl Into<String>,
        rust_name: impl Into<String>,
    ) -> Self {
        self.renames.insert(full_name.into(), rust_name.into());
        self
    }

    /// Where the code finds this crate, if not as `avrolane`.
    pub fn avrolane_path(mut self, path: impl Into<String>) -> Self {
        self.krate = Some(path.into());
        self
    }

    /// Makes the code for schemas, given as the names and the texts of files, in any order. Reads
    /// and writes no files.
    ///
    /// # Errors
    ///
    /// If a text is no schema, or no Rust type can stand for it:
    /// [`CodegenErrorKind`] lists the reasons.
    pub fn generate(&self, schemas: &[(&str, &str)]) -> Result<Generated, CodegenError> {
        if schemas.is_empty() {
            return Err(CodegenError::new(CodegenErrorKind::NoSchemas(None)));
        }
        let sources = Sources::parse(schemas)?;
        let Lowered {
            mut items,
            warnings,
        } = lower(&sources, self.layout, &self.renames, self.logical_types)?;
        self.check_targets(&items)?;
        refuse_infinite(&items)?;
        break_circles(&mut items);
        let style = Style {
            derives: &self.derives,
            attributes: &self.attributes,
            krate: self.krate.as_deref(),
        };
        let code = print(&header(schemas), &items, style);
        Ok(Generated { code, warnings })
    }

    /// Refuses settings for types and fields that there are not.
    fn check_targets(&self, items: &[Item]) -> Result<(), CodegenError> {
        let mut known = HashSet::new();
        for item in items {
            known.insert(item.path.clone());
            if let Body::Struct { fields, .. } = &item.body {
                let fields = fields.iter();
                known.extend(fields.map(|field| format!("{}.{}", item.path, field.name)));
            }
        }
        let mut targets = self.attributes.keys().chain(self.renames.keys());
        match targets.find(|target| !known.contains(*target)) {
            Some(target) => {
                let kind = CodegenErrorKind::UnknownTarget(target.clone());
                Err(CodegenError::new(kind))
            }
            None => Ok(()),
        }
    }
}

impl fmt::Display for Generated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)
    }
}

/// The first line: where the code comes from.
fn header(schemas: &[(&str, &str)]) -> String {
    let names = schemas.iter().map(|(name, _)| {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        file.replace(char::is_control, " ")
    });
    let line = |source: String| format!("// @generated by avrolane from {source}; do not edit.\n");
    let named = line(names.take(NAMED_FILES).collect::<Vec<_>>().join(", "));
    if schemas.len() <= NAMED_FILES && named.len() <= WIDTH {
        named
    } else {
        line(format!("{} schemas", schemas.len()))
    }
}
