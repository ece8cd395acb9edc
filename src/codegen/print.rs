//! Rust items as text, laid out as rustfmt lays them out.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;

use super::arguments::argument;
use super::docs;
use super::ident::escaped;
use super::model::{Body, Field, Item, ItemId, RustType, Value, Variant};
use super::scope::Scope;

/// How wide lines are.
pub(super) const WIDTH: usize = 100;

/// How wide the arguments of an attribute are at most in one line.
const ARGUMENTS_WIDTH: usize = 70;

/// What the user says about all items.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style<'a> {
    /// Derives in addition to those that all items have.
    pub(super) derives: &'a [String],
    /// Attributes for types and fields by their full names.
    pub(super) attributes: &'a BTreeMap<String, Vec<String>>,
    /// The path of this crate, if it is not `avrolane`.
    pub(super) krate: Option<&'a str>,
}

/// Writes the items into a file that starts with `header`.
pub(super) fn print(header: &str, items: &[Item], style: Style<'_>) -> String {
    let mut modules = BTreeMap::<&[String], Module<'_>>::new();
    for (position, item) in items.iter().enumerate() {
        let module = modules.entry(item.module.as_slice()).or_default();
        module.items.push(ItemId(position));
        // The modules around it are there even if nothing else is in them.
        let mut inner = item.module.as_slice();
        while let [outer @ .., name] = inner {
            if !modules.entry(outer).or_default().children.insert(name) {
                break;
            }
            inner = outer;
        }
    }
    let mut printer = Printer {
        items,
        style,
        modules,
        output: header.to_owned(),
        depth: 0,
    };
    printer.module(&[]);
    printer.output
}

/// What stands in a module.
#[derive(Debug, Clone, Default)]
struct Module<'a> {
    items: Vec<ItemId>,
    children: BTreeSet<&'a str>,
}

struct Printer<'a> {
    items: &'a [Item],
    style: Style<'a>,
    modules: BTreeMap<&'a [String], Module<'a>>,
    output: String,
    /// How many modules are open.
    depth: usize,
}

impl<'a> Printer<'a> {
    fn module(&mut self, path: &[String]) {
        let Module {
            items: ids,
            children,
        } = self.modules.get(path).cloned().unwrap_or_default();
        let items = self.items;
        let own = ids.iter().filter_map(|id| items.get(id.0));
        let own = own.collect::<Vec<_>>();
        let names = own.iter().map(|item| item.name.as_str());
        let krate = self.style.krate.unwrap_or("avrolane");
        let mut scope = Scope::new(path, names.chain(children.iter().copied()), krate);
        for item in &own {
            for ty in item.body.types() {
                scope.import(ty);
            }
        }
        let mut starts = true;
        if !own.is_empty() {
            for group in scope.imports() {
                self.separate(&mut starts);
                for import in group {
                    self.line(0, &import);
                }
            }
        }
        for item in own {
            self.separate(&mut starts);
            self.item(item, &scope);
        }
        for child in children {
            self.separate(&mut starts);
            self.line(0, &format!("pub mod {child} {{"));
            self.depth += 1;
            let mut path = path.to_vec();
            path.push(child.to_owned());
            self.module(&path);
            self.depth -= 1;
            self.line(0, "}");
        }
    }

    /// Begins a paragraph, with an empty line before all but the first of a module.
    fn separate(&mut self, starts: &mut bool) {
        if !*starts || self.depth == 0 {
            self.output.push('\n');
        }
        *starts = false;
    }

    fn line(&mut self, indent: usize, text: &str) {
        if !text.is_empty() {
            let width = 4 * (self.depth + indent);
            let _ = write!(self.output, "{:width$}{text}", "");
        }
        self.output.push('\n');
    }

    fn item(&mut self, item: &'a Item, scope: &Scope<'_>) {
        for line in item.doc.iter().flat_map(|doc| docs::comments(doc)) {
            self.line(0, &line);
        }
        self.derives(item);
        let krate = self.style.krate.map(|path| argument("crate", path));
        let rename_all = match &item.body {
            Body::Struct { rename_all, .. } | Body::Symbols { rename_all, .. } => *rename_all,
            Body::Union(_) | Body::Newtype(_) => None,
        };
        let rename_all = rename_all.map(|case| argument("rename_all", case.label()));
        let mut arguments = item.names.clone();
        arguments.extend(rename_all);
        arguments.extend(item.properties.iter().cloned());
        arguments.extend(krate);
        self.attribute(0, &arguments);
        self.further_attributes(0, &item.path);
        let name = escaped(&item.name);
        match &item.body {
            Body::Struct { fields, .. } if fields.is_empty() => {
                self.line(0, &format!("pub struct {name} {{}}"));
            }
            Body::Struct { fields, .. } => {
                self.line(0, &format!("pub struct {name} {{"));
                for field in fields {
                    self.field(field, item, scope);
                }
                self.line(0, "}");
            }
            Body::Symbols {
                symbols, default, ..
            } => {
                self.line(0, &format!("pub enum {name} {{"));
                for (position, symbol) in symbols.iter().enumerate() {
                    let renamed = symbol.rename.iter();
                    let renamed = renamed.map(|name| argument("rename", name));
                    let default = (*default == Some(position)).then(|| "default".to_owned());
                    self.attribute(1, &renamed.chain(default).collect::<Vec<_>>());
                    self.line(1, &format!("{},", symbol.text));
                }
                self.line(0, "}");
            }
            Body::Union(variants) => {
                self.line(0, &format!("pub enum {name} {{"));
                for variant in variants {
                    self.variant(variant, item, scope);
                }
                self.line(0, "}");
            }
            Body::Newtype(value) => self.newtype(item, value, scope),
        }
    }

    fn derives(&mut self, item: &Item) {
        let own: &[&str] = match &item.body {
            Body::Symbols { .. } => &["Debug", "Clone", "Copy", "PartialEq", "Eq", "Hash"],
            Body::Newtype(value) if matches!(value.ty, RustType::ByteArray(_)) => {
                &["Debug", "Clone", "PartialEq", "Eq", "Hash"]
            }
            _ => &["Debug", "Clone", "PartialEq"],
        };
        let mut seen = own.iter().copied().collect::<HashSet<_>>();
        let last = |path: &'a str| path.rsplit("::").next().unwrap_or(path);
        let further = self.style.derives.iter().map(String::as_str);
        let further = further.filter(|path| seen.insert(last(path)));
        let further = further.collect::<Vec<_>>();
        let all = own.iter().copied().chain(["AvroEvent"]).chain(further);
        let all = all.collect::<Vec<_>>();
        self.list(0, ["#[derive(", ")]"], &all, WIDTH, ",");
    }

    fn attribute(&mut self, indent: usize, arguments: &[String]) {
        if !arguments.is_empty() {
            let arguments = arguments.iter().map(String::as_str).collect::<Vec<_>>();
            self.list(indent, ["#[avro(", ")]"], &arguments, ARGUMENTS_WIDTH, "");
        }
    }

    /// A list in one line, if it is no wider than `width`, or with a line for each of its parts and
    /// `end` behind the last one.
    fn list(
        &mut self,
        indent: usize,
        [open, close]: [&str; 2],
        parts: &[&str],
        width: usize,
        end: &str,
    ) {
        let line = parts.join(", ");
        let own = line.chars().count();
        let whole = 4 * (self.depth + indent) + open.len() + own + close.len();
        // One list in another may be as wide as the line.
        let is_list = |part: &&str| part.ends_with(')') && !part.contains(" = ");
        let in_one = parts.len() == 1 && parts.iter().all(is_list);
        if whole <= WIDTH && (in_one || own <= width) {
            self.line(indent, &format!("{open}{line}{close}"));
            return;
        }
        self.line(indent, open);
        for (position, part) in parts.iter().enumerate() {
            let comma = if position + 1 < parts.len() { "," } else { end };
            self.line(indent + 1, &format!("{part}{comma}"));
        }
        self.line(indent, close);
    }

    fn further_attributes(&mut self, indent: usize, path: &str) {
        for attribute in self.style.attributes.get(path).into_iter().flatten() {
            self.line(indent, attribute);
        }
    }

    fn field(&mut self, field: &Field, record: &Item, scope: &Scope<'_>) {
        for line in field.doc.iter().flat_map(|doc| docs::comments(doc)) {
            self.line(1, &line);
        }
        self.attribute(1, &field.value.arguments);
        self.further_attributes(1, &format!("{}.{}", record.path, field.name));
        let ty = scope.spell(&field.value.ty, record, self.items);
        let line = format!("pub {}: {ty},", field.identifier.text);
        if 4 * (self.depth + 1) + line.len() <= WIDTH {
            self.line(1, &line);
        } else {
            self.line(1, &format!("pub {}:", field.identifier.text));
            self.line(2, &format!("{ty},"));
        }
    }

    fn variant(&mut self, variant: &Variant, union: &Item, scope: &Scope<'_>) {
        let Variant { name, value } = variant;
        match value {
            None => {
                self.line(1, "#[avro(null)]");
                self.line(1, &format!("{name},"));
            }
            Some(value) => {
                let ty = scope.spell(&value.ty, union, self.items);
                self.positional(1, name, &value.arguments, &ty, ",");
            }
        }
    }

    fn newtype(&mut self, item: &Item, value: &Value, scope: &Scope<'_>) {
        let ty = scope.spell(&value.ty, item, self.items);
        let open = format!("pub struct {}", escaped(&item.name));
        self.positional(0, &open, &value.arguments, &format!("pub {ty}"), ";");
    }

    /// A struct or a variant with one field that has no name.
    fn positional(&mut self, indent: usize, name: &str, arguments: &[String], ty: &str, end: &str) {
        let line = match arguments {
            [] => format!("{name}({ty}){end}"),
            arguments => format!("{name}(#[avro({})] {ty}){end}", arguments.join(", ")),
        };
        if arguments.is_empty() || 4 * (self.depth + indent) + line.len() <= WIDTH {
            self.line(indent, &line);
            return;
        }
        self.line(indent, &format!("{name}("));
        self.attribute(indent + 1, arguments);
        self.line(indent + 1, &format!("{ty},"));
        self.line(indent, &format!("){end}"));
    }
}
