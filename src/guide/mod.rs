//! How to work with the crate: pages of documentation, with no items.
//!
//! - [`mapping`]: which Avro type each Rust type becomes, and what the attributes say.
//! - [`evolution`]: what may change in an event, and what each change does to readers.

#[doc = include_str!("mapping.md")]
pub mod mapping {}

#[doc = include_str!("evolution.md")]
pub mod evolution {}
