//! A reader's default as the bytes that it would be written as.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use crate::codec::json;
use crate::schema::{Field, Schema};

/// Encodes the default of a field, or answers nothing if it has none, or one that does not fit its
/// type or is very large.
///
/// The bytes stay in memory for as long as the program runs, once for all equal defaults, so that
/// borrowed types can borrow from them as well as from a message. Readers' schemas are those of
/// the program's types, so there are only so many.
pub(super) fn encode_default(schema: &Schema, field: &Field) -> Option<&'static [u8]> {
    json::encode_default(schema, field).map(intern)
}

fn intern(datum: Vec<u8>) -> &'static [u8] {
    static INTERNED: Mutex<BTreeSet<&'static [u8]>> = Mutex::new(BTreeSet::new());
    let mut interned = INTERNED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = interned.get(datum.as_slice()) {
        return known;
    }
    let kept = Box::leak(datum.into_boxed_slice());
    interned.insert(kept);
    kept
}
