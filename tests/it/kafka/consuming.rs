use std::time::{Duration, Instant};

use avrolane::kafka::{
    ConsumeErrorKind, DeserializingConsumer, Received, Record, Topic, UndecodableRecord,
};
use avrolane::subject::MessageField;
use avrolane::{AvroDecode, AvroSchema};
use futures_util::StreamExt as _;

use super::support::{
    FLIGHTS, Flight, LONG, NUMBERS, consumer, next, number, producer, read, stack, write, write_to,
};

#[tokio::test]
async fn records_that_cannot_be_read_are_handed_out_in_bytes_and_do_not_stop_the_consumer() {
    const BYTES: Topic<Vec<u8>, Vec<u8>> = Topic::new("flights");
    let stack = stack(&FLIGHTS, 1);
    let producer = producer(&stack).build().unwrap();
    let flight = Flight::new(1);
    let send_flight = || producer.send(Record::to(&FLIGHTS).value(&flight));
    send_flight().await.unwrap();
    let broken: [&[u8]; 5] = [
        b"",
        b"\0\0",
        b"\x07abcdefgh",
        b"\0\0\0\0\x01\x02",
        b"\0\0\0\x0f\xff",
    ];
    for value in broken {
        let record = Record::to(&BYTES).key(b"k").value(value).header("h", "v");
        producer.send(record).await.unwrap();
    }
    producer
        .send(Record::to(&BYTES).key(b"\xff").value(b""))
        .await
        .unwrap();
    send_flight().await.unwrap();

    let mut consumer = consumer(&stack, &FLIGHTS).build().unwrap();
    next(&mut consumer).await;
    for (offset, value) in (1..).zip(broken) {
        let record = undecodable(&mut consumer).await;
        assert_eq!(record.field(), MessageField::Value, "{record}");
        let raw = record.raw();
        assert_eq!(
            (raw.topic(), raw.partition(), raw.offset()),
            ("flights", 0, offset)
        );
        assert_eq!((raw.key(), raw.value()), (Some(&b"k"[..]), Some(value)));
        assert_eq!(raw.headers().get("h"), Some(&b"v"[..]));
        let place = format!("topic flights, partition 0, offset {offset}: the value: ");
        assert!(record.to_string().starts_with(&place), "{record}");
    }
    assert_eq!(undecodable(&mut consumer).await.field(), MessageField::Key);
    assert_eq!(next(&mut consumer).await.value, Some(flight));
}

async fn undecodable(consumer: &mut DeserializingConsumer<String, Flight>) -> UndecodableRecord {
    match consumer.recv_timeout(LONG).await.unwrap() {
        Some(Received::Undecodable(record)) => record,
        other => panic!("{other:?} can be read"),
    }
}

#[tokio::test]
async fn a_raw_record_lends_its_bytes_to_an_event() {
    #[derive(Debug, PartialEq, AvroSchema, AvroDecode)]
    #[avro(namespace = "it.kafka", name = "Flight")]
    struct FlightRef<'a> {
        number: i32,
        carrier: &'a str,
    }

    let stack = stack(&FLIGHTS, 1);
    let producer = producer(&stack).build().unwrap();
    producer
        .send(Record::to(&FLIGHTS).value(&Flight::new(5)))
        .await
        .unwrap();
    producer
        .send(Record::to(&FLIGHTS).key("k").tombstone())
        .await
        .unwrap();
    let mut consumer = consumer(&stack, &FLIGHTS).build().unwrap();
    let raw = consumer.recv_raw().await.unwrap();
    let flight = raw.decode_value::<FlightRef<'_>>().await.unwrap();
    assert_eq!(
        flight,
        Some(FlightRef {
            number: 5,
            carrier: "UA"
        })
    );
    assert_eq!(raw.decode_key::<FlightRef<'_>>().await.unwrap(), None);
    let raw = consumer.recv_raw().await.unwrap();
    assert_eq!(raw.decode_value::<FlightRef<'_>>().await.unwrap(), None);
    drop(consumer);
    assert_eq!(raw.key(), Some(&b"k"[..]));
}

#[tokio::test]
async fn a_call_that_is_dropped_loses_and_doubles_nothing() {
    let stack = stack(&FLIGHTS, 2);
    let producer = producer(&stack).build().unwrap();
    let mut consumer = consumer(&stack, &FLIGHTS).build().unwrap();
    let (mut dropped, mut written) = (0, 0);
    let mut seen = Vec::new();
    let deadline = Instant::now() + LONG;
    while dropped < 1000 || seen.len() < written {
        assert!(
            Instant::now() < deadline,
            "{} of {written} seen",
            seen.len()
        );
        if dropped >= 2 * written && written < 500 {
            let number = i32::try_from(written).unwrap();
            let partition = number % 2;
            let flight = Flight::new(number);
            let record = Record::to(&FLIGHTS).value(&flight).partition(partition);
            producer.enqueue(record).await.unwrap();
            written += 1;
        }
        tokio::select! {
            biased;
            received = consumer.recv() => match received.unwrap() {
                Received::Record(message) => seen.push(message.value.unwrap().number),
                Received::Undecodable(record) => panic!("{record}"),
            },
            () = tokio::task::yield_now() => dropped += 1,
        }
    }
    for partition in 0..2 {
        let of_partition: Vec<_> = seen
            .iter()
            .copied()
            .filter(|n| n % 2 == partition)
            .collect();
        let expected: Vec<_> = (0..500).filter(|n| n % 2 == partition).collect();
        assert_eq!(of_partition, expected);
    }
}

#[tokio::test]
async fn a_stream_goes_on_where_the_last_one_stopped_and_ends_when_the_consumer_is_closed() {
    let stack = stack(&NUMBERS, 1);
    write(&producer(&stack).build().unwrap(), 0..10).await;
    let mut consumer = consumer(&stack, &NUMBERS).build().unwrap();
    for round in 0..2_u32 {
        let stream = consumer.stream().take(5);
        let numbers: Vec<_> = stream
            .map(|received| match received.unwrap() {
                Received::Record(message) => number(&message),
                Received::Undecodable(record) => panic!("{record}"),
            })
            .collect()
            .await;
        assert_eq!(numbers, Vec::from_iter(round * 5..round * 5 + 5));
    }
    consumer.close(LONG).await.unwrap();
    assert!(consumer.stream().next().await.is_none());
}

#[tokio::test]
async fn one_consumer_reads_several_topics_of_the_same_types() {
    const OTHERS: Topic<String, String> = Topic::new("others");
    let stack = stack(&NUMBERS, 1);
    stack.create_topic("others", 1).unwrap();
    let producer = producer(&stack).build().unwrap();
    producer
        .send(Record::to(&NUMBERS).value("1"))
        .await
        .unwrap();
    producer.send(Record::to(&OTHERS).value("2")).await.unwrap();
    let mut consumer = consumer(&stack, &NUMBERS).topic(&OTHERS).build().unwrap();
    let mut seen = Vec::new();
    for _ in 0..2 {
        let message = next(&mut consumer).await;
        seen.push((message.topic.to_string(), message.value.unwrap()));
    }
    seen.sort();
    let expected = [("numbers", "1"), ("others", "2")];
    assert_eq!(
        seen,
        expected.map(|(topic, value)| (topic.to_owned(), value.to_owned()))
    );
}

#[tokio::test]
async fn a_second_close_does_nothing_and_every_other_call_says_that_it_is_closed() {
    let stack = stack(&NUMBERS, 1);
    write(&producer(&stack).build().unwrap(), 0..10).await;
    let mut consumer = consumer(&stack, &NUMBERS).build().unwrap();
    read(&mut consumer, 1).await;
    let control = consumer.control();
    consumer.close(LONG).await.unwrap();
    consumer.close(Duration::ZERO).await.unwrap();
    let closed = ConsumeErrorKind::Closed;
    assert_eq!(consumer.recv().await.unwrap_err().kind(), closed);
    assert_eq!(consumer.recv_raw().await.unwrap_err().kind(), closed);
    assert_eq!(consumer.commit().await.unwrap_err().kind(), closed);
    assert_eq!(control.commit().await.unwrap_err().kind(), closed);
    assert_eq!(
        control.pause("numbers", 0).await.unwrap_err().kind(),
        closed
    );
}

#[tokio::test]
async fn closing_and_dropping_do_not_block_the_runtime() {
    let stack = stack(&NUMBERS, 1);
    write(&producer(&stack).build().unwrap(), 0..10).await;
    let mut slow = consumer(&stack, &NUMBERS).build().unwrap();
    read(&mut slow, 1).await;
    let error = slow.close(Duration::ZERO).await.unwrap_err();
    assert_eq!(error.kind(), ConsumeErrorKind::TimedOut);

    let mut dropped = consumer(&stack, &NUMBERS)
        .group_id("others")
        .build()
        .unwrap();
    read(&mut dropped, 1).await;
    let start = Instant::now();
    drop(dropped);
    // The client takes 100 ms at least to end.
    assert!(
        start.elapsed() < Duration::from_millis(50),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn a_record_that_is_worked_on_for_long_does_not_cost_the_membership() {
    let stack = stack(&NUMBERS, 1);
    write(&producer(&stack).build().unwrap(), 0..10).await;
    let longest = Duration::from_millis(2000);
    let consumer = consumer(&stack, &NUMBERS).set("max.poll.interval.ms", "2000");
    let mut consumer = consumer.build().unwrap();
    read(&mut consumer, 1).await;
    let control = consumer.control();
    // librdkafka looks twice a second.
    let end = Instant::now() + longest + Duration::from_millis(1500);
    while Instant::now() < end {
        assert_eq!(control.assignment().await.unwrap().len(), 1);
        tokio::task::yield_now().await;
    }
    assert_eq!(read(&mut consumer, 9).await, Vec::from_iter(1..10));
}

#[tokio::test]
async fn large_records_come_through_a_few_at_a_time() {
    let stack = stack(&NUMBERS, 1);
    let producer = producer(&stack).build().unwrap();
    let value = "x".repeat(200_000);
    for _ in 0..20 {
        producer
            .enqueue(Record::to(&NUMBERS).value(&value))
            .await
            .unwrap();
    }
    write_to(&producer, 0, 0..1).await;
    let mut consumer = consumer(&stack, &NUMBERS).build().unwrap();
    for _ in 0..20 {
        assert_eq!(next(&mut consumer).await.value.unwrap().len(), value.len());
    }
    assert_eq!(read(&mut consumer, 1).await, [0]);
}

#[test]
fn settings_at_fault_are_named_when_a_consumer_is_built() {
    let of = |key, value| {
        let consumer = DeserializingConsumer::builder(&NUMBERS).bootstrap_servers("localhost:1");
        consumer
            .group_id("readers")
            .set(key, value)
            .build()
            .unwrap_err()
    };
    for (key, value) in [
        ("no.such.setting", "1"),
        ("session.timeout.ms", "long"),
        ("value.deserializer", "StringDeserializer"),
        ("enable.auto.offset.store", "true"),
        ("group.id", ""),
    ] {
        assert_eq!(of(key, value).key(), Some(key));
    }
    let contradiction = of("max.poll.interval.ms", "1000").to_string();
    assert!(
        contradiction.contains("session.timeout.ms"),
        "{contradiction}"
    );
    let pattern = Topic::<String, String>::named("^numbers");
    let consumer = DeserializingConsumer::builder(&pattern).bootstrap_servers("localhost:1");
    let refused = consumer
        .group_id("readers")
        .build()
        .unwrap_err()
        .to_string();
    assert!(refused.contains("\"^numbers\""), "{refused}");
}
