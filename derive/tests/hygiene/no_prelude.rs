//! Without the prelude, and with modules that are named as crates are.
#![no_implicit_prelude]

mod core {}
mod std {}
mod alloc {}
mod avrolane {}

mod traits {
    /// Has methods of the names that derived code calls.
    #[expect(dead_code, reason = "it is there to be in the way")]
    pub(super) trait Confusing {
        fn encode(&self) {}
        fn decode(&self) {}
        fn map(&self) {}
        fn in_field(&self) {}
        fn clone(&self) {}
        fn default() {}
        fn is_some(&self) {}
    }
    impl<T> Confusing for T {}
}
#[expect(unused_imports, reason = "it is there to be in the way")]
use self::traits::Confusing as _;

::core::include!("items.rs");
