use avrolane::AvroEvent;

const ZERO: i32 = 0;

#[derive(AvroEvent)]
struct Flight {
    #[avro(default = ZERO)]
    number: i32,
    #[avro(default = { 1 })]
    distance: i32,
}

fn main() {}
