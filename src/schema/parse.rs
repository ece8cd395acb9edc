//! From text to a [`Schema`].

#[cfg(feature = "codegen")]
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::model::{Field, Schema, Type, TypeIndex, TypeKind, type_at};
use super::name::Name;
use super::parse_error::ParseError;
use super::parser::Parser;

impl Schema {
    /// Parses the text of a schema, by the rules for new schemas.
    ///
    /// They are those of Java's Avro 1.12, which registries use, and some more for what Java passes
    /// over: documentation is text, and a default is a symbol that the enum has, and as long as
    /// the fixed.
    ///
    /// # Errors
    ///
    /// If the text is not JSON or no schema; the error says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Self::parse_with_references(text, &[])
    }

    /// Parses the text of a new schema that refers to types of other, registered schemas.
    ///
    /// `references` are the names and texts of those, in an order in which each comes before its
    /// first use.
    ///
    /// # Errors
    ///
    /// As [`Schema::parse`], also where the text of a reference is no schema.
    pub fn parse_with_references(
        text: &str,
        references: &[(&str, &str)],
    ) -> Result<Self, ParseError> {
        parse(text, references, Rules::New)
    }

    /// Parses a text that a registry holds, which may break rules that it was not held to at its
    /// time: defaults are not checked.
    ///
    /// # Errors
    ///
    /// As [`Schema::parse_with_references`].
    pub fn parse_registered(text: &str, references: &[(&str, &str)]) -> Result<Self, ParseError> {
        parse(text, references, Rules::Registered)
    }

    /// Parses the texts of new schemas, each of which may refer to types of those before it. All
    /// have the same types, so an index into one is an index into each that comes after it.
    ///
    /// An error comes with the position of its text.
    #[cfg(feature = "codegen")]
    pub(crate) fn parse_in_order(texts: &[&str]) -> Result<Vec<Self>, (usize, ParseError)> {
        let mut types = Types::default();
        let mut roots = Vec::with_capacity(texts.len());
        for (position, text) in texts.iter().enumerate() {
            let root = Parser::new(&mut types, Rules::New).parse(text);
            roots.push(root.map_err(|error| (position, error))?);
        }
        let types: Arc<[Type]> = types.list.into();
        let schemas = roots.into_iter().map(|root| Self {
            types: Arc::clone(&types),
            root,
            references: Arc::default(),
        });
        Ok(schemas.collect())
    }
}

/// What a text is held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rules {
    New,
    Registered,
}

fn parse(text: &str, references: &[(&str, &str)], rules: Rules) -> Result<Schema, ParseError> {
    let mut types = Types::default();
    let mut referenced = Vec::with_capacity(references.len());
    for (name, text) in references {
        let root = Parser::new(&mut types, Rules::Registered).parse(text);
        let root = root.map_err(|error| error.in_reference(name))?;
        referenced.extend(type_at(&types.list, root).name().cloned());
    }
    let root = Parser::new(&mut types, rules).parse(text)?;
    Ok(Schema {
        types: types.list.into(),
        root,
        references: referenced.into(),
    })
}

/// The types of all texts that have been parsed.
#[derive(Debug, Default)]
pub(super) struct Types {
    pub(super) list: Vec<Type>,
    /// For each type how many levels of others are below it; nothing while it is being parsed.
    depths: Vec<Option<u32>>,
    names: FxHashMap<Name, TypeIndex>,
}

impl Types {
    /// Adds a type that is complete.
    pub(super) fn add(&mut self, new: Type) -> TypeIndex {
        let depth = self.depth_above(&new.kind);
        let index = self.open(new);
        self.set_depth(index, depth);
        index
    }

    /// Adds a record whose fields are yet to come.
    pub(super) fn open(&mut self, record: Type) -> TypeIndex {
        let index = TypeIndex::of_position(self.list.len());
        self.list.push(record);
        self.depths.push(None);
        index
    }

    /// Gives the record at `index` its fields.
    pub(super) fn close(&mut self, index: TypeIndex, fields: Vec<Field>) {
        let Some(Type { kind, .. }) = self.list.get_mut(index.position()) else {
            return;
        };
        if let TypeKind::Record(record) = kind {
            record.fields = fields;
        }
        let depth = self.depth_above(&type_at(&self.list, index).kind);
        self.set_depth(index, depth);
    }

    fn depth_above(&self, kind: &TypeKind) -> u32 {
        let depths = kind
            .nested()
            .into_iter()
            .filter_map(|nested| self.depth(nested));
        depths.max().map_or(0, |depth| depth + 1)
    }

    fn set_depth(&mut self, index: TypeIndex, depth: u32) {
        if let Some(entry) = self.depths.get_mut(index.position()) {
            *entry = Some(depth);
        }
    }

    /// How many levels of other types are below this one; nothing while it is being parsed.
    pub(super) fn depth(&self, index: TypeIndex) -> Option<u32> {
        self.depths.get(index.position()).copied().flatten()
    }

    /// The type with this name.
    pub(super) fn named(&self, name: &Name) -> Option<TypeIndex> {
        self.names.get(name).copied()
    }

    /// Gives the type its name, if no other has it, and says which type has it.
    pub(super) fn claim(&mut self, name: &Name, index: TypeIndex) -> TypeIndex {
        *self.names.entry(name.clone()).or_insert(index)
    }
}

#[cfg(test)]
mod tests;
