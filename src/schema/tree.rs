//! From the tree of constants of a Rust type to a [`Schema`].
//!
//! The tree is written as JSON and parsed, so that its schema is held to the same rules as any
//! text.

use rustc_hash::FxHashMap;

use super::digest::{Digest, Digester};
use super::json::Json;
use super::model::{Schema, TypeKind};
use super::name::Name;
use super::node::{AvroSchema, Edge, EnumNode, FieldNode, FixedNode, Node, RecordNode};
use super::parse_error::{ParseError, ParseErrorKind};

/// How deep unnamed types may be nested: a type that is an array of itself has no schema.
const MAX_DEPTH: usize = 256;

/// How many types inside of one named type are compared with those of another of that name.
const MAX_COMPARED: usize = 10_000;

impl Schema {
    /// The schema of the type `T`.
    ///
    /// # Panics
    ///
    /// If the type has no valid schema: it contains two types of the same name that differ, or a
    /// default that its field cannot have. [`Schema::try_of`] answers an error instead.
    #[must_use]
    pub fn of<T: AvroSchema + ?Sized>() -> Self {
        Self::try_of::<T>().unwrap_or_else(|error| {
            panic!(
                "the type `{}` has no valid schema: {error}",
                std::any::type_name::<T>()
            )
        })
    }

    /// The schema of the type `T`, or what is wrong with it.
    ///
    /// # Errors
    ///
    /// As [`Schema::parse`]; the place is one in the text of the type's schema.
    pub fn try_of<T: AvroSchema + ?Sized>() -> Result<Self, ParseError> {
        schema_of(T::node())
    }
}

fn schema_of(node: &Node) -> Result<Schema, ParseError> {
    let json = Tree::default().json(node, "", 0)?;
    Schema::parse(&json.to_string())
}

/// Writes a tree as JSON.
#[derive(Default)]
struct Tree {
    /// The named types that have been written, and are from then on written as references.
    known: FxHashMap<Name, Digest>,
}

/// The members of a JSON object.
type Members = Vec<(String, Json)>;

impl Tree {
    fn json(&mut self, node: &Node, namespace: &str, depth: usize) -> Result<Json, ParseError> {
        if depth > MAX_DEPTH {
            return Err(error(ParseErrorKind::TooDeep));
        }
        let depth = depth + 1;
        let mut nested = |edge: &Edge| self.json(edge(), namespace, depth);
        Ok(match node {
            Node::Null => text("null"),
            Node::Boolean => text("boolean"),
            Node::Int => text("int"),
            Node::Long => text("long"),
            Node::Float => text("float"),
            Node::Double => text("double"),
            Node::Bytes => text("bytes"),
            Node::String => text("string"),
            Node::Array(items) => object([("type", text("array")), ("items", nested(items)?)]),
            Node::Map(values) => object([("type", text("map")), ("values", nested(values)?)]),
            Node::Union(branches) => {
                Json::Array(branches.iter().map(nested).collect::<Result<_, _>>()?)
            }
            Node::Record(RecordNode {
                name,
                namespace: own,
                ..
            })
            | Node::Enum(EnumNode {
                name,
                namespace: own,
                ..
            })
            | Node::Fixed(FixedNode {
                name,
                namespace: own,
                ..
            }) => self.named(node, name, own.unwrap_or(namespace), depth)?,
            Node::Logical {
                base,
                logical_type,
                properties,
            } => annotate(self.json(base, namespace, depth)?, logical_type, properties)?,
        })
    }

    fn named(
        &mut self,
        node: &Node,
        name: &str,
        namespace: &str,
        depth: usize,
    ) -> Result<Json, ParseError> {
        let name = Name::within(name, namespace)
            .map_err(|reason| error(ParseErrorKind::InvalidName(reason)))?;
        let definition = definition(node);
        match self.known.insert(name.clone(), definition) {
            Some(first) if first != definition => {
                return Err(error(ParseErrorKind::DuplicateType(name)));
            }
            // The dot keeps a name without a namespace from being read in the enclosing one.
            Some(_) if name.namespace().is_none() => return Ok(text(&format!(".{name}"))),
            Some(_) => return Ok(text(name.as_str())),
            None => {}
        }
        let mut members = vec![
            ("name".to_owned(), text(name.simple())),
            (
                "namespace".to_owned(),
                text(name.namespace().unwrap_or_default()),
            ),
        ];
        match node {
            Node::Record(record) => {
                push_documentation(&mut members, "record", record.doc, record.aliases);
                let fields = record
                    .fields
                    .iter()
                    .map(|field| self.field(field, &name, depth));
                let fields = fields.collect::<Result<_, _>>()?;
                members.push(("fields".to_owned(), Json::Array(fields)));
            }
            Node::Enum(symbols) => {
                push_documentation(&mut members, "enum", symbols.doc, symbols.aliases);
                members.push(("symbols".to_owned(), texts(symbols.symbols)));
                let default = symbols
                    .default
                    .map(|default| ("default".to_owned(), text(default)));
                members.extend(default);
            }
            Node::Fixed(fixed) => {
                push_documentation(&mut members, "fixed", fixed.doc, fixed.aliases);
                members.push(("size".to_owned(), Json::Number(fixed.size.to_string())));
            }
            _ => {}
        }
        Ok(Json::Object(members))
    }

    fn field(
        &mut self,
        field: &FieldNode,
        record: &Name,
        depth: usize,
    ) -> Result<Json, ParseError> {
        let namespace = record.namespace().unwrap_or_default();
        let mut members = vec![
            ("name".to_owned(), text(field.name)),
            (
                "type".to_owned(),
                self.json((field.node)(), namespace, depth)?,
            ),
        ];
        if let Some(doc) = field.doc {
            members.push(("doc".to_owned(), text(doc)));
        }
        if let Some(default) = field.default {
            let json = default.parse().map_err(|_| {
                error(ParseErrorKind::InvalidDefault {
                    field: format!("{record}.{}", field.name),
                    default: default.to_owned(),
                    expected: "JSON",
                })
            })?;
            members.push(("default".to_owned(), json));
        }
        if !field.aliases.is_empty() {
            members.push(("aliases".to_owned(), texts(field.aliases)));
        }
        Ok(Json::Object(members))
    }
}

fn push_documentation(members: &mut Members, label: &str, doc: Option<&str>, aliases: &[&str]) {
    members.push(("type".to_owned(), text(label)));
    members.extend(doc.map(|doc| ("doc".to_owned(), text(doc))));
    if !aliases.is_empty() {
        members.push(("aliases".to_owned(), texts(aliases)));
    }
}

/// The type with its logical type and what belongs to that.
fn annotate(
    base: Json,
    logical_type: &str,
    properties: &[(&str, &str)],
) -> Result<Json, ParseError> {
    let mut members = match base {
        // A reference: the definition has the annotation already.
        Json::String(name) if TypeKind::primitive(&name).is_none() => {
            return Ok(Json::String(name));
        }
        Json::Object(members) => members,
        other => vec![("type".to_owned(), other)],
    };
    members.push(("logicalType".to_owned(), text(logical_type)));
    for (key, value) in properties {
        members.push(((*key).to_owned(), value.parse()?));
    }
    Ok(Json::Object(members))
}

/// What tells two types of the same name apart: everything but the definitions of other named
/// types, which are compared in their turn.
fn definition(node: &Node) -> Digest {
    let mut digester = Digester::new("definition").node(node);
    let mut nested: Vec<&Node> = match node {
        Node::Record(record) => record.fields.iter().map(|field| (field.node)()).collect(),
        _ => Vec::new(),
    };
    // The limit is for unnamed types without an end, which are refused later.
    for _ in 0..MAX_COMPARED {
        let Some(node) = nested.pop() else { break };
        digester = digester.node(node);
        match node {
            Node::Array(edge) | Node::Map(edge) => nested.push(edge()),
            Node::Union(branches) => nested.extend(branches.iter().map(|branch| branch())),
            Node::Logical { base, .. } => nested.push(base),
            _ => {}
        }
    }
    digester.finish()
}

fn text(text: &str) -> Json {
    Json::String(text.to_owned())
}

fn texts(texts: &[&str]) -> Json {
    Json::Array(texts.iter().copied().map(text).collect())
}

fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    Json::Object(
        members
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}

/// An error in a type rather than in a text, which has no place but the whole.
fn error(kind: ParseErrorKind) -> ParseError {
    ParseError::new(kind, String::new(), 1, 1)
}

#[cfg(test)]
mod tests;
