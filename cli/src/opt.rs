//! What can be said on the command line.

use clap::{Parser, Subcommand};

use crate::registry::Registry;

/// Typed Avro events on Apache Kafka, with a Schema Registry.
#[derive(Debug, Parser)]
#[command(name = "avrolane", version)]
pub(crate) struct Opt {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Registry(Registry),
}
