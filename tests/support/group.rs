//! A group of consumers that is joined and left under load, and a ledger of what it reads.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use avrolane::kafka::{
    AutoOffsetReset, DeserializingConsumer, Message, Received, Record, SerializingProducer, Topic,
};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// Longer than anything takes that ends at all.
const LONG: Duration = Duration::from_secs(60);

type Numbers = Topic<String, String>;

/// What was seen of each partition.
#[derive(Default)]
pub(crate) struct Ledger {
    numbers: HashSet<u32>,
    last: BTreeMap<i32, i64>,
    /// How often a partition went back.
    pub(crate) went_back: usize,
    /// How many records came more than once.
    pub(crate) repeated: usize,
}

impl Ledger {
    fn enter(&mut self, seen: &Seen) {
        self.repeated += usize::from(!self.numbers.insert(seen.number));
        if let Some(last) = self.last.insert(seen.partition, seen.offset) {
            let (expected, found) = (last + 1, seen.offset);
            assert!(found <= expected, "{found} comes instead of {expected}");
            self.went_back += usize::from(found < expected);
        }
    }
}

/// A record, and who has seen it.
struct Seen {
    who: usize,
    partition: i32,
    offset: i64,
    number: u32,
}

/// Consumers of one group, each in a task of its own.
struct Group<'a> {
    bootstrap_servers: &'a str,
    topic: &'a Numbers,
    settings: &'a [(&'a str, &'a str)],
    members: usize,
    reports: mpsc::UnboundedSender<Seen>,
    seen: mpsc::UnboundedReceiver<Seen>,
}

/// A consumer of the group. It reads until it is told to leave.
struct Member {
    leave: mpsc::Sender<()>,
    task: JoinHandle<()>,
}

impl Member {
    async fn leave(self) {
        drop(self.leave);
        self.task.await.unwrap();
    }
}

impl Group<'_> {
    fn join(&mut self) -> Member {
        let mut consumer = DeserializingConsumer::builder(self.topic)
            .bootstrap_servers(self.bootstrap_servers)
            .group_id(format!("{}-readers", self.topic.name()))
            .auto_offset_reset(AutoOffsetReset::Earliest);
        for (key, value) in self.settings {
            consumer = consumer.set(*key, *value);
        }
        let who = self.members;
        self.members += 1;
        let (leave, told_to_leave) = mpsc::channel(1);
        let reports = self.reports.clone();
        let read = read(consumer.build().unwrap(), who, reports, told_to_leave);
        Member {
            leave,
            task: tokio::spawn(read),
        }
    }

    async fn next(&mut self) -> Seen {
        tokio::time::timeout(LONG, self.seen.recv())
            .await
            .expect("no record came")
            .unwrap()
    }
}

async fn read(
    mut consumer: DeserializingConsumer<String, String>,
    who: usize,
    reports: mpsc::UnboundedSender<Seen>,
    mut told_to_leave: mpsc::Receiver<()>,
) {
    loop {
        let received = tokio::select! {
            received = consumer.recv() => received,
            _ = told_to_leave.recv() => break,
        };
        match received.unwrap() {
            Received::Record(message) => {
                let Message {
                    partition,
                    offset,
                    value,
                    ..
                } = message;
                let number = value.unwrap().parse().unwrap();
                // Nobody listens any more when the test is over.
                let _ = reports.send(Seen {
                    who,
                    partition,
                    offset,
                    number,
                });
            }
            Received::Undecodable(record) => panic!("{record}"),
        }
    }
    consumer.close(LONG).await.unwrap();
}

/// Has a second consumer join and leave a group while the first one is in the middle of what it has
/// taken, with a load that goes on. Each number that was written is seen, and no partition skips one.
///
/// The topic has four partitions.
pub(crate) async fn rebalance(
    bootstrap_servers: &str,
    topic: &Numbers,
    settings: &[(&str, &str)],
) -> Ledger {
    let (reports, seen) = mpsc::unbounded_channel();
    let mut group = Group {
        bootstrap_servers,
        topic,
        settings,
        members: 0,
        reports,
        seen,
    };
    let producer = SerializingProducer::builder().bootstrap_servers(bootstrap_servers);
    let producer = producer.build().unwrap();
    let mut ledger = Ledger::default();
    let mut written = 0;

    let first = group.join();
    write(&producer, topic, &mut written, 2000).await;
    while ledger.numbers.len() < 500 {
        ledger.enter(&group.next().await);
    }
    let second = group.join();
    let mut by_second = 0;
    while by_second < 200 || ledger.numbers.len() < written {
        if by_second < 200 && ledger.numbers.len() + 500 > written {
            write(&producer, topic, &mut written, 500).await;
        }
        let seen = group.next().await;
        by_second += usize::from(seen.who == 1);
        ledger.enter(&seen);
    }
    second.leave().await;
    write(&producer, topic, &mut written, 500).await;
    while ledger.numbers.len() < written {
        ledger.enter(&group.next().await);
    }
    first.leave().await;
    ledger
}

/// Writes the next so many numbers, spread over the partitions by their keys.
async fn write(producer: &SerializingProducer, topic: &Numbers, written: &mut usize, count: usize) {
    for number in *written..*written + count {
        let number = number.to_string();
        let record = Record::to(topic).key(&number).value(&number);
        drop(producer.enqueue(record).await.unwrap());
    }
    producer.flush(LONG).await.unwrap();
    *written += count;
}
