//! What structs have in common with those variants of an enum that are records.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::Index;

use crate::ast::{Container, ContainerData, Content, Field, Variant};

/// How many types stand in one tuple; more make tuples of tuples.
const TUPLE: usize = 8;

/// The types as one type.
pub(crate) fn tuple(mut types: Vec<TokenStream>) -> TokenStream {
    while types.len() > TUPLE {
        types = types
            .chunks(TUPLE)
            .map(|chunk| quote!((#(#chunk,)*)))
            .collect();
    }
    quote!((#(#types,)*))
}

/// Where in a [`tuple`] of `count` types the one at `position` stands: `.2.5`.
pub(crate) fn place_in_tuple(mut position: usize, mut count: usize) -> TokenStream {
    let mut place = TokenStream::new();
    while count > TUPLE {
        let index = Index::from(position % TUPLE);
        place = quote!(.#index #place);
        position /= TUPLE;
        count = count.div_ceil(TUPLE);
    }
    let index = Index::from(position);
    quote!(.#index #place)
}

/// The fields that are in the schema.
pub(crate) fn written(fields: &[Field]) -> Vec<&Field> {
    fields
        .iter()
        .filter(|field| field.attrs.skip.is_none())
        .collect()
}

/// The type that stands for a variant that is a record.
pub(crate) fn record_of(variant: &Variant<'_>) -> Ident {
    format_ident!("__RecordOf{}", variant.ident)
}

/// The definitions of the types that the implementations need besides the item's own.
pub(crate) fn definitions(container: &Container<'_>) -> TokenStream {
    let of_fields = container.all_fields();
    let of_fields = of_fields
        .iter()
        .map(|field| &field.representation.definition);
    let ContainerData::Union(variants) = &container.data else {
        return quote!(#(#of_fields)*);
    };
    let (ident, visibility) = (container.ident, container.visibility);
    let (parameters, arguments, bounds) = container.generics.split_for_impl();
    let of_variants = variants
        .iter()
        .filter_map(|variant| match &variant.content {
            Content::Record(_) => {
                let record = record_of(variant);
                Some(quote! {
                    #visibility struct #record #parameters (
                        ::core::marker::PhantomData<fn() -> #ident #arguments>
                    ) #bounds;
                })
            }
            _ => None,
        });
    quote!(#(#of_fields)* #(#of_variants)*)
}

/// The tokens with `own` for `Self`, to be used outside of the item's implementations.
pub(crate) fn replace_self(tokens: TokenStream, own: &TokenStream) -> TokenStream {
    let tokens = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(name) if name == "Self" => own.clone(),
        TokenTree::Group(group) => {
            let inner = replace_self(group.stream(), own);
            with_span_of(&group, inner)
        }
        other => other.into_token_stream(),
    });
    tokens.collect()
}

/// The tokens with `'static` for each lifetime, to be used where none is in scope.
pub(crate) fn make_static(tokens: TokenStream) -> TokenStream {
    let mut is_lifetime = false;
    let tokens = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(name) if is_lifetime => {
            is_lifetime = false;
            Ident::new("static", name.span()).into_token_stream()
        }
        TokenTree::Group(group) => {
            let inner = make_static(group.stream());
            with_span_of(&group, inner)
        }
        other => {
            is_lifetime = matches!(&other, TokenTree::Punct(mark) if mark.as_char() == '\'');
            other.into_token_stream()
        }
    });
    tokens.collect()
}

/// The group with other tokens in it.
fn with_span_of(group: &Group, inner: TokenStream) -> TokenStream {
    let mut changed = Group::new(group.delimiter(), inner);
    changed.set_span(group.span());
    changed.into_token_stream()
}
