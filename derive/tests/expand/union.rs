enum Event {
    Departed(Departure),
    Cancelled { reason: String },
}
