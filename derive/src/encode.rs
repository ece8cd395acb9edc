//! Writes `impl AvroEncode`: straight-line code, one call a field.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::ast::{Container, ContainerData, Content, Field, Variant};
use crate::bounds::CodecTrait;
use crate::record::written;

pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    let ident = container.ident;
    let items = match &container.data {
        ContainerData::Record(fields) => {
            let fields = written(fields).into_iter().map(|field| {
                let member = &field.member;
                encode_field(field, &quote!(&self.#member))
            });
            encode(&quote! {
                #(#fields)*
                ::core::result::Result::Ok(())
            })
        }
        ContainerData::Transparent(fields) => transparent(fields),
        ContainerData::Fixed { field, .. } => {
            let value = encode_value(field, &quote!(&self.0));
            encode(&value)
        }
        ContainerData::Enum(variants) => symbols(variants),
        ContainerData::Union(variants) => union(variants),
    };
    let generics = container.bounded_generics(CodecTrait::Encode);
    let (parameters, _, bounds) = generics.split_for_impl();
    let (_, arguments, _) = container.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #parameters __avrolane::AvroEncode for #ident #arguments #bounds {
            #items
        }
    }
}

fn encode(body: &TokenStream) -> TokenStream {
    quote! {
        #[inline]
        fn encode(
            &self,
            __output: &mut __avrolane::__private::Vec<::core::primitive::u8>,
        ) -> ::core::result::Result<(), __avrolane::codec::EncodeError> {
            #body
        }
    }
}

fn encode_branch(body: &TokenStream) -> TokenStream {
    quote! {
        #[inline]
        fn encode_branch(
            &self,
            __first: ::core::primitive::u32,
            __output: &mut __avrolane::__private::Vec<::core::primitive::u8>,
        ) -> ::core::result::Result<(), __avrolane::codec::EncodeError> {
            #body
        }
    }
}

/// Writes what `value`, a reference, refers to.
fn encode_value(field: &Field, value: &TokenStream) -> TokenStream {
    let ty = &field.ty;
    match field.representation.null_last {
        true => {
            let ty = quote!(__avrolane::__private::NullLast<&#ty>);
            let encode = field.function(&ty, CodecTrait::Encode, "encode");
            quote!(#encode(&__avrolane::__private::NullLast(#value), __output))
        }
        false => {
            let encode = field.function(ty, CodecTrait::Encode, "encode");
            quote!(#encode(#value, __output))
        }
    }
}

fn encode_field(field: &Field, value: &TokenStream) -> TokenStream {
    let encode = encode_value(field, value);
    let name = &field.name;
    let error = match field.attrs.flatten {
        Some(_) => quote!(__error),
        None => quote!(__error.in_field(#name)),
    };
    quote! {
        if let ::core::result::Result::Err(__error) = #encode {
            return ::core::result::Result::Err(#error);
        }
    }
}

fn transparent(fields: &[Field]) -> TokenStream {
    let fields = written(fields);
    let items = fields.iter().map(|field| {
        let member = &field.member;
        let whole = encode(&encode_value(field, &quote!(&self.#member)));
        if field.representation.null_last {
            return whole;
        }
        let function = |name| field.function(&field.ty, CodecTrait::Encode, name);
        let encode = function("encode_branch");
        let with_branch = encode_branch(&quote!(#encode(&self.#member, __first, __output)));
        let (branch, encode_bare) = (function("branch"), function("encode_bare"));
        quote! {
            #whole
            #with_branch

            fn branch(&self) -> ::core::option::Option<::core::primitive::usize> {
                #branch(&self.#member)
            }

            fn encode_bare(
                &self,
                __output: &mut __avrolane::__private::Vec<::core::primitive::u8>,
            ) -> ::core::result::Result<(), __avrolane::codec::EncodeError> {
                #encode_bare(&self.#member, __output)
            }
        }
    });
    items.collect()
}

fn symbols(variants: &[Variant<'_>]) -> TokenStream {
    let arms = variants.iter().enumerate().map(|(position, variant)| {
        let variant = variant.ident;
        let position = i32::try_from(position).unwrap_or(i32::MAX);
        quote!(Self::#variant => #position)
    });
    encode(&quote! {
        let __position: ::core::primitive::i32 = match self { #(#arms),* };
        <::core::primitive::i32 as __avrolane::AvroEncode>::encode(&__position, __output)
    })
}

fn union(variants: &[Variant<'_>]) -> TokenStream {
    let mut next = 0_u32;
    let mut with_branch = TokenStream::new();
    let mut bare = TokenStream::new();
    let mut positions = TokenStream::new();
    for variant in variants {
        let ident = variant.ident;
        if matches!(variant.content, Content::Other { .. }) {
            let refuse = quote! {
                Self::#ident { .. } => ::core::result::Result::Err(
                    __avrolane::__private::unknown_is_not_written()
                ),
            };
            with_branch.extend(refuse.clone());
            bare.extend(refuse);
            positions.extend(quote!(Self::#ident { .. } => ::core::option::Option::None,));
            continue;
        }
        let position = next;
        next += 1;
        let (pattern, encode) = content(variant);
        with_branch.extend(quote! {
            #pattern => {
                __avrolane::__private::write_branch(__first + #position, __output);
                #encode
            }
        });
        bare.extend(quote!(#pattern => { #encode }));
        let position = proc_macro2::Literal::u32_unsuffixed(position);
        positions.extend(quote! {
            Self::#ident { .. } => ::core::option::Option::Some(#position),
        });
    }
    let whole = encode(&quote! {
        <Self as __avrolane::AvroEncode>::encode_branch(self, 0, __output)
    });
    let branch = encode_branch(&quote!(match self { #with_branch }));
    quote! {
        #whole
        #branch

        fn branch(&self) -> ::core::option::Option<::core::primitive::usize> {
            match self { #positions }
        }

        fn encode_bare(
            &self,
            __output: &mut __avrolane::__private::Vec<::core::primitive::u8>,
        ) -> ::core::result::Result<(), __avrolane::codec::EncodeError> {
            match self { #bare }
        }
    }
}

/// The pattern of a variant, and how what it holds is written.
fn content(variant: &Variant<'_>) -> (TokenStream, TokenStream) {
    let ident = variant.ident;
    match &variant.content {
        Content::Value(field) => (
            quote!(Self::#ident(__value)),
            encode_value(field, &quote!(__value)),
        ),
        Content::Record(fields) => {
            let fields = written(fields);
            let members = fields.iter().map(|field| &field.member);
            let places = (0..fields.len()).map(|place| format_ident!("__field{place}"));
            let places = places.collect::<Vec<_>>();
            let encode = fields
                .iter()
                .zip(&places)
                .map(|(field, place)| encode_field(field, &quote!(#place)));
            (
                quote!(Self::#ident { #(#members: #places,)* .. }),
                quote!(#(#encode)* ::core::result::Result::Ok(())),
            )
        }
        Content::Null | Content::Symbol | Content::Other { .. } => (
            quote!(Self::#ident { .. }),
            quote!(::core::result::Result::Ok(())),
        ),
    }
}
