//! Reads primitives out of a datum, within its bounds and limits.

use super::error::{DecodeError, DecodeErrorKind};
use super::limits::Limits;
use super::varint::{self, VarintError};

/// A position in a datum.
///
/// Implementations of [`AvroDecode`](super::AvroDecode) read from it. No method reads past the
/// end, and none allocates.
#[derive(Debug)]
pub struct Decoder<'de> {
    rest: &'de [u8],
    /// What the datum consists of, where it is the bytes of one value of `bytes` without their
    /// length. Then nothing is left of `rest`, so that this need only be looked at where data ends.
    bare: Option<&'de [u8]>,
    /// The length of the whole datum, from which the offset of an error is counted.
    length: usize,
    depth_left: u32,
    allocation_left: usize,
}

impl<'de> Decoder<'de> {
    /// Starts at the beginning of `datum`: the bare value, without any framing.
    #[must_use]
    pub fn new(datum: &'de [u8], limits: &Limits) -> Self {
        Self {
            rest: datum,
            bare: None,
            length: datum.len(),
            depth_left: limits.max_depth,
            allocation_left: limits.max_allocation,
        }
    }

    /// Starts at the beginning of the bytes of one value of `bytes`, without the length that stands
    /// in front of such elsewhere.
    pub(crate) fn bare(bytes: &'de [u8], limits: &Limits) -> Self {
        Self {
            bare: Some(bytes),
            ..Self::new(&[], limits)
        }
    }

    /// What has not been read yet.
    #[must_use]
    pub fn rest(&self) -> &'de [u8] {
        self.rest
    }

    /// How many bytes have been read.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.length - self.rest.len()
    }

    /// An error at this place.
    #[cold]
    #[must_use]
    pub fn error(&self, kind: DecodeErrorKind) -> DecodeError {
        DecodeError::new(kind, self.offset())
    }

    /// Reads a `boolean`.
    ///
    /// # Errors
    ///
    /// [`Truncated`](DecodeErrorKind::Truncated) or
    /// [`InvalidBoolean`](DecodeErrorKind::InvalidBoolean).
    #[inline]
    pub fn read_boolean(&mut self) -> Result<bool, DecodeError> {
        match self.rest.split_first() {
            Some((0, rest)) => {
                self.rest = rest;
                Ok(false)
            }
            Some((1, rest)) => {
                self.rest = rest;
                Ok(true)
            }
            Some(_) => Err(self.error(DecodeErrorKind::InvalidBoolean)),
            None => Err(self.error(DecodeErrorKind::Truncated)),
        }
    }

    /// Reads a `long`.
    ///
    /// # Errors
    ///
    /// [`Truncated`](DecodeErrorKind::Truncated) or
    /// [`VarintOverflow`](DecodeErrorKind::VarintOverflow).
    #[inline]
    pub fn read_long(&mut self) -> Result<i64, DecodeError> {
        let (number, length) = varint::read(self.rest).map_err(|error| self.varint_error(error))?;
        self.rest = self.rest.get(length..).unwrap_or_default();
        Ok(number)
    }

    /// Reads a `long` that is small as a rule: a length, a count, a position. What is not costs a
    /// call, which keeps the rest small enough to be inlined.
    ///
    /// # Errors
    ///
    /// As [`read_long`](Self::read_long).
    #[inline]
    pub(super) fn read_short(&mut self) -> Result<i64, DecodeError> {
        match self.rest.split_first() {
            Some((&first, rest)) if first < 0x80 => {
                self.rest = rest;
                Ok(varint::unzigzag(u64::from(first)))
            }
            _ => self.read_longer(),
        }
    }

    #[inline(never)]
    fn read_longer(&mut self) -> Result<i64, DecodeError> {
        if let [first, second @ ..0x80, rest @ ..] = self.rest {
            self.rest = rest;
            let bits = u64::from(first & 0x7f) | u64::from(*second) << 7;
            return Ok(varint::unzigzag(bits));
        }
        self.read_long()
    }

    #[cold]
    fn varint_error(&self, error: VarintError) -> DecodeError {
        self.error(match error {
            VarintError::Truncated => DecodeErrorKind::Truncated,
            VarintError::Overflow => DecodeErrorKind::VarintOverflow,
        })
    }

    /// Reads an `int`.
    ///
    /// # Errors
    ///
    /// As [`read_long`](Self::read_long), and [`VarintOverflow`](DecodeErrorKind::VarintOverflow)
    /// for a number of more than 32 bits.
    #[inline]
    pub fn read_int(&mut self) -> Result<i32, DecodeError> {
        let before = self.rest;
        let number = self.read_short()?;
        i32::try_from(number).map_err(|_| {
            self.rest = before;
            self.error(DecodeErrorKind::VarintOverflow)
        })
    }

    /// Reads a `float`.
    ///
    /// # Errors
    ///
    /// [`Truncated`](DecodeErrorKind::Truncated).
    #[inline]
    pub fn read_float(&mut self) -> Result<f32, DecodeError> {
        self.read_array().map(f32::from_le_bytes)
    }

    /// Reads a `double`.
    ///
    /// # Errors
    ///
    /// [`Truncated`](DecodeErrorKind::Truncated).
    #[inline]
    pub fn read_double(&mut self) -> Result<f64, DecodeError> {
        self.read_array().map(f64::from_le_bytes)
    }

    /// Reads `N` bytes, as a `fixed` has them.
    ///
    /// # Errors
    ///
    /// [`Truncated`](DecodeErrorKind::Truncated).
    #[inline]
    pub fn read_array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        match self.rest.split_first_chunk() {
            Some((bytes, rest)) => {
                self.rest = rest;
                Ok(*bytes)
            }
            None => Err(self.error(DecodeErrorKind::Truncated)),
        }
    }

    /// Reads `count` bytes in place.
    ///
    /// # Errors
    ///
    /// [`Truncated`](DecodeErrorKind::Truncated).
    #[inline]
    pub fn read_slice(&mut self, count: usize) -> Result<&'de [u8], DecodeError> {
        match self.rest.split_at_checked(count) {
            Some((bytes, rest)) => {
                self.rest = rest;
                Ok(bytes)
            }
            None => Err(self.error(DecodeErrorKind::Truncated)),
        }
    }

    /// Reads `bytes` in place.
    ///
    /// # Errors
    ///
    /// [`InvalidLength`](DecodeErrorKind::InvalidLength), or as [`read_long`](Self::read_long).
    #[inline]
    pub fn read_bytes(&mut self) -> Result<&'de [u8], DecodeError> {
        // A length of one byte; that of a negative number is odd.
        if let Some((&length, rest)) = self.rest.split_first()
            && length & 0x81 == 0
            && let Some((bytes, rest)) = rest.split_at_checked(usize::from(length >> 1))
        {
            self.rest = rest;
            return Ok(bytes);
        }
        self.read_longer_bytes()
    }

    #[inline(never)]
    fn read_longer_bytes(&mut self) -> Result<&'de [u8], DecodeError> {
        if let Some(bytes) = self.bare.take() {
            return Ok(bytes);
        }
        let before = self.rest;
        let length = self.read_long()?;
        match usize::try_from(length)
            .ok()
            .and_then(|length| self.rest.split_at_checked(length))
        {
            Some((bytes, rest)) => {
                self.rest = rest;
                Ok(bytes)
            }
            None => Err(self.length_error(length, before)),
        }
    }

    /// A length that runs past the end is a truncated datum where it could have been right.
    #[cold]
    fn length_error(&mut self, length: i64, before: &'de [u8]) -> DecodeError {
        self.rest = before;
        match length {
            0..0x8000_0000 => self.error(DecodeErrorKind::Truncated),
            _ => self.error(DecodeErrorKind::InvalidLength(length)),
        }
    }

    /// Reads a `string` in place.
    ///
    /// # Errors
    ///
    /// As [`read_bytes`](Self::read_bytes), and [`InvalidUtf8`](DecodeErrorKind::InvalidUtf8).
    #[inline]
    pub fn read_str(&mut self) -> Result<&'de str, DecodeError> {
        let before = self.rest;
        let bytes = self.read_bytes()?;
        str::from_utf8(bytes).map_err(|_| {
            self.rest = before;
            self.error(DecodeErrorKind::InvalidUtf8)
        })
    }

    /// Reads the head of a block of an array or map: the number of items that follow, 0 at the
    /// end. The size in bytes that some writers put behind it is passed over.
    ///
    /// # Errors
    ///
    /// [`InvalidLength`](DecodeErrorKind::InvalidLength), or as [`read_long`](Self::read_long).
    #[inline]
    pub fn read_block(&mut self) -> Result<usize, DecodeError> {
        let before = self.rest;
        let count = self.read_short()?;
        if count < 0 {
            self.read_short()?;
        }
        usize::try_from(count.unsigned_abs()).map_err(|_| {
            self.rest = before;
            self.error(DecodeErrorKind::InvalidLength(count))
        })
    }

    /// Reads the head of a block whose items are of no interest: either how many items have to be
    /// skipped one by one, or, where the writer said how many bytes they take, skips them.
    #[inline]
    pub(super) fn skip_block(&mut self) -> Result<Block, DecodeError> {
        let count = self.read_short()?;
        match u64::try_from(count) {
            Ok(0) => Ok(Block::End),
            Ok(count) => Ok(Block::Items(count)),
            Err(_) => self.read_bytes().map(|_| Block::Skipped),
        }
    }

    /// Goes on at `rest`, which is an end of what was left.
    #[inline]
    pub(super) fn go_on_at(&mut self, rest: &'de [u8]) {
        self.rest = rest;
    }

    /// Counts memory for `count` items of type `T`, and answers for how many to allocate at once:
    /// no more than there are bytes left, as most items take at least one.
    ///
    /// # Errors
    ///
    /// [`TooLarge`](DecodeErrorKind::TooLarge).
    #[inline]
    pub fn allow<T>(&mut self, count: usize) -> Result<usize, DecodeError> {
        // Items without a size still take time to count.
        let left = count
            .checked_mul(size_of::<T>().max(1))
            .and_then(|bytes| self.allocation_left.checked_sub(bytes));
        match left {
            Some(left) => {
                self.allocation_left = left;
                Ok(count.min(self.rest.len()))
            }
            None => Err(self.error(DecodeErrorKind::TooLarge)),
        }
    }

    /// Reads a value from other bytes, which count as if they were allocated here.
    #[inline]
    pub(super) fn aside<T>(
        &mut self,
        datum: &'de [u8],
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        self.allow::<u8>(datum.len())?;
        let mut aside = Decoder {
            rest: datum,
            bare: None,
            length: datum.len(),
            ..*self
        };
        let value = read(&mut aside)?;
        self.allocation_left = aside.allocation_left;
        Ok(value)
    }

    /// Enters a nested value; [`leave`](Self::leave) goes with it.
    ///
    /// # Errors
    ///
    /// [`TooDeep`](DecodeErrorKind::TooDeep).
    #[inline]
    pub fn enter(&mut self) -> Result<(), DecodeError> {
        match self.depth_left.checked_sub(1) {
            Some(left) => {
                self.depth_left = left;
                Ok(())
            }
            None => Err(self.error(DecodeErrorKind::TooDeep)),
        }
    }

    /// Leaves a nested value. It need not be called behind an error.
    #[inline]
    pub fn leave(&mut self) {
        self.depth_left += 1;
    }

    /// Ends a datum of which nothing may be left.
    ///
    /// # Errors
    ///
    /// [`TrailingBytes`](DecodeErrorKind::TrailingBytes).
    pub fn finish(self) -> Result<(), DecodeError> {
        match self.rest.len() {
            0 => Ok(()),
            left => Err(self.error(DecodeErrorKind::TrailingBytes(left))),
        }
    }
}

/// The head of a block that is skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    /// There are no more blocks.
    End,
    /// This many items follow.
    Items(u64),
    /// The items were skipped by their size.
    Skipped,
}
