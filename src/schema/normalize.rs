//! The form that a registry gives to schemas with `normalize=true`.

use std::cmp::Ordering;

use rustc_hash::FxHashSet;

use super::json::{Json, member};
use super::model::{Enum, Fixed, Record, Schema, Type, TypeIndex, TypeKind, type_at};
use super::name::Name;
use super::number::{java_double, java_float};

impl Schema {
    /// The schema that a registry makes of this one when it is asked to normalise: `normalize=true`
    /// in a request, or `normalize` in the configuration of a subject.
    ///
    /// Schemas that differ only in the order of properties and of aliases become one: a valid
    /// logical type comes first, with `precision` and `scale`, then the other properties by their
    /// names; objects inside of properties and of defaults are sorted as well; documentation of types
    /// that is empty goes, and numbers in defaults of `float` and `double` are written as such.
    /// Fields, symbols and branches keep their order, and documentation stays. What the schema
    /// refers to in others is left alone. To predict an id, take the
    /// [`registered_text`](Self::registered_text) of the result.
    ///
    /// The form is that of Confluent's `AvroSchema.normalize`, but for one thing that goes wrong
    /// there: a type without a namespace inside of one that has one loses nothing here and takes on
    /// that namespace there.
    ///
    /// ```
    /// use avrolane::schema::Schema;
    ///
    /// let schema = Schema::parse(
    ///     r#"{"scale": 2, "owner": "ops", "logicalType": "decimal", "type": "bytes", "precision": 9}"#,
    /// )?;
    /// assert_eq!(
    ///     schema.normalized().to_string(),
    ///     r#"{"type":"bytes","logicalType":"decimal","precision":9,"scale":2,"owner":"ops"}"#,
    /// );
    /// # Ok::<(), avrolane::schema::ParseError>(())
    /// ```
    #[must_use]
    pub fn normalized(&self) -> Self {
        let mut types = self.types.to_vec();
        for index in self.own_types() {
            if let Some(this) = types.get_mut(index.position()) {
                normalize_type(this, &self.types);
            }
        }
        Self {
            types: types.into(),
            ..self.clone()
        }
    }

    /// The types that the schema's own text defines.
    fn own_types(&self) -> Vec<TypeIndex> {
        let references: FxHashSet<&Name> = self.references.iter().collect();
        let mut seen = FxHashSet::default();
        let mut found = Vec::new();
        let mut ahead = vec![self.root];
        while let Some(index) = ahead.pop() {
            let this = self.get(index);
            let is_reference = this.name().is_some_and(|name| references.contains(name));
            if !is_reference && seen.insert(index) {
                found.push(index);
                ahead.extend(this.kind.nested());
            }
        }
        found
    }
}

fn normalize_type(this: &mut Type, types: &[Type]) {
    let logical_type = this.valid_logical_type().map(str::to_owned);
    sort_properties(&mut this.properties, logical_type.as_deref());
    match &mut this.kind {
        TypeKind::Record(record) => {
            let Record {
                doc,
                aliases,
                fields,
                ..
            } = record;
            normalize_header(doc, aliases);
            for field in fields {
                field.aliases.sort_by(|one, other| java_order(one, other));
                sort_properties(&mut field.properties, None);
                field.default = field
                    .default
                    .take()
                    .and_then(|default| normal_default(types, field.type_index, &default));
            }
        }
        TypeKind::Enum(Enum { doc, aliases, .. }) | TypeKind::Fixed(Fixed { doc, aliases, .. }) => {
            normalize_header(doc, aliases);
        }
        _ => {}
    }
}

fn normalize_header(doc: &mut Option<String>, aliases: &mut [Name]) {
    doc.take_if(|doc| doc.is_empty());
    aliases.sort();
}

/// Sorts properties by their names, behind those of the logical type, if there is a valid one.
fn sort_properties(properties: &mut [(String, Json)], logical_type: Option<&str>) {
    let is_scaled =
        !matches!(member(properties, "scale"), Some(Json::Number(scale)) if scale == "0");
    let place = |key: &str| match (logical_type, key) {
        (Some(_), "logicalType") => 0,
        (Some("decimal"), "precision") => 1,
        (Some("decimal"), "scale") if is_scaled => 2,
        _ => 3,
    };
    properties.sort_by(|(one, _), (other, _)| {
        place(one)
            .cmp(&place(other))
            .then_with(|| java_order(one, other))
    });
    for (_, value) in properties {
        sort_members(value);
    }
}

/// The order of Java's strings, which is by their UTF-16 code units.
fn java_order(one: &str, other: &str) -> Ordering {
    one.encode_utf16().cmp(other.encode_utf16())
}

fn sort_members(value: &mut Json) {
    match value {
        Json::Array(items) => items.iter_mut().for_each(sort_members),
        Json::Object(members) => {
            members.sort_by(|(one, _), (other, _)| java_order(one, other));
            members
                .iter_mut()
                .for_each(|(_, value)| sort_members(value));
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

/// A default as Java's `Schema.Field.defaultVal` understands it: of a union, its first branch alone
/// counts, and a default that is of none of the types is forgotten.
fn normal_default(types: &[Type], index: TypeIndex, default: &Json) -> Option<Json> {
    let of = |index: TypeIndex, value: &Json| normal_default(types, index, value);
    let kind = &type_at(types, index).kind;
    Some(match (kind, default) {
        (TypeKind::Union(branches), _) => return of(*branches.first()?, default),
        (_, Json::Null | Json::Bool(_)) => default.clone(),
        (TypeKind::Float, Json::Number(text)) => match text.parse::<f32>() {
            Ok(number) if number.is_finite() => Json::Number(java_float(number)),
            _ => default.clone(),
        },
        (TypeKind::Double, Json::Number(text)) => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Json::Number(java_double(number)),
            _ => default.clone(),
        },
        (TypeKind::Int | TypeKind::Long, Json::Number(_)) => default.clone(),
        (
            TypeKind::String
            | TypeKind::Enum(_)
            | TypeKind::Bytes
            | TypeKind::Fixed(_)
            | TypeKind::Float
            | TypeKind::Double,
            Json::String(_),
        ) => default.clone(),
        (TypeKind::Array(items), Json::Array(values)) => {
            let values = values.iter().map(|value| of(*items, value));
            Json::Array(values.collect::<Option<_>>()?)
        }
        (TypeKind::Map(values), Json::Object(members)) => {
            let members = members
                .iter()
                .map(|(key, value)| Some((key.clone(), of(*values, value)?)));
            sorted(members.collect::<Option<_>>()?)
        }
        (TypeKind::Record(record), Json::Object(members)) => {
            let members = members.iter().map(|(key, value)| {
                let field = record.fields.iter().find(|field| field.name == *key)?;
                Some((key.clone(), of(field.type_index, value)?))
            });
            sorted(members.collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

fn sorted(mut members: Vec<(String, Json)>) -> Json {
    members.sort_by(|(one, _), (other, _)| java_order(one, other));
    Json::Object(members)
}

#[cfg(test)]
mod tests;
