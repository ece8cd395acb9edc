use avrolane::AvroEvent;

#[derive(AvroEvent)]
union Flight {
    number: i32,
    distance: i32,
}

fn main() {}
