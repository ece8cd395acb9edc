//! Texts in an order in which each comes after those that it refers to.

use std::collections::{HashMap, HashSet};

use super::error::{CodegenError, CodegenErrorKind};
use super::scan::Scan;
use crate::schema::Schema;

/// The texts, parsed.
#[derive(Debug)]
pub(super) struct Sources<'a> {
    /// Each file in the order in which they were given.
    pub(super) files: Vec<SourceFile<'a>>,
}

/// One text, parsed.
#[derive(Debug)]
pub(super) struct SourceFile<'a> {
    /// What errors call the file.
    pub(super) name: &'a str,
    pub(super) schema: Schema,
    /// The full names of the types that it defines, in the order of the text.
    pub(super) defined: Vec<String>,
}

impl<'a> Sources<'a> {
    /// Parses texts that may refer to each other's types, in whatever order they are given.
    pub(super) fn parse(texts: &[(&'a str, &str)]) -> Result<Self, CodegenError> {
        let mut scans = Vec::with_capacity(texts.len());
        for (file, text) in texts {
            let scan = Scan::new(text)
                .map_err(|error| CodegenError::in_file(CodegenErrorKind::Schema(error), file))?;
            if let Some(name) = scan.too_long {
                let kind = CodegenErrorKind::NameTooLong(name);
                return Err(CodegenError::in_file(kind, file));
            }
            scans.push(scan);
        }
        let order = order(texts, &scans)?;
        let in_order = order.iter().filter_map(|&position| texts.get(position));
        let in_order = in_order.map(|(_, text)| *text).collect::<Vec<_>>();
        let schemas = Schema::parse_in_order(&in_order).map_err(|(failed, error)| {
            let file = order.get(failed).and_then(|&position| texts.get(position));
            let file = file.map_or("", |(file, _)| file);
            CodegenError::in_file(CodegenErrorKind::Schema(error), file)
        })?;
        let mut schemas = order.into_iter().zip(schemas).collect::<Vec<_>>();
        schemas.sort_unstable_by_key(|(position, _)| *position);
        let files = schemas.into_iter().zip(texts).zip(scans);
        let files = files.map(|(((_, schema), (name, _)), scan)| SourceFile {
            name,
            schema,
            defined: scan.defined,
        });
        Ok(Self {
            files: files.collect(),
        })
    }
}

/// A text that others may be needed for.
#[derive(Debug)]
struct Visit {
    position: usize,
    /// What it needs that has not been looked at: each text with the name of the type.
    needs: Vec<(usize, String)>,
    /// The name that its user needs it for.
    needed_for: String,
}

/// The positions of the texts, each after those that it needs.
fn order(texts: &[(&str, &str)], scans: &[Scan]) -> Result<Vec<usize>, CodegenError> {
    let definitions = Definitions::new(scans);
    let visit = |position: usize, needed_for: String| Visit {
        position,
        needs: definitions.needs(position, scans),
        needed_for,
    };
    let mut order = Vec::with_capacity(scans.len());
    let mut done = vec![false; scans.len()];
    for start in 0..scans.len() {
        let mut path = vec![visit(start, String::new())];
        while let Some(current) = path.last_mut() {
            let next = current.needs.pop();
            let position = current.position;
            match next {
                Some((next, _)) if done.get(next).is_some_and(|done| *done) => {}
                Some((next, name)) => {
                    if let Some(first) = path.iter().position(|visit| visit.position == next) {
                        return Err(cycle(texts, path.get(first..).unwrap_or_default(), name));
                    }
                    path.push(visit(next, name));
                }
                None => {
                    if let Some(done) = done.get_mut(position)
                        && !std::mem::replace(done, true)
                    {
                        order.push(position);
                    }
                    path.pop();
                }
            }
        }
    }
    Ok(order)
}

/// Which texts define which types.
struct Definitions<'a> {
    /// The first text that defines each type.
    first: HashMap<&'a str, usize>,
    /// All texts with all types that they define.
    all: HashSet<(usize, &'a str)>,
}

impl<'a> Definitions<'a> {
    fn new(scans: &'a [Scan]) -> Self {
        let mut first = HashMap::new();
        let mut all = HashSet::new();
        for (position, scan) in scans.iter().enumerate() {
            for name in &scan.defined {
                first.entry(name.as_str()).or_insert(position);
                all.insert((position, name.as_str()));
            }
        }
        Self { first, all }
    }

    /// The other texts that the one at `position` needs, the first needed one last.
    fn needs(&self, position: usize, scans: &[Scan]) -> Vec<(usize, String)> {
        let Some(scan) = scans.get(position) else {
            return Vec::new();
        };
        let used = scan.used.iter().rev().filter_map(|used| {
            let candidates = used.candidates();
            let known = candidates
                .into_iter()
                .find(|name| self.first.contains_key(name.as_str()))?;
            let defined_in = *self.first.get(known.as_str())?;
            (!self.all.contains(&(position, known.as_str()))).then_some((defined_in, known))
        });
        used.collect()
    }
}

/// The error for texts that need each other; the last one needs `closing` of the first.
#[cold]
fn cycle(texts: &[(&str, &str)], path: &[Visit], closing: String) -> CodegenError {
    let names = path.iter().skip(1).map(|visit| visit.needed_for.clone());
    let names = names.chain([closing]);
    let files = path.iter().map(|visit| {
        let file = texts.get(visit.position);
        file.map_or_else(String::new, |(file, _)| (*file).to_owned())
    });
    CodegenError::new(CodegenErrorKind::Cycle(files.zip(names).collect()))
}
