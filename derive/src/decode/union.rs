//! Writes how an enum with data is read: as the branch of a union that each variant is.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Generics;

use super::fields::{fields_impl, straight};
use super::{method_of_unknown, methods, methods_of_branches};
use crate::ast::{Container, Content, Variant};
use crate::bounds::CodecTrait;
use crate::record::record_of;

/// The methods of the enum.
pub(super) fn items(container: &Container<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let straight = arms(variants, decode_straight);
    let resolved = arms(variants, |variant| decode_resolved(container, variant));
    let methods = methods(
        &quote! {
            let __index = __decoder.read_long()?;
            <Self as __avrolane::AvroDecode<'__de>>::decode_branch(__index, 0, __decoder)
        },
        &quote! {
            let (__branch, __place) = __plan.union_branch()?;
            <Self as __avrolane::AvroDecode<'__de>>::decode_branch_resolved(__branch, __decoder, __place)
        },
    );
    let unknown = variants
        .iter()
        .find(|variant| matches!(variant.content, Content::Other { .. }))
        .map(decode_unknown);
    let of_branches = methods_of_branches(
        &quote! {
            match __index.wrapping_sub(__first) {
                #straight
                _ => ::core::result::Result::Err(
                    __avrolane::__private::invalid_branch(__decoder, __index)
                ),
            }
        },
        &quote! {
            match __branch {
                #resolved
                _ => ::core::result::Result::Err(__plan.incomplete()),
            }
        },
    );
    quote!(#methods #of_branches #unknown)
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
            let decode = field.function(&field.ty, CodecTrait::Decode, "decode");
            quote!(#decode(__decoder).map(Self::#ident))
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
            quote!(__plan.decode::<#ty, #represented>(__decoder).map(Self::#ident))
        }
        Content::Record(_) => {
            let record = record_of(variant);
            let (_, arguments, _) = container.generics.split_for_impl();
            let arguments = arguments.as_turbofish();
            let straight = decode_straight(variant);
            quote! {
                __avrolane::__private::decode_variant::<#record #arguments>(
                    __decoder,
                    __plan,
                    |__decoder| #straight,
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
        Content::Other { fields: 1, .. } => quote!(map(Self::#ident)),
        _ => quote!(map(|_| Self::#ident)),
    };
    method_of_unknown(
        &quote!(true),
        &quote!(__plan.read_unknown(__decoder).#value),
    )
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
            let name = format_ident!("__FieldsOf{}", variant.ident);
            let (record, variant) = (record_of(variant), variant.ident);
            let record = quote!(#record #arguments);
            let constructor = quote!(#ident::#variant);
            fields_impl(generics, &name, &record, Some((&own, &constructor)), fields)
        }
        _ => TokenStream::new(),
    });
    records.collect()
}
