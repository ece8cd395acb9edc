//! The registry client, against servers that do what they are told.

mod answers;
mod authentication;
mod bad_answers;
mod caches;
mod connections;
mod endpoints;
mod failover;
mod identity;
mod life;
mod listing;
mod oauth;
mod proxies;
mod publishing;
mod recorded;
mod references;
mod requests;
mod retries;
mod secrets;
mod settings;
pub(crate) mod support;
#[cfg(any(feature = "rustls-tls", feature = "native-tls"))]
mod tls;
mod tokens;
