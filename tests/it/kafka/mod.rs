//! Producing and consuming on the embedded cluster and registry.

mod consuming;
mod generic;
#[path = "../../support/group.rs"]
mod group;
mod positions;
mod producing;
mod rebalancing;
mod schemas;
mod selection;
mod support;
mod unreachable;
