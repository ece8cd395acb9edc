//! The workload `profile`: a nested record with options, an array of records with decimals, a map
//! and a fixed, about 544 bytes.

use std::collections::HashMap;

use avrolane::AvroEvent;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Corpus;
use crate::by_hand;

/// The schema that all contestants write, as the peers read it.
pub const SCHEMA: &str = include_str!("../../schemas/profile.avsc");

/// The most digits of a discount.
pub const DISCOUNT_PRECISION: u32 = 12;

/// How many of a discount's digits are decimal places.
pub const DISCOUNT_SCALE: u32 = 2;

/// How many different profiles there are.
const CORPUS: usize = 32;

/// A user's profile.
#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
#[avro(namespace = "bench")]
#[expect(missing_docs, reason = "the names say it all")]
pub struct UserProfile {
    pub user_id: i64,
    pub username: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub referrer_id: Option<i64>,
    pub status: Status,
    pub address: Address,
    pub items: Vec<LineItem>,
    pub tags: HashMap<String, String>,
    #[avro(fixed = "SessionKey")]
    #[serde(with = "serde_bytes")]
    pub session_key: [u8; 16],
    pub login_count: i32,
    /// Microseconds since 1970.
    #[avro(logical = "timestamp-micros")]
    pub created_at: i64,
    /// Microseconds since 1970.
    #[avro(logical = "timestamp-micros")]
    pub updated_at: i64,
}

/// What a user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AvroEvent, Serialize, Deserialize)]
#[avro(namespace = "bench")]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Status {
    Active,
    Suspended,
    Closed,
}

/// Where a user lives.
#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
#[avro(namespace = "bench")]
#[expect(missing_docs, reason = "the names say it all")]
pub struct Address {
    pub street: String,
    pub city: String,
    pub zip: String,
    pub country: String,
    pub lat: f64,
    pub lon: f64,
}

/// What a user has in the basket.
#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
#[avro(namespace = "bench")]
#[expect(missing_docs, reason = "the names say it all")]
pub struct LineItem {
    pub sku: String,
    pub qty: i32,
    pub price: f64,
    #[avro(logical = "decimal", precision = 12, scale = 2)]
    #[serde(with = "rust_decimal::serde::str")]
    pub discount: Decimal,
}

/// The same profile, borrowing its text.
#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
#[avro(name = "UserProfile", namespace = "bench")]
#[expect(missing_docs, reason = "as in the owned profile")]
pub struct ProfileRef<'a> {
    pub user_id: i64,
    pub username: &'a str,
    pub email: Option<&'a str>,
    pub phone: Option<&'a str>,
    pub referrer_id: Option<i64>,
    pub status: Status,
    #[serde(borrow)]
    pub address: AddressRef<'a>,
    #[serde(borrow)]
    pub items: Vec<LineItemRef<'a>>,
    #[serde(borrow)]
    pub tags: HashMap<&'a str, &'a str>,
    #[avro(fixed = "SessionKey")]
    #[serde(with = "serde_bytes")]
    pub session_key: [u8; 16],
    pub login_count: i32,
    #[avro(logical = "timestamp-micros")]
    pub created_at: i64,
    #[avro(logical = "timestamp-micros")]
    pub updated_at: i64,
}

/// The same address, borrowing its text.
#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
#[avro(name = "Address", namespace = "bench")]
#[expect(missing_docs, reason = "as in the owned address")]
pub struct AddressRef<'a> {
    pub street: &'a str,
    pub city: &'a str,
    pub zip: &'a str,
    pub country: &'a str,
    pub lat: f64,
    pub lon: f64,
}

/// The same item, borrowing its text.
#[derive(Debug, Clone, PartialEq, AvroEvent, Serialize, Deserialize)]
#[avro(name = "LineItem", namespace = "bench")]
#[expect(missing_docs, reason = "as in the owned item")]
pub struct LineItemRef<'a> {
    pub sku: &'a str,
    pub qty: i32,
    pub price: f64,
    #[avro(logical = "decimal", precision = 12, scale = 2)]
    #[serde(with = "rust_decimal::serde::str")]
    pub discount: Decimal,
}

/// Profiles that look like real ones.
#[must_use]
pub fn corpus() -> Corpus<UserProfile> {
    let mut random = fastrand::Rng::with_seed(5);
    let profiles = (0..CORPUS).map(|_| profile(&mut random)).collect();
    let encode = |profile: &UserProfile, output: &mut Vec<u8>| {
        by_hand::profile::encode(profile, output).expect("discounts fit");
    };
    Corpus::new(SCHEMA, "bench.UserProfile", profiles, encode)
}

fn profile(random: &mut fastrand::Rng) -> UserProfile {
    let user_id = random.i64(1_000_000..1_000_000_000);
    let created_at = 1_600_000_000_000_000 + random.i64(0..100_000_000_000_000);
    UserProfile {
        user_id,
        username: format!("user-{user_id}"),
        email: (random.u8(..10) < 8).then(|| format!("user.{user_id}@mail.example.org")),
        phone: random
            .bool()
            .then(|| format!("+49 30 {}", random.u32(1_000_000..10_000_000))),
        referrer_id: (random.u8(..10) < 3).then(|| random.i64(1_000_000..1_000_000_000)),
        status: random
            .choice([Status::Active, Status::Suspended, Status::Closed])
            .unwrap_or(Status::Active),
        address: Address {
            street: format!("{} Long Meadow Street", random.u16(1..400)),
            city: random
                .choice(["Berlin", "Groß Köris", "São Paulo", "Manchester"])
                .unwrap_or_default()
                .to_owned(),
            zip: format!("{:05}", random.u32(..100_000)),
            country: random
                .choice(["DE", "BR", "GB"])
                .unwrap_or_default()
                .to_owned(),
            lat: random.f64() * 180.0 - 90.0,
            lon: random.f64() * 360.0 - 180.0,
        },
        items: (0..random.u8(6..=10)).map(|_| item(random)).collect(),
        tags: (0..5)
            .map(|tag| {
                (
                    format!("choice-{tag}"),
                    format!("value-{:07}", random.u32(..10_000_000)),
                )
            })
            .collect(),
        session_key: random.u128(..).to_le_bytes(),
        login_count: random.i32(0..10_000),
        created_at,
        updated_at: created_at + random.i64(0..10_000_000_000_000),
    }
}

fn item(random: &mut fastrand::Rng) -> LineItem {
    LineItem {
        sku: format!("SKU-{:08X}-{:04}", random.u32(..), random.u16(..10_000)),
        qty: random.i32(1..100),
        price: f64::from(random.u32(100..100_000)) / 100.0,
        discount: Decimal::new(random.i64(-5_000..100_000), DISCOUNT_SCALE),
    }
}
