//! Records as structs.

use super::arguments::{argument, is_name, property, tags};
use super::docs::{self, words};
use super::error::CodegenError;
use super::ident;
use super::literal::default_argument;
use super::lower::Lowering;
use super::model::{Body, Field, Item, ItemId, Value};
use super::names::Placed;
use super::values::Place;
use super::warning::WarningKind;
use crate::schema::{self, FieldOrder, Json, Record, Schema, Type, TypeIndex, TypeKind};

/// The property that Java's code generator puts on strings and maps.
pub(super) const JAVA_STRING: &str = "avro.java.string";

impl Lowering<'_> {
    pub(super) fn record(
        &mut self,
        schema: &Schema,
        ty: &Type,
        record: &Record,
        placed: Placed,
    ) -> Result<Item, CodegenError> {
        let module = placed.module.clone();
        let rust_name = placed.name.clone();
        let mut item = self.item(
            placed,
            ty,
            &record.name,
            record.doc.as_deref(),
            &record.aliases,
        );
        let java_string = java_string(schema, record);
        let class = java_string.map(|class| argument("java_string", class));
        item.properties.splice(0..0, class);
        let names = record.fields.iter().map(|field| field.name.as_str());
        let identifiers = ident::fields(names);
        let mut fields = Vec::with_capacity(record.fields.len());
        for (field, identifier) in record.fields.iter().zip(identifiers.list) {
            let path = format!("{}.{}", record.name, field.name);
            let place = Place {
                path: &path,
                rust_path: &format!("{rust_name}::{}", identifier.text),
                module: &module,
                wish: &format!("{rust_name}_{}", field.name),
                java_string,
            };
            let mut value = self.field(schema, field, &place)?;
            let renamed = identifier.rename.iter();
            let renamed = renamed.map(|name| argument("rename", name));
            let word_for_word = field.doc.iter().filter(|doc| !docs::survives(doc));
            let word_for_word = word_for_word.map(|doc| argument("doc", doc));
            let aliases = self.field_aliases(&path, &field.aliases);
            let names = renamed.chain(word_for_word).chain(aliases);
            value.arguments = names.chain(value.arguments).collect();
            value.arguments.extend(order(field.order));
            value.arguments.extend(properties(&field.properties));
            fields.push(Field {
                identifier,
                name: field.name.clone(),
                doc: field.doc.clone(),
                value,
            });
        }
        item.body = Body::Struct {
            fields,
            rename_all: identifiers.rename_all,
        };
        Ok(item)
    }

    /// The type of a field, with its default.
    fn field(
        &mut self,
        schema: &Schema,
        field: &schema::Field,
        place: &Place<'_>,
    ) -> Result<Value, CodegenError> {
        let index = field.type_index;
        let default = field.default.as_ref();
        let is_null = |branch: &TypeIndex| matches!(schema.get(*branch).kind, TypeKind::Null);
        let branches = match &schema.get(index).kind {
            TypeKind::Union(branches) => branches.as_slice(),
            _ => &[],
        };
        let mut value = match branches {
            // An `Option` with a default that is a value would have `null` last.
            [null, _, ..] if is_null(null) && default.is_some_and(|json| *json != Json::Null) => {
                self.union(schema, branches, place)?
            }
            [null, _, ..] if is_null(null) => {
                let mut value = self.value(schema, index, place)?;
                // An `Option` has the default null unless something else is said.
                if default.is_none() {
                    value.arguments.push("no_default".to_owned());
                }
                return Ok(value);
            }
            [branch, null] if is_null(null) => {
                self.warn_of_null(schema, branches, place);
                let mut value = self.value(schema, *branch, place)?;
                value.ty = value.ty.optional();
                if matches!(default, None | Some(Json::Null)) {
                    value.arguments.push("null_last".to_owned());
                }
                value
            }
            _ => self.value(schema, index, place)?,
        };
        let default = default.map(|json| default_argument(schema, index, json));
        value.arguments.extend(default);
        Ok(value)
    }

    fn field_aliases(&mut self, path: &str, aliases: &[String]) -> Vec<String> {
        let mut arguments = Vec::new();
        for alias in aliases {
            if is_name(alias) {
                arguments.push(argument("alias", alias));
            } else {
                self.warn(path, WarningKind::Alias(alias.clone()));
            }
        }
        arguments
    }

    /// The type for a schema without a name.
    pub(super) fn root(
        &mut self,
        schema: &Schema,
        id: ItemId,
        placed: &Placed,
    ) -> Result<(), CodegenError> {
        self.open(id);
        let place = Place {
            path: &placed.name,
            rust_path: &placed.name,
            module: &placed.module,
            wish: &words(&placed.name),
            java_string: None,
        };
        let body = match &schema.root_type().kind {
            TypeKind::Union(branches) if !self.is_option(schema, branches) => {
                self.branches(schema, branches, &place)?
            }
            _ => Body::Newtype(self.value(schema, schema.root(), &place)?),
        };
        let item = Item {
            module: placed.module.clone(),
            name: placed.name.clone(),
            path: placed.name.clone(),
            doc: None,
            names: Vec::new(),
            properties: Vec::new(),
            body,
        };
        self.fill(id, item);
        Ok(())
    }
}

/// The value of `avro.java.string` that all strings and maps of the record have.
fn java_string<'a>(schema: &'a Schema, record: &Record) -> Option<&'a str> {
    let mut class = None;
    let fields = record.fields.iter();
    let mut left = fields.map(|field| field.type_index).collect::<Vec<_>>();
    while let Some(index) = left.pop() {
        let ty = schema.get(index);
        match &ty.kind {
            TypeKind::Array(nested) | TypeKind::Map(nested) => left.push(*nested),
            TypeKind::Union(branches) => left.extend(branches),
            _ => {}
        }
        if matches!(ty.kind, TypeKind::String | TypeKind::Map(_)) {
            let own = ty.property(JAVA_STRING).and_then(Json::as_str)?;
            if *class.get_or_insert(own) != own {
                return None;
            }
        }
    }
    class
}

fn order(order: FieldOrder) -> Option<String> {
    match order {
        FieldOrder::Ascending => None,
        FieldOrder::Descending => Some(argument("order", "descending")),
        FieldOrder::Ignore => Some(argument("order", "ignore")),
    }
}

fn properties(properties: &[(String, Json)]) -> impl Iterator<Item = String> {
    properties.iter().map(|(key, value)| {
        let tags = tags(value).filter(|_| key == "confluent:tags");
        tags.unwrap_or_else(|| property("property", key, value))
    })
}
