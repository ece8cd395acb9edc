//! From Avro with the id of its schema to events.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use super::avro_serializer_builder::no_registry;
use super::generic::{Generic, GenericReader, GenericSchema, GenericValue};
use super::{DeserializeError, Deserializer, Input, TopLevelBytes};
use crate::codec::{AvroDecode, Limits, Plan, PlanError};
use crate::framing::{self, SchemaIdentity};
use crate::registry::{
    CacheSettings, CacheStatistics, Entry, Error, Recent, RecentKey, RuleMode,
    SchemaRegistryClient, Table, WriterSchema, context_prefix, require_no_rules,
};
use crate::schema::{AvroSchema, Digest, Name, ParseError, Schema};
use crate::subject::{MessageField, SerializationContext};

/// Reads events that were written as Avro with the identity of their schema
/// (`KafkaAvroDeserializer`).
///
/// The identity may be an id or a GUID, in front of the payload or in a header of the message. What
/// the writer's schema wrote is read as the type asks for it, by a plan that is made once per
/// writer's schema and type. What only some records can carry that the type cannot hold, such as a
/// symbol that its enum lacks, is logged as a warning when the plan is made, and is an error of the
/// records that do carry it.
///
/// One deserializer reads any number of types from any number of topics. It is a handle: clones
/// share the plans. Once a plan is made, reading takes no lock and makes no request. The writer's
/// schemas are kept by the [`SchemaRegistryClient`], so a plan for a further type needs no request
/// either. That the registry does not have a schema is remembered for a few seconds
/// ([`CacheSettings::failure_time_to_live`]), and then the next record that names it has the
/// registry asked again.
///
/// A message whose schema is `bytes` is read as [`TopLevelBytes`] says.
#[derive(Clone)]
pub struct AvroDeserializer(Arc<Inner>);

struct Inner {
    settings: AvroDeserializerBuilder,
    /// Whether a plan can be made depends on the two schemas alone, so a failure is kept as well.
    plans: Table<PlanKey, Made<Plan>>,
    generic_readers: Table<GenericKey, Made<GenericReader>>,
}

/// What could be made for two schemas, or why not.
type Made<T> = Result<T, Arc<PlanError>>;

/// What a [`GenericReader`] belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct GenericKey {
    writer: SchemaIdentity,
    /// The position of the reader's schema in the settings, if there is one.
    reader: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct PlanKey {
    writer: SchemaIdentity,
    reader: Digest,
}

thread_local! {
    static RECENT_PLANS: Recent<PlanKey, Made<Plan>> = const { Recent::new() };
}

impl RecentKey<Self> for PlanKey {
    /// The keys and the values of a topic are read in turn.
    fn slot(&self) -> u64 {
        self.reader.get()
    }

    fn mark(&self) -> u64 {
        match self.writer {
            SchemaIdentity::Id(id) => id.get().into(),
            SchemaIdentity::Guid(guid) => {
                let [a, b, c, d, e, f, g, h, ..] = *guid.as_bytes();
                u64::from_ne_bytes([a, b, c, d, e, f, g, h])
            }
        }
    }

    fn to_key(&self) -> Self {
        *self
    }
}

/// Sets up an [`AvroDeserializer`].
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct AvroDeserializerBuilder {
    registry: Option<SchemaRegistryClient>,
    /// As the registry is asked: `:.staging:`.
    context: Option<String>,
    limits: Limits,
    fail_on_trailing_data: bool,
    ignore_rules: bool,
    top_level_bytes: TopLevelBytes,
    reader_schemas: Vec<ReaderSchema>,
}

/// What generic values of one half of a topic's messages are read as.
#[derive(Debug, Clone)]
struct ReaderSchema {
    topic: String,
    field: MessageField,
    schema: GenericSchema,
}

impl AvroDeserializerBuilder {
    /// The registry that the schemas stand in. None unless set, and then only types that are not
    /// Avro can be read.
    pub fn registry(mut self, registry: SchemaRegistryClient) -> Self {
        self.registry = Some(registry);
        self
    }

    /// The context of the registry that the ids in messages belong to, such as `.staging`: one id
    /// stands for different schemas in different contexts. That of the registry's URL unless set, or
    /// else the default one (`context.name.strategy`). GUIDs belong to no context.
    pub fn context(mut self, name: impl AsRef<str>) -> Self {
        self.context = Some(context_prefix(name.as_ref()));
        self
    }

    /// How much one message may take. The default [`Limits`] unless set.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Whether bytes behind the value are an error. They are ignored unless set
    /// (`avro.fail.on.trailing.data`).
    pub fn fail_on_trailing_data(mut self, fail: bool) -> Self {
        self.fail_on_trailing_data = fail;
        self
    }

    /// Reads messages also where the data contract of their schema has rules that would have to run,
    /// such as one that decrypts a field: values are handed out as they were written, unchanged and
    /// unchecked. Unless this is said, such messages are errors of
    /// [`ErrorKind::UnsupportedRules`](crate::registry::ErrorKind::UnsupportedRules).
    ///
    /// The rules that count are those of the writer's schema: [all that run on
    /// reading](crate::registry::RuleSet::required_on), and, where the type has another schema,
    /// those that run between versions.
    pub fn ignore_rules(mut self) -> Self {
        self.ignore_rules = true;
        self
    }

    /// How a message was written whose schema is `bytes`. [`TopLevelBytes::Bare`] unless set. Its
    /// bytes do not tell.
    pub fn top_level_bytes(mut self, bytes: TopLevelBytes) -> Self {
        self.top_level_bytes = bytes;
        self
    }

    /// As which schema the [`Generic`](super::Generic) keys or values of a topic are read, by the
    /// rules of schema resolution. Each is read as its writer's schema has it unless set.
    pub fn generic_reader_schema(
        mut self,
        topic: impl Into<String>,
        field: MessageField,
        schema: &GenericSchema,
    ) -> Self {
        self.reader_schemas.push(ReaderSchema {
            topic: topic.into(),
            field,
            schema: schema.clone(),
        });
        self
    }

    /// Makes the deserializer.
    #[must_use]
    pub fn build(self) -> AvroDeserializer {
        let registry = self.registry.as_ref();
        let default = CacheSettings::new();
        let caches = registry.map_or(&default, SchemaRegistryClient::cache_settings);
        let capacity = caches.entries();
        AvroDeserializer(Arc::new(Inner {
            settings: self,
            plans: Table::new(capacity),
            generic_readers: Table::new(capacity),
        }))
    }
}

impl AvroDeserializer {
    /// Starts the settings of a deserializer.
    pub fn builder() -> AvroDeserializerBuilder {
        AvroDeserializerBuilder::default()
    }

    /// Reads a value, which may borrow from the message.
    ///
    /// # Errors
    ///
    /// [`DeserializeError::NotPrepared`] if [`fetch`](Self::fetch) has to come first; any other if
    /// the bytes are no such value.
    #[inline]
    pub fn decode<'de, T>(&self, input: Input<'de>) -> Result<T, DeserializeError>
    where
        T: AvroSchema + AvroDecode<'de>,
    {
        let Inner {
            settings, plans, ..
        } = &*self.0;
        let (writer, datum) = framing::split_message(input.schema_id_header, input.bytes)?;
        let key = PlanKey {
            writer,
            reader: T::DIGEST,
        };
        let read = |plan: &Made<Plan>| {
            let plan = plan.as_ref().map_err(incompatible)?;
            Ok(if settings.fail_on_trailing_data {
                plan.decode_exact(datum, &settings.limits)?
            } else {
                plan.decode(datum, &settings.limits)?
            })
        };
        match plans.get_recent(&RECENT_PLANS, &key, read) {
            Some(value) => value,
            None => read(
                self.make_plan(key, Schema::try_of::<T>, T::TAKES_UNKNOWN)?
                    .value(),
            ),
        }
    }

    /// How the plans have been used since the deserializer was made, by all its clones together.
    /// Making one takes no request, once the client has the writer's schema.
    #[must_use]
    pub fn statistics(&self) -> CacheStatistics {
        self.0.plans.statistics()
    }

    /// Fetches the schema that wrote a message, unless it has been. Cancel safe: the request goes
    /// on, and the next call finds what it fetched.
    ///
    /// A message that does not say which schema wrote it is left to [`decode`](Self::decode).
    ///
    /// # Errors
    ///
    /// As [`SchemaRegistryClient::writer_schema`], and of
    /// [`ErrorKind::Configuration`](crate::registry::ErrorKind::Configuration) if there is no
    /// registry.
    pub async fn fetch(&self, input: Input<'_>) -> Result<(), Error> {
        let Ok((writer, _)) = framing::split_message(input.schema_id_header, input.bytes) else {
            return Ok(());
        };
        let registry = self.0.settings.registry.as_ref().ok_or_else(no_registry)?;
        let context = self.0.settings.context.as_deref();
        registry.writer_schema(writer, context).await.map(drop)
    }

    /// Reads a value of a schema that is known only at run time.
    pub(super) fn decode_generic<T: GenericValue>(
        &self,
        context: &SerializationContext<'_>,
        input: Input<'_>,
    ) -> Result<Generic<T>, DeserializeError> {
        let Inner {
            settings,
            generic_readers,
            ..
        } = &*self.0;
        let (writer, datum) = framing::split_message(input.schema_id_header, input.bytes)?;
        // The schema that was set last counts.
        let reader = settings
            .reader_schemas
            .iter()
            .rposition(|reader| reader.field == context.field && reader.topic == context.topic);
        let key = GenericKey { writer, reader };
        let read = |reader: &Made<GenericReader>| {
            let reader = reader.as_ref().map_err(incompatible)?;
            reader.read(datum, &settings.limits, settings.fail_on_trailing_data)
        };
        match generic_readers.get(&key, read) {
            Some(value) => value,
            None => read(self.make_generic_reader(key)?.value()),
        }
    }

    #[cold]
    fn make_generic_reader(
        &self,
        key: GenericKey,
    ) -> Result<Arc<Entry<Made<GenericReader>>>, DeserializeError> {
        let Inner {
            settings,
            generic_readers,
            ..
        } = &*self.0;
        let writer = self.cached_writer(key.writer)?;
        // Before the work that would be for nothing, with each record again.
        self.require_no_rules(key.writer, &writer, false)?;
        let schema = key
            .reader
            .and_then(|reader| settings.reader_schemas.get(reader))
            .map(|reader| &reader.schema);
        let is_bare = settings.top_level_bytes.are_bare(&writer.schema);
        let reader = GenericReader::new(&writer.schema, schema, is_bare);
        let is_converted = schema.is_some_and(|schema| *schema.schema() != writer.schema);
        self.require_no_rules(key.writer, &writer, is_converted)?;
        Ok(generic_readers.insert(key, reader.map_err(Arc::new)))
    }

    fn cached_writer(&self, writer: SchemaIdentity) -> Result<Arc<WriterSchema>, DeserializeError> {
        let AvroDeserializerBuilder {
            registry, context, ..
        } = &self.0.settings;
        registry
            .as_ref()
            .and_then(|registry| registry.cached_writer(writer, context.as_deref()))
            .ok_or(DeserializeError::NotPrepared)
    }

    /// Rules between versions are not those of the writer's alone. Which of them would run takes
    /// more than the writer's schema to know, so one that has any is not read as another.
    fn require_no_rules(
        &self,
        identity: SchemaIdentity,
        writer: &WriterSchema,
        is_converted: bool,
    ) -> Result<(), DeserializeError> {
        let occasions: &[RuleMode] = match (self.0.settings.ignore_rules, is_converted) {
            (true, _) => return Ok(()),
            (false, true) => &[RuleMode::Read, RuleMode::Upgrade, RuleMode::Downgrade],
            (false, false) => &[RuleMode::Read],
        };
        require_no_rules(writer.rule_set.as_ref(), occasions).map_err(|error| {
            match &self.0.settings.registry {
                Some(registry) => registry.about_use(identity, error).into(),
                None => error.into(),
            }
        })
    }

    #[cold]
    fn make_plan(
        &self,
        key: PlanKey,
        reader: fn() -> Result<Schema, ParseError>,
        takes_unknown: bool,
    ) -> Result<Arc<Entry<Made<Plan>>>, DeserializeError> {
        let writer = self.cached_writer(key.writer)?;
        // Before the work that would be for nothing, with each record again.
        self.require_no_rules(key.writer, &writer, false)?;
        let reader = reader().map_err(DeserializeError::other)?;
        let is_bare = self.0.settings.top_level_bytes.are_bare(&writer.schema);
        let plan = Plan::with_unknown(&writer.schema, &reader, takes_unknown)
            .map(|plan| plan.of_bare_bytes(is_bare))
            .map_err(Arc::new);
        let is_converted = plan.as_ref().is_ok_and(|plan| !plan.is_identical());
        self.require_no_rules(key.writer, &writer, is_converted)?;
        for difference in plan.iter().flat_map(Plan::partial) {
            let (writer, reader) = (key.writer, type_name(&reader));
            log::warn!(
                "some of what schema {writer} writes cannot be read as {reader}, and will be \
                 errors: {difference}"
            );
        }
        Ok(self.0.plans.insert(key, plan))
    }
}

#[cold]
fn incompatible(error: &Arc<PlanError>) -> DeserializeError {
    DeserializeError::Incompatible(Arc::clone(error))
}

fn type_name(schema: &Schema) -> &str {
    schema.name().map_or("a type without a name", Name::as_str)
}

impl<T> Deserializer<T> for AvroDeserializer
where
    T: AvroSchema + for<'de> AvroDecode<'de>,
{
    fn deserialize(
        &self,
        _context: &SerializationContext<'_>,
        input: Input<'_>,
    ) -> Result<T, DeserializeError> {
        self.decode(input)
    }

    fn prepare(
        &self,
        _context: &SerializationContext<'_>,
        input: Input<'_>,
    ) -> impl Future<Output = Result<(), Error>> + Send {
        self.fetch(input)
    }

    fn schema_identity(&self, input: Input<'_>) -> Option<SchemaIdentity> {
        let framed = framing::split_message(input.schema_id_header, input.bytes);
        framed.ok().map(|(identity, _)| identity)
    }
}

impl fmt::Debug for AvroDeserializer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AvroDeserializer")
            .field(&self.0.settings)
            .finish()
    }
}
