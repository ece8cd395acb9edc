//! The workload `evolved profile`: the reader's version of a profile, which has another order of
//! fields, another name for one, a wider type for one, two more, and three fewer.

use std::collections::HashMap;

use avrolane::AvroEvent;
use serde::Deserialize;

use super::profile::{Address, AddressRef, Status};

/// The reader's schema.
pub const SCHEMA: &str = include_str!("../../schemas/profile_v2.avsc");

/// A user's profile.
#[derive(Debug, Clone, PartialEq, AvroEvent, Deserialize)]
#[avro(name = "UserProfile", namespace = "bench")]
#[expect(missing_docs, reason = "the names say it all")]
pub struct ProfileV2 {
    #[avro(alias = "username")]
    #[serde(alias = "username")]
    pub display_name: String,
    pub user_id: i64,
    pub login_count: i64,
    pub tags: HashMap<String, String>,
    pub address: Address,
    #[avro(default = "en")]
    #[serde(default = "locale_owned")]
    pub locale: String,
    #[avro(default = 1.5)]
    #[serde(default = "score")]
    pub score: f64,
    pub email: Option<String>,
    pub referrer_id: Option<i64>,
    #[avro(fixed = "SessionKey")]
    #[serde(with = "serde_bytes")]
    pub session_key: [u8; 16],
    pub status: Status,
    #[avro(logical = "timestamp-micros")]
    pub updated_at: i64,
    #[avro(logical = "timestamp-micros")]
    pub created_at: i64,
}

/// The same profile, borrowing its text.
#[derive(Debug, Clone, PartialEq, AvroEvent, Deserialize)]
#[avro(name = "UserProfile", namespace = "bench")]
#[expect(missing_docs, reason = "as in the owned profile")]
pub struct ProfileV2Ref<'a> {
    #[avro(alias = "username")]
    #[serde(alias = "username")]
    pub display_name: &'a str,
    pub user_id: i64,
    pub login_count: i64,
    #[serde(borrow)]
    pub tags: HashMap<&'a str, &'a str>,
    #[serde(borrow)]
    pub address: AddressRef<'a>,
    #[avro(default = "en")]
    #[serde(default = "locale")]
    pub locale: &'a str,
    #[avro(default = 1.5)]
    #[serde(default = "score")]
    pub score: f64,
    pub email: Option<&'a str>,
    pub referrer_id: Option<i64>,
    #[avro(fixed = "SessionKey")]
    #[serde(with = "serde_bytes")]
    pub session_key: [u8; 16],
    pub status: Status,
    #[avro(logical = "timestamp-micros")]
    pub updated_at: i64,
    #[avro(logical = "timestamp-micros")]
    pub created_at: i64,
}

fn locale_owned() -> String {
    locale().to_owned()
}

fn locale() -> &'static str {
    "en"
}

fn score() -> f64 {
    1.5
}
