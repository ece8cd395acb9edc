//! Derived code means what it says wherever it stands: whatever the names around it are, whatever
//! the crate is called, whatever lints are on.
#![forbid(unsafe_code)]
#![deny(warnings)]
#![expect(clippy::unwrap_used, reason = "tests panic when something fails")]

// The library under another name; its own name is that of another crate.
extern crate avrolane as lane;
extern crate std as avrolane;

mod generics;
pub mod lints;
mod names;
mod no_prelude;
mod places;
mod shadowed;
mod singly;

use lane::codec;
use lane::schema::Schema;
use lane::{AvroDecode, AvroEncode, AvroSchema};

/// Writes a value and reads it back, also as another schema's.
fn round_trip<T>(value: &T)
where
    T: AvroSchema + AvroEncode + for<'de> AvroDecode<'de> + PartialEq + std::fmt::Debug,
{
    let datum = codec::encode(value).unwrap();
    assert_eq!(&codec::decode::<T>(&datum).unwrap(), value);
    let plan = codec::Plan::of::<T>(&Schema::of::<T>()).unwrap();
    let limits = codec::Limits::default();
    assert_eq!(&plan.decode_exact::<T>(&datum, &limits).unwrap(), value);
}
