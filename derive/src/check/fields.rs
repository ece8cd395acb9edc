//! Rules for fields.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, Lit, LitStr, Type};

use super::types::{check_default, check_schema_ends, check_type, check_values_end};
use super::{check_dotted, check_name, check_properties};
use crate::ast::{Container, ContainerData, Field};
use crate::attr::{FieldAttrs, Skip};
use crate::ctxt::Ctxt;

/// The members of the JSON object of a field that the specification names.
const OF_FIELD: &[&str] = &["name", "type", "doc", "default", "order", "aliases"];

/// Those of a type.
const OF_TYPE: &[&str] = &["type", "items", "values"];

/// The fields of one record.
pub(super) fn check_fields(ctxt: &Ctxt, fields: &[Field]) {
    let mut names = HashMap::new();
    let written = fields
        .iter()
        .filter(|field| field.attrs.skip.is_none() && field.attrs.flatten.is_none());
    for field in written {
        check_name(ctxt, field.name_span(), &field.name, Some("rename"));
        if names.insert(&field.name, ()).is_some() {
            let message = format!("two fields are named `{}`: rename one of them", field.name);
            ctxt.error(&field.name_span(), &message);
        }
        for alias in &field.attrs.aliases {
            check_name(ctxt, alias.span(), &alias.value(), None);
        }
    }
}

/// A field that its type, or its variant, is written as: the schema has a type, but no field.
pub(super) fn check_only_field(ctxt: &Ctxt, container: &Container<'_>, field: &Field) {
    let attrs = &field.attrs;
    check_schema_ends(ctxt, &field.ty, &container.ident.unraw().to_string());
    let spans = [attrs.rename.as_ref().map(LitStr::span), attrs.flatten];
    for span in spans.into_iter().chain(of_field(attrs)).flatten() {
        ctxt.error(
            &span,
            "this is not a field in the schema, only its type is there: say this where the type is \
             that of a field",
        );
    }
}

pub(super) fn check_field(ctxt: &Ctxt, container: &Container<'_>, field: &Field) {
    let attrs = &field.attrs;
    if let Some(skip) = &attrs.skip {
        check_skipped(ctxt, attrs, skip);
        return;
    }
    if field.representation.is_natural() {
        check_type(ctxt, &field.ty);
    }
    check_length(ctxt, field);
    if !matches!(container.data, ContainerData::Union(_)) {
        check_values_end(ctxt, &field.ty, &container.ident.unraw().to_string());
    }
    if let Some(default) = &attrs.default {
        check_default(ctxt, &field.ty, default);
    }
    if let Some(name) = &attrs.fixed {
        check_dotted(ctxt, name, false);
    }
    if let Some(order) = &attrs.order
        && !matches!(
            order.value().as_str(),
            "ascending" | "descending" | "ignore"
        )
    {
        ctxt.error(order, "the order is `ascending`, `descending` or `ignore`");
    }
    if let (Some(default), Some(_)) = (&attrs.default, attrs.no_default) {
        ctxt.error(&default.span, "the field is said to have no default");
    }
    check_properties(ctxt, &attrs.properties, OF_FIELD);
    check_properties(ctxt, &attrs.type_properties, OF_TYPE);
    if let Some(span) = attrs.flatten {
        let of_type = of_type(attrs);
        if let Some(span) = of_field(attrs).chain(of_type).flatten().next() {
            let message =
                "a flattened field is not in the schema itself: say this at its own fields";
            ctxt.error(&span, message);
        }
        if attrs.null_last.is_some() {
            ctxt.error(&span, "only a record can be flattened, not an `Option`");
        }
    }
}

/// The two logical types of `fixed` that have a size of their own.
fn check_length(ctxt: &Ctxt, field: &Field) {
    let logical = field.attrs.logical.as_ref().map(LitStr::value);
    let size = match (logical.as_deref(), &field.attrs.fixed) {
        (Some("uuid"), Some(_)) => 16,
        (Some("duration"), _) => 12,
        _ => return,
    };
    if let Type::Array(array) = &field.ty
        && let Expr::Lit(length) = &array.len
        && let Lit::Int(length) = &length.lit
        && length
            .base10_parse::<usize>()
            .is_ok_and(|length| length != size)
    {
        ctxt.error(length, format!("this logical type has {size} bytes"));
    }
}

fn check_skipped(ctxt: &Ctxt, attrs: &FieldAttrs, skip: &Skip) {
    let flatten_and_null = [attrs.flatten, attrs.null_last];
    let others = of_field(attrs)
        .chain(of_type(attrs))
        .chain(flatten_and_null);
    if others.flatten().next().is_some() {
        ctxt.error(
            &skip.span,
            "a skipped field is not in the schema: say nothing else of it",
        );
    }
}

/// Where something is said that only a field can have.
fn of_field(attrs: &FieldAttrs) -> impl Iterator<Item = Option<Span>> {
    [
        attrs.default.as_ref().map(|default| default.span),
        attrs.no_default,
        attrs.order.as_ref().map(LitStr::span),
        attrs.properties.first().map(|property| property.key.span()),
    ]
    .into_iter()
}

/// Where something is said of the field's type.
fn of_type(attrs: &FieldAttrs) -> impl Iterator<Item = Option<Span>> {
    let property = attrs.type_properties.first();
    [
        attrs.logical.as_ref().map(LitStr::span),
        attrs.fixed.as_ref().map(LitStr::span),
        property.map(|property| property.key.span()),
        attrs.with.as_ref().map(Spanned::span),
    ]
    .into_iter()
}
