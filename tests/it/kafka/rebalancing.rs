//! Partitions that go from one consumer to another, in the middle of it all.

use std::collections::{BTreeMap, HashSet};

use avrolane::kafka::{ConsumeErrorKind, DeserializingConsumer, Message, Received};
use avrolane_embedded::EmbeddedStack;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::support::{LONG, NUMBERS, consumer, number, producer, stack, write};

/// A record, and who has seen it.
struct Seen {
    who: usize,
    partition: i32,
    offset: i64,
    number: u32,
}

/// Consumers of one group, each in a task of its own.
struct Group {
    seen: mpsc::UnboundedReceiver<Seen>,
    reports: mpsc::UnboundedSender<Seen>,
    strategy: &'static str,
    members: usize,
}

impl Group {
    fn new(strategy: &'static str) -> Self {
        let (reports, seen) = mpsc::unbounded_channel();
        Self {
            seen,
            reports,
            strategy,
            members: 0,
        }
    }

    /// Lets another consumer join, which reads until the sender is dropped.
    fn join(&mut self, stack: &EmbeddedStack) -> (mpsc::Sender<()>, JoinHandle<()>) {
        let consumer = consumer(stack, &NUMBERS)
            .set("partition.assignment.strategy", self.strategy)
            .build()
            .unwrap();
        let who = self.members;
        self.members += 1;
        let (stop, stopped) = mpsc::channel(1);
        (
            stop,
            tokio::spawn(read_until(consumer, who, self.reports.clone(), stopped)),
        )
    }

    async fn next(&mut self) -> Seen {
        tokio::time::timeout(LONG, self.seen.recv())
            .await
            .expect("no record came")
            .unwrap()
    }
}

async fn read_until(
    mut consumer: DeserializingConsumer<String, String>,
    who: usize,
    reports: mpsc::UnboundedSender<Seen>,
    mut stopped: mpsc::Receiver<()>,
) {
    loop {
        let received = tokio::select! {
            received = consumer.recv() => received,
            _ = stopped.recv() => break,
        };
        match received.unwrap() {
            Received::Record(message) => {
                let Message {
                    partition, offset, ..
                } = message;
                let seen = Seen {
                    who,
                    partition,
                    offset,
                    number: number(&message),
                };
                reports.send(seen).unwrap();
            }
            Received::Undecodable(record) => panic!("{record}"),
        }
    }
    consumer.close(LONG).await.unwrap();
}

/// What was seen of each partition: its records in order.
#[derive(Default)]
struct Ledger {
    numbers: HashSet<u32>,
    last: BTreeMap<i32, Seen>,
    repeated: usize,
}

impl Ledger {
    fn enter(&mut self, seen: Seen) {
        self.numbers.insert(seen.number);
        if let Some(last) = self.last.get(&seen.partition) {
            let (expected, found) = (last.offset + 1, seen.offset);
            assert!(found <= expected, "{found} comes instead of {expected}");
            self.repeated += usize::from(found < expected);
        }
        self.last.insert(seen.partition, seen);
    }
}

/// Lets a second consumer join and leave while the first one reads, and tells what was seen.
async fn rebalance(strategy: &'static str) -> Ledger {
    let stack = stack(&NUMBERS, 4);
    let producer = producer(&stack).build().unwrap();
    let mut group = Group::new(strategy);
    let mut ledger = Ledger::default();
    let mut written = 0;
    let (_stop_first, _first) = group.join(&stack);
    write(&producer, 0..2000).await;
    while ledger.numbers.len() < 500 {
        ledger.enter(group.next().await);
    }
    // The second one joins while the first one has records at hand, and gets its share.
    let (stop_second, second) = group.join(&stack);
    let mut by_second = 0;
    written += 2000;
    while by_second < 200 || ledger.numbers.len() < written {
        if by_second < 200 && ledger.numbers.len() + 500 > written {
            let from = u32::try_from(written).unwrap();
            write(&producer, from..from + 500).await;
            written += 500;
        }
        let seen = group.next().await;
        by_second += usize::from(seen.who == 1);
        ledger.enter(seen);
    }
    // It leaves, and the first one gets everything back.
    drop(stop_second);
    second.await.unwrap();
    let from = u32::try_from(written).unwrap();
    write(&producer, from..from + 500).await;
    written += 500;
    while ledger.numbers.len() < written {
        ledger.enter(group.next().await);
    }
    ledger
}

#[tokio::test]
async fn records_survive_a_cooperative_rebalance_in_the_middle_of_a_batch() {
    let ledger = rebalance("cooperative-sticky").await;
    // Of each partition that moves, the record that was handed out last: two move when the second
    // one joins, and two when it leaves.
    assert!(
        ledger.repeated <= 4,
        "{} records came again",
        ledger.repeated
    );
}

#[tokio::test]
async fn records_survive_an_eager_rebalance_in_the_middle_of_a_batch() {
    // How many come again does not matter: the mock cluster refuses the commits of partitions that
    // are revoked in this way, which a broker takes.
    rebalance("range").await;
}

#[tokio::test]
async fn a_partition_that_went_away_cannot_be_steered_any_more() {
    let stack = stack(&NUMBERS, 2);
    write(&producer(&stack).build().unwrap(), 0..100).await;
    let builder = || consumer(&stack, &NUMBERS);
    let mut first = builder().build().unwrap();
    let control = first.control();
    while control.assignment().await.unwrap().len() < 2 {
        first.recv().await.unwrap();
    }
    let second = builder().build().unwrap();
    while control.assignment().await.unwrap().len() > 1 {
        // The rebalance needs no call of `recv`.
        tokio::task::yield_now().await;
    }
    let kept = control
        .assignment()
        .await
        .unwrap()
        .first()
        .unwrap()
        .partition;
    control.pause("numbers", kept).await.unwrap();
    let error = control.pause("numbers", 1 - kept).await.unwrap_err();
    assert_eq!(error.kind(), ConsumeErrorKind::NotAssigned);
    drop(second);
}
