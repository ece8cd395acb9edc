//! What every kind of type becomes: its schema, and its bytes both ways.
#![expect(clippy::unwrap_used, reason = "tests panic when something fails")]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use avrolane::codec::{self, Limits, Plan, UnknownRecord};
use avrolane::schema::Schema;
use avrolane::{AvroDecode, AvroEncode, AvroEvent, AvroSchema};

/// Writes a value and reads it back, also through a plan, and into another value.
fn round_trip<T>(value: &T)
where
    T: AvroSchema + AvroEncode + for<'de> AvroDecode<'de> + PartialEq + std::fmt::Debug,
{
    let datum = codec::encode(value).unwrap();
    assert_eq!(&codec::decode::<T>(&datum).unwrap(), value);
    let schema = Schema::of::<T>();
    let plan = Plan::of::<T>(&schema).unwrap();
    let limits = Limits::default();
    assert_eq!(&plan.decode_exact::<T>(&datum, &limits).unwrap(), value);
    let mut other = codec::decode::<T>(&datum).unwrap();
    plan.decode_into(&mut other, &datum, &limits).unwrap();
    assert_eq!(&other, value);
}

fn schema_text<T: AvroSchema>() -> String {
    Schema::of::<T>().to_string()
}

#[derive(Debug, PartialEq, AvroEvent)]
struct Collections {
    character: char,
    boxed: Box<str>,
    shared: Arc<str>,
    blob: Box<[u8]>,
    digest: [u8; 4],
    triple: [i32; 3],
    queue: VecDeque<u16>,
    slice: Box<[String]>,
    words: BTreeSet<String>,
    numbers: HashSet<i64>,
    sorted: BTreeMap<String, Vec<f32>>,
    hashed: HashMap<Arc<str>, Option<bool>>,
    nothing: (),
    flags: Vec<Option<bool>>,
}

#[test]
fn collections_of_the_standard_library() {
    let value = Collections {
        character: 'ß',
        boxed: "a".into(),
        shared: "b".into(),
        blob: vec![1, 2].into(),
        digest: [1, 2, 3, 4],
        triple: [-1, 0, 1],
        queue: [1, 2].into(),
        slice: vec!["x".to_owned()].into(),
        words: ["y".to_owned()].into(),
        numbers: [i64::MIN, 0].into(),
        sorted: [("k".to_owned(), vec![1.5])].into(),
        hashed: [("n".into(), None)].into(),
        nothing: (),
        flags: vec![None, Some(true)],
    };
    round_trip(&value);
    let text = schema_text::<Collections>();
    for part in [
        r#"{"name":"character","type":"string"}"#,
        r#"{"name":"blob","type":"bytes"}"#,
        r#"{"name":"digest","type":{"type":"fixed","name":"Fixed4","size":4}}"#,
        r#"{"name":"triple","type":{"type":"array","items":"int"}}"#,
        r#"{"name":"nothing","type":"null"}"#,
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn an_array_of_another_length_is_an_error() {
    let datum = codec::encode(&vec![1, 2]).unwrap();
    let error = codec::decode::<[i32; 3]>(&datum).unwrap_err();
    assert_eq!(
        error.to_string(),
        "an array has 2 items where the type has 3, at byte 0"
    );
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, AvroEvent)]
struct OrderId(String);

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(namespace = "n")]
struct Md5([u8; 16]);

#[derive(Debug, PartialEq, AvroEvent)]
struct Pair(i32, #[avro(rename = "text")] String);

#[derive(Debug, PartialEq, AvroEvent)]
struct Wrapped<T>(Vec<T>);

#[derive(Debug, PartialEq, AvroEvent)]
struct Newtypes {
    id: OrderId,
    ids: Option<OrderId>,
    digest: Md5,
    pair: Pair,
    wrapped: Wrapped<i64>,
}

#[test]
fn newtypes_are_what_they_hold_and_tuples_are_records() {
    round_trip(&Newtypes {
        id: OrderId("a".to_owned()),
        ids: Some(OrderId("b".to_owned())),
        digest: Md5([7; 16]),
        pair: Pair(1, "p".to_owned()),
        wrapped: Wrapped(vec![1]),
    });
    assert_eq!(
        schema_text::<Newtypes>(),
        concat!(
            r#"{"type":"record","name":"Newtypes","fields":["#,
            r#"{"name":"id","type":"string"},"#,
            r#"{"name":"ids","type":["null","string"],"default":null},"#,
            r#"{"name":"digest","type":{"type":"fixed","name":"Md5","namespace":"n","size":16}},"#,
            r#"{"name":"pair","type":{"type":"record","name":"Pair","fields":["#,
            r#"{"name":"field_0","type":"int"},{"name":"text","type":"string"}]}},"#,
            r#"{"name":"wrapped","type":{"type":"array","items":"long"}}]}"#,
        )
    );
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
struct Place {
    lat: f64,
    lon: f64,
}

#[derive(Debug, PartialEq, AvroEvent)]
struct Shop<'a> {
    name: &'a str,
    #[avro(flatten)]
    place: Place,
    open: bool,
    #[avro(skip)]
    cached: Option<u64>,
    #[avro(skip = 7)]
    seven: u8,
}

#[test]
fn flattened_and_skipped_fields() {
    let shop = Shop {
        name: "Bäckerei",
        place: Place {
            lat: 52.5,
            lon: 13.4,
        },
        open: true,
        cached: Some(1),
        seven: 0,
    };
    let datum = codec::encode(&shop).unwrap();
    let read: Shop<'_> = codec::decode(&datum).unwrap();
    assert_eq!(
        read,
        Shop {
            cached: None,
            seven: 7,
            ..shop
        }
    );
    assert!(!schema_text::<Shop<'_>>().contains("Place"));
}

#[test]
fn flattened_fields_are_read_from_another_order() {
    let writer = Schema::parse(
        r#"{"type":"record","name":"Shop","fields":[
            {"name":"lon","type":"float"},{"name":"gone","type":"string"},
            {"name":"open","type":"boolean"},{"name":"name","type":"string"},
            {"name":"lat","type":"double"}]}"#,
    )
    .unwrap();
    let datum = [
        codec::encode(&2.5_f32).unwrap(),
        codec::encode("x").unwrap(),
        codec::encode(&true).unwrap(),
        codec::encode("y").unwrap(),
        codec::encode(&1.5_f64).unwrap(),
    ]
    .concat();
    let plan = Plan::of::<Shop<'_>>(&writer).unwrap();
    let limits = Limits::default();
    let shop: Shop<'_> = plan.decode_exact(&datum, &limits).unwrap();
    assert_eq!(shop.place, Place { lat: 1.5, lon: 2.5 });
    assert_eq!((shop.name, shop.open, shop.seven), ("y", true, 7));
    let mut again = Shop {
        name: "",
        place: Place { lat: 0.0, lon: 0.0 },
        open: false,
        cached: Some(1),
        seven: 1,
    };
    plan.decode_into(&mut again, &datum, &limits).unwrap();
    assert_eq!(again, shop);
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(namespace = "shop")]
struct Placed {
    id: i64,
}

#[derive(Debug, Clone, PartialEq, AvroEvent)]
#[avro(namespace = "shop")]
enum ShopEvent {
    Placed(Placed),
    /// It was called off.
    Cancelled {
        id: i64,
        reason: Option<String>,
    },
    Closed,
    #[avro(other)]
    Other(UnknownRecord),
}

#[derive(Debug, PartialEq, AvroEvent)]
enum Scalar<'a> {
    #[avro(null)]
    Null,
    Text(&'a str),
    Number(f64),
    Many(Vec<i64>),
}

#[derive(Debug, PartialEq, AvroEvent)]
struct Holder {
    event: Option<ShopEvent>,
    events: Vec<ShopEvent>,
}

#[test]
fn an_enum_with_data_is_a_union() {
    assert_eq!(
        schema_text::<ShopEvent>(),
        concat!(
            r#"[{"type":"record","name":"Placed","namespace":"shop","fields":["#,
            r#"{"name":"id","type":"long"}]},"#,
            r#"{"type":"record","name":"Cancelled","namespace":"shop","doc":"It was called off.","#,
            r#""fields":[{"name":"id","type":"long"},"#,
            r#"{"name":"reason","type":["null","string"],"default":null}]},"#,
            r#"{"type":"record","name":"Closed","namespace":"shop","fields":[]}]"#,
        )
    );
    let cancelled = ShopEvent::Cancelled {
        id: 3,
        reason: Some("late".to_owned()),
    };
    round_trip(&ShopEvent::Placed(Placed { id: 1 }));
    round_trip(&cancelled);
    round_trip(&ShopEvent::Closed);
    round_trip(&Holder {
        event: Some(cancelled.clone()),
        events: vec![ShopEvent::Closed, cancelled],
    });
    round_trip(&Holder {
        event: None,
        events: vec![],
    });
    assert_eq!(
        schema_text::<Scalar<'_>>(),
        r#"["null","string","double",{"type":"array","items":"long"}]"#
    );
    for scalar in [
        Scalar::Null,
        Scalar::Text("x"),
        Scalar::Number(1.5),
        Scalar::Many(vec![1]),
    ] {
        let datum = codec::encode(&scalar).unwrap();
        assert_eq!(codec::decode::<Scalar<'_>>(&datum).unwrap(), scalar);
    }
}

#[test]
fn a_branch_that_does_not_exist_is_an_error() {
    let error = codec::decode::<ShopEvent>(&[6]).unwrap_err();
    assert_eq!(error.kind(), &codec::DecodeErrorKind::InvalidIndex(3));
    let error = codec::decode::<Option<ShopEvent>>(&[8]).unwrap_err();
    assert_eq!(error.kind(), &codec::DecodeErrorKind::InvalidIndex(4));
    assert!(codec::decode::<ShopEvent>(&[1]).is_err());
}

#[test]
fn a_record_is_read_as_the_variant_of_its_name() {
    let writer = Schema::parse(
        r#"{"type":"record","name":"Cancelled","namespace":"shop","fields":[
            {"name":"by","type":"string"},{"name":"id","type":"int"}]}"#,
    )
    .unwrap();
    let plan = Plan::of::<ShopEvent>(&writer).unwrap();
    let event: ShopEvent = plan.decode(&[2, b'x', 8], &Limits::default()).unwrap();
    assert_eq!(
        event,
        ShopEvent::Cancelled {
            id: 4,
            reason: None
        }
    );
}

#[test]
fn what_no_variant_is_for_is_kept() {
    let limits = Limits::default();
    let writer = Schema::parse(
        r#"["null", {"type":"record","name":"Refunded","namespace":"shop","fields":[
            {"name":"cents","type":"long"}]}, {"type":"record","name":"shop.Closed","fields":[]}]"#,
    )
    .unwrap();
    let plan = Plan::of::<ShopEvent>(&writer).unwrap();
    assert!(plan.partial().is_empty());
    let event: ShopEvent = plan.decode_exact(&[2, 10], &limits).unwrap();
    let ShopEvent::Other(unknown) = &event else {
        panic!("{event:?}");
    };
    assert_eq!(unknown.name().unwrap().as_str(), "shop.Refunded");
    assert_eq!(unknown.datum(), [10]);
    assert!(codec::encode(&event).is_err());
    let event: ShopEvent = plan.decode_exact(&[4], &limits).unwrap();
    assert_eq!(event, ShopEvent::Closed);

    let alone = Schema::parse(
        r#"{"type":"record","name":"Refunded","namespace":"shop","fields":[
            {"name":"cents","type":"long"}]}"#,
    )
    .unwrap();
    let plan = Plan::of::<Option<ShopEvent>>(&alone).unwrap();
    let event: Option<ShopEvent> = plan.decode_exact(&[10], &limits).unwrap();
    assert!(matches!(event, Some(ShopEvent::Other(_))));
}

#[derive(Debug, PartialEq, AvroEvent)]
#[avro(property("owner", "team a"), java_string = "String")]
struct Attributes {
    #[avro(default = 5)]
    retries: Option<i32>,
    #[avro(null_last)]
    note: Option<String>,
    #[avro(order = "ignore", tags("PII", "EMAIL"), property("x", {"a": [1, None]}))]
    email: String,
    #[avro(default = {"lat": 1.5, "lon": -2.0})]
    place: Place,
    #[avro(default = {"a": 1})]
    counts: HashMap<String, i64>,
    #[avro(default = b"\x00\xff")]
    blob: Vec<u8>,
}

#[test]
fn attributes_go_into_the_schema() {
    let text = schema_text::<Attributes>();
    let string = r#"{"type":"string","avro.java.string":"String"}"#;
    assert_eq!(
        text,
        [
            r#"{"type":"record","name":"Attributes","fields":["#,
            r#"{"name":"retries","type":["int","null"],"default":5},"#,
            r#"{"name":"note","type":["#,
            string,
            r#","null"]},"#,
            r#"{"name":"email","type":"#,
            string,
            r#","order":"ignore","confluent:tags":["PII","EMAIL"],"x":{"a":[1,null]}},"#,
            r#"{"name":"place","type":{"type":"record","name":"Place","fields":["#,
            r#"{"name":"lat","type":"double"},{"name":"lon","type":"double"}]},"#,
            r#""default":{"lat":1.5,"lon":-2.0}},"#,
            r#"{"name":"counts","type":{"type":"map","values":"long","avro.java.string":"String"},"#,
            r#""default":{"a":1}},"#,
            "{\"name\":\"blob\",\"type\":\"bytes\",\"default\":\"\\u0000\u{ff}\"}],",
            r#""owner":"team a"}"#,
        ]
        .concat()
    );
    round_trip(&Attributes {
        retries: None,
        note: Some("n".to_owned()),
        email: "e".to_owned(),
        place: Place { lat: 0.0, lon: 0.0 },
        counts: HashMap::new(),
        blob: vec![1],
    });
}

#[test]
fn defaults_of_every_shape_are_read() {
    let writer = Schema::parse(
        r#"{"type":"record","name":"Attributes","fields":[
            {"name":"note","type":"string"},{"name":"email","type":"string"}]}"#,
    )
    .unwrap();
    let plan = Plan::of::<Attributes>(&writer).unwrap();
    let read: Attributes = plan
        .decode_exact(&[2, b'n', 2, b'e'], &Limits::default())
        .unwrap();
    assert_eq!(
        read,
        Attributes {
            retries: Some(5),
            note: Some("n".to_owned()),
            email: "e".to_owned(),
            place: Place {
                lat: 1.5,
                lon: -2.0
            },
            counts: [("a".to_owned(), 1)].into(),
            blob: vec![0, 0xff],
        }
    );
}
