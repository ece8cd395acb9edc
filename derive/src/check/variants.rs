//! Rules for enums.

use std::collections::HashMap;

use super::fields::{check_fields, check_only_field};
use super::{OF_NAMED_TYPE, check_dotted, check_name, check_properties};
use syn::LitStr;

use crate::ast::{Container, Content, Variant};
use crate::attr::VariantAttrs;
use crate::ctxt::Ctxt;

pub(super) fn check_symbols(ctxt: &Ctxt, container: &Container<'_>, variants: &[Variant<'_>]) {
    if variants.is_empty() {
        ctxt.error(container.ident, "an Avro enum has at least one symbol");
    }
    check_distinct(ctxt, variants.iter(), "symbol");
    for default in variants
        .iter()
        .filter_map(|variant| variant.attrs.default)
        .skip(1)
    {
        ctxt.error(&default, "only one variant can be the default");
    }
    for variant in variants {
        let message = "a symbol of an Avro enum has a name, and nothing else";
        refuse_all(ctxt, of_record(&variant.attrs), message);
        if let Some(span) = variant.attrs.other.or(variant.attrs.null) {
            ctxt.error(
                &span,
                "this is for enums with data; symbols that are not known go to the variant that \
                 is the `default`",
            );
        }
    }
    if !container.generics.params.is_empty() {
        ctxt.error(&container.generics, "an Avro enum has no parameters");
    }
}

pub(super) fn check_branches(ctxt: &Ctxt, container: &Container<'_>, variants: &[Variant<'_>]) {
    if variants.iter().all(|variant| variant.attrs.other.is_some()) {
        let message = "an enum with data needs a variant that is a branch of its union";
        ctxt.error(container.ident, message);
    }
    let records = variants
        .iter()
        .filter(|variant| matches!(variant.content, Content::Record(_)));
    check_distinct(ctxt, records, "name");
    for variant in variants {
        check_variant(ctxt, container, variant);
        if let Some(span) = variant.attrs.default {
            ctxt.error(
                &span,
                "an enum with data is a union, which has no default: take what is not known into a \
                 variant that is `other`",
            );
        }
    }
    let others = variants.iter().filter_map(|variant| variant.attrs.other);
    for other in others.skip(1) {
        ctxt.error(&other, "only one variant can take what is not known");
    }
}

fn check_variant(ctxt: &Ctxt, container: &Container<'_>, variant: &Variant<'_>) {
    let attrs = &variant.attrs;
    match &variant.content {
        Content::Record(fields) => check_fields(ctxt, fields),
        Content::Value(field) => {
            check_only_field(ctxt, container, field);
            if let Some(span) = field.attrs.null_last {
                ctxt.error(
                    &span,
                    "unions do not nest: make `null` a variant of its own with `#[avro(null)]`",
                );
            }
            if let Some(span) = field.attrs.skip.as_ref().map(|skip| skip.span) {
                ctxt.error(&span, "a variant with one field is written as that field");
            }
        }
        Content::Symbol | Content::Null | Content::Other { .. } => {}
    }
    if let (Some(span), false) = (attrs.null, matches!(variant.content, Content::Null)) {
        ctxt.error(
            &span,
            "`null` has no data: this is for a variant without fields",
        );
    }
    if let (Some(span), Content::Other { fields, named }) = (attrs.other, &variant.content)
        && (*named || *fields > 1)
    {
        ctxt.error(
            &span,
            "what is not known goes into a variant without fields, or with one of the type \
             `avrolane::codec::UnknownRecord`",
        );
    }
    if matches!(variant.content, Content::Record(_)) {
        if let Some(namespace) = &attrs.namespace {
            check_dotted(ctxt, namespace, true);
        }
        for alias in &attrs.aliases {
            check_dotted(ctxt, alias, false);
        }
        check_properties(ctxt, &attrs.properties, OF_NAMED_TYPE);
    } else {
        let message = "this variant has no name in the schema: say this of the type that it holds";
        refuse_all(ctxt, attrs.rename.as_ref(), message);
        refuse_all(ctxt, of_record(attrs), message);
    }
}

/// What is said of a variant as only a record can have it.
fn of_record(attrs: &VariantAttrs) -> impl Iterator<Item = &LitStr> {
    let property = attrs.properties.first().map(|property| &property.key);
    let all = [attrs.namespace.as_ref(), attrs.aliases.first(), property];
    all.into_iter().flatten()
}

fn refuse_all<'a>(ctxt: &Ctxt, said: impl IntoIterator<Item = &'a LitStr>, message: &str) {
    for said in said {
        ctxt.error(said, message);
    }
}

fn check_distinct<'a>(ctxt: &Ctxt, variants: impl Iterator<Item = &'a Variant<'a>>, what: &str) {
    let mut symbols = HashMap::new();
    for variant in variants {
        check_name(ctxt, variant.symbol_span(), &variant.symbol, Some("rename"));
        if symbols.insert(&variant.symbol, ()).is_some() {
            let message = format!(
                "two variants have the {what} `{}`: rename one of them",
                variant.symbol
            );
            ctxt.error(&variant.symbol_span(), &message);
        }
    }
}
