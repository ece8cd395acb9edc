//! The registry's client, from settings of Java and Python.

use std::time::Duration;

use super::values::Values;
use super::{authentication, tls};
use crate::registry::{CacheSettings, SchemaRegistryClient, SchemaRegistryClientBuilder};
use crate::retry::RetryPolicy;

pub(super) fn client(values: &mut Values) -> SchemaRegistryClientBuilder {
    let builder = SchemaRegistryClient::builder(url(values));
    let builder = authentication::set(values, builder);
    let builder = tls::set(values, builder);
    let builder = proxy(values, builder);
    let builder = timeouts(values, builder);
    let mut builder = builder.retry(retry(values)).caches(caches(values));
    for (name, value) in values.take_prefixed("request.header.") {
        builder = builder.header(name, value.text);
    }
    builder
}

fn url(values: &mut Values) -> String {
    let Some(url) = values.take("url") else {
        return String::new();
    };
    if url.text.trim_start().starts_with("mock:") {
        values.refuse(
            &url.name,
            "start an `EmbeddedRegistry` of `avrolane-embedded` for tests",
        );
        return String::new();
    }
    url.text
}

fn proxy(values: &mut Values, builder: SchemaRegistryClientBuilder) -> SchemaRegistryClientBuilder {
    if let Some(url) = values.take_text("proxy") {
        return builder.proxy(url);
    }
    let Some(host) = values.take_text("proxy.host") else {
        return builder;
    };
    match values.take_number::<u16>("proxy.port") {
        Some(port) => builder.proxy(format!("http://{host}:{port}")),
        None => {
            values.refuse("proxy.host", "it needs `proxy.port` as well");
            builder
        }
    }
}

fn timeouts(
    values: &mut Values,
    mut builder: SchemaRegistryClientBuilder,
) -> SchemaRegistryClientBuilder {
    if let Some(timeout) = timeout(values, "http.connect.timeout.ms", Values::take_millis) {
        builder = builder.connect_timeout(timeout);
    }
    let read = timeout(values, "http.read.timeout.ms", Values::take_millis);
    let read = read.or_else(|| timeout(values, "timeout", Values::take_seconds));
    match read {
        Some(timeout) => builder.request_timeout(timeout),
        None => builder,
    }
}

/// A time to wait, which is not for ever: to the others a zero is no limit.
fn timeout(
    values: &mut Values,
    key: &'static str,
    take: fn(&mut Values, &'static str) -> Option<Duration>,
) -> Option<Duration> {
    let timeout = take(values, key)?;
    if timeout.is_zero() {
        values.refuse(key, "it must be more than zero, as nothing waits for ever");
    }
    Some(timeout)
}

fn retry(values: &mut Values) -> RetryPolicy {
    let mut policy = RetryPolicy::default();
    if let Some(retries) = values.take_number("max.retries") {
        policy = policy.max_retries(retries);
    }
    if let Some(delay) = values.take_millis("retries.wait.ms") {
        policy = policy.base_delay(delay);
    }
    match values.take_millis("retries.max.wait.ms") {
        Some(delay) => policy.max_delay(delay),
        None => policy,
    }
}

/// Here all caches have the same size: the largest that one of theirs is to have.
fn caches(values: &mut Values) -> CacheSettings {
    let mut caches = CacheSettings::new();
    let sizes = [
        "cache.capacity",
        "latest.cache.size",
        "max.schemas.per.subject",
        "missing.cache.size",
    ];
    let sizes = sizes.map(|key| values.take_number::<usize>(key));
    if let Some(capacity) = sizes.into_iter().flatten().max() {
        caches = caches.capacity(capacity);
    }
    let latest = values.take_time_to_live("latest.cache.ttl.sec");
    let latest = latest.or_else(|| values.take_time_to_live("cache.latest.ttl.sec"));
    if let Some(time) = latest {
        caches = caches.latest_time_to_live(time);
    }
    let failures = [
        "missing.id.cache.ttl.sec",
        "missing.schema.cache.ttl.sec",
        "missing.version.cache.ttl.sec",
    ];
    let failures = failures.map(|key| values.take_seconds(key));
    // What is not there may come to be, so the shortest counts.
    match failures.into_iter().flatten().min() {
        Some(time) => caches.failure_time_to_live(time),
        None => caches,
    }
}
