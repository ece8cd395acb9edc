use avrolane::AvroEvent;

#[derive(AvroEvent)]
#[avro(namespace = "a", namespace = "b", transparent)]
struct Twice {
    #[avro(rename = "a", tags("X"))]
    #[avro(rename = "b", tags("Y"))]
    one: i32,
    #[avro(property("k", 1), property("k", 2), property("doc", "x"))]
    other: i32,
    #[avro(default = 1, default_json = "2")]
    third: i32,
}

#[derive(AvroEvent)]
#[avro(alias = "Old")]
struct Id(#[avro(rename = "id", default = "")] String);

#[derive(AvroEvent)]
#[avro(transparent, property("owner", "a"))]
enum Event {
    #[avro(null)]
    Placed { id: i64 },
    #[avro(namespace = "n")]
    Number(i32),
    Maybe(#[avro(null_last)] Option<bool>),
    #[avro(other)]
    Other { datum: avrolane::codec::UnknownRecord },
}

#[derive(AvroEvent)]
enum Airport {
    #[avro(alias = "Newark")]
    Ewr,
    #[avro(null)]
    None,
    Größe,
}

#[derive(AvroEvent)]
#[avro]
struct Bare;

#[derive(AvroEvent)]
#[avro(avro::name = "x")]
struct ByPath {
    #[avro("rename")]
    field: i32,
    #[avro(rename)]
    other: i32,
    #[avro(order = "up")]
    third: i32,
}

fn main() {}
