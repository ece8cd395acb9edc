//! Writes what only the compiler can check, as it knows the types of the fields.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::branches;
use crate::ast::{Container, ContainerData, Content, Field, Variant};
use crate::attr::{Literal, LiteralKind};
use crate::record::{make_static, written};

/// The checks of a type.
pub(super) struct Checks {
    /// Beside the implementation: constants of types that are known.
    pub(super) items: TokenStream,
    /// In the node, which is made when the type's parameters are known.
    pub(super) statements: TokenStream,
}

/// Something that has to hold.
struct Check {
    span: Span,
    /// What is wrong, as an `Option` of text.
    mistake: TokenStream,
}

impl Checks {
    pub(super) fn of(container: &Container<'_>) -> Self {
        let is_generic = container.generics.type_params().next().is_some()
            || container.generics.const_params().next().is_some();
        let checks = checks(container).into_iter().map(|check| {
            let Check { span, mistake } = check;
            let mistake = match is_generic {
                true => mistake,
                false => make_static(mistake),
            };
            let check = quote_spanned! {span=>
                if let ::core::option::Option::Some(__mistake) = #mistake {
                    ::core::panic!("{}", __mistake)
                }
            };
            match is_generic {
                true => check,
                false => quote_spanned!(span=> const _: () = #check;),
            }
        });
        let checks = checks.collect();
        match is_generic {
            true => Self {
                items: TokenStream::new(),
                statements: checks,
            },
            false => Self {
                items: checks,
                statements: TokenStream::new(),
            },
        }
    }
}

impl Check {
    fn new(span: Span, condition: &TokenStream, message: &str) -> Self {
        Self {
            span,
            mistake: quote! {
                match #condition {
                    true => ::core::option::Option::None,
                    false => ::core::option::Option::Some(#message),
                }
            },
        }
    }
}

fn checks(container: &Container<'_>) -> Vec<Check> {
    let fields = container.all_fields().into_iter();
    let fields = fields.filter(|field| field.attrs.skip.is_none());
    let mut checks = fields.flat_map(field_checks).collect::<Vec<_>>();
    match &container.data {
        ContainerData::Record(fields) => checks.extend(flattened_check(fields)),
        ContainerData::Union(variants) => {
            for variant in variants {
                if let Content::Record(fields) = &variant.content {
                    checks.extend(flattened_check(fields));
                }
            }
            checks.extend(branch_checks(container, variants));
        }
        _ => {}
    }
    checks
}

fn field_checks(field: &Field) -> Vec<Check> {
    let (ty, represented) = (field.schema_type(), &field.representation.ty);
    let schema = quote!(<#ty as __avrolane::AvroSchema<#represented>>);
    let mut checks = Vec::new();
    if let Some(span) = field.attrs.flatten {
        let kind = quote!(__avrolane::schema::Kind::Record);
        checks.push(Check::new(
            span,
            &quote!(::core::matches!(#schema::KIND, #kind)),
            "only a record can be flattened: the fields of a struct can stand in another",
        ));
    } else if let Some(default) = &field.attrs.default {
        let kind = quote!(::core::option::Option::Some(#schema::KIND));
        add_default_checks(default, &kind, &mut checks);
    } else if let Some(span) = field.attrs.serde_default {
        checks.push(Check::new(
            span,
            &quote!(#schema::ZERO.is_some()),
            "`#[serde(default)]` does not say what the default of this type is in Avro: say it as \
             `#[avro(default = …)]`",
        ));
    }
    checks
}

/// Checks of a literal and of those in it; `kind` is an `Option` of the kind that it has to be of.
fn add_default_checks(literal: &Literal, kind: &TokenStream, checks: &mut Vec<Check>) {
    let name = match literal.kind {
        LiteralKind::Null => quote!(Null),
        LiteralKind::Boolean => quote!(Boolean),
        LiteralKind::Integer => quote!(Integer),
        LiteralKind::Float => quote!(Float),
        LiteralKind::String => quote!(String),
        LiteralKind::Array => quote!(Array),
        LiteralKind::Object => quote!(Object),
        LiteralKind::Json => return,
    };
    let json = &literal.json;
    checks.push(Check {
        span: literal.span,
        mistake: quote! {
            __avrolane::__private::default_mistake(
                #kind,
                __avrolane::__private::Literal::#name,
                #json,
            )
        },
    });
    let kind = quote!(__avrolane::__private::kind_inside(#kind));
    for literal in &literal.inside {
        add_default_checks(literal, &kind, checks);
    }
}

fn flattened_check(fields: &[Field]) -> Option<Check> {
    let (flattened, own) = written(fields)
        .into_iter()
        .partition::<Vec<_>, _>(|field| field.attrs.flatten.is_some());
    let span = flattened.first()?.attrs.flatten?;
    let own = own.iter().map(|field| &field.name);
    let nodes = flattened.iter().map(|field| {
        let ty = &field.ty;
        quote!(&<#ty as __avrolane::AvroSchema>::NODE)
    });
    Some(Check::new(
        span,
        &quote!(__avrolane::__private::flattened_names_differ(&[#(#own),*], &[#(#nodes),*])),
        "a flattened field has a name that another field of the record has: rename one of them",
    ))
}

fn branch_checks(container: &Container<'_>, variants: &[Variant<'_>]) -> [Check; 2] {
    let branches = branches(container, variants).into_iter();
    let branches = branches
        .map(|(ty, represented)| quote!(<#ty as __avrolane::AvroSchema<#represented>>))
        .collect::<Vec<_>>();
    let span = container.ident.span();
    [
        Check::new(
            span,
            &quote!(__avrolane::__private::no_branch_is_union(&[#(#branches::KIND),*])),
            "a variant holds an optional value or a union, but unions do not nest: give each \
             branch a variant of its own, and `null` one with `#[avro(null)]`",
        ),
        Check::new(
            span,
            &quote!(__avrolane::__private::branches_differ(&[#(&#branches::NODE),*])),
            "two variants are the same Avro type, so that a reader could not tell them apart: make \
             them records of different names",
        ),
    ]
}
