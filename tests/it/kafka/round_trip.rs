use std::time::Duration;

use avrolane::kafka::{
    AutoOffsetReset, DeserializingConsumer, Received, Record, SerializingProducer, Topic,
};
use avrolane_embedded::MockCluster;

const GREETINGS: Topic<String, String> = Topic::new("greetings");

#[tokio::test]
async fn strings_come_back() {
    let cluster = MockCluster::start(1).unwrap();
    let producer = SerializingProducer::builder()
        .bootstrap_servers(cluster.bootstrap_servers())
        .build()
        .unwrap();
    for n in 0..100 {
        let value = format!("hello {n}");
        producer
            .enqueue(Record::to(&GREETINGS).key("world").value(&value))
            .await
            .unwrap();
    }
    producer.flush(Duration::from_secs(10)).await.unwrap();
    let mut consumer = DeserializingConsumer::builder(&GREETINGS)
        .bootstrap_servers(cluster.bootstrap_servers())
        .group_id("readers")
        .auto_offset_reset(AutoOffsetReset::Earliest)
        .build()
        .unwrap();
    for n in 0..100 {
        let Received::Record(message) = consumer.recv().await.unwrap() else {
            panic!()
        };
        assert_eq!(message.value, Some(format!("hello {n}")));
    }
    consumer.commit().await.unwrap();
    let t = std::time::Instant::now();
    consumer.close(Duration::from_secs(10)).await.unwrap();
    eprintln!("closed in {:?}", t.elapsed());
}
