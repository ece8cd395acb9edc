//! How types are called inside of a module.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::ident::escaped;
use super::model::{External, Item, ItemId, RustType};

/// A module, with what its names mean.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    path: &'a [String],
    /// The names of the module's own items and modules, which hide others.
    own: HashSet<&'a str>,
    /// The names that are imported, by the module that they come from.
    imports: BTreeMap<String, BTreeSet<String>>,
    /// The path that each imported name stands for.
    meanings: BTreeMap<&'static str, &'static str>,
}

const HASH_MAP: &str = "std::collections::HashMap";

impl<'a> Scope<'a> {
    pub(super) fn new(
        path: &'a [String],
        own: impl Iterator<Item = &'a str>,
        krate: &'a str,
    ) -> Self {
        let mut scope = Self {
            path,
            own: own.collect(),

            imports: BTreeMap::new(),
            meanings: BTreeMap::new(),
        };
        let krate = scope.rooted(krate);
        scope
            .imports
            .entry(krate)
            .or_default()
            .insert("AvroEvent".to_owned());
        scope
    }

    /// Imports what the type needs.
    pub(super) fn import(&mut self, ty: &RustType) {
        match ty {
            RustType::Map(values) => {
                self.import_path(HASH_MAP);
                self.import(values);
            }
            RustType::External(External { path, argument, .. }) => {
                self.import_path(path);
                if let Some(argument) = argument {
                    self.import_path(argument);
                }
            }
            RustType::Boxed(inner) | RustType::Optional(inner) | RustType::Sequence(inner) => {
                self.import(inner);
            }
            RustType::Builtin(_) | RustType::Text | RustType::ByteArray(_) | RustType::Item(_) => {}
        }
    }

    fn import_path(&mut self, path: &'static str) {
        let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
        if self.own.contains(name) || *self.meanings.entry(name).or_insert(path) != path {
            return;
        }
        let module = self.rooted(module);
        self.imports
            .entry(module)
            .or_default()
            .insert(name.to_owned());
    }

    /// The `use` lines: those of the standard library, and the others.
    pub(super) fn imports(&self) -> Vec<Vec<String>> {
        let (mut std, mut others) = (Vec::new(), Vec::new());
        for (module, names) in &self.imports {
            let names = names.iter().map(String::as_str).collect::<Vec<_>>();
            let line = match names.as_slice() {
                [name] => format!("use {module}::{name};"),
                names => format!("use {module}::{{{}}};", names.join(", ")),
            };
            match module.trim_start_matches("::").starts_with("std::") {
                true => std.push(line),
                false => others.push(line),
            }
        }
        [std, others]
            .into_iter()
            .filter(|group| !group.is_empty())
            .collect()
    }

    /// How the type is written in this module, in the definition of the item `inside`.
    pub(super) fn spell(&self, ty: &RustType, inside: &Item, items: &[Item]) -> String {
        match ty {
            RustType::Builtin(name) => (*name).to_owned(),
            RustType::Text => self.prelude("String", "std::string::String"),
            RustType::ByteArray(size) => format!("[u8; {size}]"),
            RustType::External(External { path, argument, .. }) => {
                let argument = argument.map(|argument| format!("<{}>", self.imported(argument)));
                format!("{}{}", self.imported(path), argument.unwrap_or_default())
            }
            RustType::Item(item) => self.item(*item, inside, items),
            RustType::Boxed(inner) => self.generic("Box", "std::boxed::Box", inner, inside, items),
            RustType::Optional(inner) => {
                self.generic("Option", "std::option::Option", inner, inside, items)
            }
            RustType::Sequence(inner) => self.generic("Vec", "std::vec::Vec", inner, inside, items),
            RustType::Map(values) => format!(
                "{}<{}, {}>",
                self.imported(HASH_MAP),
                self.spell(&RustType::Text, inside, items),
                self.spell(values, inside, items)
            ),
        }
    }

    fn generic(
        &self,
        name: &str,
        path: &str,
        inner: &RustType,
        inside: &Item,
        items: &[Item],
    ) -> String {
        format!(
            "{}<{}>",
            self.prelude(name, path),
            self.spell(inner, inside, items)
        )
    }

    fn prelude(&self, name: &str, path: &str) -> String {
        if self.own.contains(name) {
            self.rooted(path)
        } else {
            name.to_owned()
        }
    }

    fn imported(&self, path: &'static str) -> String {
        let name = path.rsplit("::").next().unwrap_or(path);
        if self.own.contains(name) || self.meanings.get(name) != Some(&path) {
            self.rooted(path)
        } else {
            name.to_owned()
        }
    }

    /// The path so that it leads to another crate, even if a module or a type here has its name.
    fn rooted(&self, path: &str) -> String {
        let first = path.split("::").next().unwrap_or(path);
        if self.own.contains(first) && first != "crate" {
            format!("::{path}")
        } else {
            path.to_owned()
        }
    }

    fn item(&self, ItemId(position): ItemId, inside: &Item, items: &[Item]) -> String {
        let Some(item) = items.get(position) else {
            return String::new();
        };
        if inside.module == item.module && inside.name == item.name {
            return "Self".to_owned();
        }
        let shared = self
            .path
            .iter()
            .zip(&item.module)
            .take_while(|(one, other)| one == other)
            .count();
        let up = self.path.iter().skip(shared).map(|_| "super");
        let down = item.module.iter().skip(shared).map(String::as_str);
        let name = escaped(&item.name);
        let steps = up.chain(down).chain([name.as_str()]);
        steps.collect::<Vec<_>>().join("::")
    }
}
