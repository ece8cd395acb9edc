//! Types that one would expect to work, and why they do not.

use syn::{GenericArgument, PathArguments, PathSegment, Type};

use crate::ast::ungrouped;
use crate::attr::{Literal, LiteralKind};
use crate::ctxt::Ctxt;

/// Looks at a type that is written as it is by itself, and at those in its angle brackets.
///
/// Types are known by their names only. What has another name is left to the compiler, which knows
/// less about what to do.
pub(super) fn check_type(ctxt: &Ctxt, ty: &Type) {
    let ty = ungrouped(ty);
    let inner = match ty {
        Type::Array(array) => vec![&*array.elem],
        Type::Slice(slice) => vec![&*slice.elem],
        Type::Reference(reference) => vec![&*reference.elem],
        Type::Path(path) => {
            if path.path.get_ident().is_some() {
                check_width(ctxt, ty);
            }
            let Some(last) = path.path.segments.last() else {
                return;
            };
            let arguments = type_arguments(last);
            match (last.ident.to_string().as_str(), arguments.as_slice()) {
                ("HashMap" | "BTreeMap" | "IndexMap", [key, value, ..]) => {
                    check_key(ctxt, key);
                    vec![*value]
                }
                ("Option", [inner]) => {
                    check_optional(ctxt, inner);
                    arguments
                }
                ("Vec" | "VecDeque" | "HashSet" | "BTreeSet" | "Box" | "Rc" | "Arc", _) => {
                    arguments
                }
                _ => return,
            }
        }
        _ => return,
    };
    for inner in inner {
        check_type(ctxt, inner);
    }
}

fn check_width(ctxt: &Ctxt, ty: &Type) {
    let Some(name) = name(ty) else { return };
    let digits = match name.as_str() {
        "u64" | "usize" => 20,
        "i128" | "u128" => 39,
        "isize" => 19,
        _ => return,
    };
    ctxt.error(
        ty,
        format!(
            "an Avro `long` does not hold every `{name}`: say `with = \
             avrolane::codec::CheckedLong` to have values beyond it refused, or `logical = \
             \"decimal\", precision = {digits}` to have room for all; or use `i64`"
        ),
    );
}

fn check_key(ctxt: &Ctxt, key: &Type) {
    let Some(name) = name(key) else { return };
    let is_text = !matches!(
        name.as_str(),
        "bool"
            | "char"
            | "f32"
            | "f64"
            | "i8"
            | "i16"
            | "i32"
            | "i64"
            | "i128"
            | "isize"
            | "u8"
            | "u16"
            | "u32"
            | "u64"
            | "u128"
            | "usize"
    );
    if !is_text {
        ctxt.error(
            key,
            format!(
                "the keys of an Avro map are strings, not `{name}`: use `String`, or a `Vec` of \
                 structs that have the key as a field"
            ),
        );
    }
}

fn check_optional(ctxt: &Ctxt, inner: &Type) {
    let is_optional = name(inner).is_some_and(|name| name == "Option");
    let is_null = matches!(ungrouped(inner), Type::Tuple(tuple) if tuple.elems.is_empty());
    if is_optional || is_null {
        ctxt.error(
            inner,
            "an `Option` of this has no Avro schema, as a union has `null` once: use one `Option`, \
             or an enum that tells the cases apart",
        );
    }
}

/// Types of which each value holds one of their parameter.
const POINTERS: &[&str] = &["Box", "Rc", "Arc"];

/// Types that have no name in a schema.
const NAMELESS: &[&str] = &[
    "Box", "Rc", "Arc", "Option", "Vec", "VecDeque", "HashSet", "BTreeSet", "HashMap", "BTreeMap",
    "IndexMap",
];

/// Refuses a struct's field that holds the type `own` whatever its value is.
pub(super) fn check_values_end(ctxt: &Ctxt, ty: &Type, own: &str) {
    if leads_to(ty, own, POINTERS) {
        let message = format!(
            "a `{own}` holds another `{own}`, without an end: make this an `Option`, or a `Vec`"
        );
        ctxt.error(ty, message);
    }
}

/// Refuses a type that is all that `own` is in a schema, and is made of it again.
pub(super) fn check_schema_ends(ctxt: &Ctxt, ty: &Type, own: &str) {
    if leads_to(ty, own, NAMELESS) && !leads_to(ty, own, POINTERS) {
        let message = format!(
            "the schema of `{own}` would hold itself without an end, as it has no name that could \
             stand for it: give this field a name, so that it is one of a record"
        );
        ctxt.error(ty, message);
    }
}

/// Whether the type is `own`, or one of those in `through` that has it as a parameter.
fn leads_to(ty: &Type, own: &str, through: &[&str]) -> bool {
    let Type::Path(path) = ungrouped(ty) else {
        return false;
    };
    let Some(last) = path.path.segments.last() else {
        return false;
    };
    if last.ident == own {
        return path.path.segments.len() == 1;
    }
    through.iter().any(|name| last.ident == name)
        && type_arguments(last)
            .into_iter()
            .any(|argument| leads_to(argument, own, through))
}

/// Refuses a number that the schema's type has room for, but not the field's.
pub(super) fn check_default(ctxt: &Ctxt, ty: &Type, default: &Literal) {
    let ty = optional(ty).unwrap_or(ty);
    let Some(name) = name(ty) else { return };
    let number = default.json.as_str();
    let fits = match (default.kind, name.as_str()) {
        (LiteralKind::Integer, "i8") => number.parse::<i8>().is_ok(),
        (LiteralKind::Integer, "i16") => number.parse::<i16>().is_ok(),
        (LiteralKind::Integer, "u8") => number.parse::<u8>().is_ok(),
        (LiteralKind::Integer, "u16") => number.parse::<u16>().is_ok(),
        (LiteralKind::Integer, "u32") => number.parse::<u32>().is_ok(),
        _ => true,
    };
    if !fits {
        let message = format!("no `{name}` is {number}, so that the default could not be read");
        ctxt.error(&default.span, message);
    }
}

fn optional(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ungrouped(ty) else {
        return None;
    };
    let last = path.path.segments.last()?;
    let arguments = type_arguments(last);
    arguments
        .first()
        .filter(|_| last.ident == "Option")
        .copied()
}

fn name(ty: &Type) -> Option<String> {
    match ungrouped(ty) {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

fn type_arguments(segment: &PathSegment) -> Vec<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return Vec::new();
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}
