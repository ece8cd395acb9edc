//! How a client says who it is: passwords, tokens, and where fresh tokens come from.
//!
//! # Which setting is which
//!
//! The methods are those of [`SchemaRegistryClientBuilder`](super::SchemaRegistryClientBuilder),
//! and, where it says so, of [`OAuthClientCredentials`]. Of several ways to say who the client is
//! the last one counts; credentials in a URL beside others are an error.
//!
//! | setting of Confluent's clients | here |
//! |---|---|
//! | `basic.auth.credentials.source=URL` | `http://user:password@registry:8081` |
//! | `basic.auth.credentials.source=USER_INFO`, `basic.auth.user.info` | [`basic_auth`](super::SchemaRegistryClientBuilder::basic_auth) |
//! | `basic.auth.credentials.source=SASL_INHERIT` | [`sasl_inherit`](super::SchemaRegistryClientBuilder::sasl_inherit) |
//! | `bearer.auth.credentials.source=STATIC_TOKEN`, `bearer.auth.token` | [`bearer_token`](super::SchemaRegistryClientBuilder::bearer_token) |
//! | `bearer.auth.credentials.source=OAUTHBEARER` | [`oauth`](super::SchemaRegistryClientBuilder::oauth) |
//! | `bearer.auth.credentials.source=SASL_OAUTHBEARER_INHERIT` | [`sasl_inherit`](super::SchemaRegistryClientBuilder::sasl_inherit) |
//! | `bearer.auth.credentials.source=CUSTOM`, `bearer.auth.custom.provider.class` | [`token_provider`](super::SchemaRegistryClientBuilder::token_provider) |
//! | `bearer.auth.credentials.source=OAUTHBEARER_AZURE_IMDS`, `UAMI` | a [`TokenProvider`] that asks the machine's metadata service |
//! | `bearer.auth.issuer.endpoint.url`, `bearer.auth.client.id`, `bearer.auth.client.secret` | [`OAuthClientCredentials::new`] |
//! | `bearer.auth.scope` | [`OAuthClientCredentials::scope`] |
//! | `bearer.auth.logical.cluster` | [`logical_cluster`](super::SchemaRegistryClientBuilder::logical_cluster) |
//! | `bearer.auth.identity.pool.id` | [`identity_pool_id`](super::SchemaRegistryClientBuilder::identity_pool_id) |
//! | `bearer.auth.cache.expiry.buffer.seconds` | [`token_expiry_buffer`](super::SchemaRegistryClientBuilder::token_expiry_buffer) |
//! | `bearer.auth.scope.claim.name`, `bearer.auth.sub.claim.name` | none: what is in a token is for the registry to read |
//! | `ssl.ca.location`, `ssl.truststore.*` | [`ca_file`](super::SchemaRegistryClientBuilder::ca_file), [`ca_pem`](super::SchemaRegistryClientBuilder::ca_pem) |
//! | `ssl.certificate.location` and `ssl.key.location`, `ssl.keystore.*` | [`client_certificate_files`](super::SchemaRegistryClientBuilder::client_certificate_files), [`client_certificate_pem`](super::SchemaRegistryClientBuilder::client_certificate_pem) |
//! | `ssl.key.password` | none: decrypt the key first |
//! | `proxy`, `proxy.host` and `proxy.port` | [`proxy`](super::SchemaRegistryClientBuilder::proxy) |
//! | `request.header.*` | [`header`](super::SchemaRegistryClientBuilder::header) |
//!
//! # Tokens
//!
//! A client keeps its token and gets the next one before it expires, while the old one is still
//! used; only where there is no valid token do requests wait, any number of them for one. A token
//! that the registry refuses with 401 is given up, and the request is sent once more with a fresh
//! one. That no token can be had is
//! [`TokenUnavailable`](super::ErrorKind::TokenUnavailable), which is tried again as a registry
//! that cannot answer is.
//!
//! # Secrets
//!
//! No password, token or header value shows in a `Debug`, an error or a log. They are kept in
//! memory as they are.

mod credentials;
mod oauth;
mod sasl;
mod token;
mod token_cache;

pub(super) use credentials::{Authorization, Credentials};
pub(super) use sasl::SaslSettings;

pub use oauth::OAuthClientCredentials;
pub use token::{AccessToken, TokenFuture, TokenProvider};
