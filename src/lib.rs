//! Typed Avro events on Apache Kafka, with a Schema Registry.

// The derived code names this crate by its own name, in its own tests too.
extern crate self as avrolane;

pub mod codec;
pub mod compat;
pub mod error;
pub mod framing;
#[cfg(feature = "kafka")]
pub mod kafka;
#[cfg(feature = "registry")]
pub mod registry;
pub mod resolution;
pub mod retry;
pub mod schema;
#[cfg(feature = "registry")]
pub mod serdes;
pub mod subject;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

#[cfg(feature = "derive")]
pub use avrolane_derive::{AvroDecode, AvroEncode, AvroEvent, AvroSchema};
pub use codec::{AvroDecode, AvroEncode};
pub use error::{Disposition, Error};
pub use schema::AvroSchema;
