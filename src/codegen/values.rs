//! Types without a name as Rust types: primitives, arrays, maps and unions.

use super::arguments::{argument, property};
use super::error::{CodegenError, CodegenErrorKind};
use super::ident::Taken;
use super::logical;
use super::lower::Lowering;
use super::model::{Body, Item, RustType, Value, Variant};
use super::records::JAVA_STRING;
use super::settings::DecimalTypes;
use super::warning::WarningKind;
use crate::schema::{Fixed, Schema, Type, TypeIndex, TypeKind};

/// The digits that `rust_decimal` always has room for.
const RUST_DECIMAL_DIGITS: u64 = 28;

/// Where a type stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The full name of the record and the name of the field.
    pub(super) path: &'a str,
    /// The same in Rust.
    pub(super) rust_path: &'a str,
    /// The modules of the item.
    pub(super) module: &'a [String],
    /// What a union is called here if the name is free.
    pub(super) wish: &'a str,
    /// The value of `avro.java.string` that the record says for all of its strings and maps.
    pub(super) java_string: Option<&'a str>,
}

impl Lowering<'_> {
    /// The Rust type of the type at `index`.
    pub(super) fn value(
        &mut self,
        schema: &Schema,
        index: TypeIndex,
        place: &Place<'_>,
    ) -> Result<Value, CodegenError> {
        let ty = schema.get(index);
        match &ty.kind {
            TypeKind::Array(items) => {
                self.warn_of_properties(ty, place);
                let items = self.value(schema, *items, place)?;
                Ok(items.map(RustType::Sequence))
            }
            TypeKind::Map(values) => {
                self.warn_of_properties(ty, place);
                let values = self.value(schema, *values, place)?;
                Ok(values.map(RustType::Map))
            }
            TypeKind::Null => {
                self.warn_of_properties(ty, place);
                Ok(Value::plain(RustType::Builtin("()")))
            }
            TypeKind::Union(branches) if self.is_option(schema, branches) => {
                self.warn_of_null(schema, branches, place);
                let others = branches.get(1..).unwrap_or_default();
                let value = match others {
                    [only] => self.value(schema, *only, place)?,
                    others => self.union(schema, others, place)?,
                };
                Ok(value.map(RustType::Optional))
            }
            TypeKind::Union(branches) => self.union(schema, branches, place),
            _ => Ok(self.leaf(ty, place)),
        }
    }

    /// Whether the union is an `Option`: `null` first, and something else.
    pub(super) fn is_option(&self, schema: &Schema, branches: &[TypeIndex]) -> bool {
        let first = branches.first().map(|first| &schema.get(*first).kind);
        branches.len() > 1 && matches!(first, Some(TypeKind::Null))
    }

    /// An enum with a variant for each of the branches.
    pub(super) fn union(
        &mut self,
        schema: &Schema,
        branches: &[TypeIndex],
        place: &Place<'_>,
    ) -> Result<Value, CodegenError> {
        let (id, placed) = self.unnamed(place.module, place.wish);
        self.open(id);
        let place = Place {
            wish: &placed.name,
            ..*place
        };
        let body = self.branches(schema, branches, &place)?;
        let item = Item {
            doc: Some(format!("What `{}` can be.", place.rust_path)),
            module: placed.module.clone(),
            name: placed.name.clone(),
            path: place.path.to_owned(),
            names: Vec::new(),
            properties: Vec::new(),
            body,
        };
        self.fill(id, item);
        Ok(Value::plain(RustType::Item(id)))
    }

    pub(super) fn branches(
        &mut self,
        schema: &Schema,
        branches: &[TypeIndex],
        place: &Place<'_>,
    ) -> Result<Body, CodegenError> {
        let is_null = |branch: &TypeIndex| matches!(schema.get(*branch).kind, TypeKind::Null);
        if branches.iter().all(is_null) {
            let what = format!("the union of `{}`", place.path);
            return Err(self.error(CodegenErrorKind::Empty(what)));
        }
        self.warn_of_null(schema, branches, place);
        let mut names = Taken::default();
        let mut variants = Vec::with_capacity(branches.len());
        for branch in branches {
            let ty = schema.get(*branch);
            let label = self.label(ty);
            let wish = format!("{}{label}", place.wish);
            let place = Place {
                wish: &wish,
                ..*place
            };
            let value = match ty.kind {
                TypeKind::Null => None,
                _ => Some(self.value(schema, *branch, &place)?),
            };
            let name = names.claim(label, "");
            variants.push(Variant { name, value });
        }
        Ok(Body::Union(variants))
    }

    /// What a branch of a union is called.
    fn label(&self, ty: &Type) -> String {
        if let Some(name) = ty.name() {
            return self.rust_name_of(name);
        }
        if let Some(logical) = logical::external(ty, self.logical_types) {
            return logical.ty.label.to_owned();
        }
        super::case::pascal(ty.kind.label())
    }

    /// A type that holds no others, or that has a name.
    fn leaf(&mut self, ty: &Type, place: &Place<'_>) -> Value {
        if let Some(item) = ty.name().and_then(|name| self.item_of(name)) {
            return Value::plain(RustType::Item(item));
        }
        if let Some(logical) = self.inline(ty) {
            self.warn_of_decimal(&logical, place);
        }
        if let Some(value) = self.inline_value(ty) {
            return value;
        }
        let unsaid = |said: &[&str]| {
            let properties = ty.properties.iter().filter(|(key, value)| {
                let of_record = key == JAVA_STRING
                    && place.java_string.is_some()
                    && value.as_str() == place.java_string;
                !of_record && !said.contains(&key.as_str())
            });
            let properties = properties.map(|(key, value)| property("type_property", key, value));
            properties.collect::<Vec<_>>()
        };
        if let Some(logical) = logical::external(ty, self.logical_types)
            && !matches!(ty.kind, TypeKind::Fixed(_))
        {
            self.warn_of_decimal(&logical, place);
            let further = unsaid(logical.said);
            return Value {
                ty: RustType::External(logical.ty),
                arguments: logical.arguments.into_iter().chain(further).collect(),
            };
        }
        let (logical, said) = logical::on_the_wire(ty);
        Value {
            ty: primitive(&ty.kind),
            arguments: logical.into_iter().chain(unsaid(said)).collect(),
        }
    }

    /// The type of another crate for a fixed that has no item of its own.
    pub(super) fn inline_value(&self, ty: &Type) -> Option<Value> {
        let TypeKind::Fixed(Fixed { name, size, .. }) = &ty.kind else {
            return None;
        };
        let logical = self.inline(ty)?;
        let mut arguments = logical.arguments;
        arguments.push(argument("fixed", name.as_str()));
        if logical.decimal.is_some() {
            arguments.push(format!("size = {size}"));
        }
        Some(Value {
            ty: RustType::External(logical.ty),
            arguments,
        })
    }

    fn warn_of_decimal(&mut self, logical: &logical::Logical, place: &Place<'_>) {
        let Some(decimal) = logical.decimal else {
            return;
        };
        if decimal.precision > RUST_DECIMAL_DIGITS
            && self.logical_types.decimals == DecimalTypes::RustDecimal
        {
            self.warn(place.path, WarningKind::Precision(decimal.precision));
        }
        if !decimal.says_scale {
            self.warn(place.path, WarningKind::Scale);
        }
    }

    /// Warns of what is said about the `null` of a union.
    pub(super) fn warn_of_null(
        &mut self,
        schema: &Schema,
        branches: &[TypeIndex],
        place: &Place<'_>,
    ) {
        let branches = branches.iter().map(|branch| schema.get(*branch));
        for null in branches.filter(|branch| matches!(branch.kind, TypeKind::Null)) {
            self.warn_of_properties(null, place);
        }
    }

    fn warn_of_properties(&mut self, ty: &Type, place: &Place<'_>) {
        let is_map = matches!(ty.kind, TypeKind::Map(_));
        for (key, value) in &ty.properties {
            let said_by_record = is_map && place.java_string.is_some() && key == JAVA_STRING;
            if !(said_by_record && value.as_str() == place.java_string) {
                self.warn(place.path, WarningKind::Property(key.clone()));
            }
        }
    }
}

fn primitive(kind: &TypeKind) -> RustType {
    match kind {
        TypeKind::Boolean => RustType::Builtin("bool"),
        TypeKind::Int => RustType::Builtin("i32"),
        TypeKind::Long => RustType::Builtin("i64"),
        TypeKind::Float => RustType::Builtin("f32"),
        TypeKind::Double => RustType::Builtin("f64"),
        TypeKind::Bytes => RustType::Sequence(Box::new(RustType::Builtin("u8"))),
        TypeKind::String => RustType::Text,
        // The others are `null`, hold types or have names, and do not get here.
        _ => RustType::Builtin("()"),
    }
}

impl Value {
    fn plain(ty: RustType) -> Self {
        Self {
            ty,
            arguments: Vec::new(),
        }
    }

    fn map(mut self, wrap: fn(Box<RustType>) -> RustType) -> Self {
        self.ty = wrap(Box::new(self.ty));
        self
    }
}
