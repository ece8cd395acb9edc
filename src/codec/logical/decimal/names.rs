//! The name of a decimal `fixed` to which none is given.

use super::super::fixed::FixedName;
use crate::codec::number_text::NumberText;

/// The name that a [`FixedDecimal`](super::FixedDecimal) has unless another is said: `Decimal10_2`
/// for a precision of 10 and a scale of 2.
#[derive(Debug, Clone, Copy)]
pub enum DecimalName<const PRECISION: usize, const SCALE: usize> {}

impl<const PRECISION: usize, const SCALE: usize> FixedName for DecimalName<PRECISION, SCALE> {
    const NAME: &'static str = match str::from_utf8(Self::TEXT.0.split_at(Self::TEXT.1).0) {
        Ok(text) => text,
        Err(_) => panic!("letters and digits are UTF-8"),
    };
}

impl<const PRECISION: usize, const SCALE: usize> DecimalName<PRECISION, SCALE> {
    /// The text, and how many bytes of it count.
    #[expect(
        clippy::indexing_slicing,
        reason = "the compiler stops at an index out of bounds"
    )]
    const TEXT: ([u8; 64], usize) = {
        let mut parts: &[&str] = &[
            "Decimal",
            NumberText::<PRECISION>::DIGITS,
            "_",
            NumberText::<SCALE>::DIGITS,
        ];
        let (mut text, mut length) = ([0; 64], 0);
        while let [part, others @ ..] = parts {
            let mut bytes = part.as_bytes();
            while let [byte, others @ ..] = bytes {
                text[length] = *byte;
                length += 1;
                bytes = others;
            }
            parts = others;
        }
        (text, length)
    };
}
