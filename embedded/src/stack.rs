//! A cluster and a registry in one.

use crate::cluster::MockCluster;
use crate::error::Error;
use crate::registry::EmbeddedRegistry;

/// A Kafka cluster and a Schema Registry inside this process, each on free ports.
///
/// ```
/// use avrolane_embedded::EmbeddedStack;
///
/// let stack = EmbeddedStack::start()?;
/// stack.create_topic("flights", 3)?;
/// println!("BOOTSTRAP_SERVERS={}", stack.bootstrap_servers());
/// println!("SCHEMA_REGISTRY_URL={}", stack.schema_registry_url());
/// # Ok::<(), avrolane_embedded::Error>(())
/// ```
///
/// Both end with the handle: end their clients before.
#[derive(Debug)]
pub struct EmbeddedStack {
    cluster: MockCluster,
    registry: EmbeddedRegistry,
}

impl EmbeddedStack {
    /// Starts a cluster of one broker and an empty registry.
    ///
    /// # Errors
    ///
    /// If one of the two cannot be started.
    pub fn start() -> Result<Self, Error> {
        Self::start_with_brokers(1)
    }

    /// Starts a cluster of `brokers` brokers and an empty registry.
    ///
    /// # Errors
    ///
    /// If one of the two cannot be started.
    pub fn start_with_brokers(brokers: u16) -> Result<Self, Error> {
        Ok(Self {
            cluster: MockCluster::start(brokers)?,
            registry: EmbeddedRegistry::start()?,
        })
    }

    /// The addresses of the brokers, as `bootstrap.servers` wants them.
    #[must_use]
    pub fn bootstrap_servers(&self) -> &str {
        self.cluster.bootstrap_servers()
    }

    /// The URL of the registry.
    #[must_use]
    pub fn schema_registry_url(&self) -> &str {
        self.registry.url()
    }

    /// Creates a topic, each of whose partitions is on one broker.
    ///
    /// # Errors
    ///
    /// If there is such a topic already, or the number of partitions is out of range.
    pub fn create_topic(&self, name: &str, partitions: u16) -> Result<(), Error> {
        self.cluster.create_topic(name, partitions, 1)
    }

    /// The cluster, for what it can do besides.
    #[must_use]
    pub fn cluster(&self) -> &MockCluster {
        &self.cluster
    }

    /// The registry, for what it can do besides.
    #[must_use]
    pub fn registry(&self) -> &EmbeddedRegistry {
        &self.registry
    }
}

/// The handles are shared between threads.
const _: () = {
    const fn is_shared<T: Send + Sync>() {}
    is_shared::<EmbeddedStack>();
};
