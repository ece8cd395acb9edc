//! Public types in a crate that turns on every lint that derived code might trip over.
#![deny(
    missing_docs,
    missing_debug_implementations,
    missing_copy_implementations,
    unreachable_pub,
    unused_qualifications,
    unused_lifetimes,
    unused_results,
    unused_extern_crates,
    unused_import_braces,
    single_use_lifetimes,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    let_underscore_drop,
    trivial_casts,
    trivial_numeric_casts,
    variant_size_differences,
    deprecated,
    non_camel_case_types,
    non_snake_case,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::absolute_paths,
    clippy::allow_attributes,
    clippy::allow_attributes_without_reason,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::default_numeric_fallback,
    clippy::else_if_without_else,
    clippy::indexing_slicing,
    clippy::integer_division_remainder_used,
    clippy::map_err_ignore,
    clippy::min_ident_chars,
    clippy::missing_docs_in_private_items,
    clippy::multiple_inherent_impl,
    clippy::partial_pub_fields,
    clippy::pattern_type_mismatch,
    clippy::pub_use,
    clippy::question_mark_used,
    clippy::renamed_function_params,
    clippy::same_name_method,
    clippy::self_named_module_files,
    clippy::semicolon_outside_block,
    clippy::shadow_reuse,
    clippy::shadow_same,
    clippy::shadow_unrelated,
    clippy::single_call_fn,
    clippy::single_char_lifetime_names,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unused_trait_names,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm
)]

use lane::codec::UnknownRecord;
use lane::schema::{Depth, FieldNode, Natural};
use lane::{AvroDecode, AvroEncode, AvroEvent, AvroSchema};

/// Has names in scope that derived code says with their paths.
#[must_use]
pub const fn in_scope<T: AvroSchema<Natural>, D: Depth>() -> Option<FieldNode> {
    None
}

/// A record.
#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(crate = "lane")]
pub struct Record {
    /// A field that is a decision of its own.
    #[avro(fixed = "Hash")]
    pub hash: [u8; 4],
    /// A field with a property.
    #[avro(type_property("unit", "m"))]
    pub height: f64,
    /// An optional field.
    #[avro(null_last)]
    pub last: Option<i32>,
    /// A field whose own record is not seen.
    #[expect(deprecated, reason = "the compiler says so of the field itself")]
    #[avro(flatten)]
    pub inner: Deprecated,
    /// An enum.
    #[avro(default = "One")]
    pub symbol: Symbol,
    /// A union.
    pub union: Vec<Union<Newtype>>,
    /// A field that is not used any more.
    #[deprecated]
    pub older: i32,
}

/// A type that is not used any more.
#[deprecated = "use another"]
#[derive(Debug, Clone, Copy, PartialEq, Eq, AvroEvent)]
#[avro(crate = "lane")]
pub struct Deprecated {
    /// A field that is not used any more.
    #[deprecated]
    pub old: i32,
}

/// An enum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AvroEvent)]
#[avro(crate = "lane")]
pub enum Symbol {
    /// A variant.
    One,
    /// A variant that is not used any more.
    #[deprecated(since = "1.0.0", note = "use the other")]
    Two,
}

/// A union.
#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(crate = "lane")]
pub enum Union<Item> {
    /// A record.
    Inline {
        /// A field.
        field: Item,
        /// A field that is not used any more.
        #[deprecated]
        old: i32,
    },
    /// A variant that is not used any more.
    #[deprecated]
    Old(#[expect(deprecated, reason = "the compiler says so of the field itself")] Deprecated),
    /// A variant without anything.
    Nothing,
    /// What is not known.
    #[avro(other)]
    Other(UnknownRecord),
}

/// A newtype.
#[derive(Debug, Clone, PartialEq, Eq, AvroEvent)]
#[avro(crate = "lane")]
pub struct Newtype(pub String);

/// A fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AvroEvent)]
#[avro(crate = "lane")]
pub struct Fixed(pub [u8; 4]);

/// A type that borrows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AvroSchema, AvroEncode, AvroDecode)]
#[avro(crate = "lane")]
pub struct Borrowed<'text> {
    /// Text.
    pub text: &'text str,
}

#[cfg(test)]
mod tests {
    #![expect(deprecated, reason = "they are what is tested")]

    use super::*;

    #[test]
    fn what_is_deprecated_is_written_and_read() {
        super::super::round_trip(&Record {
            hash: [1; 4],
            height: 2.0,
            last: None,
            inner: Deprecated { old: 3 },
            symbol: Symbol::Two,
            union: vec![
                Union::Inline {
                    field: Newtype(String::new()),
                    old: 4_i32,
                },
                Union::Old(Deprecated { old: 5 }),
                Union::Nothing,
            ],
            older: 6,
        });
    }
}
