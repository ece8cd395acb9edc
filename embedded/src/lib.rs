//! An in-process Kafka cluster and Schema Registry, for avrolane's first run and for tests.

mod cluster;
mod error;
mod native;

pub use cluster::MockCluster;
pub use error::{Error, ErrorKind};
