//! The settings of an Avro serializer.

use super::{AvroSerializer, TopLevelBytes};
use crate::registry::{
    CacheSettings, Error, ReferenceSubjectNameStrategy, SchemaRegistryClient, SchemaSelection,
};
use crate::subject::{MessageField, SubjectNameStrategy};

/// Sets up an [`AvroSerializer`].
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct AvroSerializerBuilder {
    registry: Option<SchemaRegistryClient>,
    key: OfField,
    value: OfField,
    placement: SchemaIdPlacement,
    top_level_bytes: TopLevelBytes,
    normalize: bool,
    references: Option<ReferenceSubjectNameStrategy>,
    ignore_rules: bool,
    is_lenient: bool,
}

/// The settings that keys and values have of their own.
#[derive(Debug, Clone, Default)]
struct OfField {
    selection: SchemaSelection,
    subjects: SubjectNameStrategy,
}

/// Where the identity of the schema stands in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum SchemaIdPlacement {
    /// The id in front of the payload, which every reader knows (`PrefixSchemaIdSerializer`).
    #[default]
    Prefix,
    /// The GUID in front of the payload. The registry must know GUIDs.
    GuidPrefix,
    /// The GUID in a header of the message, the payload bare (`HeaderSchemaIdSerializer`). The
    /// registry must know GUIDs.
    Header,
}

impl AvroSerializerBuilder {
    /// The registry that the schemas stand in. None unless set, and then only types that are not
    /// Avro can be written, and those whose schemas are [pinned](SchemaSelection::Pinned).
    pub fn registry(mut self, registry: SchemaRegistryClient) -> Self {
        self.registry = Some(registry);
        self
    }

    /// Which schemas are written. [`SchemaSelection::LookUp`] unless set.
    pub fn schemas(self, selection: SchemaSelection) -> Self {
        self.key_schemas(selection.clone()).value_schemas(selection)
    }

    /// Which schemas are written for keys, where that is not said for keys and values together.
    pub fn key_schemas(mut self, selection: SchemaSelection) -> Self {
        self.key.selection = selection;
        self
    }

    /// Which schemas are written for values, where that is not said for keys and values together.
    pub fn value_schemas(mut self, selection: SchemaSelection) -> Self {
        self.value.selection = selection;
        self
    }

    /// How the subjects of keys are named. [`SubjectNameStrategy::TopicName`] unless set
    /// (`key.subject.name.strategy`).
    pub fn key_subject_name_strategy(mut self, strategy: SubjectNameStrategy) -> Self {
        self.key.subjects = strategy;
        self
    }

    /// How the subjects of values are named. [`SubjectNameStrategy::TopicName`] unless set
    /// (`value.subject.name.strategy`).
    pub fn value_subject_name_strategy(mut self, strategy: SubjectNameStrategy) -> Self {
        self.value.subjects = strategy;
        self
    }

    /// Where a message says which schema wrote it. [`SchemaIdPlacement::Prefix`] unless set
    /// (`key.schema.id.serializer`, `value.schema.id.serializer`).
    pub fn schema_id_placement(mut self, placement: SchemaIdPlacement) -> Self {
        self.placement = placement;
        self
    }

    /// Whether the registry brings schemas into their normal form before it compares or stores
    /// them. It does not unless set (`normalize.schemas`).
    pub fn normalize_schemas(mut self, normalize: bool) -> Self {
        self.normalize = normalize;
        self
    }

    /// Has the nested records, enums and fixeds of events stand under subjects of their own, which
    /// are named so, and the schemas that are looked up or registered refer to them, as those do that
    /// [`publish`](SchemaRegistryClient::publish) has registered. Each schema holds all of its types
    /// unless set (`reference.subject.name.strategy`).
    pub fn reference_subject_name_strategy(
        mut self,
        strategy: ReferenceSubjectNameStrategy,
    ) -> Self {
        self.references = Some(strategy);
        self
    }

    /// Whether a schema of the registry's must be able to take every event of a type, where one is
    /// written instead of the type's own. It must unless set, and what it cannot take shows on
    /// preparing (`latest.compatibility.strict`, `id.compatibility.strict`). If it need not, events
    /// that it cannot take are errors one by one; but some must be such that it can.
    pub fn compatibility_strict(mut self, strict: bool) -> Self {
        self.is_lenient = !strict;
        self
    }

    /// Writes events also with schemas whose data contract has rules that would have to run, such as
    /// one that encrypts a field: they are written as they are, unchanged and unchecked. Unless this
    /// is said, preparing the serializer for such a schema is an error of
    /// [`ErrorKind::UnsupportedRules`](crate::registry::ErrorKind::UnsupportedRules).
    ///
    /// The rules that count are those that
    /// [run on writing](crate::registry::RuleSet::required_on). Of a pinned schema they are not
    /// known.
    pub fn ignore_rules(mut self) -> Self {
        self.ignore_rules = true;
        self
    }

    /// How a message is written whose schema is `bytes`. [`TopLevelBytes::Bare`] unless set.
    /// Readers must do the same.
    pub fn top_level_bytes(mut self, bytes: TopLevelBytes) -> Self {
        self.top_level_bytes = bytes;
        self
    }

    /// Makes the serializer.
    #[must_use]
    pub fn build(self) -> AvroSerializer {
        AvroSerializer::new(self)
    }
}

/// What was set.
impl AvroSerializerBuilder {
    pub(super) fn required_registry(&self) -> Result<&SchemaRegistryClient, Error> {
        self.registry.as_ref().ok_or_else(no_registry)
    }

    /// What the registry's client keeps answers by.
    pub(super) fn caches(&self) -> CacheSettings {
        let registry = self.registry.as_ref();
        registry.map_or_else(CacheSettings::new, |registry| {
            registry.cache_settings().clone()
        })
    }

    /// Whether other schemas can be meant later.
    pub(super) fn can_change(&self) -> bool {
        self.key.selection.can_change() || self.value.selection.can_change()
    }

    pub(super) fn selection(&self, field: MessageField) -> &SchemaSelection {
        &self.of(field).selection
    }

    pub(super) fn strategy(&self, field: MessageField) -> &SubjectNameStrategy {
        &self.of(field).subjects
    }

    #[inline]
    fn of(&self, field: MessageField) -> &OfField {
        match field {
            MessageField::Key => &self.key,
            MessageField::Value => &self.value,
        }
    }

    pub(super) fn placement(&self) -> SchemaIdPlacement {
        self.placement
    }

    pub(super) fn bytes(&self) -> TopLevelBytes {
        self.top_level_bytes
    }

    pub(super) fn normalizes(&self) -> bool {
        self.normalize
    }

    /// How the nested types are named that a schema refers to; it holds them if there is nothing.
    pub(super) fn references(&self) -> Option<&ReferenceSubjectNameStrategy> {
        self.references.as_ref()
    }

    pub(super) fn ignores_rules(&self) -> bool {
        self.ignore_rules
    }

    pub(super) fn is_strict(&self) -> bool {
        !self.is_lenient
    }
}

#[cold]
pub(super) fn no_registry() -> Error {
    Error::configuration("Avro needs a Schema Registry, and none is configured")
        .with_advice("give a SchemaRegistryClient to the builder's registry()")
}
