use avrolane::AvroEvent;

#[derive(AvroEvent)]
#[avro(namespace = "com.1example", name = "flight-departed", rename_all = "kebab-case")]
struct Flight {
    #[avro(rename = "tail number")]
    tail_number: String,
    distance: u64,
    #[avro(defualt = 0)]
    delay: i32,
    #[avro(rename = "delay")]
    other: i32,
}

fn main() {}
