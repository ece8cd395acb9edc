use std::collections::{BTreeMap, HashMap};

use avrolane::AvroEvent;

#[derive(AvroEvent)]
struct Flight {
    passengers: HashMap<u32, String>,
    by_gate: Vec<BTreeMap<char, i32>>,
    distance: Option<u64>,
    checksum: [u128; 2],
    maybe: Option<Option<String>>,
    nothing: Option<()>,
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

#[derive(AvroEvent)]
struct Leg {
    next: Box<Leg>,
}

#[derive(AvroEvent)]
struct Wrapper(Box<Self>);

#[derive(AvroEvent)]
struct Route(Vec<Option<Route>>);

#[derive(AvroEvent)]
enum Filter {
    Text(String),
    Any(Vec<Filter>),
    All(BTreeMap<String, Self>),
    Not { filter: Box<Filter> },
}

fn main() {}
