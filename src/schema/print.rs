//! From a [`Schema`] to its text.

use std::fmt;

use rustc_hash::FxHashSet;

use super::json::{Json, write_quoted};
use super::model::{Field, FieldOrder, Schema, Type, TypeIndex, TypeKind};
use super::name::Name;

/// Writes the text that Java's `Schema.toString()` gives. Types of references are spelled out.
impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Printer {
            schema: self,
            known: FxHashSet::default(),
            output: f,
        }
        .type_at(self.root, None)
    }
}

impl Schema {
    /// The text that a registry stores: as [`Display`](fmt::Display) writes it, but what the
    /// schema refers to in others is left as names.
    #[must_use]
    pub fn registered_text(&self) -> String {
        let mut output = String::new();
        let known = self.references.iter().map(Name::as_str).collect();
        let mut printer = Printer {
            schema: self,
            known,
            output: &mut output,
        };
        printer
            .type_at(self.root, None)
            .expect("a string takes any text");
        output
    }
}

/// The names that do not stand alone, because they read as types of their own.
const RESERVED: [&str; 14] = [
    "array", "boolean", "bytes", "double", "enum", "fixed", "float", "int", "long", "map", "null",
    "record", "string", "union",
];

struct Printer<'a, W> {
    schema: &'a Schema,
    /// The full names that have been defined, and are from then on written as references.
    known: FxHashSet<&'a str>,
    output: &'a mut W,
}

/// The order of the members, and which of them are left out, is that of `toJson` of Java's
/// `Schema` and its subclasses.
impl<'a, W: fmt::Write> Printer<'a, W> {
    fn type_at(&mut self, index: TypeIndex, namespace: Option<&str>) -> fmt::Result {
        let schema: &'a Schema = self.schema;
        let this = schema.get(index);
        if let Some(name) = this.name()
            && !self.known.insert(name.as_str())
        {
            return write_quoted(self.output, reference(name, namespace));
        }
        match &this.kind {
            TypeKind::Union(branches) => self.union(branches, namespace),
            TypeKind::Array(items) => self.container(this, "items", *items, namespace),
            TypeKind::Map(values) => self.container(this, "values", *values, namespace),
            TypeKind::Record(_) | TypeKind::Enum(_) | TypeKind::Fixed(_) => {
                self.named(this, namespace)
            }
            primitive if this.properties.is_empty() => write_quoted(self.output, primitive.label()),
            primitive => {
                write!(self.output, r#"{{"type":"{}""#, primitive.label())?;
                self.properties(&this.properties)?;
                self.output.write_char('}')
            }
        }
    }

    fn union(&mut self, branches: &[TypeIndex], namespace: Option<&str>) -> fmt::Result {
        self.output.write_char('[')?;
        for (position, branch) in branches.iter().enumerate() {
            self.separate(position)?;
            self.type_at(*branch, namespace)?;
        }
        self.output.write_char(']')
    }

    fn container(
        &mut self,
        this: &Type,
        key: &str,
        nested: TypeIndex,
        namespace: Option<&str>,
    ) -> fmt::Result {
        write!(self.output, r#"{{"type":"{}","{key}":"#, this.kind.label())?;
        self.type_at(nested, namespace)?;
        self.properties(&this.properties)?;
        self.output.write_char('}')
    }

    fn named(&mut self, this: &'a Type, enclosing: Option<&str>) -> fmt::Result {
        match &this.kind {
            TypeKind::Record(record) => {
                self.header("record", &record.name, record.doc.as_deref(), enclosing)?;
                self.fields(&record.fields, record.name.namespace())?;
                self.trailer(this, &record.name, &record.aliases)
            }
            TypeKind::Enum(symbols) => {
                self.header("enum", &symbols.name, symbols.doc.as_deref(), enclosing)?;
                self.texts("symbols", symbols.symbols.iter().map(String::as_str))?;
                if let Some(default) = &symbols.default {
                    self.text("default", default)?;
                }
                self.trailer(this, &symbols.name, &symbols.aliases)
            }
            TypeKind::Fixed(fixed) => {
                self.header("fixed", &fixed.name, fixed.doc.as_deref(), enclosing)?;
                write!(self.output, r#","size":{}"#, fixed.size)?;
                self.trailer(this, &fixed.name, &fixed.aliases)
            }
            _ => Ok(()),
        }
    }

    fn header(
        &mut self,
        label: &str,
        name: &Name,
        doc: Option<&str>,
        enclosing: Option<&str>,
    ) -> fmt::Result {
        write!(self.output, r#"{{"type":"{label}""#)?;
        self.text("name", name.simple())?;
        if name.namespace() != enclosing {
            self.text("namespace", name.namespace().unwrap_or_default())?;
        }
        doc.map_or(Ok(()), |doc| self.text("doc", doc))
    }

    fn trailer(&mut self, this: &Type, name: &Name, aliases: &[Name]) -> fmt::Result {
        self.properties(&this.properties)?;
        if !aliases.is_empty() {
            let aliases = aliases
                .iter()
                .map(|alias| reference(alias, name.namespace()));
            self.texts("aliases", aliases)?;
        }
        self.output.write_char('}')
    }

    fn fields(&mut self, fields: &'a [Field], namespace: Option<&str>) -> fmt::Result {
        self.output.write_str(r#","fields":["#)?;
        for (position, field) in fields.iter().enumerate() {
            self.separate(position)?;
            self.field(field, namespace)?;
        }
        self.output.write_char(']')
    }

    fn field(&mut self, field: &'a Field, namespace: Option<&str>) -> fmt::Result {
        write!(self.output, r#"{{"name":"{}","type":"#, field.name)?;
        self.type_at(field.type_index, namespace)?;
        if let Some(doc) = &field.doc {
            self.text("doc", doc)?;
        }
        if let Some(default) = &field.default {
            write!(self.output, r#","default":{default}"#)?;
        }
        match field.order {
            FieldOrder::Ascending => {}
            FieldOrder::Descending => self.text("order", "descending")?,
            FieldOrder::Ignore => self.text("order", "ignore")?,
        }
        if !field.aliases.is_empty() {
            self.texts("aliases", field.aliases.iter().map(String::as_str))?;
        }
        self.properties(&field.properties)?;
        self.output.write_char('}')
    }

    fn text(&mut self, key: &str, text: &str) -> fmt::Result {
        write!(self.output, r#","{key}":"#)?;
        write_quoted(self.output, text)
    }

    fn texts<'t>(&mut self, key: &str, texts: impl Iterator<Item = &'t str>) -> fmt::Result {
        write!(self.output, r#","{key}":["#)?;
        for (position, text) in texts.enumerate() {
            self.separate(position)?;
            write_quoted(self.output, text)?;
        }
        self.output.write_char(']')
    }

    fn properties(&mut self, properties: &[(String, Json)]) -> fmt::Result {
        for (key, value) in properties {
            self.output.write_char(',')?;
            write_quoted(self.output, key)?;
            write!(self.output, ":{value}")?;
        }
        Ok(())
    }

    fn separate(&mut self, position: usize) -> fmt::Result {
        if position > 0 {
            self.output.write_char(',')
        } else {
            Ok(())
        }
    }
}

/// How a name is written inside of `namespace`: in short if it is of the same one, unless that
/// reads as a type of its own.
fn reference<'n>(name: &'n Name, namespace: Option<&str>) -> &'n str {
    let short = namespace.is_some() && name.namespace() == namespace;
    if short && !RESERVED.contains(&name.simple()) {
        name.simple()
    } else {
        name.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(text: &str) -> String {
        Schema::parse(text).unwrap().to_string()
    }

    #[test]
    fn the_namespace_is_written_where_it_changes() {
        let text = concat!(
            r#"{"type":"record","name":"A","namespace":"n","fields":["#,
            r#"{"name":"b","type":{"type":"record","name":"B","fields":["#,
            r#"{"name":"c","type":{"type":"fixed","name":"C","namespace":"m","size":1}},"#,
            r#"{"name":"d","type":{"type":"fixed","name":"D","namespace":"","size":1}}]}},"#,
            r#"{"name":"refs","type":["B","m.C","D","A"]}]}"#,
        );
        assert_eq!(print(text), text);
    }

    #[test]
    fn a_reference_that_reads_as_a_type_is_written_in_full() {
        let text = concat!(
            r#"{"type":"record","name":"A","namespace":"n","fields":["#,
            r#"{"name":"b","type":{"type":"fixed","name":"record","size":1}},"#,
            r#"{"name":"c","type":"n.record"}]}"#,
        );
        assert_eq!(print(text), text);
    }

    #[test]
    fn primitives_without_properties_are_names() {
        assert_eq!(print(r#"{"type":"int"}"#), r#""int""#);
        let text = r#"{"type":"int","logicalType":"date"}"#;
        assert_eq!(print(text), text);
    }
}
