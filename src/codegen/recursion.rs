//! Types that contain themselves: which have no end, and where a `Box` is needed.

use super::error::{CodegenError, CodegenErrorKind};
use super::model::{Body, Item, ItemId, RustType};

/// Refuses types that have no values because each would hold another of the same type.
pub(super) fn refuse_infinite(items: &[Item]) -> Result<(), CodegenError> {
    let mut users = vec![Vec::new(); items.len()];
    // How many of the types that it holds have to be known to be finite before it is.
    let mut missing = vec![0_usize; items.len()];
    let mut finite = Vec::new();
    for (position, item) in items.iter().enumerate() {
        let types = item.body.types();
        let held = types
            .iter()
            .filter(|ty| !matches!(ty, RustType::Optional(_)));
        let held = held.filter_map(|ty| ty.held()).collect::<Vec<_>>();
        for ItemId(held) in &held {
            if let Some(users) = users.get_mut(*held) {
                users.push(position);
            }
        }
        // A union is finite as soon as one of its branches is.
        let needed = match &item.body {
            Body::Union(variants) if held.len() < variants.len() => 0,
            Body::Union(_) => 1,
            _ => held.len(),
        };
        if let Some(missing) = missing.get_mut(position) {
            *missing = needed;
        }
        if needed == 0 {
            finite.push(position);
        }
    }
    while let Some(position) = finite.pop() {
        for &user in users.get(position).into_iter().flatten() {
            match missing.get_mut(user) {
                Some(0) | None => {}
                Some(missing) => {
                    *missing -= 1;
                    if *missing == 0 {
                        finite.push(user);
                    }
                }
            }
        }
    }
    let infinite = items.iter().zip(missing).find(|(_, missing)| *missing > 0);
    match infinite {
        Some((item, _)) => {
            let kind = CodegenErrorKind::Infinite(item.path.clone());
            Err(CodegenError::new(kind))
        }
        None => Ok(()),
    }
}

/// Puts what closes a circle of types that hold each other into a `Box`, and nothing else.
pub(super) fn break_circles(items: &mut [Item]) {
    for (ItemId(item), position) in closing(items) {
        if let Some(item) = items.get_mut(item)
            && let Some(ty) = item.body.types_mut().into_iter().nth(position)
        {
            ty.put_in_box();
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    /// On the way from the start to where the search is.
    Open,
    Done,
}

/// The fields and variants, each by its item and its position, that lead back to a type on the way
/// to them.
fn closing(items: &[Item]) -> Vec<(ItemId, usize)> {
    let mut states = vec![State::New; items.len()];
    let mut closing = Vec::new();
    for start in 0..items.len() {
        if states.get(start) != Some(&State::New) {
            continue;
        }
        let mut path = vec![Step::to(start, items, &mut states)];
        while let Some(step) = path.last_mut() {
            let Some((position, next)) = step.next.pop() else {
                set(&mut states, step.item, State::Done);
                path.pop();
                continue;
            };
            match states.get(next) {
                Some(State::New) => path.push(Step::to(next, items, &mut states)),
                Some(State::Open) => closing.push((ItemId(step.item), position)),
                Some(State::Done) | None => {}
            }
        }
    }
    closing
}

struct Step {
    item: usize,
    /// The fields that hold other items, the first one last.
    next: Vec<(usize, usize)>,
}

impl Step {
    fn to(item: usize, items: &[Item], states: &mut [State]) -> Self {
        set(states, item, State::Open);
        let types = items.get(item).map(|item| item.body.types());
        let types = types.unwrap_or_default().into_iter().enumerate();
        let held = types.filter_map(|(position, ty)| Some((position, ty.held()?.0)));
        let mut next = held.collect::<Vec<_>>();
        next.reverse();
        Self { item, next }
    }
}

fn set(states: &mut [State], item: usize, state: State) {
    if let Some(entry) = states.get_mut(item) {
        *entry = state;
    }
}
