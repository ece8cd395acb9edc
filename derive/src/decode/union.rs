//! Writes how an enum with data is read: as the branch of a union that each variant is.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Generics;
use syn::spanned::Spanned;

use super::fields::{fields_impl, straight};
use super::methods;
use crate::ast::{Container, Content, Variant};
use crate::record::record_of;

/// The methods of the enum.
pub(super) fn items(container: &Container<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let straight = arms(variants, decode_straight);
    let resolved = arms(variants, |variant| decode_resolved(container, variant));
    let methods = methods(
        &quote! {
            let index = decoder.read_long()?;
            <Self as __avrolane::AvroDecode<'__de>>::decode_branch(index, 0, decoder)
        },
        &quote! {
            let (branch, place) = plan.union_branch()?;
            <Self as __avrolane::AvroDecode<'__de>>::decode_branch_resolved(branch, decoder, place)
        },
    );
    let unknown = variants
        .iter()
        .find(|variant| matches!(variant.content, Content::Other { .. }))
        .map(decode_unknown);
    quote! {
        #methods

        #[inline]
        fn decode_branch(
            index: i64,
            first: i64,
            decoder: &mut __avrolane::codec::Decoder<'__de>,
        ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
            match index.wrapping_sub(first) {
                #straight
                _ => ::core::result::Result::Err(
                    __avrolane::__private::invalid_branch(decoder, index)
                ),
            }
        }

        fn decode_branch_resolved(
            branch: u32,
            decoder: &mut __avrolane::codec::Decoder<'__de>,
            plan: __avrolane::codec::PlanCursor<'_>,
        ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
            match branch {
                #resolved
                _ => ::core::result::Result::Err(plan.incomplete()),
            }
        }

        #unknown
    }
}

/// An arm for each variant that is a branch.
fn arms(variants: &[Variant<'_>], decode: impl Fn(&Variant<'_>) -> TokenStream) -> TokenStream {
    let branches = variants
        .iter()
        .filter(|variant| !matches!(variant.content, Content::Other { .. }));
    let arms = branches.enumerate().map(|(position, variant)| {
        let position = proc_macro2::Literal::usize_unsuffixed(position);
        let decode = decode(variant);
        quote!(#position => #decode,)
    });
    arms.collect()
}

fn decode_straight(variant: &Variant<'_>) -> TokenStream {
    let ident = variant.ident;
    match &variant.content {
        Content::Value(field) => {
            let (ty, represented) = (&field.ty, &field.representation.ty);
            quote_spanned! {ty.span()=>
                <#ty as __avrolane::AvroDecode<'__de, #represented>>::decode(decoder)
                    .map(Self::#ident)
            }
        }
        Content::Record(fields) => {
            let record = straight(fields, &quote!(Self::#ident));
            quote!(::core::result::Result::Ok(#record))
        }
        Content::Null | Content::Symbol | Content::Other { .. } => {
            quote!(::core::result::Result::Ok(Self::#ident))
        }
    }
}

fn decode_resolved(container: &Container<'_>, variant: &Variant<'_>) -> TokenStream {
    let ident = variant.ident;
    match &variant.content {
        Content::Value(field) => {
            let (ty, represented) = (&field.ty, &field.representation.ty);
            quote_spanned! {ty.span()=>
                plan.decode::<#ty, #represented>(decoder).map(Self::#ident)
            }
        }
        Content::Record(_) => {
            let record = record_of(variant);
            let (_, arguments, _) = container.generics.split_for_impl();
            let arguments = arguments.as_turbofish();
            let straight = decode_straight(variant);
            quote! {
                __avrolane::__private::decode_variant::<#record #arguments>(
                    decoder,
                    plan,
                    |decoder| #straight,
                )
            }
        }
        Content::Null | Content::Symbol | Content::Other { .. } => {
            quote!(::core::result::Result::Ok(Self::#ident))
        }
    }
}

fn decode_unknown(variant: &Variant<'_>) -> TokenStream {
    let ident = variant.ident;
    let value = match variant.content {
        Content::Other { kept: true } => quote!(map(Self::#ident)),
        _ => quote!(map(|_| Self::#ident)),
    };
    quote! {
        const TAKES_UNKNOWN: bool = true;

        fn decode_unknown(
            decoder: &mut __avrolane::codec::Decoder<'__de>,
            plan: __avrolane::codec::PlanCursor<'_>,
        ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
            plan.read_unknown(decoder).#value
        }
    }
}

/// How the fields of those variants are read that are records.
pub(super) fn records(
    container: &Container<'_>,
    generics: &Generics,
    variants: &[Variant<'_>],
) -> TokenStream {
    let ident = container.ident;
    let (_, arguments, _) = container.generics.split_for_impl();
    let own = quote!(#ident #arguments);
    let records = variants.iter().map(|variant| match &variant.content {
        Content::Record(fields) => {
            let (record, variant) = (record_of(variant), variant.ident);
            let record = quote!(#record #arguments);
            let constructor = quote!(#ident::#variant);
            fields_impl(generics, &record, Some((&own, &constructor)), fields)
        }
        _ => TokenStream::new(),
    });
    records.collect()
}
