//! Derive macros of avrolane.
