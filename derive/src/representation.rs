//! As which Avro type a field is written: the type that goes into the parameter `As` of the
//! codec's traits.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Ident, LitInt, LitStr, Type};

use crate::ast::{optional, properties};
use crate::attr::{FieldAttrs, LiteralKind};
use crate::ctxt::Ctxt;

/// As which Avro type a field is written.
pub(crate) struct Representation {
    /// The type that stands for it.
    pub(crate) ty: TokenStream,
    /// The definition of that type, or of its parameter, where it is made for this field.
    pub(crate) definition: TokenStream,
    /// Whether the union of an `Option` has `null` last.
    pub(crate) null_last: bool,
    is_natural: bool,
}

/// The logical types that need nothing further, and what stands for them in `codec::logical`.
const SIMPLE: [(&str, &str); 10] = [
    ("date", "Date"),
    ("time-millis", "TimeMillis"),
    ("time-micros", "TimeMicros"),
    ("timestamp-millis", "TimestampMillis"),
    ("timestamp-micros", "TimestampMicros"),
    ("timestamp-nanos", "TimestampNanos"),
    ("local-timestamp-millis", "LocalTimestampMillis"),
    ("local-timestamp-micros", "LocalTimestampMicros"),
    ("local-timestamp-nanos", "LocalTimestampNanos"),
    ("big-decimal", "BigDecimal"),
];

impl Representation {
    /// `ident` is the name of a type that may be made for the field.
    pub(crate) fn new(ctxt: &Ctxt, attrs: &FieldAttrs, ty: &Type, ident: &Ident) -> Self {
        check(ctxt, attrs);
        let given = match &attrs.with {
            Some(marker) => Some(marker.to_token_stream()),
            None => logical_type(attrs, ident),
        };
        let definition = match (&attrs.fixed, is_annotation(attrs)) {
            (Some(name), _) => fixed_name(ident, name),
            (None, true) => annotation(ident, attrs),
            (None, false) => TokenStream::new(),
        };
        Self {
            is_natural: given.is_none(),
            ty: given.unwrap_or_else(|| quote!(__avrolane::schema::Natural)),
            definition,
            null_last: attrs.null_last.is_some() || has_other_default(attrs, ty),
        }
    }

    /// Whether the field is written as its type is by itself.
    pub(crate) fn is_natural(&self) -> bool {
        self.is_natural
    }
}

/// The type of `codec::logical` for a field's attributes, if they ask for one. `ident` is that of a
/// definition, which carries what is no number.
fn logical_type(attrs: &FieldAttrs, ident: &Ident) -> Option<TokenStream> {
    let name = attrs.fixed.as_ref().map(|_| ident);
    let logical = attrs.logical.as_ref().map(LitStr::value);
    let known = match (logical.as_deref(), name) {
        (None, Some(name)) => quote!(FixedBytes<#name>),
        (Some("decimal"), _) => decimal(attrs, name),
        (Some("uuid"), None) => quote!(UuidText),
        (Some("uuid"), Some(name)) => quote!(UuidFixed<#name>),
        (Some("duration"), None) => quote!(Duration),
        (Some("duration"), Some(name)) => quote!(Duration<#name>),
        (Some(logical), _) if is_simple(logical) => {
            let (_, marker) = SIMPLE.iter().find(|(simple, _)| *simple == logical)?;
            Ident::new(marker, ident.span()).into_token_stream()
        }
        _ if is_annotation(attrs) => {
            return Some(quote!(__avrolane::codec::logical::Annotated<#ident>));
        }
        _ => return None,
    };
    let known = quote!(__avrolane::codec::logical::#known);
    match is_annotation(attrs) {
        true => Some(quote!(__avrolane::codec::logical::Annotated<#ident, #known>)),
        false => Some(known),
    }
}

/// Whether more is said about the type of the field than a logical type that has its own place.
fn is_annotation(attrs: &FieldAttrs) -> bool {
    let unknown = attrs
        .logical
        .as_ref()
        .is_some_and(|logical| !is_known(logical));
    attrs.fixed.is_none() && attrs.with.is_none() && (unknown || !attrs.type_properties.is_empty())
}

/// Whether `codec::logical` has a type for the logical type.
fn is_known(logical: &LitStr) -> bool {
    let logical = logical.value();
    matches!(logical.as_str(), "decimal" | "uuid" | "duration") || is_simple(&logical)
}

fn is_simple(logical: &str) -> bool {
    SIMPLE.iter().any(|(simple, _)| *simple == logical)
}

fn decimal(attrs: &FieldAttrs, name: Option<&Ident>) -> TokenStream {
    let precision = number(attrs.precision.as_ref());
    let scale = number(attrs.scale.as_ref());
    match name {
        None => quote!(Decimal<#precision, #scale>),
        Some(name) => {
            let size = match &attrs.size {
                Some(size) => number(Some(size)),
                None => bytes_for_digits(precision),
            };
            quote!(FixedDecimal<#precision, #scale, #size, #name>)
        }
    }
}

/// A number that is missing, or no number, has been reported.
fn number(literal: Option<&LitInt>) -> usize {
    literal
        .and_then(|literal| literal.base10_parse().ok())
        .unwrap_or(0)
}

/// The least number of bytes that hold every number of so many decimal digits, and its sign.
fn bytes_for_digits(digits: usize) -> usize {
    // log2(10), rounded up.
    let bits = (digits.saturating_mul(33_219_281) / 10_000_000) + 2;
    bits.div_ceil(8)
}

fn fixed_name(ident: &Ident, name: &LitStr) -> TokenStream {
    let text = name.value();
    let (namespace, name) = match text.rsplit_once('.') {
        Some((namespace, name)) => (Some(namespace), name),
        None => (None, text.as_str()),
    };
    let namespace = optional(namespace);
    quote! {
        pub enum #ident {}

        impl __avrolane::codec::logical::FixedName for #ident {
            const NAME: &'static ::core::primitive::str = #name;
            const NAMESPACE: ::core::option::Option<&'static ::core::primitive::str> = #namespace;
        }
    }
}

fn annotation(ident: &Ident, attrs: &FieldAttrs) -> TokenStream {
    let unknown = attrs.logical.as_ref().filter(|logical| !is_known(logical));
    let logical = optional(unknown.map(LitStr::value).as_deref());
    let properties = properties(&attrs.type_properties);
    quote! {
        pub enum #ident {}

        impl __avrolane::codec::logical::Annotation for #ident {
            const LOGICAL_TYPE: ::core::option::Option<&'static ::core::primitive::str> = #logical;
            const PROPERTIES: __avrolane::schema::Properties = #properties;
        }
    }
}

/// Whether the field is an `Option` with a default that is a value: the default is for the first
/// branch of a union.
fn has_other_default(attrs: &FieldAttrs, ty: &Type) -> bool {
    let is_value = attrs
        .default
        .as_ref()
        .is_some_and(|default| default.kind != LiteralKind::Null);
    let Type::Path(path) = ty else { return false };
    let last = path.path.segments.last();
    is_value && last.is_some_and(|last| last.ident == "Option")
}

/// What goes with what.
fn check(ctxt: &Ctxt, attrs: &FieldAttrs) {
    let logical = attrs.logical.as_ref().map(LitStr::value);
    let is_decimal = logical.as_deref() == Some("decimal");
    let numbers = [
        ("precision", &attrs.precision),
        ("scale", &attrs.scale),
        ("size", &attrs.size),
    ];
    for (name, number) in numbers {
        if let Some(number) = number {
            if !is_decimal {
                let advice = "belongs to `logical = \"decimal\"`";
                ctxt.error(number, format!("`{name}` {advice}"));
            } else if let Err(error) = number.base10_parse::<u32>() {
                ctxt.syn_error(error);
            }
        }
    }
    if let (true, None, Some(logical)) = (is_decimal, &attrs.precision, &attrs.logical) {
        ctxt.error(
            logical,
            "a decimal needs a precision: say how many digits it has as `precision = …`, and how \
             many of them stand behind the point as `scale = …`",
        );
    }
    if is_decimal {
        check_decimal(ctxt, attrs);
    }
    if let (Some(logical), false) = (&attrs.logical, is_decimal) {
        check_logical(ctxt, attrs, logical);
    }
    if let (Some(size), None) = (&attrs.size, &attrs.fixed) {
        ctxt.error(
            size,
            "`size` is that of a fixed: name it as `fixed = \"…\"`",
        );
    }
    if let (Some(with), true) = (
        &attrs.with,
        attrs.logical.is_some() || attrs.fixed.is_some(),
    ) {
        ctxt.error(
            with,
            "`with` says all of how the field is written: leave `logical` and `fixed` out",
        );
    }
    if let [property, ..] = attrs.type_properties.as_slice()
        && !is_annotation(attrs)
    {
        ctxt.error(
            &property.key,
            "this type has its own properties: leave `type_property` out",
        );
    }
}

fn check_decimal(ctxt: &Ctxt, attrs: &FieldAttrs) {
    let Some(precision) = &attrs.precision else {
        return;
    };
    let digits = number(Some(precision));
    if digits == 0 {
        ctxt.error(precision, "a decimal has one digit at least");
    }
    if let Some(scale) = &attrs.scale
        && number(Some(scale)) > digits
    {
        ctxt.error(
            scale,
            format!("of {digits} digits, no more than {digits} can stand behind the point"),
        );
    }
    let least = bytes_for_digits(digits);
    if let Some(size) = &attrs.size
        && number(Some(size)) < least
    {
        ctxt.error(
            size,
            format!(
                "{digits} digits take {least} bytes at least: leave `size` out to have as many"
            ),
        );
    }
}

fn check_logical(ctxt: &Ctxt, attrs: &FieldAttrs, logical: &LitStr) {
    let name = logical.value();
    if let (Some(fixed), false) = (&attrs.fixed, matches!(name.as_str(), "uuid" | "duration")) {
        ctxt.error(fixed, format!("no `{name}` is a fixed: leave `fixed` out"));
    }
    let known = ["decimal", "uuid", "duration"].into_iter();
    let mut known = known.chain(SIMPLE.iter().map(|(known, _)| *known));
    // Another name is a logical type of the user's own, unless it was meant to be one of Avro's.
    let meant = known.find(|known| *known != name && spelling(known) == spelling(&name));
    if let Some(meant) = meant {
        ctxt.error(logical, format!("Avro has no `{name}`, but a `{meant}`"));
    }
}

/// What two spellings of one name have in common.
fn spelling(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    let letters = letters.collect::<String>().to_ascii_lowercase();
    letters.trim_end_matches('s').to_owned()
}
