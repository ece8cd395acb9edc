//! What one would write by hand for `order`: the practical limit, with the same checks and the same
//! refusals as the derived code, and without `unsafe`.

use crate::order::{Currency, OrderPlaced, OrderRef};

/// What is wrong with a datum, and at which byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invalid {
    /// What.
    pub reason: &'static str,
    /// Where.
    pub offset: usize,
}

/// Appends an order.
#[inline]
pub fn encode(order: &OrderPlaced, output: &mut Vec<u8>) {
    put_bytes(output, order.order_id.as_bytes());
    put_bytes(output, order.customer_id.as_bytes());
    put_long(output, order.amount_cents);
    put_long(output, order.currency as i64);
    put_long(output, order.created_at);
    match &order.note {
        None => output.push(0),
        Some(note) => {
            output.push(2);
            put_bytes(output, note.as_bytes());
        }
    }
    output.push(u8::from(order.paid));
}

#[inline]
#[expect(
    clippy::cast_possible_wrap,
    reason = "no slice is longer than isize::MAX"
)]
fn put_bytes(output: &mut Vec<u8>, bytes: &[u8]) {
    put_long(output, bytes.len() as i64);
    output.extend_from_slice(bytes);
}

#[inline]
#[expect(
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    reason = "bits are moved"
)]
fn put_long(output: &mut Vec<u8>, number: i64) {
    let mut bits = ((number << 1) ^ (number >> 63)) as u64;
    while bits >= 0x80 {
        output.push(bits as u8 | 0x80);
        bits >>= 7;
    }
    output.push(bits as u8);
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

/// Reads an order that borrows its text.
///
/// # Errors
///
/// If the bytes are no order.
#[inline]
pub fn decode_borrowed(datum: &[u8]) -> Result<OrderRef<'_>, Invalid> {
    let mut reader = Reader { datum, at: 0 };
    Ok(OrderRef {
        order_id: reader.text()?,
        customer_id: reader.text()?,
        amount_cents: reader.long()?,
        currency: match reader.long()? {
            0 => Currency::Eur,
            1 => Currency::Usd,
            2 => Currency::Gbp,
            3 => Currency::Jpy,
            4 => Currency::Chf,
            _ => return Err(reader.invalid("no such symbol")),
        },
        created_at: reader.long()?,
        note: match reader.long()? {
            0 => None,
            1 => Some(reader.text()?),
            _ => return Err(reader.invalid("no such branch")),
        },
        paid: match reader.byte()? {
            0 => false,
            1 => true,
            _ => return Err(reader.invalid("no boolean")),
        },
    })
}

struct Reader<'a> {
    datum: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    #[cold]
    fn invalid(&self, reason: &'static str) -> Invalid {
        Invalid {
            reason,
            offset: self.at,
        }
    }

    #[inline]
    fn byte(&mut self) -> Result<u8, Invalid> {
        let Some(&byte) = self.datum.get(self.at) else {
            return Err(self.invalid("truncated"));
        };
        self.at += 1;
        Ok(byte)
    }

    #[inline]
    #[expect(clippy::cast_possible_wrap, reason = "bits are moved")]
    fn long(&mut self) -> Result<i64, Invalid> {
        let mut bits = 0;
        let mut shift = 0;
        loop {
            let byte = self.byte()?;
            if shift == 63 && byte > 1 {
                return Err(self.invalid("number too long"));
            }
            bits |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok((bits >> 1) as i64 ^ -((bits & 1) as i64));
            }
            shift += 7;
        }
    }

    #[inline]
    fn text(&mut self) -> Result<&'a str, Invalid> {
        let length = self.long()?;
        let end = usize::try_from(length)
            .ok()
            .and_then(|length| self.at.checked_add(length));
        let Some(bytes) = end.and_then(|end| self.datum.get(self.at..end)) else {
            return Err(self.invalid("truncated"));
        };
        let Ok(text) = str::from_utf8(bytes) else {
            return Err(self.invalid("not UTF-8"));
        };
        self.at += bytes.len();
        Ok(text)
    }
}
