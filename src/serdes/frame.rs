//! The bytes in front of a payload, and who fetches what stands in them.

use std::hash::Hash;

use super::{Output, SchemaIdPlacement};
use crate::framing;
use crate::registry::{
    Action, Error, PublicationSettings, ReferenceSubjectNameStrategy, RegisteredSchema,
    SchemaDefinition, SchemaRegistryClient, SchemaSelection, publish,
};
use crate::schema::Schema;
use crate::subject::{MessageField, SerializationContext};

/// What a [`Frame`] belongs to: a topic, one half of its messages, and what stands for a schema.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct FrameKey<S> {
    topic: Box<str>,
    field: MessageField,
    schema: S,
}

/// A [`FrameKey`] that borrows, for looking up without an allocation. It hashes alike, having the
/// same members in the same order.
#[derive(Clone, Copy, Hash)]
pub(super) struct FrameKeyRef<'a, S> {
    topic: &'a str,
    field: MessageField,
    schema: &'a S,
}

impl<'a, S: Clone> FrameKeyRef<'a, S> {
    pub(super) fn new(context: &SerializationContext<'a>, schema: &'a S) -> Self {
        Self {
            topic: context.topic,
            field: context.field,
            schema,
        }
    }

    pub(super) fn to_owned(&self) -> FrameKey<S> {
        FrameKey {
            topic: self.topic.into(),
            field: self.field,
            schema: self.schema.clone(),
        }
    }
}

impl<S: PartialEq> PartialEq<FrameKey<S>> for FrameKeyRef<'_, S> {
    fn eq(&self, key: &FrameKey<S>) -> bool {
        *self.schema == key.schema && self.field == key.field && self.topic == &*key.topic
    }
}

/// The bytes that name a schema, and where they go.
#[derive(Clone, Copy)]
pub(super) enum Frame {
    IdPrefix([u8; 5]),
    GuidPrefix([u8; 17]),
    GuidHeader([u8; 17]),
}

impl Frame {
    /// Nothing where the placement needs a GUID that the registry did not say.
    fn new(placement: SchemaIdPlacement, registered: &RegisteredSchema) -> Option<Self> {
        let guid = registered.guid.as_ref().map(framing::guid_prefix);
        match placement {
            SchemaIdPlacement::Prefix => Some(Self::IdPrefix(framing::id_prefix(registered.id))),
            SchemaIdPlacement::GuidPrefix => guid.map(Self::GuidPrefix),
            SchemaIdPlacement::Header => guid.map(Self::GuidHeader),
        }
    }

    #[inline]
    pub(super) fn write_to(&self, output: &mut Output<'_>) {
        match self {
            Self::IdPrefix(prefix) => output.bytes().extend_from_slice(prefix),
            Self::GuidPrefix(prefix) => output.bytes().extend_from_slice(prefix),
            Self::GuidHeader(header) => output.set_schema_id_header(*header),
        }
    }
}

/// What it takes to learn a [`Frame`].
pub(super) struct FrameRequest {
    pub(super) registry: SchemaRegistryClient,
    pub(super) subject: String,
    pub(super) schema: Schema,
    pub(super) normalize: bool,
    /// How the nested types are named that the schema refers to; it holds them unless this is set.
    pub(super) references: Option<ReferenceSubjectNameStrategy>,
    pub(super) selection: SchemaSelection,
    pub(super) placement: SchemaIdPlacement,
}

impl FrameRequest {
    pub(super) async fn carry_out(self) -> Result<Frame, Error> {
        let registered = match &self.selection {
            SchemaSelection::LookUp => self.find(Action::LookUp).await?,
            SchemaSelection::Register => self.find(Action::Register).await?,
        };
        Frame::new(self.placement, &registered).ok_or_else(|| self.registry.no_guid(self.subject))
    }

    async fn find(&self, action: Action) -> Result<RegisteredSchema, Error> {
        let Self {
            registry,
            subject,
            schema,
            normalize,
            references,
            ..
        } = self;
        match references {
            None => {
                let definition = SchemaDefinition::new(schema).normalize(*normalize);
                action.carry_out(registry, subject, &definition).await
            }
            Some(strategy) => {
                let settings = PublicationSettings {
                    subjects: strategy.clone(),
                    normalize: *normalize,
                };
                let published = publish(registry, action, subject, schema, &settings).await?;
                Ok(published.schema)
            }
        }
    }
}
