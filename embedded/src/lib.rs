//! An in-process Kafka cluster and Schema Registry, for avrolane's first run and for tests.
//!
//! [`EmbeddedStack::start`] starts both on free ports of the loopback interface, so that they can be
//! used by whoever is on this machine; [`MockCluster`] and [`EmbeddedRegistry`] are the two by
//! themselves. No call is asynchronous: they work inside and outside of a runtime alike.
//!
//! They are made for tests and trials. Nothing is kept beyond the process, unless the registry is
//! given a file, and each says in its documentation what it cannot do.

mod cluster;
mod error;
mod native;
mod registry;
mod stack;

pub use cluster::MockCluster;
pub use error::{Error, ErrorKind};
pub use registry::{EmbeddedRegistry, EmbeddedRegistryBuilder, Fault};
pub use stack::EmbeddedStack;
