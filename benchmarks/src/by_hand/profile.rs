//! The workload `profile` by hand.

use std::collections::HashMap;
use std::hash::Hash;

use super::reader::{Invalid, Reader};
use super::writer::{
    Unwritable, put_decimal, put_double, put_length, put_long, put_optional, put_text,
};
use crate::workloads::profile::{
    Address, AddressRef, DISCOUNT_PRECISION, DISCOUNT_SCALE, LineItem, LineItemRef, ProfileRef,
    Status, UserProfile,
};

/// Appends a profile.
///
/// # Errors
///
/// If a discount does not fit its schema.
#[inline]
pub fn encode(profile: &UserProfile, output: &mut Vec<u8>) -> Result<(), Unwritable> {
    put_long(output, profile.user_id);
    put_text(output, &profile.username);
    put_optional(output, profile.email.as_deref(), put_text);
    put_optional(output, profile.phone.as_deref(), put_text);
    put_optional(output, profile.referrer_id, put_long);
    put_long(output, profile.status as i64);
    encode_address(&profile.address, output);
    if !profile.items.is_empty() {
        put_length(output, profile.items.len());
        for item in &profile.items {
            encode_item(item, output)?;
        }
    }
    output.push(0);
    if !profile.tags.is_empty() {
        put_length(output, profile.tags.len());
        for (key, value) in &profile.tags {
            put_text(output, key);
            put_text(output, value);
        }
    }
    output.push(0);
    output.extend_from_slice(&profile.session_key);
    put_long(output, i64::from(profile.login_count));
    put_long(output, profile.created_at);
    put_long(output, profile.updated_at);
    Ok(())
}

#[inline]
fn encode_address(address: &Address, output: &mut Vec<u8>) {
    put_text(output, &address.street);
    put_text(output, &address.city);
    put_text(output, &address.zip);
    put_text(output, &address.country);
    put_double(output, address.lat);
    put_double(output, address.lon);
}

#[inline]
fn encode_item(item: &LineItem, output: &mut Vec<u8>) -> Result<(), Unwritable> {
    put_text(output, &item.sku);
    put_long(output, i64::from(item.qty));
    put_double(output, item.price);
    put_decimal(output, item.discount, DISCOUNT_PRECISION, DISCOUNT_SCALE).map_err(|reason| {
        Unwritable {
            reason,
            field: "items[].discount",
        }
    })
}

/// Reads a profile.
///
/// # Errors
///
/// If the bytes are no profile.
#[inline]
pub fn decode(datum: &[u8]) -> Result<UserProfile, Invalid> {
    let reader = &mut Reader::new(datum);
    Ok(UserProfile {
        user_id: reader.long().map_err(|error| error.in_field("user_id"))?,
        username: owned(reader).map_err(|error| error.in_field("username"))?,
        email: reader
            .optional(owned)
            .map_err(|error| error.in_field("email"))?,
        phone: reader
            .optional(owned)
            .map_err(|error| error.in_field("phone"))?,
        referrer_id: reader
            .optional(Reader::long)
            .map_err(|error| error.in_field("referrer_id"))?,
        status: status(reader).map_err(|error| error.in_field("status"))?,
        address: address(reader)?,
        items: items(reader, item)?,
        tags: tags(reader, owned)?,
        session_key: reader
            .array()
            .map_err(|error| error.in_field("session_key"))?,
        login_count: reader
            .int()
            .map_err(|error| error.in_field("login_count"))?,
        created_at: reader
            .long()
            .map_err(|error| error.in_field("created_at"))?,
        updated_at: reader
            .long()
            .map_err(|error| error.in_field("updated_at"))?,
    })
}

/// Reads a profile that borrows its text.
///
/// # Errors
///
/// If the bytes are no profile.
#[inline]
pub fn decode_borrowed(datum: &[u8]) -> Result<ProfileRef<'_>, Invalid> {
    let reader = &mut Reader::new(datum);
    Ok(ProfileRef {
        user_id: reader.long().map_err(|error| error.in_field("user_id"))?,
        username: reader.text().map_err(|error| error.in_field("username"))?,
        email: reader
            .optional(Reader::text)
            .map_err(|error| error.in_field("email"))?,
        phone: reader
            .optional(Reader::text)
            .map_err(|error| error.in_field("phone"))?,
        referrer_id: reader
            .optional(Reader::long)
            .map_err(|error| error.in_field("referrer_id"))?,
        status: status(reader).map_err(|error| error.in_field("status"))?,
        address: address_borrowed(reader)?,
        items: items(reader, item_borrowed)?,
        tags: tags(reader, Reader::text)?,
        session_key: reader
            .array()
            .map_err(|error| error.in_field("session_key"))?,
        login_count: reader
            .int()
            .map_err(|error| error.in_field("login_count"))?,
        created_at: reader
            .long()
            .map_err(|error| error.in_field("created_at"))?,
        updated_at: reader
            .long()
            .map_err(|error| error.in_field("updated_at"))?,
    })
}

#[inline]
pub(super) fn owned(reader: &mut Reader<'_>) -> Result<String, Invalid> {
    reader.text().map(str::to_owned)
}

#[inline]
pub(super) fn status(reader: &mut Reader<'_>) -> Result<Status, Invalid> {
    match reader.long()? {
        0 => Ok(Status::Active),
        1 => Ok(Status::Suspended),
        2 => Ok(Status::Closed),
        _ => Err(reader.invalid("no such symbol")),
    }
}

#[inline]
pub(super) fn address(reader: &mut Reader<'_>) -> Result<Address, Invalid> {
    Ok(Address {
        street: owned(reader).map_err(|error| error.in_field("address.street"))?,
        city: owned(reader).map_err(|error| error.in_field("address.city"))?,
        zip: owned(reader).map_err(|error| error.in_field("address.zip"))?,
        country: owned(reader).map_err(|error| error.in_field("address.country"))?,
        lat: reader
            .double()
            .map_err(|error| error.in_field("address.lat"))?,
        lon: reader
            .double()
            .map_err(|error| error.in_field("address.lon"))?,
    })
}

#[inline]
pub(super) fn address_borrowed<'a>(reader: &mut Reader<'a>) -> Result<AddressRef<'a>, Invalid> {
    Ok(AddressRef {
        street: reader
            .text()
            .map_err(|error| error.in_field("address.street"))?,
        city: reader
            .text()
            .map_err(|error| error.in_field("address.city"))?,
        zip: reader
            .text()
            .map_err(|error| error.in_field("address.zip"))?,
        country: reader
            .text()
            .map_err(|error| error.in_field("address.country"))?,
        lat: reader
            .double()
            .map_err(|error| error.in_field("address.lat"))?,
        lon: reader
            .double()
            .map_err(|error| error.in_field("address.lon"))?,
    })
}

#[inline]
fn item(reader: &mut Reader<'_>) -> Result<LineItem, Invalid> {
    Ok(LineItem {
        sku: owned(reader).map_err(|error| error.in_field("items[].sku"))?,
        qty: reader
            .int()
            .map_err(|error| error.in_field("items[].qty"))?,
        price: reader
            .double()
            .map_err(|error| error.in_field("items[].price"))?,
        discount: reader
            .decimal(DISCOUNT_SCALE)
            .map_err(|error| error.in_field("items[].discount"))?,
    })
}

#[inline]
fn item_borrowed<'a>(reader: &mut Reader<'a>) -> Result<LineItemRef<'a>, Invalid> {
    Ok(LineItemRef {
        sku: reader
            .text()
            .map_err(|error| error.in_field("items[].sku"))?,
        qty: reader
            .int()
            .map_err(|error| error.in_field("items[].qty"))?,
        price: reader
            .double()
            .map_err(|error| error.in_field("items[].price"))?,
        discount: reader
            .decimal(DISCOUNT_SCALE)
            .map_err(|error| error.in_field("items[].discount"))?,
    })
}

#[inline]
fn items<'a, T>(
    reader: &mut Reader<'a>,
    item: impl Fn(&mut Reader<'a>) -> Result<T, Invalid>,
) -> Result<Vec<T>, Invalid> {
    let mut items = Vec::new();
    reader.blocks::<T>(|reader, count, reserve| {
        items.reserve(reserve);
        for _ in 0..count {
            items.push(item(reader)?);
        }
        Ok(())
    })?;
    Ok(items)
}

#[inline]
pub(super) fn tags<'a, T: Eq + Hash>(
    reader: &mut Reader<'a>,
    text: impl Fn(&mut Reader<'a>) -> Result<T, Invalid>,
) -> Result<HashMap<T, T>, Invalid> {
    let mut tags = HashMap::new();
    reader
        .blocks::<(T, T)>(|reader, count, reserve| {
            tags.reserve(reserve);
            for _ in 0..count {
                let key = text(reader)?;
                tags.insert(key, text(reader)?);
            }
            Ok(())
        })
        .map_err(|error| error.in_field("tags[]"))?;
    Ok(tags)
}
