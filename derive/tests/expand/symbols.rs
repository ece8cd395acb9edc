enum Airport {
    Ewr,
    #[avro(default)]
    Other,
}
