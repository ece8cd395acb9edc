use avrolane::AvroEvent;

#[derive(AvroEvent)]
enum Airport {
    Ewr,
    Jfk,
}

#[derive(AvroEvent)]
struct Flight<'a> {
    #[avro(default = "zero")]
    number: i32,
    #[avro(default = 1)]
    name: &'a str,
    #[avro(default = 0.5)]
    distance: i64,
    #[avro(default = "LGA")]
    origin: Airport,
    #[avro(default = 3)]
    gate: Option<String>,
    #[avro(default = None, null_last)]
    belt: Option<String>,
    #[avro(default = {})]
    stops: Vec<String>,
    #[avro(default = 3_000_000_000)]
    seconds: i32,
    #[avro(default = [])]
    counts: std::collections::HashMap<String, i64>,
    #[avro(default = true)]
    digest: [u8; 4],
    #[avro(default = "x")]
    event: Event,
}

#[derive(AvroEvent)]
enum Event {
    Number(i64),
    Text(String),
}

#[derive(AvroEvent)]
struct Inside {
    #[avro(default = [1, "x"])]
    numbers: Vec<i32>,
    #[avro(default = {"EWR": [None, "LGA"]})]
    airports: std::collections::HashMap<String, Vec<Option<Airport>>>,
    #[avro(default = {"a": 1.5, "b": true})]
    ratios: std::collections::BTreeMap<String, f32>,
    #[avro(default = b"\xff\"\0\n\x80")]
    digest: [u8; 5],
    #[avro(default = b"abc")]
    short: [u8; 4],
    #[avro(default = "\u{100}")]
    bytes: Vec<u8>,
}

fn main() {}
