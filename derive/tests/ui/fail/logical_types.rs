use avrolane::AvroEvent;

#[derive(AvroEvent)]
struct Flight {
    #[avro(logical = "decimal")]
    price: Vec<u8>,
    #[avro(logical = "decimal", precision = 4, scale = 5)]
    tax: Vec<u8>,
    #[avro(logical = "decimal", precision = 0)]
    free: Vec<u8>,
    #[avro(logical = "decimal", precision = 20, fixed = "Total", size = 8)]
    total: Vec<u8>,
    #[avro(logical = "decimal", precision = 20, size = 9)]
    sum: Vec<u8>,
    #[avro(precision = 4)]
    digits: i64,
    #[avro(logical = "timestamp-micro")]
    departed: i64,
    #[avro(logical = "date", fixed = "Date")]
    arrived: i32,
    #[avro(with = avrolane::codec::CheckedLong, logical = "date")]
    seen: u64,
}

#[derive(AvroEvent)]
struct Gate {
    #[avro(logical = "uuid", fixed = "Id")]
    id: [u8; 8],
    #[avro(logical = "duration")]
    open: [u8; 16],
}

fn main() {}
