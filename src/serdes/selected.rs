//! How a serializer comes by the schema that it writes.

use super::conversion::Conversion;
use super::frame::Frame;
use super::{AvroSerializer, AvroSerializerBuilder};
use crate::codec::Transcoder;
use crate::framing::SchemaId;
use crate::registry::{
    Action, Error, ErrorKind, PinnedSchemas, PublicationSettings, RegisteredSchema, RuleMode,
    RuleSet, SchemaDefinition, SchemaRegistryClient, SchemaSelection, StoredSchema, VersionId,
    publish, require_no_rules,
};
use crate::resolution::Incompatibility;
use crate::schema::{Schema, SchemaDifference, SchemaDifferenceKind, SchemaGuid};
use crate::subject::MessageField;

/// What it takes to learn a [`Frame`].
pub(super) struct FrameRequest {
    pub(super) serializer: AvroSerializer,
    pub(super) field: MessageField,
    pub(super) subject: String,
    /// The schema of the type.
    pub(super) schema: Schema,
}

/// A schema of the registry's that is to be written.
struct Selected {
    id: SchemaId,
    guid: Option<SchemaGuid>,
    rule_set: Option<RuleSet>,
    /// The schema itself, unless it is the type's.
    other: Option<Schema>,
}

impl FrameRequest {
    pub(super) async fn carry_out(self) -> Result<Frame, Error> {
        let settings = self.serializer.settings();
        if let SchemaSelection::Pinned(pinned) = settings.selection(self.field) {
            return self.pinned(settings, pinned);
        }
        let registry = settings.required_registry()?;
        let selected = self.select(settings, registry).await?;
        let about = |error| registry.about_subject(&self.subject, error);
        if !settings.ignores_rules() {
            let rule_set = selected.rule_set.as_ref();
            require_no_rules(rule_set, &[RuleMode::Write]).map_err(about)?;
        }
        let conversion = match &selected.other {
            Some(other) => self.convert(settings, selected.id, other).map_err(about)?,
            None => Conversion::new(None, settings.bytes().are_bare(&self.schema)),
        };
        Frame::new(settings.placement(), selected.id, selected.guid, conversion)
            .ok_or_else(|| registry.no_guid(self.subject.clone()))
    }

    fn pinned(
        &self,
        settings: &AvroSerializerBuilder,
        pinned: &PinnedSchemas,
    ) -> Result<Frame, Error> {
        let subject = &self.subject;
        let schema = pinned.get(subject).ok_or_else(|| {
            Error::configuration(format!("no schema is pinned for subject {subject}"))
                .with_advice("add its id to the PinnedSchemas")
        })?;
        let conversion = Conversion::new(None, settings.bytes().are_bare(&self.schema));
        Frame::new(settings.placement(), schema.id, schema.guid, conversion).ok_or_else(|| {
            Error::new(ErrorKind::NoGuid)
                .with_problem(format!(
                    "the schema that is pinned for subject {subject} has no GUID"
                ))
                .with_advice("pin it by PinnedSchemas::id_and_guid, or have ids written")
        })
    }

    async fn select(
        &self,
        settings: &AvroSerializerBuilder,
        registry: &SchemaRegistryClient,
    ) -> Result<Selected, Error> {
        let Self {
            subject, schema, ..
        } = self;
        let stored = match settings.selection(self.field) {
            SchemaSelection::Register => {
                let registered = self.find(settings, registry, Action::Register).await;
                return registered.map(Into::into);
            }
            SchemaSelection::UseLatest => {
                registry
                    .schema_by_version(subject, VersionId::Latest)
                    .await?
            }
            SchemaSelection::UseLatestWithMetadata(properties) => {
                registry.latest_with_metadata(subject, properties).await?
            }
            SchemaSelection::UseId(id) => {
                let stored = registry.schema_by_id(*id, Some(subject)).await?;
                StoredSchema {
                    id: Some(*id),
                    // Not every registry says in which context the references are meant.
                    subject: stored.subject.or_else(|| Some(subject.clone())),
                    ..stored
                }
            }
            SchemaSelection::LookUp | SchemaSelection::Pinned(_) => {
                return match self.find(settings, registry, Action::LookUp).await {
                    Ok(registered) => Ok(registered.into()),
                    Err(error) => Err(registry.explain_not_found(error, subject, schema).await),
                };
            }
        };
        let other = registry.resolve(&stored).await;
        let id = stored.id.ok_or_else(|| {
            Error::new(ErrorKind::UnexpectedAnswer)
                .with_problem("the registry does not say the id of the version")
        });
        match (other, id) {
            (Ok(other), Ok(id)) => Ok(Selected {
                id,
                guid: stored.guid,
                rule_set: stored.rule_set,
                other: Some(other),
            }),
            (Err(error), _) | (_, Err(error)) => Err(registry.about_subject(subject, error)),
        }
    }

    /// Looks the schema of the type up, or registers it, with the schemas that it is to refer to.
    async fn find(
        &self,
        settings: &AvroSerializerBuilder,
        registry: &SchemaRegistryClient,
        action: Action,
    ) -> Result<RegisteredSchema, Error> {
        let Self {
            subject, schema, ..
        } = self;
        let normalize = settings.normalizes();
        let Some(strategy) = settings.references() else {
            let definition = SchemaDefinition::new(schema).normalize(normalize);
            return action.carry_out(registry, subject, &definition).await;
        };
        let publication = PublicationSettings {
            subjects: strategy.clone(),
            normalize,
            asks_again: false,
        };
        let published = publish(registry, action, subject, schema, &publication).await?;
        Ok(published.schema)
    }

    /// From data of the type's schema to data of another.
    fn convert(
        &self,
        settings: &AvroSerializerBuilder,
        id: SchemaId,
        other: &Schema,
    ) -> Result<Option<Box<Conversion>>, Error> {
        let transcoder = Transcoder::new(&self.schema, other)
            .map_err(|error| unsuitable(id, error.incompatibilities()))?;
        if settings.is_strict() && !transcoder.partial().is_empty() {
            return Err(unsuitable(id, transcoder.partial()));
        }
        let is_bare = settings.bytes().are_bare(other);
        if transcoder.is_identical() {
            return Ok(Conversion::new(None, is_bare));
        }
        self.warn_of_losses(id, other);
        Ok(Conversion::new(Some(transcoder), is_bare))
    }

    /// Says which fields of the type are not written. What resolution allows a reader to leave out
    /// may still be missed on a topic.
    fn warn_of_losses(&self, id: SchemaId, other: &Schema) {
        let differences = other.differences_from(&self.schema);
        let is_lost =
            |difference: &&SchemaDifference| difference.kind == SchemaDifferenceKind::FieldRemoved;
        let lost: Vec<&str> = (differences.iter().filter(is_lost))
            .map(|difference| difference.path.as_str())
            .collect();
        if !lost.is_empty() && self.serializer.warns_for_the_first_time(&self.subject, id) {
            log::warn!(
                "the schema with id {id}, which is written for subject {}, does not have these \
                 fields of the type, which are left out: {}",
                self.subject,
                lost.join(", ")
            );
        }
    }
}

#[cold]
fn unsuitable(id: SchemaId, differences: &[Incompatibility]) -> Error {
    let list: Vec<String> = differences.iter().map(ToString::to_string).collect();
    Error::new(ErrorKind::UnsuitableSchema)
        .with_problem(format!(
            "the schema with id {id} cannot take every event of the type: {}",
            list.join("; ")
        ))
        .with_advice(
            "register the type's schema and look that up, or say compatibility_strict(false) where \
             no event is such",
        )
        .with_incompatibilities(differences)
}

impl From<RegisteredSchema> for Selected {
    fn from(registered: RegisteredSchema) -> Self {
        Self {
            id: registered.id,
            guid: registered.guid,
            rule_set: registered.rule_set,
            other: None,
        }
    }
}
