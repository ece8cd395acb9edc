//! What can go wrong with a container file.

use std::{fmt, io};

use crate::codec::{DecodeError, EncodeError, PlanError};
use crate::schema::ParseError;

/// A container file that cannot be read or written, or one of its values.
///
/// It says where in the file: `block 3 at byte 4711, value 12: field amount: …`.
#[derive(Debug)]
pub struct ContainerError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ContainerErrorKind,
    place: Place,
}

/// Where in a file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// In what stands in front of the blocks, or in no place.
    Header,
    /// In a block.
    Block {
        /// Its number, counted from 1.
        number: u64,
        /// Where in the file it begins.
        offset: u64,
    },
    /// In a value of a block.
    Value {
        block: u64,
        offset: u64,
        /// Its number in the block, counted from 1.
        number: u64,
    },
}

/// What is wrong with a container file.
#[derive(Debug)]
#[non_exhaustive]
pub enum ContainerErrorKind {
    /// Reading or writing failed.
    Io(io::Error),
    /// The file does not start as container files do.
    NotContainer,
    /// The metadata in front of the blocks are wrong: what is.
    Header(String),
    /// The blocks are compressed by a codec that is not known, or whose feature is not enabled.
    UnknownCodec(String),
    /// The file's schema is none.
    InvalidSchema(ParseError),
    /// What the file's schema writes cannot be read as the type.
    Incompatible(PlanError),
    /// A block is not what it says: how.
    Corrupt(String),
    /// A block, or the metadata, are larger than the limit.
    TooLarge,
    /// A value is none of its schema, or one that the type cannot hold. The offset in the error is
    /// counted from the beginning of the value.
    Decode(DecodeError),
    /// A value does not fit its schema.
    Encode(EncodeError),
    /// A value has another schema than the file: which.
    OtherSchema(String),
}

impl ContainerError {
    #[cold]
    pub(super) fn new(kind: ContainerErrorKind, place: Place) -> Self {
        Self(Box::new(Inner { kind, place }))
    }

    /// An error in front of the blocks.
    #[cold]
    pub(super) fn header(kind: ContainerErrorKind) -> Self {
        Self::new(kind, Place::Header)
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &ContainerErrorKind {
        &self.0.kind
    }

    /// The number of the block, counted from 1; nothing in front of the blocks.
    #[must_use]
    pub fn block(&self) -> Option<u64> {
        match self.0.place {
            Place::Header => None,
            Place::Block { number, .. } => Some(number),
            Place::Value { block, .. } => Some(block),
        }
    }

    /// Where in the file the block begins, in bytes; 0 in front of the blocks.
    #[must_use]
    pub fn offset(&self) -> u64 {
        match self.0.place {
            Place::Header => 0,
            Place::Block { offset, .. } | Place::Value { offset, .. } => offset,
        }
    }

    /// Whether reading on would fail alike.
    pub(super) fn is_final(&self) -> bool {
        matches!(
            self.kind(),
            ContainerErrorKind::Io(_) | ContainerErrorKind::Incompatible(_)
        )
    }
}

impl From<io::Error> for ContainerError {
    fn from(error: io::Error) -> Self {
        Self::header(ContainerErrorKind::Io(error))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => Ok(()),
            Self::Block { number, offset } => write!(f, "block {number} at byte {offset}: "),
            Self::Value {
                block,
                offset,
                number,
            } => write!(f, "block {block} at byte {offset}, value {number}: "),
        }
    }
}

impl fmt::Display for ContainerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.place.fmt(f)?;
        match self.kind() {
            ContainerErrorKind::Io(_) => f.write_str("the file cannot be read or written"),
            ContainerErrorKind::NotContainer => f.write_str(
                "the file does not start with Obj and 1, so it is no Avro object container file",
            ),
            ContainerErrorKind::Header(what) => write!(f, "in the file's metadata, {what}"),
            ContainerErrorKind::UnknownCodec(name) => write!(
                f,
                "the file is compressed with {name}, which takes a feature of avrolane's if it is \
                 a codec of Avro's"
            ),
            ContainerErrorKind::InvalidSchema(_) => f.write_str("the file's schema is none"),
            ContainerErrorKind::Incompatible(_) => {
                f.write_str("the file was written with another schema")
            }
            ContainerErrorKind::Corrupt(how) => f.write_str(how),
            ContainerErrorKind::TooLarge => {
                f.write_str("it is larger than the limit, which max_block_size raises")
            }
            ContainerErrorKind::Decode(_) => f.write_str("it cannot be read"),
            ContainerErrorKind::Encode(_) => f.write_str("a value cannot be written"),
            ContainerErrorKind::OtherSchema(schema) => {
                write!(f, "the value has another schema than the file: {schema}")
            }
        }
    }
}

impl std::error::Error for ContainerError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self.kind() {
            ContainerErrorKind::Io(error) => Some(error),
            ContainerErrorKind::InvalidSchema(error) => Some(error),
            ContainerErrorKind::Incompatible(error) => Some(error),
            ContainerErrorKind::Decode(error) => Some(error),
            ContainerErrorKind::Encode(error) => Some(error),
            _ => None,
        }
    }
}
