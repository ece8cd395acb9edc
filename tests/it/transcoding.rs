//! Data of random schemas as JSON and back.

use avrolane::codec::json::{AvroToJson, JsonEncoding, JsonToAvro};
use avrolane::codec::{Limits, Transcoder};
use avrolane::schema::{Schema, TypeIndex, TypeKind};

use crate::random_schema::{Random, changed, random_schema};

/// Appends a value by chance, in the one way in which Avro's writers write it.
fn append(
    schema: &Schema,
    index: TypeIndex,
    random: &mut Random,
    depth: usize,
    datum: &mut Vec<u8>,
) {
    match &schema.get(index).kind {
        TypeKind::Boolean => datum.push(u8::from(random.below(2) == 0)),
        TypeKind::Int => append_long(long(random) >> 32, datum),
        TypeKind::Long => append_long(long(random), datum),
        TypeKind::Float => {
            let floats = [
                0.0,
                -0.0,
                0.1,
                1e30,
                f32::MAX,
                f32::MIN_POSITIVE,
                f32::NAN,
                f32::INFINITY,
            ];
            datum.extend_from_slice(&floats[random.below(floats.len())].to_le_bytes());
        }
        TypeKind::Double => {
            let doubles = [
                0.0,
                -0.0,
                0.1,
                1e300,
                5e-324,
                -1e7,
                f64::NAN,
                f64::NEG_INFINITY,
            ];
            datum.extend_from_slice(&doubles[random.below(doubles.len())].to_le_bytes());
        }
        TypeKind::Bytes => {
            let length = random.below(5);
            append_count(length, datum);
            datum.extend((0..length).map(|_| byte(random)));
        }
        TypeKind::String => {
            let texts = ["", "é", "\"\\\n\u{1}", "NaN", "A", "AP8=", "😀"];
            append_text(texts[random.below(texts.len())], datum);
        }
        TypeKind::Fixed(fixed) => datum.extend((0..fixed.size).map(|_| byte(random))),
        TypeKind::Enum(symbols) => append_count(random.below(symbols.symbols.len()), datum),
        TypeKind::Array(items) => {
            append_items(random, depth, datum, |_, random, datum| {
                append(schema, *items, random, depth + 1, datum);
            });
        }
        TypeKind::Map(values) => append_items(random, depth, datum, |position, random, datum| {
            append_text(&format!("k{}\t", 9 - position), datum);
            append(schema, *values, random, depth + 1, datum);
        }),
        TypeKind::Union(branches) => {
            let position = random.below(branches.len());
            append_count(position, datum);
            append(schema, branches[position], random, depth + 1, datum);
        }
        TypeKind::Record(record) => {
            for field in &record.fields {
                append(schema, field.type_index, random, depth + 1, datum);
            }
        }
        _ => {}
    }
}

fn byte(random: &mut Random) -> u8 {
    u8::try_from(random.below(256)).unwrap()
}

fn long(random: &mut Random) -> i64 {
    let number = (0..8).fold(0, |number, _| (number << 8) | i64::from(byte(random)));
    number >> random.below(64)
}

fn append_items(
    random: &mut Random,
    depth: usize,
    datum: &mut Vec<u8>,
    mut item: impl FnMut(usize, &mut Random, &mut Vec<u8>),
) {
    let count = if depth > 5 { 0 } else { random.below(4) };
    if count > 0 {
        append_count(count, datum);
        (0..count).for_each(|position| item(position, random, datum));
    }
    datum.push(0);
}

fn append_text(text: &str, datum: &mut Vec<u8>) {
    append_count(text.len(), datum);
    datum.extend_from_slice(text.as_bytes());
}

fn append_count(count: usize, datum: &mut Vec<u8>) {
    append_long(i64::try_from(count).unwrap(), datum);
}

fn append_long(number: i64, datum: &mut Vec<u8>) {
    datum.extend_from_slice(&avrolane::codec::encode(&number).unwrap());
}

/// Whether values of the schema come to an end, however they are chosen.
fn is_finite(schema: &Schema, index: TypeIndex, open: &mut Vec<TypeIndex>) -> bool {
    if open.contains(&index) {
        return false;
    }
    open.push(index);
    let finite = match &schema.get(index).kind {
        TypeKind::Union(branches) => {
            !branches.is_empty()
                && branches
                    .iter()
                    .all(|branch| is_finite(schema, *branch, open))
        }
        TypeKind::Record(record) => record
            .fields
            .iter()
            .all(|field| is_finite(schema, field.type_index, open)),
        TypeKind::Array(items) => is_finite(schema, *items, open),
        TypeKind::Map(values) => is_finite(schema, *values, open),
        TypeKind::Enum(symbols) => !symbols.symbols.is_empty(),
        _ => true,
    };
    open.pop();
    finite
}

/// Schemas by chance that have values, each with its text.
fn schemas(seed: u64) -> impl Iterator<Item = (Schema, String, Random)> {
    (0..2000).filter_map(move |number| {
        let mut random = Random::new(seed + number);
        let text = random_schema(&mut random);
        let schema = Schema::parse(&text).ok()?;
        is_finite(&schema, schema.root(), &mut Vec::new()).then_some((schema, text, random))
    })
}

#[test]
fn data_of_any_schema_goes_through_avros_json_unchanged() {
    let mut count = 0;
    for (schema, text, mut random) in schemas(0) {
        let to_json = AvroToJson::new(&schema)
            .encoding(JsonEncoding::Avro)
            .fail_on_trailing_data(true);
        let to_avro = JsonToAvro::new(&schema).encoding(JsonEncoding::Avro);
        for _ in 0..5 {
            let mut datum = Vec::new();
            append(&schema, schema.root(), &mut random, 0, &mut datum);
            let json = to_json.transcode(&datum).unwrap();
            assert_eq!(to_avro.transcode(&json).unwrap(), datum, "{json} of {text}");
            count += 1;
        }
    }
    assert!(count > 2000, "only {count} values");
}

#[test]
fn plain_json_of_any_schema_is_read_as_what_is_shown_alike() {
    for (schema, text, mut random) in schemas(1_000_000) {
        let to_json = AvroToJson::new(&schema);
        for _ in 0..5 {
            let mut datum = Vec::new();
            append(&schema, schema.root(), &mut random, 0, &mut datum);
            let json = to_json.transcode(&datum).unwrap();
            serde_json::from_str::<serde_json::Value>(&json).unwrap();
            let read = JsonToAvro::new(&schema).transcode(&json);
            let read = read.unwrap_or_else(|error| panic!("{error}: {json} of {text}"));
            assert_eq!(to_json.transcode(&read).unwrap(), json, "of {text}");
        }
    }
}

#[test]
fn a_schema_reads_its_own_data_as_it_is() {
    for (schema, text, mut random) in schemas(2_000_000) {
        // Fields that only differ in what they are called make the reader look at all of it.
        let renamed = text.replace(
            r#""name":"f"#,
            r#""aliases":["f0","f1","f2","f3","f4"],"name":"f"#,
        );
        let Ok(other) = Schema::parse(&changed(&mut random, &renamed)) else {
            continue;
        };
        let mut datum = Vec::new();
        append(&schema, schema.root(), &mut random, 0, &mut datum);
        let json = AvroToJson::new(&schema).transcode(&datum).unwrap();
        let same = AvroToJson::resolving(&schema, &schema).unwrap();
        assert_eq!(same.transcode(&datum).unwrap(), json);
        // Another schema may not read it, but what it reads is data of its own.
        if let Ok(resolving) = AvroToJson::resolving(&schema, &other)
            && let Ok(json) = resolving.transcode(&datum)
        {
            let read = JsonToAvro::new(&other).transcode(&json);
            let read = read.unwrap_or_else(|error| panic!("{error}: {json} of {text} as {other}"));
            assert_eq!(AvroToJson::new(&other).transcode(&read).unwrap(), json);
        }
    }
}

#[test]
fn what_is_rewritten_for_another_schema_is_what_that_reads() {
    let (mut rewritten, mut refused) = (0, 0);
    for (schema, text, mut random) in schemas(5_000_000) {
        let Ok(other) = Schema::parse(&changed(&mut random, &text)) else {
            continue;
        };
        let resolving = AvroToJson::resolving(&schema, &other);
        let Ok(transcoder) = Transcoder::new(&schema, &other) else {
            assert!(resolving.is_err(), "{text} as {other}");
            continue;
        };
        let expected = AvroToJson::new(&other).fail_on_trailing_data(true);
        for _ in 0..5 {
            let mut datum = Vec::new();
            append(&schema, schema.root(), &mut random, 0, &mut datum);
            let read = resolving.as_ref().unwrap().transcode(&datum);
            match transcoder.transcode(&datum) {
                Ok(other) => {
                    assert_eq!(expected.transcode(&other).unwrap(), read.unwrap());
                    rewritten += 1;
                }
                Err(error) => {
                    assert!(
                        !transcoder.partial().is_empty(),
                        "{error}: {text} as {other}"
                    );
                    assert!(read.is_err(), "{error}: {text} as {other}");
                    refused += 1;
                }
            }
        }
    }
    assert!(rewritten > 2000 && refused > 30, "{rewritten}, {refused}");
}

#[test]
fn no_bytes_panic_or_take_more_than_the_limit() {
    let limits = Limits::default().max_allocation(10_000);
    for (schema, _, mut random) in schemas(3_000_000) {
        let to_json = AvroToJson::new(&schema).limits(limits);
        for _ in 0..10 {
            let bytes: Vec<u8> = (0..random.below(40))
                .map(|_| [0, 1, 2, 4, 0xff, 0x80][random.below(6)])
                .collect();
            if let Ok(json) = to_json.transcode(&bytes) {
                assert!(json.len() <= 10_000);
            }
        }
    }
}

#[test]
fn no_text_panics_and_what_is_read_is_data() {
    const PIECES: [&str; 12] = [
        "null",
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "-1",
        "1e300",
        "\"NaN\"",
        "\"\\ud800\"",
    ];
    for (schema, text, mut random) in schemas(4_000_000) {
        let mut datum = Vec::new();
        append(&schema, schema.root(), &mut random, 0, &mut datum);
        for encoding in [JsonEncoding::Plain, JsonEncoding::Avro] {
            let to_json = AvroToJson::new(&schema)
                .encoding(encoding)
                .fail_on_trailing_data(true);
            let to_avro = JsonToAvro::new(&schema).encoding(encoding);
            let json = to_json.transcode(&datum).unwrap();
            for _ in 0..5 {
                let places: Vec<usize> = json.char_indices().map(|(place, _)| place).collect();
                // A piece takes the place of what stands between two places, or of nothing.
                let start = random.below(places.len());
                let end = (start + random.below(3)).min(places.len() - 1);
                let (before, after) = (&json[..places[start]], &json[places[end]..]);
                let changed = [before, PIECES[random.below(PIECES.len())], after].concat();
                if let Ok(read) = to_avro.transcode(&changed) {
                    let shown = to_json.transcode(&read);
                    assert!(shown.is_ok(), "{shown:?}: {changed} of {text}");
                }
            }
        }
    }
}
