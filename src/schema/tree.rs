//! From the tree of constants of a Rust type to a [`Schema`].
//!
//! The tree is written as JSON and parsed, so that its schema is held to the same rules as any
//! text.

use rustc_hash::FxHashMap;

use super::digest::{Digest, Digester};
use super::json::Json;
use super::model::{FieldOrder, Schema, TypeKind};
use super::name::Name;
use super::node::{AvroSchema, Edge, EnumNode, FieldNode, FixedNode, Node, Properties, RecordNode};
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

    /// The schema of a type by its node.
    #[cfg(feature = "registry")]
    pub(crate) fn of_node(node: &Node) -> Result<Self, ParseError> {
        schema_of(node)
    }
}

fn schema_of(node: &Node) -> Result<Schema, ParseError> {
    let json = Tree::default().json(node, Enclosing::default(), 0)?;
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

/// What the named type around a type says of it.
#[derive(Debug, Clone, Copy, Default)]
struct Enclosing<'a> {
    namespace: &'a str,
    java_string: Option<&'static str>,
}

impl Tree {
    fn json(
        &mut self,
        node: &Node,
        enclosing: Enclosing<'_>,
        depth: usize,
    ) -> Result<Json, ParseError> {
        if depth > MAX_DEPTH {
            return Err(error(ParseErrorKind::TooDeep));
        }
        let depth = depth + 1;
        let mut nested = |edge: &Edge| self.json(edge(), enclosing, depth);
        Ok(match node {
            Node::Null => text("null"),
            Node::Boolean => text("boolean"),
            Node::Int => text("int"),
            Node::Long => text("long"),
            Node::Float => text("float"),
            Node::Double => text("double"),
            Node::Bytes => text("bytes"),
            Node::String => match enclosing.java_string {
                None => text("string"),
                Some(_) => enclosing.java_string(vec![member("type", text("string"))]),
            },
            Node::Array(items) => Json::Object(vec![
                member("type", text("array")),
                member("items", nested(items)?),
            ]),
            Node::Map(values) => enclosing.java_string(vec![
                member("type", text("map")),
                member("values", nested(values)?),
            ]),
            Node::Union(branches) => self.union(branches, enclosing, depth)?,
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
            }) => self.named(node, name, own.unwrap_or(enclosing.namespace), depth)?,
            Node::Annotated {
                base,
                logical_type,
                properties,
            } => annotate(
                self.json(base, enclosing, depth)?,
                *logical_type,
                properties,
            )?,
        })
    }

    /// Unions do not nest: the branches of an optional union stand behind `null`.
    fn union(
        &mut self,
        branches: &[Edge],
        enclosing: Enclosing<'_>,
        depth: usize,
    ) -> Result<Json, ParseError> {
        let mut all = Vec::new();
        for branch in branches {
            match self.json(branch(), enclosing, depth)? {
                Json::Array(nested) => all.extend(nested),
                branch => all.push(branch),
            }
        }
        Ok(Json::Array(all))
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
            member("name", text(name.simple())),
            member("namespace", text(name.namespace().unwrap_or_default())),
        ];
        match node {
            Node::Record(record) => {
                push_documentation(&mut members, "record", record.doc, record.aliases);
                let enclosing = Enclosing {
                    namespace: name.namespace().unwrap_or_default(),
                    java_string: record.java_string,
                };
                let mut fields = Vec::new();
                self.fields(record, &name, enclosing, depth, &mut fields)?;
                members.push(member("fields", Json::Array(fields)));
                push_properties(&mut members, record.properties)?;
            }
            Node::Enum(symbols) => {
                push_documentation(&mut members, "enum", symbols.doc, symbols.aliases);
                members.push(member("symbols", texts(symbols.symbols)));
                let default = symbols
                    .default
                    .map(|default| member("default", text(default)));
                members.extend(default);
                push_properties(&mut members, symbols.properties)?;
            }
            Node::Fixed(fixed) => {
                push_documentation(&mut members, "fixed", fixed.doc, fixed.aliases);
                members.push(member("size", Json::Number(fixed.size.to_string())));
                push_properties(&mut members, fixed.properties)?;
            }
            _ => {}
        }
        Ok(Json::Object(members))
    }

    fn fields(
        &mut self,
        of: &RecordNode,
        record: &Name,
        enclosing: Enclosing<'_>,
        depth: usize,
        fields: &mut Vec<Json>,
    ) -> Result<(), ParseError> {
        if depth > MAX_DEPTH {
            return Err(error(ParseErrorKind::TooDeep));
        }
        for field in of.fields {
            match (field.node)() {
                Node::Record(nested) if field.flatten => {
                    self.fields(nested, record, enclosing, depth + 1, fields)?;
                }
                node => fields.push(self.field(field, node, record, enclosing, depth)?),
            }
        }
        Ok(())
    }

    fn field(
        &mut self,
        field: &FieldNode,
        node: &Node,
        record: &Name,
        enclosing: Enclosing<'_>,
        depth: usize,
    ) -> Result<Json, ParseError> {
        let mut members = vec![
            member("name", text(field.name)),
            member("type", self.json(node, enclosing, depth)?),
        ];
        members.extend(field.doc.map(|doc| member("doc", text(doc))));
        if let Some(default) = field.default {
            let json = default.parse().map_err(|_| {
                error(ParseErrorKind::InvalidDefault {
                    field: format!("{record}.{}", field.name),
                    default: default.to_owned(),
                    expected: "JSON",
                })
            })?;
            members.push(member("default", json));
        }
        members.extend(field.order.map(|order| {
            let order = match order {
                FieldOrder::Ascending => "ascending",
                FieldOrder::Descending => "descending",
                FieldOrder::Ignore => "ignore",
            };
            member("order", text(order))
        }));
        if !field.aliases.is_empty() {
            members.push(member("aliases", texts(field.aliases)));
        }
        push_properties(&mut members, field.properties)?;
        Ok(Json::Object(members))
    }
}

impl Enclosing<'_> {
    /// A string, or a map, for whose keys it holds as well.
    fn java_string(self, mut members: Members) -> Json {
        let class = self.java_string.map(text);
        members.extend(class.map(|class| member("avro.java.string", class)));
        Json::Object(members)
    }
}

fn push_documentation(members: &mut Members, label: &str, doc: Option<&str>, aliases: &[&str]) {
    members.push(member("type", text(label)));
    members.extend(doc.map(|doc| member("doc", text(doc))));
    if !aliases.is_empty() {
        members.push(member("aliases", texts(aliases)));
    }
}

fn push_properties(members: &mut Members, properties: Properties) -> Result<(), ParseError> {
    for (key, value) in properties {
        members.push(member(key, value.parse()?));
    }
    Ok(())
}

/// The type with its logical type and what belongs to that.
fn annotate(
    base: Json,
    logical_type: Option<&str>,
    properties: Properties,
) -> Result<Json, ParseError> {
    let mut members = match base {
        // A reference: the definition has the annotation already.
        Json::String(name) if TypeKind::primitive(&name).is_none() => {
            return Ok(Json::String(name));
        }
        Json::Object(members) => members,
        other => vec![member("type", other)],
    };
    members.extend(logical_type.map(|logical_type| member("logicalType", text(logical_type))));
    push_properties(&mut members, properties)?;
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
            Node::Annotated { base, .. } => nested.push(base),
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

fn member(key: &str, value: Json) -> (String, Json) {
    (key.to_owned(), value)
}

/// An error in a type rather than in a text, which has no place but the whole.
fn error(kind: ParseErrorKind) -> ParseError {
    ParseError::new(kind, String::new(), 1, 1)
}

#[cfg(test)]
mod tests;
