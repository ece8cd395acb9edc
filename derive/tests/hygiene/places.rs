//! Items where one does not expect them, and items that macros make.

use lane::schema::Kind;
use lane::{AvroDecode, AvroEncode, AvroEvent, AvroSchema};

use super::round_trip;

mod private {
    use lane::AvroEvent;

    #[derive(Debug, PartialEq, AvroEvent)]
    #[avro(crate = "lane")]
    struct Private {
        number: i32,
    }

    #[derive(Debug, PartialEq, AvroEvent)]
    #[avro(crate = "lane")]
    pub(in crate::places) struct Restricted {
        private: Private,
        #[avro(flatten)]
        flattened: Private,
        #[avro(fixed = "F")]
        fixed: [u8; 1],
        variants: Vec<Variants>,
    }

    #[derive(Debug, PartialEq, AvroEvent)]
    #[avro(crate = "lane")]
    pub(crate) enum Variants {
        Record { number: i32 },
        Value(i32),
    }

    impl Restricted {
        pub(super) fn new() -> Self {
            Self {
                private: Private { number: 1 },
                flattened: Private { number: 2 },
                fixed: [3],
                variants: vec![Variants::Record { number: 4 }, Variants::Value(5)],
            }
        }
    }
}

#[test]
fn private_types() {
    round_trip(&private::Restricted::new());
}

#[test]
fn types_in_functions() {
    mod inner {
        #[derive(Debug, PartialEq, lane::AvroEvent)]
        #[avro(crate = "lane")]
        pub(super) struct InModule {
            pub(super) number: i32,
        }
    }

    #[derive(Debug, PartialEq, AvroEvent)]
    #[avro(crate = "lane")]
    struct InFunction<T> {
        union: Variants<T>,
        module: inner::InModule,
    }

    #[derive(Debug, PartialEq, AvroEvent)]
    #[avro(crate = "lane")]
    enum Variants<T> {
        Record { value: T },
        Unit,
    }

    round_trip(&InFunction {
        union: Variants::Record { value: 1 },
        module: inner::InModule { number: 2 },
    });
    round_trip(&InFunction::<i64> {
        union: Variants::Unit,
        module: inner::InModule { number: 2 },
    });
}

macro_rules! records {
    ($(
        $(#[$attribute:meta])* $visibility:vis $name:ident<$lifetime:lifetime> {
            $($field:ident: $type:ty = $default:literal),*
        }
    )*) => {$(
        #[derive(Debug, PartialEq, AvroSchema, AvroEncode, AvroDecode)]
        $(#[$attribute])*
        #[avro(crate = "lane")]
        $visibility struct $name<$lifetime> {
            $(#[avro(default = $default)] $field: $type,)*
            own: i32,
            text: &$lifetime str,
            #[avro(null_last)]
            last: Option<i32>,
            #[avro(fixed = "F")]
            fixed: [u8; 2],
            #[avro(flatten)]
            flattened: Flattened,
            #[avro(skip = 3)]
            skipped: i32,
        }
    )*};
}

macro_rules! others {
    ($wrapper:ident($inner:ty), $union:ident($value:ty) {$field:ident: $type:ty}, $symbols:ident {
        $($symbol:ident),*
    }, [$size:expr], $bytes:ty) => {
        #[derive(Debug, PartialEq, AvroEvent)]
        #[avro(crate = "lane")]
        struct $wrapper($inner);

        #[derive(Debug, PartialEq, AvroEvent)]
        #[avro(crate = "lane")]
        struct Fixed([u8; $size]);

        #[derive(Debug, PartialEq, AvroEvent)]
        #[avro(crate = "lane")]
        struct FixedOf($bytes);

        #[derive(Debug, PartialEq, AvroEvent)]
        #[avro(crate = "lane")]
        struct Own(Vec<i32>);

        #[derive(Debug, PartialEq, AvroEvent)]
        #[avro(crate = "lane")]
        struct Last {
            #[avro(skip)]
            skipped: i32,
            #[avro(default = 3)]
            value: Option<i32>,
        }

        #[derive(Debug, PartialEq, AvroEvent)]
        #[avro(crate = "lane")]
        enum $union {
            Value($value),
            Record { $field: $type, own: i32 },
            Tuple($type, i32),
            Own(String),
            Unit,
        }

        #[derive(Debug, PartialEq, AvroEvent)]
        #[avro(crate = "lane")]
        enum $symbols { $($symbol,)* Last }
    };
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(crate = "lane")]
struct Flattened {
    inner: i64,
}

records! {
    /// Documented.
    #[avro(namespace = "a")]
    pub(crate) Made<'a> { first: i32 = 5, second: Option<String> = "x", third: f64 = -1.5 }
}

others! {
    Wrapper(Option<String>),
    Union(i64) { field: Option<Vec<u8>> },
    Symbols { One, Two },
    [2 + 2],
    [u8; 3]
}

#[test]
fn types_that_macros_made() {
    let made = Made {
        first: 1,
        second: None,
        third: 2.0,
        own: 3,
        text: "4",
        last: None,
        fixed: [5, 6],
        flattened: Flattened { inner: 7 },
        skipped: 3,
    };
    let datum = lane::codec::encode(&made).unwrap();
    assert_eq!(lane::codec::decode::<Made<'_>>(&datum).unwrap(), made);
    round_trip(&Wrapper(None));
    round_trip(&Fixed([1, 2, 3, 4]));
    round_trip(&FixedOf([1, 2, 3]));
    assert!(matches!(FixedOf::KIND, Kind::Fixed(3)));
    round_trip(&Own(vec![1]));
    round_trip(&Last {
        skipped: 0,
        value: None,
    });
    round_trip(&Union::Value(1));
    round_trip(&Union::Record {
        field: None,
        own: 1,
    });
    round_trip(&Union::Tuple(None, 1));
    round_trip(&Union::Own("x".to_owned()));
    round_trip(&Union::Unit);
    round_trip(&Symbols::One);
    round_trip(&Symbols::Two);
    round_trip(&Symbols::Last);
}
