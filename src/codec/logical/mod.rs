//! The codec of types that logical types stand for, each behind the feature of its crate.

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "uuid")]
mod uuid;

/// Gives a type the schema of a primitive with a logical type.
macro_rules! logical_schema {
    ($type:ty, $kind:ident, $logical_type:literal) => {
        impl AvroSchema for $type {
            const KIND: Kind = Kind::$kind;
            const NODE: Node = Node::Annotated {
                base: &Node::$kind,
                logical_type: Some($logical_type),
                properties: &[],
            };
            type Nested<D: Depth> = ();
        }
    };
}
use logical_schema;
