//! Parameters of every kind, with bounds, defaults and lifetimes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Debug;

use lane::codec::{self, CheckedLong};
use lane::schema::Schema;
use lane::{AvroDecode, AvroEncode, AvroEvent, AvroSchema};

use super::round_trip;

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(crate = "lane")]
struct Everything<'a, 'b: 'a, T: ?Sized + 'a, D = i64, const N: usize = 2>
where
    &'a T: Debug,
    D: Clone + PartialEq<D>,
{
    one: Cow<'a, str>,
    two: &'b str,
    boxed: Box<D>,
    array: [D; N],
    #[avro(skip)]
    marker: std::marker::PhantomData<&'a T>,
}

#[test]
fn parameters_of_every_kind() {
    let value: Everything<'_, '_, str> = Everything {
        one: "a".into(),
        two: "b",
        boxed: Box::new(1),
        array: [1, 2],
        marker: std::marker::PhantomData,
    };
    let datum = codec::encode(&value).unwrap();
    let read: Everything<'_, '_, str> = codec::decode(&datum).unwrap();
    assert_eq!(read, value);
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(crate = "lane")]
struct Represented<T, U> {
    #[avro(logical = "timestamp-micros")]
    at: T,
    #[avro(with = CheckedLong)]
    many: Vec<U>,
    #[avro(logical = "duration", fixed = "Span")]
    span: [u8; 12],
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(crate = "lane")]
struct Last<T, U, F> {
    #[avro(null_last)]
    natural: Option<T>,
    #[avro(null_last, with = CheckedLong)]
    checked: Option<U>,
    #[avro(flatten)]
    flattened: F,
    #[avro(skip)]
    skipped: Option<(T, U)>,
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(crate = "lane")]
struct Inner<T> {
    inner: T,
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(crate = "lane")]
struct Associated<T: Named> {
    name: T::Name,
    names: Vec<<T as Named>::Name>,
}

#[test]
fn parameters_that_are_written_as_something_else() {
    round_trip(&Last {
        natural: Some(1),
        checked: Some(2_u64),
        flattened: Inner { inner: 3 },
        skipped: None,
    });
    round_trip(&Associated::<Someone> {
        name: "x".to_owned(),
        names: vec![],
    });
    round_trip(&Represented {
        at: 1_i64,
        many: vec![2_u64],
        span: [3; 12],
    });
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(crate = "lane")]
#[expect(clippy::use_self, reason = "both ways to name the type are tested")]
struct Tree<K: Ord, V> {
    value: V,
    children: BTreeMap<String, Self>,
    next: Option<Box<Tree<K, V>>>,
    key: K,
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(crate = "lane")]
enum Either<L, R: Default = i32> {
    Left(L),
    Right {
        right: R,
        #[avro(skip)]
        skipped: R,
    },
    Both(L, R),
    Many {
        many: Vec<Self>,
    },
}

#[test]
fn generic_types_that_contain_themselves() {
    round_trip(&Tree {
        value: 1_i32,
        children: BTreeMap::new(),
        next: Some(Box::new(Tree {
            value: 2,
            children: BTreeMap::new(),
            next: None,
            key: "b".to_owned(),
        })),
        key: "a".to_owned(),
    });
    round_trip(&Either::Many {
        many: vec![
            Either::<String>::Left("a".to_owned()),
            Either::Right {
                right: 1,
                skipped: 0,
            },
            Either::Both("b".to_owned(), 2),
        ],
    });
}

#[derive(Debug, Clone, PartialEq, AvroSchema, AvroEncode, AvroDecode)]
#[avro(crate = "lane")]
#[expect(clippy::use_self, reason = "both ways to name the type are tested")]
struct Borrows<'a> {
    text: &'a str,
    next: Option<Box<Borrows<'a>>>,
    others: Vec<BorrowedVariants<'a, 'a>>,
}

#[derive(Debug, Clone, PartialEq, AvroSchema, AvroEncode, AvroDecode)]
#[avro(crate = "lane")]
enum BorrowedVariants<'a, 'b> {
    Text(&'a str),
    Record {
        bytes: &'b [u8],
        more: Borrows<'a>,
        #[avro(default = "x")]
        perhaps: Option<Cow<'b, str>>,
    },
}

#[test]
fn recursive_types_that_borrow() {
    let inner = Borrows {
        text: "a",
        next: None,
        others: vec![],
    };
    let value = Borrows {
        text: "b",
        next: Some(Box::new(inner.clone())),
        others: vec![
            BorrowedVariants::Text("c"),
            BorrowedVariants::Record {
                bytes: b"d",
                more: inner,
                perhaps: None,
            },
        ],
    };
    let datum = codec::encode(&value).unwrap();
    let read: Borrows<'_> = codec::decode(&datum).unwrap();
    assert_eq!(read, value);
    let start = datum.as_ptr_range();
    assert!(start.contains(&read.text.as_ptr()));
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(crate = "lane")]
struct Sized1<const N: usize, const SIGNED: bool>([u8; N]);

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(crate = "lane")]
enum Blocks<const N: usize> {
    Block { of: [i32; N] },
    Bytes([u8; N]),
}

#[test]
fn parameters_that_are_values() {
    round_trip(&Sized1::<3, true>([1, 2, 3]));
    round_trip(&Blocks::Block { of: [1, 2] });
    round_trip(&Blocks::Bytes([1, 2]));
    assert_eq!(
        Schema::of::<Sized1<3, false>>().to_string(),
        r#"{"type":"fixed","name":"Sized1","size":3}"#
    );
}

trait Named {
    type Name;
}

#[derive(Debug, PartialEq)]
struct Someone;

impl Named for Someone {
    type Name = String;
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(crate = "lane")]
struct Constants {
    array: [i32; Self::N],
    name: <Someone as Named>::Name,
    #[avro(skip = Self::N)]
    skipped: usize,
}

impl Constants {
    const N: usize = 2;
}

#[test]
fn types_by_paths_and_constants() {
    round_trip(&Constants {
        array: [1, 2],
        name: "x".to_owned(),
        skipped: 2,
    });
}
