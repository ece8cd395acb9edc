//! One error for applications, and what to do about an error.

use std::fmt;

use crate::codec::{DecodeError, EncodeError};

/// What to do about a record that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Disposition {
    /// The cause is a passing one: the same record may succeed later.
    Retry,
    /// This record, or every record of its schema, fails for good; others are not concerned.
    Skip,
    /// Every record fails until someone changes a setting, a permission or the program.
    Fatal,
}

/// Any error of this crate, for `?` in applications.
///
/// Each function says which one it returns; this type only collects them.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A value does not fit its schema.
    Encode(EncodeError),
    /// Bytes are no value of a type.
    Decode(DecodeError),
    /// The Schema Registry cannot be reached or refuses.
    #[cfg(feature = "registry")]
    Registry(crate::registry::Error),
    /// A key or value cannot be turned into bytes.
    #[cfg(feature = "registry")]
    Serialize(crate::serdes::SerializeError),
    /// Bytes cannot be turned into a key or value.
    #[cfg(feature = "registry")]
    Deserialize(crate::serdes::DeserializeError),
}

impl Error {
    fn inner(&self) -> &(dyn std::error::Error + 'static) {
        match self {
            Self::Encode(error) => error,
            Self::Decode(error) => error,
            #[cfg(feature = "registry")]
            Self::Registry(error) => error,
            #[cfg(feature = "registry")]
            Self::Serialize(error) => error,
            #[cfg(feature = "registry")]
            Self::Deserialize(error) => error,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.inner(), f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner().source()
    }
}

impl From<EncodeError> for Error {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

#[cfg(feature = "registry")]
impl From<crate::registry::Error> for Error {
    fn from(error: crate::registry::Error) -> Self {
        Self::Registry(error)
    }
}

#[cfg(feature = "registry")]
impl From<crate::serdes::SerializeError> for Error {
    fn from(error: crate::serdes::SerializeError) -> Self {
        Self::Serialize(error)
    }
}

#[cfg(feature = "registry")]
impl From<crate::serdes::DeserializeError> for Error {
    fn from(error: crate::serdes::DeserializeError) -> Self {
        Self::Deserialize(error)
    }
}
