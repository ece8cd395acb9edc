//! Avro schemas: as constants of Rust types, as values, and as text.

mod digest;
mod node;

pub use digest::{ConstDigest, Depth, Digest, Digester};
pub use node::{AvroSchema, Edge, EnumNode, FieldNode, FixedNode, Kind, Node, RecordNode};
