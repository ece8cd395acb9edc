//! Writes `impl Payload`, which puts an event on topics.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::Container;

/// Types that borrow, or that have parameters, are not what a topic carries; nothing is written
/// for them.
pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    let ident = container.ident;
    if container.generics.params.is_empty() {
        quote!(__avrolane::__private::payload!(#ident);)
    } else {
        TokenStream::new()
    }
}
