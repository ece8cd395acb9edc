//! Writes `impl DecodeFields`, which reads a record's fields in the order of another schema.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Generics;
use syn::spanned::Spanned;

use super::{decode_value, or_in_field, unwrapped};
use crate::ast::Field;
use crate::record::{place_in_tuple, tuple, written};

/// The record, its fields read one after the other.
pub(super) fn straight(fields: &[Field], constructor: &TokenStream) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let member = &field.member;
        let value = match field.skipped() {
            Some(value) => value,
            None => unwrapped(field, &or_in_field(&decode_value(field), field)),
        };
        quote!(#member: #value)
    });
    quote!(#constructor { #(#fields,)* })
}

/// `record` is the type that stands for the fields. It is what they make, unless they are those of
/// a variant, given as the enum and the variant's constructor.
pub(super) fn fields_impl(
    generics: &Generics,
    record: &TokenStream,
    variant: Option<(&TokenStream, &TokenStream)>,
    fields: &[Field],
) -> TokenStream {
    let (parameters, _, bounds) = generics.split_for_impl();
    let own = quote!(Self);
    let (value, constructor) = variant.unwrap_or((record, &own));
    let all = written(fields);
    let slots = tuple(all.iter().map(|field| slot_type(field)).collect());
    let count = count(&all);
    let decode_field = dispatch(&all, decode_into_slot, &quote!(fields));
    let finished = finish(fields, &all);
    let into = variant.is_none().then(|| {
        let decode_field = dispatch(&all, |field, _| decode_into_field(field), &quote!(record));
        quote! {
            #[inline]
            fn decode_field_into(
                record: &mut Self::Value,
                position: usize,
                step: __avrolane::codec::PlanStep<'_>,
                decoder: &mut __avrolane::codec::Decoder<'__de>,
            ) -> ::core::result::Result<(), __avrolane::codec::DecodeError> {
                #decode_field
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl #parameters __avrolane::__private::DecodeFields<'__de> for #record #bounds {
            type Value = #value;
            type Fields = #slots;
            const COUNT: usize = #count;

            #[inline]
            fn decode_field(
                fields: &mut Self::Fields,
                position: usize,
                step: __avrolane::codec::PlanStep<'_>,
                decoder: &mut __avrolane::codec::Decoder<'__de>,
            ) -> ::core::result::Result<(), __avrolane::codec::DecodeError> {
                #decode_field
            }

            #into

            #[inline]
            fn finish(fields: Self::Fields) -> ::core::option::Option<Self::Value> {
                ::core::option::Option::Some(#constructor { #finished })
            }
        }
    }
}

/// Where a field is kept until all are read.
fn slot_type(field: &Field) -> TokenStream {
    let ty = field.schema_type();
    match field.attrs.flatten {
        Some(_) => quote!(<#ty as __avrolane::__private::DecodeFields<'__de>>::Fields),
        None => quote!(::core::option::Option<#ty>),
    }
}

/// How many fields there are in the schema.
fn count(fields: &[&Field]) -> TokenStream {
    let own = fields
        .iter()
        .filter(|field| field.attrs.flatten.is_none())
        .count();
    let flattened = fields
        .iter()
        .filter(|field| field.attrs.flatten.is_some())
        .map(|field| {
            let ty = &field.ty;
            quote!(<#ty as __avrolane::__private::DecodeFields<'__de>>::COUNT)
        });
    quote!(#own #(+ #flattened)*)
}

/// Does with the field at `position` what `decode` says, or has the step skip what no field is for.
///
/// The fields of a flattened record take as many positions as it has.
fn dispatch(
    fields: &[&Field],
    decode: impl Fn(&Field, &TokenStream) -> TokenStream,
    target: &TokenStream,
) -> TokenStream {
    let mut code = TokenStream::new();
    let mut arms = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        let place = place_in_tuple(index, fields.len());
        let decode = decode(field, &place);
        if field.attrs.flatten.is_none() {
            let position = arms.len();
            arms.push(quote!(#position => #decode,));
            continue;
        }
        let before = arms.len();
        let arms = std::mem::take(&mut arms);
        let ty = &field.ty;
        let count = quote!(<#ty as __avrolane::__private::DecodeFields<'__de>>::COUNT);
        code.extend(quote! {
            match position {
                #(#arms)*
                _ => {
                    let position = position.wrapping_sub(#before);
                    if position < #count {
                        return #decode;
                    }
                }
            }
            if position < #before {
                return ::core::result::Result::Ok(());
            }
            let position = position.wrapping_sub(#before).wrapping_sub(#count);
        });
    }
    quote! {
        let _ = &#target;
        #code
        match position {
            #(#arms)*
            _ => step.skip(decoder)?,
        }
        ::core::result::Result::Ok(())
    }
}

fn decode_into_slot(field: &Field, place: &TokenStream) -> TokenStream {
    let (ty, represented) = (field.schema_type(), &field.representation.ty);
    if field.attrs.flatten.is_some() {
        return quote_spanned! {field.ty.span()=>
            <#ty as __avrolane::__private::DecodeFields<'__de>>::decode_field(
                &mut fields #place,
                position,
                step,
                decoder,
            )
        };
    }
    let decode = quote_spanned! {field.ty.span()=> step.decode::<#ty, #represented>(decoder) };
    let decode = or_in_field(&decode, field);
    quote!(fields #place = ::core::option::Option::Some(#decode))
}

fn decode_into_field(field: &Field) -> TokenStream {
    let (member, ty, represented) = (&field.member, &field.ty, &field.representation.ty);
    if field.attrs.flatten.is_some() {
        return quote_spanned! {ty.span()=>
            <#ty as __avrolane::__private::DecodeFields<'__de>>::decode_field_into(
                &mut record.#member,
                position,
                step,
                decoder,
            )
        };
    }
    let decode = match field.representation.null_last {
        true => {
            let ty = field.schema_type();
            quote! {
                step.decode::<#ty, #represented>(decoder).map(|value| record.#member = value.0)
            }
        }
        false => quote_spanned! {ty.span()=>
            step.decode_into::<#ty, #represented>(&mut record.#member, decoder)
        },
    };
    or_in_field(&decode, field)
}

/// The fields of the record out of the places in which they were kept.
fn finish(fields: &[Field], all: &[&Field]) -> TokenStream {
    let mut position = 0;
    let finished = fields.iter().map(|field| {
        let member = &field.member;
        if let Some(value) = field.skipped() {
            return quote!(#member: #value);
        }
        let place = place_in_tuple(position, all.len());
        position += 1;
        let value = match field.attrs.flatten {
            Some(_) => {
                let ty = &field.ty;
                quote!(<#ty as __avrolane::__private::DecodeFields<'__de>>::finish(fields #place)?)
            }
            None => unwrapped(field, &quote!(fields #place?)),
        };
        quote!(#member: #value)
    });
    quote!(#(#finished,)*)
}
