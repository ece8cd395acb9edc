//! The settings of a producer.

use std::fmt;
use std::sync::Arc;

use rdkafka::config::FromClientConfigAndContext;
use rdkafka::producer::BaseProducer;

use super::SerializingProducer;
use super::delivery::{Context, DeliveryReport, OnDelivery};
use super::thread::Link;
use crate::kafka::settings::{ConfigError, Fixed, Settings};
use crate::registry::{SchemaRegistryClient, SchemaSelection};
use crate::serdes::{AvroSerializer, AvroSerializerBuilder};
use crate::subject::SubjectNameStrategy;

/// Sets up a [`SerializingProducer`].
///
/// # Settings
///
/// Every setting of librdkafka's can be given by its own name through [`set`](Self::set). These
/// have another default here:
///
/// | setting | default here | librdkafka's |
/// |---|---|---|
/// | `enable.idempotence` | `true` | `false` |
/// | `acks` | `all` | `all` |
/// | `delivery.timeout.ms` | 120000 | 300000 |
///
/// To give up idempotence for `acks=1`, set `enable.idempotence` to `false` as well.
#[derive(Default)]
#[must_use]
pub struct SerializingProducerBuilder {
    settings: Settings,
    avro: AvroSerializerBuilder,
    serializer: Option<AvroSerializer>,
    on_delivery: Option<OnDelivery>,
}

/// Settings that a producer depends on.
const FIXED: &[Fixed] = &[
    Fixed {
        key: "delivery.report.only.error",
        value: Some("false"),
        reason: "every record's future has an outcome, so it has to stay `false`",
    },
    Fixed {
        key: "transactional.id",
        value: None,
        reason: "this producer does not do transactions",
    },
];

impl SerializingProducerBuilder {
    /// The brokers to start from, as `host:port`, separated by commas (`bootstrap.servers`).
    pub fn bootstrap_servers(self, servers: impl Into<String>) -> Self {
        self.set("bootstrap.servers", servers)
    }

    /// The registry that schemas stand in. None unless set, and then only types that are not Avro
    /// can be sent.
    pub fn registry(mut self, registry: SchemaRegistryClient) -> Self {
        self.avro = self.avro.registry(registry);
        self
    }

    /// Which schemas are written. They are looked up unless set, see [`SchemaSelection`].
    pub fn schemas(mut self, selection: SchemaSelection) -> Self {
        self.avro = self.avro.schemas(selection);
        self
    }

    /// Which schemas are written for keys, where that is not said for keys and values together.
    pub fn key_schemas(mut self, selection: SchemaSelection) -> Self {
        self.avro = self.avro.key_schemas(selection);
        self
    }

    /// Which schemas are written for values, where that is not said for keys and values together.
    pub fn value_schemas(mut self, selection: SchemaSelection) -> Self {
        self.avro = self.avro.value_schemas(selection);
        self
    }

    /// How the subjects of keys are named. [`SubjectNameStrategy::TopicName`] unless set
    /// (`key.subject.name.strategy`).
    pub fn key_subject_name_strategy(mut self, strategy: SubjectNameStrategy) -> Self {
        self.avro = self.avro.key_subject_name_strategy(strategy);
        self
    }

    /// How the subjects of values are named. [`SubjectNameStrategy::TopicName`] unless set; by the
    /// names of records, each event of an enum has a subject of its own
    /// (`value.subject.name.strategy`).
    pub fn value_subject_name_strategy(mut self, strategy: SubjectNameStrategy) -> Self {
        self.avro = self.avro.value_subject_name_strategy(strategy);
        self
    }

    /// Whether the registry brings schemas into their normal form before it compares or stores
    /// them. It does not unless set (`normalize.schemas`).
    pub fn normalize_schemas(mut self, normalize: bool) -> Self {
        self.avro = self.avro.normalize_schemas(normalize);
        self
    }

    /// Writes records also with schemas whose data contract has rules that would have to run, see
    /// [`AvroSerializerBuilder::ignore_rules`]. Such schemas are errors unless this is said.
    pub fn ignore_rules(mut self) -> Self {
        self.avro = self.avro.ignore_rules();
        self
    }

    /// The serializer of Avro types, where it has settings that this builder does not. It takes the
    /// place of all that is said about the registry and its schemas here.
    pub fn avro_serializer(mut self, serializer: AvroSerializer) -> Self {
        self.serializer = Some(serializer);
        self
    }

    /// Sets a setting of librdkafka's by its own name, such as `linger.ms` or `compression.type`.
    /// The last value counts.
    pub fn set(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.set(key, value);
        self
    }

    /// Has every record's outcome told, also of those whose [`DeliveryFuture`](super::DeliveryFuture)
    /// was dropped.
    ///
    /// It is called on the producer's thread, on which all reports wait for it, so it should be
    /// quick. It must not wait for this producer.
    pub fn on_delivery(
        mut self,
        callback: impl Fn(&DeliveryReport<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.on_delivery = Some(Box::new(callback));
        self
    }

    /// Makes the producer. It connects in the background: that no broker can be reached shows when
    /// records are sent.
    ///
    /// # Errors
    ///
    /// If `bootstrap.servers` is missing, or if a setting is unknown, wrong, in contradiction to
    /// another, or needs a cargo feature; the error names it.
    pub fn build(mut self) -> Result<SerializingProducer, ConfigError> {
        let settings = &mut self.settings;
        settings.require_bootstrap_servers()?;
        settings.set_default("enable.idempotence", &[], "true");
        settings.set_default("acks", &["request.required.acks"], "all");
        settings.set_default("delivery.timeout.ms", &["message.timeout.ms"], "120000");
        let config = self.settings.into_config(FIXED)?;
        let context = Context::new(self.on_delivery);
        let client = BaseProducer::from_config_and_context(&config, context)
            .map_err(ConfigError::from_rdkafka)?;
        let link = Link::start(client).map_err(|error| ConfigError::no_thread(&error))?;
        let avro = self.serializer.unwrap_or_else(|| self.avro.build());
        Ok(SerializingProducer {
            link: Arc::new(link),
            avro,
        })
    }
}

impl fmt::Debug for SerializingProducerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SerializingProducerBuilder")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
