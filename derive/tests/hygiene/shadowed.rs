//! Where the names of the prelude, of primitive types and of everything that derived code might name
//! mean something else.
#![allow(non_camel_case_types, dead_code, non_snake_case, unused_macros)]

enum Result {}
enum Option {}
enum Vec {}
enum String {}
enum Debug {}
enum Box {}

enum Default {}
enum PhantomData {}
enum Natural {}
enum Decoder {}
enum DecodeError {}
enum AvroSchema {}
enum AvroEncode {}
enum AvroDecode {}
enum Field0 {}
enum bool {}
enum str {}
enum u8 {}
enum u32 {}
enum i32 {}
enum i64 {}
enum usize {}
fn Ok() {}
fn Err() {}
fn Some() {}
fn None() {}
macro_rules! assert {
    ($($all:tt)*) => {
        compile_error!("this is another macro")
    };
}
macro_rules! matches {
    ($($all:tt)*) => {
        compile_error!("this is another macro")
    };
}

::core::include!("items.rs");
