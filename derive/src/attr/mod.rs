//! Reads `#[avro(…)]`, doc comments, and those attributes of serde that mean the same.

mod literal;
mod serde;

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, Lit, LitInt, LitStr, Meta, Path, Token, Type};

use self::literal::json_string;
pub(crate) use self::literal::{Literal, LiteralKind};
use crate::case::Case;
use crate::ctxt::Ctxt;

/// The attributes of a struct, of an enum, or of a variant that is a record.
pub(crate) struct ContainerAttrs {
    /// Where the crate `avrolane` is found.
    pub(crate) krate: TokenStream,
    pub(crate) name: Option<LitStr>,
    pub(crate) namespace: Option<LitStr>,
    /// What the comments say, unless it is said word for word.
    pub(crate) doc: Option<String>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) rename_all: Option<Case>,
    /// How the fields of all variants are renamed.
    pub(crate) rename_all_fields: Option<Case>,
    /// Where the type is said to be written as its only field.
    pub(crate) transparent: Option<Span>,
    pub(crate) java_string: Option<LitStr>,
    pub(crate) properties: Vec<Property>,
}

/// The attributes of a field.
#[derive(Default)]
pub(crate) struct FieldAttrs {
    pub(crate) rename: Option<LitStr>,
    pub(crate) doc: Option<String>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) default: Option<Literal>,
    /// Where the field is said to have no default, not even the one that its type implies.
    pub(crate) no_default: Option<Span>,
    /// Where serde is told to use the type's `Default`.
    pub(crate) serde_default: Option<Span>,
    pub(crate) logical: Option<LitStr>,
    pub(crate) precision: Option<LitInt>,
    pub(crate) scale: Option<LitInt>,
    pub(crate) fixed: Option<LitStr>,
    pub(crate) size: Option<LitInt>,
    pub(crate) order: Option<LitStr>,
    pub(crate) properties: Vec<Property>,
    pub(crate) type_properties: Vec<Property>,
    pub(crate) with: Option<Type>,
    pub(crate) skip: Option<Skip>,
    pub(crate) flatten: Option<Span>,
    pub(crate) null_last: Option<Span>,
}

/// The attributes of a variant.
pub(crate) struct VariantAttrs {
    pub(crate) rename: Option<LitStr>,
    /// Where the variant is said to stand for symbols that are not known.
    pub(crate) default: Option<Span>,
    /// Where the variant is said to take what is not known.
    pub(crate) other: Option<Span>,
    /// Where the variant is said to be `null`.
    pub(crate) null: Option<Span>,
    pub(crate) doc: Option<String>,
    pub(crate) namespace: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) rename_all: Option<Case>,
    pub(crate) properties: Vec<Property>,
    /// The name in serde, which is that of a symbol or of a record, unless `rename` is another.
    pub(crate) serde_rename: Option<LitStr>,
}

/// A member of a JSON object that the specification does not name.
pub(crate) struct Property {
    pub(crate) key: LitStr,
    /// The value as JSON text.
    pub(crate) json: String,
}

/// A field that the schema does not have.
pub(crate) struct Skip {
    pub(crate) span: Span,
    /// What the field is when a value is read; its `Default` unless said otherwise.
    pub(crate) value: Option<TokenStream>,
}

const OF_TYPE: &str = "`name`, `namespace`, `doc`, `alias`, `rename_all`, `transparent`, \
                       `java_string`, `property`, `crate`";
const OF_FIELD: &str = "`rename`, `doc`, `alias`, `default`, `default_json`, `no_default`, \
                        `logical`, `precision`, `scale`, `fixed`, `size`, `order`, `tags`, \
                        `property`, `type_property`, `with`, `skip`, `flatten`, `null_last`";
const OF_VARIANT: &str = "`rename`, `default`, `other`, `null`, `namespace`, `doc`, `alias`, \
                          `rename_all`, `property`";

impl ContainerAttrs {
    pub(crate) fn new(ctxt: &Ctxt, attributes: &[Attribute], is_union: bool) -> Self {
        let mut attrs = Self {
            krate: quote!(::avrolane),
            name: None,
            namespace: None,
            doc: doc(attributes),
            aliases: Vec::new(),
            rename_all: None,
            rename_all_fields: None,
            transparent: None,
            java_string: None,
            properties: Vec::new(),
        };
        for_each_once(ctxt, attributes, |meta| {
            match name_of(meta).as_str() {
                "crate" => {
                    let path = meta.value()?.parse::<LitStr>()?.parse::<Path>()?;
                    attrs.krate = quote!(#path);
                }
                "name" => attrs.name = Some(meta.value()?.parse()?),
                "namespace" => attrs.namespace = Some(meta.value()?.parse()?),
                "doc" => attrs.doc = Some(meta.value()?.parse::<LitStr>()?.value()),
                "alias" => attrs.aliases.push(meta.value()?.parse()?),
                "rename_all" => attrs.rename_all = case(ctxt, meta)?,
                "transparent" => attrs.transparent = Some(meta.path.span()),
                "java_string" => attrs.java_string = Some(meta.value()?.parse()?),
                "property" => attrs.properties.push(property(meta)?),
                _ => return Err(unknown(meta, "a type", OF_TYPE)),
            }
            Ok(())
        });
        serde::container(ctxt, attributes, is_union, &mut attrs);
        attrs
    }
}

impl FieldAttrs {
    pub(crate) fn new(ctxt: &Ctxt, attributes: &[Attribute]) -> Self {
        let mut attrs = Self {
            doc: doc(attributes),
            ..Self::default()
        };
        for_each_once(ctxt, attributes, |meta| attrs.read(meta));
        serde::field(ctxt, attributes, &mut attrs);
        attrs
    }

    fn read(&mut self, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        match name_of(meta).as_str() {
            "rename" => self.rename = Some(meta.value()?.parse()?),
            "doc" => self.doc = Some(meta.value()?.parse::<LitStr>()?.value()),
            "alias" => self.aliases.push(meta.value()?.parse()?),
            "default" => self.default = Some(meta.value()?.parse()?),
            "default_json" => {
                let text = meta.value()?.parse::<LitStr>()?;
                self.default = Some(Literal {
                    span: text.span(),
                    json: text.value(),
                    kind: LiteralKind::Json,
                    inside: Vec::new(),
                });
            }
            "no_default" => self.no_default = Some(meta.path.span()),
            "logical" => self.logical = Some(meta.value()?.parse()?),
            "precision" => self.precision = Some(meta.value()?.parse()?),
            "scale" => self.scale = Some(meta.value()?.parse()?),
            "fixed" => self.fixed = Some(meta.value()?.parse()?),
            "size" => self.size = Some(meta.value()?.parse()?),
            "order" => self.order = Some(meta.value()?.parse()?),
            "tags" => self.properties.push(tags(meta)?),
            "property" => self.properties.push(property(meta)?),
            "type_property" => self.type_properties.push(property(meta)?),
            "with" => self.with = Some(meta.value()?.parse()?),
            "skip" => {
                let given = meta.input.peek(Token![=]);
                let value = given.then(|| meta.value()?.parse::<Expr>());
                let value = value.transpose()?.map(|value| quote!(#value));
                let span = meta.path.span();
                self.skip = Some(Skip { span, value });
            }
            "flatten" => self.flatten = Some(meta.path.span()),
            "null_last" => self.null_last = Some(meta.path.span()),
            _ => return Err(unknown(meta, "a field", OF_FIELD)),
        }
        Ok(())
    }
}

impl VariantAttrs {
    pub(crate) fn new(ctxt: &Ctxt, attributes: &[Attribute]) -> Self {
        let mut attrs = Self {
            rename: None,
            default: None,
            other: None,
            null: None,
            doc: doc(attributes),
            namespace: None,
            aliases: Vec::new(),
            rename_all: None,
            properties: Vec::new(),
            serde_rename: None,
        };
        for_each_once(ctxt, attributes, |meta| {
            match name_of(meta).as_str() {
                "rename" => attrs.rename = Some(meta.value()?.parse()?),
                "default" => attrs.default = Some(meta.path.span()),
                "other" => attrs.other = Some(meta.path.span()),
                "null" => attrs.null = Some(meta.path.span()),
                "namespace" => attrs.namespace = Some(meta.value()?.parse()?),
                "doc" => attrs.doc = Some(meta.value()?.parse::<LitStr>()?.value()),
                "alias" => attrs.aliases.push(meta.value()?.parse()?),
                "rename_all" => attrs.rename_all = case(ctxt, meta)?,
                "property" => attrs.properties.push(property(meta)?),
                _ => return Err(unknown(meta, "a variant", OF_VARIANT)),
            }
            Ok(())
        });
        serde::variant(ctxt, attributes, &mut attrs);
        attrs
    }
}

/// Reads `#[avro(…)]`, in which few attributes may stand more than once.
fn for_each_once(
    ctxt: &Ctxt,
    attributes: &[Attribute],
    mut read: impl FnMut(&ParseNestedMeta<'_>) -> syn::Result<()>,
) {
    let mut seen = HashSet::new();
    for_each(ctxt, "avro", attributes, |meta| {
        let mut name = name_of(meta);
        read(meta)?;
        if name == "default_json" {
            name = "default".to_owned();
        }
        let may_repeat = matches!(
            name.as_str(),
            "alias" | "property" | "tags" | "type_property"
        );
        if !may_repeat && !seen.insert(name.clone()) {
            ctxt.error(&meta.path, format!("`{name}` is said twice"));
        }
        Ok(())
    });
}

fn for_each(
    ctxt: &Ctxt,
    name: &str,
    attributes: &[Attribute],
    mut read: impl FnMut(&ParseNestedMeta<'_>) -> syn::Result<()>,
) {
    for attribute in attributes {
        if !attribute.path().is_ident(name) {
            continue;
        }
        if let Err(error) = attribute.parse_nested_meta(|meta| read(&meta)) {
            ctxt.syn_error(error);
        }
    }
}

/// The name that an attribute begins with; empty where it is no single name.
fn name_of(meta: &ParseNestedMeta<'_>) -> String {
    meta.path
        .get_ident()
        .map(ToString::to_string)
        .unwrap_or_default()
}

fn case(ctxt: &Ctxt, meta: &ParseNestedMeta<'_>) -> syn::Result<Option<Case>> {
    let text = meta.value()?.parse::<LitStr>()?;
    let case = Case::parse(&text.value());
    Ok(case.map_err(|message| ctxt.error(&text, message)).ok())
}

/// `property("key", literal)`
fn property(meta: &ParseNestedMeta<'_>) -> syn::Result<Property> {
    let content;
    syn::parenthesized!(content in meta.input);
    let key = content.parse()?;
    content.parse::<Token![,]>()?;
    let json = content.parse::<Literal>()?.json;
    content.parse::<Option<Token![,]>>()?;
    Ok(Property { key, json })
}

/// `tags("PII", …)`
fn tags(meta: &ParseNestedMeta<'_>) -> syn::Result<Property> {
    let content;
    syn::parenthesized!(content in meta.input);
    let tags = Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?;
    let tags = tags.iter().map(|tag| json_string(&tag.value()));
    Ok(Property {
        key: LitStr::new("confluent:tags", meta.path.span()),
        json: format!("[{}]", tags.collect::<Vec<_>>().join(",")),
    })
}

fn unknown(meta: &ParseNestedMeta<'_>, of: &str, known: &str) -> syn::Error {
    let name = match name_of(meta) {
        name if name.is_empty() => "this path".to_owned(),
        name => format!("`{name}`"),
    };
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
        text.split('\n')
            .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned())
            .collect::<Vec<_>>()
    });
    let text = lines.collect::<Vec<_>>().join("\n").trim().to_owned();
    (!text.is_empty()).then_some(text)
}
