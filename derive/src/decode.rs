//! Writes `impl AvroDecode`: straight-line code where the writer's schema is the reader's, and one
//! step of the plan after the other where it is not.

mod fields;
mod union;

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericParam, Generics, Lifetime};

use self::fields::{fields_impl, straight};
use crate::ast::{Container, ContainerData, Field, Variant};
use crate::bounds::CodecTrait;
use crate::record::written;

pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    let ident = container.ident;
    let generics = decode_generics(container);
    let (parameters, _, bounds) = generics.split_for_impl();
    let (_, arguments, _) = container.generics.split_for_impl();
    let own = quote!(#ident #arguments);
    let (items, further) = match &container.data {
        ContainerData::Record(fields) => {
            let name = format_ident!("__Fields");
            (
                record(fields),
                fields_impl(&generics, &name, &own, None, fields),
            )
        }
        ContainerData::Transparent(fields) => (transparent(fields), TokenStream::new()),
        ContainerData::Fixed { field, .. } => (fixed(field), TokenStream::new()),
        ContainerData::Enum(variants) => (symbols(variants), TokenStream::new()),
        ContainerData::Union(variants) => (
            union::items(container, variants),
            union::records(container, &generics, variants),
        ),
    };
    quote! {
        #[automatically_derived]
        impl #parameters __avrolane::AvroDecode<'__de> for #ident #arguments #bounds {
            #items
        }
        #further
    }
}

fn decode_generics(container: &Container<'_>) -> Generics {
    let mut generics = container.bounded_generics(CodecTrait::Decode);
    let lifetimes = container
        .generics
        .lifetimes()
        .map(|parameter| &parameter.lifetime);
    let outlives = lifetimes.collect::<Vec<&Lifetime>>();
    generics.params.insert(
        0,
        GenericParam::Lifetime(syn::parse_quote!('__de: #(#outlives)+*)),
    );
    generics
}

/// The two methods that each type has.
fn methods(decode: &TokenStream, decode_resolved: &TokenStream) -> TokenStream {
    quote! {
        #[inline]
        fn decode(
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
        ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
            #decode
        }

        fn decode_resolved(
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
            __plan: __avrolane::codec::PlanCursor<'_>,
        ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
            #decode_resolved
        }
    }
}

/// The two methods of types that have memory to use again.
fn methods_into(decode_into: &TokenStream, decode_resolved_into: &TokenStream) -> TokenStream {
    quote! {
        #[inline]
        fn decode_into(
            &mut self,
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
        ) -> ::core::result::Result<(), __avrolane::codec::DecodeError> {
            #decode_into
        }

        fn decode_resolved_into(
            &mut self,
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
            __plan: __avrolane::codec::PlanCursor<'_>,
        ) -> ::core::result::Result<(), __avrolane::codec::DecodeError> {
            #decode_resolved_into
        }
    }
}

/// The methods for the branches of a union that the type is, or is one of.
fn methods_of_branches(decode: &TokenStream, decode_resolved: &TokenStream) -> TokenStream {
    quote! {
        #[inline]
        fn decode_branch(
            __index: ::core::primitive::i64,
            __first: ::core::primitive::i64,
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
        ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
            #decode
        }

        fn decode_branch_resolved(
            __branch: ::core::primitive::u32,
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
            __plan: __avrolane::codec::PlanCursor<'_>,
        ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
            #decode_resolved
        }
    }
}

/// The method for what a union has no branch for, and whether it makes a value.
fn method_of_unknown(takes_unknown: &TokenStream, decode: &TokenStream) -> TokenStream {
    quote! {
        const TAKES_UNKNOWN: ::core::primitive::bool = #takes_unknown;

        fn decode_unknown(
            __decoder: &mut __avrolane::codec::Decoder<'__de>,
            __plan: __avrolane::codec::PlanCursor<'_>,
        ) -> ::core::result::Result<Self, __avrolane::codec::DecodeError> {
            #decode
        }
    }
}

fn record(fields: &[Field]) -> TokenStream {
    let decode = straight(fields, &quote!(Self));
    let methods = methods(
        &quote!(::core::result::Result::Ok(#decode)),
        &quote!(__avrolane::__private::decode_fields::<Self>(
            __decoder, __plan
        )),
    );
    let decode_into = written(fields).into_iter().map(|field| {
        let member = &field.member;
        let decode = match field.representation.null_last {
            true => {
                let decode = decode_value(field);
                quote!(#decode.map(|__value| self.#member = __value.0))
            }
            false => {
                let decode_into = field.function(&field.ty, CodecTrait::Decode, "decode_into");
                quote!(#decode_into(&mut self.#member, __decoder))
            }
        };
        let done = or_in_field(&decode, field);
        quote!(#done;)
    });
    let reset = reset(fields);
    let methods_into = methods_into(
        &quote! {
            #(#decode_into)*
            #reset
            ::core::result::Result::Ok(())
        },
        &quote! {
            __avrolane::__private::decode_fields_into::<Self>(self, __decoder, __plan)
        },
    );
    quote!(#methods #methods_into)
}

/// Makes the skipped fields what they are when a record is read.
fn reset(fields: &[Field]) -> TokenStream {
    let skipped = fields.iter().filter_map(|field| {
        let (member, value) = (&field.member, field.skipped()?);
        Some(quote!(self.#member = #value;))
    });
    skipped.collect()
}

/// Reads the value of a field, which was written with its own schema.
fn decode_value(field: &Field) -> TokenStream {
    let decode = field.function(&field.schema_type(), CodecTrait::Decode, "decode");
    quote!(#decode(__decoder))
}

/// What `decode` makes, its error saying in which field it happened.
fn or_in_field(decode: &TokenStream, field: &Field) -> TokenStream {
    let name = &field.name;
    let error = match field.attrs.flatten {
        Some(_) => quote!(__error),
        None => quote!(__error.in_field(#name)),
    };
    quote! {
        match #decode {
            ::core::result::Result::Ok(__value) => __value,
            ::core::result::Result::Err(__error) => return ::core::result::Result::Err(#error),
        }
    }
}

/// The value of a field that was read as its [`Field::schema_type`].
fn unwrapped(field: &Field, value: &TokenStream) -> TokenStream {
    match field.representation.null_last {
        true => quote!(#value.0),
        false => value.clone(),
    }
}

/// Everything is left to the field.
fn transparent(fields: &[Field]) -> TokenStream {
    let inner = written(fields).into_iter().map(|field| {
        let (ty, represented) = (field.schema_type(), &field.representation.ty);
        quote_spanned!(field.ty.span()=> <#ty as __avrolane::AvroDecode<'__de, #represented>>)
    });
    let inner = quote!(#(#inner)*);
    let null_last = fields.iter().any(|field| field.representation.null_last);
    let wrapped = fields.iter().map(|field| {
        let member = &field.member;
        let value = match field.skipped() {
            Some(value) => value,
            None => unwrapped(field, &quote!(__value)),
        };
        quote!(#member: #value)
    });
    let wrap = quote!(|__value| Self { #(#wrapped,)* });
    let methods = methods(
        &quote!(#inner::decode(__decoder).map(#wrap)),
        &quote!(#inner::decode_resolved(__decoder, __plan).map(#wrap)),
    );
    let members = written(fields);
    let member = members.iter().map(|field| &field.member);
    let member = quote!(#(#member)*);
    let reset = reset(fields);
    let methods_into = match null_last {
        true => TokenStream::new(),
        false => methods_into(
            &quote! {
                #reset
                #inner::decode_into(&mut self.#member, __decoder)
            },
            &quote! {
                #reset
                #inner::decode_resolved_into(&mut self.#member, __decoder, __plan)
            },
        ),
    };
    let of_branches = methods_of_branches(
        &quote!(#inner::decode_branch(__index, __first, __decoder).map(#wrap)),
        &quote!(#inner::decode_branch_resolved(__branch, __decoder, __plan).map(#wrap)),
    );
    let of_unknown = method_of_unknown(
        &quote!(#inner::TAKES_UNKNOWN),
        &quote!(#inner::decode_unknown(__decoder, __plan).map(#wrap)),
    );
    quote!(#methods #methods_into #of_branches #of_unknown)
}

fn fixed(field: &Field) -> TokenStream {
    let decode = field.function(&field.ty, CodecTrait::Decode, "decode");
    let decode_resolved = field.function(&field.ty, CodecTrait::Decode, "decode_resolved");
    methods(
        &quote!(#decode(__decoder).map(Self)),
        &quote!(#decode_resolved(__decoder, __plan).map(Self)),
    )
}

fn symbols(variants: &[Variant<'_>]) -> TokenStream {
    let arms = variants.iter().enumerate().map(|(position, variant)| {
        let variant = variant.ident;
        let position = u32::try_from(position).unwrap_or(u32::MAX);
        quote!(#position => ::core::result::Result::Ok(Self::#variant))
    });
    let arms = quote!(#(#arms,)*);
    methods(
        &quote! {
            match __avrolane::__private::read_symbol(__decoder)? {
                #arms
                __index => ::core::result::Result::Err(
                    __avrolane::__private::invalid_symbol(__decoder, __index)
                ),
            }
        },
        &quote! {
            match __plan.read_symbol(__decoder)? {
                #arms
                _ => ::core::result::Result::Err(__plan.incomplete()),
            }
        },
    )
}
