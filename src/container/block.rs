//! One block of a file.

use super::error::{ContainerError, ContainerErrorKind, Place};
use super::header::SyncMarker;
use crate::codec::{DecodeError, Decoder, Limits};

/// The block that is read.
#[derive(Default)]
pub(super) struct Block {
    /// Counted from 1.
    pub(super) number: u64,
    pub(super) offset: u64,
    pub(super) values: Vec<u8>,
    /// How many bytes, and how many values, are read.
    pub(super) position: usize,
    pub(super) read: u64,
    pub(super) left: u64,
}

/// What a block says about itself.
pub(super) struct Head {
    pub(super) count: u64,
    size: usize,
    /// How many bytes say it.
    length: usize,
}

impl Head {
    pub(super) fn read(bytes: &[u8], max_size: usize) -> Result<Self, ContainerErrorKind> {
        let mut decoder = Decoder::new(bytes, &Limits::default());
        let mut number = |what: &str| {
            let number = decoder
                .read_long()
                .map_err(|error| error.kind().to_string());
            let number = number
                .and_then(|number| u64::try_from(number).map_err(|_| "it is negative".to_owned()));
            number.map_err(|why| ContainerErrorKind::Corrupt(format!("in {what}, {why}")))
        };
        let count = number("the number of values")?;
        let size = number("the block's size")?;
        let size = usize::try_from(size).ok().filter(|size| *size <= max_size);
        Ok(Self {
            count,
            size: size.ok_or(ContainerErrorKind::TooLarge)?,
            length: decoder.offset(),
        })
    }

    /// How many bytes the block has, with its sync marker.
    pub(super) fn whole(&self) -> usize {
        (self.length + size_of::<SyncMarker>()).saturating_add(self.size)
    }

    /// The values of the block that `bytes` begin with, which the marker has to follow.
    pub(super) fn values<'b>(
        &self,
        bytes: &'b [u8],
        marker: &SyncMarker,
    ) -> Result<&'b [u8], ContainerErrorKind> {
        let rest = bytes.get(self.length..).unwrap_or_default();
        let (values, rest) = rest
            .split_at_checked(self.size)
            .filter(|(_, rest)| rest.len() >= marker.len())
            .ok_or_else(|| corrupt("the file ends in the middle of the block"))?;
        if rest.starts_with(marker) {
            Ok(values)
        } else {
            Err(corrupt(
                "the sync marker behind the block is another, so it has another size",
            ))
        }
    }
}

fn corrupt(how: &str) -> ContainerErrorKind {
    ContainerErrorKind::Corrupt(how.to_owned())
}

impl Block {
    pub(super) fn read_with<'r, T>(
        &'r mut self,
        limits: &Limits,
        decode: impl FnOnce(&mut Decoder<'r>) -> Result<T, DecodeError>,
    ) -> Result<T, ContainerError> {
        let place = Place::Value {
            block: self.number,
            offset: self.offset,
            number: self.read + 1,
        };
        let Self {
            values,
            position,
            read,
            left,
            ..
        } = self;
        let values: &'r [u8] = values;
        let rest = values.get(*position..).unwrap_or_default();
        let mut decoder = Decoder::new(rest, limits);
        let value = decode(&mut decoder).map_err(ContainerErrorKind::Decode);
        *position += decoder.offset();
        *read += 1;
        *left -= 1;
        let value = value.and_then(|value| match (*left, values.len() - *position) {
            (0, 1..) => Err(corrupt("bytes are left behind the last value of the block")),
            _ => Ok(value),
        });
        value.map_err(|kind| {
            *left = 0;
            ContainerError::new(kind, place)
        })
    }

    /// A block without values has no bytes.
    pub(super) fn finish(&self) -> Result<(), ContainerError> {
        match (self.left, self.values.len()) {
            (0, 1..) => Err(self.error(corrupt("the block has bytes, but no values"))),
            _ => Ok(()),
        }
    }

    pub(super) fn error(&self, kind: ContainerErrorKind) -> ContainerError {
        let place = Place::Block {
            number: self.number,
            offset: self.offset,
        };
        ContainerError::new(kind, place)
    }
}
