//! The settings of a consumer.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;

use rdkafka::config::FromClientConfigAndContext;

use super::DeserializingConsumer;
use super::context::Context;
use super::control::ConsumerControl;
use super::inbox::Inbox;
use super::shared::{Client, Shared};
use super::thread::ConsumerThread;
use crate::kafka::native::Queue;
use crate::kafka::settings::{ConfigError, Fixed, Settings, in_force};
use crate::kafka::topic::{Topic, TopicName, is_legal};
use crate::registry::SchemaRegistryClient;
use crate::retry::RetryPolicy;
use crate::serdes::{AvroDeserializer, AvroDeserializerBuilder, Payload};

/// Where a partition is read from if its group has committed no offset for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum AutoOffsetReset {
    /// From the oldest record that there is.
    Earliest,
    /// From behind the newest record, as it is when the consumer comes to it.
    #[default]
    Latest,
    /// Not at all: [`recv`](DeserializingConsumer::recv) fails.
    Error,
}

impl AutoOffsetReset {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Earliest => "earliest",
            Self::Latest => "latest",
            Self::Error => "error",
        }
    }
}

/// Sets up a [`DeserializingConsumer`].
///
/// # Settings
///
/// Every setting of librdkafka's can be given by its own name through [`set`](Self::set). These
/// have another default here, or are said rather than left to a default that may change:
///
/// | setting | default here | librdkafka's |
/// |---|---|---|
/// | `group.protocol` | `classic` | `classic` |
/// | `partition.assignment.strategy` | `cooperative-sticky`, with `classic` | `range,roundrobin` |
/// | `enable.auto.offset.store` | `false`, always | `true` |
///
/// All members of a group must agree on a strategy. A group whose members use `range`, the
/// default of most clients, is joined by setting `partition.assignment.strategy` to that.
#[must_use]
pub struct DeserializingConsumerBuilder<K, V> {
    topics: Vec<TopicName>,
    settings: Settings,
    avro: AvroDeserializerBuilder,
    deserializer: Option<AvroDeserializer>,
    schema_retries: RetryPolicy,
    hands_out: PhantomData<fn() -> (K, V)>,
}

/// Settings that a consumer depends on.
const FIXED: &[Fixed] = &[
    Fixed {
        key: "enable.auto.offset.store",
        value: Some("false"),
        reason: "an offset is stored when the next record is asked for, so it has to stay `false`",
    },
    Fixed {
        key: "enable.partition.eof",
        value: Some("false"),
        reason: "the end of a partition is not handed out, so it has to stay `false`",
    },
];

impl<K: Payload, V: Payload> DeserializingConsumerBuilder<K, V> {
    pub(super) fn new(topic: &Topic<K, V>) -> Self {
        Self {
            topics: vec![topic.shared_name()],
            settings: Settings::default(),
            avro: AvroDeserializer::builder(),
            deserializer: None,
            schema_retries: RetryPolicy::default(),
            hands_out: PhantomData,
        }
    }

    /// Reads a further topic, of the same types.
    pub fn topic(mut self, topic: &Topic<K, V>) -> Self {
        self.topics.push(topic.shared_name());
        self
    }

    /// The brokers to start from, as `host:port`, separated by commas (`bootstrap.servers`).
    pub fn bootstrap_servers(self, servers: impl Into<String>) -> Self {
        self.set("bootstrap.servers", servers)
    }

    /// The group whose members share the partitions and the committed offsets (`group.id`). It has
    /// to be set.
    pub fn group_id(self, group: impl Into<String>) -> Self {
        self.set("group.id", group)
    }

    /// Where a partition is read from if the group has committed no offset for it
    /// (`auto.offset.reset`). [`AutoOffsetReset::Latest`] unless set.
    pub fn auto_offset_reset(self, reset: AutoOffsetReset) -> Self {
        self.set("auto.offset.reset", reset.as_str())
    }

    /// The registry that schemas stand in. None unless set, and then only types that are not Avro
    /// can be read.
    pub fn registry(mut self, registry: SchemaRegistryClient) -> Self {
        self.avro = self.avro.registry(registry);
        self
    }

    /// Reads records also where the data contract of their schema has rules that would have to run,
    /// see [`AvroDeserializerBuilder::ignore_rules`]. Such records are errors unless this is said.
    pub fn ignore_rules(mut self) -> Self {
        self.avro = self.avro.ignore_rules();
        self
    }

    /// The deserializer of Avro types, where it has settings that this builder does not. It takes
    /// the place of [`registry`](Self::registry) and [`ignore_rules`](Self::ignore_rules).
    pub fn avro_deserializer(mut self, deserializer: AvroDeserializer) -> Self {
        self.deserializer = Some(deserializer);
        self
    }

    /// How often [`recv`](DeserializingConsumer::recv) tries again to get a record's schema, where
    /// it cannot be had for a passing reason, before it fails. This comes on top of what the
    /// registry client does by itself. The default [`RetryPolicy`] unless set.
    pub fn schema_retries(mut self, policy: RetryPolicy) -> Self {
        self.schema_retries = policy;
        self
    }

    /// Sets a setting of librdkafka's by its own name, such as `fetch.min.bytes` or
    /// `session.timeout.ms`. The last value counts.
    pub fn set(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.set(key, value);
        self
    }

    /// Makes the consumer. It connects and joins its group in the background: that no broker can
    /// be reached shows when records are asked for.
    ///
    /// # Errors
    ///
    /// If `bootstrap.servers` or `group.id` is missing, or if a setting is unknown, wrong, in
    /// contradiction to another, or needs a cargo feature, or if a topic has a name that Kafka does
    /// not take; the error names it.
    pub fn build(mut self) -> Result<DeserializingConsumer<K, V>, ConfigError> {
        self.complete_settings()?;
        let config = self.settings.into_config(FIXED)?;
        let commits_automatically = in_force(&config, "enable.auto.commit")? == "true";
        let shared = Arc::new(Shared::default());
        let context = Context::new(Arc::clone(&shared));
        let client =
            Client::from_config_and_context(&config, context).map_err(ConfigError::from_rdkafka)?;
        let client = Arc::new(client);
        shared.change(|source| {
            let shared = Arc::downgrade(&shared);
            source.queue = Some(Queue::new(&client).on_filled(move || {
                if let Some(shared) = shared.upgrade() {
                    shared.news.notify_one();
                }
            }));
        });
        let control = start(client, &shared, self.topics, commits_automatically)?;
        let avro = self.deserializer.unwrap_or_else(|| self.avro.build());
        Ok(DeserializingConsumer::new(
            Inbox::new(shared),
            control,
            avro,
            self.schema_retries,
        ))
    }

    /// Adds the defaults, and checks what has to be there.
    fn complete_settings(&mut self) -> Result<(), ConfigError> {
        let settings = &mut self.settings;
        settings.require_bootstrap_servers()?;
        if settings.get("group.id").is_none_or(str::is_empty) {
            return Err(ConfigError::new("group.id", "it is missing"));
        }
        settings.set_default("enable.auto.offset.store", &[], "false");
        settings.set_default("group.protocol", &[], "classic");
        if settings.get("group.protocol") == Some("classic") {
            settings.set_default("partition.assignment.strategy", &[], "cooperative-sticky");
        }
        // librdkafka would take a name that starts with `^` for a pattern.
        match self.topics.iter().find(|topic| !is_legal(topic.as_str())) {
            Some(topic) => Err(ConfigError::topic(topic.as_str())),
            None => Ok(()),
        }
    }
}

/// Starts the thread of a consumer.
fn start(
    client: Arc<Client>,
    shared: &Arc<Shared>,
    topics: Vec<TopicName>,
    commits_automatically: bool,
) -> Result<ConsumerControl, ConfigError> {
    let (commands, incoming) = mpsc::channel();
    let of_thread = Arc::clone(shared);
    let thread = thread::Builder::new()
        .name("avrolane-consumer".to_owned())
        .spawn(move || {
            let topics: Vec<&str> = topics.iter().map(TopicName::as_str).collect();
            ConsumerThread::new(client, of_thread, incoming, commits_automatically).run(&topics);
        });
    let thread = thread.map_err(|error| ConfigError::no_thread(&error))?;
    Ok(ConsumerControl::new(commands, thread.thread().clone()))
}

impl<K, V> fmt::Debug for DeserializingConsumerBuilder<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeserializingConsumerBuilder")
            .field("topics", &self.topics)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
