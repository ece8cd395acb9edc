//! The settings of the registry's client.

use super::super::key::Key;

/// Those of `SchemaRegistryClientConfig.java`, those of Kafka's `SslConfigs.java` behind the
/// prefix, and those of Python's `schema_registry_client.py`.
pub(in crate::settings) const CLIENT: &[Key] = &[
    Key::understood("url"),
    Key::refused(
        "url.randomize",
        "the URL that answered last is asked first; shuffle the list if clients are to spread",
    ),
    Key::understood("basic.auth.credentials.source"),
    Key::understood("basic.auth.user.info"),
    Key::understood("bearer.auth.credentials.source"),
    Key::understood("bearer.auth.token"),
    Key::understood("bearer.auth.issuer.endpoint.url"),
    Key::refused("bearer.auth.issuer.endpoint.query", TOKEN_PROVIDER),
    Key::understood("bearer.auth.client.id"),
    Key::understood("bearer.auth.client.secret"),
    Key::understood("bearer.auth.scope"),
    Key::refused("bearer.auth.scope.claim.name", OPAQUE_TOKEN),
    Key::refused("bearer.auth.sub.claim.name", OPAQUE_TOKEN),
    Key::understood("bearer.auth.logical.cluster"),
    Key::understood("bearer.auth.identity.pool.id"),
    Key::understood("bearer.auth.cache.expiry.buffer.seconds"),
    Key::refused("bearer.auth.custom.provider.class", TOKEN_PROVIDER),
    Key::refused("bearer.auth.custom.provider.function", TOKEN_PROVIDER),
    Key::refused("bearer.auth.custom.provider.config", TOKEN_PROVIDER),
    Key::refused("bearer.auth.uami.endpoint.url", TOKEN_PROVIDER),
    Key::refused("bearer.auth.uami.endpoint.query", TOKEN_PROVIDER),
    Key::understood("request.header."),
    Key::understood("ssl.ca.location"),
    Key::understood("ssl.certificate.location"),
    Key::understood("ssl.key.location"),
    Key::refused(
        "ssl.key.password",
        "decrypt the key with `openssl pkey`, and protect its file",
    ),
    Key::understood("ssl.truststore.type"),
    Key::understood("ssl.truststore.location"),
    Key::understood("ssl.truststore.certificates"),
    Key::refused(
        "ssl.truststore.password",
        "give the certificates as PEM, which has no password: `ssl.truststore.type=PEM`",
    ),
    Key::understood("ssl.keystore.type"),
    Key::understood("ssl.keystore.location"),
    Key::understood("ssl.keystore.certificate.chain"),
    Key::understood("ssl.keystore.key"),
    Key::refused(
        "ssl.keystore.password",
        "give certificate and key as PEM: `ssl.keystore.type=PEM`",
    ),
    Key::understood("ssl.endpoint.identification.algorithm"),
    Key::refused("ssl.protocol", TLS_VERSIONS),
    Key::refused("ssl.enabled.protocols", TLS_VERSIONS),
    Key::refused("ssl.cipher.suites", TLS_VERSIONS),
    Key::refused("ssl.provider", TLS_IMPLEMENTATION),
    Key::refused("ssl.keymanager.algorithm", TLS_IMPLEMENTATION),
    Key::refused("ssl.trustmanager.algorithm", TLS_IMPLEMENTATION),
    Key::refused("ssl.secure.random.implementation", TLS_IMPLEMENTATION),
    Key::refused("ssl.engine.factory.class", TLS_IMPLEMENTATION),
    Key::understood("proxy"),
    Key::understood("proxy.host"),
    Key::understood("proxy.port"),
    Key::understood("http.connect.timeout.ms"),
    Key::understood("http.read.timeout.ms"),
    Key::understood("timeout"),
    Key::understood("max.retries"),
    Key::understood("retries.wait.ms"),
    Key::understood("retries.max.wait.ms"),
    Key::understood("cache.capacity"),
    Key::understood("max.schemas.per.subject"),
    Key::understood("latest.cache.size"),
    Key::understood("cache.latest.ttl.sec"),
    Key::understood("latest.cache.ttl.sec"),
    Key::understood("missing.cache.size"),
    Key::understood("missing.id.cache.ttl.sec"),
    Key::understood("missing.version.cache.ttl.sec"),
    Key::understood("missing.schema.cache.ttl.sec"),
    Key::refused(
        "use.apache.http.client",
        "leave it out: there is one HTTP client",
    ),
    Key::refused("schema.providers.", "leave it out: schemas are Avro"),
];

const TOKEN_PROVIDER: &str =
    "give `token_provider` of the client's builder a function that gets tokens";

const OPAQUE_TOKEN: &str = "leave it out: only the registry looks into the token";

const TLS_VERSIONS: &str =
    "leave it out: TLS 1.3 is spoken, or 1.2, with the ciphers of the TLS crate";

const TLS_IMPLEMENTATION: &str =
    "leave it out: the cargo feature `rustls-tls` or `native-tls` says who speaks TLS";
