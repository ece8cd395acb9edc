//! The settings of Kafka's client that stand beside the registry's.

use super::super::key::Key;

/// Credentials that the registry is given too, and what shows that the settings of a whole
/// producer or consumer were given.
pub(in crate::settings) const KAFKA: &[Key] = &[
    Key::understood("sasl.mechanism"),
    Key::understood("sasl.mechanisms"),
    Key::understood("sasl.username"),
    Key::understood("sasl.password"),
    Key::understood("sasl.oauthbearer."),
    Key::refused(
        "sasl.jaas.config",
        "use `sasl.mechanism`, `sasl.username` and `sasl.password`, as librdkafka does",
    ),
    Key::refused("sasl.login.callback.handler.class", OAUTH),
    Key::refused("bootstrap.servers", BUILDER),
    Key::refused("client.id", BUILDER),
    Key::refused("security.protocol", BUILDER),
    Key::refused("acks", BUILDER),
    Key::refused("compression.type", BUILDER),
    Key::refused("enable.idempotence", BUILDER),
    Key::refused("linger.ms", BUILDER),
    Key::refused("group.id", BUILDER),
    Key::refused("auto.offset.reset", BUILDER),
    Key::refused("enable.auto.commit", BUILDER),
    Key::refused("key.serializer", TYPE),
    Key::refused("value.serializer", TYPE),
    Key::refused("key.deserializer", TYPE),
    Key::refused("value.deserializer", TYPE),
];

const BUILDER: &str =
    "it is for Kafka's brokers: say it to `set` of the producer's or the consumer's builder";

const TYPE: &str = "leave it out: the types of the topic's key and value decide";

const OAUTH: &str = "use `sasl.mechanism=OAUTHBEARER` and `sasl.oauthbearer.token.endpoint.url`";
