//! Producing and consuming on the embedded cluster and registry.

mod consuming;
mod positions;
mod producing;
mod rebalancing;
mod schemas;
mod support;
mod unreachable;
