//! What the parameters of a type have to be, so that it has a schema and a codec.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Generics, WherePredicate};

use crate::ast::{Container, Field};

/// One of the traits that are derived.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodecTrait {
    Schema,
    Encode,
    Decode,
}

impl CodecTrait {
    /// The trait for values that are written as `represented`.
    pub(crate) fn of(self, represented: &impl ToTokens) -> TokenStream {
        match self {
            Self::Schema => quote!(__avrolane::AvroSchema<#represented>),
            Self::Encode => quote!(__avrolane::AvroEncode<#represented>),
            Self::Decode => quote!(__avrolane::AvroDecode<'__de, #represented>),
        }
    }
}

impl Container<'_> {
    /// The item's generics with the bounds that its fields ask for.
    pub(crate) fn bounded_generics(&self, codec_trait: CodecTrait) -> Generics {
        let mut generics = self.generics.clone();
        let predicates = self.predicates(codec_trait);
        if !predicates.is_empty() {
            generics.make_where_clause().predicates.extend(
                predicates
                    .into_iter()
                    .map(|predicate| -> WherePredicate { syn::parse_quote!(#predicate) }),
            );
        }
        generics
    }

    /// A type parameter is bound if it stands in a field that is written as its type is by itself.
    /// Other fields with a parameter in them have bounds of their own.
    fn predicates(&self, codec_trait: CodecTrait) -> Vec<TokenStream> {
        let parameters = self.generics.type_params();
        let parameters = parameters.map(|parameter| &parameter.ident);
        let parameters = parameters.collect::<Vec<_>>();
        let fields = self.all_fields().into_iter();
        let fields = fields
            .map(|field| (field, Uses::of(field.ty.to_token_stream(), &parameters)))
            .filter(|(_, uses)| uses.associated || !uses.bare.is_empty())
            .collect::<Vec<_>>();
        let natural = quote!(__avrolane::schema::Natural);
        let mut predicates = Vec::new();
        for parameter in parameters {
            let mut bounds = Vec::new();
            let used = fields.iter().filter(|(field, uses)| {
                field.attrs.skip.is_none()
                    && field.representation.is_natural()
                    && uses.bare.contains(parameter)
            });
            for (field, _) in used {
                if !bounds.contains(&codec_trait) {
                    bounds.push(codec_trait);
                }
                // To know how many branches come before `null`.
                if field.representation.null_last && !bounds.contains(&CodecTrait::Schema) {
                    bounds.push(CodecTrait::Schema);
                }
            }
            for bound in bounds {
                let bound = bound.of(&natural);
                predicates.push(quote!(#parameter: #bound));
            }
        }
        for (field, uses) in &fields {
            predicates.extend(predicates_of(field, uses, codec_trait));
        }
        predicates
    }
}

/// What a field with a parameter in it asks for besides bounds of the parameters.
fn predicates_of(field: &Field, uses: &Uses, codec_trait: CodecTrait) -> Vec<TokenStream> {
    let ty = &field.ty;
    let mut predicates = Vec::new();
    if let Some(skip) = &field.attrs.skip {
        if codec_trait == CodecTrait::Decode && skip.value.is_none() {
            predicates.push(quote!(#ty: ::core::default::Default));
        }
        return predicates;
    }
    if !field.representation.is_natural() || uses.associated {
        let bound = codec_trait.of(&field.representation.ty);
        predicates.push(match (field.representation.null_last, codec_trait) {
            (false, _) => quote!(#ty: #bound),
            (true, CodecTrait::Encode) => {
                quote!(for<'__field> __avrolane::__private::NullLast<&'__field #ty>: #bound)
            }
            (true, _) => quote!(__avrolane::__private::NullLast<#ty>: #bound),
        });
    }
    if field.attrs.flatten.is_some() && codec_trait == CodecTrait::Decode {
        predicates.push(quote!(#ty: __avrolane::__private::DecodeFields<'__de, Value = #ty>));
    }
    predicates
}

/// Where the parameters of an item stand in the type of a field.
#[derive(Default)]
struct Uses {
    /// Those that stand for themselves.
    bare: Vec<Ident>,
    /// Whether one has an associated type of its own: `T::Item`, `<T as Trait>::Item`.
    associated: bool,
}

impl Uses {
    fn of(ty: TokenStream, parameters: &[&Ident]) -> Self {
        let mut uses = Self::default();
        uses.add(ty, parameters);
        uses
    }

    fn add(&mut self, ty: TokenStream, parameters: &[&Ident]) {
        let mut tokens = ty.into_iter().peekable();
        let mut in_path = false;
        while let Some(token) = tokens.next() {
            match &token {
                TokenTree::Group(group) => self.add(group.stream(), parameters),
                TokenTree::Ident(ident) if !in_path && parameters.contains(&ident) => {
                    match tokens.peek() {
                        Some(TokenTree::Punct(mark)) if mark.as_char() == ':' => {
                            self.associated = true;
                        }
                        Some(TokenTree::Ident(next)) if next == "as" => self.associated = true,
                        _ => self.bare.push(ident.clone()),
                    }
                }
                _ => {}
            }
            // Behind `::` stand names of a module or a type, behind `'` those of lifetimes.
            in_path = matches!(
                &token,
                TokenTree::Punct(mark) if matches!(mark.as_char(), ':' | '\'')
            );
        }
    }
}
