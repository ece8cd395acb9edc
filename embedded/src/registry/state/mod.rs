//! What the registry knows, and the rules by which it changes: no IO and no clock.

mod association;
mod association_batch;
mod association_rules;
mod associations;
mod build;
mod compatibility;
mod config;
mod content;
mod delete;
mod list;
mod look_up;
mod mode;
mod read;
mod references;
mod register;
mod scope;
mod snapshot;
mod store;
mod subject;
mod tags;

pub(super) use association::{
    Association, AssociationChange, AssociationFilter, Lifecycle, Made, Resource, Wanted,
};
pub(super) use config::ConfigUpdate;
pub(super) use content::{SchemaId, VersionNumber};
pub(super) use list::{ChosenAssociations, Deleted, Listed, Page, SchemaFilter};
pub(super) use look_up::Existing;
pub(super) use mode::Mode;
pub(super) use read::Found;
pub(super) use register::Submission;
pub(super) use scope::Scope;
pub(super) use store::State;
pub(super) use subject::Subject;
pub(super) use tags::{EntityTags, Tagging, tagged};
