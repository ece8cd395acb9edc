//! Derive macros of [`avrolane`](https://docs.rs/avrolane); use them through that crate.
//!
//! One item goes through these steps: `attr` reads its attributes, `ast` makes a model of it,
//! `check` holds the model against the rules that concern more than one attribute, and
//! `schema`, `encode` and `decode` write the implementations. Every mistake found on the way
//! goes into a `Ctxt`, so that all are shown at once.

mod ast;
mod attr;
mod bounds;
mod case;
mod check;
mod ctxt;
mod decode;
mod encode;
mod payload;
mod record;
mod representation;
mod schema;

use proc_macro::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_macro_input};

use crate::ast::Container;
use crate::ctxt::Ctxt;

/// Derives the Avro schema of a struct or of an enum.
#[proc_macro_derive(AvroSchema, attributes(avro))]
pub fn derive_schema(input: TokenStream) -> TokenStream {
    expand(&parse_macro_input!(input), &[schema::expand])
}

/// Derives how values are written as Avro.
#[proc_macro_derive(AvroEncode, attributes(avro))]
pub fn derive_encode(input: TokenStream) -> TokenStream {
    expand(&parse_macro_input!(input), &[encode::expand])
}

/// Derives how values are read from Avro.
#[proc_macro_derive(AvroDecode, attributes(avro))]
pub fn derive_decode(input: TokenStream) -> TokenStream {
    expand(&parse_macro_input!(input), &[decode::expand])
}

/// Derives everything that an event needs: schema, encoding, decoding, and, for types without
/// lifetimes, its place in a topic.
#[proc_macro_derive(AvroEvent, attributes(avro))]
pub fn derive_event(input: TokenStream) -> TokenStream {
    expand(
        &parse_macro_input!(input),
        &[
            schema::expand,
            encode::expand,
            decode::expand,
            payload::expand,
        ],
    )
}

type Expand = fn(&Container<'_>) -> proc_macro2::TokenStream;

fn expand(input: &DeriveInput, parts: &[Expand]) -> TokenStream {
    let ctxt = Ctxt::default();
    let container = Container::new(&ctxt, input);
    if let Some(container) = &container {
        check::check(&ctxt, container);
    }
    match (ctxt.finish(), container) {
        (Ok(()), Some(container)) => {
            let krate = &container.attrs.krate;
            let definitions = record::definitions(&container);
            let items = parts.iter().map(|part| part(&container));
            quote! {
                #[doc(hidden)]
                #[allow(
                    deprecated,
                    missing_debug_implementations,
                    missing_docs,
                    non_local_definitions,
                    unused_qualifications,
                    clippy::all,
                    clippy::pedantic
                )]
                const _: () = {
                    use #krate as __avrolane;
                    #definitions
                    #(#items)*
                };
            }
        }
        (Err(error), _) => error.into_compile_error(),
        (Ok(()), None) => quote!(),
    }
    .into()
}
