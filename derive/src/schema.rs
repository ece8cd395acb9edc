//! Writes `impl AvroSchema`.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use crate::ast::{Container, ContainerData, Field, Variant};
use crate::attr::{Default, LiteralKind};

/// How many types stand in one tuple; more make tuples of tuples.
const TUPLE: usize = 8;

pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    let ident = container.ident;
    let (kind, node, nested) = match &container.data {
        ContainerData::Record(fields) => record(container, fields),
        ContainerData::Enum(variants) => symbols(container, variants),
    };
    let generics = container.bounded_generics(&quote!(__avrolane::AvroSchema));
    let (parameters, _, bounds) = generics.split_for_impl();
    let (_, arguments, _) = container.generics.split_for_impl();
    let checks = match &container.data {
        ContainerData::Record(fields) if container.generics.type_params().next().is_none() => {
            let lifetimes = container.generics.lifetimes().map(|_| quote!('static));
            let own = quote!(#ident<#(#lifetimes),*>);
            fields
                .iter()
                .filter_map(|field| default_check(field, &own))
                .collect()
        }
        _ => TokenStream::new(),
    };
    quote! {
        #[automatically_derived]
        impl #parameters __avrolane::AvroSchema for #ident #arguments #bounds {
            const KIND: __avrolane::schema::Kind = #kind;
            const NODE: __avrolane::schema::Node = #node;
            type Nested<__D: __avrolane::schema::Depth> = #nested;
        }
        #checks
    }
}

fn record(
    container: &Container<'_>,
    fields: &[Field<'_>],
) -> (TokenStream, TokenStream, TokenStream) {
    let head = head(container);
    let nodes = fields.iter().map(|field| {
        let Field {
            name, ty, attrs, ..
        } = field;
        let doc = optional(attrs.doc.as_deref());
        let aliases = &attrs.aliases;
        let default = match &attrs.default {
            Some(Default { json, .. }) => optional(Some(json)),
            None => quote!(<#ty as __avrolane::AvroSchema>::IMPLIED_DEFAULT),
        };
        quote_spanned! {ty.span()=>
            __avrolane::schema::FieldNode {
                name: #name,
                doc: #doc,
                aliases: &[#(#aliases),*],
                default: #default,
                node: <#ty as __avrolane::AvroSchema>::node,
                order: ::core::option::Option::None,
                properties: &[],
                flatten: false,
            }
        }
    });
    let node = quote! {
        __avrolane::schema::Node::Record(__avrolane::schema::RecordNode {
            #head
            fields: &[#(#nodes),*],
            properties: &[],
            java_string: ::core::option::Option::None,
        })
    };
    let nested = fields.iter().map(
        |Field { ty, .. }| quote_spanned!(ty.span()=> <__D as __avrolane::schema::Depth>::Of<#ty, __avrolane::schema::Natural>),
    );
    (
        quote!(__avrolane::schema::Kind::Record),
        node,
        tuple(nested.collect()),
    )
}

fn symbols(
    container: &Container<'_>,
    variants: &[Variant<'_>],
) -> (TokenStream, TokenStream, TokenStream) {
    let head = head(container);
    let symbols = variants
        .iter()
        .map(|variant| &variant.symbol)
        .collect::<Vec<_>>();
    let default = variants
        .iter()
        .find(|variant| variant.attrs.default.is_some());
    let default = optional(default.map(|variant| variant.symbol.as_str()));
    let node = quote! {
        __avrolane::schema::Node::Enum(__avrolane::schema::EnumNode {
            #head
            symbols: &[#(#symbols),*],
            default: #default,
            properties: &[],
        })
    };
    (
        quote!(__avrolane::schema::Kind::Enum(&[#(#symbols),*])),
        node,
        quote!(()),
    )
}

/// What records and enums have in common.
fn head(container: &Container<'_>) -> TokenStream {
    let name = &container.name;
    let namespace = container.attrs.namespace.as_ref().map(syn::LitStr::value);
    let namespace = optional(namespace.as_deref());
    let doc = optional(container.attrs.doc.as_deref());
    let aliases = &container.attrs.aliases;
    quote! {
        name: #name,
        namespace: #namespace,
        doc: #doc,
        aliases: &[#(#aliases),*],
    }
}

fn optional(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote!(::core::option::Option::Some(#text)),
        None => quote!(::core::option::Option::None),
    }
}

fn tuple(mut types: Vec<TokenStream>) -> TokenStream {
    while types.len() > TUPLE {
        types = types
            .chunks(TUPLE)
            .map(|chunk| quote!((#(#chunk,)*)))
            .collect();
    }
    quote!((#(#types,)*))
}

/// The type of a field as it reads outside the `impl`: `'static` for each lifetime, and the type's
/// own name for `Self`.
fn outside(tokens: TokenStream, own: &TokenStream) -> TokenStream {
    let mut is_lifetime = false;
    let tokens = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(name) if is_lifetime => {
            is_lifetime = false;
            Ident::new("static", name.span()).into_token_stream()
        }
        TokenTree::Ident(name) if name == "Self" => own.clone(),
        TokenTree::Group(group) => {
            let inner = outside(group.stream(), own);
            Group::new(group.delimiter(), inner).into_token_stream()
        }
        other => {
            is_lifetime = matches!(&other, TokenTree::Punct(mark) if mark.as_char() == '\'');
            other.into_token_stream()
        }
    });
    tokens.collect()
}

/// Holds the kind of a default against the kind of the field's type.
fn default_check(field: &Field<'_>, own: &TokenStream) -> Option<TokenStream> {
    let Default {
        span,
        json,
        literal,
    } = field.attrs.default.as_ref()?;
    let ty = outside(field.ty.to_token_stream(), own);
    let literal = match literal {
        LiteralKind::Null => quote!(Null),
        LiteralKind::Boolean => quote!(Boolean),
        LiteralKind::Integer => quote!(Integer),
        LiteralKind::Float => quote!(Float),
        LiteralKind::String => quote!(String),
        LiteralKind::Array => quote!(Array),
        LiteralKind::Map => quote!(Map),
    };
    let message = format!(
        "the default of field `{}` does not fit its type",
        field.name
    );
    Some(quote_spanned! {*span=>
        const _: () = ::core::assert!(
            __avrolane::__private::default_fits(
                <#ty as __avrolane::AvroSchema>::KIND,
                __avrolane::__private::Literal::#literal,
                #json,
            ),
            #message
        );
    })
}
