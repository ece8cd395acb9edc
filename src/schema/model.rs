//! A schema as a value: what parsing a text, or reading a type's tree of constants, gives.

use std::fmt;
use std::sync::Arc;

use super::json::{Json, member};
use super::name::Name;

/// An Avro schema.
///
/// The types of a schema lie in one list and refer to each other by [`TypeIndex`], so a recursive
/// schema is a value like any other. Cloning is cheap.
#[derive(Clone)]
pub struct Schema {
    pub(super) types: Arc<[Type]>,
    pub(super) root: TypeIndex,
    /// The full names of the schemas that it was parsed with: the registry leaves them as names.
    pub(super) references: Arc<[Name]>,
}

/// Where a type stands in its [`Schema`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeIndex(pub(super) u32);

/// One type of a [`Schema`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Type {
    /// What the type is made of.
    pub kind: TypeKind,
    /// Members of the type's JSON object that the specification does not name, and `logicalType`
    /// with what belongs to it, in the order of the text.
    pub properties: Vec<(String, Json)>,
}

/// What a [`Type`] is made of.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum TypeKind {
    /// No value.
    Null,
    /// True or false.
    Boolean,
    /// A 32-bit signed integer.
    Int,
    /// A 64-bit signed integer.
    Long,
    /// A single-precision floating-point number.
    Float,
    /// A double-precision floating-point number.
    Double,
    /// A sequence of bytes.
    Bytes,
    /// Unicode text.
    String,
    /// A sequence of items of one type.
    Array(TypeIndex),
    /// String keys with values of one type.
    Map(TypeIndex),
    /// One of several types.
    Union(Vec<TypeIndex>),
    /// A record.
    Record(Record),
    /// An enum.
    Enum(Enum),
    /// A fixed number of bytes.
    Fixed(Fixed),
}

/// A record.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Record {
    /// The full name.
    pub name: Name,
    /// The documentation, or nothing.
    pub doc: Option<String>,
    /// Other full names under which writers may know the record.
    pub aliases: Vec<Name>,
    /// The fields, in the order in which they are written.
    pub fields: Vec<Field>,
}

/// A field of a record.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Field {
    /// The name.
    pub name: String,
    /// The documentation, or nothing.
    pub doc: Option<String>,
    /// The type.
    pub type_index: TypeIndex,
    /// The default, or nothing.
    pub default: Option<Json>,
    /// How the field takes part in sorting; ascending unless the text says otherwise.
    pub order: FieldOrder,
    /// Other names under which writers may know the field.
    pub aliases: Vec<String>,
    /// Members that the specification does not name, in the order of the text.
    pub properties: Vec<(String, Json)>,
}

/// How a field takes part in sorting records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FieldOrder {
    /// Smaller values first.
    #[default]
    Ascending,
    /// Larger values first.
    Descending,
    /// The field does not count.
    Ignore,
}

/// An enum.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Enum {
    /// The full name.
    pub name: Name,
    /// The documentation, or nothing.
    pub doc: Option<String>,
    /// Other full names under which writers may know the enum.
    pub aliases: Vec<Name>,
    /// The symbols, in the order in which they are numbered.
    pub symbols: Vec<String>,
    /// The symbol that stands for symbols that the reader does not know, or nothing.
    pub default: Option<String>,
}

/// A fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixed {
    /// The full name.
    pub name: Name,
    /// The documentation, or nothing.
    pub doc: Option<String>,
    /// Other full names under which writers may know the fixed.
    pub aliases: Vec<Name>,
    /// The number of bytes.
    pub size: usize,
}

impl Schema {
    /// The index of the outermost type.
    #[must_use]
    pub fn root(&self) -> TypeIndex {
        self.root
    }

    /// The outermost type.
    #[must_use]
    pub fn root_type(&self) -> &Type {
        self.get(self.root)
    }

    /// The type at `index`.
    ///
    /// # Panics
    ///
    /// If `index` comes from another schema and this one has fewer types.
    #[must_use]
    pub fn get(&self, index: TypeIndex) -> &Type {
        type_at(&self.types, index)
    }

    /// All records, by their places.
    pub(crate) fn records(&self) -> impl Iterator<Item = (TypeIndex, &Record)> {
        let types = self.types.iter().enumerate();
        types.filter_map(|(position, this)| match &this.kind {
            TypeKind::Record(record) => Some((TypeIndex::of_position(position), record)),
            _ => None,
        })
    }

    /// The schema of the type at `index` alone.
    ///
    /// # Panics
    ///
    /// As [`get`](Self::get).
    pub(crate) fn part(&self, index: TypeIndex) -> Self {
        Self {
            types: Arc::clone(&self.types),
            root: index,
            references: Arc::default(),
        }
    }

    /// The same schema, the types with these names being left to other schemas.
    #[cfg(feature = "registry")]
    pub(crate) fn referring_to<'a>(self, names: impl IntoIterator<Item = &'a str>) -> Self {
        let names = names.into_iter().filter_map(|name| Name::new(name).ok());
        Self {
            references: names.collect(),
            ..self
        }
    }

    /// The name of the outermost type, if it has one.
    #[must_use]
    pub fn name(&self) -> Option<&Name> {
        self.root_type().name()
    }
}

impl TypeIndex {
    pub(super) fn of_position(position: usize) -> Self {
        Self(u32::try_from(position).expect("texts are too short for so many types"))
    }

    pub(super) fn position(self) -> usize {
        self.0 as usize
    }
}

/// The type at `index` of the list that the index comes from.
pub(super) fn type_at(types: &[Type], index: TypeIndex) -> &Type {
    types
        .get(index.position())
        .expect("an index is used with the schema that it comes from")
}

impl TypeKind {
    /// How the specification calls the kind, such as `record` or `long`.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Int => "int",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::Bytes => "bytes",
            Self::String => "string",
            Self::Array(_) => "array",
            Self::Map(_) => "map",
            Self::Union(_) => "union",
            Self::Record(_) => "record",
            Self::Enum(_) => "enum",
            Self::Fixed(_) => "fixed",
        }
    }

    /// The primitive type with this name.
    pub(super) fn primitive(label: &str) -> Option<Self> {
        Some(match label {
            "null" => Self::Null,
            "boolean" => Self::Boolean,
            "int" => Self::Int,
            "long" => Self::Long,
            "float" => Self::Float,
            "double" => Self::Double,
            "bytes" => Self::Bytes,
            "string" => Self::String,
            _ => return None,
        })
    }

    /// The types that it is made of, in the order of the text.
    pub(super) fn nested(&self) -> Vec<TypeIndex> {
        match self {
            Self::Array(nested) | Self::Map(nested) => vec![*nested],
            Self::Union(branches) => branches.clone(),
            Self::Record(record) => record.fields.iter().map(|field| field.type_index).collect(),
            _ => Vec::new(),
        }
    }
}

impl Type {
    /// The type's name, if it is a record, an enum or a fixed.
    #[must_use]
    pub fn name(&self) -> Option<&Name> {
        match &self.kind {
            TypeKind::Record(record) => Some(&record.name),
            TypeKind::Enum(symbols) => Some(&symbols.name),
            TypeKind::Fixed(fixed) => Some(&fixed.name),
            _ => None,
        }
    }

    /// The type's other names, under which writers may know it.
    #[must_use]
    pub fn aliases(&self) -> &[Name] {
        match &self.kind {
            TypeKind::Record(record) => &record.aliases,
            TypeKind::Enum(symbols) => &symbols.aliases,
            TypeKind::Fixed(fixed) => &fixed.aliases,
            _ => &[],
        }
    }

    /// The property `key`.
    #[must_use]
    pub fn property(&self, key: &str) -> Option<&Json> {
        member(&self.properties, key)
    }

    /// The value of `logicalType`, if it has one that is text.
    #[must_use]
    pub fn logical_type(&self) -> Option<&str> {
        self.property("logicalType").and_then(Json::as_str)
    }
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Schema({self})")
    }
}
