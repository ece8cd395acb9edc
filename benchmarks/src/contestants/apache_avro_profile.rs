//! The workload `profile` as `apache-avro` takes it: decimals are its own, as serde has none.

use std::collections::HashMap;

use apache_avro::Decimal;
use serde::{Deserialize, Serialize};

use crate::workloads::Corpus;
use crate::workloads::profile::{self, Address, Status};

/// A user's profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as in the profile of the other contestants")]
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
    #[serde(with = "serde_bytes")]
    pub session_key: [u8; 16],
    pub login_count: i32,
    pub created_at: i64,
    pub updated_at: i64,
}

/// What a user has in the basket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as in the item of the other contestants")]
pub struct LineItem {
    pub sku: String,
    pub qty: i32,
    pub price: f64,
    pub discount: Decimal,
}

/// The same profiles with other decimals.
#[must_use]
pub fn corpus(of: &Corpus<profile::UserProfile>) -> Corpus<UserProfile> {
    Corpus {
        schema: of.schema,
        record: of.record,
        values: of.values.iter().map(UserProfile::from).collect(),
        messages: of.messages.clone(),
    }
}

impl From<&profile::UserProfile> for UserProfile {
    fn from(profile: &profile::UserProfile) -> Self {
        let profile = profile.clone();
        Self {
            user_id: profile.user_id,
            username: profile.username,
            email: profile.email,
            phone: profile.phone,
            referrer_id: profile.referrer_id,
            status: profile.status,
            address: profile.address,
            items: profile.items.iter().map(LineItem::from).collect(),
            tags: profile.tags,
            session_key: profile.session_key,
            login_count: profile.login_count,
            created_at: profile.created_at,
            updated_at: profile.updated_at,
        }
    }
}

impl From<&profile::LineItem> for LineItem {
    fn from(item: &profile::LineItem) -> Self {
        Self {
            sku: item.sku.clone(),
            qty: item.qty,
            price: item.price,
            discount: Decimal::from(item.discount.mantissa().to_be_bytes()),
        }
    }
}
