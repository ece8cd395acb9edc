//! Object container files: many values of one schema, which stands in front.
//!
//! The files are those of the specification ("Object Container Files"), as Java's `DataFileWriter`
//! and `DataFileReader`, Spark and the rest write and read them:
//!
//! ```text
//! 4f 62 6a 01  metadata: a map of bytes, with avro.schema and avro.codec  sync marker, 16 bytes
//! number of values  size  values, compressed  sync marker
//! number of values  size  values, compressed  sync marker
//! …
//! ```
//!
//! A [`Writer`] appends values of a type to whatever implements [`Write`](std::io::Write); a
//! [`Reader`] reads them from whatever implements [`Read`](std::io::Read), by a
//! [`Plan`](crate::codec::Plan) where another version of the type wrote them.
//!
//! ```
//! use avrolane::container::{Codec, Reader, Writer};
//!
//! let mut writer = Writer::builder().codec(Codec::Deflate).create::<Vec<i32>, _>(Vec::new())?;
//! for number in 0..1000 {
//!     writer.append(&vec![number, -number])?;
//! }
//! let file = writer.finish()?;
//!
//! let mut reader = Reader::new(file.as_slice())?;
//! for pair in reader.values::<Vec<f64>>() {
//!     assert_eq!(pair?.iter().sum::<f64>(), 0.0);
//! }
//! # Ok::<(), avrolane::container::ContainerError>(())
//! ```

mod block;
mod codec;
mod error;
mod header;
mod input;
mod reader;
mod writer;

pub use codec::Codec;
pub use error::{ContainerError, ContainerErrorKind};
pub use reader::{Reader, ReaderBuilder, Values};
pub use writer::{Writer, WriterBuilder};
