//! `prost` and `bincode`, which write other formats: how far from them Avro is.

use std::collections::HashMap;

use bincode::config::{self, Configuration, Fixint, LittleEndian};
use prost::Message;

use super::{decoder, encoder};
use crate::measure::Contestant;
use crate::workloads::{Corpus, order, profile, telemetry};

/// An order.
#[derive(Clone, PartialEq, Message, bincode::Encode, bincode::Decode)]
#[expect(missing_docs, reason = "as in the order of the other contestants")]
pub struct Order {
    #[prost(string, tag = "1")]
    pub order_id: String,
    #[prost(string, tag = "2")]
    pub customer_id: String,
    #[prost(sint64, tag = "3")]
    pub amount_cents: i64,
    #[prost(int32, tag = "4")]
    pub currency: i32,
    #[prost(sint64, tag = "5")]
    pub created_at: i64,
    #[prost(string, optional, tag = "6")]
    pub note: Option<String>,
    #[prost(bool, tag = "7")]
    pub paid: bool,
}

/// A user's profile; discounts are whole cents.
#[derive(Clone, PartialEq, Message, bincode::Encode, bincode::Decode)]
#[expect(missing_docs, reason = "as in the profile of the other contestants")]
pub struct Profile {
    #[prost(sint64, tag = "1")]
    pub user_id: i64,
    #[prost(string, tag = "2")]
    pub username: String,
    #[prost(string, optional, tag = "3")]
    pub email: Option<String>,
    #[prost(string, optional, tag = "4")]
    pub phone: Option<String>,
    #[prost(sint64, optional, tag = "5")]
    pub referrer_id: Option<i64>,
    #[prost(int32, tag = "6")]
    pub status: i32,
    #[prost(message, tag = "7")]
    pub address: Option<Address>,
    #[prost(message, repeated, tag = "8")]
    pub items: Vec<LineItem>,
    #[prost(map = "string, string", tag = "9")]
    pub tags: HashMap<String, String>,
    #[prost(bytes = "vec", tag = "10")]
    pub session_key: Vec<u8>,
    #[prost(sint32, tag = "11")]
    pub login_count: i32,
    #[prost(sint64, tag = "12")]
    pub created_at: i64,
    #[prost(sint64, tag = "13")]
    pub updated_at: i64,
}

/// Where a user lives.
#[derive(Clone, PartialEq, Message, bincode::Encode, bincode::Decode)]
#[expect(missing_docs, reason = "as in the address of the other contestants")]
pub struct Address {
    #[prost(string, tag = "1")]
    pub street: String,
    #[prost(string, tag = "2")]
    pub city: String,
    #[prost(string, tag = "3")]
    pub zip: String,
    #[prost(string, tag = "4")]
    pub country: String,
    #[prost(double, tag = "5")]
    pub lat: f64,
    #[prost(double, tag = "6")]
    pub lon: f64,
}

/// What a user has in the basket.
#[derive(Clone, PartialEq, Message, bincode::Encode, bincode::Decode)]
#[expect(missing_docs, reason = "as in the item of the other contestants")]
pub struct LineItem {
    #[prost(string, tag = "1")]
    pub sku: String,
    #[prost(sint32, tag = "2")]
    pub qty: i32,
    #[prost(double, tag = "3")]
    pub price: f64,
    #[prost(sint64, tag = "4")]
    pub discount_cents: i64,
}

/// Measurements.
#[derive(Clone, PartialEq, Message, bincode::Encode, bincode::Decode)]
#[expect(missing_docs, reason = "as in the record of the other contestants")]
pub struct Telemetry {
    #[prost(double, repeated, tag = "1")]
    pub readings: Vec<f64>,
    #[prost(sint64, repeated, tag = "2")]
    pub counters: Vec<i64>,
}

impl From<&order::OrderPlaced> for Order {
    fn from(order: &order::OrderPlaced) -> Self {
        Self {
            order_id: order.order_id.clone(),
            customer_id: order.customer_id.clone(),
            amount_cents: order.amount_cents,
            currency: order.currency as i32,
            created_at: order.created_at,
            note: order.note.clone(),
            paid: order.paid,
        }
    }
}

impl From<&profile::UserProfile> for Profile {
    fn from(profile: &profile::UserProfile) -> Self {
        let address = profile.address.clone();
        Self {
            user_id: profile.user_id,
            username: profile.username.clone(),
            email: profile.email.clone(),
            phone: profile.phone.clone(),
            referrer_id: profile.referrer_id,
            status: profile.status as i32,
            address: Some(Address {
                street: address.street,
                city: address.city,
                zip: address.zip,
                country: address.country,
                lat: address.lat,
                lon: address.lon,
            }),
            items: profile.items.iter().map(LineItem::from).collect(),
            tags: profile.tags.clone(),
            session_key: profile.session_key.to_vec(),
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
            discount_cents: i64::try_from(item.discount.mantissa())
                .expect("a discount has few digits"),
        }
    }
}

impl From<&telemetry::Telemetry> for Telemetry {
    fn from(telemetry: &telemetry::Telemetry) -> Self {
        Self {
            readings: telemetry.readings.clone(),
            counters: telemetry.counters.clone(),
        }
    }
}

const BINCODE: Configuration<LittleEndian, Fixint> = config::legacy();

const PROST_NAME: &str = "for scale: prost";

const BINCODE_NAME: &str = "for scale: bincode";

/// The same records in both formats.
#[derive(Debug)]
pub struct Corpora<T> {
    prost: Corpus<T>,
    bincode: Corpus<T>,
}

impl<T: Message + Clone + Default + bincode::Encode + bincode::Decode<()> + 'static> Corpora<T> {
    /// Translates the records of a corpus.
    #[must_use]
    pub fn new<'a, A>(of: &'a Corpus<A>) -> Self
    where
        T: From<&'a A>,
    {
        let values = of.values.iter().map(T::from).collect::<Vec<T>>();
        let corpus = |encode: &dyn Fn(&T, &mut Vec<u8>)| {
            Corpus::new(of.schema, of.record, values.clone(), encode)
        };
        Self {
            prost: corpus(&encode_prost),
            bincode: corpus(&encode_bincode),
        }
    }

    /// Write a record.
    pub fn encoders(&self) -> [Contestant<'_>; 2] {
        [
            encoder(PROST_NAME, &self.prost, || encode_prost),
            encoder(BINCODE_NAME, &self.bincode, || encode_bincode),
        ]
    }

    /// Read a record.
    pub fn decoders(&self) -> [Contestant<'_>; 2] {
        let prost = || |datum| <T as Message>::decode(datum).expect("it is a record");
        let bincode =
            || |datum| bincode::decode_from_slice::<T, _>(datum, BINCODE).expect("it is a record");
        [
            decoder(PROST_NAME, &self.prost, prost),
            decoder(BINCODE_NAME, &self.bincode, bincode),
        ]
    }
}

fn encode_prost<T: Message>(value: &T, output: &mut Vec<u8>) {
    value.encode(output).expect("it can be written");
}

fn encode_bincode<T: bincode::Encode>(value: &T, output: &mut Vec<u8>) {
    bincode::encode_into_std_write(value, output, BINCODE).expect("it can be written");
}
