//! Rust identifiers for Avro names: no keyword, and none twice.

use std::collections::{HashMap, HashSet};

use super::case::{Case, pascal, snake};

/// The keywords that can be identifiers behind `r#`, reserved ones and those of edition 2024
/// included.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// The keywords that cannot be identifiers in any way.
const PATH_KEYWORDS: [&str; 5] = ["crate", "self", "Self", "super", "_"];

/// The identifiers that Rust items have for Avro names, in the same order.
#[derive(Debug)]
pub(super) struct Identifiers {
    /// The convention that leads from the identifiers to most of the names; nothing if they are
    /// mostly alike.
    pub(super) rename_all: Option<Case>,
    pub(super) list: Vec<Identifier>,
}

/// A Rust identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identifier {
    /// As it is written, with `r#` where that is needed.
    pub(super) text: String,
    /// The name in the schema, if that does not follow from the identifier.
    pub(super) rename: Option<String>,
}

/// The identifiers of the fields with these names.
pub(super) fn fields<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Identifiers {
    let plain = distinct(names.clone(), snake, "_");
    let convention = convention(&names, snake, Case::of_field);
    identifiers(plain, names, convention, Case::of_field)
}

/// The identifiers of the variants with these names.
pub(super) fn variants<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Identifiers {
    let plain = distinct(names.clone(), pascal, "");
    let convention = convention(&names, pascal, Case::of_variant);
    identifiers(plain, names, convention, Case::of_variant)
}

fn identifiers<'a>(
    plain: Vec<String>,
    names: impl Iterator<Item = &'a str>,
    rename_all: Option<Case>,
    apply: fn(Case, &str) -> String,
) -> Identifiers {
    let list = plain.into_iter().zip(names).map(|(plain, name)| {
        let implied = match rename_all {
            Some(case) => apply(case, &plain),
            None => plain.clone(),
        };
        Identifier {
            rename: (implied != name).then(|| name.to_owned()),
            text: escaped(&plain),
        }
    });
    Identifiers {
        list: list.collect(),
        rename_all,
    }
}

/// The convention that leads back to most of the names, if it spares any from being written out.
fn convention<'a>(
    names: &(impl Iterator<Item = &'a str> + Clone),
    spell: fn(&str) -> String,
    apply: fn(Case, &str) -> String,
) -> Option<Case> {
    let exceptions = |case: Option<Case>| {
        let differs = |name: &&str| {
            let plain = spell(name);
            case.map_or_else(|| plain.clone(), |case| apply(case, &plain)) != **name
        };
        names.clone().filter(differs).count()
    };
    let mut best = (None, exceptions(None));
    for case in Case::ALL {
        let count = exceptions(Some(case));
        if count < best.1 {
            best = (Some(case), count);
        }
    }
    best.0
}

/// The names as `spell` spells them, with numbers behind those that would be the same. A name that
/// is already spelled so keeps its spelling.
fn distinct<'a>(
    names: impl Iterator<Item = &'a str> + Clone,
    spell: fn(&str) -> String,
    separator: &str,
) -> Vec<String> {
    let spell = |name: &str| usable(spell(name));
    let mut taken = Taken::default();
    for name in names.clone() {
        if spell(name) == name {
            taken.names.insert(name.to_owned());
        }
    }
    let spelled = names.map(|name| {
        let spelled = spell(name);
        if spelled == name {
            spelled
        } else {
            taken.claim(spelled, separator)
        }
    });
    spelled.collect()
}

/// The identifiers of one scope.
#[derive(Debug, Default)]
pub(super) struct Taken {
    names: HashSet<String>,
    /// The last number that was put behind a name.
    numbers: HashMap<String, usize>,
}

impl Taken {
    /// Takes the identifier as it stands, and says whether it was free.
    pub(super) fn insert(&mut self, name: &str) -> bool {
        self.names.insert(name.to_owned())
    }

    /// Takes the identifier, with `separator` and a number behind it if it is taken already.
    pub(super) fn claim(&mut self, name: String, separator: &str) -> String {
        if self.names.insert(name.clone()) {
            return name;
        }
        let name = name.trim_end_matches('_').to_owned();
        // Two digits need something in between so that they are two numbers.
        let separator = match name.ends_with(|last: char| last.is_ascii_digit()) {
            true => "_",
            false => separator,
        };
        loop {
            let number = self.numbers.entry(name.clone()).or_insert(1);
            *number += 1;
            let numbered = format!("{name}{separator}{number}");
            if self.names.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

/// The name with an underscore behind it, if it cannot be an identifier otherwise.
pub(super) fn usable(name: String) -> String {
    match name.as_str() {
        "_" => "underscore".to_owned(),
        word if PATH_KEYWORDS.contains(&word) => format!("{word}_"),
        _ => name,
    }
}

/// The identifier as it is written.
pub(super) fn escaped(name: &str) -> String {
    if KEYWORDS.contains(&name) {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}

/// Whether `text` can name a Rust type as it stands.
pub(super) fn is_identifier(text: &str) -> bool {
    let starts_well = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    starts_well
        && text
            .chars()
            .all(|other| other.is_ascii_alphanumeric() || other == '_')
        && !KEYWORDS.contains(&text)
        && !PATH_KEYWORDS.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(identifiers: &Identifiers) -> Vec<String> {
        let list = identifiers.list.iter();
        let texts = list.map(|Identifier { text, rename }| match rename {
            Some(rename) => format!("{text}={rename}"),
            None => text.clone(),
        });
        texts.collect()
    }

    #[test]
    fn one_convention_spares_most_renames() {
        let identifiers = fields(["orderId", "customerName", "sku", "totalUSD"].into_iter());
        assert_eq!(identifiers.rename_all, Some(Case::Camel));
        assert_eq!(
            listed(&identifiers),
            ["order_id", "customer_name", "sku", "total_usd=totalUSD"]
        );
        let identifiers = variants(["NEW", "OUT_OF_STOCK", "LEVEL_2"].into_iter());
        assert_eq!(identifiers.rename_all, Some(Case::ScreamingSnake));
        assert_eq!(
            listed(&identifiers),
            ["New", "OutOfStock", "Level2=LEVEL_2"]
        );
    }

    #[test]
    fn keywords_are_raw_or_renamed() {
        let identifiers = fields(["type", "self", "Self", "crate", "_", "union"].into_iter());
        assert_eq!(identifiers.rename_all, None);
        assert_eq!(
            listed(&identifiers),
            [
                "r#type",
                "self_=self",
                "self_2=Self",
                "crate_=crate",
                "underscore=_",
                "union"
            ]
        );
        assert_eq!(listed(&variants(["SELF"].into_iter())), ["Self_=SELF"]);
    }

    #[test]
    fn names_that_become_alike_get_numbers_and_the_one_that_is_right_keeps_its_own() {
        let identifiers = fields(["fooBar", "foo_bar", "FooBar", "foo_bar_2"].into_iter());
        assert_eq!(
            listed(&identifiers),
            [
                "foo_bar_3=fooBar",
                "foo_bar",
                "foo_bar_4=FooBar",
                "foo_bar_2"
            ]
        );
    }
}
