//! From events to Avro with the id of its schema.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashSet;

use super::frame::{Frame, FrameKey, FrameKeyRef};
use super::generic::GenericSchema;
use super::selected::FrameRequest;
use super::subject_name::Splitting;
use super::{AvroSerializerBuilder, Output, SerializeError, Serializer};
use crate::codec::AvroEncode;
use crate::framing::SchemaId;
use crate::registry::{Cache, Error};
use crate::schema::{AvroSchema, Digest, Node, Schema};
use crate::subject::SerializationContext;

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
/// # Which schema is written, and under which subject
///
/// What [`SchemaSelection`](crate::registry::SchemaSelection) and
/// [`SubjectNameStrategy`](crate::subject::SubjectNameStrategy) say, of keys and of values.
///
/// An enum of events is a union in the topic's subject. Where subjects have the names of records
/// ([`RecordName`](crate::subject::SubjectNameStrategy::RecordName),
/// [`TopicRecordName`](crate::subject::SubjectNameStrategy::TopicRecordName)) each event is written
/// by itself, with the id of its own schema, in the subject of its own name: the first event of an
/// enum has the schemas of all looked up.
///
/// A schema whose outermost type is `bytes` is written as [`TopLevelBytes`](super::TopLevelBytes)
/// says.
#[derive(Clone)]
pub struct AvroSerializer(Arc<Inner>);

struct Inner {
    settings: AvroSerializerBuilder,
    frames: Arc<Cache<FrameKey<Digest>, Frame>>,
    generic_frames: Arc<Cache<FrameKey<GenericSchema>, Frame>>,
    associations: Arc<Cache<FrameKey<()>, Option<String>>>,
    /// Of which subjects and schemas it was said that fields are left out.
    warned: Mutex<FxHashSet<(String, SchemaId)>>,
}

impl AvroSerializer {
    /// Starts the settings of a serializer.
    pub fn builder() -> AvroSerializerBuilder {
        AvroSerializerBuilder::default()
    }

    pub(super) fn new(settings: AvroSerializerBuilder) -> Self {
        let caches = settings.caches();
        let capacity = caches.entries();
        let freshness = match settings.can_change() {
            true => caches.passing_answers(),
            false => caches.final_answers(),
        };
        Self(Arc::new(Inner {
            frames: Arc::new(Cache::new(capacity, freshness)),
            generic_frames: Arc::new(Cache::new(capacity, freshness)),
            associations: Arc::new(Cache::new(capacity, caches.final_answers())),
            warned: Mutex::default(),
            settings,
        }))
    }

    pub(super) fn settings(&self) -> &AvroSerializerBuilder {
        &self.0.settings
    }

    pub(super) fn associations(&self) -> &Arc<Cache<FrameKey<()>, Option<String>>> {
        &self.0.associations
    }

    pub(super) fn warns_for_the_first_time(&self, subject: &str, id: SchemaId) -> bool {
        let mut warned = self.0.warned.lock().unwrap_or_else(PoisonError::into_inner);
        // It is better said again than remembered without end.
        if warned.len() >= self.0.settings.caches().entries() {
            warned.clear();
        }
        warned.insert((subject.to_owned(), id))
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
        if frames.get(&key, |_| ()).is_some() {
            return Ok(());
        }
        let schema = Schema::of_node(node).map_err(|cause| {
            Error::configuration("the type's schema is not valid").with_source(cause)
        })?;
        let request = self.request(context, schema).await?;
        let fill = frames.fill(key.to_owned(), || request.carry_out());
        fill.await.map(drop)
    }

    /// Writes a value of a schema that is known only at run time, if its frame has been fetched.
    pub(super) fn write_generic(
        &self,
        context: &SerializationContext<'_>,
        schema: &GenericSchema,
        output: &mut Output<'_>,
        encode: impl FnOnce(&mut Vec<u8>) -> Result<(), SerializeError>,
    ) -> Result<(), SerializeError> {
        let key = FrameKeyRef::new(context, schema);
        let written = (self.0.generic_frames).get(&key, |frame| frame.write(output, encode));
        written.unwrap_or(Err(SerializeError::NotPrepared))
    }

    /// Has the frame of a schema that is known only at run time fetched, unless it has been.
    pub(super) async fn prepare_generic_schema(
        &self,
        context: &SerializationContext<'_>,
        schema: &GenericSchema,
    ) -> Result<(), Error> {
        let frames = &self.0.generic_frames;
        let key = FrameKeyRef::new(context, schema);
        if frames.get(&key, |_| ()).is_some() {
            return Ok(());
        }
        let request = self.request(context, schema.schema().clone()).await?;
        let fill = frames.fill(key.to_owned(), || request.carry_out());
        fill.await.map(drop)
    }

    async fn request(
        &self,
        context: &SerializationContext<'_>,
        schema: Schema,
    ) -> Result<FrameRequest, Error> {
        Ok(FrameRequest {
            serializer: self.clone(),
            field: context.field,
            subject: self.subject(context, &schema).await?,
            schema,
        })
    }

    /// Whether each event of an enum is written by itself.
    async fn splits(&self, context: &SerializationContext<'_>) -> Result<bool, Error> {
        match Splitting::of(self.settings().strategy(context.field)) {
            Splitting::Never => Ok(false),
            Splitting::Always => Ok(true),
            Splitting::Unknown => Ok(self.subject_of(context, None).await?.is_none()),
        }
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
        let frames = &self.0.frames;
        let splitting = Splitting::of(self.settings().strategy(context.field));
        let branch = match splitting {
            Splitting::Never => None,
            _ => value.branch(),
        };
        let branch = branch.and_then(|branch| T::BRANCH_DIGESTS.get(branch));
        if branch.is_none() || splitting == Splitting::Unknown {
            let key = FrameKeyRef::new(context, &T::DIGEST);
            let write = |frame: &Frame| frame.write(output, |bytes| value.encode(bytes));
            if let Some(written) = frames.get(&key, write) {
                return written;
            }
        }
        if let Some(digest) = branch {
            let key = FrameKeyRef::new(context, digest);
            let write = |frame: &Frame| frame.write(output, |bytes| value.encode_bare(bytes));
            if let Some(written) = frames.get(&key, write) {
                return written;
            }
        }
        Err(SerializeError::NotPrepared)
    }

    async fn prepare(&self, context: &SerializationContext<'_>) -> Result<(), Error> {
        if let Node::Union(branches) = T::node()
            && branches.len() == T::BRANCH_DIGESTS.len()
            && self.splits(context).await?
        {
            for (digest, branch) in T::BRANCH_DIGESTS.iter().zip(*branches) {
                self.prepare_schema(context, *digest, branch()).await?;
            }
            return Ok(());
        }
        self.prepare_schema(context, T::DIGEST, T::node()).await
    }
}

impl fmt::Debug for AvroSerializer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AvroSerializer")
            .field(&self.0.settings)
            .finish()
    }
}
