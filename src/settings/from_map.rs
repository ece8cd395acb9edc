//! What was set, as builders.

use super::error::SettingsError;
use super::values::Values;
use super::{client, environment, serdes};
use crate::registry::SchemaRegistryClientBuilder;
use crate::serdes::{AvroDeserializerBuilder, AvroSerializerBuilder};

/// The registry's client, serializers and deserializers, as settings of Confluent's clients for
/// Java or Python say.
///
/// Each setting is either understood or refused, and then the error says what to use instead;
/// [`guide::settings`](crate::guide::settings) has the table. No setting is ignored, so only those
/// of the registry's client and of Avro serializers can be given, and none of a whole Kafka client.
///
/// What is not set is as it is here, not as it is there: above all, **nothing is registered** unless
/// `auto.register.schemas` is `true`.
///
/// A producer takes what is made of them as its `avro_serializer`, a consumer as its
/// `avro_deserializer`.
///
/// ```
/// use avrolane::settings::Settings;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = avrolane_embedded::EmbeddedRegistry::start()?;
/// # let url = server.url();
/// // let url = "http://localhost:8081";
/// let settings = Settings::from_map([
///     ("schema.registry.url", url),
///     ("basic.auth.credentials.source", "USER_INFO"),
///     ("basic.auth.user.info", "user:password"),
///     ("auto.register.schemas", "true"),
///     ("value.subject.name.strategy", "TopicRecordNameStrategy"),
/// ])?;
/// let registry = settings.client()?.build()?;
/// let serializer = settings.serializer().registry(registry.clone()).build();
/// let deserializer = settings.deserializer().registry(registry).build();
///
/// let error = Settings::from_map([("use.lastest.version", "true")]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "setting `use.lastest.version`: it is unknown; is `use.latest.version` meant?"
/// );
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Settings {
    /// Nothing where there is no URL.
    client: Option<SchemaRegistryClientBuilder>,
    serializer: AvroSerializerBuilder,
    deserializer: AvroDeserializerBuilder,
}

impl Settings {
    /// Reads settings, in any order. One whose value is empty counts as not given.
    ///
    /// Settings of the registry's client may have Java's prefix `schema.registry.`.
    ///
    /// # Errors
    ///
    /// All settings that are unknown, have no counterpart, are not valid, or contradict each other;
    /// see [`SettingsError`].
    pub fn from_map<K: AsRef<str>, V: AsRef<str>>(
        settings: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Self, SettingsError> {
        let mut values = Values::default();
        for (name, value) in settings {
            values.add(name.as_ref(), value.as_ref());
        }
        Self::from_values(values)
    }

    /// Reads settings from the environment: `SCHEMA_REGISTRY_` and the name of the setting in
    /// capitals, with `_` for each dot.
    ///
    /// So `SCHEMA_REGISTRY_URL`, `SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO` and
    /// `SCHEMA_REGISTRY_AUTO_REGISTER_SCHEMAS` are `schema.registry.url`, `basic.auth.user.info`
    /// and `auto.register.schemas`. Other variables that begin so are left alone, as Kubernetes
    /// makes some for a service of that name, and so are those of Kafka's client.
    ///
    /// # Errors
    ///
    /// As [`from_map`](Self::from_map), with the names of the variables, and for a variable that is
    /// not UTF-8.
    pub fn from_env() -> Result<Self, SettingsError> {
        Self::from_values(environment::read(|name| std::env::var_os(name)))
    }

    pub(super) fn from_values(mut values: Values) -> Result<Self, SettingsError> {
        let has_url = values.has("url");
        let client = client::client(&mut values);
        let serializer = serdes::serializer(&mut values);
        let deserializer = serdes::deserializer(&mut values);
        values.finish()?;
        Ok(Self {
            client: has_url.then_some(client),
            serializer,
            deserializer,
        })
    }

    /// The registry's client, to be built, and changed before if need be.
    ///
    /// # Errors
    ///
    /// If there is no `schema.registry.url`, or `url`.
    pub fn client(&self) -> Result<SchemaRegistryClientBuilder, SettingsError> {
        self.client
            .clone()
            .ok_or_else(|| SettingsError::one("schema.registry.url", "it is missing"))
    }

    /// A serializer, which still needs [`registry`](AvroSerializerBuilder::registry).
    pub fn serializer(&self) -> AvroSerializerBuilder {
        self.serializer.clone()
    }

    /// A deserializer, which still needs [`registry`](AvroDeserializerBuilder::registry).
    pub fn deserializer(&self) -> AvroDeserializerBuilder {
        self.deserializer.clone()
    }
}
