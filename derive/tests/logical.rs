//! Fields that say as which logical type they are written, or that bring a codec of their own.

use avrolane::AvroEvent;
use avrolane::codec::{
    self, AvroDecode, AvroEncode, CheckedLong, DecodeError, Decoder, EncodeError, PlanCursor,
};
use avrolane::schema::{AvroSchema, Depth, Kind, Node, Schema};

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

impl AvroSchema<Seconds> for Duration {
    const KIND: Kind = Kind::Long;
    const NODE: Node = Node::Long;
    type Nested<D: Depth> = ();
}

impl AvroEncode<Seconds> for Duration {
    fn encode(&self, output: &mut Vec<u8>) -> Result<(), EncodeError> {
        let seconds = i64::try_from(self.as_secs())
            .map_err(|_| EncodeError::new("a duration has too many seconds"))?;
        AvroEncode::<avrolane::schema::Natural>::encode(&seconds, output)
    }
}

impl<'de> AvroDecode<'de, Seconds> for Duration {
    fn decode(decoder: &mut Decoder<'de>) -> Result<Self, DecodeError> {
        let seconds = decoder.read_long()?;
        let seconds = u64::try_from(seconds)
            .map_err(|_| decoder.error(codec::DecodeErrorKind::OutOfRange))?;
        Ok(Self::from_secs(seconds))
    }

    fn decode_resolved(decoder: &mut Decoder<'de>, _: PlanCursor<'_>) -> Result<Self, DecodeError> {
        <Self as AvroDecode<'de, Seconds>>::decode(decoder)
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
