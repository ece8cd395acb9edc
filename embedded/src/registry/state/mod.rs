//! What the registry knows, and the rules by which it changes: no IO and no clock.

mod compatibility;
mod content;
mod delete;
mod list;
mod read;
mod references;
mod register;
mod settings;
mod store;
mod subject;

pub(super) use content::{SchemaId, VersionNumber};
pub(super) use list::{Deleted, Page};
pub(super) use read::Found;
pub(super) use register::{Existing, Submission};
pub(super) use settings::{Config, ConfigUpdate, Mode};
pub(super) use store::State;
pub(super) use subject::Subject;
