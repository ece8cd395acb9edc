//! How to work with the crate: pages of documentation, with no items.
//!
//! - [`mapping`]: which Avro type each Rust type becomes, and what the attributes say.
//! - [`evolution`]: what may change in an event, and what each change does to readers.
//! - `settings`, with the feature `registry`: the settings of Confluent's clients for Java and Python,
//!   and what becomes of each here.

#[doc = include_str!("mapping.md")]
pub mod mapping {}

#[doc = include_str!("evolution.md")]
pub mod evolution {}

#[cfg(feature = "registry")]
#[doc = include_str!("settings.md")]
pub mod settings {}
