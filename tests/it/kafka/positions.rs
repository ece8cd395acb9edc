//! Where a consumer goes on: what is committed, and where it is sent.

use std::time::Duration;

use avrolane::kafka::{ConsumeErrorKind, SeekTo, TopicPartition};

use super::support::{LONG, NUMBERS, consumer, next, producer, read, stack, write, write_to};

#[tokio::test]
async fn the_record_that_was_handed_out_last_comes_again_after_a_close() {
    let stack = stack(&NUMBERS, 1);
    write(&producer(&stack).build().unwrap(), 0..100).await;
    let mut first = consumer(&stack, &NUMBERS).build().unwrap();
    assert_eq!(read(&mut first, 10).await, Vec::from_iter(0..10));
    first.close(LONG).await.unwrap();
    let mut second = consumer(&stack, &NUMBERS).build().unwrap();
    assert_eq!(read(&mut second, 91).await, Vec::from_iter(9..100));
}

#[tokio::test]
async fn a_consumer_that_is_dropped_commits_what_was_done_with() {
    let stack = stack(&NUMBERS, 1);
    write(&producer(&stack).build().unwrap(), 0..100).await;
    let mut first = consumer(&stack, &NUMBERS).build().unwrap();
    read(&mut first, 10).await;
    drop(first);
    let mut second = consumer(&stack, &NUMBERS).build().unwrap();
    assert_eq!(read(&mut second, 1).await, [9]);
}

#[tokio::test]
async fn commit_counts_the_record_that_was_handed_out_last_and_the_handle_does_not() {
    let stack = stack(&NUMBERS, 1);
    write(&producer(&stack).build().unwrap(), 0..100).await;
    for (group, next_number) in [("by-consumer", 10), ("by-handle", 9)] {
        let builder = || {
            consumer(&stack, &NUMBERS)
                .group_id(group)
                .set("enable.auto.commit", "false")
        };
        let mut first = builder().build().unwrap();
        read(&mut first, 10).await;
        match group {
            "by-consumer" => first.commit().await.unwrap(),
            _ => first.control().commit().await.unwrap(),
        }
        read(&mut first, 50).await;
        first.close(LONG).await.unwrap();
        let mut second = builder().build().unwrap();
        assert_eq!(read(&mut second, 1).await, [next_number], "{group}");
    }
}

#[tokio::test]
async fn a_commit_of_nothing_succeeds() {
    let stack = stack(&NUMBERS, 1);
    write(&producer(&stack).build().unwrap(), 0..1).await;
    let mut consumer = consumer(&stack, &NUMBERS).build().unwrap();
    read(&mut consumer, 1).await;
    consumer.control().commit().await.unwrap();
}

#[tokio::test]
async fn what_is_stored_is_committed_at_intervals() {
    let stack = stack(&NUMBERS, 1);
    let producer = producer(&stack).build().unwrap();
    write(&producer, 0..100).await;
    let builder = consumer(&stack, &NUMBERS).set("auto.commit.interval.ms", "10");
    let mut consumer = builder.build().unwrap();
    read(&mut consumer, 50).await;
    // The commits go on while the consumer is asked for nothing.
    let servers = stack.bootstrap_servers().to_owned();
    let committed = tokio::task::spawn_blocking(move || committed_offset(&servers));
    assert_eq!(committed.await.unwrap(), 49);
}

/// Waits until the group has committed something, and says what.
fn committed_offset(servers: &str) -> i64 {
    use avrolane::kafka::rdkafka::consumer::{BaseConsumer, Consumer};
    use avrolane::kafka::rdkafka::{ClientConfig, Offset, TopicPartitionList};

    let client: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", servers)
        .set("group.id", "readers")
        .create()
        .unwrap();
    let deadline = std::time::Instant::now() + LONG;
    loop {
        let mut partitions = TopicPartitionList::new();
        partitions.add_partition("numbers", 0);
        let committed = client.committed_offsets(partitions, LONG).unwrap();
        if let Some(Offset::Offset(offset)) = committed.elements().first().map(|e| e.offset()) {
            return offset;
        }
        assert!(
            std::time::Instant::now() < deadline,
            "nothing was committed"
        );
    }
}

#[tokio::test]
async fn a_seek_drops_what_was_taken_before() {
    let stack = stack(&NUMBERS, 1);
    write(&producer(&stack).build().unwrap(), 0..1000).await;
    let mut consumer = consumer(&stack, &NUMBERS).build().unwrap();
    let control = consumer.control();
    assert_eq!(read(&mut consumer, 10).await, Vec::from_iter(0..10));
    for (to, expected) in [
        (SeekTo::Offset(900), 900..905),
        (SeekTo::Beginning, 0..5),
        (SeekTo::Offset(3), 3..1000),
    ] {
        control.seek("numbers", 0, to).await.unwrap();
        let count = usize::try_from(expected.end - expected.start).unwrap();
        assert_eq!(read(&mut consumer, count).await, Vec::from_iter(expected));
    }
    let elsewhere = control
        .seek("numbers", 7, SeekTo::Beginning)
        .await
        .unwrap_err();
    assert_eq!(elsewhere.kind(), ConsumeErrorKind::NotAssigned);
}

#[tokio::test]
async fn a_record_from_before_a_seek_is_not_committed() {
    let stack = stack(&NUMBERS, 1);
    write(&producer(&stack).build().unwrap(), 0..100).await;
    let mut first = consumer(&stack, &NUMBERS).build().unwrap();
    read(&mut first, 90).await;
    first
        .control()
        .seek("numbers", 0, SeekTo::Beginning)
        .await
        .unwrap();
    assert_eq!(read(&mut first, 3).await, [0, 1, 2]);
    first.commit().await.unwrap();
    first.close(LONG).await.unwrap();
    let mut second = consumer(&stack, &NUMBERS).build().unwrap();
    assert_eq!(read(&mut second, 1).await, [3]);
}

#[tokio::test]
async fn a_paused_partition_hands_out_nothing_and_goes_on_where_it_stopped() {
    let stack = stack(&NUMBERS, 2);
    let producer = producer(&stack).build().unwrap();
    write_to(&producer, 0, 0..1000).await;
    let mut consumer = consumer(&stack, &NUMBERS).build().unwrap();
    let control = consumer.control();
    assert_eq!(read(&mut consumer, 10).await, Vec::from_iter(0..10));
    control.pause("numbers", 0).await.unwrap();
    control.pause("numbers", 0).await.unwrap();
    write_to(&producer, 1, 5000..5100).await;
    assert_eq!(read(&mut consumer, 100).await, Vec::from_iter(5000..5100));

    let resumed = tokio::spawn(async move { (read(&mut consumer, 490).await, consumer) });
    tokio::task::yield_now().await;
    control.resume("numbers", 0).await.unwrap();
    let (numbers, mut consumer) = resumed.await.unwrap();
    assert_eq!(numbers, Vec::from_iter(10..500));
    for round in 1..5 {
        control.pause_all().await.unwrap();
        control.resume_all().await.unwrap();
        let from = 400 + round * 100;
        assert_eq!(
            read(&mut consumer, 100).await,
            Vec::from_iter(from..from + 100)
        );
    }
}

#[tokio::test]
async fn a_seek_in_a_paused_partition_counts_when_it_goes_on() {
    let stack = stack(&NUMBERS, 1);
    write(&producer(&stack).build().unwrap(), 0..100).await;
    let mut consumer = consumer(&stack, &NUMBERS).build().unwrap();
    let control = consumer.control();
    read(&mut consumer, 10).await;
    control.pause("numbers", 0).await.unwrap();
    let to = SeekTo::Offset(50);
    control.seek("numbers", 0, to).await.unwrap();
    let waited = consumer.recv_timeout(Duration::from_millis(300)).await;
    assert!(waited.unwrap().is_none());
    control.resume("numbers", 0).await.unwrap();
    assert_eq!(read(&mut consumer, 50).await, Vec::from_iter(50..100));
}

#[tokio::test]
async fn the_assignment_is_told() {
    let stack = stack(&NUMBERS, 3);
    write(&producer(&stack).build().unwrap(), 0..1).await;
    let mut consumer = consumer(&stack, &NUMBERS).build().unwrap();
    next(&mut consumer).await;
    let assigned = consumer.control().assignment().await.unwrap();
    let assigned: Vec<_> = assigned
        .iter()
        .map(
            |TopicPartition {
                 topic, partition, ..
             }| (&**topic, *partition),
        )
        .collect();
    assert_eq!(assigned, [("numbers", 0), ("numbers", 1), ("numbers", 2)]);
}
