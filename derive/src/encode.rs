//! Writes `impl AvroEncode`: straight-line code, one call a field.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::ast::{Container, ContainerData, Field};

pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    let ident = container.ident;
    let body = match &container.data {
        ContainerData::Record(fields) => {
            let fields = fields.iter().map(
                |Field {
                     ident, ty, name, ..
                 }| {
                    quote_spanned! {ty.span()=>
                        if let ::core::result::Result::Err(error) =
                            <#ty as __avrolane::AvroEncode>::encode(&self.#ident, output)
                        {
                            return ::core::result::Result::Err(error.in_field(#name));
                        }
                    }
                },
            );
            quote! {
                #(#fields)*
                ::core::result::Result::Ok(())
            }
        }
        ContainerData::Enum(variants) => {
            let arms = variants.iter().enumerate().map(|(position, variant)| {
                let variant = variant.ident;
                let position = i32::try_from(position).unwrap_or(i32::MAX);
                quote!(Self::#variant => #position)
            });
            quote! {
                let position: i32 = match self { #(#arms),* };
                <i32 as __avrolane::AvroEncode>::encode(&position, output)
            }
        }
    };
    let generics = container.bounded_generics(&quote!(__avrolane::AvroEncode));
    let (parameters, _, bounds) = generics.split_for_impl();
    let (_, arguments, _) = container.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #parameters __avrolane::AvroEncode for #ident #arguments #bounds {
            #[inline]
            fn encode(
                &self,
                output: &mut __avrolane::__private::Vec<u8>,
            ) -> ::core::result::Result<(), __avrolane::codec::EncodeError> {
                #body
            }
        }
    }
}
