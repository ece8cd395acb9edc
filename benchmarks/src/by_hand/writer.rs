//! Writes primitives.

use rust_decimal::Decimal;

/// A value that its schema cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unwritable {
    /// What is wrong with it.
    pub reason: &'static str,
    /// The field it stands in.
    pub field: &'static str,
}

#[inline]
#[expect(
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    reason = "bits are moved"
)]
pub(super) fn put_long(output: &mut Vec<u8>, number: i64) {
    let mut bits = ((number << 1) ^ (number >> 63)) as u64;
    while bits >= 0x80 {
        output.push(bits as u8 | 0x80);
        bits >>= 7;
    }
    output.push(bits as u8);
}

#[inline]
#[expect(
    clippy::cast_possible_wrap,
    reason = "no slice is longer than isize::MAX"
)]
pub(super) fn put_length(output: &mut Vec<u8>, length: usize) {
    put_long(output, length as i64);
}

#[inline]
pub(super) fn put_bytes(output: &mut Vec<u8>, bytes: &[u8]) {
    put_length(output, bytes.len());
    output.extend_from_slice(bytes);
}

#[inline]
pub(super) fn put_text(output: &mut Vec<u8>, text: &str) {
    put_bytes(output, text.as_bytes());
}

#[inline]
pub(super) fn put_double(output: &mut Vec<u8>, number: f64) {
    output.extend_from_slice(&number.to_le_bytes());
}

#[inline]
pub(super) fn put_optional<T>(
    output: &mut Vec<u8>,
    value: Option<T>,
    put: impl FnOnce(&mut Vec<u8>, T),
) {
    match value {
        None => output.push(0),
        Some(value) => {
            output.push(2);
            put(output, value);
        }
    }
}

/// A decimal of this precision and scale, as the shortest two's complement.
#[inline]
pub(super) fn put_decimal(
    output: &mut Vec<u8>,
    value: Decimal,
    precision: u32,
    scale: u32,
) -> Result<(), &'static str> {
    let unscaled = if value.scale() == scale {
        value.mantissa()
    } else {
        rescaled(value, scale)?
    };
    if unscaled.unsigned_abs() >= 10_u128.pow(precision) {
        return Err("a decimal has too many digits");
    }
    let bytes = unscaled.to_be_bytes();
    let spare = if unscaled < 0 {
        (!unscaled).leading_zeros() - 1
    } else {
        unscaled.leading_zeros().saturating_sub(1)
    };
    let start = (spare as usize / 8).min(bytes.len() - 1);
    put_bytes(output, bytes.get(start..).unwrap_or_default());
    Ok(())
}

#[cold]
fn rescaled(value: Decimal, scale: u32) -> Result<i128, &'static str> {
    let mut rescaled = value;
    rescaled.rescale(scale);
    if rescaled.scale() == scale && rescaled == value {
        Ok(rescaled.mantissa())
    } else {
        Err("a decimal has too many decimal places")
    }
}
