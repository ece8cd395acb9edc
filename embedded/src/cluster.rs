//! librdkafka's mock cluster behind a handle that any thread can use.

use std::fmt;
use std::time::Duration;

use rdkafka::ClientConfig;
use rdkafka::client::{Client, DefaultClientContext};
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::mocking;
use rdkafka::types::RDKafkaType;

use crate::error::Error;
use crate::native;

/// A Kafka cluster inside this process: librdkafka's mock cluster.
///
/// Its brokers listen on free ports of the loopback interface, so clients of any kind and in any
/// process can use them. librdkafka runs them on a thread of its own; the handle is a value that
/// any thread can share, and the cluster ends with it.
///
/// ```
/// use avrolane_embedded::MockCluster;
/// use rdkafka::ClientConfig;
/// use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
/// use std::time::Duration;
///
/// let cluster = MockCluster::start(1)?;
/// cluster.create_topic("flights", 3, 1)?;
///
/// let producer: BaseProducer =
///     ClientConfig::new().set("bootstrap.servers", cluster.bootstrap_servers()).create()?;
/// producer.send(BaseRecord::to("flights").key("N14228").payload("late")).map_err(|(e, _)| e)?;
/// producer.flush(Duration::from_secs(10))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # What it can do
///
/// Producing, also idempotent and in transactions, and consuming, also in groups that commit
/// their offsets. A group gets its partitions at once: the three seconds that a broker usually
/// waits for further members are set to zero. A topic that a client asks for comes into being with
/// four partitions; [`create_topic`](Self::create_topic) makes one as you want it.
///
/// # What it cannot do
///
/// - **Keep much.** Each partition keeps its last 5 MiB or 100,000 batches, whichever is less, and
///   drops what is older without a word. A test that produces more before it consumes loses
///   records.
/// - **Isolation.** A consumer of `isolation.level=read_committed` is handed the records of aborted
///   and of open transactions too.
/// - **The admin API.** Topics, partitions, offsets and groups cannot be created, altered, deleted
///   or described by an admin client.
/// - **Offsets by time.** Looking up an offset by timestamp finds none.
/// - **Security, quotas, compaction** and whatever else a broker does besides.
///
/// A test that needs one of these takes a real broker.
///
/// # Ending it
///
/// Dropping the handle stops the brokers; nothing they hold survives. End the clients first: a
/// consumer that leaves its group waits up to its session timeout for brokers that are gone.
pub struct MockCluster {
    client: Client<DefaultClientContext>,
    bootstrap_servers: String,
}

impl MockCluster {
    /// Starts a cluster of `brokers` brokers, whose ids are 1, 2 and so on.
    ///
    /// # Errors
    ///
    /// If librdkafka refuses, as it does for less than one broker, or if no socket is to be had.
    pub fn start(brokers: u16) -> Result<Self, Error> {
        let mut config = ClientConfig::new();
        config
            .set("client.id", "avrolane-embedded")
            .set("test.mock.num.brokers", brokers.to_string())
            // Nobody reads this client's log.
            .set_log_level(RDKafkaLogLevel::Emerg);
        let client = config
            .create_native_config()
            .and_then(|native| {
                Client::new(
                    &config,
                    native,
                    RDKafkaType::RD_KAFKA_PRODUCER,
                    DefaultClientContext,
                )
            })
            .map_err(Error::cluster)?;
        let bootstrap_servers = client
            .mock_cluster()
            .ok_or_else(Error::no_cluster)?
            .bootstrap_servers();
        native::set_group_initial_rebalance_delay(&client, Duration::ZERO);
        Ok(Self {
            client,
            bootstrap_servers,
        })
    }

    /// The addresses of the brokers, as `bootstrap.servers` wants them.
    #[must_use]
    pub fn bootstrap_servers(&self) -> &str {
        &self.bootstrap_servers
    }

    /// Creates a topic. The replication factor is at most the number of brokers.
    ///
    /// # Errors
    ///
    /// If there is such a topic already, or one of the numbers is out of range.
    pub fn create_topic(
        &self,
        name: &str,
        partitions: u16,
        replication_factor: u16,
    ) -> Result<(), Error> {
        self.rdkafka()
            .create_topic(name, partitions.into(), replication_factor.into())
            .map_err(|error| Error::topic(name, error))
    }

    /// The mock cluster as rdkafka hands it out, for everything else that it offers: brokers that
    /// go down or answer late, requests that fail, leaders that move.
    ///
    /// ```
    /// use avrolane_embedded::MockCluster;
    ///
    /// let cluster = MockCluster::start(3)?;
    /// cluster.rdkafka().broker_down(2)?;
    /// cluster.rdkafka().broker_up(2)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn rdkafka(&self) -> mocking::MockCluster<'_, DefaultClientContext> {
        self.client
            .mock_cluster()
            .expect("`start` made sure that the client has one")
    }
}

impl fmt::Debug for MockCluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockCluster")
            .field("bootstrap_servers", &self.bootstrap_servers)
            .finish_non_exhaustive()
    }
}
