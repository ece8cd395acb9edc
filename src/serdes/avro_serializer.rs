//! From events to Avro with the id of its schema.

use std::fmt;
use std::sync::Arc;

use super::frame::{Frame, FrameKey, FrameKeyRef, FrameRequest};
use super::generic::GenericSchema;
use super::{Output, SerializeError, Serializer};
use crate::codec::AvroEncode;
use crate::registry::{
    Cache, CacheSettings, Error, ReferenceSubjectNameStrategy, SchemaRegistryClient,
    SchemaSelection,
};
use crate::schema::{AvroSchema, Digest, Node, Schema, TypeKind};
use crate::subject::{MessageField, SerializationContext, SubjectNameStrategy};

/// Writes events as Avro, each with the id of its schema (`KafkaAvroSerializer`).
///
/// One serializer writes any number of types to any number of topics. It is a handle: clones share
/// the ids that were fetched. Once [`prepare`](Serializer::prepare) has fetched the id for a topic
/// and a type, [`serialize`](Serializer::serialize) takes no lock, makes no request, and allocates
/// nothing but what the output grows by.
///
/// A producer has a serializer of its own. By itself it is used like this:
///
/// ```
/// use avrolane::AvroEvent;
/// use avrolane::registry::{SchemaRegistryClient, SchemaSelection};
/// use avrolane::serdes::{AvroDeserializer, AvroSerializer, Input, Output, Serializer};
/// use avrolane::subject::{MessageField, SerializationContext};
///
/// #[derive(Debug, PartialEq, AvroEvent)]
/// struct Reading {
///     celsius: f64,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = avrolane_embedded::EmbeddedRegistry::start()?;
/// # let registry = SchemaRegistryClient::builder(server.url()).build()?;
/// let serializer = AvroSerializer::builder()
///     .registry(registry.clone())
///     .schemas(SchemaSelection::Register)
///     .build();
/// let context = SerializationContext::new("readings", MessageField::Value);
/// Serializer::<Reading>::prepare(&serializer, &context).await?;
/// let mut bytes = Vec::new();
/// let reading = Reading { celsius: 21.5 };
/// serializer.serialize(&context, &reading, &mut Output::new(&mut bytes))?;
///
/// let deserializer = AvroDeserializer::builder().registry(registry).build();
/// let message = Input { bytes: &bytes, schema_id_header: None };
/// deserializer.fetch(message).await?;
/// assert_eq!(deserializer.decode::<Reading>(message)?, reading);
/// # Ok(())
/// # }
/// ```
///
/// An enum of events is a union in the topic's subject. Under
/// [`RecordName`](SubjectNameStrategy::RecordName) and
/// [`TopicRecordName`](SubjectNameStrategy::TopicRecordName) each event is written by itself, with
/// the id of its own schema, in the subject of its own name: the first event of an enum has the
/// schemas of all looked up.
///
/// A schema whose outermost type is `bytes` is written as plain Avro, with its length; Java's
/// serializer leaves the length out.
#[derive(Clone)]
pub struct AvroSerializer(Arc<Inner>);

struct Inner {
    settings: AvroSerializerBuilder,
    frames: Arc<Cache<FrameKey<Digest>, Frame>>,
    generic_frames: Arc<Cache<FrameKey<GenericSchema>, Frame>>,
}

/// Sets up an [`AvroSerializer`].
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct AvroSerializerBuilder {
    registry: Option<SchemaRegistryClient>,
    selection: SchemaSelection,
    key_subjects: SubjectNameStrategy,
    value_subjects: SubjectNameStrategy,
    placement: SchemaIdPlacement,
    normalize: bool,
    references: Option<ReferenceSubjectNameStrategy>,
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
    /// Avro can be written.
    pub fn registry(mut self, registry: SchemaRegistryClient) -> Self {
        self.registry = Some(registry);
        self
    }

    /// Which schemas are written. [`SchemaSelection::LookUp`] unless set.
    pub fn schemas(mut self, selection: SchemaSelection) -> Self {
        self.selection = selection;
        self
    }

    /// How the subjects of keys are named. [`SubjectNameStrategy::TopicName`] unless set
    /// (`key.subject.name.strategy`).
    pub fn key_subject_name_strategy(mut self, strategy: SubjectNameStrategy) -> Self {
        self.key_subjects = strategy;
        self
    }

    /// How the subjects of values are named. [`SubjectNameStrategy::TopicName`] unless set
    /// (`value.subject.name.strategy`).
    pub fn value_subject_name_strategy(mut self, strategy: SubjectNameStrategy) -> Self {
        self.value_subjects = strategy;
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

    /// Makes the serializer.
    #[must_use]
    pub fn build(self) -> AvroSerializer {
        let caches = self.caches();
        let (capacity, freshness) = (caches.entries(), caches.final_answers());
        AvroSerializer(Arc::new(Inner {
            settings: self,
            frames: Arc::new(Cache::new(capacity, freshness)),
            generic_frames: Arc::new(Cache::new(capacity, freshness)),
        }))
    }
}

impl AvroSerializer {
    /// Starts the settings of a serializer.
    pub fn builder() -> AvroSerializerBuilder {
        AvroSerializerBuilder::default()
    }

    /// Has the frame of a type's schema fetched, unless it has been. Once for all types, so that
    /// the compiler has less to do.
    async fn prepare_schema(
        &self,
        context: &SerializationContext<'_>,
        digest: Digest,
        node: &'static Node,
    ) -> Result<(), Error> {
        let frames = &self.0.frames;
        let key = FrameKeyRef::new(context, &digest);
        let schema = Schema::of_node(node).map_err(|cause| {
            Error::configuration("the type's schema is not valid").with_source(cause)
        })?;
        let request = self.0.settings.frame_request(context, &schema)?;
        let fill = frames.fill(key.to_owned(), || request.carry_out());
        fill.await.map(drop)
    }

    /// The frame of a schema that is known only at run time, if it has been fetched.
    pub(super) fn generic_frame(
        &self,
        context: &SerializationContext<'_>,
        schema: &GenericSchema,
    ) -> Option<Frame> {
        self.0
            .generic_frames
            .get(&FrameKeyRef::new(context, schema), |frame| *frame)
    }

    /// Has the frame of a schema that is known only at run time fetched, unless it has been.
    pub(super) async fn prepare_generic_schema(
        &self,
        context: &SerializationContext<'_>,
        schema: &GenericSchema,
    ) -> Result<(), Error> {
        let frames = &self.0.generic_frames;
        let key = FrameKeyRef::new(context, schema);
        let request = self.0.settings.frame_request(context, schema.schema())?;
        let fill = frames.fill(key.to_owned(), || request.carry_out());
        fill.await.map(drop)
    }
}

impl AvroSerializerBuilder {
    fn caches(&self) -> CacheSettings {
        let registry = self.registry.as_ref();
        registry.map_or_else(CacheSettings::new, |registry| {
            registry.cache_settings().clone()
        })
    }

    fn strategy(&self, field: MessageField) -> SubjectNameStrategy {
        match field {
            MessageField::Key => self.key_subjects,
            MessageField::Value => self.value_subjects,
        }
    }

    fn frame_request(
        &self,
        context: &SerializationContext<'_>,
        schema: &Schema,
    ) -> Result<FrameRequest, Error> {
        Ok(FrameRequest {
            registry: self.registry.clone().ok_or_else(no_registry)?,
            subject: self.subject(context, schema)?,
            schema: schema.clone(),
            normalize: self.normalize,
            references: self.references.clone(),
            selection: self.selection.clone(),
            placement: self.placement,
        })
    }

    fn subject(
        &self,
        context: &SerializationContext<'_>,
        schema: &Schema,
    ) -> Result<String, Error> {
        let strategy = self.strategy(context.field);
        let record = match &schema.root_type().kind {
            TypeKind::Record(record) => Some(record.name.as_str()),
            _ => None,
        };
        strategy.subject(context, record).map(Into::into).ok_or_else(|| {
            let SerializationContext { topic, field } = context;
            Error::configuration(format!(
                "the subject for the {field} of topic {topic} is to have the name of a record, but \
                 its schema is not that of a record"
            ))
        })
    }
}

impl<T> Serializer<T> for AvroSerializer
where
    T: AvroSchema + AvroEncode + ?Sized,
{
    fn serialize(
        &self,
        context: &SerializationContext<'_>,
        value: &T,
        output: &mut Output<'_>,
    ) -> Result<(), SerializeError> {
        // Each record has a subject of its own, and so is written by itself.
        let branch = match self.0.settings.strategy(context.field) {
            SubjectNameStrategy::TopicName => None,
            _ => value.branch(),
        };
        let digest = branch.and_then(|branch| T::BRANCH_DIGESTS.get(branch));
        let key = FrameKeyRef::new(context, digest.unwrap_or(&T::DIGEST));
        let written = self.0.frames.get(&key, |frame| frame.write_to(output));
        written.ok_or(SerializeError::NotPrepared)?;
        match digest {
            Some(_) => Ok(value.encode_bare(output.bytes())?),
            None => Ok(value.encode(output.bytes())?),
        }
    }

    async fn prepare(&self, context: &SerializationContext<'_>) -> Result<(), Error> {
        match (self.0.settings.strategy(context.field), T::node()) {
            (
                SubjectNameStrategy::RecordName | SubjectNameStrategy::TopicRecordName,
                Node::Union(branches),
            ) if branches.len() == T::BRANCH_DIGESTS.len() => {
                for (digest, branch) in T::BRANCH_DIGESTS.iter().zip(*branches) {
                    self.prepare_schema(context, *digest, branch()).await?;
                }
                Ok(())
            }
            (_, node) => self.prepare_schema(context, T::DIGEST, node).await,
        }
    }
}

impl fmt::Debug for AvroSerializer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AvroSerializer")
            .field(&self.0.settings)
            .finish()
    }
}

#[cold]
pub(super) fn no_registry() -> Error {
    Error::configuration("Avro needs a Schema Registry, and none is configured")
        .with_advice("give a SchemaRegistryClient to the builder's registry()")
}
