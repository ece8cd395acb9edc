struct Departure<'a> {
    #[avro(default = "")]
    gate: &'a str,
    #[avro(skip)]
    cached: bool,
}
