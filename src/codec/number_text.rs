//! Numbers as text, in constants.

/// A number as text, in constants.
pub(super) struct NumberText<const N: usize>;

impl<const N: usize> NumberText<N> {
    const PREFIX: &'static [u8] = b"Fixed";

    /// The prefix, the digits, and how many bytes that makes.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::indexing_slicing,
        reason = "a digit fits a byte, and the compiler stops at an index out of bounds"
    )]
    const BUFFER: ([u8; 32], usize) = {
        let mut digits = [0; 20];
        let mut count = 0;
        let mut rest = N;
        while rest > 0 || count == 0 {
            digits[count] = b'0' + (rest % 10) as u8;
            rest /= 10;
            count += 1;
        }
        let mut buffer = [0; 32];
        let mut length = 0;
        while length < Self::PREFIX.len() {
            buffer[length] = Self::PREFIX[length];
            length += 1;
        }
        while count > 0 {
            count -= 1;
            buffer[length] = digits[count];
            length += 1;
        }
        (buffer, length)
    };

    /// The name of a fixed of this size.
    pub(super) const FIXED: &'static str =
        match str::from_utf8(Self::BUFFER.0.split_at(Self::BUFFER.1).0) {
            Ok(text) => text,
            Err(_) => panic!("letters and digits are UTF-8"),
        };

    /// The digits.
    pub(super) const DIGITS: &'static str = Self::FIXED.split_at(Self::PREFIX.len()).1;
}

#[cfg(test)]
mod tests {
    use super::NumberText;

    #[test]
    fn numbers_are_written_in_constants() {
        assert_eq!(NumberText::<0>::DIGITS, "0");
        assert_eq!(NumberText::<1203>::DIGITS, "1203");
        assert_eq!(NumberText::<16>::FIXED, "Fixed16");
        assert_eq!(NumberText::<{ usize::MAX }>::DIGITS, usize::MAX.to_string());
    }
}
