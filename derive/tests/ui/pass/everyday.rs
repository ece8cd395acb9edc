// A crate that denies every warning, shadows the prelude's names, and knows the library by another
// name.
#![deny(warnings, missing_docs)]
//! A crate.

extern crate avrolane as lane;

use std::collections::HashMap;

#[allow(dead_code)]
enum Result {}
#[allow(dead_code)]
enum Option {}
#[allow(dead_code)]
struct Vec;
#[allow(dead_code, non_snake_case)]
fn Ok() {}

/// A flight.
#[derive(lane::AvroEvent)]
#[avro(crate = "lane")]
pub struct Flight {
    /// A keyword.
    pub r#type: String,
    /// No longer used.
    #[deprecated]
    pub gate: std::option::Option<String>,
    /// Names that the expansion might use.
    pub output: i32,
    /// Likewise.
    pub decoder: i32,
    /// Likewise.
    pub plan: i32,
    /// Likewise.
    pub value: i32,
    /// Likewise.
    pub error: HashMap<String, i64>,
}

/// Generic, with a bound.
#[derive(lane::AvroEvent)]
#[avro(crate = "lane")]
pub struct Pair<T: Clone>
where
    T: PartialEq,
{
    /// One.
    pub first: T,
    /// Another.
    pub second: std::vec::Vec<T>,
}

fn main() {}
