//! What a derive knows of the item that it stands on.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, Generics, Ident, Type};

use crate::attr::{ContainerAttrs, FieldAttrs, VariantAttrs};
use crate::ctxt::Ctxt;

/// A struct or an enum.
pub(crate) struct Container<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) attrs: ContainerAttrs,
    /// The name in the schema, without the namespace.
    pub(crate) name: String,
    pub(crate) data: ContainerData<'a>,
}

pub(crate) enum ContainerData<'a> {
    Record(Vec<Field<'a>>),
    Enum(Vec<Variant<'a>>),
}

/// A field of a record.
pub(crate) struct Field<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    pub(crate) attrs: FieldAttrs,
    /// The name in the schema.
    pub(crate) name: String,
}

/// A variant of an enum.
pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) attrs: VariantAttrs,
    /// The symbol in the schema.
    pub(crate) symbol: String,
}

impl<'a> Container<'a> {
    /// Makes the model, or answers nothing where the item is of a kind that has no schema.
    pub(crate) fn new(ctxt: &Ctxt, input: &'a DeriveInput) -> Option<Self> {
        let attrs = ContainerAttrs::new(ctxt, &input.attrs);
        let data = match &input.data {
            Data::Struct(data) => ContainerData::Record(fields(ctxt, &attrs, input, &data.fields)?),
            Data::Enum(data) => ContainerData::Enum(
                data.variants
                    .iter()
                    .map(|variant| Variant::new(ctxt, &attrs, variant))
                    .collect(),
            ),
            Data::Union(_) => {
                ctxt.error(
                    &input.ident,
                    "a Rust union has no Avro schema; use a struct or an enum",
                );
                return None;
            }
        };
        let name = attrs
            .name
            .as_ref()
            .map_or_else(|| input.ident.unraw().to_string(), syn::LitStr::value);
        Some(Self {
            ident: &input.ident,
            generics: &input.generics,
            attrs,
            name,
            data,
        })
    }

    /// Where the name in the schema comes from.
    pub(crate) fn name_span(&self) -> Span {
        self.attrs
            .name
            .as_ref()
            .map_or_else(|| self.ident.span(), syn::LitStr::span)
    }

    /// The parameters of the item's generics, each type parameter bound to `bound`, and the
    /// `where` clause.
    pub(crate) fn bounded_generics(&self, bound: &TokenStream) -> Generics {
        let mut generics = self.generics.clone();
        for parameter in generics.type_params_mut() {
            parameter.default = None;
            parameter.bounds.push(syn::parse_quote!(#bound));
        }
        generics
    }
}

fn fields<'a>(
    ctxt: &Ctxt,
    attrs: &ContainerAttrs,
    input: &'a DeriveInput,
    fields: &'a Fields,
) -> Option<Vec<Field<'a>>> {
    match fields {
        Fields::Named(fields) => Some(
            fields
                .named
                .iter()
                .filter_map(|field| Some((field.ident.as_ref()?, field)))
                .map(|(ident, field)| Field::new(ctxt, attrs, ident, field))
                .collect(),
        ),
        Fields::Unit => Some(Vec::new()),
        Fields::Unnamed(fields) => {
            ctxt.error(
                fields,
                format!(
                    "the fields of an Avro record have names: write `struct {} {{ … }}`",
                    input.ident
                ),
            );
            None
        }
    }
}

impl<'a> Field<'a> {
    fn new(
        ctxt: &Ctxt,
        container: &ContainerAttrs,
        ident: &'a Ident,
        field: &'a syn::Field,
    ) -> Self {
        let attrs = FieldAttrs::new(ctxt, &field.attrs);
        let rust_name = ident.unraw().to_string();
        let name = match (&attrs.rename, container.rename_all) {
            (Some(rename), _) => rename.value(),
            (None, Some(case)) => case.of_field(&rust_name),
            (None, None) => rust_name,
        };
        Self {
            ident,
            ty: &field.ty,
            attrs,
            name,
        }
    }

    /// Where the name in the schema comes from.
    pub(crate) fn name_span(&self) -> Span {
        self.attrs
            .rename
            .as_ref()
            .map_or_else(|| self.ident.span(), syn::LitStr::span)
    }
}

impl<'a> Variant<'a> {
    fn new(ctxt: &Ctxt, container: &ContainerAttrs, variant: &'a syn::Variant) -> Self {
        let attrs = VariantAttrs::new(ctxt, &variant.attrs);
        if !matches!(variant.fields, Fields::Unit) {
            ctxt.error(
                &variant.fields.to_token_stream(),
                "a variant with data has no Avro schema: an Avro enum has only names",
            );
        }
        let rust_name = variant.ident.unraw().to_string();
        let symbol = match (&attrs.rename, container.rename_all) {
            (Some(rename), _) => rename.value(),
            (None, Some(case)) => case.of_variant(&rust_name),
            (None, None) => rust_name,
        };
        Self {
            ident: &variant.ident,
            attrs,
            symbol,
        }
    }

    /// Where the symbol comes from.
    pub(crate) fn symbol_span(&self) -> Span {
        self.attrs
            .rename
            .as_ref()
            .map_or_else(|| self.ident.span(), syn::LitStr::span)
    }
}
