//! Rules that concern more than one attribute, or the names that come of them.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::{LitStr, Type};

use crate::ast::{Container, ContainerData, Content, Field, Variant};
use crate::attr::Skip;
use crate::ctxt::Ctxt;

pub(crate) fn check(ctxt: &Ctxt, container: &Container<'_>) {
    check_names_of_type(ctxt, container);
    match &container.data {
        ContainerData::Record(fields) => check_fields(ctxt, fields),
        ContainerData::Transparent(_) | ContainerData::Fixed { .. } => {}
        ContainerData::Enum(variants) => check_symbols(ctxt, container, variants),
        ContainerData::Union(variants) => check_branches(ctxt, container, variants),
    }
    for field in container.all_fields() {
        check_field(ctxt, field);
    }
}

fn check_names_of_type(ctxt: &Ctxt, container: &Container<'_>) {
    if container.name.contains('.') {
        error(
            ctxt,
            container.name_span(),
            "a name has no dots: say what comes before the last one as `namespace = \"…\"`",
        );
    } else {
        check_name(ctxt, container.name_span(), &container.name);
    }
    if let Some(namespace) = &container.attrs.namespace {
        check_dotted(ctxt, namespace, true);
    }
    for alias in &container.attrs.aliases {
        check_dotted(ctxt, alias, false);
    }
}

fn check_fields(ctxt: &Ctxt, fields: &[Field]) {
    let mut names = HashMap::new();
    let written = fields
        .iter()
        .filter(|field| field.attrs.skip.is_none() && field.attrs.flatten.is_none());
    for field in written {
        check_name(ctxt, field.name_span(), &field.name);
        if names.insert(&field.name, ()).is_some() {
            let message = format!("two fields are named `{}`: rename one of them", field.name);
            error(ctxt, field.name_span(), &message);
        }
        for alias in &field.attrs.aliases {
            check_name(ctxt, alias.span(), &alias.value());
        }
    }
}

fn check_field(ctxt: &Ctxt, field: &Field) {
    let attrs = &field.attrs;
    if attrs.skip.is_none() && field.representation.is_natural() {
        check_type(ctxt, &field.ty);
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
    let is_written = attrs.default.is_some()
        || attrs.order.is_some()
        || attrs.logical.is_some()
        || !attrs.properties.is_empty();
    if let (Some(span), true) = (attrs.flatten, is_written) {
        let message = "a flattened field is not in the schema itself: say this at its own fields";
        error(ctxt, span, message);
    }
    if let (Some(Skip { span, .. }), true) = (&attrs.skip, is_written) {
        error(
            ctxt,
            *span,
            "a skipped field is not in the schema: say nothing else of it",
        );
    }
}

/// Types that one would expect to work, and why they do not.
fn check_type(ctxt: &Ctxt, ty: &Type) {
    let Type::Path(path) = ty else { return };
    let Some(ident) = path.path.get_ident() else {
        return;
    };
    let digits = match ident.to_string().as_str() {
        "u64" | "usize" => 20,
        "i128" | "u128" => 39,
        "isize" => 19,
        _ => return,
    };
    ctxt.error(
        ident,
        format!(
            "an Avro `long` does not hold every `{ident}`: say `with = \
             avrolane::codec::CheckedLong` to have values beyond it refused, or `logical = \
             \"decimal\", precision = {digits}` to have room for all; or use `i64`"
        ),
    );
}

fn check_symbols(ctxt: &Ctxt, container: &Container<'_>, variants: &[Variant<'_>]) {
    if variants.is_empty() {
        ctxt.error(container.ident, "an Avro enum has at least one symbol");
    }
    check_distinct(ctxt, variants.iter(), "symbol");
    for default in variants
        .iter()
        .filter_map(|variant| variant.attrs.default)
        .skip(1)
    {
        error(ctxt, default, "only one variant can be the default");
    }
    for variant in variants {
        if let Some(span) = variant.attrs.other.or(variant.attrs.null) {
            error(
                ctxt,
                span,
                "this is for enums with data; symbols that are not known go to the variant that \
                 is the `default`",
            );
        }
    }
    if !container.generics.params.is_empty() {
        ctxt.error(&container.generics, "an Avro enum has no parameters");
    }
}

fn check_branches(ctxt: &Ctxt, container: &Container<'_>, variants: &[Variant<'_>]) {
    if variants.iter().all(|variant| variant.attrs.other.is_some()) {
        let message = "an enum with data needs a variant that is a branch of its union";
        ctxt.error(container.ident, message);
    }
    let records = variants
        .iter()
        .filter(|variant| matches!(variant.content, Content::Record(_)));
    check_distinct(ctxt, records, "name");
    for variant in variants {
        if let Content::Record(fields) = &variant.content {
            check_fields(ctxt, fields);
        }
        if let Some(span) = variant.attrs.default {
            error(
                ctxt,
                span,
                "an enum with data is a union, which has no default: take what is not known into a \
                 variant that is `other`",
            );
        }
    }
    let others = variants.iter().filter_map(|variant| variant.attrs.other);
    for other in others.skip(1) {
        error(ctxt, other, "only one variant can take what is not known");
    }
}

fn check_distinct<'a>(ctxt: &Ctxt, variants: impl Iterator<Item = &'a Variant<'a>>, what: &str) {
    let mut symbols = HashMap::new();
    for variant in variants {
        check_name(ctxt, variant.symbol_span(), &variant.symbol);
        if symbols.insert(&variant.symbol, ()).is_some() {
            let message = format!(
                "two variants have the {what} `{}`: rename one of them",
                variant.symbol
            );
            error(ctxt, variant.symbol_span(), &message);
        }
    }
}

fn check_dotted(ctxt: &Ctxt, text: &LitStr, may_be_empty: bool) {
    let value = text.value();
    if may_be_empty && value.is_empty() {
        return;
    }
    for part in value.split('.') {
        check_name(ctxt, text.span(), part);
    }
}

/// Names as the specification has them: letters, digits and underscores of ASCII, no digit first.
fn check_name(ctxt: &Ctxt, span: Span, name: &str) {
    let starts_well = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let goes_on_well = name
        .chars()
        .all(|other| other.is_ascii_alphanumeric() || other == '_');
    if !starts_well || !goes_on_well {
        let message = format!(
            "`{name}` is no Avro name: letters, digits and underscores, and no digit at the start"
        );
        error(ctxt, span, &message);
    }
}

fn error(ctxt: &Ctxt, span: Span, message: &str) {
    ctxt.syn_error(syn::Error::new(span, message));
}
