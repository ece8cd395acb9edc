//! How sentences call what differs.

use crate::schema::json::{Json, member};
use crate::schema::model::{Schema, TypeIndex, TypeKind};

/// How much of a text is quoted.
const MAX_QUOTED: usize = 60;

/// The names that the others lack.
pub(super) fn missing<'a>(names: &'a [String], others: &[String]) -> Vec<&'a str> {
    let names = names.iter().filter(|name| !others.contains(name));
    names.map(String::as_str).collect()
}

/// What became of the members of a list.
pub(super) fn changes(what: &str, place: &str, new: &[&str], gone: &[&str]) -> String {
    let list = |names: &[&str]| clip(&names.join(", "));
    match (new, gone) {
        ([], []) => format!("the {what} of {place} stand in another order"),
        (new, []) => format!("the {what} of {place} have {} in addition", list(new)),
        ([], gone) => format!("the {what} of {place} lack {}", list(gone)),
        (new, gone) => format!(
            "the {what} of {place} have {} in addition and lack {}",
            list(new),
            list(gone)
        ),
    }
}

/// What tells a branch of a union from the others.
pub(super) fn branch_name(schema: &Schema, branch: TypeIndex) -> String {
    let this = schema.get(branch);
    match this.name() {
        Some(name) => name.to_string(),
        None => this.kind.label().to_owned(),
    }
}

pub(super) fn describe(schema: &Schema, index: TypeIndex) -> String {
    let this = schema.get(index);
    let text = match &this.kind {
        TypeKind::Union(branches) => {
            let branches: Vec<String> = (branches.iter())
                .map(|&branch| branch_name(schema, branch))
                .collect();
            format!("a union of {}", clip(&branches.join(", ")))
        }
        TypeKind::Record(_) | TypeKind::Enum(_) | TypeKind::Fixed(_) => {
            let name = branch_name(schema, index);
            format!("the {} {name}", this.kind.label())
        }
        kind => kind.label().to_owned(),
    };
    match this.logical_type() {
        Some(logical_type) => format!("{text} ({})", clip(logical_type)),
        None => text,
    }
}

pub(super) fn logical_type(properties: &[(String, Json)]) -> String {
    let Some(name) = member(properties, "logicalType") else {
        return "none".to_owned();
    };
    let name = match name {
        Json::String(name) => clip(name),
        other => quote(other),
    };
    let number = |key: &str| member(properties, key).map(quote);
    match (number("precision"), number("scale")) {
        (Some(precision), Some(scale)) => format!("{name}({precision}, {scale})"),
        (Some(precision), None) => format!("{name}({precision})"),
        _ => name,
    }
}

pub(super) fn quote(value: &Json) -> String {
    clip(&value.to_string())
}

fn clip(text: &str) -> String {
    match text.char_indices().nth(MAX_QUOTED) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

/// A key as a step of a JSON pointer (RFC 6901).
pub(super) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
