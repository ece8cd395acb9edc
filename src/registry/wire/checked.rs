//! Values that are checked while they are read.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error as _};

use super::super::models::SchemaVersion;
use crate::compat::CompatibilityLevel;
use crate::framing::SchemaId;
use crate::schema::SchemaGuid;

/// A value that is checked while it is read.
pub(in crate::registry) struct Checked<T>(pub(in crate::registry) T);

impl From<Checked<Self>> for SchemaId {
    fn from(checked: Checked<Self>) -> Self {
        checked.0
    }
}

impl From<Checked<Self>> for SchemaVersion {
    fn from(checked: Checked<Self>) -> Self {
        checked.0
    }
}

impl<'de> Deserialize<'de> for Checked<SchemaId> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = i64::deserialize(deserializer)?;
        let checked = u32::try_from(id).ok().and_then(SchemaId::new);
        checked
            .map(Self)
            .ok_or_else(|| D::Error::custom(format_args!("schema id {id} is out of range")))
    }
}

impl<'de> Deserialize<'de> for Checked<SchemaVersion> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let version = i64::deserialize(deserializer)?;
        let checked = u32::try_from(version).ok().and_then(SchemaVersion::new);
        checked
            .map(Self)
            .ok_or_else(|| D::Error::custom(format_args!("version {version} is out of range")))
    }
}

impl<'de> Deserialize<'de> for Checked<SchemaGuid> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'_, str>::deserialize(deserializer)?;
        text.parse().map(Self).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Checked<CompatibilityLevel> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'_, str>::deserialize(deserializer)?;
        text.parse().map(Self).map_err(D::Error::custom)
    }
}
