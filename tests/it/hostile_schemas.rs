//! Schemas of writers that were made to take time, memory or a stack: reading by them ends soon.

use avrolane::AvroEvent;
use avrolane::codec::{Limits, Plan};
use avrolane::schema::Schema;

#[derive(Debug, PartialEq, AvroEvent)]
struct Event {
    id: i32,
}

/// The writer's schema of `Event` with further fields.
fn writer(further_fields: &str) -> Schema {
    let text = format!(
        r#"{{"type": "record", "name": "Event", "fields": [
            {further_fields}, {{"name": "id", "type": "int"}}]}}"#
    );
    Schema::parse(&text).unwrap()
}

fn decode(writer: &Schema, datum: &[u8]) -> Option<Event> {
    let plan = Plan::of::<Event>(writer).unwrap();
    plan.decode_exact(datum, &Limits::default()).ok()
}

/// Records that hold the one below twice, so that there are 2^100 ways to the lowest.
fn doubled(lowest_fields: &str) -> String {
    let lowest = format!(r#"{{"type": "record", "name": "R0", "fields": [{lowest_fields}]}}"#);
    (1..100).fold(lowest, |below, level| {
        let name = level - 1;
        format!(
            r#"{{"type": "record", "name": "R{level}", "fields": [
                {{"name": "one", "type": {below}}}, {{"name": "two", "type": "R{name}"}}]}}"#
        )
    })
}

#[test]
fn records_that_take_no_bytes_are_passed_over_at_once() {
    let field = format!(r#"{{"name": "empty", "type": {}}}"#, doubled(""));
    assert_eq!(decode(&writer(&field), &[6]), Some(Event { id: 3 }));
    let field = format!(
        r#"{{"name": "empty", "type": {{"type": "array", "items": {}}}}}"#,
        doubled("")
    );
    assert_eq!(decode(&writer(&field), &[4, 0, 6]), Some(Event { id: 3 }));
}

#[test]
fn records_that_take_more_bytes_than_there_are_end_at_once() {
    for lowest in ["boolean", "double", "int", "string"] {
        let lowest = format!(r#"{{"name": "value", "type": "{lowest}"}}"#);
        let field = format!(r#"{{"name": "large", "type": {}}}"#, doubled(&lowest));
        assert_eq!(decode(&writer(&field), &[6; 100]), None);
    }
}

/// Each level holds a chain of records that leads to the level above, so that from the chain of the
/// lowest level there is a way through all of them. In the text, nothing is deep.
fn way_up(levels: usize, length: usize) -> String {
    let mut text = r#"{"type": "record", "name": "L0", "fields": []}"#.to_owned();
    for level in (1..levels).rev() {
        let mut chain = format!(r#""L{}""#, level - 1);
        for link in 0..length {
            chain = format!(
                r#"{{"type": "record", "name": "C{level}_{link}", "fields": [
                    {{"name": "up", "type": {chain}}}]}}"#
            );
        }
        let below = match level + 1 == levels {
            true => r#""int""#.to_owned(),
            false => text,
        };
        text = format!(
            r#"{{"type": "record", "name": "L{level}", "fields": [
                {{"name": "chain", "type": {chain}}}, {{"name": "below", "type": {below}}}]}}"#
        );
    }
    format!(
        r#"{{"type": "record", "name": "L0", "fields": [{{"name": "below", "type": {text}}}]}}"#
    )
}

#[test]
fn types_that_lead_to_each_other_in_long_chains_take_no_stack() {
    let (levels, length) = (80, 80);
    let fields = format!(
        r#"{{"name": "number", "type": ["int", {}]}}, {{"name": "other", "type": "C{}_{}"}}"#,
        way_up(levels, length),
        levels - 1,
        length - 1
    );
    #[derive(AvroEvent)]
    #[avro(name = "Event")]
    struct Numbered {
        number: i32,
        id: i32,
    }
    let plan = Plan::of::<Numbered>(&writer(&fields)).unwrap();
    // No value of the chain has an end.
    assert!(
        plan.decode::<Numbered>(&[0, 2, 2, 2], &Limits::default())
            .is_err()
    );
    assert_eq!(plan.partial().len(), 1);
}
