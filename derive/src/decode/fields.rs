//! Writes `impl DecodeFields`, which reads a record's fields in the order of another schema.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Generics, Ident};

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

/// `name` is that of a type that is made, `record` the type that stands for the fields. It is what they make, unless they are those of
/// a variant, given as the enum and the variant's constructor.
pub(super) fn fields_impl(
    generics: &Generics,
    name: &Ident,
    record: &TokenStream,
    variant: Option<(&TokenStream, &TokenStream)>,
    fields: &[Field],
) -> TokenStream {
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let own = quote!(Self);
    let (value, constructor) = variant.unwrap_or((record, &own));
    let all = written(fields);
    let slots = slots(generics, name, record, &all);
    let count = count(&all);
    let decode_field = dispatch(&all, decode_into_slot, &quote!(__fields));
    let finished = finish(fields, &all);
    let into = variant.is_none().then(|| {
        let decode_field = dispatch(&all, |field, _| decode_into_field(field), &quote!(__record));
        quote! {
            #[inline]
            fn decode_field_into(
                __record: &mut Self::Value,
                __position: ::core::primitive::usize,
                __step: __avrolane::codec::PlanStep<'_>,
                __decoder: &mut __avrolane::codec::Decoder<'__de>,
            ) -> ::core::result::Result<(), __avrolane::codec::DecodeError> {
                #decode_field
            }
        }
    });
    let reset = match variant {
        None => reset(fields),
        Some(_) => None,
    };
    quote! {
        #slots

        #[automatically_derived]
        impl #parameters __avrolane::__private::DecodeFields<'__de> for #record #bounds {
            type Value = #value;
            type Fields = #name #arguments;
            const COUNT: ::core::primitive::usize = #count;

            #[inline]
            fn decode_field(
                __fields: &mut Self::Fields,
                __position: ::core::primitive::usize,
                __step: __avrolane::codec::PlanStep<'_>,
                __decoder: &mut __avrolane::codec::Decoder<'__de>,
            ) -> ::core::result::Result<(), __avrolane::codec::DecodeError> {
                #decode_field
            }

            #into
            #reset

            #[inline]
            fn finish(__fields: Self::Fields) -> ::core::option::Option<Self::Value> {
                ::core::option::Option::Some(#constructor { #finished })
            }
        }
    }
}

/// Those fields of a record that are not in the schema, also those of the records flattened in it.
fn reset(fields: &[Field]) -> Option<TokenStream> {
    let fields = fields.iter().filter_map(|field| {
        let member = &field.member;
        if let Some(value) = field.skipped() {
            return Some(quote!(__record.#member = #value;));
        }
        field.attrs.flatten?;
        let reset = flattened(field, "reset");
        Some(quote!(#reset(&mut __record.#member);))
    });
    let fields = fields.collect::<Vec<_>>();
    (!fields.is_empty()).then(|| {
        quote! {
            #[inline]
            fn reset(__record: &mut Self::Value) {
                #(#fields)*
            }
        }
    })
}

/// The type `name` of the places in which the fields are kept until all are read.
///
/// It hides the types of the fields, which may be private where the record is not.
fn slots(
    generics: &Generics,
    name: &Ident,
    record: &TokenStream,
    fields: &[&Field],
) -> TokenStream {
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let slots = tuple(fields.iter().map(|field| slot_type(field)).collect());
    quote! {
        pub struct #name #parameters (
            #slots,
            ::core::marker::PhantomData<fn() -> (&'__de (), #record)>,
        ) #bounds;

        impl #parameters ::core::default::Default for #name #arguments #bounds {
            #[inline]
            fn default() -> Self {
                Self(::core::default::Default::default(), ::core::marker::PhantomData)
            }
        }
    }
}

/// Where a field is kept until all are read.
fn slot_type(field: &Field) -> TokenStream {
    let ty = field.schema_type();
    match field.attrs.flatten {
        Some(_) => flattened(field, "Fields"),
        None => quote!(::core::option::Option<#ty>),
    }
}

/// What the record of a flattened field has under `name`.
fn flattened(field: &Field, name: &str) -> TokenStream {
    let (ty, name) = (&field.ty, format_ident!("{name}"));
    quote_spanned! {ty.span()=>
        <#ty as __avrolane::__private::DecodeFields<'__de>>::#name
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
        .map(|field| flattened(field, "COUNT"));
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
        let count = flattened(field, "COUNT");
        code.extend(quote! {
            match __position {
                #(#arms)*
                _ => {
                    let __position = __position.wrapping_sub(#before);
                    if __position < #count {
                        return #decode;
                    }
                }
            }
            if __position < #before {
                return ::core::result::Result::Ok(());
            }
            let __position = __position.wrapping_sub(#before).wrapping_sub(#count);
        });
    }
    quote! {
        let _ = &#target;
        #code
        match __position {
            #(#arms)*
            _ => __step.skip(__decoder)?,
        }
        ::core::result::Result::Ok(())
    }
}

fn decode_into_slot(field: &Field, place: &TokenStream) -> TokenStream {
    let (ty, represented) = (field.schema_type(), &field.representation.ty);
    if field.attrs.flatten.is_some() {
        let decode_field = flattened(field, "decode_field");
        return quote!(#decode_field(&mut __fields.0 #place, __position, __step, __decoder));
    }
    let decode = quote!(__step.decode::<#ty, #represented>(__decoder));
    let decode = or_in_field(&decode, field);
    quote!(__fields.0 #place = ::core::option::Option::Some(#decode))
}

fn decode_into_field(field: &Field) -> TokenStream {
    let (member, ty, represented) = (&field.member, &field.ty, &field.representation.ty);
    if field.attrs.flatten.is_some() {
        let decode_field = flattened(field, "decode_field_into");
        return quote!(#decode_field(&mut __record.#member, __position, __step, __decoder));
    }
    let decode = match field.representation.null_last {
        true => {
            let ty = field.schema_type();
            quote! {
                __step.decode::<#ty, #represented>(__decoder).map(|__value| __record.#member = __value.0)
            }
        }
        false => quote! {
            __step.decode_into::<#ty, #represented>(&mut __record.#member, __decoder)
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
                let finish = flattened(field, "finish");
                quote!(#finish(__fields.0 #place)?)
            }
            None => unwrapped(field, &quote!(__fields.0 #place?)),
        };
        quote!(#member: #value)
    });
    quote!(#(#finished,)*)
}
