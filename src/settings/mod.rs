//! Settings by the names that the clients of Java and Python have for them.
//!
//! [`guide::settings`](crate::guide::settings) has a table of them all.

mod authentication;
mod client;
mod environment;
mod error;
mod from_map;
mod key;
mod keys;
mod serdes;
mod subjects;
#[cfg(test)]
mod tests;
mod tls;
mod values;

pub use error::SettingsError;
pub use from_map::Settings;
