//! The workload `order` by hand.

use super::reader::{Invalid, Reader};
use super::writer::{put_long, put_optional, put_text};
use crate::workloads::order::{Currency, OrderPlaced, OrderRef};

/// Appends an order.
#[inline]
pub fn encode(order: &OrderPlaced, output: &mut Vec<u8>) {
    put_text(output, &order.order_id);
    put_text(output, &order.customer_id);
    put_long(output, order.amount_cents);
    put_long(output, order.currency as i64);
    put_long(output, order.created_at);
    put_optional(output, order.note.as_deref(), put_text);
    output.push(u8::from(order.paid));
}

/// Reads an order.
///
/// # Errors
///
/// If the bytes are no order.
#[inline]
pub fn decode(datum: &[u8]) -> Result<OrderPlaced, Invalid> {
    let order = decode_borrowed(datum)?;
    Ok(OrderPlaced {
        order_id: order.order_id.to_owned(),
        customer_id: order.customer_id.to_owned(),
        amount_cents: order.amount_cents,
        currency: order.currency,
        created_at: order.created_at,
        note: order.note.map(str::to_owned),
        paid: order.paid,
    })
}

/// Reads an order into the memory of another.
///
/// # Errors
///
/// If the bytes are no order.
#[inline]
pub fn decode_into(datum: &[u8], order: &mut OrderPlaced) -> Result<(), Invalid> {
    let read = decode_borrowed(datum)?;
    replace(&mut order.order_id, read.order_id);
    replace(&mut order.customer_id, read.customer_id);
    order.amount_cents = read.amount_cents;
    order.currency = read.currency;
    order.created_at = read.created_at;
    match (&mut order.note, read.note) {
        (Some(note), Some(read)) => replace(note, read),
        (note, read) => *note = read.map(str::to_owned),
    }
    order.paid = read.paid;
    Ok(())
}

#[inline]
fn replace(text: &mut String, read: &str) {
    text.clear();
    text.push_str(read);
}

/// Reads an order that borrows its text.
///
/// # Errors
///
/// If the bytes are no order.
#[inline]
pub fn decode_borrowed(datum: &[u8]) -> Result<OrderRef<'_>, Invalid> {
    let mut reader = Reader::new(datum);
    Ok(OrderRef {
        order_id: reader.text().map_err(|error| error.in_field("order_id"))?,
        customer_id: reader
            .text()
            .map_err(|error| error.in_field("customer_id"))?,
        amount_cents: reader
            .long()
            .map_err(|error| error.in_field("amount_cents"))?,
        currency: currency(&mut reader).map_err(|error| error.in_field("currency"))?,
        created_at: reader
            .long()
            .map_err(|error| error.in_field("created_at"))?,
        note: reader
            .optional(Reader::text)
            .map_err(|error| error.in_field("note"))?,
        paid: reader.boolean().map_err(|error| error.in_field("paid"))?,
    })
}

#[inline]
fn currency(reader: &mut Reader<'_>) -> Result<Currency, Invalid> {
    match reader.long()? {
        0 => Ok(Currency::Eur),
        1 => Ok(Currency::Usd),
        2 => Ok(Currency::Gbp),
        3 => Ok(Currency::Jpy),
        4 => Ok(Currency::Chf),
        _ => Err(reader.invalid("no such symbol")),
    }
}
