//! Reads those attributes of serde that mean the same in Avro, so that they need not be said twice.
//!
//! `#[avro(…)]` wins over them, and what means nothing in Avro is passed over.

use proc_macro2::TokenStream;
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, LitStr, Path, Token, token};

use super::{ContainerAttrs, FieldAttrs, Skip, VariantAttrs, for_each, name_of};
use crate::case::Case;
use crate::ctxt::Ctxt;

/// A union has no name, and serde's names of its variants are not those of the records that they
/// are.
pub(super) fn container(
    ctxt: &Ctxt,
    attributes: &[Attribute],
    is_union: bool,
    attrs: &mut ContainerAttrs,
) {
    let mut rename_all = None;
    for_each(ctxt, "serde", attributes, |meta| {
        match (name_of(meta).as_str(), text(meta)?) {
            ("rename", Some(text)) if !is_union && attrs.name.is_none() => attrs.name = Some(text),
            ("rename_all", Some(text)) if !is_union => rename_all = Some(text),
            ("rename_all_fields", Some(text)) => {
                attrs.rename_all_fields = case(ctxt, &text);
            }
            ("transparent", _) if attrs.transparent.is_none() => {
                attrs.transparent = Some(meta.path.span());
            }
            _ => {}
        }
        Ok(())
    });
    if let (None, Some(text)) = (attrs.rename_all, rename_all) {
        attrs.rename_all = case(ctxt, &text);
    }
}

pub(super) fn variant(ctxt: &Ctxt, attributes: &[Attribute], attrs: &mut VariantAttrs) {
    let mut rename_all = None;
    for_each(ctxt, "serde", attributes, |meta| {
        match (name_of(meta).as_str(), text(meta)?) {
            ("rename", Some(text)) => attrs.serde_rename = Some(text),
            ("rename_all", Some(text)) => rename_all = Some(text),
            _ => {}
        }
        Ok(())
    });
    if let (None, Some(text)) = (attrs.rename_all, rename_all) {
        attrs.rename_all = case(ctxt, &text);
    }
}

fn case(ctxt: &Ctxt, text: &LitStr) -> Option<Case> {
    let case = Case::parse(&text.value());
    let case = case.map_err(|message| {
        let advice = "say how names are spelled in Avro as `#[avro(rename_all = \"…\")]`";
        ctxt.error(text, format!("{message}; {advice}"));
    });
    case.ok()
}

pub(super) fn field(ctxt: &Ctxt, attributes: &[Attribute], attrs: &mut FieldAttrs) {
    let mut skipped = None;
    let mut default = None;
    for_each(ctxt, "serde", attributes, |meta| {
        match (name_of(meta).as_str(), text(meta)?) {
            ("rename", Some(text)) if attrs.rename.is_none() => attrs.rename = Some(text),
            ("alias", Some(text)) if is_name(&text.value()) => attrs.aliases.push(text),
            ("default", function) => default = Some((meta.path.span(), function)),
            ("skip", _) => skipped = Some(meta.path.span()),
            ("flatten", _) if attrs.flatten.is_none() => attrs.flatten = Some(meta.path.span()),
            _ => {}
        }
        Ok(())
    });
    if let (None, Some(span)) = (&attrs.skip, skipped) {
        let function = default.as_ref().and_then(|(_, function)| function.as_ref());
        let path = function.and_then(|function| function.parse::<Path>().ok());
        let value = path.map(|path| quote!(#path()));
        attrs.skip = Some(Skip { span, value });
    } else if let (None, None, None, Some((span, function))) =
        (&attrs.skip, &attrs.default, attrs.no_default, default)
    {
        attrs.serde_default = Some(span);
        if let Some(function) = function {
            ctxt.error(
                &function,
                "what a function makes is not known to the schema: say what the default is in Avro \
                 as `#[avro(default = …)]`",
            );
        }
    }
}

/// The text behind `=`, if that is what an attribute of serde has; anything else is passed over.
fn text(meta: &ParseNestedMeta<'_>) -> syn::Result<Option<LitStr>> {
    if meta.input.peek(Token![=]) {
        let value = meta.value()?;
        if value.peek(LitStr) {
            return value.parse().map(Some);
        }
        value.parse::<Expr>()?;
    } else if meta.input.peek(token::Paren) {
        let content;
        syn::parenthesized!(content in meta.input);
        content.parse::<TokenStream>()?;
    }
    Ok(None)
}

fn is_name(text: &str) -> bool {
    text.chars()
        .all(|character| character.is_ascii_alphanumeric() || character == '_')
        && text.starts_with(|first: char| !first.is_ascii_digit())
}
