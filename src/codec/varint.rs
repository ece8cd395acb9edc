//! Avro's variable-length numbers: zig-zag, then seven bits a byte, the lowest first.
//!
//! Up to eight bytes are packed and unpacked at once in one 64-bit word, by moving groups of bits
//! in three steps rather than byte by byte.

/// The continuation bit of each byte of a word.
const CONTINUATION: u64 = 0x8080_8080_8080_8080;

/// The most bytes that a number of 64 bits takes.
const MAX_LENGTH: usize = 10;

/// Maps numbers of small magnitude to small numbers.
#[expect(clippy::cast_sign_loss, reason = "the bits are what counts")]
pub(super) const fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

#[expect(clippy::cast_possible_wrap, reason = "the bits are what counts")]
pub(super) const fn unzigzag(bits: u64) -> i64 {
    (bits >> 1) as i64 ^ -((bits & 1) as i64)
}

/// Appends a number.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the branch says that it fits"
)]
pub(super) fn write(output: &mut Vec<u8>, number: i64) {
    let bits = zigzag(number);
    if bits < 0x80 {
        output.push(bits as u8);
    } else {
        write_long(output, bits);
    }
}

/// Appends a number that is small as a rule. What is not costs a call, which keeps the rest small
/// enough to be inlined.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the branch says that it fits"
)]
pub(super) fn write_short(output: &mut Vec<u8>, number: i64) {
    let bits = zigzag(number);
    if bits < 0x80 {
        output.push(bits as u8);
    } else {
        write_longer(output, bits);
    }
}

#[inline(never)]
fn write_longer(output: &mut Vec<u8>, bits: u64) {
    write_long(output, bits);
}

#[inline]
fn write_long(output: &mut Vec<u8>, bits: u64) {
    if bits >> 56 != 0 {
        return write_longest(output, bits);
    }
    let (word, length) = finish(spread(bits));
    // A copy of eight bytes is one store; what is too much is taken back.
    let start = output.len();
    output.extend_from_slice(&word.to_le_bytes());
    output.truncate(start + length);
}

#[cold]
#[expect(clippy::cast_possible_truncation, reason = "seven bits fit a byte")]
fn write_longest(output: &mut Vec<u8>, mut bits: u64) {
    while bits >= 0x80 {
        output.push(bits as u8 | 0x80);
        bits >>= 7;
    }
    output.push(bits as u8);
}

/// What keeps a number from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum VarintError {
    Truncated,
    Overflow,
}

/// Reads a number and says how many bytes it took.
#[inline]
pub(super) fn read(input: &[u8]) -> Result<(i64, usize), VarintError> {
    match input.first() {
        Some(&first) if first < 0x80 => Ok((unzigzag(u64::from(first)), 1)),
        _ => read_long(input),
    }
}

#[inline]
fn read_long(input: &[u8]) -> Result<(i64, usize), VarintError> {
    let Some(bytes) = input.first_chunk::<8>() else {
        return read_slowly(input);
    };
    let word = u64::from_le_bytes(*bytes);
    let ends = !word & CONTINUATION;
    if ends == 0 {
        return read_slowly(input);
    }
    Ok((number(word), ends.trailing_zeros() as usize / 8 + 1))
}

#[cold]
fn read_slowly(input: &[u8]) -> Result<(i64, usize), VarintError> {
    let mut bits = 0;
    for (position, &byte) in input.iter().take(MAX_LENGTH).enumerate() {
        let group = u64::from(byte & 0x7f);
        // The tenth byte has room for the last of 64 bits.
        if position == MAX_LENGTH - 1 && byte > 1 {
            return Err(VarintError::Overflow);
        }
        bits |= group << (7 * position);
        if byte < 0x80 {
            return Ok((unzigzag(bits), position + 1));
        }
    }
    Err(if input.len() < MAX_LENGTH {
        VarintError::Truncated
    } else {
        VarintError::Overflow
    })
}

/// Whether a number has no more than the 56 bits that a word takes.
pub(super) const fn fits_word(bits: u64) -> bool {
    bits >> 56 == 0
}

/// Moves each seven bits of a 56-bit number to the low end of a byte.
#[inline]
pub(super) const fn spread(bits: u64) -> u64 {
    let word = (bits & 0x0fff_ffff) | ((bits & 0x00ff_ffff_f000_0000) << 4);
    let word = (word & 0x0000_3fff_0000_3fff) | ((word & 0x0fff_c000_0fff_c000) << 2);
    // Adding the upper half of each two groups to itself moves it by one bit.
    word + (word & 0x3f80_3f80_3f80_3f80)
}

/// The continuation bits of all bytes of a word before the last that is used, by its position.
const CONTINUED: [u64; 8] = [
    0,
    0x80,
    0x8080,
    0x0080_8080,
    0x8080_8080,
    0x0080_8080_8080,
    0x8080_8080_8080,
    0x0080_8080_8080_8080,
];

/// Sets the continuation bits of a [`spread`] number, and says how many bytes it takes.
#[inline]
pub(super) fn finish(word: u64) -> (u64, usize) {
    let last = (63 - (word | 1).leading_zeros()) as usize / 8;
    let continued = CONTINUED.get(last).copied().unwrap_or_default();
    (word | continued, last + 1)
}

/// Which bytes of a word end a number: a bit each, the lowest for the first.
#[inline]
pub(super) const fn ends(word: u64) -> u64 {
    ((!word & CONTINUATION) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// The number with which a word starts, which takes no more bytes than the word.
#[inline]
pub(super) const fn number(word: u64) -> i64 {
    let ends = !word & CONTINUATION;
    // Keeps everything up to and with the first byte without a continuation bit.
    unzigzag(gather(word & (ends ^ ends.wrapping_sub(1))))
}

/// The reverse of [`spread`]; continuation bits do not matter.
const fn gather(word: u64) -> u64 {
    let word = (word & 0x007f_007f_007f_007f) | ((word & 0x7f00_7f00_7f00_7f00) >> 1);
    let word = (word & 0x0000_3fff_0000_3fff) | ((word & 0x3fff_0000_3fff_0000) >> 2);
    (word & 0x0fff_ffff) | ((word & 0x0fff_ffff_0000_0000) >> 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges() -> impl Iterator<Item = i64> {
        (0..64).flat_map(|bit| {
            let power = 1_i64 << bit;
            [
                power.wrapping_sub(1),
                power,
                power.wrapping_add(1),
                power.wrapping_neg(),
            ]
        })
    }

    #[test]
    fn every_length_reads_back() {
        for number in edges() {
            let mut bytes = Vec::new();
            write(&mut bytes, number);
            assert_eq!(read(&bytes), Ok((number, bytes.len())), "{number}");
            let length = bytes.len();
            bytes.extend_from_slice(&[0xff; 8]);
            assert_eq!(
                read(&bytes),
                Ok((number, length)),
                "{number} with more behind it"
            );
        }
    }

    #[test]
    fn bytes_are_those_of_the_specification() {
        for (number, expected) in [
            (0, &[0][..]),
            (-1, &[1]),
            (1, &[2]),
            (-64, &[0x7f]),
            (64, &[0x80, 1]),
            (8192, &[0x80, 0x80, 1]),
        ] {
            let mut bytes = Vec::new();
            write(&mut bytes, number);
            assert_eq!(bytes, expected, "{number}");
        }
    }

    #[test]
    fn every_prefix_of_a_number_is_truncated() {
        for number in edges() {
            let mut bytes = Vec::new();
            write(&mut bytes, number);
            for length in 0..bytes.len() {
                assert_eq!(
                    read(&bytes[..length]),
                    Err(VarintError::Truncated),
                    "{number}"
                );
            }
        }
    }

    #[test]
    fn more_than_sixty_four_bits_overflow() {
        assert_eq!(read(&[0xff; 11]), Err(VarintError::Overflow));
        let mut bytes = [0xff; 10];
        bytes[9] = 2;
        assert_eq!(read(&bytes), Err(VarintError::Overflow));
    }
}
