//! What a derive knows of the item that it stands on.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{
    Data, DataEnum, DeriveInput, Expr, Fields, Generics, Ident, LitStr, Member, Type, Visibility,
};

use crate::attr::{ContainerAttrs, FieldAttrs, Property, VariantAttrs};
use crate::bounds::CodecTrait;
use crate::case::Case;
use crate::ctxt::Ctxt;
use crate::record::replace_self;
use crate::representation::Representation;

/// A struct or an enum.
pub(crate) struct Container<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) visibility: &'a Visibility,
    pub(crate) generics: &'a Generics,
    pub(crate) attrs: ContainerAttrs,
    /// The name in the schema, without the namespace.
    pub(crate) name: String,
    pub(crate) data: ContainerData<'a>,
}

pub(crate) enum ContainerData<'a> {
    /// A struct that is a record.
    Record(Vec<Field>),
    /// A struct that is what its only field is; the others are skipped.
    Transparent(Vec<Field>),
    /// A newtype of bytes.
    Fixed { field: Box<Field>, size: Expr },
    /// An enum without data.
    Enum(Vec<Variant<'a>>),
    /// An enum with data.
    Union(Vec<Variant<'a>>),
}

/// A field of a record.
pub(crate) struct Field {
    pub(crate) member: Member,
    /// The type, the item's own name standing for `Self`.
    pub(crate) ty: Type,
    pub(crate) attrs: FieldAttrs,
    /// The name in the schema.
    pub(crate) name: String,
    pub(crate) representation: Representation,
}

/// A variant of an enum.
pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) attrs: VariantAttrs,
    /// The symbol, or the record's name, in the schema.
    pub(crate) symbol: String,
    pub(crate) content: Content,
}

/// What a variant holds.
pub(crate) enum Content {
    /// Nothing: a symbol.
    Symbol,
    /// Nothing: the branch `null`.
    Null,
    /// A value of a type that is a branch by itself.
    Value(Box<Field>),
    /// The fields of a record that has the variant's name.
    Record(Vec<Field>),
    /// What the schema has no branch for: kept, where there is a field.
    Other { fields: usize, named: bool },
}

impl<'a> Container<'a> {
    /// Makes the model, or answers nothing where the item is of a kind that has no schema.
    pub(crate) fn new(ctxt: &Ctxt, input: &'a DeriveInput) -> Option<Self> {
        let is_union = matches!(&input.data, Data::Enum(data) if has_data(data));
        let attrs = ContainerAttrs::new(ctxt, &input.attrs, is_union);
        let ident = &input.ident;
        let (_, arguments, _) = input.generics.split_for_impl();
        let own = quote!(#ident #arguments);
        let data = match &input.data {
            Data::Struct(data) => structure(ctxt, &attrs, &own, &data.fields),
            Data::Enum(data) => {
                let variants = data
                    .variants
                    .iter()
                    .map(|variant| Variant::new(ctxt, &attrs, &own, variant, is_union))
                    .collect();
                match is_union {
                    true => ContainerData::Union(variants),
                    false => ContainerData::Enum(variants),
                }
            }
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
            .map_or_else(|| input.ident.unraw().to_string(), LitStr::value);
        Some(Self {
            ident: &input.ident,
            visibility: &input.vis,
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
            .map_or_else(|| self.ident.span(), LitStr::span)
    }

    /// Everything that is a field, those of variants included.
    pub(crate) fn all_fields(&self) -> Vec<&Field> {
        match &self.data {
            ContainerData::Record(fields) | ContainerData::Transparent(fields) => {
                fields.iter().collect()
            }
            ContainerData::Fixed { field, .. } => vec![&**field],
            ContainerData::Enum(_) => Vec::new(),
            ContainerData::Union(variants) => variants.iter().flat_map(Variant::fields).collect(),
        }
    }
}

fn has_data(data: &DataEnum) -> bool {
    let mut variants = data.variants.iter();
    variants.any(|variant| !matches!(variant.fields, Fields::Unit))
}

fn structure<'a>(
    ctxt: &Ctxt,
    attrs: &ContainerAttrs,
    own: &TokenStream,
    fields: &Fields,
) -> ContainerData<'a> {
    let named = matches!(fields, Fields::Named(_));
    let mut all = read_fields(ctxt, attrs.rename_all, own, fields, None);
    let written = all
        .iter()
        .filter(|field| field.attrs.skip.is_none())
        .count();
    if let Some(span) = attrs.transparent
        && written != 1
    {
        let message = "a transparent type has exactly one field that is not skipped";
        ctxt.error(&span, message);
    }
    let transparent = attrs.transparent.is_some();
    if named || all.is_empty() || (written != 1 && !transparent) {
        return match transparent {
            true => ContainerData::Transparent(all),
            false => ContainerData::Record(all),
        };
    }
    match all.as_slice() {
        [
            Field {
                ty: Type::Array(array),
                representation,
                ..
            },
        ] if !transparent && representation.is_natural() && is_byte(&array.elem) => {
            let size = array.len.clone();
            ContainerData::Fixed {
                field: Box::new(all.remove(0)),
                size,
            }
        }
        _ => ContainerData::Transparent(all),
    }
}

fn is_byte(ty: &Type) -> bool {
    let Type::Path(path) = ungrouped(ty) else {
        return false;
    };
    let last = path.path.segments.last();
    last.is_some_and(|last| last.ident == "u8")
}

/// The type without parentheses, and without the marks of a `macro_rules` that it came through.
pub(crate) fn ungrouped(mut ty: &Type) -> &Type {
    loop {
        ty = match ty {
            Type::Group(group) => &group.elem,
            Type::Paren(paren) => &paren.elem,
            _ => return ty,
        };
    }
}

/// `scope` is the name of the variant, if the fields are those of one.
fn read_fields(
    ctxt: &Ctxt,
    rename_all: Option<Case>,
    own: &TokenStream,
    fields: &Fields,
    scope: Option<&Ident>,
) -> Vec<Field> {
    let scope = scope
        .map(|scope| format!("Of{}", scope.unraw()))
        .unwrap_or_default();
    let all = fields.members().zip(fields).enumerate();
    all.map(|(position, (member, field))| {
        let definition = format_ident!("__Field{position}{scope}");
        Field::new(
            ctxt,
            rename_all,
            (position, member),
            own,
            field,
            &definition,
        )
    })
    .collect()
}

impl Field {
    fn new(
        ctxt: &Ctxt,
        rename_all: Option<Case>,
        (position, member): (usize, Member),
        own: &TokenStream,
        field: &syn::Field,
        definition: &Ident,
    ) -> Self {
        let attrs = FieldAttrs::new(ctxt, &field.attrs);
        let rust_name = match &member {
            Member::Named(ident) => ident.unraw().to_string(),
            Member::Unnamed(_) => format!("field_{position}"),
        };
        let name = match (&attrs.rename, rename_all) {
            (Some(rename), _) => rename.value(),
            (None, Some(case)) => case.of_field(&rust_name),
            (None, None) => rust_name,
        };
        let ty = replace_self(field.ty.to_token_stream(), own);
        let ty = syn::parse2(ty).unwrap_or_else(|_| field.ty.clone());
        let ty = ungrouped(&ty).clone();
        let representation = Representation::new(ctxt, &attrs, &ty, definition);
        Self {
            member,
            ty,
            attrs,
            name,
            representation,
        }
    }

    /// Where the name in the schema comes from.
    pub(crate) fn name_span(&self) -> Span {
        match (&self.attrs.rename, &self.member) {
            (Some(rename), _) => rename.span(),
            (None, Member::Named(ident)) => ident.span(),
            (None, Member::Unnamed(_)) => self.ty.span(),
        }
    }

    /// The type whose schema the field has: not always its own.
    pub(crate) fn schema_type(&self) -> TokenStream {
        let ty = &self.ty;
        match self.representation.null_last {
            true => quote!(__avrolane::__private::NullLast<#ty>),
            false => quote!(#ty),
        }
    }

    /// The function of one of the codec's traits for `ty`, which is the field's type or made of it.
    ///
    /// Only the function stands where the field's type does: arguments would not be found there
    /// if a `macro_rules` wrote the type.
    pub(crate) fn function(
        &self,
        ty: &impl ToTokens,
        codec_trait: CodecTrait,
        name: &str,
    ) -> TokenStream {
        let codec_trait = codec_trait.of(&self.representation.ty);
        let name = format_ident!("{name}");
        quote_spanned!(self.ty.span()=> <#ty as #codec_trait>::#name)
    }

    /// What the field is when it is not read.
    pub(crate) fn skipped(&self) -> Option<TokenStream> {
        let skip = self.attrs.skip.as_ref()?;
        let value = skip.value.clone();
        let ty = &self.ty;
        let default = || quote_spanned!(ty.span()=> <#ty as ::core::default::Default>::default());
        Some(value.unwrap_or_else(default))
    }
}

impl<'a> Variant<'a> {
    fn new(
        ctxt: &Ctxt,
        container: &ContainerAttrs,
        own: &TokenStream,
        variant: &'a syn::Variant,
        of_union: bool,
    ) -> Self {
        let attrs = VariantAttrs::new(ctxt, &variant.attrs);
        let rust_name = variant.ident.unraw().to_string();
        let rename = attrs.rename.as_ref().or(attrs.serde_rename.as_ref());
        let symbol = match (rename, container.rename_all) {
            (Some(rename), _) => rename.value(),
            (None, Some(case)) if !of_union => case.of_variant(&rust_name),
            (None, _) => rust_name,
        };
        let mut fields = read_fields(
            ctxt,
            attrs.rename_all.or(container.rename_all_fields),
            own,
            &variant.fields,
            Some(&variant.ident),
        );
        let content = match &variant.fields {
            fields if attrs.other.is_some() => Content::Other {
                fields: fields.len(),
                named: matches!(fields, Fields::Named(_)),
            },
            Fields::Unit if attrs.null.is_some() => Content::Null,
            Fields::Unit if !of_union => Content::Symbol,
            Fields::Unnamed(unnamed) if unnamed.unnamed.len() == 1 => {
                Content::Value(Box::new(fields.remove(0)))
            }
            _ => Content::Record(fields),
        };
        Self {
            ident: &variant.ident,
            attrs,
            symbol,
            content,
        }
    }

    fn fields(&self) -> impl Iterator<Item = &Field> {
        let fields: Vec<&Field> = match &self.content {
            Content::Value(field) => vec![field],
            Content::Record(fields) => fields.iter().collect(),
            Content::Symbol | Content::Null | Content::Other { .. } => Vec::new(),
        };
        fields.into_iter()
    }

    /// Where the symbol comes from.
    pub(crate) fn symbol_span(&self) -> Span {
        self.attrs
            .rename
            .as_ref()
            .or(self.attrs.serde_rename.as_ref())
            .map_or_else(|| self.ident.span(), LitStr::span)
    }
}

/// The properties as the constants of the tree have them.
pub(crate) fn properties(properties: &[Property]) -> TokenStream {
    let entries = properties
        .iter()
        .map(|Property { key, json }| quote!((#key, #json)));
    quote!(&[#(#entries),*])
}

/// The text as the constants of the tree have it.
pub(crate) fn optional(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote!(::core::option::Option::Some(#text)),
        None => quote!(::core::option::Option::None),
    }
}
