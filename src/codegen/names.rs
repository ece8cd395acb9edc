//! The names and modules of Rust types.

use std::collections::{BTreeMap, HashMap};

use super::case::{pascal, snake};
use super::error::{CodegenError, CodegenErrorKind};
use super::ident::{Taken, escaped, is_identifier, usable};
use crate::schema::Name;

/// Where Rust types stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Layout {
    /// All in one module.
    #[default]
    Flat,
    /// Each in the module of its namespace.
    Modules,
}

/// The name of a Rust type, and the modules that it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) module: Vec<String>,
    pub(super) name: String,
}

/// Gives Rust types their names.
#[derive(Debug)]
pub(super) struct Names<'a> {
    layout: Layout,
    /// The names that settings give to types with these full names.
    renames: &'a BTreeMap<String, String>,
    /// The names that are taken in each module.
    taken: HashMap<Vec<String>, Taken>,
    /// The full name of the Avro type that each Rust type stands for.
    owners: HashMap<(Vec<String>, String), String>,
}

impl<'a> Names<'a> {
    pub(super) fn new(layout: Layout, renames: &'a BTreeMap<String, String>) -> Self {
        Self {
            layout,
            renames,
            taken: HashMap::new(),
            owners: HashMap::new(),
        }
    }

    /// The place of the type with this full name, which no other type may have.
    pub(super) fn named(&mut self, name: &Name) -> Result<Placed, CodegenError> {
        let module = self.module(name);
        let rust_name = match self.renames.get(name.as_str()) {
            Some(rename) if is_identifier(rename) => rename.clone(),
            Some(rename) => {
                let kind = CodegenErrorKind::InvalidIdentifier(rename.clone());
                return Err(CodegenError::new(kind));
            }
            None => usable(pascal(name.simple())),
        };
        let taken = self.taken.entry(module.clone()).or_default();
        let place = (module, rust_name);
        if !taken.insert(&place.1) {
            let owner = self.owners.get(&place).cloned().unwrap_or_default();
            return Err(CodegenError::new(CodegenErrorKind::SameName {
                rust_name: place.1,
                types: [owner, name.to_string()],
            }));
        }
        self.owners.insert(place.clone(), name.to_string());
        let (module, name) = place;
        Ok(Placed { module, name })
    }

    /// A place for a type without a name, in the same module as what it is a part of.
    pub(super) fn unnamed(&mut self, module: &[String], wish: &str) -> Placed {
        let taken = self.taken.entry(module.to_vec()).or_default();
        Placed {
            module: module.to_vec(),
            name: taken.claim(usable(pascal(wish)), ""),
        }
    }

    fn module(&self, name: &Name) -> Vec<String> {
        match (self.layout, name.namespace()) {
            (Layout::Modules, Some(namespace)) => {
                let parts = namespace.split('.');
                parts.map(|part| escaped(&usable(snake(part)))).collect()
            }
            _ => Vec::new(),
        }
    }
}
