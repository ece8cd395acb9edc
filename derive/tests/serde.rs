//! One type is an event and a type of serde's, and what it says to serde is not said again.

use std::collections::HashMap;

use avrolane::AvroEvent;
use avrolane::codec;
use avrolane::schema::Schema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, AvroEvent)]
#[serde(rename = "Order", rename_all = "camelCase", deny_unknown_fields)]
#[avro(namespace = "shop")]
struct PlacedOrder {
    order_id: OrderId,
    #[serde(rename = "buyer", alias = "customer", alias = "customer-name")]
    customer_name: String,
    #[serde(default)]
    line_count: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default = "one")]
    #[avro(default = 1)]
    revision: i64,
    #[serde(rename = "due-date")]
    #[avro(rename = "due", logical = "date")]
    due_date: i32,
    #[serde(with = "cents")]
    total: i64,
    #[serde(skip)]
    cached: Option<u64>,
    #[serde(skip, default = "seven")]
    seven: u8,
    status: Status,
    payment: Payment,
}

fn one() -> i64 {
    1
}

fn seven() -> u8 {
    7
}

mod cents {
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants it so")]
    pub(super) fn serialize<S: Serializer>(cents: &i64, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&cents.to_string())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, AvroEvent)]
#[serde(transparent, bound = "")]
struct OrderId {
    id: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, AvroEvent)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Status {
    Open,
    InTransit,
    #[serde(rename = "GONE", alias = "Gone")]
    Delivered,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, AvroEvent)]
#[serde(
    tag = "kind",
    rename = "payment-kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
enum Payment {
    BankTransfer {
        account_number: String,
    },
    #[serde(rename_all = "UPPERCASE", rename = "CreditCard")]
    Card {
        last_digits: String,
    },
    Cash(Cash),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, AvroEvent)]
struct Cash {
    tendered: i64,
    #[serde(flatten)]
    till: Till,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, AvroEvent)]
#[serde(default)]
struct Till {
    number: i32,
}

impl Default for Till {
    fn default() -> Self {
        Self { number: 1 }
    }
}

fn order(payment: Payment) -> PlacedOrder {
    PlacedOrder {
        order_id: OrderId { id: "a".to_owned() },
        customer_name: "Ada".to_owned(),
        line_count: 2,
        note: None,
        tags: vec!["new".to_owned()],
        revision: 3,
        due_date: 4,
        total: 5,
        cached: None,
        seven: 7,
        status: Status::InTransit,
        payment,
    }
}

#[test]
fn serde_and_avro_read_what_they_wrote() {
    for payment in [
        Payment::BankTransfer {
            account_number: "1".to_owned(),
        },
        Payment::Card {
            last_digits: "2".to_owned(),
        },
        Payment::Cash(Cash {
            tendered: 3,
            till: Till { number: 4 },
        }),
    ] {
        let order = order(payment);
        let json = serde_json::to_string(&order).unwrap();
        assert_eq!(serde_json::from_str::<PlacedOrder>(&json).unwrap(), order);
        let datum = codec::encode(&order).unwrap();
        assert_eq!(codec::decode::<PlacedOrder>(&datum).unwrap(), order);
    }
}

#[test]
fn names_aliases_and_defaults_of_serde_are_those_of_the_schema() {
    assert_eq!(
        Schema::of::<PlacedOrder>().to_string(),
        concat!(
            r#"{"type":"record","name":"Order","namespace":"shop","fields":["#,
            r#"{"name":"orderId","type":"string"},"#,
            r#"{"name":"buyer","type":"string","aliases":["customer"]},"#,
            r#"{"name":"lineCount","type":"int","default":0},"#,
            r#"{"name":"note","type":["null","string"],"default":null},"#,
            r#"{"name":"tags","type":{"type":"array","items":"string"},"default":[]},"#,
            r#"{"name":"revision","type":"long","default":1},"#,
            r#"{"name":"due","type":{"type":"int","logicalType":"date"}},"#,
            r#"{"name":"total","type":"long"},"#,
            r#"{"name":"status","type":{"type":"enum","name":"Status","#,
            r#""symbols":["OPEN","IN_TRANSIT","GONE"]}},"#,
            r#"{"name":"payment","type":["#,
            r#"{"type":"record","name":"BankTransfer","fields":["#,
            r#"{"name":"accountNumber","type":"string"}]},"#,
            r#"{"type":"record","name":"CreditCard","fields":["#,
            r#"{"name":"LAST_DIGITS","type":"string"}]},"#,
            r#"{"type":"record","name":"Cash","fields":["#,
            r#"{"name":"tendered","type":"long"},{"name":"number","type":"int"}]}]}]}"#,
        )
    );
}

#[derive(Debug, PartialEq, Serialize, Deserialize, AvroEvent)]
struct Zeros {
    #[serde(default)]
    flag: bool,
    #[serde(default)]
    ratio: f64,
    #[serde(default)]
    text: String,
    #[serde(default)]
    counts: HashMap<String, i32>,
    #[serde(default)]
    id: OrderId2,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize, AvroEvent)]
struct OrderId2(i64);

#[test]
fn a_default_of_serde_is_what_avro_makes_of_a_missing_field() {
    let writer = Schema::parse(r#"{"type":"record","name":"Zeros","fields":[]}"#).unwrap();
    let plan = codec::Plan::of::<Zeros>(&writer).unwrap();
    let read: Zeros = plan.decode_exact(&[], &codec::Limits::default()).unwrap();
    assert_eq!(read, serde_json::from_str("{}").unwrap());
}
