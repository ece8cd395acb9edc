//! What the derive writes, as text: to read it, and to see what a change makes of it.
//!
//! `UPDATE_EXPECT=1 cargo test -p avrolane-derive --lib` writes the expectations anew.

use std::path::Path;
use std::{env, fs};

use crate::{EVENT, expansion};

/// Compares the expansion of `tests/expand/{name}.rs` with `tests/expand/{name}.expanded.rs`.
fn assert_expands(name: &str) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expand");
    let item = fs::read_to_string(directory.join(format!("{name}.rs"))).expect("it is committed");
    let item = syn::parse_str(&item).expect("it is an item");
    let expansion = expansion(&item, EVENT).expect("it has no mistakes");
    let expansion = syn::parse2(expansion).expect("the derive writes items");
    let text = prettyplease::unparse(&expansion);
    let place = directory.join(format!("{name}.expanded.rs"));
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&place, &text).expect("the directory can be written");
    }
    let expected = fs::read_to_string(&place).unwrap_or_default();
    assert!(
        text == expected,
        "the expansion of `{name}` is another: look at it with `git diff` after writing it with \
         `UPDATE_EXPECT=1`"
    );
}

#[test]
fn record() {
    assert_expands("record");
}

#[test]
fn symbols() {
    assert_expands("symbols");
}

#[test]
fn union() {
    assert_expands("union");
}
