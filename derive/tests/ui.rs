//! What a user sees who gets a derive wrong.
//!
//! The expectations were written with rustc 1.95. Another compiler words its own part of some
//! messages differently; `TRYBUILD=overwrite cargo test -p avrolane-derive --test ui` writes them
//! anew.

#[test]
fn mistakes_are_explained_where_they_stand() {
    let tests = trybuild::TestCases::new();
    tests.compile_fail("tests/ui/fail/*.rs");
}
