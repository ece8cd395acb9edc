//! Rules that concern more than one attribute, or the names that come of them.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::{LitStr, Type};

use crate::ast::{Container, ContainerData, Field, Variant};
use crate::ctxt::Ctxt;

pub(crate) fn check(ctxt: &Ctxt, container: &Container<'_>) {
    check_names_of_type(ctxt, container);
    match &container.data {
        ContainerData::Record(fields) => check_fields(ctxt, fields),
        ContainerData::Enum(variants) => check_variants(ctxt, container, variants),
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

fn check_fields(ctxt: &Ctxt, fields: &[Field<'_>]) {
    let mut names = HashMap::new();
    for field in fields {
        check_name(ctxt, field.name_span(), &field.name);
        if names.insert(&field.name, ()).is_some() {
            let message = format!("two fields are named `{}`: rename one of them", field.name);
            error(ctxt, field.name_span(), &message);
        }
        for alias in &field.attrs.aliases {
            check_name(ctxt, alias.span(), &alias.value());
        }
        check_type(ctxt, field.ty);
    }
}

/// Types that one would expect to work, and why they do not.
fn check_type(ctxt: &Ctxt, ty: &Type) {
    let Type::Path(path) = ty else { return };
    let Some(ident) = path.path.get_ident() else {
        return;
    };
    if ident == "u64" || ident == "usize" {
        ctxt.error(
            ident,
            "an Avro `long` is signed: use `i64`, or `u32` where that is enough",
        );
    } else if ident == "i128" || ident == "u128" || ident == "isize" {
        ctxt.error(ident, "Avro has no such integer: use `i64`");
    }
}

fn check_variants(ctxt: &Ctxt, container: &Container<'_>, variants: &[Variant<'_>]) {
    if variants.is_empty() {
        ctxt.error(container.ident, "an Avro enum has at least one symbol");
    }
    let mut symbols = HashMap::new();
    for variant in variants {
        check_name(ctxt, variant.symbol_span(), &variant.symbol);
        if symbols.insert(&variant.symbol, ()).is_some() {
            let message = format!(
                "two variants have the symbol `{}`: rename one of them",
                variant.symbol
            );
            error(ctxt, variant.symbol_span(), &message);
        }
    }
    for default in variants
        .iter()
        .filter_map(|variant| variant.attrs.default)
        .skip(1)
    {
        error(ctxt, default, "only one variant can be the default");
    }
    if !container.generics.params.is_empty() {
        ctxt.error(&container.generics, "an Avro enum has no parameters");
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
