//! The rules by which JSON is a schema.

use rustc_hash::FxHashSet;

use super::cursor::Cursor;
use super::defaults;
use super::equality::same_type;
use super::json::Json;
use super::members::{ENUM_MEMBERS, FIELD_MEMBERS, Header, TYPE_MEMBERS};
use super::members::{field_aliases, header, order};
use super::model::{Enum, Field, Fixed, Record, Type, TypeIndex, TypeKind, type_at};
use super::name::{Name, validate_simple};
use super::number::java_double;
use super::parse::{Rules, Types};
use super::parse_error::{ParseError, ParseErrorKind};
use super::spanned::{Source, Value};

/// How deep types may be nested, counting also those that are referred to by name.
///
/// The nesting of the text has a limit as well, but a long chain of names could still make the
/// walks over a schema go too deep.
const MAX_DEPTH: u32 = 256;

/// Parses one text.
#[derive(Debug)]
pub(super) struct Parser<'a> {
    types: &'a mut Types,
    rules: Rules,
    defaults: Vec<UncheckedDefault>,
}

/// A default, which is checked once all types are complete.
#[derive(Debug)]
struct UncheckedDefault {
    type_index: TypeIndex,
    default: Json,
    /// The full name of the record and the name of the field.
    field: String,
    offset: usize,
    pointer: String,
}

impl<'a> Parser<'a> {
    pub(super) fn new(types: &'a mut Types, rules: Rules) -> Self {
        Self {
            types,
            rules,
            defaults: Vec::new(),
        }
    }

    /// Parses the whole text.
    pub(super) fn parse(mut self, text: &str) -> Result<TypeIndex, ParseError> {
        let source = Source(text);
        let json = source.read()?;
        let root = self.any_type(&Cursor::top(source, &json, self.rules), "")?;
        for unchecked in &self.defaults {
            self.check(source, unchecked)?;
        }
        Ok(root)
    }

    fn check(&self, source: Source<'_>, unchecked: &UncheckedDefault) -> Result<(), ParseError> {
        let UncheckedDefault {
            type_index,
            default,
            field,
            offset,
            pointer,
        } = unchecked;
        if defaults::fits(&self.types.list, *type_index, default) {
            return Ok(());
        }
        let kind = ParseErrorKind::InvalidDefault {
            field: field.clone(),
            default: default.to_string(),
            expected: type_at(&self.types.list, *type_index).kind.label(),
        };
        Err(source.error(kind, *offset, pointer.clone()))
    }

    fn any_type(&mut self, json: &Cursor<'_>, namespace: &str) -> Result<TypeIndex, ParseError> {
        let index = match json.value() {
            Value::String(name) => self.reference(name, json, namespace)?,
            Value::Array(_) => self.union(json, namespace)?,
            Value::Object(_) => self.object(json, namespace)?,
            _ => return Err(json.unlike("a type: a name, an object, or an array for a union,")),
        };
        if self
            .types
            .depth(index)
            .is_some_and(|depth| depth > MAX_DEPTH)
        {
            return Err(json.error(ParseErrorKind::TooDeep));
        }
        Ok(index)
    }

    /// The type that a name stands for: a primitive one, or one that was defined before.
    fn reference(
        &mut self,
        name: &str,
        json: &Cursor<'_>,
        namespace: &str,
    ) -> Result<TypeIndex, ParseError> {
        if let Some(kind) = TypeKind::primitive(name) {
            return Ok(self.types.add(Type {
                kind,
                properties: Vec::new(),
            }));
        }
        let find = |namespace| self.types.named(&Name::within(name, namespace).ok()?);
        // A name that the namespace lacks may be one without a namespace (Java's `ParseContext`).
        find(namespace)
            .or_else(|| find(""))
            .ok_or_else(|| json.error(ParseErrorKind::UnknownType(name.to_owned())))
    }

    fn union(&mut self, json: &Cursor<'_>, namespace: &str) -> Result<TypeIndex, ParseError> {
        let mut branches = Vec::new();
        let mut names = FxHashSet::default();
        for json in json.items("an array of types")? {
            let index = self.any_type(&json, namespace)?;
            let branch = type_at(&self.types.list, index);
            if matches!(branch.kind, TypeKind::Union(_)) {
                return Err(json.error(ParseErrorKind::NestedUnion));
            }
            let name = branch
                .name()
                .map_or(branch.kind.label(), Name::as_str)
                .to_owned();
            if !names.insert(name.clone()) {
                return Err(json.error(ParseErrorKind::DuplicateBranch(name)));
            }
            branches.push(index);
        }
        Ok(self.types.add(Type {
            kind: TypeKind::Union(branches),
            properties: Vec::new(),
        }))
    }

    fn object(&mut self, json: &Cursor<'_>, namespace: &str) -> Result<TypeIndex, ParseError> {
        let label = json.required("type")?;
        let name = label.text("the name of a type")?;
        let kind = match name {
            // The errors of protocols are records.
            "record" | "error" => return self.record(json, namespace),
            "enum" => return self.enumeration(json, namespace),
            "fixed" => return self.fixed(json, namespace),
            "array" => TypeKind::Array(self.any_type(&json.required("items")?, namespace)?),
            "map" => TypeKind::Map(self.any_type(&json.required("values")?, namespace)?),
            _ => match TypeKind::primitive(name) {
                Some(kind) => kind,
                None => return self.reference(name, &label, namespace),
            },
        };
        Ok(self.types.add(Type {
            kind,
            properties: json.properties(&TYPE_MEMBERS),
        }))
    }

    fn record(&mut self, json: &Cursor<'_>, namespace: &str) -> Result<TypeIndex, ParseError> {
        let Header { name, doc, aliases } = header(json, namespace)?;
        let record = Record {
            name: name.clone(),
            doc,
            aliases,
            fields: Vec::new(),
        };
        let properties = json.properties(&TYPE_MEMBERS);
        let index = self.types.open(Type {
            kind: TypeKind::Record(record),
            properties,
        });
        self.types.claim(&name, index);
        let mut fields = Vec::new();
        let mut names = FxHashSet::default();
        for json in json.required("fields")?.items("an array of fields")? {
            let field = self.field(&json, &name)?;
            if !names.insert(field.name.clone()) {
                return Err(json.error(ParseErrorKind::DuplicateField(field.name)));
            }
            fields.push(field);
        }
        self.types.close(index, fields);
        self.once(json, name, index)
    }

    fn field(&mut self, json: &Cursor<'_>, record: &Name) -> Result<Field, ParseError> {
        if !matches!(json.value(), Value::Object(_)) {
            return Err(json.unlike("a field, which is an object,"));
        }
        let name = json.required("name")?;
        let text = name.text("the name of a field, as text,")?;
        validate_simple(text).map_err(|error| name.error(ParseErrorKind::InvalidName(error)))?;
        let namespace = record.namespace().unwrap_or_default();
        let type_index = self.any_type(&json.required("type")?, namespace)?;
        Ok(Field {
            name: text.to_owned(),
            doc: json.optional_text("doc", "documentation, as text,")?,
            type_index,
            default: self.default(json, type_index, &format!("{record}.{text}")),
            order: order(json)?,
            aliases: field_aliases(json)?,
            properties: json.properties(&FIELD_MEMBERS),
        })
    }

    /// The default of a field, which is noted down for later.
    fn default(&mut self, json: &Cursor<'_>, index: TypeIndex, field: &str) -> Option<Json> {
        let json = json.member("default")?;
        let kind = &type_at(&self.types.list, index).kind;
        let default = match (kind, json.value()) {
            // Java takes a text for the number that it spells.
            (TypeKind::Float | TypeKind::Double, Value::String(text)) => {
                match text.trim().parse() {
                    Ok(number) if f64::is_finite(number) => Json::Number(java_double(number)),
                    _ => json.to_json(),
                }
            }
            _ => json.to_json(),
        };
        if self.rules == Rules::New {
            self.defaults.push(UncheckedDefault {
                type_index: index,
                default: default.clone(),
                field: field.to_owned(),
                offset: json.offset(),
                pointer: json.to_string(),
            });
        }
        Some(default)
    }

    fn enumeration(&mut self, json: &Cursor<'_>, namespace: &str) -> Result<TypeIndex, ParseError> {
        let Header { name, doc, aliases } = header(json, namespace)?;
        let mut symbols: Vec<String> = Vec::new();
        let mut seen = FxHashSet::default();
        for json in json.required("symbols")?.items("an array of symbols")? {
            let symbol = json.text("a symbol, as text,")?;
            validate_simple(symbol)
                .map_err(|error| json.error(ParseErrorKind::InvalidName(error)))?;
            if !seen.insert(symbol.to_owned()) {
                return Err(json.error(ParseErrorKind::DuplicateSymbol(symbol.to_owned())));
            }
            symbols.push(symbol.to_owned());
        }
        let default = json.optional_text("default", "a symbol, as text,")?;
        if let Some(default) = &default
            && !seen.contains(default)
        {
            let json = json.required("default")?;
            return Err(json.error(ParseErrorKind::UnknownSymbol(default.clone())));
        }
        let kind = TypeKind::Enum(Enum {
            name: name.clone(),
            doc,
            aliases,
            symbols,
            default,
        });
        let index = self.types.add(Type {
            kind,
            properties: json.properties(&ENUM_MEMBERS),
        });
        self.once(json, name, index)
    }

    fn fixed(&mut self, json: &Cursor<'_>, namespace: &str) -> Result<TypeIndex, ParseError> {
        let Header { name, doc, aliases } = header(json, namespace)?;
        let size = json.required("size")?;
        let Value::Number(text) = size.value() else {
            return Err(size.unlike("the number of bytes"));
        };
        let number = text
            .parse::<i32>()
            .ok()
            .and_then(|number| usize::try_from(number).ok());
        let Some(bytes) = number else {
            return Err(size.error(ParseErrorKind::InvalidSize(text.clone())));
        };
        let kind = TypeKind::Fixed(Fixed {
            name: name.clone(),
            doc,
            aliases,
            size: bytes,
        });
        let index = self.types.add(Type {
            kind,
            properties: json.properties(&TYPE_MEMBERS),
        });
        self.once(json, name, index)
    }

    /// The type that has the name of the complete type at `index`: this one, or an equal one that
    /// was defined before. Java allows a definition to be repeated.
    fn once(
        &mut self,
        json: &Cursor<'_>,
        name: Name,
        index: TypeIndex,
    ) -> Result<TypeIndex, ParseError> {
        let first = self.types.claim(&name, index);
        let complete = self.types.depth(first).is_some();
        if first == index || complete && same_type(&self.types.list, first, index) {
            Ok(first)
        } else {
            Err(json.error(ParseErrorKind::DuplicateType(name)))
        }
    }
}
