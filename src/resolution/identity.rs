//! Which of the entries of a resolution leave nothing to do.

use super::resolve::Node;
use super::{Resolved, ResolvedIndex, WriterField};

/// Makes [`Resolved::Identical`] of every entry whose two types are written alike, all the way
/// down.
///
/// A type that contains itself is alike unless something else in it differs. So all entries that
/// may be alike are taken to be, and each that turns out not to be takes those along that contain
/// it.
pub(super) fn mark_identical(nodes: &mut [Node]) {
    let mut containers: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    let mut different: Vec<usize> = Vec::new();
    for position in 0..nodes.len() {
        match contents(nodes, position) {
            Some(contents) => {
                for content in contents {
                    if let Some(containers) = containers.get_mut(content.position()) {
                        containers.push(position);
                    }
                }
            }
            None => different.push(position),
        }
    }
    let mut alike = vec![true; nodes.len()];
    while let Some(position) = different.pop() {
        let is_new = alike.get_mut(position).is_some_and(std::mem::take);
        if is_new && let Some(containers) = containers.get(position) {
            different.extend(containers);
        }
    }
    for (node, alike) in nodes.iter_mut().zip(alike) {
        if alike {
            node.resolved = Resolved::Identical;
        }
    }
}

/// The entries that must be alike for this one to be; nothing if it differs by itself.
fn contents(nodes: &[Node], position: usize) -> Option<Vec<ResolvedIndex>> {
    let node = nodes.get(position).filter(|node| node.alike)?;
    match &node.resolved {
        Resolved::Identical | Resolved::Enum(_) => Some(Vec::new()),
        Resolved::Array(inner) | Resolved::Map(inner) => Some(vec![*inner]),
        Resolved::Record(record) => {
            let fields = record.writer_fields.iter().map(|field| match field {
                WriterField::Read { resolved, .. } => Some(*resolved),
                WriterField::Skip(_) => None,
            });
            fields.collect()
        }
        // Each of the writer's branches is to be read as the reader's branch in the same place.
        Resolved::WriterUnion(branches) => {
            let inner = (0..).zip(branches).map(|(position, index)| {
                match nodes.get(index.position())?.resolved {
                    Resolved::ReaderUnion { branch, inner } if branch == position => Some(inner),
                    _ => None,
                }
            });
            inner.collect()
        }
        Resolved::Promoted(_) | Resolved::ReaderUnion { .. } | Resolved::Unreadable(_) => None,
    }
}
