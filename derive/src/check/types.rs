//! Types that one would expect to work, and why they do not.

use syn::{GenericArgument, PathArguments, PathSegment, Type};

use crate::ast::ungrouped;
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

/// Whether a value of this type holds one of the type `own` whatever it is.
pub(super) fn is_pointer_to(ty: &Type, own: &str) -> bool {
    let Type::Path(path) = ungrouped(ty) else {
        return false;
    };
    let Some(last) = path.path.segments.last() else {
        return false;
    };
    if last.ident == own {
        return path.path.segments.len() == 1;
    }
    match (
        last.ident.to_string().as_str(),
        type_arguments(last).as_slice(),
    ) {
        ("Box" | "Rc" | "Arc", [inner]) => is_pointer_to(inner, own),
        _ => false,
    }
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
