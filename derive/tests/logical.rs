//! Fields that say as which logical type they are written, or that bring a codec of their own.

use avrolane::AvroEvent;
use avrolane::codec::{self, CheckedLong, Limits, Plan};
use avrolane::schema::Schema;

#[derive(Debug, PartialEq, AvroEvent)]
struct Measured {
    #[avro(logical = "timestamp-micros")]
    at: i64,
    #[avro(logical = "date")]
    days: Option<Vec<i32>>,
    #[avro(logical = "uuid")]
    id: String,
    #[avro(logical = "uuid", fixed = "n.Id")]
    short_id: [u8; 16],
    #[avro(logical = "decimal", precision = 6, scale = 2)]
    price: Vec<u8>,
    #[avro(logical = "decimal", precision = 39)]
    total: u128,
    #[avro(logical = "decimal", precision = 9, fixed = "Stock")]
    stock: i64,
    #[avro(fixed = "Checksum")]
    checksum: [u8; 4],
    #[avro(logical = "url", type_property("max", 20))]
    page: Option<String>,
    #[avro(with = CheckedLong)]
    count: u64,
}

fn measured() -> Measured {
    Measured {
        at: -1,
        days: Some(vec![1]),
        id: "67e55044-10b1-426f-9247-bb680e5fe0c8".to_owned(),
        short_id: [1; 16],
        price: vec![1, 0],
        total: u128::from(u64::MAX),
        stock: -2,
        checksum: [1, 2, 3, 4],
        page: Some("https://example.com".to_owned()),
        count: 5,
    }
}

#[test]
fn fields_say_their_logical_types() {
    let datum = codec::encode(&measured()).unwrap();
    assert_eq!(codec::decode::<Measured>(&datum).unwrap(), measured());
    assert_eq!(
        Schema::of::<Measured>().to_string(),
        concat!(
            r#"{"type":"record","name":"Measured","fields":["#,
            r#"{"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},"#,
            r#"{"name":"days","type":["null",{"type":"array","items":"#,
            r#"{"type":"int","logicalType":"date"}}],"default":null},"#,
            r#"{"name":"id","type":{"type":"string","logicalType":"uuid"}},"#,
            r#"{"name":"short_id","type":{"type":"fixed","name":"Id","namespace":"n","size":16,"#,
            r#""logicalType":"uuid"}},"#,
            r#"{"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":6,"#,
            r#""scale":2}},"#,
            r#"{"name":"total","type":{"type":"bytes","logicalType":"decimal","precision":39,"#,
            r#""scale":0}},"#,
            r#"{"name":"stock","type":{"type":"fixed","name":"Stock","size":4,"#,
            r#""logicalType":"decimal","precision":9,"scale":0}},"#,
            r#"{"name":"checksum","type":{"type":"fixed","name":"Checksum","size":4}},"#,
            r#"{"name":"page","type":["null",{"type":"string","logicalType":"url","max":20}],"#,
            r#""default":null},"#,
            r#"{"name":"count","type":"long"}]}"#,
        )
    );
}

#[test]
fn a_number_that_no_long_holds_is_an_error_that_names_the_field() {
    let error = codec::encode(&Measured {
        count: u64::MAX,
        ..measured()
    })
    .unwrap_err();
    assert_eq!(error.field_path(), "count");
}

/// A type of another crate, for which no trait of avrolane can be implemented as it is.
type Duration = std::time::Duration;

/// How it is written: as a `long` of seconds.
enum Seconds {}

avrolane::foreign! {
    impl Seconds for Duration as i64 {
        encode: |duration| i64::try_from(duration.as_secs()).map_err(|_| "it is too long"),
        decode: |seconds| u64::try_from(seconds)
            .map(Duration::from_secs)
            .map_err(|_| "a duration is not negative"),
    }
}

#[derive(Debug, PartialEq, AvroEvent)]
struct Timing {
    #[avro(with = Seconds)]
    total: Duration,
    #[avro(with = Seconds, default = None)]
    laps: Option<Vec<Duration>>,
}

#[test]
fn a_foreign_type_takes_a_codec_of_ones_own() {
    let timing = Timing {
        total: Duration::from_secs(90),
        laps: Some(vec![Duration::from_secs(40), Duration::from_secs(50)]),
    };
    let datum = codec::encode(&timing).unwrap();
    assert_eq!(codec::decode::<Timing>(&datum).unwrap(), timing);
    assert_eq!(
        Schema::of::<Timing>().to_string(),
        concat!(
            r#"{"type":"record","name":"Timing","fields":[{"name":"total","type":"long"},"#,
            r#"{"name":"laps","type":["null",{"type":"array","items":"long"}],"default":null}]}"#,
        )
    );
}

#[test]
fn a_value_that_a_foreign_type_cannot_have_is_an_error() {
    let error = codec::encode(&Timing {
        total: Duration::MAX,
        laps: None,
    })
    .unwrap_err();
    assert_eq!(error.to_string(), "field total: it is too long");
    let error = codec::decode::<Timing>(&[1, 0]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "field total: a duration is not negative, at byte 0"
    );
}

#[test]
fn a_foreign_type_is_read_from_what_its_schema_is_promoted_from() {
    let writer = r#"{"type":"record","name":"Timing","fields":[{"name":"total","type":"int"}]}"#;
    let plan = Plan::of::<Timing>(&Schema::parse(writer).unwrap()).unwrap();
    let timing: Timing = plan.decode(&[4], &Limits::default()).unwrap();
    assert_eq!(timing.total, Duration::from_secs(2));
}
