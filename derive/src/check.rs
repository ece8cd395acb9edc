//! Rules that concern more than one attribute, or the names that come of them.

mod fields;
mod types;
mod variants;

use proc_macro2::Span;
use syn::LitStr;

use self::fields::{check_field, check_fields, check_only_field};
use self::variants::{check_branches, check_symbols};
use crate::ast::{Container, ContainerData};
use crate::attr::Property;
use crate::ctxt::Ctxt;

/// The members of the JSON object of a named type that the specification names.
const OF_NAMED_TYPE: &[&str] = &[
    "type",
    "name",
    "namespace",
    "doc",
    "aliases",
    "fields",
    "symbols",
];

pub(crate) fn check(ctxt: &Ctxt, container: &Container<'_>) {
    check_names_of_type(ctxt, container);
    match &container.data {
        ContainerData::Record(fields) => check_fields(ctxt, fields),
        ContainerData::Transparent(fields) => {
            check_has_name(ctxt, container, "a type that is written as its only field");
            for field in fields {
                check_only_field(ctxt, container, field);
            }
        }
        ContainerData::Fixed { field, .. } => check_only_field(ctxt, container, field),
        ContainerData::Enum(variants) => check_symbols(ctxt, container, variants),
        ContainerData::Union(variants) => {
            check_has_name(ctxt, container, "an enum with data, which is a union,");
            check_branches(ctxt, container, variants);
        }
    }
    if let (Some(span), ContainerData::Enum(_) | ContainerData::Union(_)) =
        (container.attrs.transparent, &container.data)
    {
        ctxt.error(&span, "only a struct can be transparent");
    }
    for field in container.all_fields() {
        check_field(ctxt, container, field);
    }
}

fn check_names_of_type(ctxt: &Ctxt, container: &Container<'_>) {
    if container.name.contains('.') {
        ctxt.error(
            &container.name_span(),
            "a name has no dots: say what comes before the last one as `namespace = \"…\"`",
        );
    } else {
        check_name(ctxt, container.name_span(), &container.name, Some("name"));
    }
    if let Some(namespace) = &container.attrs.namespace {
        check_dotted(ctxt, namespace, true);
    }
    for alias in &container.attrs.aliases {
        check_dotted(ctxt, alias, false);
    }
    check_properties(ctxt, &container.attrs.properties, OF_NAMED_TYPE);
}

/// Refuses what only a type with a name can have.
fn check_has_name(ctxt: &Ctxt, container: &Container<'_>, what: &str) {
    let attrs = &container.attrs;
    let alias = attrs.aliases.first().map(|alias| (alias, "alias"));
    let property = attrs.properties.first();
    let property = property.map(|property| (&property.key, "property"));
    for (place, attribute) in alias.into_iter().chain(property) {
        ctxt.error(
            place,
            format!("{what} has no name in a schema, and no `{attribute}` either"),
        );
    }
}

/// Further members of a JSON object, in which the specification names others.
fn check_properties(ctxt: &Ctxt, properties: &[Property], named: &[&str]) {
    for (index, property) in properties.iter().enumerate() {
        let key = property.key.value();
        let before = properties.iter().take(index);
        if before
            .map(|other| other.key.value())
            .any(|other| other == key)
        {
            ctxt.error(&property.key, format!("the property `{key}` is said twice"));
        }
        if named.contains(&key.as_str()) {
            ctxt.error(
                &property.key,
                format!("`{key}` is no further property: Avro itself says what it is"),
            );
        }
    }
}

fn check_dotted(ctxt: &Ctxt, text: &LitStr, may_be_empty: bool) {
    let value = text.value();
    if may_be_empty && value.is_empty() {
        return;
    }
    for part in value.split('.') {
        check_name(ctxt, text.span(), part, None);
    }
}

/// Names as the specification has them: letters, digits and underscores of ASCII, no digit first.
///
/// `attribute` is what gives another name, if it is not the name itself that is given.
fn check_name(ctxt: &Ctxt, span: Span, name: &str, attribute: Option<&str>) {
    let starts_well = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let goes_on_well = name
        .chars()
        .all(|other| other.is_ascii_alphanumeric() || other == '_');
    if !starts_well || !goes_on_well {
        let advice = attribute
            .map(|attribute| format!("; say another one as `#[avro({attribute} = \"…\")]`"))
            .unwrap_or_default();
        let message = format!(
            "`{name}` is no Avro name: ASCII letters, digits and underscores, no digit first{advice}"
        );
        ctxt.error(&span, message);
    }
}
