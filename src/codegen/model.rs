//! Rust items, before they are written.

use super::case::Case;
use super::ident::Identifier;

/// Where an item stands in the list of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct ItemId(pub(super) usize);

/// A Rust item with the attributes of the derive.
#[derive(Debug)]
pub(super) struct Item {
    /// The modules that it stands in, the outermost first.
    pub(super) module: Vec<String>,
    pub(super) name: String,
    /// The full name of the Avro type, or what settings and errors call it.
    pub(super) path: String,
    pub(super) doc: Option<String>,
    /// The arguments of `#[avro(…)]` about names.
    pub(super) names: Vec<String>,
    /// Its other arguments.
    pub(super) properties: Vec<String>,
    pub(super) body: Body,
}

#[derive(Debug)]
pub(super) enum Body {
    /// A record.
    Struct {
        fields: Vec<Field>,
        rename_all: Option<Case>,
    },
    /// An enum without data.
    Symbols {
        symbols: Vec<Identifier>,
        rename_all: Option<Case>,
        /// The symbol that stands for those that are not known.
        default: Option<usize>,
    },
    /// A union.
    Union(Vec<Variant>),
    /// A newtype: what the field is, or a fixed.
    Newtype(Value),
}

/// A field of a record.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) identifier: Identifier,
    /// The name in the schema.
    pub(super) name: String,
    pub(super) doc: Option<String>,
    pub(super) value: Value,
}

/// A branch of a union.
#[derive(Debug)]
pub(super) struct Variant {
    pub(super) name: String,
    /// What it holds; nothing for `null`.
    pub(super) value: Option<Value>,
}

/// A Rust type with the arguments of `#[avro(…)]` that belong to it.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub(super) ty: RustType,
    pub(super) arguments: Vec<String>,
}

#[derive(Debug, Clone)]
pub(super) enum RustType {
    /// A type that is always in scope, such as `i64`.
    Builtin(&'static str),
    /// `String`.
    Text,
    /// `[u8; N]`.
    ByteArray(usize),
    External(&'static External),
    Item(ItemId),
    Boxed(Box<Self>),
    Optional(Box<Self>),
    Sequence(Box<Self>),
    Map(Box<Self>),
}

/// A type of another crate.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct External {
    /// What a branch of a union is called that holds it.
    pub(super) label: &'static str,
    /// The path of the type, such as `chrono::DateTime`.
    pub(super) path: &'static str,
    /// The path of its argument, if it has one.
    pub(super) argument: Option<&'static str>,
}

impl Body {
    /// The types of its fields or variants.
    pub(super) fn types(&self) -> Vec<&RustType> {
        match self {
            Self::Struct { fields, .. } => fields.iter().map(|field| &field.value.ty).collect(),
            Self::Symbols { .. } => Vec::new(),
            Self::Union(variants) => {
                let values = variants.iter().filter_map(|variant| variant.value.as_ref());
                values.map(|value| &value.ty).collect()
            }
            Self::Newtype(value) => vec![&value.ty],
        }
    }

    /// As [`types`](Self::types), in the same order.
    pub(super) fn types_mut(&mut self) -> Vec<&mut RustType> {
        match self {
            Self::Struct { fields, .. } => {
                fields.iter_mut().map(|field| &mut field.value.ty).collect()
            }
            Self::Symbols { .. } => Vec::new(),
            Self::Union(variants) => {
                let values = variants
                    .iter_mut()
                    .filter_map(|variant| variant.value.as_mut());
                values.map(|value| &mut value.ty).collect()
            }
            Self::Newtype(value) => vec![&mut value.ty],
        }
    }
}

impl RustType {
    /// The item that lies in each value of the type itself, not behind a pointer.
    pub(super) fn held(&self) -> Option<ItemId> {
        match self {
            Self::Item(item) => Some(*item),
            Self::Optional(inner) => inner.held(),
            _ => None,
        }
    }

    /// Puts the item that [`held`](Self::held) names behind a pointer.
    pub(super) fn put_in_box(&mut self) {
        match self {
            Self::Item(item) => *self = Self::Boxed(Box::new(Self::Item(*item))),
            Self::Optional(inner) => inner.put_in_box(),
            _ => {}
        }
    }

    pub(super) fn optional(self) -> Self {
        Self::Optional(Box::new(self))
    }
}
