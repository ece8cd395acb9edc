//! The registry's JSON. Members that are not read are ignored, and no number is taken that does
//! not fit its type.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::{Deserialize as DeriveDeserialize, Serialize as DeriveSerialize};

use super::models::{RegisteredSchema, SchemaDefinition, SchemaVersion, StoredSchema};
use crate::compat::CompatibilityLevel;
use crate::framing::SchemaId;
use crate::schema::{SchemaGuid, SchemaReference};

/// The body of a registration and of a look-up.
#[derive(DeriveSerialize)]
pub(super) struct SchemaBody<'a> {
    schema: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    references: Vec<Reference<'a>>,
}

impl<'a> SchemaBody<'a> {
    pub(super) fn new(definition: &'a SchemaDefinition) -> Self {
        let references = definition
            .reference_list()
            .iter()
            .map(|reference| Reference {
                name: Cow::Borrowed(&reference.name),
                subject: Cow::Borrowed(&reference.subject),
                version: reference.version,
            });
        Self {
            schema: definition.text(),
            references: references.collect(),
        }
    }
}

#[derive(DeriveSerialize, DeriveDeserialize)]
struct Reference<'a> {
    name: Cow<'a, str>,
    subject: Cow<'a, str>,
    version: i32,
}

/// The answer to a registration and to a look-up.
#[derive(DeriveDeserialize)]
pub(super) struct RegisteredAnswer {
    id: Checked<SchemaId>,
    guid: Option<Checked<SchemaGuid>>,
    version: Option<Checked<SchemaVersion>>,
}

impl From<RegisteredAnswer> for RegisteredSchema {
    fn from(answer: RegisteredAnswer) -> Self {
        Self {
            id: answer.id.0,
            guid: answer.guid.map(|guid| guid.0),
            version: answer.version.map(|version| version.0),
        }
    }
}

/// The answer to a request for a schema.
#[derive(DeriveDeserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StoredAnswer {
    schema: String,
    schema_type: Option<String>,
    references: Option<Vec<Reference<'static>>>,
    id: Option<Checked<SchemaId>>,
    guid: Option<Checked<SchemaGuid>>,
    subject: Option<String>,
    version: Option<Checked<SchemaVersion>>,
}

impl From<StoredAnswer> for StoredSchema {
    fn from(answer: StoredAnswer) -> Self {
        let references = answer.references.unwrap_or_default().into_iter();
        Self {
            text: answer.schema,
            schema_type: answer.schema_type.unwrap_or_else(|| Self::AVRO.to_owned()),
            references: references
                .map(|reference| SchemaReference {
                    name: reference.name.into_owned(),
                    subject: reference.subject.into_owned(),
                    version: reference.version,
                })
                .collect(),
            id: answer.id.map(|id| id.0),
            guid: answer.guid.map(|guid| guid.0),
            subject: answer.subject,
            version: answer.version.map(|version| version.0),
        }
    }
}

/// The answer to a request for the versions of a subject.
#[derive(DeriveDeserialize)]
pub(super) struct VersionsAnswer(Vec<Checked<SchemaVersion>>);

impl From<VersionsAnswer> for Vec<SchemaVersion> {
    fn from(answer: VersionsAnswer) -> Self {
        answer.0.into_iter().map(|version| version.0).collect()
    }
}

/// The answer to a request for the formats that schemas can have: `["JSON","PROTOBUF","AVRO"]`. No
/// name of one is looked at.
#[derive(DeriveDeserialize)]
pub(super) struct SchemaTypesAnswer(
    #[expect(dead_code, reason = "its form says enough")] Vec<String>,
);

/// The body that changes a compatibility level.
#[derive(DeriveSerialize)]
pub(super) struct CompatibilityBody {
    compatibility: &'static str,
}

impl From<CompatibilityLevel> for CompatibilityBody {
    fn from(level: CompatibilityLevel) -> Self {
        Self {
            compatibility: level.as_str(),
        }
    }
}

/// The configuration of the registry or of a subject, as a request for it and one that changes it
/// are answered: the two name the level differently.
#[derive(DeriveDeserialize)]
pub(super) struct ConfigAnswer {
    #[serde(alias = "compatibilityLevel")]
    compatibility: Option<Checked<CompatibilityLevel>>,
}

impl ConfigAnswer {
    pub(super) fn level(self) -> Option<CompatibilityLevel> {
        self.compatibility.map(|level| level.0)
    }
}

/// The answer to a request that is refused.
#[derive(Default, DeriveDeserialize)]
pub(super) struct ErrorAnswer {
    pub(super) error_code: Option<u32>,
    pub(super) message: Option<String>,
}

/// A value that is checked while it is read.
struct Checked<T>(T);

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
