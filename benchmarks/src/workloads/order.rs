//! The workload `order`: one small event of seven fields, about 77 bytes.

use avrolane::AvroEvent;
use serde::{Deserialize, Serialize};

use super::Corpus;
use crate::by_hand;

/// The schema that all contestants write, as the peers read it.
pub const SCHEMA: &str = include_str!("../../schemas/order.avsc");

/// How many different orders there are.
const CORPUS: usize = 64;

/// An order.
#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
#[avro(namespace = "bench")]
pub struct OrderPlaced {
    /// A UUID as text.
    pub order_id: String,
    /// Who ordered.
    pub customer_id: String,
    /// How much.
    pub amount_cents: i64,
    /// In what.
    pub currency: Currency,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// What the customer said.
    pub note: Option<String>,
    /// Whether it is paid.
    pub paid: bool,
}

/// The same order, borrowing its text.
#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
#[avro(name = "OrderPlaced", namespace = "bench")]
pub struct OrderRef<'a> {
    /// A UUID as text.
    pub order_id: &'a str,
    /// Who ordered.
    pub customer_id: &'a str,
    /// How much.
    pub amount_cents: i64,
    /// In what.
    pub currency: Currency,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// What the customer said.
    pub note: Option<&'a str>,
    /// Whether it is paid.
    pub paid: bool,
}

/// A currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AvroEvent, Serialize, Deserialize)]
#[avro(rename_all = "UPPERCASE")]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Currency {
    Eur,
    Usd,
    Gbp,
    Jpy,
    Chf,
}

/// Orders that look like real ones.
#[must_use]
pub fn corpus() -> Corpus<OrderPlaced> {
    let mut random = fastrand::Rng::with_seed(7);
    let mut order = || OrderPlaced {
        order_id: format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            random.u32(..),
            random.u16(..),
            random.u16(..),
            random.u16(..),
            random.u64(..1 << 48)
        ),
        customer_id: format!("customer-{}", random.u32(1_000..100_000)),
        amount_cents: random.i64(100..1_000_000),
        currency: random
            .choice([
                Currency::Eur,
                Currency::Usd,
                Currency::Gbp,
                Currency::Jpy,
                Currency::Chf,
            ])
            .unwrap_or(Currency::Eur),
        created_at: 1_780_000_000_000 + random.i64(0..1_000_000_000),
        note: (random.u8(..10) < 3).then(|| "leave it at the door".to_owned()),
        paid: random.bool(),
    };
    framed((0..CORPUS).map(|_| order()).collect())
}

/// The same orders, all of which have a note.
#[must_use]
pub fn corpus_with_notes() -> Corpus<OrderPlaced> {
    let mut orders = corpus().values;
    for order in &mut orders {
        order.note.get_or_insert_with(|| "ring twice".to_owned());
    }
    framed(orders)
}

fn framed(orders: Vec<OrderPlaced>) -> Corpus<OrderPlaced> {
    Corpus::new(SCHEMA, "bench.OrderPlaced", orders, by_hand::order::encode)
}
