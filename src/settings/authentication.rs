//! How the client says who it is, from settings of Java and Python.

use super::values::Values;
use crate::registry::SchemaRegistryClientBuilder;
use crate::registry::authentication::OAuthClientCredentials;

/// Where credentials come from.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// The URL, or what is given beside it.
    Given,
    UserInfo,
    SaslInherit,
    StaticToken,
    OAuth,
    /// A function, which cannot be given by a setting.
    Provider,
}

const BASIC: &str = "basic.auth.credentials.source";
const BEARER: &str = "bearer.auth.credentials.source";

pub(super) fn set(
    values: &mut Values,
    builder: SchemaRegistryClientBuilder,
) -> SchemaRegistryClientBuilder {
    let builder = match source(values) {
        Source::UserInfo => basic(values, builder),
        Source::StaticToken => match required(values, "bearer.auth.token", BEARER) {
            Some(token) => builder.bearer_token(token),
            None => builder,
        },
        Source::OAuth => oauth(values, builder),
        Source::SaslInherit => {
            let builder = builder.sasl_inherit(sasl(values));
            expiry_buffer(values, builder)
        }
        Source::Given | Source::Provider => builder,
    };
    // What is left of them was given without a reason to look at it.
    for (name, _) in sasl(values) {
        let reason = "it is for Kafka's brokers, unless `basic.auth.credentials.source` is \
                      `SASL_INHERIT` or `bearer.auth.credentials.source` is \
                      `SASL_OAUTHBEARER_INHERIT`";
        values.refuse(&name, reason);
    }
    let builder = match values.take_text("bearer.auth.logical.cluster") {
        Some(cluster) => builder.logical_cluster(cluster),
        None => builder,
    };
    match values.take_text("bearer.auth.identity.pool.id") {
        Some(pool) => builder.identity_pool_id(pool),
        None => builder,
    }
}

fn source(values: &mut Values) -> Source {
    let has_both = values.has(BASIC) && values.has(BEARER);
    let basic = values.take_choice(
        BASIC,
        &[
            ("URL", Source::Given),
            ("USER_INFO", Source::UserInfo),
            ("SASL_INHERIT", Source::SaslInherit),
        ],
    );
    let bearer = values.take_choice(
        BEARER,
        &[
            ("STATIC_TOKEN", Source::StaticToken),
            ("OAUTHBEARER", Source::OAuth),
            ("SASL_OAUTHBEARER_INHERIT", Source::SaslInherit),
            ("CUSTOM", Source::Provider),
            ("UAMI", Source::Provider),
            ("OAUTHBEARER_AZURE_IMDS", Source::Provider),
        ],
    );
    if has_both {
        values.refuse(BEARER, format!("`{BASIC}` is set too"));
    }
    if let Some(Source::Provider) = bearer {
        let reason = "give `token_provider` of the client's builder a function that gets tokens";
        values.refuse(BEARER, reason);
    }
    let implied = if values.has("basic.auth.user.info") {
        Source::UserInfo
    } else if values.has("bearer.auth.token") {
        Source::StaticToken
    } else {
        Source::Given
    };
    bearer.or(basic).unwrap_or(implied)
}

fn basic(values: &mut Values, builder: SchemaRegistryClientBuilder) -> SchemaRegistryClientBuilder {
    let Some(info) = required(values, "basic.auth.user.info", BASIC) else {
        return builder;
    };
    match info.split_once(':') {
        Some((user, password)) => builder.basic_auth(user, password),
        None => {
            values.refuse("basic.auth.user.info", "it must be `user:password`");
            builder
        }
    }
}

fn oauth(values: &mut Values, builder: SchemaRegistryClientBuilder) -> SchemaRegistryClientBuilder {
    let url = required(values, "bearer.auth.issuer.endpoint.url", BEARER);
    let id = required(values, "bearer.auth.client.id", BEARER);
    let secret = required(values, "bearer.auth.client.secret", BEARER);
    let scope = values.take_text("bearer.auth.scope");
    let builder = expiry_buffer(values, builder);
    let (Some(url), Some(id), Some(secret)) = (url, id, secret) else {
        return builder;
    };
    let oauth = OAuthClientCredentials::new(url, id, secret);
    builder.oauth(match scope {
        Some(scope) => oauth.scope(scope),
        None => oauth,
    })
}

/// How long before its end a token that was fetched is replaced.
fn expiry_buffer(
    values: &mut Values,
    builder: SchemaRegistryClientBuilder,
) -> SchemaRegistryClientBuilder {
    match values.take_seconds("bearer.auth.cache.expiry.buffer.seconds") {
        Some(buffer) => builder.token_expiry_buffer(buffer),
        None => builder,
    }
}

/// What `source` asks for.
fn required(values: &mut Values, key: &'static str, source: &str) -> Option<String> {
    let text = values.take_text(key);
    if text.is_none() {
        values.refuse(key, format!("it is missing, and `{source}` asks for it"));
    }
    text
}

/// The settings of Kafka's client that say who it is.
fn sasl(values: &mut Values) -> Vec<(String, String)> {
    let keys = [
        "sasl.mechanism",
        "sasl.mechanisms",
        "sasl.username",
        "sasl.password",
    ];
    let mut settings: Vec<_> = keys
        .into_iter()
        .filter_map(|key| values.take(key))
        .collect();
    let oauth = values.take_prefixed("sasl.oauthbearer.");
    settings.extend(oauth.into_iter().map(|(_, value)| value));
    settings
        .into_iter()
        .map(|value| (value.name, value.text))
        .collect()
}
