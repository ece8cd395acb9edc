//! Which types a schema's text defines, and which it refers to, before it is parsed.
//!
//! Texts can be parsed only after those that they refer to, so this is what their order comes from.

use std::collections::HashSet;

use crate::schema::{Json, ParseError};

/// The longest name of a type, a field or a symbol, in bytes. Generated names are made of several.
const MAX_NAME: usize = 255;

/// The longest namespace, in bytes. Each type in it repeats it.
const MAX_NAMESPACE: usize = 1_023;

/// The names that stand for types that need no definition.
const PRIMITIVES: [&str; 8] = [
    "null", "boolean", "int", "long", "float", "double", "bytes", "string",
];

/// What a text says about named types.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The full names of the types that it defines, in the order of the text.
    pub(super) defined: Vec<String>,
    /// The names that it uses, each with the namespace that it is used in.
    pub(super) used: Vec<Use>,
    /// The first name that is longer than any that is taken, if there is one.
    pub(super) too_long: Option<String>,
}

/// A name of a type that is used.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Use {
    name: String,
    namespace: String,
}

impl Scan {
    /// Looks through the text.
    ///
    /// What is no schema is passed over: parsing says what is wrong with it.
    pub(super) fn new(text: &str) -> Result<Self, ParseError> {
        let json = text.parse::<Json>()?;
        let mut scan = Self::default();
        scan.any_type(&json, "");
        let mut seen = HashSet::new();
        scan.used.retain(|used| seen.insert(used.clone()));
        Ok(scan)
    }

    fn any_type(&mut self, json: &Json, namespace: &str) {
        match json {
            Json::String(name) if PRIMITIVES.contains(&name.as_str()) => {}
            Json::String(name) => self.used.push(Use {
                name: name.clone(),
                namespace: namespace.to_owned(),
            }),
            Json::Array(branches) => {
                for branch in branches {
                    self.any_type(branch, namespace);
                }
            }
            Json::Object(_) => self.object(json, namespace),
            _ => {}
        }
    }

    fn object(&mut self, json: &Json, namespace: &str) {
        match json.get("type").and_then(Json::as_str) {
            Some("record" | "error") => {
                let namespace = self.define(json, namespace);
                if let Some(Json::Array(fields)) = json.get("fields") {
                    for field in fields {
                        self.measure(field.get("name"), MAX_NAME);
                        if let Some(json) = field.get("type") {
                            self.any_type(json, &namespace);
                        }
                    }
                }
            }
            Some("enum") => {
                self.define(json, namespace);
                if let Some(Json::Array(symbols)) = json.get("symbols") {
                    for symbol in symbols {
                        self.measure(Some(symbol), MAX_NAME);
                    }
                }
            }
            Some("fixed") => {
                self.define(json, namespace);
            }
            Some("array") => self.member(json, "items", namespace),
            Some("map") => self.member(json, "values", namespace),
            _ => self.member(json, "type", namespace),
        }
    }

    fn member(&mut self, json: &Json, key: &str, namespace: &str) {
        if let Some(json) = json.get(key) {
            self.any_type(json, namespace);
        }
    }

    /// Notes a type that is defined, and answers the namespace of what is inside of it.
    fn define(&mut self, json: &Json, namespace: &str) -> String {
        self.measure(json.get("namespace"), MAX_NAMESPACE);
        self.measure(json.get("name"), MAX_NAMESPACE + 1 + MAX_NAME);
        let own = json.get("namespace").and_then(Json::as_str);
        let Some(name) = json.get("name").and_then(Json::as_str) else {
            return own.unwrap_or(namespace).to_owned();
        };
        if self.too_long.is_some() {
            return String::new();
        }
        let full = full_name(name, own.unwrap_or(namespace));
        let (namespace, simple) = full.rsplit_once('.').unwrap_or(("", &full));
        if simple.len() > MAX_NAME {
            self.too_long = Some(simple.to_owned());
        }
        let namespace = namespace.to_owned();
        self.defined.push(full);
        namespace
    }

    fn measure(&mut self, name: Option<&Json>, limit: usize) {
        let name = name.and_then(Json::as_str);
        if let Some(name) = name.filter(|name| name.len() > limit) {
            self.too_long.get_or_insert_with(|| name.to_owned());
        }
    }
}

impl Use {
    /// The full names that may be meant, the likelier first: one that the namespace lacks may be
    /// one without a namespace.
    pub(super) fn candidates(&self) -> [String; 2] {
        [
            full_name(&self.name, &self.namespace),
            full_name(&self.name, ""),
        ]
    }
}

/// The full name that `name` means in `namespace`: one with a dot is a full name.
fn full_name(name: &str, namespace: &str) -> String {
    match name.rsplit_once('.') {
        Some(("", simple)) => simple.to_owned(),
        None if !namespace.is_empty() => format!("{namespace}.{name}"),
        Some(_) | None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_the_namespaces_that_they_stand_in() {
        let text = r#"{"type": "record", "name": "A", "namespace": "n", "fields": [
            {"name": "b", "type": {"type": "enum", "name": "m.B", "symbols": []}},
            {"name": "c", "type": ["null", {"type": "array", "items": "C"}]},
            {"name": "d", "type": {"type": "record", "name": "D", "namespace": "", "fields": [
                {"name": "e", "type": {"type": "map", "values": "E"}}]}}]}"#;
        let scan = Scan::new(text).unwrap();
        assert_eq!(scan.defined, ["n.A", "m.B", "D"]);
        let used = scan.used.iter().map(|used| used.candidates().join(" or "));
        assert_eq!(used.collect::<Vec<_>>(), ["n.C or C", "E or E"]);
    }
}
