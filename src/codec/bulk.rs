//! Arrays of numbers, many at a time.
//!
//! A `float` or `double` is as wide in Avro as in memory, so an array of them is a copy. Of `int`
//! and `long`, the bits of many numbers are moved by the same steps side by side, which compilers
//! turn into vector instructions; only where a number starts and ends is worked out one by one.

use super::decoder::Decoder;
use super::error::DecodeError;
use super::primitives::write_count;
use super::sequences::decode_blocks;
use super::varint;

/// How many numbers are converted at a time.
const BATCH: usize = 32;

/// How many bytes of numbers are looked through at a time for where they end.
const WINDOW: usize = 64;

/// The most bytes of a number that are converted in one word.
const WORD: usize = 8;

/// Writes an array of `float` or `double`.
pub(super) fn write_fixed<T: Copy, const N: usize>(
    items: &[T],
    to_bytes: impl Fn(T) -> [u8; N],
    output: &mut Vec<u8>,
) {
    if !items.is_empty() {
        write_count(items.len(), output);
        output.reserve(size_of_val(items) + 1);
        let mut batch = [[0; N]; BATCH];
        for items in items.chunks(BATCH) {
            for (bytes, &item) in batch.iter_mut().zip(items) {
                *bytes = to_bytes(item);
            }
            let written = batch.get(..items.len()).unwrap_or_default();
            output.extend_from_slice(written.as_flattened());
        }
    }
    output.push(0);
}

/// Appends the items of an array of `float` or `double` to `array`.
///
/// # Errors
///
/// As those of [`Decoder::read_block`], [`Decoder::allow`] and [`Decoder::read_slice`].
pub(super) fn read_fixed<'de, T, const N: usize>(
    decoder: &mut Decoder<'de>,
    array: &mut Vec<T>,
    from_bytes: impl Fn([u8; N]) -> T,
    read: impl Fn(&mut Decoder<'de>) -> Result<T, DecodeError>,
) -> Result<(), DecodeError> {
    decode_blocks::<T>(decoder, |decoder, count, _| {
        let whole = decoder.rest().len() / N;
        let bytes = decoder.read_slice(count.min(whole) * N)?;
        let (items, _) = bytes.as_chunks();
        array.extend(items.iter().map(|bytes| from_bytes(*bytes)));
        // What the data has no room for: the error is the one that reading a single item gives.
        if whole < count {
            array.push(read(decoder).map_err(DecodeError::in_items)?);
        }
        Ok(())
    })
}

/// Writes an array of `int` or `long`.
pub(super) fn write_integers<T: Copy>(items: &[T], output: &mut Vec<u8>)
where
    i64: From<T>,
{
    if !items.is_empty() {
        write_count(items.len(), output);
        let (batches, rest) = items.as_chunks();
        if !batches.is_empty() {
            write_batches(batches, output);
        }
        for &item in rest {
            varint::write(output, i64::from(item));
        }
    }
    output.push(0);
}

fn write_batches<T: Copy>(batches: &[[T; BATCH]], output: &mut Vec<u8>)
where
    i64: From<T>,
{
    let mut words = [0; BATCH];
    let mut bytes = [0; BATCH * WORD + WORD];
    for batch in batches {
        let mut all = 0;
        for (word, &item) in words.iter_mut().zip(batch) {
            let bits = varint::zigzag(i64::from(item));
            all |= bits;
            *word = varint::spread(bits);
        }
        if varint::fits_word(all) {
            output.extend_from_slice(pack(&words, &mut bytes));
        } else {
            for &item in batch {
                varint::write(output, i64::from(item));
            }
        }
    }
}

/// Puts the used bytes of each word behind those of the one before, and marks where they go on.
#[inline]
fn pack<'a>(words: &[u64; BATCH], bytes: &'a mut [u8; BATCH * WORD + WORD]) -> &'a [u8] {
    let mut end = 0;
    let mut put = |word| {
        let (word, length) = varint::finish(word);
        // A copy of the whole word is one store; the next one overwrites what is too much.
        if let Some(place) = bytes.get_mut(end..).and_then(<[u8]>::first_chunk_mut) {
            *place = word.to_le_bytes();
        }
        end += length;
    };
    let (fours, _) = words.as_chunks();
    for &[first, second, third, fourth] in fours {
        put(first);
        put(second);
        put(third);
        put(fourth);
    }
    bytes.get(..end).unwrap_or_default()
}

/// Appends the items of an array of `int` or `long` to `array`; `read` reads one of them.
///
/// # Errors
///
/// As those of [`Decoder::read_block`], [`Decoder::allow`] and `read`.
pub(super) fn read_integers<'de, T: TryFrom<i64> + Default>(
    decoder: &mut Decoder<'de>,
    array: &mut Vec<T>,
    read: impl Fn(&mut Decoder<'de>) -> Result<T, DecodeError>,
) -> Result<(), DecodeError> {
    decode_blocks::<T>(decoder, |decoder, count, allowed| {
        array.reserve(allowed);
        let mut left = count;
        if left >= BATCH {
            left -= read_windows(decoder, array, left)?;
        }
        // The last ones, and those from which on something is wrong.
        for _ in 0..left {
            array.push(read(decoder).map_err(DecodeError::in_items)?);
        }
        Ok(())
    })
}

/// Reads as many numbers as there are before one that needs a closer look, and says how many.
fn read_windows<T: TryFrom<i64> + Default>(
    decoder: &mut Decoder<'_>,
    array: &mut Vec<T>,
    wanted: usize,
) -> Result<usize, DecodeError> {
    let mut words = [0; WINDOW];
    let mut done = 0;
    while done < wanted {
        let Some(window) = decoder.rest().first_chunk() else {
            break;
        };
        let (count, length) = split(window, wanted - done, &mut words);
        let words = words.get(..count).unwrap_or_default();
        let numbers = words.iter().map(|&word| T::try_from(varint::number(word)));
        if count == 0 || numbers.clone().any(|number| number.is_err()) {
            break;
        }
        array.extend(numbers.map(Result::unwrap_or_default));
        decoder.read_slice(length)?;
        done += count;
    }
    Ok(done)
}

/// Loads each number that starts in the window, with what follows it, into a word of its own: up to
/// `wanted`, and up to the first that is longer than a word. Says how many there are and how many
/// bytes they take.
#[inline]
fn split(window: &[u8; WINDOW + WORD], wanted: usize, words: &mut [u64; WINDOW]) -> (usize, usize) {
    let (groups, _) = window.as_chunks();
    let groups = groups.iter().take(WINDOW / WORD).rev();
    let mut ends = groups.fold(0, |ends: u64, &bytes| {
        ends << WORD | varint::ends(u64::from_le_bytes(bytes))
    });
    let mut start = 0;
    let mut count = 0;
    for word in words.iter_mut().take(wanted) {
        let end = ends.trailing_zeros() as usize;
        if ends == 0 || end - start >= WORD {
            break;
        }
        ends &= ends - 1;
        let Some(&bytes) = window.get(start..).and_then(<[u8]>::first_chunk) else {
            break;
        };
        *word = u64::from_le_bytes(bytes);
        start = end + 1;
        count += 1;
    }
    (count, start)
}

#[cfg(test)]
mod tests {
    use crate::codec::{self, DecodeErrorKind, Decoder, Limits};

    /// Numbers of every length, in an order that mixes them.
    fn numbers(count: u64) -> Vec<i64> {
        let number = |position: u64| {
            let bits = position.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            bits.cast_signed() >> (position * 7 % 64)
        };
        (0..count).map(number).collect()
    }

    fn short_numbers(count: u64) -> Vec<i64> {
        numbers(count).iter().map(|number| number >> 10).collect()
    }

    fn one_by_one(numbers: &[i64]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let count = i64::try_from(numbers.len()).unwrap();
        for number in [count].iter().chain(numbers) {
            bytes.extend(codec::encode(number).unwrap());
        }
        bytes.push(0);
        bytes
    }

    #[test]
    fn an_array_of_numbers_has_the_bytes_of_its_items() {
        for count in [1, 31, 32, 33, 63, 64, 65, 500] {
            for numbers in [numbers(count), short_numbers(count)] {
                let bytes = one_by_one(&numbers);
                assert_eq!(codec::encode(&numbers).unwrap(), bytes);
                assert_eq!(codec::decode::<Vec<i64>>(&bytes).unwrap(), numbers);
            }
        }
        assert_eq!(codec::encode(&Vec::<i64>::new()).unwrap(), [0]);
    }

    #[test]
    fn several_blocks_make_one_array() {
        let numbers = short_numbers(400);
        let (first, second) = numbers.split_at(150);
        let mut bytes = one_by_one(first);
        bytes.pop();
        bytes.extend(one_by_one(second));
        assert_eq!(codec::decode::<Vec<i64>>(&bytes).unwrap(), numbers);
    }

    #[test]
    fn doubles_and_floats_come_back() {
        for count in [0, 1, 31, 32, 33, 200] {
            let doubles = (0..count)
                .map(|item| f64::from(item) / 7.0)
                .collect::<Vec<_>>();
            let bytes = codec::encode(&doubles).unwrap();
            assert_eq!(codec::decode::<Vec<f64>>(&bytes).unwrap(), doubles);
            let floats = (0..count)
                .map(|item: u16| f32::from(item) / 7.0)
                .collect::<Vec<_>>();
            let bytes = codec::encode(&floats).unwrap();
            assert_eq!(codec::decode::<Vec<f32>>(&bytes).unwrap(), floats);
        }
    }

    #[test]
    fn a_truncated_array_says_where_it_ends() {
        let bytes = one_by_one(&short_numbers(200));
        for length in 0..bytes.len() {
            let error = codec::decode::<Vec<i64>>(&bytes[..length]).unwrap_err();
            assert_eq!(error.kind(), &DecodeErrorKind::Truncated);
            let mut decoder = Decoder::new(&bytes[..length], &Limits::default());
            while decoder.read_long().is_ok() {}
            assert_eq!(error.offset(), decoder.offset());
        }
        let bytes = codec::encode(&vec![0.5_f64; 3]).unwrap();
        let error = codec::decode::<Vec<f64>>(&bytes[..20]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "[]: the data ends in the middle of a value, at byte 17"
        );
    }

    #[test]
    fn a_number_that_does_not_fit_is_found_among_many() {
        let mut numbers = vec![7; 100];
        numbers[60] = i64::from(i32::MAX) + 1;
        let error = codec::decode::<Vec<i32>>(&one_by_one(&numbers)).unwrap_err();
        assert_eq!(error.kind(), &DecodeErrorKind::VarintOverflow);
        assert_eq!(error.offset(), 62);
        numbers[60] = -1;
        let error = codec::decode::<Vec<u32>>(&one_by_one(&numbers)).unwrap_err();
        assert_eq!(error.kind(), &DecodeErrorKind::OutOfRange);
    }

    #[test]
    fn a_number_without_an_end_is_found_among_many() {
        let mut bytes = one_by_one(&[7; 100]);
        bytes.splice(50..62, [0xff; 12]);
        let error = codec::decode::<Vec<i64>>(&bytes).unwrap_err();
        assert_eq!(error.kind(), &DecodeErrorKind::VarintOverflow);
        assert_eq!(error.offset(), 50);
    }
}
