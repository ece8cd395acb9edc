//! What is made of each directory of `schemas/`.

#![expect(unreachable_pub, reason = "the types are those of a library")]

pub mod change_capture;
pub mod defaults;
pub mod events;
pub mod fixed;
pub mod governance;
pub mod java;
pub mod logical_types;
pub mod names;
pub mod namespaces;
pub mod numbers;
pub mod references;
pub mod shop;
pub mod tree;
pub mod unions;
