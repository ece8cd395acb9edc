//! The committed schemas are those of the examples' types.

use std::fs;

use avrolane::schema::Schema;

#[expect(
    dead_code,
    reason = "the example reads the file; here only the type counts"
)]
#[path = "../../examples/quickstart/flights.rs"]
mod flights;

#[test]
fn the_flight_is_as_committed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/flights-value/1.avsc");
    let committed = fs::read_to_string(path).unwrap();
    let schema = Schema::of::<flights::FlightDeparted>();
    assert_eq!(
        Schema::parse(&committed).unwrap(),
        schema,
        "the type has the schema {schema}"
    );
}
