//! Whom the client trusts and by what it is known, from settings of Java and Python.

use super::values::{ENDPOINT_IDENTIFICATION, Value, Values};
use crate::registry::SchemaRegistryClientBuilder;

pub(super) fn set(
    values: &mut Values,
    builder: SchemaRegistryClientBuilder,
) -> SchemaRegistryClientBuilder {
    require_pem(
        values,
        "ssl.truststore.type",
        &["ssl.truststore.location", "ssl.truststore.certificates"],
    );
    require_pem(
        values,
        "ssl.keystore.type",
        &[
            "ssl.keystore.location",
            "ssl.keystore.certificate.chain",
            "ssl.keystore.key",
        ],
    );
    if let Some(value) = values.take(ENDPOINT_IDENTIFICATION)
        && !value.text.trim().eq_ignore_ascii_case("https")
    {
        let reason = "it must be `https`: a certificate is always held against the host's name";
        values.refuse(&value.name, reason);
    }
    let builder = authorities(values, builder);
    client_certificate(values, builder)
}

fn authorities(
    values: &mut Values,
    mut builder: SchemaRegistryClientBuilder,
) -> SchemaRegistryClientBuilder {
    for key in ["ssl.ca.location", "ssl.truststore.location"] {
        match values.take(key) {
            // What Python takes for an order to trust anybody.
            Some(Value { name, text }) if text.eq_ignore_ascii_case("false") => {
                values.refuse(
                    &name,
                    "give the registry's authority: certificates are always checked",
                );
            }
            Some(value) => builder = builder.ca_file(value.text),
            None => {}
        }
    }
    match values.take_text("ssl.truststore.certificates") {
        Some(pem) => builder.ca_pem(pem),
        None => builder,
    }
}

fn client_certificate(
    values: &mut Values,
    builder: SchemaRegistryClientBuilder,
) -> SchemaRegistryClientBuilder {
    // A file of Python's may hold the key too, one of Java's always does.
    if let Some(chain) = values.take_text("ssl.certificate.location") {
        let key = values.take_text("ssl.key.location");
        return builder.client_certificate_files(&chain, key.as_ref().unwrap_or(&chain));
    }
    if let Some(both) = values.take_text("ssl.keystore.location") {
        return builder.client_certificate_files(&both, &both);
    }
    if values.has("ssl.keystore.certificate.chain") && values.has("ssl.keystore.key") {
        let chain = values.take_text("ssl.keystore.certificate.chain");
        let key = values.take_text("ssl.keystore.key");
        return builder.client_certificate_pem(chain.unwrap_or_default(), key.unwrap_or_default());
    }
    builder
}

/// Java's stores are of its own format unless their type says something else.
fn require_pem(values: &mut Values, store_type: &'static str, stores: &[&'static str]) {
    let is_pem = match values.take(store_type) {
        Some(value) => value.text.trim().eq_ignore_ascii_case("PEM"),
        None => !stores.iter().any(|store| values.has(store)),
    };
    if !is_pem {
        let reason = "it must be `PEM`: export what is in the store with `keytool` or `openssl`";
        values.refuse(store_type, reason);
    }
}
