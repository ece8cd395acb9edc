//! A value for each setting.

/// A setting, a value of it, and what it needs beside it.
pub(super) type Sample = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// A value for each setting that is understood.
pub(super) const SAMPLES: &[Sample] = &[
    ("url", "http://a,http://b", &[]),
    ("basic.auth.credentials.source", "SASL_INHERIT", &[]),
    ("basic.auth.user.info", "user:password", &[]),
    (
        "bearer.auth.credentials.source",
        "SASL_OAUTHBEARER_INHERIT",
        &[],
    ),
    ("bearer.auth.token", "token", &[]),
    ("bearer.auth.issuer.endpoint.url", "http://idp", OAUTH),
    ("bearer.auth.client.id", "other", OAUTH),
    ("bearer.auth.client.secret", "other", OAUTH),
    ("bearer.auth.scope", "registry", OAUTH),
    ("bearer.auth.logical.cluster", "lsrc-1", &[]),
    ("bearer.auth.identity.pool.id", "pool-1", &[]),
    ("bearer.auth.cache.expiry.buffer.seconds", "7", OAUTH),
    ("request.header.X-Team", "flights", &[]),
    ("ssl.ca.location", "/ca.pem", &[]),
    ("ssl.certificate.location", "/client.pem", &[]),
    (
        "ssl.key.location",
        "/key.pem",
        &[("ssl.certificate.location", "/client.pem")],
    ),
    (
        "ssl.truststore.location",
        "/ca.pem",
        &[("ssl.truststore.type", "PEM")],
    ),
    (
        "ssl.truststore.certificates",
        "pem",
        &[("ssl.truststore.type", "PEM")],
    ),
    (
        "ssl.keystore.location",
        "/both.pem",
        &[("ssl.keystore.type", "PEM")],
    ),
    (
        "ssl.keystore.certificate.chain",
        "pem",
        &[("ssl.keystore.type", "PEM"), ("ssl.keystore.key", "pem")],
    ),
    ("proxy", "http://proxy:3128", &[]),
    ("proxy.host", "proxy", &[("proxy.port", "3128")]),
    ("http.connect.timeout.ms", "7", &[]),
    ("http.read.timeout.ms", "7", &[]),
    ("timeout", "7.5", &[]),
    ("max.retries", "7", &[]),
    ("retries.wait.ms", "7", &[]),
    ("retries.max.wait.ms", "7", &[]),
    ("cache.capacity", "77", &[]),
    ("max.schemas.per.subject", "77", &[]),
    ("latest.cache.size", "77", &[]),
    ("cache.latest.ttl.sec", "7", &[]),
    ("latest.cache.ttl.sec", "-1", &[]),
    ("missing.cache.size", "77", &[]),
    ("missing.id.cache.ttl.sec", "7", &[]),
    ("missing.version.cache.ttl.sec", "7", &[]),
    ("missing.schema.cache.ttl.sec", "7", &[]),
    ("auto.register.schemas", "True", &[]),
    ("normalize.schemas", "true", &[]),
    ("use.schema.id", "7", &[]),
    ("use.latest.version", "true", &[]),
    ("use.latest.with.metadata", "a=b, c=d", &[]),
    (
        "id.compatibility.strict",
        "false",
        &[("use.schema.id", "7")],
    ),
    (
        "latest.compatibility.strict",
        "false",
        &[("use.latest.version", "true")],
    ),
    (
        "key.subject.name.strategy",
        "io.confluent.kafka.serializers.subject.RecordNameStrategy",
        &[],
    ),
    (
        "value.subject.name.strategy",
        "TopicRecordNameStrategy",
        &[],
    ),
    ("subject.name.strategy", "record_subject_name_strategy", &[]),
    ("subject.name.strategy.type", "ASSOCIATED", &[]),
    (
        "subject.name.strategy.kafka.cluster.id",
        "lkc-1",
        &[("subject.name.strategy.type", "ASSOCIATED")],
    ),
    (
        "subject.name.strategy.fallback.type",
        "NONE",
        &[("value.subject.name.strategy", "AssociatedNameStrategy")],
    ),
    ("key.schema.id.serializer", HEADER, &[]),
    ("value.schema.id.serializer", HEADER, &[]),
    ("schema.id.serializer", "header_schema_id_serializer", &[]),
    ("avro.fail.on.trailing.data", "true", &[]),
    ("sasl.mechanism", "PLAIN", INHERIT),
    ("sasl.mechanisms", "PLAIN", INHERIT),
    ("sasl.username", "user", INHERIT),
    ("sasl.password", "password", INHERIT),
    ("sasl.oauthbearer.client.id", "id", INHERIT),
];

/// What is so anyway, and may be said.
pub(super) const SAID_IN_VAIN: &[Sample] = &[
    (
        "ssl.truststore.type",
        "pem",
        &[("ssl.ca.location", "/ca.pem")],
    ),
    ("ssl.keystore.type", "PEM", &[]),
    ("ssl.endpoint.identification.algorithm", "https", &[]),
    ("key.schema.id.deserializer", DUAL, &[]),
    ("value.schema.id.deserializer", DUAL, &[]),
    ("schema.id.deserializer", "dual_schema_id_deserializer", &[]),
];

pub(super) const HEADER: &str = "io.confluent.kafka.serializers.schema.id.HeaderSchemaIdSerializer";
const DUAL: &str = "io.confluent.kafka.serializers.schema.id.DualSchemaIdDeserializer";
const INHERIT: &[(&str, &str)] = &[("basic.auth.credentials.source", "SASL_INHERIT")];
const OAUTH: &[(&str, &str)] = &[
    ("bearer.auth.credentials.source", "OAUTHBEARER"),
    ("bearer.auth.issuer.endpoint.url", "http://idp"),
    ("bearer.auth.client.id", "id"),
    ("bearer.auth.client.secret", "other"),
];
