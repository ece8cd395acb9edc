use ::core::clone::Clone;
use ::core::convert::From;
use ::core::cmp::{Eq, Ord, PartialEq, PartialOrd};
use ::lane::codec::{CheckedLong, UnknownRecord};

type Perhaps<T> = ::core::option::Option<T>;
type Text = ::std::string::String;
type Slice = ::core::primitive::str;
type List<T> = ::std::vec::Vec<T>;
type Map<V> = ::std::collections::BTreeMap<Text, V>;
type Byte = ::core::primitive::u8;
type Int = ::core::primitive::i32;
type Long = ::core::primitive::i64;
type Double = ::core::primitive::f64;

/// A record with every attribute of a field.
#[derive(::core::fmt::Debug, PartialEq, ::lane::AvroEvent)]
#[avro(
    crate = "::lane",
    namespace = "a.b",
    name = "Everything",
    alias = "Old",
    rename_all = "camelCase",
    java_string = "String",
    property("owner", {"team": ["a", None, true, -1.5]})
)]
struct Record {
    /// Documented.
    #[avro(alias = "other", order = "descending", tags("PII"), property("x", 1))]
    text: Text,
    #[avro(default = 7)]
    count: Int,
    perhaps: Perhaps<Long>,
    #[avro(default = "none")]
    backwards: ::core::option::Option<Text>,
    #[avro(null_last)]
    last: ::core::option::Option<Enum>,
    #[avro(logical = "timestamp-micros")]
    at: Long,
    #[avro(logical = "made-up", type_property("unit", "m"))]
    height: Double,
    #[avro(fixed = "c.Hash")]
    hash: [Byte; 4],
    #[avro(logical = "duration", fixed = "Span")]
    span: [Byte; 12],
    #[avro(with = CheckedLong)]
    large: ::core::primitive::u64,
    #[avro(skip)]
    skipped: Perhaps<Int>,
    #[avro(skip = 3)]
    three: Int,
    #[avro(flatten)]
    flattened: Flattened,
    #[avro(default = {"a": [1]})]
    map: Map<List<Long>>,
    symbol: Enum,
    nested: List<Perhaps<Self>>,
    newtype: Newtype,
    fixed: Fixed,
    transparent: Transparent,
    tuple: Tuple,
    unit: Unit,
    union: Union,
    generic: Generic<Int, List<Text>, 3>,
    generic_union: GenericUnion<Text>,
}

#[derive(::core::fmt::Debug, PartialEq, ::lane::AvroEvent)]
#[avro(crate = "::lane")]
struct Flattened {
    inner: Long,
}

#[derive(::core::fmt::Debug, PartialEq, Eq, PartialOrd, Ord, Clone, ::lane::AvroEvent)]
#[avro(crate = "::lane")]
struct Newtype(Text);

#[derive(::core::fmt::Debug, PartialEq, ::lane::AvroEvent)]
#[avro(crate = "::lane")]
struct Fixed([::core::primitive::u8; 2]);

#[derive(::core::fmt::Debug, PartialEq, ::lane::AvroEvent)]
#[avro(crate = "::lane", transparent)]
struct Transparent {
    #[avro(null_last)]
    inner: ::core::option::Option<Int>,
    #[avro(skip)]
    cached: Perhaps<Int>,
}

#[derive(::core::fmt::Debug, PartialEq, ::lane::AvroEvent)]
#[avro(crate = "::lane")]
struct Tuple(Int, #[avro(skip)] Long, #[avro(rename = "x")] Text);

#[derive(::core::fmt::Debug, PartialEq, ::lane::AvroEvent)]
#[avro(crate = "::lane")]
struct Unit;

#[derive(::core::fmt::Debug, PartialEq, ::lane::AvroEvent)]
#[avro(crate = "::lane")]
enum Enum {
    Ok,
    #[avro(default)]
    Err,
    None,
}

#[derive(::core::fmt::Debug, PartialEq, ::lane::AvroEvent)]
#[avro(crate = "::lane", namespace = "u")]
enum Union {
    #[avro(null)]
    None,
    Some(Flattened),
    Ok {
        output: Int,
        #[avro(skip)]
        decoder: Perhaps<Int>,
        #[avro(flatten)]
        flattened: Flattened,
        #[avro(logical = "date")]
        plan: Int,
    },
    Err(Int, Text),
    Unit,
    #[avro(other)]
    Other(UnknownRecord),
}

#[derive(::core::fmt::Debug, PartialEq, ::lane::AvroEvent)]
#[avro(crate = "::lane")]
struct Generic<A, B: Clone, const N: ::core::primitive::usize>
where
    A: PartialEq,
{
    one: A,
    many: B,
    array: [Int; N],
}

#[derive(::core::fmt::Debug, PartialEq, ::lane::AvroEvent)]
#[avro(crate = "::lane")]
enum GenericUnion<T> {
    Value(List<T>),
    Record { value: T },
}

#[derive(::core::fmt::Debug, PartialEq, ::lane::AvroSchema, ::lane::AvroEncode, ::lane::AvroDecode)]
#[avro(crate = "::lane")]
struct Borrowed<'a, 'b: 'a> {
    text: &'a Slice,
    #[avro(null_last)]
    bytes: ::core::option::Option<&'b [Byte]>,
    cow: ::std::borrow::Cow<'a, ::core::primitive::str>,
    union: BorrowedUnion<'b>,
}

#[derive(::core::fmt::Debug, PartialEq, ::lane::AvroSchema, ::lane::AvroEncode, ::lane::AvroDecode)]
#[avro(crate = "::lane")]
enum BorrowedUnion<'a> {
    Text(&'a Slice),
    Record { text: &'a Slice },
}

fn record() -> Record {
    Record {
        text: Text::from("text"),
        count: 1,
        perhaps: Perhaps::Some(2),
        backwards: Perhaps::None,
        last: Perhaps::Some(Enum::Err),
        at: 3,
        height: 4.5,
        hash: [1, 2, 3, 4],
        span: [5; 12],
        large: 6,
        skipped: Perhaps::None,
        three: 3,
        flattened: Flattened { inner: 7 },
        map: Map::new(),
        symbol: Enum::Ok,
        nested: List::new(),
        newtype: Newtype(Text::new()),
        fixed: Fixed([8, 9]),
        transparent: Transparent {
            inner: Perhaps::None,
            cached: Perhaps::None,
        },
        tuple: Tuple(10, 0, Text::new()),
        unit: Unit,
        union: Union::Ok {
            output: 1,
            decoder: Perhaps::None,
            flattened: Flattened { inner: 2 },
            plan: 3,
        },
        generic: Generic {
            one: 1,
            many: List::new(),
            array: [1, 2, 3],
        },
        generic_union: GenericUnion::Record { value: Text::new() },
    }
}

#[test]
fn every_kind_of_item_is_written_and_read() {
    let all = [
        record(),
        Record {
            union: Union::Err(1, Text::from("e")),
            last: Perhaps::None,
            symbol: Enum::None,
            generic_union: GenericUnion::Value(List::new()),
            ..record()
        },
        Record {
            union: Union::None,
            nested: List::from([Perhaps::Some(record())]),
            ..record()
        },
        Record {
            union: Union::Some(Flattened { inner: 1 }),
            ..record()
        },
        Record {
            union: Union::Unit,
            ..record()
        },
    ];
    for record in all {
        let datum = ::lane::codec::encode(&record).unwrap();
        let read = ::lane::codec::decode::<Record>(&datum).unwrap();
        ::core::assert_eq!(record, read);
    }
}

#[test]
fn a_type_that_borrows_is_written_and_read() {
    let value = Borrowed {
        text: "a",
        bytes: Perhaps::Some(b"b"),
        cow: ::std::borrow::Cow::Borrowed("c"),
        union: BorrowedUnion::Record { text: "d" },
    };
    let datum = ::lane::codec::encode(&value).unwrap();
    let read = ::lane::codec::decode::<Borrowed<'_, '_>>(&datum).unwrap();
    ::core::assert_eq!(value, read);
    ::core::assert!(BorrowedUnion::Text("x") != read.union);
}
