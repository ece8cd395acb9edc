use avrolane::AvroEvent;

#[derive(AvroEvent)]
struct Flight(String, i32);

fn main() {}
