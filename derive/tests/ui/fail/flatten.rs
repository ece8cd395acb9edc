use avrolane::AvroEvent;

#[derive(AvroEvent)]
struct Place {
    lat: f64,
    lon: f64,
}

#[derive(AvroEvent)]
enum Airport {
    Ewr,
}

#[derive(AvroEvent)]
struct Shop {
    #[avro(flatten)]
    place: Place,
    lat: i32,
}

#[derive(AvroEvent)]
struct Route {
    #[avro(flatten)]
    from: Place,
    #[avro(flatten)]
    to: Place,
}

#[derive(AvroEvent)]
struct Gate {
    #[avro(flatten)]
    airport: Airport,
}

#[derive(AvroEvent)]
struct Skipped {
    #[avro(flatten, default = {})]
    place: Place,
    #[avro(skip, tags("PII"))]
    name: String,
    #[avro(skip)]
    other: Place,
}

fn main() {}
