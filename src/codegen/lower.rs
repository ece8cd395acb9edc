//! From schemas to Rust items.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::arguments::{alias, argument, property};
use super::case::pascal;
use super::docs;
use super::error::{CodegenError, CodegenErrorKind};
use super::ident;
use super::logical;
use super::model::{Body, Item, ItemId, RustType, Value};
use super::names::{Layout, Names, Placed};
use super::order::{SourceFile, Sources};
use super::settings::LogicalTypes;
use super::warning::{Warning, WarningKind};
use crate::schema::{Enum, Fixed, Name, Schema, Type, TypeIndex, TypeKind};

/// The largest fixed that becomes an array, in bytes. Arrays lie on the stack.
const MAX_FIXED: usize = 1 << 16;

/// What schemas become.
#[derive(Debug)]
pub(super) struct Lowered {
    /// The items, in the order in which they are written.
    pub(super) items: Vec<Item>,
    pub(super) warnings: Vec<Warning>,
}

/// Makes Rust items of schemas.
#[derive(Debug)]
pub(super) struct Lowering<'a> {
    pub(super) logical_types: LogicalTypes,
    names: Names<'a>,
    /// The named types that become items, each with its place; the position is that of the item.
    places: HashMap<String, (ItemId, Placed)>,
    /// The names of types without a namespace that stand in types with one, which they would take
    /// over.
    bare: HashSet<String>,
    pub(super) items: Vec<Option<Item>>,
    /// The items in the order in which they are written.
    written: Vec<ItemId>,
    warnings: Vec<Warning>,
    /// The file that is read.
    file: &'a str,
}

/// Makes Rust items of all types of the files.
pub(super) fn lower(
    sources: &Sources<'_>,
    layout: Layout,
    renames: &BTreeMap<String, String>,
    logical_types: LogicalTypes,
) -> Result<Lowered, CodegenError> {
    let mut lowering = Lowering {
        logical_types,
        names: Names::new(layout, renames),
        places: HashMap::new(),
        bare: HashSet::new(),
        items: Vec::new(),
        written: Vec::new(),
        warnings: Vec::new(),
        file: "",
    };
    let types = NamedTypes::new(sources);
    lowering.place(&types)?;
    for (source, (_, types)) in sources.files.iter().zip(&types.files) {
        lowering.file = source.name;
        for (schema, index) in types {
            lowering.named_type(schema, *index)?;
        }
        lowering.unnamed_root(source)?;
    }
    Ok(lowering.finish())
}

/// The named types of each file; a type that several files define is one of the first.
struct NamedTypes<'a> {
    files: Vec<(&'a str, Vec<(&'a Schema, TypeIndex)>)>,
}

impl<'a> NamedTypes<'a> {
    fn new(sources: &'a Sources<'_>) -> Self {
        let mut found = HashMap::new();
        for source in &sources.files {
            collect(&source.schema, &mut found);
        }
        let files = sources.files.iter().map(|source| {
            let defined = source.defined.iter();
            let types = defined.filter_map(|name| found.remove(name.as_str()));
            (source.name, types.collect())
        });
        Self {
            files: files.collect(),
        }
    }

    fn all(&self) -> impl Iterator<Item = (&'a str, &'a Schema, TypeIndex)> {
        self.files.iter().flat_map(|(file, types)| {
            let types = types.iter();
            types.map(|(schema, index)| (*file, *schema, *index))
        })
    }
}

/// Finds all named types of a schema.
fn collect<'a>(schema: &'a Schema, found: &mut HashMap<&'a str, (&'a Schema, TypeIndex)>) {
    let mut left = vec![schema.root()];
    while let Some(index) = left.pop() {
        let ty = schema.get(index);
        if let Some(name) = ty.name() {
            if found.contains_key(name.as_str()) {
                continue;
            }
            found.insert(name.as_str(), (schema, index));
        }
        match &ty.kind {
            TypeKind::Array(nested) | TypeKind::Map(nested) => left.push(*nested),
            TypeKind::Union(branches) => left.extend(branches),
            TypeKind::Record(record) => {
                left.extend(record.fields.iter().map(|field| field.type_index));
            }
            _ => {}
        }
    }
}

impl<'a> Lowering<'a> {
    /// Gives all named types their places, so that the order of their definitions does not count.
    fn place(&mut self, types: &NamedTypes<'a>) -> Result<(), CodegenError> {
        for (_, schema, index) in types.all() {
            self.find_bare(schema, index);
        }
        for (file, schema, index) in types.all() {
            let ty = schema.get(index);
            let Some(name) = ty.name() else { continue };
            if self.inline(ty).is_some() && schema.root() != index {
                continue;
            }
            let placed = self
                .names
                .named(name)
                .map_err(|error| error.of_file(file))?;
            let id = self.reserve();
            self.places.insert(name.to_string(), (id, placed));
        }
        Ok(())
    }

    /// Notes the types without a namespace that stand in this record, if it has one.
    fn find_bare(&mut self, schema: &Schema, record: TypeIndex) {
        let ty = schema.get(record);
        let (TypeKind::Record(record), Some(_)) = (&ty.kind, ty.name().and_then(Name::namespace))
        else {
            return;
        };
        let fields = record.fields.iter();
        let mut left = fields.map(|field| field.type_index).collect::<Vec<_>>();
        while let Some(index) = left.pop() {
            let ty = schema.get(index);
            match &ty.kind {
                TypeKind::Array(nested) | TypeKind::Map(nested) => left.push(*nested),
                TypeKind::Union(branches) => left.extend(branches),
                _ => {
                    let name = ty.name().filter(|name| name.namespace().is_none());
                    self.bare.extend(name.map(Name::to_string));
                }
            }
        }
    }

    fn finish(self) -> Lowered {
        let mut numbers = HashMap::new();
        for (position, id) in self.written.iter().enumerate() {
            numbers.insert(*id, ItemId(position));
        }
        let mut items = self.items;
        let written = self.written.iter().filter_map(|ItemId(position)| {
            let mut item = items.get_mut(*position)?.take()?;
            for ty in item.body.types_mut() {
                ty.renumber(&numbers);
            }
            Some(item)
        });
        Lowered {
            items: written.collect(),
            warnings: self.warnings,
        }
    }

    fn reserve(&mut self) -> ItemId {
        let id = ItemId(self.items.len());
        self.items.push(None);
        id
    }

    /// A place for an item that has no name in the schema.
    pub(super) fn unnamed(&mut self, module: &[String], wish: &str) -> (ItemId, Placed) {
        (self.reserve(), self.names.unnamed(module, wish))
    }

    /// Says that the item is the next that is written.
    pub(super) fn open(&mut self, id: ItemId) {
        self.written.push(id);
    }

    pub(super) fn fill(&mut self, id: ItemId, item: Item) {
        if let Some(place) = self.items.get_mut(id.0) {
            *place = Some(item);
        }
    }

    pub(super) fn warn(&mut self, path: &str, kind: WarningKind) {
        self.warnings.push(Warning {
            file: self.file.to_owned(),
            path: path.to_owned(),
            kind,
        });
    }

    #[cold]
    pub(super) fn error(&self, kind: CodegenErrorKind) -> CodegenError {
        CodegenError::in_file(kind, self.file)
    }

    /// The item that a named type becomes, unless it is a type of another crate.
    pub(super) fn item_of(&self, name: &Name) -> Option<ItemId> {
        self.places.get(name.as_str()).map(|(id, _)| *id)
    }

    pub(super) fn rust_name_of(&self, name: &Name) -> String {
        let place = self.places.get(name.as_str());
        place.map_or_else(|| pascal(name.simple()), |(_, placed)| placed.name.clone())
    }

    /// The type of another crate that stands for a fixed, if it can say all that the fixed says.
    pub(super) fn inline(&self, ty: &Type) -> Option<logical::Logical> {
        let TypeKind::Fixed(fixed) = &ty.kind else {
            return None;
        };
        let bare = self.bare.contains(fixed.name.as_str());
        if bare || fixed.doc.is_some() || !fixed.aliases.is_empty() {
            return None;
        }
        let logical = logical::external(ty, self.logical_types)?;
        let all_said = ty
            .properties
            .iter()
            .all(|(key, _)| logical.said.contains(&key.as_str()));
        all_said.then_some(logical)
    }

    fn named_type(&mut self, schema: &Schema, index: TypeIndex) -> Result<(), CodegenError> {
        let ty = schema.get(index);
        let Some(name) = ty.name() else { return Ok(()) };
        let Some((id, placed)) = self.places.get(name.as_str()).cloned() else {
            return Ok(());
        };
        self.open(id);
        let item = match &ty.kind {
            TypeKind::Record(record) => self.record(schema, ty, record, placed)?,
            TypeKind::Enum(symbols) => {
                let body = self.symbols(symbols)?;
                let doc = symbols.doc.as_deref();
                let item = self.item(placed, ty, name, doc, &symbols.aliases);
                Item { body, ..item }
            }
            TypeKind::Fixed(fixed) => self.fixed(ty, fixed, placed)?,
            _ => return Ok(()),
        };
        self.fill(id, item);
        Ok(())
    }

    fn symbols(&self, symbols: &Enum) -> Result<Body, CodegenError> {
        if symbols.symbols.is_empty() {
            let kind = CodegenErrorKind::Empty(format!("the enum `{}`", symbols.name));
            return Err(self.error(kind));
        }
        let identifiers = ident::variants(symbols.symbols.iter().map(String::as_str));
        let default = symbols.default.as_ref();
        let default = default.and_then(|default| {
            let mut all = symbols.symbols.iter();
            all.position(|symbol| symbol == default)
        });
        Ok(Body::Symbols {
            symbols: identifiers.list,
            rename_all: identifiers.rename_all,
            default,
        })
    }

    fn fixed(&mut self, ty: &Type, fixed: &Fixed, placed: Placed) -> Result<Item, CodegenError> {
        if let Some(value) = self.inline_value(ty) {
            return Ok(Item {
                module: placed.module,
                name: placed.name,
                path: fixed.name.to_string(),
                doc: None,
                names: Vec::new(),
                properties: Vec::new(),
                body: Body::Newtype(value),
            });
        }
        if fixed.size > MAX_FIXED {
            return Err(self.error(CodegenErrorKind::FixedTooLarge {
                name: fixed.name.to_string(),
                size: fixed.size,
            }));
        }
        let value = Value {
            ty: RustType::ByteArray(fixed.size),
            arguments: Vec::new(),
        };
        let doc = fixed.doc.as_deref();
        let item = self.item(placed, ty, &fixed.name, doc, &fixed.aliases);
        let body = Body::Newtype(value);
        Ok(Item { body, ..item })
    }

    /// What all named types have in common; the body is for the caller to set.
    pub(super) fn item(
        &mut self,
        placed: Placed,
        ty: &Type,
        name: &Name,
        doc: Option<&str>,
        aliases: &[Name],
    ) -> Item {
        let mut names = Vec::new();
        if let Some(namespace) = name.namespace() {
            names.push(argument("namespace", namespace));
        } else if self.bare.contains(name.as_str()) {
            names.push(argument("namespace", ""));
        }
        if name.simple() != placed.name {
            names.push(argument("name", name.simple()));
        }
        let word_for_word = doc.filter(|doc| !docs::survives(doc));
        names.extend(word_for_word.map(|doc| argument("doc", doc)));
        for other in aliases {
            match alias(name, other) {
                Some(alias) => names.push(argument("alias", alias)),
                None => self.warn(name.as_str(), WarningKind::Alias(other.to_string())),
            }
        }
        let properties = ty.properties.iter();
        let properties = properties.map(|(key, value)| property("property", key, value));
        Item {
            module: placed.module,
            name: placed.name,
            path: name.to_string(),
            doc: doc.map(str::to_owned),
            names,
            properties: properties.collect(),
            body: Body::Union(Vec::new()),
        }
    }

    /// The type for a file whose outermost type has no name: it is called as the file.
    fn unnamed_root(&mut self, source: &SourceFile<'_>) -> Result<(), CodegenError> {
        let schema = &source.schema;
        let root = schema.root_type();
        if root.name().is_some() {
            return Ok(());
        }
        let stem = source.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = stem.split('.').next().unwrap_or_default();
        let wish = docs::words(stem);
        let (id, placed) = self.unnamed(&[], &wish);
        self.root(schema, id, &placed)
    }
}

impl RustType {
    fn renumber(&mut self, numbers: &HashMap<ItemId, ItemId>) {
        match self {
            Self::Item(id) => {
                if let Some(number) = numbers.get(id) {
                    *id = *number;
                }
            }
            Self::Boxed(inner)
            | Self::Optional(inner)
            | Self::Sequence(inner)
            | Self::Map(inner) => inner.renumber(numbers),
            Self::Builtin(_) | Self::Text | Self::ByteArray(_) | Self::External(_) => {}
        }
    }
}
