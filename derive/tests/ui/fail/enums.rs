use avrolane::AvroEvent;

#[derive(AvroEvent)]
enum Empty {}

#[derive(AvroEvent)]
#[avro(rename_all = "UPPERCASE")]
enum Doubled {
    Ewr,
    EWR,
    #[avro(default)]
    Jfk,
    #[avro(default)]
    Lga,
}

fn main() {}
