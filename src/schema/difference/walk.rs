//! The walk over both schemas.

use rustc_hash::FxHashSet;

use super::words::{branch_name, changes, describe, escape, logical_type, missing, quote};
use super::{SchemaDifference, SchemaDifferenceKind as Kind};
use crate::schema::json::{Json, member};
use crate::schema::model::{Enum, Field, FieldOrder, Fixed, Record, Schema, TypeIndex, TypeKind};
use crate::schema::name::Name;

/// How deep the two schemas are followed, and how much is listed.
const MAX_DEPTH: usize = 300;
const MAX_DIFFERENCES: usize = 1_000;

/// The properties that belong to logical types.
const OF_LOGICAL_TYPES: [&str; 3] = ["logicalType", "precision", "scale"];

pub(super) fn differences(earlier: &Schema, later: &Schema) -> Vec<SchemaDifference> {
    let mut walk = Walk {
        earlier,
        later,
        known: FxHashSet::default(),
        depth: 0,
        found: Vec::new(),
    };
    walk.types(
        earlier.root(),
        later.root(),
        Place {
            path: String::new(),
            name: "the schema".to_owned(),
        },
    );
    walk.found
}

struct Walk<'a> {
    earlier: &'a Schema,
    later: &'a Schema,
    /// The pairs of types that have been met.
    known: FxHashSet<(TypeIndex, TypeIndex)>,
    depth: usize,
    found: Vec<SchemaDifference>,
}

/// A place in the later schema.
struct Place {
    /// A JSON pointer.
    path: String,
    /// How sentences call it.
    name: String,
}

impl Place {
    fn at(&self, step: &str) -> String {
        format!("{}/{step}", self.path)
    }
}

impl Walk<'_> {
    fn add(&mut self, kind: Kind, path: String, sentence: String) {
        if self.found.len() < MAX_DIFFERENCES {
            self.found.push(SchemaDifference {
                kind,
                path,
                sentence,
            });
        }
    }

    fn types(&mut self, earlier_index: TypeIndex, later_index: TypeIndex, place: Place) {
        if self.depth >= MAX_DEPTH || !self.known.insert((earlier_index, later_index)) {
            return;
        }
        self.depth += 1;
        self.pair(earlier_index, later_index, place);
        self.depth -= 1;
    }

    fn pair(&mut self, earlier_index: TypeIndex, later_index: TypeIndex, place: Place) {
        let (earlier, later) = (self.earlier, self.later);
        let (before, now) = (earlier.get(earlier_index), later.get(later_index));
        match (&before.kind, &now.kind) {
            (before, now) if before.label() != now.label() => {
                let sentence = format!(
                    "the type of {} is {} instead of {}",
                    place.name,
                    describe(later, later_index),
                    describe(earlier, earlier_index)
                );
                return self.add(Kind::Type, place.path, sentence);
            }
            (TypeKind::Record(before), TypeKind::Record(now)) => {
                let place = self.header(
                    (&before.name, before.doc.as_deref(), &before.aliases),
                    (&now.name, now.doc.as_deref(), &now.aliases),
                    place,
                );
                self.properties_of_type(earlier_index, later_index, &place);
                self.fields(before, now, &place);
                return;
            }
            (TypeKind::Enum(before), TypeKind::Enum(now)) => {
                let place = self.header(
                    (&before.name, before.doc.as_deref(), &before.aliases),
                    (&now.name, now.doc.as_deref(), &now.aliases),
                    place,
                );
                self.properties_of_type(earlier_index, later_index, &place);
                self.symbols(before, now, &place);
                return;
            }
            (TypeKind::Fixed(before), TypeKind::Fixed(now)) => {
                let place = self.header(
                    (&before.name, before.doc.as_deref(), &before.aliases),
                    (&now.name, now.doc.as_deref(), &now.aliases),
                    place,
                );
                self.properties_of_type(earlier_index, later_index, &place);
                self.size(before, now, &place);
                return;
            }
            (TypeKind::Union(before), TypeKind::Union(now)) => self.branches(before, now, &place),
            (TypeKind::Array(before), TypeKind::Array(now)) => {
                let items = Place {
                    path: place.at("items"),
                    name: format!("the items of {}", place.name),
                };
                self.types(*before, *now, items);
            }
            (TypeKind::Map(before), TypeKind::Map(now)) => {
                let values = Place {
                    path: place.at("values"),
                    name: format!("the values of {}", place.name),
                };
                self.types(*before, *now, values);
            }
            _ => {}
        }
        self.properties_of_type(earlier_index, later_index, &place);
    }

    /// Compares what records, enums and fixeds have in common, and answers with the place under the
    /// type's own name.
    fn header(&mut self, before: Header<'_>, now: Header<'_>, place: Place) -> Place {
        let (name_before, doc_before, aliases_before) = before;
        let (name, doc, aliases) = now;
        let named = Place {
            path: place.path,
            name: name.to_string(),
        };
        if name_before.simple() != name.simple() {
            let sentence = format!("{name} was called {name_before}");
            self.add(Kind::Name, named.at("name"), sentence);
        } else if name_before != name {
            let of = |name: &Name| match name.namespace() {
                Some(namespace) => format!("namespace {namespace}"),
                None => "no namespace".to_owned(),
            };
            let sentence = format!(
                "{} is in {} instead of {}",
                name.simple(),
                of(name),
                of(name_before)
            );
            self.add(Kind::Namespace, named.at("namespace"), sentence);
        }
        self.documentation(doc_before, doc, &named);
        if aliases_before != aliases {
            self.aliases(aliases_before, aliases, &named);
        }
        named
    }

    fn documentation(&mut self, before: Option<&str>, now: Option<&str>, place: &Place) {
        let what = match (before, now) {
            (before, now) if before == now => return,
            (None, _) => "is new",
            (_, None) => "is gone",
            _ => "has other words",
        };
        let sentence = format!("the documentation of {} {what}", place.name);
        self.add(Kind::Documentation, place.at("doc"), sentence);
    }

    fn aliases<T: ToString>(&mut self, before: &[T], now: &[T], place: &Place) {
        let list = |names: &[T]| match names {
            [] => "no aliases".to_owned(),
            names => {
                let names: Vec<String> = names.iter().map(ToString::to_string).collect();
                format!("the aliases {}", names.join(", "))
            }
        };
        let sentence = format!(
            "{} has {} instead of {}",
            place.name,
            list(now),
            list(before)
        );
        self.add(Kind::Aliases, place.at("aliases"), sentence);
    }

    fn properties_of_type(&mut self, earlier: TypeIndex, later: TypeIndex, place: &Place) {
        let (before, now) = (self.earlier.get(earlier), self.later.get(later));
        let differs = |key: &&str| before.property(key) != now.property(key);
        if OF_LOGICAL_TYPES.iter().any(differs) {
            let sentence = format!(
                "the logical type of {} is {} instead of {}",
                place.name,
                logical_type(&now.properties),
                logical_type(&before.properties)
            );
            self.add(Kind::LogicalType, place.path.clone(), sentence);
        }
        self.properties(&before.properties, &now.properties, place);
    }

    fn properties(&mut self, before: &[(String, Json)], now: &[(String, Json)], place: &Place) {
        let is_own = |key: &str| !OF_LOGICAL_TYPES.contains(&key);
        for (key, value) in now.iter().filter(|(key, _)| is_own(key)) {
            let instead = match member(before, key) {
                Some(before) if before == value => continue,
                Some(before) => format!(" instead of {}", quote(before)),
                None => String::new(),
            };
            let sentence = format!(
                "{} has the property `{key}` {}{instead}",
                place.name,
                quote(value)
            );
            self.add(
                Kind::Property(key.clone()),
                place.at(&escape(key)),
                sentence,
            );
        }
        for (key, _) in before.iter().filter(|(key, _)| is_own(key)) {
            if member(now, key).is_none() {
                let sentence = format!("{} does not have the property `{key}`", place.name);
                self.add(
                    Kind::Property(key.clone()),
                    place.at(&escape(key)),
                    sentence,
                );
            }
        }
    }

    fn fields(&mut self, before: &Record, now: &Record, place: &Place) {
        let mut sources = Vec::new();
        for (position, field) in now.fields.iter().enumerate() {
            let place = Place {
                path: format!("{}/fields/{position}", place.path),
                name: format!("field `{}` of {}", field.name, place.name),
            };
            let Some(source) = source(before, now, field) else {
                let default = match &field.default {
                    Some(default) => format!("the default {}", quote(default)),
                    None => "no default".to_owned(),
                };
                let sentence = format!("{} is new, with {default}", place.name);
                self.add(Kind::FieldAdded, place.path, sentence);
                continue;
            };
            sources.push(source);
            if let Some(before) = before.fields.get(source) {
                self.field(before, field, &place);
            }
        }
        if !sources.is_sorted() {
            let sentence = format!("the fields of {} stand in another order", place.name);
            self.add(Kind::FieldOrder, place.at("fields"), sentence);
        }
        for (position, field) in before.fields.iter().enumerate() {
            if !sources.contains(&position) {
                let path = format!("{}/fields/{position}", place.path);
                let sentence = format!("field `{}` of {} is gone", field.name, place.name);
                self.add(Kind::FieldRemoved, path, sentence);
            }
        }
    }

    fn field(&mut self, before: &Field, now: &Field, place: &Place) {
        if before.name != now.name {
            let sentence = format!("{} was called `{}`", place.name, before.name);
            self.add(Kind::FieldRenamed, place.at("name"), sentence);
        }
        self.types(
            before.type_index,
            now.type_index,
            Place {
                path: place.at("type"),
                name: place.name.clone(),
            },
        );
        self.documentation(before.doc.as_deref(), now.doc.as_deref(), place);
        self.default(before.default.as_ref(), now.default.as_ref(), place);
        if before.order != now.order {
            let word = |order| match order {
                FieldOrder::Ascending => "ascending",
                FieldOrder::Descending => "descending",
                FieldOrder::Ignore => "ignore",
            };
            let sentence = format!(
                "{} is sorted as `{}` instead of `{}`",
                place.name,
                word(now.order),
                word(before.order)
            );
            self.add(Kind::SortOrder, place.at("order"), sentence);
        }
        if before.aliases != now.aliases {
            self.aliases(&before.aliases, &now.aliases, place);
        }
        self.properties(&before.properties, &now.properties, place);
    }

    fn default(&mut self, before: Option<&Json>, now: Option<&Json>, place: &Place) {
        let sentence = match (before, now) {
            (Some(before), Some(now)) if before != now => format!(
                "{} has the default {} instead of {}",
                place.name,
                quote(now),
                quote(before)
            ),
            (Some(before), None) => {
                format!("{} has no default instead of {}", place.name, quote(before))
            }
            (None, Some(now)) => {
                format!(
                    "{} has the default {} instead of none",
                    place.name,
                    quote(now)
                )
            }
            _ => return,
        };
        self.add(Kind::Default, place.at("default"), sentence);
    }

    fn symbols(&mut self, before: &Enum, now: &Enum, place: &Place) {
        if before.symbols != now.symbols {
            let (new, gone) = (
                missing(&now.symbols, &before.symbols),
                missing(&before.symbols, &now.symbols),
            );
            let sentence = changes("symbols", &place.name, &new, &gone);
            self.add(Kind::Symbols, place.at("symbols"), sentence);
        }
        let json = |default: &Option<String>| default.clone().map(Json::String);
        self.default(
            json(&before.default).as_ref(),
            json(&now.default).as_ref(),
            place,
        );
    }

    fn size(&mut self, before: &Fixed, now: &Fixed, place: &Place) {
        if before.size != now.size {
            let sentence = format!(
                "{} has {} bytes instead of {}",
                place.name, now.size, before.size
            );
            self.add(Kind::Size, place.at("size"), sentence);
        }
    }

    fn branches(&mut self, before: &[TypeIndex], now: &[TypeIndex], place: &Place) {
        let names = |schema: &Schema, branches: &[TypeIndex]| -> Vec<String> {
            branches
                .iter()
                .map(|&branch| branch_name(schema, branch))
                .collect()
        };
        let (names_before, names_now) = (names(self.earlier, before), names(self.later, now));
        for (position, (branch, name)) in now.iter().zip(&names_now).enumerate() {
            let source = names_before.iter().position(|before| before == name);
            if let Some(before) = source.and_then(|source| before.get(source)) {
                let place = Place {
                    path: format!("{}/{position}", place.path),
                    name: format!("{name} in {}", place.name),
                };
                self.types(*before, *branch, place);
            }
        }
        if names_before != names_now {
            let (new, gone) = (
                missing(&names_now, &names_before),
                missing(&names_before, &names_now),
            );
            let sentence = changes("branches", &place.name, &new, &gone);
            self.add(Kind::Branches, place.path.clone(), sentence);
        }
    }
}

/// The name, the documentation and the aliases of a type.
type Header<'a> = (&'a Name, Option<&'a str>, &'a [Name]);

/// The position of the earlier field that a field is: the one of its name, or else of an alias that
/// names no other field.
fn source(before: &Record, now: &Record, field: &Field) -> Option<usize> {
    let position = |name: &str| before.fields.iter().position(|before| before.name == name);
    position(&field.name).or_else(|| {
        let is_free = |alias: &&String| now.fields.iter().all(|other| other.name != **alias);
        field
            .aliases
            .iter()
            .filter(is_free)
            .find_map(|alias| position(alias))
    })
}
