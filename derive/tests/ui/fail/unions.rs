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
struct Place {
    id: i64,
}

#[derive(AvroEvent)]
enum SameName {
    From(Place),
    To(Place),
}

#[derive(AvroEvent)]
enum Unknown {
    Place(Place),
    #[avro(other)]
    Other(String),
}

#[derive(AvroEvent)]
enum Empty {
    #[avro(other)]
    Other(avrolane::codec::UnknownRecord),
}

fn main() {}
