//! Which schema a serializer writes.

use std::collections::BTreeMap;

use crate::framing::SchemaId;
use crate::schema::SchemaGuid;

/// Which schema a serializer writes, and how it comes by that schema's id.
///
/// [`LookUp`](Self::LookUp), [`Register`](Self::Register) and [`Pinned`](Self::Pinned) write the
/// schema of the type. The others write one that stands in the registry already. That one may differ
/// from the type's: events are then rewritten for it by the rules of schema resolution, so that what
/// is on the topic is data of the schema that it names. Fields that the schema lacks are left out,
/// which a warning says. Where the schema cannot take every event of the type, preparing the
/// serializer fails with every reason
/// ([`ErrorKind::UnsuitableSchema`](super::ErrorKind::UnsuitableSchema)).
///
/// Java's serializers look at the settings named here in this order: `auto.register.schemas`,
/// `use.schema.id`, `use.latest.with.metadata`, `use.latest.version`; Python's at
/// `auto.register.schemas` last. Here only one of them can be said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum SchemaSelection {
    /// Looks the type's schema up under its subject, and fails if it is not there: what is
    /// registered in production is decided elsewhere, in CI for example
    /// (`auto.register.schemas=false`). The error says what differs from the version that is most
    /// like it.
    #[default]
    LookUp,
    /// Registers the type's schema under its subject unless it is there (`auto.register.schemas`,
    /// the default of the Java and Python serializers).
    ///
    /// Registries that answer with the id alone, such as Confluent's before version 8, do not say
    /// which rules of a data contract the schema takes over from the version before.
    Register,
    /// Writes the latest version of the subject (`use.latest.version`). It is asked for again after
    /// a while, as the client's settings say; a version that cannot take the events of the type is
    /// an error from then on.
    UseLatest,
    /// Writes the latest version of the subject whose metadata has these properties, as
    /// [`UseLatest`](Self::UseLatest) does (`use.latest.with.metadata`).
    UseLatestWithMetadata(BTreeMap<String, String>),
    /// Writes the schema with this id (`use.schema.id`). An id belongs to one schema, so it goes with
    /// a serializer of its own, or with keys or values only.
    UseId(SchemaId),
    /// Writes the type's schema under an id that is known beforehand, and makes no request: a
    /// producer starts while the registry is down. Nothing checks that the id is that of the type's
    /// schema.
    Pinned(PinnedSchemas),
}

impl SchemaSelection {
    /// [`UseLatestWithMetadata`](Self::UseLatestWithMetadata).
    ///
    /// ```
    /// use avrolane::registry::SchemaSelection;
    ///
    /// let selection = SchemaSelection::latest_with_metadata([("major", "2")]);
    /// ```
    pub fn latest_with_metadata<K: Into<String>, V: Into<String>>(
        properties: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let properties = properties.into_iter();
        let properties = properties.map(|(key, value)| (key.into(), value.into()));
        Self::UseLatestWithMetadata(properties.collect())
    }

    /// Whether another schema can be meant later.
    pub(crate) fn can_change(&self) -> bool {
        matches!(self, Self::UseLatest | Self::UseLatestWithMetadata(_))
    }
}

/// The identities of schemas, by their subjects, for [`SchemaSelection::Pinned`].
///
/// ```
/// use avrolane::registry::{PinnedSchemas, SchemaId, SchemaSelection};
///
/// let id = SchemaId::new(17).expect("ids are from 0 to 2,147,483,647");
/// let selection = SchemaSelection::Pinned(PinnedSchemas::new().id("flights-value", id));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PinnedSchemas(BTreeMap<String, PinnedSchema>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PinnedSchema {
    pub(crate) id: SchemaId,
    pub(crate) guid: Option<SchemaGuid>,
}

impl PinnedSchemas {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the id of a subject's schema. The last one for a subject counts.
    #[must_use]
    pub fn id(mut self, subject: impl Into<String>, id: SchemaId) -> Self {
        let schema = PinnedSchema { id, guid: None };
        self.0.insert(subject.into(), schema);
        self
    }

    /// Adds the id and the GUID of a subject's schema. The GUID is needed where
    /// [`SchemaIdPlacement`](crate::serdes::SchemaIdPlacement) asks for it.
    #[must_use]
    pub fn id_and_guid(
        mut self,
        subject: impl Into<String>,
        id: SchemaId,
        guid: SchemaGuid,
    ) -> Self {
        let guid = Some(guid);
        self.0.insert(subject.into(), PinnedSchema { id, guid });
        self
    }

    pub(crate) fn get(&self, subject: &str) -> Option<PinnedSchema> {
        self.0.get(subject).copied()
    }
}
