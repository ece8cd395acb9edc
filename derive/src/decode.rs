//! Writes `impl AvroDecode`: straight-line code where the writer's schema is the reader's, and a
//! loop over the plan's steps where it is not.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericParam, Lifetime};

use crate::ast::{Container, ContainerData, Field, Variant};

pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    let ident = container.ident;
    let (decode, decode_resolved) = match &container.data {
        ContainerData::Record(fields) => (straight(fields), resolved(fields)),
        ContainerData::Enum(variants) => symbols(variants),
    };
    let mut generics = container.bounded_generics(&quote!(__avrolane::AvroDecode<'__de>));
    let lifetimes = container
        .generics
        .lifetimes()
        .map(|parameter| &parameter.lifetime);
    let outlives = lifetimes.collect::<Vec<&Lifetime>>();
    generics.params.insert(
        0,
        GenericParam::Lifetime(syn::parse_quote!('__de: #(#outlives)+*)),
    );
    let (parameters, _, bounds) = generics.split_for_impl();
    let (_, arguments, _) = container.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #parameters __avrolane::AvroDecode<'__de> for #ident #arguments #bounds {
            #[inline]
            fn decode(
                decoder: &mut __avrolane::codec::Decoder<'__de>,
            ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
                #decode
            }

            fn decode_resolved(
                decoder: &mut __avrolane::codec::Decoder<'__de>,
                plan: __avrolane::codec::PlanCursor<'_>,
            ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
                #decode_resolved
            }
        }
    }
}

fn straight(fields: &[Field<'_>]) -> TokenStream {
    let fields = fields.iter().map(|Field { ident, ty, name, .. }| {
        let decode = or_in_field(
            &quote_spanned!(ty.span()=> <#ty as __avrolane::AvroDecode<'__de>>::decode(decoder)),
            name,
        );
        quote!(#ident: #decode)
    });
    quote!(::core::result::Result::Ok(Self { #(#fields,)* }))
}

fn resolved(fields: &[Field<'_>]) -> TokenStream {
    let places = (0..fields.len()).map(|position| format_ident!("field_{position}"));
    let places = places.collect::<Vec<_>>();
    let types = fields.iter().map(|field| field.ty);
    let arms = fields
        .iter()
        .zip(&places)
        .enumerate()
        .map(|(position, (field, place))| {
            let Field { ty, name, .. } = field;
            let decode = or_in_field(
                &quote_spanned!(ty.span()=> step.decode::<#ty, __avrolane::schema::Natural>(decoder)),
                name,
            );
            quote!(#position => #place = ::core::option::Option::Some(#decode))
        });
    let idents = fields.iter().map(|field| field.ident);
    quote! {
        #(let mut #places: ::core::option::Option<#types> = ::core::option::Option::None;)*
        for step in plan.steps()? {
            match step.field() {
                #(#arms,)*
                _ => step.skip(decoder)?,
            }
        }
        match (#(#places,)*) {
            (#(::core::option::Option::Some(#places),)*) => {
                ::core::result::Result::Ok(Self { #(#idents: #places,)* })
            }
            #[allow(unreachable_patterns)]
            _ => ::core::result::Result::Err(plan.incomplete()),
        }
    }
}

/// `decode`, its error saying in which field it happened.
fn or_in_field(decode: &TokenStream, name: &str) -> TokenStream {
    quote! {
        match #decode {
            ::core::result::Result::Ok(value) => value,
            ::core::result::Result::Err(error) => {
                return ::core::result::Result::Err(error.in_field(#name));
            }
        }
    }
}

fn symbols(variants: &[Variant<'_>]) -> (TokenStream, TokenStream) {
    let arms = variants.iter().enumerate().map(|(position, variant)| {
        let variant = variant.ident;
        let position = u32::try_from(position).unwrap_or(u32::MAX);
        quote!(#position => ::core::result::Result::Ok(Self::#variant))
    });
    let arms = quote!(#(#arms,)*);
    let straight = quote! {
        match __avrolane::__private::read_symbol(decoder)? {
            #arms
            index => ::core::result::Result::Err(
                __avrolane::__private::invalid_symbol(decoder, index)
            ),
        }
    };
    let resolved = quote! {
        match plan.read_symbol(decoder)? {
            #arms
            _ => ::core::result::Result::Err(plan.incomplete()),
        }
    };
    (straight, resolved)
}
