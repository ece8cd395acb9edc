//! How single members of the registry's JSON are read and written.

/// A compatibility level, as the registry spells it.
pub(in crate::registry) mod level {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::super::Checked;
    use crate::compat::CompatibilityLevel;

    #[expect(clippy::ref_option, reason = "serde gives members so")]
    pub(in crate::registry) fn serialize<S: Serializer>(
        level: &Option<CompatibilityLevel>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match level {
            Some(level) => serializer.serialize_str(level.as_str()),
            None => serializer.serialize_none(),
        }
    }

    pub(in crate::registry) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<CompatibilityLevel>, D::Error> {
        let level: Option<Checked<CompatibilityLevel>> = Option::deserialize(deserializer)?;
        Ok(level.map(|level| level.0))
    }
}

/// The metadata of a schema.
pub(in crate::registry) mod metadata {
    use std::collections::{BTreeMap, BTreeSet};

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::schema::SchemaMetadata;

    #[derive(Serialize)]
    struct Body<'a> {
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        tags: &'a BTreeMap<String, BTreeSet<String>>,
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        properties: &'a BTreeMap<String, String>,
        #[serde(skip_serializing_if = "BTreeSet::is_empty")]
        sensitive: &'a BTreeSet<String>,
    }

    #[derive(Deserialize)]
    struct Answer {
        tags: Option<BTreeMap<String, BTreeSet<String>>>,
        properties: Option<BTreeMap<String, String>>,
        sensitive: Option<BTreeSet<String>>,
    }

    #[expect(clippy::ref_option, reason = "serde gives members so")]
    pub(in crate::registry) fn serialize<S: Serializer>(
        metadata: &Option<SchemaMetadata>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let body = metadata.as_ref().map(|metadata| Body {
            tags: &metadata.tags,
            properties: &metadata.properties,
            sensitive: &metadata.sensitive,
        });
        body.serialize(serializer)
    }

    pub(in crate::registry) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<SchemaMetadata>, D::Error> {
        let answer: Option<Answer> = Option::deserialize(deserializer)?;
        Ok(answer.map(|answer| SchemaMetadata {
            tags: answer.tags.unwrap_or_default(),
            properties: answer.properties.unwrap_or_default(),
            sensitive: answer.sensitive.unwrap_or_default(),
        }))
    }
}

/// Members that this crate has no field for.
pub(in crate::registry) mod other_members {
    use std::collections::BTreeMap;

    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};
    use serde_json::Value;

    use crate::schema::Json;

    pub(in crate::registry) fn serialize<S: Serializer>(
        members: &BTreeMap<String, Json>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(members.iter().map(|(name, value)| (name, to_value(value))))
    }

    /// What [`Json`] writes is JSON, its numbers included.
    fn to_value(json: &Json) -> Value {
        serde_json::from_str(&json.to_string()).unwrap_or_default()
    }

    pub(in crate::registry) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<String, Json>, D::Error> {
        let members: BTreeMap<String, Value> = BTreeMap::deserialize(deserializer)?;
        members
            .into_iter()
            .map(|(name, value)| Ok((name, value.to_string().parse().map_err(D::Error::custom)?)))
            .collect()
    }
}

/// The version of a schema.
pub(in crate::registry) mod version {
    use serde::Serializer;

    use super::super::super::models::SchemaVersion;

    #[expect(clippy::ref_option, reason = "serde gives members so")]
    pub(in crate::registry) fn serialize<S: Serializer>(
        version: &Option<SchemaVersion>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match version {
            Some(version) => serializer.serialize_u32(version.get()),
            None => serializer.serialize_none(),
        }
    }
}

/// A time in milliseconds since 1970.
pub(in crate::registry) mod millis {
    use std::time::{Duration, SystemTime};

    use serde::{Deserialize, Deserializer};

    pub(in crate::registry) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<SystemTime>, D::Error> {
        let millis: Option<i64> = Option::deserialize(deserializer)?;
        // A time before 1970 is no time that something was registered at.
        Ok(millis.and_then(|millis| {
            let since = Duration::from_millis(u64::try_from(millis).ok()?);
            SystemTime::UNIX_EPOCH.checked_add(since)
        }))
    }
}

/// A schema as it is stored.
pub(in crate::registry) mod stored {
    use serde::{Deserialize, Deserializer};

    use super::super::StoredAnswer;
    use crate::registry::StoredSchema;

    pub(in crate::registry) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<StoredSchema>, D::Error> {
        let answer: Option<StoredAnswer> = Option::deserialize(deserializer)?;
        Ok(answer.map(Into::into))
    }
}
