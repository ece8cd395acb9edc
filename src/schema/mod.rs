//! Avro schemas: as constants of Rust types, as values, and as text.

mod digest;
mod node;

pub use digest::{
    Bottom, ConstDigest, Deeper, Depth, Digest, Digester, FullDepth, Shallow, Unrolled,
};
pub use node::{AvroSchema, Edge, EnumNode, FieldNode, FixedNode, Kind, Node, RecordNode};
