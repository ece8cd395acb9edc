//! Derive macros of [`avrolane`](https://docs.rs/avrolane); use them through that crate.
//!
//! One item goes through these steps: `attr` reads its attributes, `ast` makes a model of it,
//! `check` holds the model against the rules that concern more than one attribute, and
//! `schema`, `encode` and `decode` write the implementations, with the bounds that `bounds` finds. Every mistake found on the way
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
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_macro_input};

use crate::ast::Container;
use crate::ctxt::Ctxt;

/// Derives the Avro schema of a struct or of an enum; [`AvroEvent`](macro@AvroEvent) says how.
#[proc_macro_derive(AvroSchema, attributes(avro))]
pub fn derive_schema(input: TokenStream) -> TokenStream {
    expand(&parse_macro_input!(input), &[schema::expand])
}

/// Derives how values are written as Avro; [`AvroEvent`](macro@AvroEvent) says how.
#[proc_macro_derive(AvroEncode, attributes(avro))]
pub fn derive_encode(input: TokenStream) -> TokenStream {
    expand(&parse_macro_input!(input), &[encode::expand])
}

/// Derives how values are read from Avro; [`AvroEvent`](macro@AvroEvent) says how.
#[proc_macro_derive(AvroDecode, attributes(avro))]
pub fn derive_decode(input: TokenStream) -> TokenStream {
    expand(&parse_macro_input!(input), &[decode::expand])
}

#[doc = include_str!("docs/attributes.md")]
#[proc_macro_derive(AvroEvent, attributes(avro))]
pub fn derive_event(input: TokenStream) -> TokenStream {
    expand(&parse_macro_input!(input), EVENT)
}

/// What writes one of the implementations.
type Expand = fn(&Container<'_>) -> proc_macro2::TokenStream;

/// All that an event has.
const EVENT: &[Expand] = &[
    schema::expand,
    encode::expand,
    decode::expand,
    payload::expand,
];

fn expand(input: &DeriveInput, parts: &[Expand]) -> TokenStream {
    match expansion(input, parts) {
        Ok(expansion) => expansion,
        Err(error) => error.into_compile_error(),
    }
    .into()
}

fn expansion(input: &DeriveInput, parts: &[Expand]) -> syn::Result<proc_macro2::TokenStream> {
    let ctxt = Ctxt::default();
    let container = Container::new(&ctxt, input);
    if let Some(container) = &container {
        check::check(&ctxt, container);
    }
    ctxt.finish()?;
    let Some(container) = container else {
        return Ok(quote!());
    };
    let krate = &container.attrs.krate;
    let definitions = record::definitions(&container);
    let items = parts.iter().map(|part| part(&container));
    Ok(quote! {
        #[doc(hidden)]
        #[allow(
            deprecated,
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
    })
}

/// Items of the edition before this crate's:
///
/// ```edition2021
/// #![deny(warnings)]
///
/// use avrolane::{AvroEvent, codec};
///
/// #[derive(Debug, PartialEq, AvroEvent)]
/// struct Flight<T> {
///     gen: i32,
///     #[avro(flatten)]
///     inner: Inner,
///     #[avro(logical = "date")]
///     day: T,
///     event: Event,
/// }
///
/// #[derive(Debug, PartialEq, AvroEvent)]
/// struct Inner {
///     distance: i64,
/// }
///
/// #[derive(Debug, PartialEq, AvroEvent)]
/// enum Event {
///     Departed { gate: Option<String> },
///     Cancelled,
/// }
///
/// # fn main() {
/// let flight = Flight {
///     gen: 1,
///     inner: Inner { distance: 2 },
///     day: 3,
///     event: Event::Departed { gate: None },
/// };
/// let datum = codec::encode(&flight).unwrap();
/// assert_eq!(codec::decode::<Flight<i32>>(&datum).unwrap(), flight);
/// assert_ne!(flight.event, Event::Cancelled);
/// # }
/// ```
#[cfg(doctest)]
struct Edition2021;
