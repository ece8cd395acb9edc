//! The schemas of the types that were made of schemas are these schemas.

use std::fs;

use avrolane::AvroSchema;
use avrolane::schema::Schema;

use crate::cases::here;
use crate::generated;

fn text(file: &str) -> String {
    fs::read_to_string(here().join("schemas").join(file)).unwrap()
}

/// Asserts that the type has the schema of the file, which refers to `references`.
#[track_caller]
fn assert_schema<T: AvroSchema>(file: &str, references: &[&str]) {
    let texts = references.iter().map(|file| (*file, text(file)));
    let texts = texts.collect::<Vec<_>>();
    let references = texts.iter().map(|(name, text)| (*name, text.as_str()));
    let references = references.collect::<Vec<_>>();
    let expected = Schema::parse_with_references(&text(file), &references).unwrap();
    let schema = Schema::of::<T>();
    assert!(
        schema == expected,
        "{file}:\n  the file: {expected}\n  the type: {schema}"
    );
}

#[test]
fn an_order_with_nested_types_of_two_namespaces() {
    assert_schema::<generated::shop::OrderPlaced>("shop/order.avsc", &[]);
}

#[test]
fn a_change_of_a_row_with_the_properties_of_kafka_connect() {
    assert_schema::<generated::change_capture::Envelope>("change_capture/customers.avsc", &[]);
}

#[test]
fn types_that_contain_themselves() {
    assert_schema::<generated::tree::Node>("tree/tree.avsc", &[]);
}

#[test]
fn logical_types() {
    assert_schema::<generated::logical_types::Measurement>("logical_types/measurement.avsc", &[]);
}

#[test]
fn logical_types_as_what_is_on_the_wire() {
    assert_schema::<generated::numbers::Reading>("numbers/reading.avsc", &[]);
}

#[test]
fn strings_and_maps_of_java() {
    assert_schema::<generated::java::UserProfile>("java/user_profile.avsc", &[]);
}

#[test]
fn unions() {
    assert_schema::<generated::unions::Shipment>("unions/shipment.avsc", &[]);
    assert_schema::<generated::unions::ShipmentCarrier>("unions/taken.avsc", &[]);
}

#[test]
fn tags_orders_and_further_properties() {
    assert_schema::<generated::governance::Patient>("governance/patient.avsc", &[]);
}

#[test]
fn defaults() {
    assert_schema::<generated::defaults::Defaults>("defaults/defaults.avsc", &[]);
}

#[test]
fn names_that_are_none_in_rust() {
    assert_schema::<generated::names::OddNames>("names/names.avsc", &[]);
}

#[test]
fn types_of_other_files() {
    use generated::references;
    let money = "references/money.avsc";
    let state = "references/state.avsc";
    let checksum = "references/checksum.avsc";
    let customer = "references/customer.avsc";
    assert_schema::<references::Money>(money, &[]);
    assert_schema::<references::State>(state, &[]);
    assert_schema::<references::Checksum>(checksum, &[]);
    assert_schema::<references::Customer>(customer, &[checksum, money]);
    let all = [checksum, money, customer, state];
    assert_schema::<references::Order>("references/order.avsc", &all);
}

#[test]
fn types_of_the_same_name_in_modules() {
    use generated::namespaces::{Extra, com};
    let (region, extra) = ("namespaces/region.avsc", "namespaces/extra.avsc");
    let billing = "namespaces/billing.avsc";
    assert_schema::<com::example::Region>(region, &[]);
    assert_schema::<Extra>(extra, &[]);
    assert_schema::<com::example::billing::Order>(billing, &[region]);
    let all = [region, extra, billing];
    assert_schema::<com::example::sales::Order>("namespaces/sales.avsc", &all);
}

#[test]
fn fixeds() {
    assert_schema::<generated::fixed::Key>("fixed/key.avsc", &[]);
}

#[test]
fn files_without_a_named_type() {
    use generated::events;
    let accounts = "events/account-events.avsc";
    assert_schema::<events::AccountEvents>(accounts, &[]);
    assert_schema::<events::TagList>("events/tag_list.avsc", &[]);
    assert_schema::<events::Maybe>("events/maybe.avsc", &[accounts]);
}
