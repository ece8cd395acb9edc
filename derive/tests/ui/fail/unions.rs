use avrolane::AvroEvent;

#[derive(AvroEvent)]
enum Twice {
    Number(i32),
    Small(i16),
}

#[derive(AvroEvent)]
enum Nested {
    Twice(Twice),
    Perhaps(Option<String>),
}

#[derive(AvroEvent)]
enum Named {
    Placed { id: i64 },
    #[avro(rename = "Placed")]
    Cancelled { id: i64, id2: u64 },
    #[avro(default)]
    Text(String),
    #[avro(other)]
    One,
    #[avro(other)]
    Two,
}

#[derive(AvroEvent)]
enum Empty {
    #[avro(other)]
    Other(avrolane::codec::UnknownRecord),
}

fn main() {}
