//! What can go wrong between values and the bytes of messages.

use std::fmt;
use std::sync::Arc;

use crate::codec::{DecodeError, EncodeError, PlanError};
use crate::disposition::Disposition;
use crate::framing::FrameError;
use crate::registry;

/// A value that cannot be turned into the bytes of a message.
#[derive(Debug)]
#[non_exhaustive]
pub enum SerializeError {
    /// [`Serializer::prepare`](super::Serializer::prepare) has to come first. A producer sees to
    /// that.
    NotPrepared,
    /// The value does not fit its schema.
    Encode(EncodeError),
    /// The schema's id cannot be had.
    Registry(registry::Error),
    /// A serializer of another format failed.
    Other(Box<dyn std::error::Error + Send + Sync>),
}

/// Bytes of a message that cannot be turned into a value.
#[derive(Debug)]
#[non_exhaustive]
pub enum DeserializeError {
    /// [`Deserializer::prepare`](super::Deserializer::prepare) has to come first. A consumer sees
    /// to that.
    NotPrepared,
    /// The message does not say which schema wrote it.
    Frame(FrameError),
    /// The writer's schema cannot be had.
    Registry(registry::Error),
    /// The type can read nothing of what the writer's schema wrote.
    Incompatible(Arc<PlanError>),
    /// The bytes are no value of the writer's schema, or one that the type cannot hold.
    Decode(DecodeError),
    /// A deserializer of another format failed.
    Other(Box<dyn std::error::Error + Send + Sync>),
}

impl SerializeError {
    /// The failure of a serializer of another format.
    pub fn other(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Other(cause.into())
    }

    /// What to do about the record.
    #[must_use]
    pub fn disposition(&self) -> Disposition {
        match self {
            Self::NotPrepared => Disposition::Retry,
            Self::Registry(error) => error.disposition(),
            Self::Encode(_) | Self::Other(_) => Disposition::Skip,
        }
    }

    /// The error that this one stands for.
    fn inner(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotPrepared => None,
            Self::Encode(error) => Some(error),
            Self::Registry(error) => Some(error),
            Self::Other(error) => Some(error.as_ref()),
        }
    }
}

impl DeserializeError {
    /// The failure of a deserializer of another format.
    pub fn other(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Other(cause.into())
    }

    /// What to do about the record.
    #[must_use]
    pub fn disposition(&self) -> Disposition {
        match self {
            Self::NotPrepared => Disposition::Retry,
            Self::Registry(error) => error.disposition(),
            Self::Frame(_) | Self::Incompatible(_) | Self::Decode(_) | Self::Other(_) => {
                Disposition::Skip
            }
        }
    }

    /// The error that this one stands for.
    fn inner(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotPrepared => None,
            Self::Frame(error) => Some(error),
            Self::Registry(error) => Some(error),
            Self::Incompatible(error) => Some(error.as_ref()),
            Self::Decode(error) => Some(error),
            Self::Other(error) => Some(error.as_ref()),
        }
    }
}

impl fmt::Display for SerializeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.inner() {
            Some(inner) => fmt::Display::fmt(inner, f),
            None => f.write_str("the serializer has not been prepared for this topic and type"),
        }
    }
}

impl fmt::Display for DeserializeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.inner() {
            Some(inner) => fmt::Display::fmt(inner, f),
            None => f.write_str("the deserializer has not been prepared for the writer's schema"),
        }
    }
}

impl std::error::Error for SerializeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner()?.source()
    }
}

impl std::error::Error for DeserializeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner()?.source()
    }
}

impl From<EncodeError> for SerializeError {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}

impl From<registry::Error> for SerializeError {
    fn from(error: registry::Error) -> Self {
        Self::Registry(error)
    }
}

impl From<FrameError> for DeserializeError {
    fn from(error: FrameError) -> Self {
        Self::Frame(error)
    }
}

impl From<registry::Error> for DeserializeError {
    fn from(error: registry::Error) -> Self {
        Self::Registry(error)
    }
}

impl From<DecodeError> for DeserializeError {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_small() {
        assert!(size_of::<registry::Error>() <= 24);
        assert!(size_of::<SerializeError>() <= 24);
        assert!(size_of::<DeserializeError>() <= 24);
        assert!(size_of::<crate::Error>() <= 32);
    }
}
