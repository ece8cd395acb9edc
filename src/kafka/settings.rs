//! librdkafka's settings, passed through by their own names.

use std::collections::BTreeMap;
use std::fmt;

use rdkafka::ClientConfig;
use rdkafka::error::KafkaError;

/// The settings of one client.
#[derive(Clone, Default)]
pub(super) struct Settings {
    values: BTreeMap<String, String>,
}

/// A setting that this crate decides, and why.
pub(super) struct Fixed {
    pub(super) key: &'static str,
    /// The one value that may be said; nothing where the key may not be set at all.
    pub(super) value: Option<&'static str>,
    pub(super) reason: &'static str,
}

impl Settings {
    pub(super) fn set(&mut self, key: impl Into<String>, value: impl Into<String>) {
        self.values.insert(key.into(), value.into());
    }

    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(String::as_str)
    }

    /// Sets `key` unless it was set, by this name or an alias that librdkafka knows for it.
    pub(super) fn set_default(&mut self, key: &str, aliases: &[&str], value: &str) {
        let said = std::iter::once(&key)
            .chain(aliases)
            .any(|name| self.values.contains_key(*name));
        if !said {
            self.set(key, value);
        }
    }

    /// Without any broker a client would wait for ever.
    pub(super) fn require_bootstrap_servers(&self) -> Result<(), ConfigError> {
        let keys = [
            "bootstrap.servers",
            "metadata.broker.list",
            "test.mock.num.brokers",
        ];
        if keys
            .iter()
            .any(|key| self.get(key).is_some_and(|value| !value.is_empty()))
        {
            return Ok(());
        }
        Err(ConfigError::new("bootstrap.servers", "it is missing"))
    }

    /// Checks what can be checked without librdkafka, and hands the rest to it.
    pub(super) fn into_config(self, fixed: &[Fixed]) -> Result<ClientConfig, ConfigError> {
        for (key, value) in &self.values {
            if let Some(fixed) = fixed.iter().find(|fixed| fixed.key == key)
                && fixed.value != Some(value)
            {
                return Err(ConfigError::new(key, fixed.reason));
            }
            if let Some((_, hint)) = JAVA_SETTINGS.iter().find(|(java, _)| java == key) {
                return Err(ConfigError::new(
                    key,
                    format!("a setting of the Java client, which librdkafka does not have: {hint}"),
                ));
            }
        }
        let config = ClientConfig::from_iter(self.values);
        config
            .create_native_config()
            .map_err(ConfigError::from_rdkafka)?;
        Ok(config)
    }
}

impl fmt::Debug for Settings {
    /// The names only: values may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

/// The value of a setting as librdkafka understands it, also where it is a default of its own.
pub(super) fn in_force(config: &ClientConfig, key: &str) -> Result<String, ConfigError> {
    let value = config
        .create_native_config()
        .and_then(|native| native.get(key));
    value.map_err(ConfigError::from_rdkafka)
}

/// Settings of the Java client that librdkafka does not have under this name, and what to do.
const JAVA_SETTINGS: &[(&str, &str)] = &[
    (
        "auto.register.schemas",
        "say `.schemas(SchemaSelection::Register)`",
    ),
    (
        "basic.auth.credentials.source",
        "give it to `Settings::from_map`, or credentials to `SchemaRegistryClient::builder`",
    ),
    (
        "basic.auth.user.info",
        "give it to `Settings::from_map`, or credentials to `SchemaRegistryClient::builder`",
    ),
    (
        "buffer.memory",
        "use `queue.buffering.max.kbytes` and `queue.buffering.max.messages`",
    ),
    (
        "default.api.timeout.ms",
        "use `socket.timeout.ms`; calls that wait take their own timeout",
    ),
    ("fetch.max.wait.ms", "use `fetch.wait.max.ms`"),
    ("interceptor.classes", "there are no interceptors"),
    ("key.deserializer", "the type of the topic's key decides"),
    ("key.serializer", "the type of the topic's key decides"),
    (
        "max.block.ms",
        "put a timeout around `enqueue`, or use `try_enqueue`",
    ),
    ("max.poll.records", "records are handed out one by one"),
    ("max.request.size", "use `message.max.bytes`"),
    (
        "partitioner.class",
        "use `partitioner`; `murmur2_random` is the Java client's default",
    ),
    ("receive.buffer.bytes", "use `socket.receive.buffer.bytes`"),
    (
        "sasl.jaas.config",
        "use `sasl.username` and `sasl.password`",
    ),
    (
        "schema.registry.url",
        "give it to `Settings::from_map`, or say `.registry(client)`",
    ),
    ("send.buffer.bytes", "use `socket.send.buffer.bytes`"),
    (
        "specific.avro.reader",
        "the type of the topic's value decides",
    ),
    (
        "ssl.keystore.type",
        "keystores are PKCS#12, or give PEM by `ssl.certificate.pem`",
    ),
    ("ssl.truststore.location", "use `ssl.ca.location`, with PEM"),
    ("ssl.truststore.password", "use `ssl.ca.location`, with PEM"),
    (
        "use.latest.version",
        "say `.schemas(SchemaSelection::UseLatest)`",
    ),
    (
        "value.deserializer",
        "the type of the topic's value decides",
    ),
    ("value.serializer", "the type of the topic's value decides"),
];

/// What librdkafka says where it was built without something, and the cargo feature that brings it.
const FEATURES: &[(&str, &str)] = &[
    ("libcurl", "`curl` of the crate `rdkafka`"),
    (
        "OpenSSL",
        "`ssl` (or `ssl-vendored`) of the crate `avrolane`",
    ),
    ("libzstd", "`zstd` of the crate `avrolane`"),
    ("mechanism GSSAPI", "`gssapi` of the crate `avrolane`"),
    (
        "SASL mechanism",
        "`ssl` (or `ssl-vendored`) of the crate `avrolane`",
    ),
    ("zlib", "`libz` of the crate `rdkafka`"),
];

/// A producer or a consumer that cannot be built: a setting is missing, unknown, or contradicts
/// another.
#[derive(Debug)]
pub struct ConfigError(Box<ConfigInner>);

#[derive(Debug)]
struct ConfigInner {
    key: Option<String>,
    reason: String,
}

impl ConfigError {
    pub(super) fn new(key: impl Into<String>, reason: impl Into<String>) -> Self {
        Self(Box::new(ConfigInner {
            key: Some(key.into()),
            reason: reason.into(),
        }))
    }

    /// From what rdkafka says, without the value, which may be a secret.
    pub(super) fn from_rdkafka(error: KafkaError) -> Self {
        let (key, said) = match error {
            KafkaError::ClientConfig(_, said, key, _) => (Some(key), said),
            KafkaError::ClientCreation(said) => (None, said),
            other => (None, other.to_string()),
        };
        let reason = match FEATURES.iter().find(|(missing, _)| lacks(&said, missing)) {
            Some((_, feature)) => format!("it needs the cargo feature {feature} ({said})"),
            None => said,
        };
        Self(Box::new(ConfigInner { key, reason }))
    }

    pub(super) fn topic(name: &str) -> Self {
        let reason = format!("{name:?} is not a name that Kafka takes for a topic");
        Self(Box::new(ConfigInner { key: None, reason }))
    }

    pub(super) fn no_thread(error: &std::io::Error) -> Self {
        let reason = format!("the client's thread cannot be started: {error}");
        Self(Box::new(ConfigInner { key: None, reason }))
    }

    /// The name of the setting that is at fault, where it is known.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.0.key.as_deref()
    }
}

/// Whether librdkafka says that it was built without `what`.
fn lacks(said: &str, what: &str) -> bool {
    said.contains(what) && (said.contains("at build time") || said.contains("recompile"))
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(key) = &self.0.key {
            write!(f, "setting `{key}`: ")?;
        }
        f.write_str(&self.0.reason)
    }
}

impl std::error::Error for ConfigError {}

#[cfg(test)]
mod tests {
    use super::*;

    const FIXED: &[Fixed] = &[Fixed {
        key: "enable.auto.offset.store",
        value: Some("false"),
        reason: "ours",
    }];

    fn refusal(key: &str, value: &str) -> ConfigError {
        let mut settings = Settings::default();
        settings.set(key, value);
        settings.into_config(FIXED).unwrap_err()
    }

    #[test]
    fn settings_at_fault_are_named() {
        for (key, value, reason) in [
            ("no.such.setting", "1", "No such configuration property"),
            ("linger.ms", "soon", "Invalid value"),
            ("enable.auto.offset.store", "true", "ours"),
            (
                "value.serializer",
                "KafkaAvroSerializer",
                "the type of the topic's value decides",
            ),
            ("use.latest.version", "true", "SchemaSelection::UseLatest"),
        ] {
            let error = refusal(key, value);
            assert_eq!(error.key(), Some(key));
            assert!(error.to_string().contains(reason), "{error}");
        }
    }

    #[test]
    fn settings_that_need_a_feature_say_which() {
        if cfg!(not(feature = "ssl")) {
            let error = refusal("security.protocol", "ssl").to_string();
            assert!(error.contains("the cargo feature `ssl`"), "{error}");
        }
        if cfg!(not(feature = "zstd")) {
            let error = refusal("compression.type", "zstd").to_string();
            assert!(error.contains("the cargo feature `zstd`"), "{error}");
        }
    }

    #[test]
    fn what_was_said_under_an_alias_keeps_its_default_away() {
        let mut settings = Settings::default();
        settings.set("message.timeout.ms", "1000");
        settings.set_default("delivery.timeout.ms", &["message.timeout.ms"], "120000");
        settings.set_default("acks", &["request.required.acks"], "all");
        assert_eq!(settings.get("delivery.timeout.ms"), None);
        assert_eq!(settings.get("acks"), Some("all"));
    }

    #[test]
    fn values_of_settings_are_not_shown() {
        let mut settings = Settings::default();
        settings.set("sasl.password", "secret");
        assert_eq!(format!("{settings:?}"), r#"{"sasl.password"}"#);
    }
}
