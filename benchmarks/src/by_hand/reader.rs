//! Reads primitives within bounds and limits.

use std::mem::size_of;

use rust_decimal::Decimal;

/// What is wrong with a datum, in which field, and at which byte. It is boxed, as that leaves results
/// small where nothing is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid(Box<Problem>);

/// What an [`Invalid`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What.
    pub reason: &'static str,
    /// Which field.
    pub field: &'static str,
    /// Where.
    pub offset: usize,
}

impl Invalid {
    #[cold]
    pub(super) fn in_field(mut self, field: &'static str) -> Self {
        self.0.field = field;
        self
    }
}

/// What the items of all arrays and maps of a datum may take.
const MAX_ALLOCATION: usize = 64 << 20;

pub(super) struct Reader<'a> {
    datum: &'a [u8],
    at: usize,
    allocation_left: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(datum: &'a [u8]) -> Self {
        Self {
            datum,
            at: 0,
            allocation_left: MAX_ALLOCATION,
        }
    }

    #[cold]
    pub(super) fn invalid(&self, reason: &'static str) -> Invalid {
        Invalid(Box::new(Problem {
            reason,
            field: "",
            offset: self.at,
        }))
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
    pub(super) fn boolean(&mut self) -> Result<bool, Invalid> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.invalid("no boolean")),
        }
    }

    #[inline]
    #[expect(clippy::cast_possible_wrap, reason = "bits are moved")]
    pub(super) fn long(&mut self) -> Result<i64, Invalid> {
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
    pub(super) fn int(&mut self) -> Result<i32, Invalid> {
        let number = self.long()?;
        i32::try_from(number).map_err(|_| self.invalid("number too long"))
    }

    #[inline]
    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Invalid> {
        let rest = self.datum.get(self.at..).unwrap_or_default();
        let Some(&bytes) = rest.first_chunk() else {
            return Err(self.invalid("truncated"));
        };
        self.at += N;
        Ok(bytes)
    }

    #[inline]
    pub(super) fn double(&mut self) -> Result<f64, Invalid> {
        self.array().map(f64::from_le_bytes)
    }

    #[inline]
    pub(super) fn bytes(&mut self) -> Result<&'a [u8], Invalid> {
        let length = self.long()?;
        let end = usize::try_from(length)
            .ok()
            .and_then(|length| self.at.checked_add(length));
        let Some(bytes) = end.and_then(|end| self.datum.get(self.at..end)) else {
            return Err(self.invalid("truncated"));
        };
        self.at += bytes.len();
        Ok(bytes)
    }

    #[inline]
    pub(super) fn text(&mut self) -> Result<&'a str, Invalid> {
        let bytes = self.bytes()?;
        str::from_utf8(bytes).map_err(|_| self.invalid("not UTF-8"))
    }

    /// What a union of null and something else holds.
    #[inline]
    pub(super) fn optional<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Invalid>,
    ) -> Result<Option<T>, Invalid> {
        match self.long()? {
            0 => Ok(None),
            1 => read(self).map(Some),
            _ => Err(self.invalid("no such branch")),
        }
    }

    /// A decimal of this scale.
    #[inline]
    pub(super) fn decimal(&mut self, scale: u32) -> Result<Decimal, Invalid> {
        let bytes = self.bytes()?;
        let negative = bytes.first().is_some_and(|&first| first >= 0x80);
        let mut unscaled = [if negative { 0xff } else { 0 }; 16];
        let start = unscaled.len().checked_sub(bytes.len());
        let Some(place) = start.and_then(|start| unscaled.get_mut(start..)) else {
            return Err(self.invalid("a decimal has too many digits"));
        };
        place.copy_from_slice(bytes);
        Decimal::try_from_i128_with_scale(i128::from_be_bytes(unscaled), scale)
            .map_err(|_| self.invalid("a decimal has too many digits"))
    }

    /// The number of items of the next block of an array or map, 0 behind the last.
    #[inline]
    fn block(&mut self) -> Result<usize, Invalid> {
        let count = self.long()?;
        if count < 0 {
            self.long()?;
        }
        usize::try_from(count.unsigned_abs()).map_err(|_| self.invalid("bad length"))
    }

    /// Hands each block to `read`: how many items of type `T` it has, and for how many to reserve
    /// memory.
    #[inline]
    pub(super) fn blocks<T>(
        &mut self,
        mut read: impl FnMut(&mut Self, usize, usize) -> Result<(), Invalid>,
    ) -> Result<(), Invalid> {
        loop {
            let count = self.block()?;
            if count == 0 {
                return Ok(());
            }
            let left = count
                .checked_mul(size_of::<T>())
                .and_then(|size| self.allocation_left.checked_sub(size));
            let Some(left) = left else {
                return Err(self.invalid("too large"));
            };
            self.allocation_left = left;
            let reserve = count.min(self.datum.len() - self.at);
            read(self, count, reserve)?;
        }
    }

    /// Passes over an array, block by block where their sizes are known.
    #[inline]
    pub(super) fn skip_array(
        &mut self,
        mut skip: impl FnMut(&mut Self) -> Result<(), Invalid>,
    ) -> Result<(), Invalid> {
        loop {
            let count = self.long()?;
            if count == 0 {
                return Ok(());
            }
            if count < 0 {
                self.bytes()?;
                continue;
            }
            for _ in 0..count {
                skip(self)?;
            }
        }
    }
}
