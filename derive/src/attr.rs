//! Reads `#[avro(…)]`, and doc comments.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, Ident, Lit, LitStr, Meta, Path, Token, token};

use crate::case::Case;
use crate::ctxt::Ctxt;

/// The attributes of a struct or of an enum.
pub(crate) struct ContainerAttrs {
    /// Where the crate `avrolane` is found.
    pub(crate) krate: TokenStream,
    pub(crate) name: Option<LitStr>,
    pub(crate) namespace: Option<LitStr>,
    pub(crate) doc: Option<String>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) rename_all: Option<Case>,
}

/// The attributes of a field.
pub(crate) struct FieldAttrs {
    pub(crate) rename: Option<LitStr>,
    pub(crate) doc: Option<String>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) default: Option<Default>,
}

/// The attributes of a variant.
pub(crate) struct VariantAttrs {
    pub(crate) rename: Option<LitStr>,
    /// Where the variant is said to stand for symbols that are not known.
    pub(crate) default: Option<Span>,
}

/// The default of a field: a literal, as JSON text.
pub(crate) struct Default {
    pub(crate) span: Span,
    pub(crate) json: String,
    pub(crate) literal: LiteralKind,
}

/// What kind of literal a default is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LiteralKind {
    Null,
    Boolean,
    Integer,
    Float,
    String,
    Array,
    Map,
}

impl ContainerAttrs {
    pub(crate) fn new(ctxt: &Ctxt, attributes: &[Attribute]) -> Self {
        let mut attrs = Self {
            krate: quote!(::avrolane),
            name: None,
            namespace: None,
            doc: doc(attributes),
            aliases: Vec::new(),
            rename_all: None,
        };
        for_each_avro(ctxt, attributes, |meta| {
            if meta.path.is_ident("crate") {
                let path = meta.value()?.parse::<LitStr>()?.parse::<Path>()?;
                attrs.krate = quote!(#path);
            } else if meta.path.is_ident("name") {
                set(ctxt, meta, &mut attrs.name)?;
            } else if meta.path.is_ident("namespace") {
                set(ctxt, meta, &mut attrs.namespace)?;
            } else if meta.path.is_ident("alias") {
                attrs.aliases.push(meta.value()?.parse()?);
            } else if meta.path.is_ident("rename_all") {
                let text = meta.value()?.parse::<LitStr>()?;
                let case = Case::parse(&text.value());
                attrs.rename_all = case.map_err(|message| ctxt.error(&text, message)).ok();
            } else {
                return Err(unknown(
                    meta,
                    "a type",
                    "`name`, `namespace`, `alias`, `rename_all`, `crate`",
                ));
            }
            Ok(())
        });
        attrs
    }
}

impl FieldAttrs {
    pub(crate) fn new(ctxt: &Ctxt, attributes: &[Attribute]) -> Self {
        let mut attrs = Self {
            rename: None,
            doc: doc(attributes),
            aliases: Vec::new(),
            default: None,
        };
        for_each_avro(ctxt, attributes, |meta| {
            if meta.path.is_ident("rename") {
                set(ctxt, meta, &mut attrs.rename)?;
            } else if meta.path.is_ident("alias") {
                attrs.aliases.push(meta.value()?.parse()?);
            } else if meta.path.is_ident("default") {
                attrs.default = Some(meta.value()?.parse()?);
            } else {
                return Err(unknown(meta, "a field", "`rename`, `alias`, `default`"));
            }
            Ok(())
        });
        attrs
    }
}

impl VariantAttrs {
    pub(crate) fn new(ctxt: &Ctxt, attributes: &[Attribute]) -> Self {
        let mut attrs = Self {
            rename: None,
            default: None,
        };
        for_each_avro(ctxt, attributes, |meta| {
            if meta.path.is_ident("rename") {
                set(ctxt, meta, &mut attrs.rename)?;
            } else if meta.path.is_ident("default") {
                attrs.default = Some(meta.path.span());
            } else {
                return Err(unknown(meta, "a variant", "`rename`, `default`"));
            }
            Ok(())
        });
        attrs
    }
}

fn for_each_avro(
    ctxt: &Ctxt,
    attributes: &[Attribute],
    mut read: impl FnMut(&ParseNestedMeta<'_>) -> syn::Result<()>,
) {
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("avro"))
    {
        if let Err(error) = attribute.parse_nested_meta(|meta| read(&meta)) {
            ctxt.syn_error(error);
        }
    }
}

fn set(ctxt: &Ctxt, meta: &ParseNestedMeta<'_>, place: &mut Option<LitStr>) -> syn::Result<()> {
    let value = meta.value()?.parse::<LitStr>()?;
    if place.is_some() {
        ctxt.error(&meta.path, "this is said twice");
    }
    *place = Some(value);
    Ok(())
}

fn unknown(meta: &ParseNestedMeta<'_>, of: &str, known: &str) -> syn::Error {
    let name = meta
        .path
        .get_ident()
        .map_or_else(|| "this path".to_owned(), |name| format!("`{name}`"));
    meta.error(format!("{name} is no attribute of {of}; there are {known}"))
}

/// Doc comments as one text: each line without the space behind the slashes, none at either end.
fn doc(attributes: &[Attribute]) -> Option<String> {
    let lines = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
                Expr::Lit(literal) => match &literal.lit {
                    Lit::Str(text) => Some(text.value()),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        });
    let lines = lines.flat_map(|text| {
        text.lines()
            .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned())
            .collect::<Vec<_>>()
    });
    let text = lines.collect::<Vec<_>>().join("\n").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

impl Parse for Default {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let span = input.span();
        let (json, literal) = if input.peek(token::Bracket) {
            (parse_array(input)?, LiteralKind::Array)
        } else if input.peek(token::Brace) {
            let content;
            syn::braced!(content in input);
            if !content.is_empty() {
                return Err(not_a_default(content.span()));
            }
            ("{}".to_owned(), LiteralKind::Map)
        } else if input.peek(Token![-]) {
            input.parse::<Token![-]>()?;
            match parse_literal(input)? {
                (number, kind @ (LiteralKind::Integer | LiteralKind::Float)) => {
                    (format!("-{number}"), kind)
                }
                _ => return Err(not_a_default(span)),
            }
        } else {
            parse_literal(input)?
        };
        Ok(Self {
            span,
            json,
            literal,
        })
    }
}

fn parse_array(input: ParseStream<'_>) -> syn::Result<String> {
    let content;
    syn::bracketed!(content in input);
    let items = Punctuated::<Default, Token![,]>::parse_terminated(&content)?;
    let items = items
        .iter()
        .map(|item| item.json.as_str())
        .collect::<Vec<_>>();
    Ok(format!("[{}]", items.join(",")))
}

fn parse_literal(input: ParseStream<'_>) -> syn::Result<(String, LiteralKind)> {
    let span = input.span();
    if input.peek(Ident) && input.parse::<Ident>()? == "None" {
        return Ok(("null".to_owned(), LiteralKind::Null));
    }
    match input.parse::<Lit>().map_err(|_| not_a_default(span))? {
        Lit::Str(text) => Ok((json_string(&text.value()), LiteralKind::String)),
        Lit::Bool(value) => Ok((value.value.to_string(), LiteralKind::Boolean)),
        Lit::Int(number) => Ok((number.base10_digits().to_owned(), LiteralKind::Integer)),
        Lit::Float(number) => Ok((number.base10_digits().to_owned(), LiteralKind::Float)),
        _ => Err(not_a_default(span)),
    }
}

fn not_a_default(span: Span) -> syn::Error {
    syn::Error::new(
        span,
        "a default is a literal: a number, `true` or `false`, a string, `[…]` of literals, `{}` \
         for an empty map, or `None`",
    )
}

fn json_string(text: &str) -> String {
    let mut json = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            control if control.is_control() => {
                json.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            other => json.push(other),
        }
    }
    json.push('"');
    json
}
