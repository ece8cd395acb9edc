//! Each trait derived without the others.
#![expect(
    clippy::allow_attributes,
    reason = "of three modules with the same items, only some leave some unused"
)]

use lane::codec::UnknownRecord;
use lane::schema::Schema;
use lane::{AvroDecode, AvroEncode, AvroSchema, codec};

/// The same items with one derive.
macro_rules! items {
    ($module:ident, $derive:ident) => {
        pub(super) mod $module {
            use super::*;

            #[derive(Debug, PartialEq, $derive)]
            #[avro(crate = "lane")]
            pub(crate) struct Record<'a, T> {
                pub(crate) text: &'a str,
                #[avro(fixed = "Hash")]
                pub(crate) hash: [u8; 2],
                #[avro(type_property("unit", "m"))]
                pub(crate) height: i32,
                #[avro(default = 1)]
                pub(crate) last: Option<T>,
                #[avro(skip)]
                pub(crate) skipped: i32,
                #[avro(flatten)]
                pub(crate) inner: Inner,
                pub(crate) union: Union,
                pub(crate) symbol: Symbol,
                private: Private,
            }

            #[derive(Debug, PartialEq, $derive)]
            #[avro(crate = "lane")]
            struct Private([u8; 2]);

            #[derive(Debug, PartialEq, $derive)]
            #[avro(crate = "lane")]
            pub(crate) struct Inner {
                pub(crate) number: i32,
            }

            #[derive(Debug, PartialEq, $derive)]
            #[avro(crate = "lane")]
            pub(crate) enum Symbol {
                One,
            }

            #[derive(Debug, PartialEq, $derive)]
            #[avro(crate = "lane")]
            pub(crate) enum Union {
                Value(Inner),
                Inline {
                    #[avro(fixed = "Other")]
                    bytes: [u8; 2],
                },
                #[avro(other)]
                #[allow(dead_code, reason = "only readers make it")]
                Other(UnknownRecord),
            }

            #[allow(dead_code, reason = "a schema has no values")]
            pub(crate) fn all() -> [Record<'static, i64>; 2] {
                let record = |union| Record {
                    text: "a",
                    hash: [1, 2],
                    height: 3,
                    last: None,
                    skipped: 0,
                    inner: Inner { number: 4 },
                    union,
                    symbol: Symbol::One,
                    private: Private([5, 6]),
                };
                [
                    record(Union::Value(Inner { number: 7 })),
                    record(Union::Inline { bytes: [8, 9] }),
                ]
            }
        }
    };
}

items!(schemas, AvroSchema);
items!(writers, AvroEncode);
items!(readers, AvroDecode);

#[test]
fn one_trait_is_derived_without_the_others() {
    for (written, expected) in writers::all().iter().zip(readers::all()) {
        let datum = codec::encode(written).unwrap();
        let read: readers::Record<'_, i64> = codec::decode(&datum).unwrap();
        assert_eq!(read, expected);
    }
    let schema = Schema::of::<schemas::Record<'_, i64>>();
    assert_eq!(schema.name().unwrap().as_str(), "Record");
}
