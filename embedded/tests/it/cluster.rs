use std::time::{Duration, Instant};

use avrolane_embedded::{ErrorKind, MockCluster};
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
use rdkafka::types::{RDKafkaApiKey, RDKafkaRespErr};
use rdkafka::{ClientConfig, Message};

/// Long enough for anything that works, short enough to wait for if it does not.
const TIMEOUT: Duration = Duration::from_secs(20);

fn produce(cluster: &MockCluster, topic: &str, payloads: &[&str]) -> BaseProducer {
    let producer: BaseProducer = ClientConfig::new()
        .set("bootstrap.servers", cluster.bootstrap_servers())
        .create()
        .unwrap();
    for &payload in payloads {
        producer
            .send(BaseRecord::<str, str>::to(topic).payload(payload))
            .unwrap();
    }
    producer.flush(TIMEOUT).unwrap();
    producer
}

fn consumer(cluster: &MockCluster, group: &str) -> BaseConsumer {
    ClientConfig::new()
        .set("bootstrap.servers", cluster.bootstrap_servers())
        .set("group.id", group)
        .set("auto.offset.reset", "earliest")
        .create()
        .unwrap()
}

/// The payload of the next record. A poll that served a rebalance or a log line returns nothing.
fn next_payload(consumer: &BaseConsumer) -> String {
    let deadline = Instant::now() + TIMEOUT;
    while Instant::now() < deadline {
        if let Some(record) = consumer.poll(Duration::from_millis(100)) {
            return String::from_utf8(record.unwrap().payload().unwrap().to_vec()).unwrap();
        }
    }
    panic!("no record came within {TIMEOUT:?}");
}

#[test]
fn a_group_gets_its_records_without_waiting_for_further_members() {
    let cluster = MockCluster::start(1).unwrap();
    cluster.create_topic("flights", 1, 1).unwrap();
    produce(&cluster, "flights", &["N14228", "N24211"]);

    let consumer = consumer(&cluster, "delays");
    consumer.subscribe(&["flights"]).unwrap();
    let start = Instant::now();
    assert_eq!(next_payload(&consumer), "N14228");
    assert!(
        start.elapsed() < Duration::from_secs(3),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(next_payload(&consumer), "N24211");
}

#[test]
fn a_topic_has_the_partitions_it_was_created_with() {
    let cluster = MockCluster::start(3).unwrap();
    cluster.create_topic("flights", 7, 3).unwrap();

    let metadata = consumer(&cluster, "any")
        .fetch_metadata(Some("flights"), TIMEOUT)
        .unwrap();
    assert_eq!(metadata.brokers().len(), 3);
    assert_eq!(metadata.topics()[0].partitions().len(), 7);
}

#[test]
fn a_topic_that_exists_is_not_created_again() {
    let cluster = MockCluster::start(1).unwrap();
    cluster.create_topic("flights", 1, 1).unwrap();

    let error = cluster.create_topic("flights", 1, 1).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Topic);
    assert_eq!(error.to_string(), r#"the topic "flights" was not created"#);
}

#[test]
fn a_cluster_has_at_least_one_broker() {
    assert_eq!(
        MockCluster::start(0).unwrap_err().kind(),
        ErrorKind::Cluster
    );
}

#[test]
fn any_thread_can_use_a_cluster() {
    let cluster = MockCluster::start(1).unwrap();
    std::thread::scope(|scope| {
        for number in 0..4 {
            let cluster = &cluster;
            scope.spawn(move || {
                cluster
                    .create_topic(&format!("topic-{number}"), 1, 1)
                    .unwrap();
            });
        }
    });
    let metadata = consumer(&cluster, "any")
        .fetch_metadata(None, TIMEOUT)
        .unwrap();
    assert_eq!(metadata.topics().len(), 4);
}

#[test]
fn a_request_that_is_told_to_fail_is_tried_again_by_the_client() {
    let cluster = MockCluster::start(1).unwrap();
    cluster.create_topic("flights", 1, 1).unwrap();
    let leaderless = RDKafkaRespErr::RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION;
    cluster
        .rdkafka()
        .request_errors(RDKafkaApiKey::Produce, &[leaderless, leaderless]);

    produce(&cluster, "flights", &["N14228"]);
}

#[test]
fn dropping_a_cluster_that_a_client_is_connected_to_does_not_hang() {
    let cluster = MockCluster::start(3).unwrap();
    let _connected = produce(&cluster, "flights", &["N14228"]);

    let start = Instant::now();
    drop(cluster);
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
}
