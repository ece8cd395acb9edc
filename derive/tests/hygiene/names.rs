//! Names that are keywords, and names that derived code uses itself.
#![allow(non_camel_case_types, non_snake_case)]

use lane::AvroEvent;
use lane::schema::Schema;

use super::round_trip;

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(crate = "lane")]
struct r#struct {
    r#type: i32,
    r#fn: r#enum,
    r#match: Option<r#union>,
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(crate = "lane", rename_all = "SCREAMING_SNAKE_CASE")]
enum r#enum {
    r#as,
    r#in,
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(crate = "lane")]
enum r#union {
    r#for {
        #[avro(fixed = "F")]
        r#loop: [u8; 1],
    },
    r#while(#[avro(fixed = "G")] [u8; 1]),
}

#[test]
fn keywords_are_names_without_their_marks() {
    round_trip(&r#struct {
        r#type: 1,
        r#fn: r#enum::r#in,
        r#match: Some(r#union::r#for { r#loop: [1] }),
    });
    round_trip(&r#struct {
        r#type: 1,
        r#fn: r#enum::r#as,
        r#match: Some(r#union::r#while([1])),
    });
    let text = Schema::of::<r#struct>().to_string();
    assert!(!text.contains('#'), "{text}");
    for name in ["struct", "type", "AS", "for", "loop"] {
        assert!(text.contains(&format!("\"{name}\"")), "{name} in {text}");
    }
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(crate = "lane")]
struct Fields {
    output: i32,
    decoder: i32,
    plan: i32,
    value: i32,
    error: i32,
    fields: i32,
    record: i32,
    position: i32,
    step: i32,
    first: i32,
    index: i32,
    branch: i32,
    place: i32,
    item: i32,
    field_0: i32,
    __avrolane: i32,
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(crate = "lane")]
enum Variants {
    Same {
        first: i32,
        output: i32,
        field_0: i32,
        field_1: i32,
        value: i32,
        error: i32,
        decoder: i32,
        plan: i32,
        fields: i32,
        #[avro(skip = 3)]
        skipped: i32,
    },
    Self_(i32),
    Field0(String, i32),
    Values(Vec<i32>),
    Natural,
    Fixed {
        #[avro(fixed = "Hash")]
        hash: [u8; 1],
    },
    FieldsOfFixed {
        field: i32,
    },
    RecordOfFixed {
        field: i32,
    },
    avrolane(u8, u8),
    Fields {
        field: i32,
    },
}

#[test]
fn fields_and_variants_have_names_that_derived_code_uses() {
    round_trip(&Fields {
        output: 0,
        decoder: 1,
        plan: 2,
        value: 3,
        error: 4,
        fields: 5,
        record: 6,
        position: 7,
        step: 8,
        first: 9,
        index: 10,
        branch: 11,
        place: 12,
        item: 13,
        field_0: 14,
        __avrolane: 15,
    });
    round_trip(&Variants::Same {
        first: 1,
        output: 2,
        field_0: 3,
        field_1: 4,
        value: 5,
        error: 6,
        decoder: 7,
        plan: 8,
        fields: 9,
        skipped: 3,
    });
    round_trip(&Variants::Self_(1));
    round_trip(&Variants::Field0("x".to_owned(), 1));
    round_trip(&Variants::Values(vec![1]));
    round_trip(&Variants::Natural);
    round_trip(&Variants::Fixed { hash: [1] });
    round_trip(&Variants::FieldsOfFixed { field: 1 });
    round_trip(&Variants::RecordOfFixed { field: 1 });
    round_trip(&Variants::avrolane(1, 2));
    round_trip(&Variants::Fields { field: 1 });
}

mod constants {
    //! Constants whose names are those of bindings: a pattern would mean the constant.
    #![allow(non_upper_case_globals, dead_code)]

    use lane::AvroEvent;

    const output: i32 = 0;
    const decoder: i32 = 0;
    const plan: i32 = 0;
    const value: i32 = 0;
    const error: i32 = 0;
    const fields: i32 = 0;
    const record: i32 = 0;
    const position: i32 = 0;
    const step: i32 = 0;
    const first: i32 = 0;
    const index: i32 = 0;
    const branch: i32 = 0;
    const place: i32 = 0;
    const field_0: i32 = 0;
    static name: i32 = 0;

    #[derive(Debug, PartialEq, AvroEvent)]
    #[avro(crate = "lane")]
    pub(super) enum Variants {
        Record { name: i32 },
        Value(i32),
    }

    #[derive(Debug, PartialEq, AvroEvent)]
    #[avro(crate = "lane")]
    pub(super) struct Record {
        pub(super) name: i32,
    }
}

#[test]
fn constants_do_not_get_into_derived_patterns() {
    round_trip(&constants::Variants::Record { name: 1 });
    round_trip(&constants::Variants::Value(1));
    round_trip(&constants::Record { name: 1 });
}
