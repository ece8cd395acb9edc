//! Literals in attributes: defaults, and the values of properties.

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, Lit, LitStr, Token, token};

/// A literal, as JSON text.
pub(crate) struct Literal {
    pub(crate) span: Span,
    pub(crate) json: String,
    pub(crate) kind: LiteralKind,
    /// The items of an array, the values of an object.
    pub(crate) inside: Vec<Self>,
}

/// What kind of literal it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LiteralKind {
    Null,
    Boolean,
    Integer,
    Float,
    String,
    Array,
    Object,
    /// The text of any JSON, which is held against the type only when the schema is asked for.
    Json,
}

impl Parse for Literal {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let span = input.span();
        if input.peek(token::Bracket) {
            return parse_array(input);
        }
        if input.peek(token::Brace) {
            return parse_object(input);
        }
        let (json, kind) = if input.peek(Token![-]) {
            input.parse::<Token![-]>()?;
            match parse_scalar(input)? {
                (number, kind @ (LiteralKind::Integer | LiteralKind::Float)) => {
                    (format!("-{number}"), kind)
                }
                _ => return Err(not_a_literal(span)),
            }
        } else {
            parse_scalar(input)?
        };
        Ok(Self {
            span,
            json,
            kind,
            inside: Vec::new(),
        })
    }
}

fn parse_array(input: ParseStream<'_>) -> syn::Result<Literal> {
    let span = input.span();
    let content;
    syn::bracketed!(content in input);
    let items = Punctuated::<Literal, Token![,]>::parse_terminated(&content)?;
    let inside = Vec::from_iter(items);
    let items = inside.iter().map(|item| item.json.as_str());
    Ok(Literal {
        span,
        json: format!("[{}]", items.collect::<Vec<_>>().join(",")),
        kind: LiteralKind::Array,
        inside,
    })
}

/// A member of an object: `"key": literal`.
struct Member {
    key: String,
    value: Literal,
}

impl Parse for Member {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let span = input.span();
        let key = input.parse::<LitStr>().map_err(|_| not_a_literal(span))?;
        let key = json_string(&key.value());
        input.parse::<Token![:]>()?;
        let value = input.parse()?;
        Ok(Self { key, value })
    }
}

fn parse_object(input: ParseStream<'_>) -> syn::Result<Literal> {
    let span = input.span();
    let content;
    syn::braced!(content in input);
    let members = Punctuated::<Member, Token![,]>::parse_terminated(&content)?;
    let json = members
        .iter()
        .map(|Member { key, value }| format!("{key}:{}", value.json))
        .collect::<Vec<_>>();
    Ok(Literal {
        span,
        json: format!("{{{}}}", json.join(",")),
        kind: LiteralKind::Object,
        inside: members.into_iter().map(|member| member.value).collect(),
    })
}

fn parse_scalar(input: ParseStream<'_>) -> syn::Result<(String, LiteralKind)> {
    let span = input.span();
    if input.peek(Ident) && input.parse::<Ident>()? == "None" {
        return Ok(("null".to_owned(), LiteralKind::Null));
    }
    match input.parse::<Lit>().map_err(|_| not_a_literal(span))? {
        Lit::Str(text) => Ok((json_string(&text.value()), LiteralKind::String)),
        Lit::ByteStr(bytes) => {
            let characters = bytes.value().into_iter().map(char::from);
            Ok((
                json_string(&characters.collect::<String>()),
                LiteralKind::String,
            ))
        }
        Lit::Char(character) => {
            let text = character.value().to_string();
            Ok((json_string(&text), LiteralKind::String))
        }
        Lit::Bool(value) => Ok((value.value.to_string(), LiteralKind::Boolean)),
        Lit::Int(number) => Ok((number.base10_digits().to_owned(), LiteralKind::Integer)),
        Lit::Float(number) => Ok((number.base10_digits().to_owned(), LiteralKind::Float)),
        _ => Err(not_a_literal(span)),
    }
}

fn not_a_literal(span: Span) -> syn::Error {
    syn::Error::new(
        span,
        "this has to be a literal: a number, `true` or `false`, a string, a byte string, `[…]` or \
         `{\"key\": …}` of literals, or `None`",
    )
}

pub(crate) fn json_string(text: &str) -> String {
    let mut json = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            control if control.is_control() => {
                json.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            other => json.push(other),
        }
    }
    json.push('"');
    json
}
