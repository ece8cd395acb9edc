//! Avro schemas: as constants of Rust types, as values, and as text.

mod canonical;
mod cursor;
mod defaults;
mod difference;
mod digest;
mod equality;
mod fingerprint;
mod graph;
mod guid;
mod json;
mod logical;
mod members;
mod model;
mod name;
mod node;
mod normalize;
mod number;
mod parse;
mod parse_error;
mod parser;
mod print;
mod spanned;
mod split;
mod tree;

pub use difference::{SchemaDifference, SchemaDifferenceKind};
pub use digest::{
    Bottom, ConstDigest, Deeper, Depth, Digest, Digester, FullDepth, Shallow, Unrolled,
};
pub use fingerprint::Fingerprint;
pub use guid::{ParseGuidError, SchemaGuid, SchemaMetadata, SchemaReference};
pub use json::Json;
pub(crate) use json::write_quoted;
pub use model::{Enum, Field, FieldOrder, Fixed, Record, Schema, Type, TypeIndex, TypeKind};
pub use name::{InvalidName, Name};
pub use node::{
    AvroSchema, Edge, EnumNode, FieldNode, FixedNode, Kind, Natural, Node, Properties, RecordNode,
};
pub(crate) use number::java_double;
pub use parse_error::{ParseError, ParseErrorKind};
pub use split::SplitSchema;
