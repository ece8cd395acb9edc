//! Writes `impl AvroSchema`.

mod checks;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, LitStr};

use self::checks::Checks;
use crate::ast::{Container, ContainerData, Content, Field, Variant, optional, properties};
use crate::attr::{Literal, Property};
use crate::bounds::CodecTrait;
use crate::record::{record_of, tuple, written};

pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    let Checks { items, statements } = Checks::of(container);
    let schema = match &container.data {
        ContainerData::Record(fields) => record(&Head::of(container), fields, &statements),
        ContainerData::Transparent(fields) => transparent(fields),
        ContainerData::Fixed { size, .. } => fixed(&Head::of(container), &size.to_token_stream()),
        ContainerData::Enum(variants) => symbols(&Head::of(container), variants),
        ContainerData::Union(variants) => union(container, variants, &statements),
    };
    let own = schema.implementation(container, container.ident);
    let records = match &container.data {
        ContainerData::Union(variants) => variant_records(container, variants),
        _ => TokenStream::new(),
    };
    quote!(#own #records #items)
}

/// What the implementation for a type consists of.
struct Implementation {
    /// The items of `AvroSchema`, all but `Nested`.
    items: TokenStream,
    /// What knows the digests of the types of which the type is made, at the depth `__D`.
    nested: Option<TokenStream>,
}

impl Implementation {
    /// The implementation for `ident`, which has the parameters of the container.
    ///
    /// The nested types are not named by `Nested` itself, as they may be private where the
    /// container is not.
    fn implementation(&self, container: &Container<'_>, ident: &Ident) -> TokenStream {
        let mut generics = container.bounded_generics(CodecTrait::Schema);
        let (_, arguments, _) = container.generics.split_for_impl();
        let (parameters, _, bounds) = generics.split_for_impl();
        let Self { items, nested } = self;
        let nested_type = match nested {
            None => quote!(()),
            Some(_) => quote!(__avrolane::__private::NestedOf<Self, __D>),
        };
        let schema = quote! {
            #[automatically_derived]
            impl #parameters __avrolane::AvroSchema for #ident #arguments #bounds {
                #items
                type Nested<__D: __avrolane::schema::Depth> = #nested_type;
            }
        };
        let Some(nested) = nested else {
            return schema;
        };
        let depth = syn::parse_quote!(__D: __avrolane::schema::Depth);
        generics.params.push(depth);
        let (parameters, _, bounds) = generics.split_for_impl();
        quote! {
            #schema

            #[automatically_derived]
            impl #parameters __avrolane::__private::NestedDigest<__D> for #ident #arguments
                #bounds
            {
                const NESTED: __avrolane::schema::Digest =
                    <#nested as __avrolane::schema::ConstDigest>::DIGEST;
            }
        }
    }
}

/// What named types have in common.
struct Head<'a> {
    name: &'a str,
    namespace: Option<&'a LitStr>,
    doc: Option<&'a str>,
    aliases: &'a [LitStr],
    properties: &'a [Property],
    java_string: Option<&'a LitStr>,
}

impl<'a> Head<'a> {
    fn of(container: &'a Container<'_>) -> Self {
        let attrs = &container.attrs;
        Self {
            name: &container.name,
            namespace: attrs.namespace.as_ref(),
            doc: attrs.doc.as_deref(),
            aliases: &attrs.aliases,
            properties: &attrs.properties,
            java_string: attrs.java_string.as_ref(),
        }
    }

    fn of_variant(container: &'a Container<'_>, variant: &'a Variant<'_>) -> Self {
        let attrs = &variant.attrs;
        let outer = &container.attrs;
        Self {
            name: &variant.symbol,
            namespace: attrs.namespace.as_ref().or(outer.namespace.as_ref()),
            doc: attrs.doc.as_deref(),
            aliases: &attrs.aliases,
            properties: &attrs.properties,
            java_string: outer.java_string.as_ref(),
        }
    }

    fn java_string(&self) -> TokenStream {
        optional(self.java_string.map(LitStr::value).as_deref())
    }
}

impl ToTokens for Head<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = self.name;
        let namespace = optional(self.namespace.map(LitStr::value).as_deref());
        let doc = optional(self.doc);
        let aliases = self.aliases;
        let properties = properties(self.properties);
        tokens.extend(quote! {
            name: #name,
            namespace: #namespace,
            doc: #doc,
            aliases: &[#(#aliases),*],
            properties: #properties,
        });
    }
}

fn record(head: &Head<'_>, fields: &[Field], checks: &TokenStream) -> Implementation {
    let fields = written(fields);
    let java_string = head.java_string();
    let nodes = fields.iter().map(|field| field_node(field));
    let nested = fields.iter().map(|field| {
        let (ty, represented) = (field.schema_type(), &field.representation.ty);
        quote_spanned!(field.ty.span()=> <__D as __avrolane::schema::Depth>::Of<#ty, #represented>)
    });
    let nested = Some(tuple(nested.collect()));
    let items = quote! {
        const KIND: __avrolane::schema::Kind = __avrolane::schema::Kind::Record;
        const NODE: __avrolane::schema::Node = {
            #checks
            __avrolane::schema::Node::Record(__avrolane::schema::RecordNode {
                #head
                java_string: #java_string,
                fields: &[#(#nodes),*],
            })
        };
    };
    Implementation { items, nested }
}

fn field_node(field: &Field) -> TokenStream {
    let Field { name, attrs, .. } = field;
    let (ty, represented) = (field.schema_type(), &field.representation.ty);
    let doc = optional(attrs.doc.as_deref());
    let aliases = &attrs.aliases;
    let schema = quote!(<#ty as __avrolane::AvroSchema<#represented>>);
    let default = match (&attrs.default, attrs.serde_default) {
        (Some(Literal { json, .. }), _) => optional(Some(json)),
        (None, Some(_)) => quote!(#schema::ZERO),
        (None, None) if attrs.no_default.is_some() => optional(None),
        (None, None) => quote!(#schema::IMPLIED_DEFAULT),
    };
    let order = attrs.order.as_ref().map(LitStr::value);
    let order = match order.as_deref() {
        None => quote!(::core::option::Option::None),
        Some(order) => {
            let order = match order {
                "descending" => quote!(Descending),
                "ignore" => quote!(Ignore),
                _ => quote!(Ascending),
            };
            quote!(::core::option::Option::Some(__avrolane::schema::FieldOrder::#order))
        }
    };
    let properties = properties(&attrs.properties);
    let flatten = attrs.flatten.is_some();
    quote_spanned! {field.ty.span()=>
        __avrolane::schema::FieldNode {
            name: #name,
            doc: #doc,
            aliases: &[#(#aliases),*],
            default: #default,
            node: #schema::node,
            order: #order,
            properties: #properties,
            flatten: #flatten,
        }
    }
}

fn transparent(fields: &[Field]) -> Implementation {
    let fields = written(fields);
    let inner = fields.iter().map(|field| {
        let (ty, represented) = (field.schema_type(), &field.representation.ty);
        quote_spanned!(field.ty.span()=> <#ty as __avrolane::AvroSchema<#represented>>)
    });
    let inner = quote!(#(#inner)*);
    let items = quote! {
        const KIND: __avrolane::schema::Kind = #inner::KIND;
        const NODE: __avrolane::schema::Node = #inner::NODE;
        const IMPLIED_DEFAULT: ::core::option::Option<&'static ::core::primitive::str> = #inner::IMPLIED_DEFAULT;
        const ZERO: ::core::option::Option<&'static ::core::primitive::str> = #inner::ZERO;
        const BRANCHES: ::core::primitive::usize = #inner::BRANCHES;
        const BRANCH_DIGESTS: &'static [__avrolane::schema::Digest] = #inner::BRANCH_DIGESTS;

        fn node() -> &'static __avrolane::schema::Node {
            #inner::node()
        }
    };
    let nested = Some(quote!(#inner::Nested<__D>));
    Implementation { items, nested }
}

fn fixed(head: &Head<'_>, size: &TokenStream) -> Implementation {
    let items = quote! {
        const KIND: __avrolane::schema::Kind = __avrolane::schema::Kind::Fixed(#size);
        const NODE: __avrolane::schema::Node = __avrolane::schema::Node::Fixed(
            __avrolane::schema::FixedNode {
                #head
                size: #size,
            }
        );
    };
    Implementation {
        items,
        nested: None,
    }
}

fn symbols(head: &Head<'_>, variants: &[Variant<'_>]) -> Implementation {
    let symbols = variants.iter().map(|variant| &variant.symbol);
    let symbols = symbols.collect::<Vec<_>>();
    let default = variants
        .iter()
        .find(|variant| variant.attrs.default.is_some());
    let default = optional(default.map(|variant| variant.symbol.as_str()));
    let items = quote! {
        const KIND: __avrolane::schema::Kind =
            __avrolane::schema::Kind::Enum(&[#(#symbols),*]);
        const NODE: __avrolane::schema::Node = __avrolane::schema::Node::Enum(
            __avrolane::schema::EnumNode {
                #head
                symbols: &[#(#symbols),*],
                default: #default,
            }
        );
    };
    Implementation {
        items,
        nested: None,
    }
}

/// A branch of a union: the type that has its schema, and as what.
fn branches(
    container: &Container<'_>,
    variants: &[Variant<'_>],
) -> Vec<(TokenStream, TokenStream)> {
    let (_, arguments, _) = container.generics.split_for_impl();
    let natural = quote!(__avrolane::schema::Natural);
    let branches = variants
        .iter()
        .filter_map(|variant| match &variant.content {
            Content::Value(field) => Some((field.schema_type(), field.representation.ty.clone())),
            Content::Record(_) => {
                let record = record_of(variant);
                Some((quote!(#record #arguments), natural.clone()))
            }
            Content::Null => Some((quote!(()), natural.clone())),
            Content::Symbol | Content::Other { .. } => None,
        });
    branches.collect()
}

fn union(
    container: &Container<'_>,
    variants: &[Variant<'_>],
    checks: &TokenStream,
) -> Implementation {
    let branches = branches(container, variants);
    let schemas = branches
        .iter()
        .map(|(ty, represented)| quote!(<#ty as __avrolane::AvroSchema<#represented>>));
    let schemas = schemas.collect::<Vec<_>>();
    let nested = branches
        .iter()
        .map(|(ty, represented)| quote!(<__D as __avrolane::schema::Depth>::Of<#ty, #represented>));
    let nested = Some(tuple(nested.collect()));
    let first = variants
        .iter()
        .map(|variant| &variant.content)
        .find(|content| !matches!(content, Content::Other { .. }));
    let kind = match (first, schemas.first()) {
        (Some(Content::Null), _) => quote!(Optional),
        (_, Some(first)) => quote!(Union(&#first::KIND)),
        (_, None) => quote!(Null),
    };
    let items = quote! {
        const KIND: __avrolane::schema::Kind = __avrolane::schema::Kind::#kind;
        const NODE: __avrolane::schema::Node = {
            #checks
            __avrolane::schema::Node::Union(&[#(#schemas::node),*])
        };
        const BRANCH_DIGESTS: &'static [__avrolane::schema::Digest] =
            &[#(#schemas::DIGEST),*];
    };
    Implementation { items, nested }
}

/// The schemas of those variants that are records.
fn variant_records(container: &Container<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let records = variants.iter().map(|variant| {
        let Content::Record(fields) = &variant.content else {
            return TokenStream::new();
        };
        let schema = record(
            &Head::of_variant(container, variant),
            fields,
            &TokenStream::new(),
        );
        schema.implementation(container, &record_of(variant))
    });
    records.collect()
}
