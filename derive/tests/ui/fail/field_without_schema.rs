use avrolane::AvroEvent;

struct Instant;

#[derive(AvroEvent)]
struct Flight {
    number: i32,
    departed: Instant,
}

fn main() {}
