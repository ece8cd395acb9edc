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
struct Narrow {
    #[avro(default = 300)]
    byte: u8,
    #[avro(default = -1)]
    positive: Option<u32>,
    #[avro(default = -32768)]
    short: i16,
}

fn main() {}
