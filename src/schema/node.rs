//! The schema of a Rust type as a tree of constants, which the derive builds.
//!
//! A derive sees the tokens of one item and cannot see how the type of a field is defined. So the
//! tree's edges are function pointers, which the compiler fills in, and which also let a type
//! contain itself.

use super::digest::{ConstDigest, Depth, Digest, FullDepth};
use super::model::FieldOrder;

/// An edge of the tree: the node of the type at its other end.
pub type Edge = fn() -> &'static Node;

/// One type in the tree.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Node {
    /// No value.
    Null,
    /// True or false.
    Boolean,
    /// A 32-bit signed integer.
    Int,
    /// A 64-bit signed integer.
    Long,
    /// A single-precision floating-point number.
    Float,
    /// A double-precision floating-point number.
    Double,
    /// A sequence of bytes.
    Bytes,
    /// Unicode text.
    String,
    /// A sequence of items of one type.
    Array(Edge),
    /// String keys with values of one type.
    Map(Edge),
    /// One of several types.
    Union(&'static [Edge]),
    /// A record.
    Record(RecordNode),
    /// An enum.
    Enum(EnumNode),
    /// A fixed number of bytes.
    Fixed(FixedNode),
    /// Another node, annotated with what its values mean.
    Annotated {
        /// The underlying type.
        base: &'static Self,
        /// The value of `logicalType`, such as `timestamp-millis`, or nothing.
        logical_type: Option<&'static str>,
        /// Further members of the type's JSON object, such as `precision`.
        properties: Properties,
    },
}

/// Members of a JSON object that the specification does not name, each with its value as JSON
/// text.
pub type Properties = &'static [(&'static str, &'static str)];

/// A record in the tree.
#[derive(Debug, Clone, Copy)]
pub struct RecordNode {
    /// The name without its namespace, such as `FlightDeparted`.
    pub name: &'static str,
    /// The namespace, such as `com.example.flights`; empty for none at all; nothing to take that
    /// of the enclosing named type, as a schema's text does.
    pub namespace: Option<&'static str>,
    /// The documentation, or nothing.
    pub doc: Option<&'static str>,
    /// Other names under which writers may know the record; one without a dot is of its namespace.
    pub aliases: &'static [&'static str],
    /// The fields, in the order in which they are written.
    pub fields: &'static [FieldNode],
    /// Further members of the record's JSON object.
    pub properties: Properties,
    /// The value of the property `avro.java.string` that Java's code generator puts on each string
    /// and map of the record, such as `String`, or nothing.
    pub java_string: Option<&'static str>,
}

/// A field of a record in the tree.
#[derive(Debug, Clone, Copy)]
pub struct FieldNode {
    /// The name in the schema.
    pub name: &'static str,
    /// The documentation, or nothing.
    pub doc: Option<&'static str>,
    /// Other names under which writers may know the field.
    pub aliases: &'static [&'static str],
    /// The default as JSON text, or nothing.
    pub default: Option<&'static str>,
    /// The field's type.
    pub node: Edge,
    /// How the field takes part in sorting; ascending where nothing is said.
    pub order: Option<FieldOrder>,
    /// Further members of the field's JSON object.
    pub properties: Properties,
    /// Whether the fields of the field's record stand here in place of the field itself.
    pub flatten: bool,
}

/// An enum in the tree.
#[derive(Debug, Clone, Copy)]
pub struct EnumNode {
    /// The name without its namespace.
    pub name: &'static str,
    /// The namespace, as in [`RecordNode::namespace`].
    pub namespace: Option<&'static str>,
    /// The documentation, or nothing.
    pub doc: Option<&'static str>,
    /// Other names under which writers may know the enum, as in [`RecordNode::aliases`].
    pub aliases: &'static [&'static str],
    /// The symbols, in the order in which they are numbered.
    pub symbols: &'static [&'static str],
    /// The symbol that stands for symbols that the reader does not know, or nothing.
    pub default: Option<&'static str>,
    /// Further members of the enum's JSON object.
    pub properties: Properties,
}

/// A fixed in the tree.
#[derive(Debug, Clone, Copy)]
pub struct FixedNode {
    /// The name without its namespace.
    pub name: &'static str,
    /// The namespace, as in [`RecordNode::namespace`].
    pub namespace: Option<&'static str>,
    /// The documentation, or nothing.
    pub doc: Option<&'static str>,
    /// Other names under which writers may know the fixed, as in [`RecordNode::aliases`].
    pub aliases: &'static [&'static str],
    /// The number of bytes.
    pub size: usize,
    /// Further members of the fixed's JSON object.
    pub properties: Properties,
}

/// What kind of schema a type has, as far as a constant can tell without following edges.
///
/// The derive checks a field's `default` against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// `null`.
    Null,
    /// `boolean`.
    Boolean,
    /// `int`.
    Int,
    /// `long`.
    Long,
    /// `float`.
    Float,
    /// `double`.
    Double,
    /// `bytes`.
    Bytes,
    /// `string`.
    String,
    /// An array of items of a kind.
    Array(&'static Self),
    /// A map with values of a kind.
    Map(&'static Self),
    /// A union whose first branch is `null`.
    Optional,
    /// Any other union, by the kind of its first branch, which a default is for.
    Union(&'static Self),
    /// A record.
    Record,
    /// An enum with these symbols.
    Enum(&'static [&'static str]),
    /// A fixed of this many bytes.
    Fixed(usize),
}

/// The way in which a Rust type is written unless something else is said.
///
/// It is the default of the parameter `As` of [`AvroSchema`], [`AvroEncode`](crate::AvroEncode) and
/// [`AvroDecode`](crate::AvroDecode).
#[derive(Debug, Clone, Copy)]
pub enum Natural {}

/// A type that has an Avro schema.
///
/// Derive it with `#[derive(AvroSchema)]`, or with `#[derive(AvroEvent)]` together with the codec.
///
/// ```
/// use avrolane::AvroSchema;
/// use avrolane::schema::Schema;
///
/// assert_eq!(Schema::of::<Option<i64>>().to_string(), r#"["null","long"]"#);
/// ```
///
/// # One type, several schemas
///
/// A point in time can be a `timestamp-millis` or a `timestamp-micros`. The parameter `As` says as
/// which of its schemas a type is meant: [`Natural`] is the one that it has by itself, the types of
/// [`codec::logical`](crate::codec::logical) stand for logical types, and a type of your own is how
/// a type of another crate gets a schema: see [`codec`](crate::codec). Options, sequences, maps and
/// pointers hand `As` on to what they hold.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no Avro schema",
    label = "has no schema as `{As}`",
    note = "derive `AvroEvent` on it if it is yours",
    note = "types of other crates need avrolane's feature of that name, such as `chrono` or `uuid`",
    note = "decimals need `#[avro(logical = \"decimal\", precision = …, scale = …)]`, and so do \
            `u64`, `i128` and `u128`, unless `#[avro(with = avrolane::codec::CheckedLong)]` will do"
)]
pub trait AvroSchema<As = Natural> {
    /// What kind of schema this is.
    const KIND: Kind;

    /// The node of this type in the tree.
    const NODE: Node;

    /// The digests of the types that this one is made of, each at depth `D`: a tuple of
    /// `D::Of<T, As>`, in the order in which the node names them.
    #[doc(hidden)]
    type Nested<D: Depth>: ConstDigest;

    /// A number that stands for the schema of this type wherever schemas are keys of a table.
    ///
    /// Two types with the same schema, documentation included, have the same digest, also when one
    /// of them borrows. It covers sixteen levels of nested types, of which an `Option` and a `Vec`
    /// are one each: two types that differ only below that must have different names.
    const DIGEST: Digest = <<FullDepth as Depth>::Of<Self, As> as ConstDigest>::DIGEST;

    /// Whether a slice or an array of this type is Avro `bytes` or `fixed` rather than an array:
    /// true for `u8` alone.
    #[doc(hidden)]
    const IS_BYTE: bool = false;

    /// The default of a field of this type that declares none, as JSON text: `null` for `Option`.
    #[doc(hidden)]
    const IMPLIED_DEFAULT: Option<&'static str> = None;

    /// What `Default::default()` is as the default of a field, as JSON text, where that is known:
    /// what `#[serde(default)]` means.
    #[doc(hidden)]
    const ZERO: Option<&'static str> = None;

    /// How many branches the type is in a union: one, unless it is a union itself.
    #[doc(hidden)]
    const BRANCHES: usize = match Self::NODE {
        Node::Union(branches) => branches.len(),
        _ => 1,
    };

    /// The digests of the branches of an enum of events, each of which may have a subject of its
    /// own.
    #[doc(hidden)]
    const BRANCH_DIGESTS: &'static [Digest] = &[];

    /// The node of this type, as an [`Edge`].
    #[must_use]
    fn node() -> &'static Node {
        const { &Self::NODE }
    }
}
